"""The period that a page is about, as its address says: ?from=2026-05-01&to=2026-05-31, both days included."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request
from flask_babel import gettext

# A longer chart could not be read, nor drawn in time.
LONGEST_PERIOD = timedelta(days=3653)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Period:
    """Two days and all between; ``fault`` says what is wrong with those asked for, which are then not these."""

    since: date
    until: date
    fault: str | None = None


@dataclass(frozen=True)
class Bounds:
    """A first and a last day, each None where the address names none; ``fault`` as of a period."""

    since: date | None
    until: date | None
    fault: str | None = None


def last_year(today: date) -> Period:
    """Return the last year, which pages are about that are asked for no other, and what its first month had before.

    It begins with the first of a month: a chart that begins with part of one seems to begin with a rise.
    """
    return Period((today - YEAR).replace(day=1), today)


def twelve_months(today: date) -> Period:
    """Return the last twelve months: the one under way and the eleven before it."""
    months = today.year * 12 + today.month - 12
    return Period(date(months // 12, months % 12 + 1, 1), today)


def asked_months() -> Bounds:
    """Return from when to when the address asks for, as whole months; all of time where it says nothing.

    Results are shown by whole months only: from two spans that differ by a day, that day's answers could be told.
    """
    try:
        first, last = (
            date.fromisoformat(text) if (text := request.args.get(name)) else None for name in ("from", "to")
        )
    except ValueError:
        return Bounds(None, None, gettext("Enter the dates as day, month and year"))
    if first and last and first > last:
        return Bounds(None, None, gettext("The first day must not be after the last day"))
    return Bounds(first and first.replace(day=1), last and last.replace(day=monthrange(last.year, last.month)[1]))


def asked_period(*, since: date, until: date) -> Period:
    """Return the period that the address asks for, or these days where it says none or says what cannot be."""
    try:
        first = date.fromisoformat(request.args.get("from") or since.isoformat())
        last = date.fromisoformat(request.args.get("to") or until.isoformat())
    except ValueError:
        return Period(since, until, gettext("Enter the dates as day, month and year"))
    if last.year == date.max.year:
        # The calendar of dates ends there, and with it every "next month".
        return Period(since, until, gettext("Enter the dates as day, month and year"))
    if first > last:
        return Period(since, until, gettext("The first day must not be after the last day"))
    if last - first > LONGEST_PERIOD:
        return Period(since, until, gettext("Choose a period of ten years or less"))
    return Period(first, last)
