"""What was said in a conversation: kept with its draft, and with the submission that the draft becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from models import Draft, Message, SealBrokenError, Survey, now, set_organisation
from nlp.opinions import Opinion
from nlp.understanding import Meaning
from surveys import drafts, queries
from surveys.definition import Definition
from surveys.queries import OpenSurvey
from surveys.questions import EmailQuestion, PhoneQuestion, PostcodeQuestion

Who = Literal["person", "service"]
# The turn of what the window shows before anything was said; no turn of a person's is called so.
OPENING = ""
# What stands for an answer to a question for contact details, whose own place is apart from all else.
WITHHELD = "[contact]"
# So much of a conversation is shown again to whoever comes back to it.
MOST_SPOKEN = 60


@dataclass(frozen=True)
class Heard:
    """A person's message, and where the conversation stood when it was said."""

    said: str
    asked: str | None
    today: date
    language: str
    survey: OpenSurvey
    content: drafts.Content


@dataclass(frozen=True)
class Spoken:
    """One thing that was said, as the window shows it again; ``who`` is "person" or "service"."""

    who: str
    text: str
    language: str


@dataclass
class Exchange:
    """One turn of a draft's, which is locked so that no other message comes between.

    ``message`` is the person's, if it is kept already; ``is_answered`` is whether the service has answered it;
    ``last`` is the number of the conversation's last message, 0 before the first.
    """

    draft: Draft
    turn: str
    message: Message | None
    is_answered: bool
    last: int


def exchange(session: Session, *, draft: Draft, turn: str) -> Exchange:
    """Return what is kept of a turn: what was answered is not taken again, however late it comes once more."""
    turn = _storable(turn)
    found = session.scalars(_OF_TURN, {"submission_id": draft.submission_id, "turn": turn}).all()
    message = next((each for each in found if each.who == "person"), None)
    last = session.scalar(_LAST, {"submission_id": draft.submission_id}) or 0
    return Exchange(draft, turn, message, any(each.who == "service" for each in found), last)


def keep(session: Session, exchange: Exchange, *, who: Who, asked: str | None, said: str, language: str) -> Message:
    """Keep what was said in a turn, sealed, by whoever has said nothing in it yet."""
    exchange.last += 1
    message = Message(
        submission_id=exchange.draft.submission_id,
        number=exchange.last,
        turn=exchange.turn,
        who=who,
        asked=asked,
        language=language,
        at=now(),
    )
    message.said = _storable(said)
    session.add(message)
    session.flush()
    return message


def note(session: Session, message: Message, *, filled: Sequence[str], repaired: bool) -> None:
    """Note of a person's message which questions it answered, and whether it had to be asked for again: no words."""
    message.filled, message.repaired = list(filled) or None, repaired
    session.flush()


def heard(session: Session, *, organisation_id: int, message_id: UUID) -> Heard | None:
    """Return a message that is to be understood, letting the session act for its organisation.

    None where its draft was sent or forgotten meanwhile.
    """
    set_organisation(session, organisation_id)
    message = session.get(Message, message_id)
    draft = None if message is None else session.get(Draft, message.submission_id)
    if message is None or draft is None or message.said is None:
        return None
    survey = _survey_of(session, draft)
    return Heard(
        said=message.said,
        asked=message.asked,
        today=survey.day_of(message.at),
        language=message.language,
        survey=survey,
        content=drafts.opened(draft),
    )


def mean(session: Session, *, message_id: UUID, meaning: Meaning) -> None:
    """Keep what a message means, unless its words are gone meanwhile: it holds some of them."""
    message = session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is not None and message.sealed_said is not None:
        message.meaning = asdict(meaning)
        session.flush()


def opine(session: Session, *, message_id: UUID, opinions: Sequence[Opinion]) -> None:
    """Keep what a message says of each theme, unless its words are gone meanwhile."""
    message = session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is not None and message.sealed_said is not None:
        message.opinions = [asdict(each) for each in opinions]
        session.flush()


