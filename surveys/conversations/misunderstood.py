"""What was not understood in conversations, gathered by question, the most frequent words first."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from models import Message, Submission, Survey, SurveyVersion
from surveys.conversations.kept import CAN_BE_READ, NOT_UNDERSTOOD, OF_SUBMISSION, of_survey
from surveys.conversations.teaching import fingerprint
from surveys.definition import Definition
from surveys.editions import definition_of
from tallies import FEWEST_SHOWN

# More than anybody reads; what is rarer is worth less to the understanding.
MOST = 300


@dataclass(frozen=True)
class Words:
    """Words that were not understood under a question, as one of those who said them wrote them.

    ``message_id`` is one of the messages. ``times`` is how often they were said, None where that is too seldom to be
    shown. ``intent`` is what they were taken for, None where nobody could say, or it differed.
    """

    message_id: UUID
    asked: str
    said: str
    language: str
    times: int | None
    intent: str | None


@dataclass(frozen=True)
class Heard:
    """One message that was not understood, with the definition that was being answered."""

    asked: str
    said: str
    language: str
    definition: Definition


def misunderstood(session: Session, *, survey: Survey, taught: frozenset[tuple[str, str]]) -> list[Words]:
    """Return what was not understood and is not taught yet, the most frequent first; ``MOST`` at most.

    Args:
        session: Acts for the organisation.
        survey: The survey.
        taught: The (question, fingerprint) of what is taught already.
    """
    alike = func.lower(func.trim(Message.redacted))
    times = func.count()
    rows = session.execute(
        select(
            Message.asked,
            func.min(Message.redacted),
            func.min(Message.language),
            # Not every database has a least key.
            func.min(cast(Message.id, String)),
            times,
            func.min(Message.intent),
            func.max(Message.intent),
        )
        .join(Submission, OF_SUBMISSION)
        .where(of_survey(survey), NOT_UNDERSTOOD, CAN_BE_READ, Message.asked.is_not(None))
        .group_by(Message.asked, alike)
        .order_by(times.desc(), Message.asked, alike)
        .limit(MOST + len(taught))
    )
    found: list[Words] = []
    for asked, said, language, key, n, first, last in rows:
        assert asked is not None
        assert said is not None
        if (asked, fingerprint(said)) not in taught:
            intent = first if first == last else None
            found.append(Words(UUID(key), asked, said, language, n if n >= FEWEST_SHOWN else None, intent))
    return found[:MOST]


def heard(session: Session, *, survey: Survey, message_id: UUID) -> Heard | None:
    """Return one of a survey's messages that were not understood; None if it is none of them."""
    row = session.execute(
        select(Message, SurveyVersion)
        .join(Submission, OF_SUBMISSION)
        .join(SurveyVersion, SurveyVersion.id == Submission.survey_version_id)
        .where(of_survey(survey), NOT_UNDERSTOOD, CAN_BE_READ, Message.id == message_id)
    ).first()
    if row is None:
        return None
    message, version = row
    return (
        None
        if message.asked is None
        else Heard(message.asked, message.redacted or "", message.language, definition_of(version))
    )


def by_question(words: list[Words]) -> Mapping[str, list[Words]]:
    """Return the words of each question, in the order given."""
    found: dict[str, list[Words]] = {}
    for each in words:
        found.setdefault(each.asked, []).append(each)
    return found
