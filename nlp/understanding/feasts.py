"""Days that have a name: Christmas Eve, Easter Monday, Dydd Gŵyl Dewi."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_EASTER_DAYS: Final = {"good friday": -2, "easter sunday": 0, "easter monday": 1, "dydd gwener y groglith": -2,
                       "sul y pasg": 0, "llun y pasg": 1, "ash wednesday": -46, "shrove tuesday": -47,
                       "pancake day": -47}  # fmt: skip
_FEASTS: Final = {
    r"christmas eve|xmas eve|noswyl nadolig": (12, 24), r"christmas day|xmas day|dydd nadolig": (12, 25),
    r"boxing day|gŵyl san steffan": (12, 26), r"new years eve|nye|nos galan": (12, 31),
    r"new years day|dydd calan": (1, 1), r"valentines(?: day)?": (2, 14), r"st davids day|(?:dydd )?gŵyl dewi": (3, 1),
    r"st patricks day|paddys day": (3, 17), r"april fools(?: day)?": (4, 1), r"may day": (5, 1),
    r"hall?oween|calan gaeaf": (10, 31), r"bonfire night|guy fawkes(?: night)?": (11, 5),
    r"remembrance day|armistice day": (11, 11),
}  # fmt: skip


def form() -> re.Pattern[str]:
    """Return what finds a named day and perhaps its year: ``feast`` and ``feast_year``."""
    names = "|".join([*_FEASTS, *_EASTER_DAYS])
    return re.compile(rf"\b(?P<feast>{names})(?: (?P<feast_year>(?:19|20)\d\d|last year|this year))?\b")


def day_of(name: str, year: str | None, today: date) -> date | None:
    """Return the day of a name and a year that were found: without a year the latest that is not after today."""
    if name in _EASTER_DAYS:
        days = (_easter(one) + timedelta(days=_EASTER_DAYS[name]) for one in range(today.year, today.year - 3, -1))
        if year and year.isdecimal():
            return _easter(int(year)) + timedelta(days=_EASTER_DAYS[name])
        return next((one for one in days if one <= today), None)
    month, day = next(pair for form, pair in _FEASTS.items() if re.fullmatch(form, name))
    if year:
        return made(int(year) if year.isdecimal() else today.year - (year == "last year"), month, day)
    return latest(month, day, today)


def _easter(year: int) -> date:
    """Return Easter Sunday of a year (Anonymous Gregorian algorithm: Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def latest(month: int, day: int, today: date, *, ahead: bool = False) -> date | None:
    """Return the latest such day that is not after today; the first from today on where the words look ahead."""
    years = range(today.year, today.year + 5) if ahead else range(today.year, today.year - 5, -1)
    days = (made(year, month, day) for year in years)
    return next((one for one in days if one and (one >= today if ahead else one <= today)), None)


def made(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
