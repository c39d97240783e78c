"""``python -m tests.shape.understanding``: the worker that understands, with the small understander of the tests."""

import logs
import worker
from app import create_app
from tests.understanding import SmallUnderstander

worker.understander = SmallUnderstander


def main() -> None:
    """Work until told to stop."""
    logs.configure()
    app = create_app()
    with app.app_context():
        worker.understand_turns(app)


if __name__ == "__main__":
    main()
