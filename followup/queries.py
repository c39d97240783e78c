"""Reads of cases for the people who answer them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models import Case, CaseContact, Message, Person, Service, Submission, Unit
from words import Words


class CaseNotFoundError(Exception):
    """There is no such case, or it is not for this reader."""

    def __init__(self, case_id: UUID) -> None:
        super().__init__(f"no case {case_id}")
        self.case_id = case_id


@dataclass(frozen=True)
class Reach:
    """Whose cases somebody may see: all of these services', and those of these units."""

    service_ids: frozenset[int]
    unit_ids: frozenset[int]


@dataclass(frozen=True)
class ListedCase:
    """A case.

    ``sent`` is whether its conversation is at its end; ``led`` are the keys of the messages that led to it; ``words``
    are the first of these, redacted, None as long as they are not.
    """

    case_id: UUID
    submission_id: UUID
    reference: str
    kind: str
    service: Words
    unit: Words | None
    opened_at: datetime
    due_on: date | None
    is_open: bool
    closed_at: datetime | None
    closed_by: str | None
    has_contact: bool
    sent: bool
    led: tuple[UUID, ...]
    words: str | None = None


@dataclass(frozen=True)
class Line:
    """What was said in a conversation, redacted; ``text`` is None as long as it is not. ``led`` to the case or not."""

    who: str
    text: str | None
    at: datetime
    language: str
    led: bool


def listed(
    session: Session, reach: Reach, *, is_open: bool, service_id: int | None = None, offset: int = 0, limit: int = 20
) -> list[ListedCase]:
    """Return the open cases, oldest first, or the closed ones, closed last first."""
    query = _within(_CASES, reach, service_id).where(Case.state == ("open" if is_open else "closed"))
    order: tuple[Any, ...] = (Case.opened_at, Case.id) if is_open else (Case.closed_at.desc(), Case.id.desc())
    rows = session.execute(query.order_by(*order).offset(offset).limit(limit))
    cases = [_listed(row) for row in rows]
    words = _words(session, [case.led[0] for case in cases if case.led])
    return [_with_words(case, words) for case in cases]


def count_open(session: Session, reach: Reach, *, service_id: int | None = None) -> int:
    """Return how many cases are open."""
    counted = select(func.count(Case.id)).outerjoin(Submission, Submission.id == Case.submission_id)
    return session.scalar(_within(counted, reach, service_id).where(Case.state == "open")) or 0


def find(session: Session, case_id: UUID, reach: Reach) -> ListedCase:
    """Return one case.

    Raises:
        CaseNotFoundError: If there is none, or it lies out of reach.
    """
    row = session.execute(_within(_CASES, reach, None).where(Case.id == case_id)).first()
    if row is None:
        raise CaseNotFoundError(case_id)
    case = _listed(row)
    return _with_words(case, _words(session, case.led[:1]))


def transcript(session: Session, case: ListedCase) -> list[Line]:
    """Return what was said in a case's conversation, in order."""
    rows = session.execute(
        select(Message.id, Message.who, Message.redacted, Message.at, Message.language)
        .where(Message.submission_id == case.submission_id)
        .order_by(Message.number, Message.id)
    )
    return [Line(row.who, row.redacted, row.at, row.language, row.id in case.led) for row in rows]


# What the way in does not say, an answer may have said.
_UNIT_ID = func.coalesce(Case.unit_id, Submission.unit_id)
_CASES = (
    select(
        Case,
        Service.name.label("service"),
        Unit.name.label("unit"),
        Person.name.label("closed_by"),
        CaseContact.id.label("contact_id"),
        Submission.id.label("sent_id"),
    )
    .join(Service, Service.id == Case.service_id)
    .outerjoin(Submission, Submission.id == Case.submission_id)
    .outerjoin(Unit, Unit.id == _UNIT_ID)
    .outerjoin(Person, Person.id == Case.closed_by)
    .outerjoin(CaseContact, CaseContact.case_id == Case.id)
)


def _within(query: Any, reach: Reach, service_id: int | None) -> Any:
    seen: ColumnElement[bool] = or_(Case.service_id.in_(reach.service_ids), _UNIT_ID.in_(reach.unit_ids))
    return query.where(seen) if service_id is None else query.where(seen, Case.service_id == service_id)


def _listed(row: Any) -> ListedCase:
    case: Case = row.Case
    return ListedCase(
        case_id=case.id,
        submission_id=case.submission_id,
        reference=case.reference,
        kind=case.kind,
        service=row.service,
        unit=row.unit,
        opened_at=case.opened_at,
        due_on=case.due_on,
        is_open=case.state == "open",
        closed_at=case.closed_at,
        closed_by=row.closed_by,
        has_contact=row.contact_id is not None,
        sent=row.sent_id is not None,
        led=tuple(UUID(each) for each in case.led),
    )


def _words(session: Session, message_ids: Iterable[UUID]) -> dict[UUID, str | None]:
    rows = session.execute(select(Message.id, Message.redacted).where(Message.id.in_(list(message_ids))))
    return {row.id: row.redacted for row in rows}


def _with_words(case: ListedCase, words: dict[UUID, str | None]) -> ListedCase:
    return ListedCase(**{**vars(case), "words": words.get(case.led[0]) if case.led else None})
