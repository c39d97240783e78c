"""What managers ask of the insights. Figures come from the tallies; only the quotes touch comments, by index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from insights.showing import Showing
from models import WHOLE, Comment, Insight, InsightTheme, Organisation, Submission, Unit, organisation_of
from tallies import NOT_ANALYSED, SENTIMENT, SUBMISSIONS, Decision, Share, by_day, by_unit, share, theme_subject, totals
from words import Words

SENTIMENTS = ("positive", "mixed", "neutral", "negative")


@dataclass(frozen=True)
class Filter:
    """Which insights: of a service (or only some units of it), both days included, as one pipeline sees them."""

    service_id: int
    since: date
    until: date
    pipeline: str
    unit_ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Progress:
    """How far the analysis has come with a service's comments."""

    waiting: int
    done: int
    failed: int

    @property
    def total(self) -> int:
        """How many comments there are."""
        return self.waiting + self.done + self.failed


@dataclass(frozen=True)
class ThemeSummary:
    """How many comments speak of a theme, and how; all noughts where ``decision`` is not "shown"."""

    theme: str
    decision: Decision
    positive: int
    neutral: int
    negative: int
    negative_share: Share

    @property
    def comments(self) -> int:
        """How many comments speak of it."""
        return self.positive + self.neutral + self.negative


@dataclass(frozen=True)
class Overview:
    """The figures over a service's page; each is a nought where its decision is not "shown".

    ``decision`` is that of ``submissions``; where it hides them, it hides all else.
    """

    decision: Decision
    submissions: int
    analysed_decision: Decision
    analysed: int
    not_analysed_decision: Decision
    not_analysed: int
    sentiments: dict[str, Share]


@dataclass(frozen=True)
class Month:
    """The comments of one month by sentiment: none where ``decision`` is not "shown"."""

    first_day: date
    decision: Decision
    sentiments: dict[str, int]

    @property
    def comments(self) -> int:
        """How many comments were analysed."""
        return sum(self.sentiments.values())


@dataclass(frozen=True)
class Quote:
    """A citizen's words behind a number, cleaned of personal data."""

    comment_id: str
    given_on: date
    unit: Words | None
    text: str
    start: int
    end: int
    sentiment: str | None
    polarity: str | None
    confidence: float | None
    urgent: bool


def shown_pipeline(session: Session) -> str | None:
    """Return the pipeline whose insights the organisation shows; None while nothing was analysed."""
    return session.get_one(Organisation, organisation_of(session)).shown_pipeline


def pipelines_shown(session: Session) -> list[str]:
    """Return the pipelines that organisations show, for the worker to know which to load; those most shown first."""
    counted = select(Organisation.shown_pipeline, func.count()).group_by(Organisation.shown_pipeline)
    rows = [(name, n) for name, n in session.execute(counted) if name is not None]
    return [name for name, _ in sorted(rows, key=lambda row: (-row[1], row[0]))]


def progress(session: Session, service_id: int) -> Progress:
    """Return how many of a service's comments wait, are done, or could not be analysed.

    Comments that came over a full quota are none of them: they are in no figure whatever becomes of them.
    """
    # Those that are done are many and counted already; the others are few.
    rows = session.execute(
        select(Comment.state, func.count())
        .join(Submission, Submission.id == Comment.submission_id)
        .where(
            Comment.service_id == service_id,
            Comment.state.in_(("waiting", "failed")),
            Submission.over_quota.is_(None),
        )
        .group_by(Comment.state)
    )
    undone = {state: int(n) for state, n in rows}
    done = totals(
        session,
        service_id=service_id,
        since=date.min,
        until=date.max,
        pipeline=shown_pipeline(session) or "",
        subject="sentiment",
    )
    return Progress(undone.get("waiting", 0), sum(count.n for count in done), undone.get("failed", 0))


