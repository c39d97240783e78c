"""``python -m tests.migrations_agree``: the migrations make exactly the tables that the code describes, both ways."""

import base64
import sys
import tempfile
from pathlib import Path

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app import create_app
from models import Base, db
from settings import Settings


def differences(url: str, instance: Path) -> list[object]:
    """Migrate an empty database up, compare, and down again; return what differs."""
    settings = Settings(
        database_url=url,
        redis_url="unix:///nowhere",
        secret_key="for comparing tables only" * 2,
        data_key=base64.b64decode("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
        public_url="http://localhost",
        instance=instance,
    )
    app = create_app(settings)
    folder = str(Path(app.root_path) / "migrations")
    with app.app_context():
        flask_migrate.upgrade(directory=folder)
        with db.engine.connect() as connection:
            found = list(compare_metadata(MigrationContext.configure(connection), Base.metadata))
        flask_migrate.downgrade(directory=folder, revision="base")
        db.engine.dispose()
    return found


def main() -> None:
    """Compare on SQLite; the tests do the same on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        found = differences(f"sqlite:///{folder}/tables.db", Path(folder))
    for difference in found:
        print(difference, file=sys.stderr)
    if found:
        sys.exit("The migrations and the tables in models/ differ; write a migration.")
    print("The migrations make the tables that models/ describes.")


if __name__ == "__main__":
    main()
