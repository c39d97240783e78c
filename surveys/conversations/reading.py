"""Conversations one by one: which there are, and what was said in each, cleaned of personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Collector, Message, Service, Submission, Survey, SurveyVersion
from surveys.conversations.kept import IS_KEPT, NOT_UNDERSTOOD, OF_SUBMISSION, UNSURE_BELOW, Ending, ended, of_survey
from surveys.definition import Definition
from surveys.editions import definition_of


@dataclass(frozen=True)
class Said:
    """One thing said. ``text`` is None where it is not cleaned yet; ``asked`` is the question's key.

    Of a person's message: what it was understood to want (None where nobody was asked), how sure that is, which
    questions it answered, and whether it had to be asked for again.
    """

    who: str
    text: str | None
    language: str
    at: datetime
    asked: str | None
    intent: str | None
    confidence: float | None
    filled: tuple[str, ...]
    repaired: bool

    @property
    def not_understood(self) -> bool:
        """Whether no answer could be read from it, or nobody could say what was wanted."""
        unsure = self.intent == "unclear" or (self.confidence is not None and self.confidence < UNSURE_BELOW)
        return self.who == "person" and (self.repaired or (not self.filled and unsure))


@dataclass(frozen=True)
class Conversation:
    """One conversation: its submission's reference, how it ended, and what was said."""

    reference: str
    given_on: date
    language: str
    version: int
    ending: Ending
    said: tuple[Said, ...]

    @property
    def not_understood(self) -> int:
        """How many messages were not understood."""
        return sum(each.not_understood for each in self.said)

    @property
    def messages(self) -> int:
        """How many messages the person sent."""
        return sum(each.who == "person" for each in self.said)

    @property
    def left_at(self) -> str | None:
        """The question that was open at its end; None where all was answered."""
        asked = [each.asked for each in self.said if each.who == "service" and each.asked]
        return asked[-1] if asked and self.ending != "sent" else None


def listed(
    session: Session,
    *,
    survey: Survey,
    ending: Ending | None = None,
    not_understood: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> list[Conversation]:
    """Return a survey's conversations, the newest first, all or those that ended so or had words not understood."""
    query = (
        select(Submission, SurveyVersion.number)
        .join(SurveyVersion, SurveyVersion.id == Submission.survey_version_id)
        .where(of_survey(survey), IS_KEPT)
        .order_by(Submission.given_on.desc(), Submission.id.desc())
    )
    if ending is not None:
        query = query.where(ended(ending))
    if not_understood:
        query = query.where(exists().where(OF_SUBMISSION, NOT_UNDERSTOOD))
    return _with_words(session, [(row[0], row[1]) for row in session.execute(query.offset(offset).limit(limit))])


def with_conversations(session: Session, services: Sequence[Service]) -> frozenset[str]:
    """Return the addresses of those services' surveys that have a conversation window."""
    windows = select(Collector.survey_id).where(Collector.kind == "widget")
    query = select(Survey.slug).where(
        Survey.service_id.in_([service.id for service in services]), Survey.id.in_(windows)
    )
    return frozenset(session.scalars(query.order_by(Survey.slug)))


def found(session: Session, *, survey: Survey, reference: str) -> tuple[Conversation, Definition] | None:
    """Return one of a survey's conversations with the definition that it answers; None if there is none."""
    row = session.execute(
        select(Submission, SurveyVersion)
        .join(SurveyVersion, SurveyVersion.id == Submission.survey_version_id)
        .where(of_survey(survey), IS_KEPT, Submission.reference == reference)
    ).first()
    if row is None:
        return None
    (conversation,) = _with_words(session, [(row[0], row[1].number)])
    return conversation, definition_of(row[1])


def _with_words(session: Session, rows: Sequence[tuple[Submission, int]]) -> list[Conversation]:
    ids = [submission.id for submission, _ in rows]
    messages: dict[UUID, list[Message]] = {each: [] for each in ids}
    said = select(Message).where(Message.submission_id.in_(ids)).order_by(Message.submission_id, Message.number)
    for message in session.scalars(said):
        messages[message.submission_id].append(message)
    return [_conversation(submission, version, messages) for submission, version in rows]


def _conversation(submission: Submission, version: int, messages: Mapping[UUID, Sequence[Message]]) -> Conversation:
    said = tuple(
        Said(
            message.who,
            message.redacted,
            message.language,
            message.at,
            message.asked,
            message.intent,
            message.confidence,
            tuple(message.filled or ()),
            message.repaired,
        )
        for message in messages[submission.id]
    )
    ending: Ending = "sent"
    if submission.partial:
        ending = "stopped" if any(each.who == "service" and each.asked is None for each in said) else "left"
    return Conversation(submission.reference, submission.given_on, submission.language, version, ending, said)
