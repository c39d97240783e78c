"""Periods as people write them: 2026-04, April 2026, 2026-Q2, or their first day."""

import re
from datetime import date, timedelta

from targets.checking import check_period_start
from targets.errors import PeriodStartError
from targets.uploads.faults import NotFirstDayError, OtherCadenceError, UnknownPeriodError

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
LONGEST = 40
# Day 1 is 1 January 1900; from March of that year on all days are one later, for a 29 February that never was.
_EPOCH = date(1899, 12, 30)
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_NAME = r"(?P<name>[A-Za-z]{3,9})"
_QUARTERS = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (rf"{_YEAR}[- ]?Q(?P<quarter>[1-4])", rf"Q(?P<quarter>[1-4])[- ]?{_YEAR}")
)
_MONTHS = tuple(
    re.compile(shape)
    # The last is how spreadsheets write April 2026 into a CSV file. 26 April is the first day of no period.
    for shape in (
        rf"{_YEAR}-(?P<month>[0-9]{{2}})",
        rf"{_NAME} {_YEAR}",
        r"(?P<name>[A-Z][a-z]{2})-(?P<short>[0-9]{2})",
    )
)
_DAYS = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?:[T ]00:00(?::00)?)?",
        rf"(?P<day>[0-9]{{1,2}})(?P<mark>[/.-])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}(?:[T ]00:00(?::00)?)?",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? {_NAME} {_YEAR}",
    )
)
_SERIAL = re.compile(r"[0-9]{5}")


def first_day(text: str, cadence: str) -> date:
    """Return the first day of the period that a cell names.

    A month's name or number is a period of a measure counted by ``month``, a quarter of the calendar year one of a
    measure counted by ``quarter``; a day, read day first, must be the first of one. A number of five figures is a day
    as spreadsheets count them, from 1900.

    Raises:
        UnknownPeriodError, OtherCadenceError, NotFirstDayError: As said.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise UnknownPeriodError(text)
    for shapes, is_of in ((_QUARTERS, "quarter"), (_MONTHS, "month")):
        found = _first(shapes, text)
        if found is not None:
            day = _day(text, found)
            if is_of != cadence:
                raise OtherCadenceError(text, cadence)
            return day
    found = _first(_DAYS, text)
    if found is None and not _SERIAL.fullmatch(text):
        raise UnknownPeriodError(text)
    day = _day(text, found) if found is not None else _EPOCH + timedelta(days=int(text))
    try:
        check_period_start(day, cadence)
    except PeriodStartError as error:
        raise NotFirstDayError(text, day, cadence) from error
    return day


def _first(shapes: tuple[re.Pattern[str], ...], text: str) -> dict[str, str] | None:
    matches = (shape.fullmatch(text) for shape in shapes)
    return next((match.groupdict() for match in matches if match is not None), None)


def _day(text: str, found: dict[str, str]) -> date:
    try:
        year = int(found["year"] if "year" in found else f"20{found['short']}")
        return date(year, _month(found), int(found.get("day", 1)))
    except ValueError as error:
        raise UnknownPeriodError(text) from error


def _month(found: dict[str, str]) -> int:
    """Return a month from 1. Raises ValueError if there is none of the name."""
    if "quarter" in found:
        return 3 * int(found["quarter"]) - 2
    if "month" in found:
        return int(found["month"])
    name = found["name"].lower()
    known = (number for number, month in enumerate(MONTHS, start=1) if name in {month, month[:3]})
    month = 9 if name == "sept" else next(known, None)
    if month is None:
        raise ValueError(name)
    return month
