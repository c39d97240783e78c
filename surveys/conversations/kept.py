"""Which conversations of a survey are kept, and how each ended: conditions that the readings of them share."""

from typing import Literal, get_args

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from models import Collector, Message, Submission, Survey
from surveys.transcripts import WITHHELD

# "sent": all was answered; "stopped": the person ended it before; "left": nothing more was said.
Ending = Literal["sent", "stopped", "left"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)
# Of a meaning that is less sure than this the conversation asks again (chat.confirming.SURE; a test compares them).
UNSURE_BELOW = 0.45

_SAID_LAST, _ANY = aliased(Message), aliased(Message)

OF_SUBMISSION = and_(Message.organisation_id == Submission.organisation_id, Message.submission_id == Submission.id)
IS_KEPT = exists().where(_ANY.organisation_id == Submission.organisation_id, _ANY.submission_id == Submission.id)
# Only the last thing that the service says asks nothing; where nothing more was said, it never came to that.
_CAME_TO_AN_END = exists().where(
    _SAID_LAST.organisation_id == Submission.organisation_id,
    _SAID_LAST.submission_id == Submission.id,
    _SAID_LAST.who == "service",
    _SAID_LAST.asked.is_(None),
)
# Words that no answer could be read from, or of which nobody could say what was wanted.
NOT_UNDERSTOOD = and_(
    Message.who == "person",
    or_(
        Message.repaired,
        and_(Message.filled.is_(None), or_(Message.intent == "unclear", Message.confidence < UNSURE_BELOW)),
    ),
)
CAN_BE_READ = and_(Message.redacted.is_not(None), Message.redacted != WITHHELD)


def of_survey(survey: Survey) -> ColumnElement[bool]:
    """Return the condition on submissions of one survey."""
    return Submission.collector_id.in_(select(Collector.id).where(Collector.survey_id == survey.id))


def ended(how: Ending) -> ColumnElement[bool]:
    """Return the condition on submissions that ended so."""
    if how == "sent":
        return Submission.partial.is_(False)
    return and_(Submission.partial, _CAME_TO_AN_END if how == "stopped" else ~_CAME_TO_AN_END)
