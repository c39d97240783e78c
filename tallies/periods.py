"""Counts by period and unit, as measures are fed by them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from models import Tally

Cadence = Literal["month", "quarter"]
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3}
# (unit's id, 0: not known; first day of the period) -> subject -> value -> how often.
ByPeriod: TypeAlias = dict[tuple[int, date], dict[str, dict[str, int]]]


def by_period(
    session: Session,
    *,
    service_id: int,
    subjects: Sequence[str],
    since: date,
    until: date,
    pipeline: str,
    cadence: str,
) -> ByPeriod:
    """Return the counts of some subjects by unit and month or quarter, in one query.

    Args:
        session: Acts for the organisation.
        service_id: The service.
        subjects: What to read.
        since: The first day; what its period holds before is not counted.
        until: The last day.
        pipeline: Whose findings count, beside what no pipeline has a hand in.
        cadence: ``month`` or ``quarter``.

    Returns:
        In order of period and unit; what was never given is not there.
    """
    group = (extract("year", Tally.day), extract("month", Tally.day), Tally.unit_id, Tally.subject, Tally.value)
    query = (
        select(*group, func.sum(Tally.n))
        .where(
            Tally.service_id == service_id,
            Tally.pipeline.in_({"", pipeline}),
            Tally.day.between(since, until),
            Tally.subject.in_(subjects),
        )
        .group_by(*group)
        .order_by(*group)
    )
    found: ByPeriod = {}
    for year, month, unit_id, subject, value, n in session.execute(query):
        if n:
            of = found.setdefault((unit_id, period_of(date(int(year), int(month), 1), cadence)), {})
            counts = of.setdefault(subject, {})
            counts[value] = counts.get(value, 0) + int(n)
    return found


def first_counted(session: Session, *, service_id: int) -> date | None:
    """Return the first day of which anything is counted at a service; None where nothing is."""
    return session.scalar(select(func.min(Tally.day)).where(Tally.service_id == service_id))


def period_of(day: date, cadence: str) -> date:
    """Return the first day of the month or calendar quarter that a day lies in."""
    return date(day.year, (day.month - 1) // MONTHS[cadence] * MONTHS[cadence] + 1, 1)


def period_after(first_day: date, cadence: str) -> date:
    """Return the first day of the period after the one that begins on a day."""
    month = first_day.month + MONTHS[cadence]
    return date(first_day.year + (month > 12), month - 12 * (month > 12), 1)


def periods_between(first: date, last: date, cadence: str) -> list[date]:
    """Return the first days of all periods from the one that ``first`` lies in to the one of ``last``, in order."""
    found, period = [], period_of(first, cadence)
    while period <= last:
        found.append(period)
        period = period_after(period, cadence)
    return found
