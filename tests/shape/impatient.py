"""``python -m tests.shape.impatient``: the product's worker, whose claims end after seconds instead of minutes."""

from datetime import timedelta

from sqlalchemy import text

import logs
import worker
from app import create_app
from insights import analysis
from models import db

analysis.CLAIM = timedelta(seconds=3)
analysis.BATCH = 20


def main() -> None:
    """Work until told to stop."""
    logs.configure()
    app = create_app()
    with app.app_context():
        # A connection that no fork may see.
        db.session.execute(text("SELECT 1"))
        worker.work(app)


if __name__ == "__main__":
    main()
