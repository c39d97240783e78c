"""The same survey as conversation and as pages: who completes it, and whether the answers differ.

People choose which of the two they use, so what differs is not made by the mode alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

import tallies
from models import Survey
from surveys.counted import Filters, Mode, modes_of
from surveys.questions import Shown
from surveys.summaries import Summary, results
from tallies import Ces, Contrast, Csat, FriendsAndFamily, GdsSatisfaction, Mean, Share
from words import Words

Measured = Share | Mean
# Kinds of summaries that have no average, and no share of an answer.
INCOMPARABLE = frozenset({"texts", "given", "dates"})


@dataclass(frozen=True)
class Completion:
    """How many began and completed a survey in one mode, and the share; nothing where too few began."""

    started: int
    completed: int
    share: Share | None


@dataclass(frozen=True)
class Question:
    """A question's figure in both modes and the difference, conversation less page; None where it may not be shown.

    ``answer`` is the answer whose share it is; None where it is an average or a score.
    """

    key: str
    text: Words
    kind: str
    versions: tuple[int, ...]
    answer: tuple[Shown, ...] | None
    page: Measured | None
    conversation: Measured | None
    contrast: Contrast | None


@dataclass(frozen=True)
class ModeEffect:
    """Completion in both modes, the difference of the shares (conversation less page), and the questions."""

    page: Completion
    conversation: Completion
    contrast: Contrast | None
    questions: tuple[Question, ...]

    @property
    def compared(self) -> int:
        """How many questions can be compared."""
        return sum(question.contrast is not None for question in self.questions)

    @property
    def differing(self) -> tuple[Question, ...]:
        """The questions whose answers differ by more than chance would explain."""
        return tuple(each for each in self.questions if each.contrast is not None and each.contrast.beyond_chance)


def mode_effect(session: Session, *, survey: Survey) -> ModeEffect:
    """Return how conversation and pages of a survey compare, over all time."""
    ways = modes_of(session, survey)
    page, conversation = (_completion(session, survey, ways[mode]) for mode in ("page", "conversation"))
    contrast = None
    if page.share is not None and conversation.share is not None:
        contrast = tallies.contrast_of_shares(conversation.share, page.share)
    return ModeEffect(page, conversation, contrast, tuple(_questions(session, survey, ways)))


def _completion(session: Session, survey: Survey, collector_ids: Sequence[int]) -> Completion:
    counts = tallies.ways(session, service_id=survey.service_id, collector_ids=collector_ids)
    started, completed = sum(way.started for way in counts), sum(way.completed for way in counts)
    # What was sent before starting was counted has no beginning.
    if started < tallies.FEWEST_SHOWN or completed > started:
        return Completion(0, 0, None)
    return Completion(started, completed, tallies.share(completed, started))


def _questions(session: Session, survey: Survey, ways: Mapping[Mode, tuple[int, ...]]) -> list[Question]:
    by_mode = [
        {
            (summary.key, summary.versions): summary
            for summary in results(session, survey=survey, filters=Filters(collector_ids=ways[mode])).summaries
        }
        for mode in ("page", "conversation")
    ]
    page, conversation = by_mode
    return [
        _question(page[key], conversation[key]) for key in page if page[key].kind not in {"texts", "given", "dates"}
    ]


def _question(page: Summary, conversation: Summary) -> Question:
    answer = None
    figures: tuple[Measured | None, Measured | None] = (None, None)
    if page.shown and conversation.shown:
        figures = (_score(page), _score(conversation))
        if page.kind in {"shares", "several"}:
            shares = [{row.value: row.share for row in each.rows} for each in (page, conversation)]
            both = [row for row in page.rows if row.value in shares[1]]
            most = max(both, key=lambda row: row.share.n + shares[1][row.value].n, default=None)
            if most is not None:
                answer = most.label
                figures = (shares[0][most.value], shares[1][most.value])
    first, second = figures
    # One figure alone says nothing of a difference.
    contrast = _contrast(second, first)
    if contrast is None:
        first = second = answer = None
    return Question(page.key, page.text, page.kind, page.versions, answer, first, second, contrast)


def _score(summary: Summary) -> Measured | None:
    score = summary.score
    if isinstance(score, Csat | GdsSatisfaction):
        return score.satisfied
    if isinstance(score, FriendsAndFamily):
        return score.positive
    if isinstance(score, Ces):
        return score.mean
    if summary.kind == "nps":
        # The average likelihood tells modes apart better than the score, which leaves most of it out.
        return tallies.mean({Decimal(row.value): row.share.n for row in summary.rows}, scale=(0, 10))
    return score if isinstance(score, Mean) else None


def _contrast(first: Measured | None, second: Measured | None) -> Contrast | None:
    if isinstance(first, Share) and isinstance(second, Share) and first.shown and second.shown:
        return tallies.contrast_of_shares(first, second)
    if isinstance(first, Mean) and isinstance(second, Mean) and first.shown and second.shown:
        return tallies.contrast_of_means(first, second)
    return None
