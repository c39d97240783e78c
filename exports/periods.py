"""Periods of a schedule: whole weeks and whole months, in the organisation's days."""

from collections.abc import Iterator
from datetime import date, timedelta


def ended_periods(*, starts_on: date, period: str, today: date) -> Iterator[tuple[date, date]]:
    """Yield the (first day, last day) of each period that began on or after ``starts_on`` and has ended.

    A week begins on Monday, a month on its first day. The period in which ``starts_on`` lies counts from there.
    """
    first = starts_on
    while True:
        last = _last_day(first, period)
        if last >= today:
            return
        yield first, last
        first = last + timedelta(days=1)


def _last_day(first: date, period: str) -> date:
    if period == "week":
        return first + timedelta(days=6 - first.weekday())
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
