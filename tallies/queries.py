"""Reading counts: what a page over ten million comments costs is what one over ten thousand does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, case, extract, func, select
from sqlalchemy.orm import Session

from models import Tally
from tallies.counting import ABANDONED, COMPLETED, NOT_ANALYSED, OPENED, RESPONDENTS, STARTED, WAY
from tallies.distributions import respondents
from tallies.views import Cell

Grouping = Literal["version", "language", "unit", "collector"]
GROUPS = {
    "version": Tally.version,
    "language": Tally.language,
    "unit": Tally.unit_id,
    "collector": Tally.collector_id,
}


@dataclass(frozen=True)
class Count:
    """How often ``value`` was given to ``subject``; ``day`` is None for a whole period."""

    subject: str
    value: str
    n: int
    day: date | None = None


@dataclass(frozen=True)
class SubjectCounts:
    """How often each value was given to a subject, in one group (None where nothing was grouped).

    ``group`` is a version's number (0: not known), a language, a unit's id (0: not known) or a collector's id.
    """

    subject: str
    group: int | str | None
    counts: dict[str, int]

    @property
    def respondents(self) -> int:
        """How many answered."""
        return respondents(self.counts)


@dataclass(frozen=True)
class WayCounts:
    """What happened on a way in. ``abandoned`` is by the question that was to be answered next ("": not known)."""

    collector_id: int
    opened: int = 0
    started: int = 0
    completed: int = 0
    abandoned: dict[str, int] = field(default_factory=dict)


def totals(
    session: Session,
    *,
    service_id: int,
    since: date,
    until: date,
    pipeline: str,
    subject: str | None = None,
    unit_ids: Sequence[int] | None = None,
) -> list[Count]:
    """Return the counts of a period, both days included, by subject and value; of one subject only if given."""
    query = (
        select(Tally.subject, Tally.value, func.sum(Tally.n))
        .where(Tally.service_id == service_id, Tally.pipeline == pipeline, Tally.day.between(since, until))
        .group_by(Tally.subject, Tally.value)
        .order_by(Tally.subject, Tally.value)
    )
    if subject is not None:
        query = query.where(Tally.subject == subject)
    if unit_ids is not None:
        query = query.where(Tally.unit_id.in_(unit_ids))
    return [Count(subject, value, int(n)) for subject, value, n in session.execute(query) if n]


def by_day(
    session: Session,
    *,
    service_id: int,
    since: date,
    until: date,
    pipeline: str,
    subject: str,
    unit_ids: Sequence[int] | None = None,
) -> list[Count]:
    """Return the counts of one subject by day and value, both days included, in order of day."""
    query = (
        select(Tally.day, Tally.value, func.sum(Tally.n))
        .where(
            Tally.service_id == service_id,
            Tally.pipeline == pipeline,
            Tally.subject == subject,
            Tally.day.between(since, until),
        )
        .group_by(Tally.day, Tally.value)
        .order_by(Tally.day, Tally.value)
    )
    if unit_ids is not None:
        query = query.where(Tally.unit_id.in_(unit_ids))
    return [Count(subject, value, int(n), day) for day, value, n in session.execute(query) if n]


def by_unit(
    session: Session, *, service_id: int, since: date, until: date, pipeline: str, subjects: Sequence[str]
) -> dict[str, dict[Cell, dict[date, int]]]:
    """Return how many were counted for each subject, by unit and month: for ``Respondents``.

    Args:
        session: Acts for the organisation.
        service_id: The service.
        since: The first day.
        until: The last day.
        pipeline: Whose findings count, beside what no pipeline has a hand in.
        subjects: What to read; in one query however many they are.

    Returns:
        Subject -> cell (its unit alone) -> first day of the month -> how many. What could not be analysed counts for
        the subject ``NOT_ANALYSED``.
    """
    group = (Tally.subject, Tally.unit_id, extract("year", Tally.day), extract("month", Tally.day))
    not_analysed = func.sum(case((Tally.value == NOT_ANALYSED, Tally.n), else_=0))
    query = (
        select(*group, not_analysed, func.sum(Tally.n))
        .where(
            Tally.service_id == service_id,
            Tally.pipeline.in_(("", pipeline)),
            Tally.day.between(since, until),
            Tally.subject.in_(subjects),
        )
        .group_by(*group)
    )
    found: dict[str, dict[Cell, dict[date, int]]] = {}
    for subject, unit, year, month, apart, counted in session.execute(query):
        for name, n in ((NOT_ANALYSED, int(apart)), (subject, int(counted) - int(apart))):
            if n:
                months = found.setdefault(name, {}).setdefault(Cell(unit, 0, "", 0), {})
                months[date(int(year), int(month), 1)] = n
    return found


def by_question(
    session: Session,
    *,
    service_id: int,
    collector_ids: Sequence[int],
    subjects: Sequence[str],
    since: date | None = None,
    until: date | None = None,
    versions: Sequence[int] | None = None,
    languages: Sequence[str] | None = None,
    unit_ids: Sequence[int] | None = None,
    by: Grouping | None = None,
) -> list[SubjectCounts]:
    """Return the counts of a survey's subjects, in one query however many they are.

    Args:
        session: Acts for the organisation.
        service_id: The survey's service.
        collector_ids: The survey's collectors, or some of them: they tell its counts from another survey's.
        subjects: What to read: ``question_subject`` of each question, and ``SUBMISSIONS`` for how many came.
        since: The first day, or None for all up to ``until``.
        until: The last day, or None for all from ``since``.
        versions: The numbers of some versions (0: not known), or None for all.
        languages: Some languages, or None for all.
        unit_ids: Some units (0: not known), or None for all.
        by: What to part the counts by.

    Returns:
        In order of subject and group, values in order; what was never given is not there.
    """
    group = [GROUPS[by]] if by is not None else []
    chosen = {Tally.version: versions, Tally.language: languages, Tally.unit_id: unit_ids}
    narrowed = [column.in_(some) for column, some in chosen.items() if some is not None]
    query = (
        select(Tally.subject, Tally.value, func.sum(Tally.n), *group)
        .where(*_of_ways(service_id, collector_ids, since, until), Tally.subject.in_(subjects), *narrowed)
        .group_by(Tally.subject, Tally.value, *group)
        .order_by(Tally.subject, *group, Tally.value)
    )
    found: dict[tuple[str, int | str | None], dict[str, int]] = {}
    for subject, value, n, *rest in session.execute(query):
        if n:
            found.setdefault((subject, rest[0] if rest else None), {})[value] = int(n)
    return [SubjectCounts(subject, group, counts) for (subject, group), counts in found.items()]


def cells(
    session: Session, *, service_id: int, collector_ids: Sequence[int], subjects: Sequence[str]
) -> dict[str, dict[Cell, dict[date, int]]]:
    """Return how many answered each subject, in the finest groups there are and by month: for ``Respondents``.

    Args:
        session: Acts for the organisation.
        service_id: The survey's service.
        collector_ids: All of the survey's collectors.
        subjects: What to read; in one query however many they are.

    Returns:
        Subject -> cell -> first day of the month -> how many answered, over all time, where anybody did.
    """
    group = (
        Tally.subject,
        Tally.unit_id,
        Tally.collector_id,
        Tally.language,
        Tally.version,
        extract("year", Tally.day),
        extract("month", Tally.day),
    )
    told = func.sum(case((Tally.value == RESPONDENTS, Tally.n), else_=0))
    query = (
        select(*group, told, func.sum(Tally.n))
        .where(*_of_ways(service_id, collector_ids, None, None), Tally.subject.in_(subjects))
        .group_by(*group)
    )
    found: dict[str, dict[Cell, dict[date, int]]] = {}
    for subject, unit, collector, language, version, year, month, told_apart, counted in session.execute(query):
        # As ``respondents`` has it: where several could be chosen, their number is counted by itself.
        n = int(told_apart) or int(counted)
        if n:
            cell = Cell(unit, collector, language, version)
            found.setdefault(subject, {}).setdefault(cell, {})[date(int(year), int(month), 1)] = n
    return found


def ways(
    session: Session,
    *,
    service_id: int,
    collector_ids: Sequence[int],
    since: date | None = None,
    until: date | None = None,
) -> list[WayCounts]:
    """Return what happened on each of these ways in, both days included, in order of the ids given.

    A way on which nothing was counted is there with noughts: whether it can be counted at all is the caller's to know.
    """
    query = (
        select(Tally.collector_id, Tally.value, func.sum(Tally.n))
        .where(*_of_ways(service_id, collector_ids, since, until), Tally.subject == WAY)
        .group_by(Tally.collector_id, Tally.value)
        .order_by(Tally.collector_id, Tally.value)
    )
    found: dict[int, dict[str, int]] = {collector_id: {} for collector_id in collector_ids}
    for collector_id, value, n in session.execute(query):
        if n:
            found[collector_id][value] = int(n)
    return [_way(collector_id, counts) for collector_id, counts in found.items()]


def _of_ways(
    service_id: int, collector_ids: Sequence[int], since: date | None, until: date | None
) -> list[ColumnElement[bool]]:
    """Return the conditions on what citizens gave by these collectors. No pipeline has a hand in it."""
    conditions = [Tally.service_id == service_id, Tally.pipeline == "", Tally.collector_id.in_(collector_ids)]
    if since is not None:
        conditions.append(Tally.day >= since)
    if until is not None:
        conditions.append(Tally.day <= until)
    return conditions


def _way(collector_id: int, counts: dict[str, int]) -> WayCounts:
    abandoned = {
        value.removeprefix(f"{ABANDONED}:"): n for value, n in counts.items() if value.startswith(f"{ABANDONED}:")
    }
    return WayCounts(collector_id, counts.get(OPENED, 0), counts.get(STARTED, 0), counts.get(COMPLETED, 0), abandoned)