def spoken(session: Session, *, draft: Draft, definition: Definition) -> list[Spoken]:
    """Return the last that was said in a conversation that is not sent yet, the earliest first.

    What tells how to reach the person is left out, and what does not open.
    """
    contacts = _contacts(definition)
    last = select(Message).where(Message.submission_id == draft.submission_id).order_by(Message.number.desc())
    found = []
    for message in session.scalars(last.limit(MOST_SPOKEN)):
        text = None if message.who == "person" and message.asked in contacts else _opened(message)
        if text and text.strip():
            found.append(Spoken(message.who, text, message.language))
    return found[::-1]


def meaning_of(session: Session, message_id: UUID) -> Meaning | None:
    """Return what a message means; None where nobody has understood it, or it does not open."""
    message = session.get(Message, message_id)
    try:
        meaning = None if message is None else message.meaning
    except SealBrokenError:
        return None
    return None if meaning is None else Meaning(**meaning)


def said_before(session: Session, message: Message) -> Message:
    """Return what the person said last before a message; the message itself where that is the first."""
    before = (
        select(Message)
        .where(Message.submission_id == message.submission_id, Message.who == "person", Message.number < message.number)
        .order_by(Message.number.desc())
        .limit(1)
    )
    return session.scalar(before) or message


def withhold_message(session: Session, message: Message) -> None:
    """Forget a message that says how to reach somebody: that is kept apart."""
    message.said = message.meaning = message.found = message.opinions = None
    message.redacted = WITHHELD
    session.flush()


def find(session: Session, *, message_id: UUID, found: Mapping[str, Any]) -> None:
    """Keep which article was found for a message, unless its words are gone meanwhile."""
    message = session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is not None and message.sealed_said is not None:
        message.found = dict(found)
        session.flush()


def found_for(session: Session, message_id: UUID) -> dict[str, Any] | None:
    """Return which article was found for a message; None where none was, or it does not open."""
    message = session.get(Message, message_id)
    try:
        return None if message is None else message.found
    except SealBrokenError:
        return None


def opinions_of(session: Session, message_id: UUID) -> tuple[Opinion, ...]:
    """Return what a message says of themes; nothing where nobody looked for it in time, or it does not open."""
    message = session.get(Message, message_id)
    try:
        kept = None if message is None else message.opinions
    except SealBrokenError:
        return ()
    return tuple(Opinion(**each) for each in kept or ())


def withhold(session: Session, *, submission_id: UUID, definition: Definition) -> None:
    """Forget, when a draft is sent, what was said to questions for contact details: those are kept apart or not at all.

    In other answers the redaction finds them.
    """
    contacts = _contacts(definition)
    if contacts:
        session.execute(
            update(Message)
            .where(Message.submission_id == submission_id, Message.who == "person", Message.asked.in_(contacts))
            .values(sealed_said=None, sealed_meaning=None, sealed_found=None, sealed_opinions=None, redacted=WITHHELD),
            execution_options={"synchronize_session": False},
        )


def _contacts(definition: Definition) -> list[str]:
    kinds = (EmailQuestion, PhoneQuestion, PostcodeQuestion)
    return [question.key for question in definition.questions if isinstance(question, kinds)]


def _opened(message: Message) -> str | None:
    try:
        return message.said
    except SealBrokenError:
        return None


def _survey_of(session: Session, draft: Draft) -> OpenSurvey:
    if draft.preview_of is None:
        return queries.survey_of_draft(session, draft)
    survey = queries.previewed(session, session.get_one(Survey, draft.preview_of).slug)
    return queries.with_probes(survey, draft)


def _storable(text: str) -> str:
    """Return the text without what not every database keeps: half characters, and the one that ends a string."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


_OF_DRAFT = Message.submission_id == bindparam("submission_id")
_OF_TURN = select(Message).where(_OF_DRAFT, Message.turn == bindparam("turn"))
_LAST = select(func.max(Message.number)).where(_OF_DRAFT)
