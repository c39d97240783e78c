"""Counting anew from the rows, to show that the kept counts are right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import WHOLE, Answer, Comment, Insight, InsightTheme, Submission, SurveyVersion, Tally
from tallies.counting import WAY, Change, JsonValue, Place, of_insight, of_submission


@dataclass(frozen=True)
class Difference:
    """A count that is not what the rows say."""

    change: Change
    kept: int
    counted: int


def differences(session: Session) -> list[Difference]:
    """Return where the kept counts of the organisation differ from its rows, sorted; empty when all is right.

    What happened on the ways in is left out: no row tells that somebody opened a survey and went away.
    """
    counted: Counter[Change] = Counter()
    counted.update(_from_submissions(session))
    counted.update(_from_insights(session))
    kept = Counter({_key(row): row.n for row in session.scalars(select(Tally).where(Tally.subject != WAY)) if row.n})
    return [
        Difference(change, kept[change], counted[change])
        for change in sorted(kept.keys() | counted.keys())
        if kept[change] != counted[change]
    ]


def _key(row: Tally) -> Change:
    place = Place(row.service_id, row.unit_id, row.collector_id, row.language, row.day)
    return Change(place, row.subject, row.value, row.pipeline, row.version)


def _from_submissions(session: Session) -> Iterator[Change]:
    versions = {row.id: row.number for row in session.execute(select(SurveyVersion.id, SurveyVersion.number))}
    answers: dict[Any, dict[str, JsonValue]] = {}
    for answer in session.execute(select(Answer.submission_id, Answer.question, Answer.value)):
        answers.setdefault(answer.submission_id, {})[answer.question] = answer.value
    comments: dict[Any, list[str]] = {}
    for comment in session.execute(select(Comment.submission_id, Comment.question)):
        comments.setdefault(comment.submission_id, []).append(comment.question)
    for submission in session.scalars(select(Submission)):
        # What came over a full quota is kept, and counts as a submission alone.
        over = submission.over_quota is not None
        yield from of_submission(
            Place.of(submission),
            mode=submission.mode,
            answers={} if over else answers.get(submission.id, {}),
            comments=[] if over else comments.get(submission.id, []),
            version=versions[submission.survey_version_id],
        )


def _from_insights(session: Session) -> Iterator[Change]:
    themes: dict[Any, list[tuple[str, str]]] = {}
    marks = select(InsightTheme.insight_id, InsightTheme.theme, InsightTheme.polarity)
    for mark in session.execute(marks.where(InsightTheme.clause == WHOLE)):
        themes.setdefault(mark.insight_id, []).append((mark.theme, mark.polarity))
    rows = (
        select(Insight, Comment, Submission.over_quota)
        .join(Comment, Comment.id == Insight.comment_id)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(Insight.clause == WHOLE)
    )
    for insight, comment, over_quota in session.execute(rows):
        yield from of_insight(
            Place.of(comment),
            pipeline=insight.pipeline,
            sentiment=insight.sentiment,
            themes=themes.get(insight.id, []),
            over_quota=over_quota is not None,
        )
