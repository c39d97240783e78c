"""Runs migrations with the application's database and tables."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine

from models import Base, UtcDateTime
from models.sealing import Sealed


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types as what the database knows them by: a migration outlives the code of today."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Sealed):
        return "sa.LargeBinary()"
    return False


engine: Engine = current_app.extensions["migrate"].db.engine


def set_foreign_keys(connection: Connection, state: str) -> None:
    """Switch SQLite's foreign keys on or off, outside of any transaction: inside one it changes nothing.

    A batch migration makes a table anew and drops the old one. With the keys on, what refers to it would go with it.
    """
    if engine.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={state}")


with engine.connect() as connection:
    set_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        # One transaction a migration: a long upgrade that is cut short goes on where it stopped.
        transaction_per_migration=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
    if engine.dialect.name == "sqlite":
        astray = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        connection.rollback()
        if astray:
            raise RuntimeError(f"after the migration, {len(astray)} rows refer to rows that are not there")
    set_foreign_keys(connection, "ON")
