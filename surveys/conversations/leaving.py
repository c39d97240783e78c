"""Where people leave conversations: of each question, how many came to it, were asked it, and went no further."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

import tallies
from models import Answer, Comment, Message, Submission, Survey
from surveys.conversations.kept import ENDINGS, IS_KEPT, OF_SUBMISSION, Ending, ended, of_survey
from surveys.counted import modes_of
from surveys.questions import Question
from tallies import FEWEST_SHOWN, Contrast, Share
from tallies.suppression import taken_along


@dataclass(frozen=True)
class Stop:
    """A question, how many conversations came to it, and the share of them that ended there; None where hidden.

    ``reached`` are those that were asked it, and those that had answered it before it could be asked.
    """

    question: Question
    reached: int
    asked: int
    left: Share | None

    @property
    def shown(self) -> bool:
        """Whether its figures may be shown."""
        return self.left is not None


@dataclass(frozen=True)
class Leaving:
    """How conversations ended, and where; ``worst`` is the question that loses more than the others, if any.

    ``n`` and ``endings`` are of conversations that were sent or left with an answer; None and nothing where they are
    fewer than may be shown. ``begun`` says how many began and left without one.
    """

    n: int | None
    endings: Mapping[Ending, Share]
    silent: int
    stops: tuple[Stop, ...]
    worst: Stop | None
    # By how much a larger share leaves there than at the others.
    contrast: Contrast | None

    @property
    def hides(self) -> bool:
        """Whether figures of a question are left out."""
        return any(not stop.shown for stop in self.stops)


def leaving(session: Session, *, survey: Survey, questions: Iterable[Question], since: date) -> Leaving:
    """Return where people leave the conversations of a survey that are kept.

    Args:
        session: Acts for the organisation.
        survey: The survey.
        questions: Those that it asks now, in order; what earlier versions asked besides is left out.
        since: The first day, no earlier than words are kept from.
    """
    kept = and_(of_survey(survey), IS_KEPT, Submission.given_on >= since)
    asked, passed, ends = _asked(session, kept), _in_passing(session, kept), _left(session, kept)
    abandoned = _abandoned(session, survey, since)
    stops, silent = [], 0
    for question in questions:
        if not question.asks:
            continue
        left_with_words = ends.get(question.key, 0)
        # Whoever left with nothing answered is only counted; what they had said is not kept.
        only_counted = max(0, abandoned.get(question.key, 0) - left_with_words)
        silent += only_counted
        was_asked = max(asked.get(question.key, 0), left_with_words) + only_counted
        reached = was_asked + passed.get(question.key, 0)
        stops.append(Stop(question, reached, was_asked, tallies.share(left_with_words + only_counted, reached)))
    stops = _without_few(stops)
    worst, contrast = _worst(stops)
    endings = {how: _count(session, and_(kept, ended(how))) for how in ENDINGS}
    n = sum(endings.values())
    if n < FEWEST_SHOWN:
        return Leaving(None, {}, 0, tuple(stops), worst, contrast)
    return Leaving(
        n, {how: tallies.share(count, n) for how, count in endings.items()}, silent, tuple(stops), worst, contrast
    )


def _without_few(stops: list[Stop]) -> list[Stop]:
    """Leave out what is of too few, and as much more as keeps it from being worked out of the whole."""
    sizes = {stop.question.key: stop.reached for stop in stops}
    few = {key for key, n in sizes.items() if 0 < n < FEWEST_SHOWN}
    hidden = few | taken_along(sizes, few)
    return [Stop(stop.question, 0, 0, None) if stop.question.key in hidden else stop for stop in stops]


def _worst(stops: Iterable[Stop]) -> tuple[Stop | None, Contrast | None]:
    """Return the question at which the largest share leaves, if that is more than chance would explain."""
    known = [(stop, stop.left) for stop in stops if stop.left is not None and stop.left.of]
    if len(known) < 2:
        return None, None
    worst, share = max(known, key=lambda each: each[1].value)
    rest = [left for stop, left in known if stop is not worst]
    contrast = tallies.contrast_of_shares(
        share, tallies.share(sum(each.n for each in rest), sum(each.of for each in rest))
    )
    return (worst, contrast) if contrast.low > 0 else (None, contrast)


def _asked(session: Session, kept: Any) -> dict[str, int]:
    return _counts(
        session,
        select(Message.asked, func.count(Message.submission_id.distinct()))
        .join(Submission, OF_SUBMISSION)
        .where(kept, Message.who == "service", Message.asked.is_not(None))
        .group_by(Message.asked),
    )


def _in_passing(session: Session, kept: Any) -> dict[str, int]:
    """Return how many answered each question without having been asked it."""
    found: dict[str, int] = {}
    for table in (Answer, Comment):
        was_asked = exists().where(OF_SUBMISSION, Message.who == "service", Message.asked == table.question)
        counted = (
            select(table.question, func.count(table.submission_id.distinct()))
            .join(Submission, Submission.id == table.submission_id)
            .where(kept, ~was_asked)
            .group_by(table.question)
        )
        for key, n in _counts(session, counted).items():
            found[key] = found.get(key, 0) + n
    return found


def _left(session: Session, kept: Any) -> dict[str, int]:
    """Return how many conversations were open at each question when they were left or stopped."""
    other = aliased(Message)
    last = (
        select(func.max(other.number))
        .where(
            other.organisation_id == Submission.organisation_id,
            other.submission_id == Submission.id,
            other.who == "service",
            other.asked.is_not(None),
        )
        .scalar_subquery()
    )
    return _counts(
        session,
        select(Message.asked, func.count())
        .join(Submission, OF_SUBMISSION)
        .where(kept, Submission.partial, Message.number == last)
        .group_by(Message.asked),
    )


def _abandoned(session: Session, survey: Survey, since: date) -> dict[str, int]:
    found: dict[str, int] = {}
    windows = modes_of(session, survey)["conversation"]
    for way in tallies.ways(session, service_id=survey.service_id, collector_ids=windows, since=since):
        for key, n in way.abandoned.items():
            found[key] = found.get(key, 0) + n
    return found


def _count(session: Session, condition: Any) -> int:
    return session.scalar(select(func.count()).select_from(Submission).where(condition)) or 0


def _counts(session: Session, query: Select[*tuple[Any, ...]]) -> dict[str, int]:
    return {key: int(n) for key, n in session.execute(query)}
