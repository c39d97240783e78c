"""Runs migrations with the application's database and tables."""

from alembic import context
from flask import current_app
from sqlalchemy import Engine

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

with engine.connect() as connection:
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
