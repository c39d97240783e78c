"""Days as files have them."""

import re
from datetime import date

ISO = "YYYY-MM-DD"

_FIGURES = {"DD": r"(?P<day>[0-9]{1,2})", "MM": r"(?P<month>[0-9]{1,2})", "YYYY": r"(?P<year>[0-9]{4})"}
_PARTS = re.compile("|".join((*_FIGURES, "[-/. ]")))
# A spreadsheet adds the time of day to a day; only the day is read.
_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"


def pattern_of(written: str) -> re.Pattern[str]:
    """Return what a day looks like in a format such as DD/MM/YYYY.

    Raises:
        ValueError: If it is not made of DD, MM and YYYY, once each, with - / . or spaces between them.
    """
    parts = _PARTS.findall(written)
    if "".join(parts) != written or sorted(part for part in parts if part in _FIGURES) != sorted(_FIGURES):
        raise ValueError("write the format with DD, MM and YYYY, each once, such as DD/MM/YYYY")
    return re.compile("".join(_FIGURES.get(part, re.escape(part)) for part in parts) + _TIME)


def day_of(text: str, *patterns: re.Pattern[str]) -> date | None:
    """Return the day that a text is in the first pattern that it fits; None if it is none."""
    for pattern in patterns:
        found = pattern.fullmatch(text)
        if found:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None
