"""The insights table: one row a comment and theme, cleaned of personal data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.orm import Session

from models import WHOLE, Comment, Insight, InsightTheme, Service, Submission, Unit
from nlp.themes import THEMES
from targets.queries import by_theme, targets_of_service
from words import in_language

COLUMNS = (
    "submission",
    "given_on",
    "service",
    "unit",
    "mode",
    "page",
    "page_title",
    "language",
    "question",
    "asked",
    "comment",
    "sentiment",
    "sentiment_confidence",
    "urgent",
    "theme",
    "polarity",
    "theme_confidence",
    "targets",
    "owners",
    "pipeline",
)

PAGE = 500

# A comment with its insight, one of its themes (or none), its unit if known, and its submission.
Read = tuple[Comment, Insight, InsightTheme | None, Unit | None, Submission]


@dataclass(frozen=True)
class Chosen:
    """Which rows: of a service, both days included, as one pipeline sees them, of some themes only if given."""

    service: Service
    since: date
    until: date
    pipeline: str
    themes: tuple[str, ...] | None = None


def rows(session: Session, chosen: Chosen, *, language: str = "en") -> Iterator[dict[str, object]]:
    """Yield the rows, oldest first. A comment without a theme has one row, with the theme empty."""
    targets = by_theme(targets_of_service(session, chosen.service.id))
    service_name = in_language(chosen.service.name, language)
    for comment, insight, mark, unit, submission in _read(session, chosen):
        lines = targets.get(mark.theme, []) if mark else []
        yield {
            "submission": submission.reference,
            "given_on": comment.given_on,
            "service": service_name,
            "unit": in_language(unit.name, language) if unit else "not known",
            "mode": submission.mode,
            "page": submission.page_url or "",
            "page_title": submission.page_title or "",
            "language": insight.language,
            "question": comment.question,
            "asked": comment.asked,
            "comment": comment.redacted or "",
            "sentiment": insight.sentiment or "",
            "sentiment_confidence": _rounded(insight.confidence),
            "urgent": insight.urgent,
            "theme": in_language(THEMES[mark.theme], language) if mark else "",
            "polarity": mark.polarity if mark else "",
            "theme_confidence": _rounded(mark.confidence) if mark else "",
            "targets": "; ".join(in_language(line.name, language) for line in lines),
            "owners": "; ".join(sorted({line.owner for line in lines})),
            "pipeline": insight.pipeline,
        }


def waiting(session: Session, chosen: Chosen) -> int:
    """Return how many comments of the period are still to be analysed, and so are in no row yet."""
    query = select(func.count()).select_from(Comment).join(Submission, Submission.id == Comment.submission_id)
    return session.scalars(query.where(*_evidence(chosen), Comment.state == "waiting")).one()


def _read(session: Session, chosen: Chosen) -> Iterator[Read]:
    # By key from page to page: the file may be long, and new comments may come in meanwhile.
    after: tuple[date, UUID] | None = None
    while True:
        page = list(session.scalars(_page(chosen, after)))
        yield from _with_insights(session, chosen, page)
        if len(page) < PAGE:
            return
        after = (page[-1].given_on, page[-1].id)
        session.expunge_all()


def _page(chosen: Chosen, after: tuple[date, UUID] | None) -> Select[Comment]:
    query = (
        select(Comment)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(*_evidence(chosen), Comment.state == "done")
        .order_by(Comment.given_on, Comment.id)
        .limit(PAGE)
    )
    if after is not None:
        query = query.where(tuple_(Comment.given_on, Comment.id) > after)
    return query


def _evidence(chosen: Chosen) -> tuple[ColumnElement[bool], ...]:
    """Return which comments stand behind the figures of the period: none that came over a full quota."""
    return (
        Comment.service_id == chosen.service.id,
        Comment.given_on.between(chosen.since, chosen.until),
        Submission.over_quota.is_(None),
    )


def _with_insights(session: Session, chosen: Chosen, page: Sequence[Comment]) -> Iterator[Read]:
    """Yield each comment of the page with its insight, unit and submission, once for each theme."""
    query = (
        select(Comment.id, Insight, InsightTheme, Unit, Submission)
        .join(Submission, Submission.id == Comment.submission_id)
        .join(
            Insight,
            and_(Insight.comment_id == Comment.id, Insight.pipeline == chosen.pipeline, Insight.clause == WHOLE),
        )
        .outerjoin(InsightTheme, InsightTheme.insight_id == Insight.id)
        .outerjoin(Unit, Unit.id == Comment.unit_id)
        .where(Comment.id.in_([comment.id for comment in page]))
        .order_by(InsightTheme.theme)
    )
    if chosen.themes is not None:
        query = query.where(InsightTheme.theme.in_(chosen.themes))
    found: dict[UUID, list[tuple[Insight, InsightTheme | None, Unit | None, Submission]]] = {}
    for comment_id, insight, mark, unit, submission in session.execute(query):
        found.setdefault(comment_id, []).append((insight, mark, unit, submission))
    for comment in page:
        for rest in found.get(comment.id, []):
            yield (comment, *rest)


def _rounded(confidence: float | None) -> float | str:
    return "" if confidence is None else round(confidence, 3)
