"""Cases: opened in a conversation, closed by those who answer them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

import structlog
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from followup import promises, queries
from followup.queries import CaseNotFoundError, Reach
from models import Case, CaseContact, Person, SealBrokenError, Service, across_organisations, now

log = structlog.get_logger()

Kind = Literal["person", "question"]

# From the day on which they were given, if the case is still open then.
CONTACT_KEPT_DAYS = 90

# Letters and figures that are mistaken for one another are left out: a reference is read aloud on the phone.
ALPHABET = "234679CDFGHJKLMNPQRTVWXYZ"
GROUP = 3


@dataclass(frozen=True)
class Standing:
    """What a conversation may tell of its case.

    ``reply_days`` is within how many working days the service usually answers (None: not said); ``reference`` is the
    one that a case would have, where there is none yet; ``has_contact`` is whether it says how to reach the person.
    """

    reply_days: int | None
    reference: str
    is_open: bool = False
    has_contact: bool = False


@dataclass(frozen=True)
class Wanted:
    """What somebody wants in a conversation: ``message_id`` is what they said, ``day`` the organisation's."""

    submission_id: UUID
    kind: Kind
    message_id: UUID
    service_id: int
    unit_id: int | None
    day: date


def new_reference() -> str:
    """Return a random reference, as it is read aloud: "K7Q-2MX"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(2 * GROUP))
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def standing(session: Session, *, submission_id: UUID, service_id: int) -> Standing:
    """Return how the case of a conversation stands; one read."""
    row = session.execute(_STANDING, {"submission_id": submission_id, "service_id": service_id}).one()
    return Standing(
        reply_days=row.reply_days,
        reference=row.reference or new_reference(),
        is_open=row.state == "open",
        has_contact=row.contact_id is not None,
    )


def open_case(session: Session, *, wanted: Wanted, standing: Standing) -> Case:
    """Open the conversation's case under the reference that the person is told; where it has one, add to that.

    One that was closed meanwhile is open again. Nothing changes where the same message comes twice.
    """
    case = session.scalar(select(Case).where(Case.submission_id == wanted.submission_id).with_for_update())
    if case is None:
        case = Case(
            submission_id=wanted.submission_id,
            reference=standing.reference,
            service_id=wanted.service_id,
            unit_id=wanted.unit_id,
            kind=wanted.kind,
            led=[],
            state="closed",
        )
        session.add(case)
    if case.state == "closed":
        case.state, case.closed_at, case.closed_by = "open", None, None
        case.opened_at, case.due_on = now(), promises.due_on(wanted.day, standing.reply_days)
    if wanted.kind == "person":
        case.kind = "person"
    if str(wanted.message_id) not in case.led:
        case.led = [*case.led, str(wanted.message_id)]
    session.flush()
    return case


def add_contact(session: Session, *, submission_id: UUID, value: Mapping[str, str], day: date) -> None:
    """Keep how the person of a conversation's case is to be reached; what they said before is replaced.

    Raises:
        CaseNotFoundError: If the conversation has no case.
    """
    case = session.scalar(select(Case).where(Case.submission_id == submission_id).with_for_update())
    if case is None:
        raise CaseNotFoundError(submission_id)
    if case.state == "closed":
        # Closed while the person was typing: who gives an address wants an answer.
        case.state, case.closed_at, case.closed_by = "open", None, None
    _forget_contact(session, case)
    forget_on = day + timedelta(days=CONTACT_KEPT_DAYS)
    session.add(CaseContact(case_id=case.id, value=dict(value), forget_on=forget_on))
    session.flush()


def contact_of(session: Session, *, case_id: UUID, reach: Reach) -> dict[str, str] | None:
    """Return how the person of a case is to be reached; None where they did not say, or it does not open.

    Raises:
        CaseNotFoundError: If there is none, or it lies out of reach.
    """
    queries.find(session, case_id, reach)
    try:
        value = session.scalar(select(CaseContact.value).where(CaseContact.case_id == case_id))
    except SealBrokenError:
        log.error("case.seal-broken", case=str(case_id))
        return None
    return None if value is None else dict(value)


def close(session: Session, *, case_id: UUID, reach: Reach, by: Person) -> bool:
    """Close a case and delete how its person could be reached; False where somebody had closed it before.

    Raises:
        CaseNotFoundError: If there is none, or it lies out of the person's reach.
    """
    queries.find(session, case_id, reach)
    # As it stands now: somebody else may have closed it, or its person asked again, since it was read.
    locked = select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    case = session.scalars(locked).one()
    if case.state == "closed":
        return False
    _forget_contact(session, case)
    case.state, case.closed_at, case.closed_by = "closed", now(), by.id
    session.flush()
    return True


def set_reply_days(session: Session, *, service: Service, days: int | None) -> None:
    """Say within how many working days a service usually answers (1 to ``MOST_DAYS``); None promises nothing.

    What was said to people before stays as it was.
    """
    service.reply_days = days
    session.flush()


def forget_contacts(session: Session, *, at: datetime) -> int:
    """Delete contact details that are kept no longer, over all organisations; return how many."""
    with across_organisations(session, "timetable"):
        result = session.execute(
            delete(CaseContact).where(CaseContact.forget_on <= at.date()),
            execution_options={"synchronize_session": False},
        )
    return int(result.rowcount)  # type: ignore[attr-defined]


def _forget_contact(session: Session, case: Case) -> None:
    session.execute(
        delete(CaseContact).where(CaseContact.case_id == case.id), execution_options={"synchronize_session": False}
    )


_STANDING = (
    select(Service.reply_days, Case.reference, Case.state, CaseContact.id.label("contact_id"))
    .select_from(Service)
    .outerjoin(Case, Case.submission_id == bindparam("submission_id"))
    .outerjoin(CaseContact, CaseContact.case_id == Case.id)
    .where(Service.id == bindparam("service_id"))
)
