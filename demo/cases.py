"""Invented cases of the demonstration: people who asked for a person, or had a question passed on, not long ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from followup import cases
from followup.cases import Kind, Standing, Wanted
from models import Comment, Message, Service, Submission, now

# Working days; the libraries promise nothing.
REPLY_DAYS = {"repairs": 3, "customer-centres": 5}


@dataclass(frozen=True)
class InventedCase:
    """What led to a case at a service, at least so many days ago, and how the person can be reached."""

    service: str
    days_ago: int
    kind: Kind
    words: str
    contact: Mapping[str, str] | None = None


# Numbers and addresses are of those that are set aside for inventions: Ofcom's for drama, RFC 2606.
INVENTED = (
    InventedCase(
        "repairs",
        9,
        "person",
        "I have reported the same leak twice and nobody has come. I want to talk to a person.",
        {"phone": "+441632960014"},
    ),
    InventedCase("repairs", 1, "question", "Do I have to be at home when the gutters are cleaned?"),
    InventedCase(
        "customer-centres",
        2,
        "person",
        "I was sent from one desk to the other. Can I speak to somebody who knows my claim?",
        {"email": "citizen@example.com"},
    ),
    InventedCase(
        "libraries", 4, "question", "Will the mobile library come on Saturdays too?", {"email": "reader@example.com"}
    ),
)

_ASKED = "Overall, how did you feel about the service?"
_PASSED_ON = {
    "person": "I have passed on that you want to talk to a person.",
    "question": "I have passed your question on to the people who run this service.",
}
_HOW = "How can they reach you?"


def load(session: Session, services: Mapping[str, Service], *, until: date) -> int:
    """Open the invented cases in conversations of the demonstration that have no comment; return how many."""
    for key, days in REPLY_DAYS.items():
        cases.set_reply_days(session, service=services[key], days=days)
    taken: set[UUID] = set()
    for each in INVENTED:
        submission = _conversation(session, services[each.service], until - timedelta(days=each.days_ago), taken)
        if submission is not None:
            taken.add(submission.id)
            _open(session, services[each.service], submission, each)
    return len(taken)


def _conversation(session: Session, service: Service, latest: date, taken: set[UUID]) -> Submission | None:
    commented = select(Comment.id).where(Comment.submission_id == Submission.id).exists()
    return session.scalar(
        select(Submission)
        .where(
            Submission.service_id == service.id,
            Submission.mode == "conversation",
            Submission.language == "en",
            Submission.given_on <= latest,
            Submission.id.not_in(taken),
            ~commented,
        )
        .order_by(Submission.id.desc())
        .limit(1)
    )


def _open(session: Session, service: Service, submission: Submission, invented: InventedCase) -> None:
    reach = "[contact]" if invented.contact else "No, thanks"
    said = (_ASKED, invented.words, f"{_PASSED_ON[invented.kind]}\n{_HOW}", reach, "Thank you.")
    messages = [_message(submission, number, text) for number, text in enumerate(said, start=1)]
    session.add_all(messages)
    session.flush()
    case = cases.open_case(
        session,
        wanted=Wanted(
            submission_id=submission.id,
            kind=invented.kind,
            message_id=messages[1].id,
            service_id=submission.service_id,
            unit_id=submission.unit_id,
            day=submission.given_on,
        ),
        standing=Standing(service.reply_days, cases.new_reference()),
    )
    case.opened_at = submission.submitted_at
    if invented.contact:
        # From the day on which it is loaded, however long ago it is said to have been.
        cases.add_contact(session, submission_id=submission.id, value=invented.contact, day=now().date())


def _message(submission: Submission, number: int, text: str) -> Message:
    return Message(
        submission_id=submission.id,
        number=number,
        turn=f"demonstration-{number // 2}",
        who="service" if number % 2 else "person",
        language="en",
        redacted=text,
        at=submission.submitted_at,
    )
