"""The database and the one way to commit."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from models import tenancy
from models.base import Base

RETURNED = "returned at"
# For how long a connection that came back is taken to be there still.
SURE_SECONDS = 5.0

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class GuardedSession(FlaskSession):
    """A session that knows which organisation it acts for."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return the row with this key; None where it is another organisation's, even if it was read before."""
        row = super().get(*args, **kwargs)
        return row if tenancy.may_see(self, row) else None


tenancy.guard(GuardedSession)
db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": GuardedSession})


class TransactionError(RuntimeError):
    """The transaction rule was broken: one transaction at a time, nothing pending outside it."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what is done inside the block, or nothing of it.

    This is the only place that commits. What was read before is read anew inside, since the reading transaction
    ends here: on SQLite a read that becomes a write fails at once, whatever the time-out says, so a writing
    transaction begins as one.

    Raises:
        TransactionError: If a transaction is under way, or something was changed outside of one.
    """
    session = db.session()
    if _writing.get():
        raise TransactionError("a transaction is already under way")
    if session.new or session.dirty or session.deleted:
        raise TransactionError("something was changed outside a transaction")
    session.rollback()
    token = _writing.set(True)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)


def in_transaction() -> bool:
    """Whether a writing transaction is under way, so that nothing may be promised to the outside yet."""
    return _writing.get()


def engine_options(url: str) -> dict[str, Any]:
    """Return the options that a database address wants."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10.0}, "hide_parameters": True}
    # Parameters in an error would be what citizens wrote.
    return {"pool_size": 5, "max_overflow": 5, "hide_parameters": True}


def prepare_engine(engine: Engine) -> None:
    """Give SQLite connections their write-ahead log and their explicit transactions, others a look before use."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return

    def ping(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        # A connection that was in use a moment ago is there. If it is not, one request fails, and the pool lets go of
        # all of them; asking each time is a fifth of what a page asks of the database.
        if time.monotonic() - entry.info.get(RETURNED, 0.0) < SURE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "checkout", ping)
    event.listen(engine, "checkin", _note_return)


def _note_return(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info[RETURNED] = time.monotonic()


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver's own way of beginning transactions is switched off: _begin_sqlite does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def is_ready(head: str) -> bool:
    """Whether the database answers and its tables are those of the migration ``head``."""
    try:
        return list(db.session.scalars(text("SELECT version_num FROM alembic_version"))) == [head]
    except SQLAlchemyError:
        db.session.rollback()
        return False


def answers() -> bool:
    """Whether the database answers, whatever tables it has."""
    try:
        return bool(db.session.scalar(text("SELECT 1")))
    except SQLAlchemyError:
        db.session.rollback()
        return False