def overview(session: Session, chosen: Filter) -> Overview:
    """Return the figures of a period, without those that may not be shown."""
    showing = showing_of(session, chosen, [SUBMISSIONS, SENTIMENT])
    given = _totals(session, chosen, pipeline="")
    found = _totals(session, chosen, pipeline=chosen.pipeline)
    sentiments = {key: n for (subject, key), n in found.items() if subject == SENTIMENT}
    not_analysed = sentiments.pop(NOT_ANALYSED, 0)
    decision, of_analysed, of_others = (showing.whole(), *map(showing.period, (SENTIMENT, NOT_ANALYSED)))
    if of_analysed != "shown":
        sentiments = {}
    analysed = sum(sentiments.values())
    submissions = sum(n for (subject, _), n in given.items() if subject == SUBMISSIONS)
    return Overview(
        decision=decision,
        submissions=submissions if decision == "shown" else 0,
        analysed_decision=of_analysed,
        analysed=analysed,
        not_analysed_decision=of_others,
        not_analysed=not_analysed if of_others == "shown" else 0,
        sentiments={key: share(sentiments.get(key, 0), analysed) for key in SENTIMENTS},
    )


def theme_summaries(session: Session, chosen: Filter, *, themes: Sequence[str] | None = None) -> list[ThemeSummary]:
    """Return the themes that the comments speak of, most comments first; those that may not be shown last, by name.

    Of some themes only if given: what may be shown of each is decided in the same way.
    """
    polarities: dict[str, dict[str, int]] = {}
    wanted = [None] if themes is None else [_subject(theme) for theme in themes]
    found = [_totals(session, chosen, pipeline=chosen.pipeline, subject=each).items() for each in wanted]
    for (subject, polarity), n in chain.from_iterable(found):
        if subject.startswith("theme:"):
            polarities.setdefault(subject.removeprefix("theme:"), {})[polarity] = n
    showing = showing_of(session, chosen, [SUBMISSIONS, *map(_subject, polarities)])
    summaries = [_theme_summary(theme, showing.period(_subject(theme)), counts) for theme, counts in polarities.items()]
    # A theme that is hidden has none to sort by: its place says nothing of how many they are.
    return sorted(summaries, key=lambda summary: (-summary.comments, summary.theme))


def months(session: Session, chosen: Filter, *, theme: str | None = None) -> list[Month]:
    """Return each month of the period with its comments by sentiment (by polarity, of a theme), in order.

    A month without comments is there, with none; one that may not be shown too, with its decision.
    """
    subject = _subject(theme)
    counts = by_day(
        session,
        service_id=chosen.service_id,
        since=chosen.since,
        until=chosen.until,
        pipeline=chosen.pipeline,
        subject=subject,
        unit_ids=chosen.unit_ids,
    )
    showing = showing_of(session, chosen, [SUBMISSIONS, subject])
    found: dict[date, dict[str, int]] = {day: {} for day in _first_days(chosen.since, chosen.until)}
    for count in counts:
        if count.day is not None and count.value != NOT_ANALYSED:
            month = found[count.day.replace(day=1)]
            month[count.value] = month.get(count.value, 0) + count.n
    decisions = {day: showing.month(subject, day) for day in found}
    return [
        Month(day, decisions[day], sentiments if decisions[day] == "shown" else {}) for day, sentiments in found.items()
    ]


def quotes(
    session: Session,
    chosen: Filter,
    *,
    theme: str | None = None,
    polarity: str | None = None,
    sentiment: str | None = None,
    offset: int = 0,
    limit: int = 20,
) -> list[Quote]:
    """Return comments behind a number, newest first: those of a theme (and polarity), or of a sentiment.

    What came over a full quota is in no number, and so behind none.
    """
    counted = _comments(chosen).join(Submission, Submission.id == Comment.submission_id)
    query = counted.where(Submission.over_quota.is_(None)).offset(offset).limit(limit)
    if sentiment is not None:
        query = query.where(Insight.sentiment == sentiment)
    if theme is None:
        return [_quote(comment, insight, unit, None) for comment, insight, unit in session.execute(query)]
    marked = query.add_columns(InsightTheme).join(InsightTheme, InsightTheme.insight_id == Insight.id)
    marked = marked.where(InsightTheme.theme == theme)
    if polarity is not None:
        marked = marked.where(InsightTheme.polarity == polarity)
    return [_quote(comment, insight, unit, mark) for comment, insight, unit, mark in session.execute(marked)]


