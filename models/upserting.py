"""Inserting where there may be such a row already: both databases can, each in a dialect of its own."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base


def insert_or_nothing(session: Session, model: type[Base]) -> Any:
    """Return the statement that inserts rows of a table, where no unique key of theirs is taken."""
    return _insert_or_nothing(model, session.get_bind().dialect.name)


def insert_or_add(session: Session, model: type[Base], column: str) -> Any:
    """Return the statement that inserts rows, or adds what ``column`` has to the row that has the primary key."""
    return _insert_or_add(model, column, session.get_bind().dialect.name)


# A statement is made once: that costs as much as running it.
@cache
def _insert_or_nothing(model: type[Base], dialect: str) -> Any:
    return _insert(model, dialect).on_conflict_do_nothing()


@cache
def _insert_or_add(model: type[Base], column: str, dialect: str) -> Any:
    insert = _insert(model, dialect)
    table = insert.table
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_={column: table.c[column] + insert.excluded[column]}
    )


def _insert(model: type[Base], dialect: str) -> Any:
    table = model.__table__
    assert isinstance(table, Table)
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
