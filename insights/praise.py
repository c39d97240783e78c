"""Names of staff whom comments praise: kept for managers to pass the praise on, where an organisation chose so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from models import (
    Comment,
    Organisation,
    Person,
    Praise,
    SealBrokenError,
    Service,
    Unit,
    across_organisations,
    now,
    organisation_of,
)
from words import Words

log = structlog.get_logger()

# From the day on which the comment was given: praise that comes later is worth little, and the name is kept for long.
KEPT_DAYS = 90


class PraiseNotFoundError(Exception):
    """There is no such praise, or it is not for this reader."""

    def __init__(self, praise_id: UUID) -> None:
        super().__init__(f"no praise {praise_id}")
        self.praise_id = praise_id


@dataclass(frozen=True)
class Reach:
    """Whose praise somebody may see: all of these services', and that of these units."""

    service_ids: frozenset[int]
    unit_ids: frozenset[int]


@dataclass(frozen=True)
class Waiting:
    """Praise to be passed on. ``names`` are as written, none where they cannot be opened; ``text`` is redacted."""

    praise_id: UUID
    names: tuple[str, ...]
    text: str
    given_on: date
    forget_on: date
    service_id: int
    service: Words
    unit_id: int | None
    unit: Words | None


@dataclass(frozen=True)
class PassedOn:
    """Praise that was passed on: by whom, when, and where it was given; for whom is not known any more."""

    praise_id: UUID
    passed_on_at: datetime
    passed_on_by: str
    given_on: date
    service: Words
    unit: Words | None


def is_chosen(session: Session) -> bool:
    """Whether the organisation keeps the names of staff who are praised."""
    return session.get_one(Organisation, organisation_of(session)).names_praised


def choosing(session: Session, organisations: Iterable[int]) -> frozenset[int]:
    """Return which of these organisations keep names; to be called across organisations."""
    chosen = select(Organisation.id).where(Organisation.id.in_(set(organisations)), Organisation.names_praised)
    return frozenset(session.scalars(chosen))


def choose(session: Session, organisation: Organisation, *, on: bool) -> int:
    """Keep names of staff who are praised from now on, or no more; return how many comments' names are deleted."""
    organisation.names_praised = on
    session.flush()
    if on:
        return 0
    # In this order: who stores an analysis meanwhile waits for the row above, and then keeps nothing.
    result = session.execute(
        delete(Praise).where(Praise.names.is_not(None)), execution_options={"synchronize_session": False}
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def keep(session: Session, praised: Sequence[tuple[Comment, tuple[str, ...]]]) -> None:
    """Keep whom comments praise, in the transaction that stores their analysis, if that is still chosen.

    A name that would be forgotten today is not kept at all.
    """
    named = [(comment, names) for comment, names in praised if names]
    if not named:
        return
    # Held until the end, so that nobody who switches it off meanwhile leaves a name behind.
    chosen = select(Organisation.names_praised).where(Organisation.id == organisation_of(session))
    if not session.scalar(chosen.with_for_update(read=True)):
        return
    today = now().date()
    for comment, names in named:
        forget_on = comment.given_on + timedelta(days=KEPT_DAYS)
        if forget_on > today:
            session.add(
                Praise(
                    comment_id=comment.id,
                    service_id=comment.service_id,
                    unit_id=comment.unit_id,
                    given_on=comment.given_on,
                    names=list(names),
                    forget_on=forget_on,
                )
            )
    session.flush()


def count_waiting(session: Session, reach: Reach, *, service_id: int | None = None) -> int:
    """Return how many comments' names wait to be passed on by somebody, of all services or of one."""
    counted = select(func.count()).select_from(Praise).where(Praise.names.is_not(None), _within(reach))
    if service_id is not None:
        counted = counted.where(Praise.service_id == service_id)
    return session.scalar(counted) or 0


def waiting(session: Session, reach: Reach, *, offset: int = 0, limit: int = 20) -> list[Waiting]:
    """Return what waits to be passed on, newest first."""
    rows = session.execute(
        select(Praise, Comment.redacted, Service.name, Unit.name)
        .join(Comment, Comment.id == Praise.comment_id)
        .join(Service, Service.id == Praise.service_id)
        .outerjoin(Unit, Unit.id == Praise.unit_id)
        .where(Praise.names.is_not(None), _within(reach))
        .order_by(Praise.given_on.desc(), Praise.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Waiting(
            praise_id=praise.id,
            names=_opened(praise),
            text=redacted or "",
            given_on=praise.given_on,
            forget_on=praise.forget_on,
            service_id=praise.service_id,
            service=service,
            unit_id=praise.unit_id,
            unit=unit,
        )
        for praise, redacted, service, unit in rows
    ]


def passed_on(session: Session, reach: Reach, *, limit: int = 20) -> list[PassedOn]:
    """Return what was passed on, the latest first."""
    rows = session.execute(
        select(Praise, Person.name, Service.name, Unit.name)
        .join(Person, Person.id == Praise.passed_on_by)
        .join(Service, Service.id == Praise.service_id)
        .outerjoin(Unit, Unit.id == Praise.unit_id)
        .where(Praise.passed_on_at.is_not(None), _within(reach))
        .order_by(Praise.passed_on_at.desc(), Praise.id.desc())
        .limit(limit)
    )
    return [
        PassedOn(praise.id, praise.passed_on_at, person, praise.given_on, service, unit)
        for praise, person, service, unit in rows
        if praise.passed_on_at is not None
    ]


def pass_on(session: Session, *, praise_id: UUID, reach: Reach, by: Person) -> bool:
    """Note that praise was passed on, and delete its names; False where somebody had done so before.

    Raises:
        PraiseNotFoundError: If there is none, or it lies out of the person's reach.
    """
    found = session.scalar(select(Praise).where(Praise.id == praise_id, _within(reach)).with_for_update())
    if found is None:
        raise PraiseNotFoundError(praise_id)
    if found.passed_on_at is not None:
        return False
    found.names, found.passed_on_at, found.passed_on_by = None, now(), by.id
    session.flush()
    return True


def forget_expired(session: Session, *, at: datetime) -> int:
    """Delete praise whose time is over, passed on or not, over all organisations; return how many."""
    with across_organisations(session, "timetable"):
        result = session.execute(
            delete(Praise).where(Praise.forget_on <= at.date()),
            execution_options={"synchronize_session": False},
        )
    return int(result.rowcount)  # type: ignore[attr-defined]


def _within(reach: Reach) -> ColumnElement[bool]:
    return or_(Praise.service_id.in_(reach.service_ids), Praise.unit_id.in_(reach.unit_ids))


def _opened(praise: Praise) -> tuple[str, ...]:
    try:
        return tuple(praise.names or ())
    except SealBrokenError:
        # One that does not open must not hide the others.
        log.error("praise.seal-broken", praise=str(praise.id))
        return ()
