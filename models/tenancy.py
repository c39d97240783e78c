"""Every organisation sees only its own: one criterion on each read, one check on each write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import ForeignKey, Table, event
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.visitors import ExternallyTraversible

from models.base import BigKey

ORGANISATION = "organisation_id"
ACROSS = "across_organisations"


class NoOrganisationError(RuntimeError):
    """A table of an organisation was read or written while no organisation was set."""

    def __init__(self, table: str) -> None:
        super().__init__(f"{table} was used with no organisation set")
        self.table = table


class OtherOrganisationError(RuntimeError):
    """A row was to be written for another organisation than the one set."""

    def __init__(self, table: str) -> None:
        super().__init__(f"a row of {table} belongs to another organisation")
        self.table = table


class Tenant:
    """Mixin of every table that belongs to an organisation."""

    organisation_id: Mapped[int] = mapped_column(BigKey, ForeignKey("organisation.id"), sort_order=-10)


def set_organisation(session: Session, organisation_id: int | None) -> None:
    """Let ``session`` read and write only what belongs to this organisation (None: nothing of any)."""
    session.info[ORGANISATION] = organisation_id


def organisation_of(session: Session) -> int:
    """Return the organisation that ``session`` acts for.

    Raises:
        NoOrganisationError: If none is set.
    """
    organisation_id = session.info.get(ORGANISATION)
    if organisation_id is None:
        raise NoOrganisationError("the session")
    return int(organisation_id)


@contextmanager
def acting_for(session: Session, organisation_id: int) -> Iterator[None]:
    """Act for one organisation inside the block, and for the former one after it."""
    before = session.info.get(ORGANISATION)
    set_organisation(session, organisation_id)
    try:
        yield
    finally:
        set_organisation(session, before)


@contextmanager
def across_organisations(session: Session, reason: str) -> Iterator[None]:
    """Read over all organisations inside the block, for a reason that has a name.

    The reasons are few: sign-in, look-ups of slugs and keys that are unique over the installation, and the
    timetable's search for what is due. Nothing read so may be shown before its organisation is set.
    """
    before = session.info.get(ACROSS)
    session.info[ACROSS] = reason
    try:
        yield
    finally:
        session.info[ACROSS] = before


def guard(session_class: type[Session]) -> None:
    """Install the criterion and the check on a session class."""
    event.listen(session_class, "do_orm_execute", _narrow)
    event.listen(session_class, "before_flush", _check_rows)


def _narrow(state: ORMExecuteState) -> None:
    if state.is_column_load or state.session.info.get(ACROSS):
        return
    organisation_id = state.session.info.get(ORGANISATION)
    if state.is_insert:
        _check_inserted(state, organisation_id)
    if organisation_id is None:
        for element in visitors.iterate(cast("ExternallyTraversible", state.statement)):
            if isinstance(element, Table) and ORGANISATION in element.columns:
                raise NoOrganisationError(element.name)
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(
            with_loader_criteria(Tenant, lambda table: table.organisation_id == organisation_id, include_aliases=True)
        )


def may_see(session: Session, row: object) -> bool:
    """Whether a row that the session has at hand belongs to the organisation that it acts for."""
    if not isinstance(row, Tenant) or session.info.get(ACROSS):
        return True
    return row.organisation_id == session.info.get(ORGANISATION)


def _check_inserted(state: ORMExecuteState, organisation_id: int | None) -> None:
    given: Any = state.parameters
    for row in given if isinstance(given, list) else [given or {}]:
        if organisation_id is not None and row.get(ORGANISATION, organisation_id) != organisation_id:
            raise OtherOrganisationError("an insert")


def _check_rows(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    organisation_id = session.info.get(ORGANISATION)
    for row in session.new:
        if not isinstance(row, Tenant):
            continue
        name = row.__class__.__name__
        if row.organisation_id is None:
            if organisation_id is None:
                raise NoOrganisationError(name)
            row.organisation_id = organisation_id
        elif organisation_id is not None and row.organisation_id != organisation_id:
            raise OtherOrganisationError(name)
    if not session.info.get(ACROSS):
        for row in (*session.dirty, *session.deleted):
            _check_changed(row, organisation_id)


def _check_changed(row: object, organisation_id: int | None) -> None:
    if not isinstance(row, Tenant):
        return
    if organisation_id is None:
        raise NoOrganisationError(row.__class__.__name__)
    if row.organisation_id != organisation_id:
        raise OtherOrganisationError(row.__class__.__name__)