def units_of_service(session: Session, service_id: int) -> list[Unit]:
    """Return the units that deliver a service and the regions that hold them, in order of address."""
    units = {unit.id: unit for unit in session.scalars(select(Unit).order_by(Unit.slug, Unit.id))}
    wanted: set[int | None] = set()
    for unit in units.values():
        each: Unit | None = unit if unit.service_id == service_id else None
        while each is not None and each.id not in wanted:
            wanted.add(each.id)
            each = units.get(each.parent_id) if each.parent_id is not None else None
    return [unit for unit in units.values() if unit.id in wanted]


def urgent(session: Session, chosen: Filter, *, limit: int = 5) -> list[Quote]:
    """Return the newest comments of the period whose words suggest that someone may come to harm.

    Those that came over a full quota are there too: nobody is to be overlooked for having come late.
    """
    query = _comments(chosen).where(Insight.urgent.is_(True)).limit(limit)
    return [_quote(comment, insight, unit, None) for comment, insight, unit in session.execute(query)]


def with_units_below(units: Sequence[Unit], unit_id: int) -> tuple[int, ...]:
    """Return the unit and all units below it: a parent's figures sum those of its present units."""
    below = [unit_id]
    for parent in below:
        below += [unit.id for unit in units if unit.parent_id == parent and unit.id not in below]
    return tuple(below)


def showing_of(session: Session, chosen: Filter, subjects: Sequence[str]) -> Showing:
    """Return what decides which figures of some subjects may be shown; ``SUBMISSIONS`` is to be among them."""
    places = by_unit(
        session,
        service_id=chosen.service_id,
        since=chosen.since,
        until=chosen.until,
        pipeline=chosen.pipeline,
        subjects=subjects,
    )
    units = session.execute(select(Unit.id, Unit.parent_id).where(Unit.parent_id.is_not(None)))
    return Showing(places, {unit: parent for unit, parent in units if parent is not None}, chosen.unit_ids)


def _comments(chosen: Filter) -> Select[Comment, Insight, Unit]:
    """Return the query of the period's comments, each with its insight and its unit if known, newest first."""
    query = (
        select(Comment, Insight, Unit)
        .join(Insight, Insight.comment_id == Comment.id)
        .outerjoin(Unit, Unit.id == Comment.unit_id)
        .where(
            Comment.service_id == chosen.service_id,
            Comment.given_on.between(chosen.since, chosen.until),
            Insight.pipeline == chosen.pipeline,
            Insight.clause == WHOLE,
        )
        .order_by(Comment.given_on.desc(), Comment.id.desc())
    )
    return query if chosen.unit_ids is None else query.where(Comment.unit_id.in_(chosen.unit_ids))


def _quote(comment: Comment, insight: Insight, unit: Unit | None, mark: InsightTheme | None) -> Quote:
    return Quote(
        comment_id=str(comment.id),
        given_on=comment.given_on,
        unit=unit.name if unit else None,
        text=comment.redacted or "",
        start=insight.start,
        end=insight.end,
        sentiment=insight.sentiment,
        polarity=mark.polarity if mark else None,
        confidence=mark.confidence if mark else insight.confidence,
        urgent=insight.urgent,
    )


def _subject(theme: str | None) -> str:
    return theme_subject(theme) if theme else SENTIMENT


def _theme_summary(theme: str, decision: Decision, counted: Mapping[str, int]) -> ThemeSummary:
    counts = counted if decision == "shown" else {}
    return ThemeSummary(
        theme=theme,
        decision=decision,
        positive=counts.get("pos", 0),
        neutral=counts.get("neu", 0),
        negative=counts.get("neg", 0),
        negative_share=share(counts.get("neg", 0), sum(counts.values())),
    )


def _totals(
    session: Session, chosen: Filter, *, pipeline: str, subject: str | None = None
) -> dict[tuple[str, str], int]:
    counts = totals(
        session,
        service_id=chosen.service_id,
        since=chosen.since,
        until=chosen.until,
        pipeline=pipeline,
        subject=subject,
        unit_ids=chosen.unit_ids,
    )
    return {(count.subject, count.value): count.n for count in counts}


def _first_days(since: date, until: date) -> list[date]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]
