"""On which day something was: "yesterday", "last Friday", "a week ago", "the 3rd", "14/9", "dydd Mawrth diwethaf".

A day without a month, a month without a year and a bare weekday are the latest before today, unless the words look
ahead. Figures alone are read as day, month, year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from nlp.understanding import Range, Value, feasts
from nlp.understanding.feasts import latest, made
from nlp.understanding.found import Found, Text

_WEEKDAYS: Final = {
    "mon(?:day)?s?|(?:dd?ydd |nos )?llun": 0, "tue(?:s(?:day)?)?s?|(?:dd?ydd |nos )mawrth": 1,
    "wed(?:s|nesday)?s?|(?:dd?ydd |nos )?mercher": 2, "thu(?:r(?:s(?:day)?)?)?s?|(?:dd?ydd |nos )?iau": 3,
    "fri(?:day)?s?|(?:dd?ydd |nos )?gwener": 4, "sat(?:urday)?s?|(?:dd?ydd |nos )?sadwrn": 5,
    "sun(?:day)?s?|(?:dd?ydd |nos )?sul": 6,
}  # fmt: skip
_MONTHS: Final = {
    "jan(?:uary)?|[ih]ionawr": 1, "feb(?:ruary)?|chwefror": 2, "mar(?:ch)?|[mf]awrth": 3, "apr(?:il)?|[ie]brill": 4,
    "may|[mf]ai": 5, "june?|[mf]ehefin": 6, "july?|gorffennaf|orffennaf": 7, "aug(?:ust)?|awst": 8,
    "sept?(?:ember)?|[mf]edi": 9, "oct(?:ober)?|hydref": 10, "nov(?:ember)?|[td]achwedd": 11,
    "dec(?:ember)?|(?:rh?)agfyr": 12,
}  # fmt: skip
_DAY = r"(?P<day>\d{1,2})(?: ?(?:st|nd|rd|th|af|il|ain|ydd|eg|fed))?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?P<year>[12]\d{3}|'\d\d|(?<=/)\d\d|this year|last year)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_AHEAD = re.compile(r"\b(?:next|this coming|coming|will be|is on|due|upcoming|on the horizon|nesaf)\b")

_RELATIVE: Final = {
    r"(?:1 |a )?week today|this time next week|wythnos i heddiw": 7,
    r"(?:the )?day before yesterday|not yesterday,? (?:but )?the (?:day|1) before|(?:the )?night before last"
    r"|echdoe|2 nights ago": -2,
    r"yesterday(?: (?:morning|afternoon|evening|night|lunchtime))?|last night|neithiwr|(?:bore |prynhawn "
    r"|nos )?ddoe": -1,
    r"(?:earlier )?today|this (?:morning|afternoon|evening|lunchtime)|tonight|just now|an hour ago|\d+ hours ago"
    r"|\d+ min(?:ute)?s? ago|earlier on|(?:y )?bore ma|(?:y )?bore yma|prynhawn ma|heddiw|heno": 0,
    r"this time last week|week ago today": -7,
    r"tomorrow|yfory": 1,
    r"(?:the )?day after tomorrow|drennydd": 2,
}
_UNITS: Final = {
    "days?|diwrnod|ddiwrnod|nights?|dydd|sleeps?": 1,
    "weeks?|wks?|wythnos": 7,
    "fortnights?|pythefnos": 14,
}
_AGO = re.compile(
    r"\b(?P<n>\d+|an?) (?P<unit>days?|diwrnod|ddiwrnod|nights?|weeks?|wks?|wythnos|fortnights?|months?|mis|years?|yrs?"
    r"|flynedd|blynedd)(?P<half> and a half)? (?:ago|back|yn ôl|nôl)(?: (?:on |this |last |today|yesterday)?"
    rf"(?:{_WEEKDAY}|today|yesterday)?)?(?!\w)"
)
_AHEAD_BY = re.compile(
    r"\bin (?P<n>\d+|an?) (?P<unit>days?|weeks?|months?|fortnights?)(?: from now|'? time)\b"
    r"|\bin (?P<n_bare>\d+) (?P<unit_bare>days|weeks|months)[.!]?$"
)
_NTH_WEEKDAY = re.compile(
    rf"\b(?:the )?(?P<nth>1st|2nd|3rd|4th|last) {_WEEKDAY} (?:of|in) (?:(?P<month>{'|'.join(_MONTHS)})"
    rf"|(?P<which>last|this)"
    rf" month)\b"
)
_LAST_OF = re.compile(rf"\blast day of (?:(?P<month>{'|'.join(_MONTHS)})|(?P<which>last|this) month)\b")
_AGO_WELSH = re.compile(r"(?<!\d )\b(?P<unit>wythnos|pythefnos|mis|blwyddyn) (?:yn ôl|nôl)\b")
_WEEKDAY_AGO = re.compile(
    rf"\b(?:a|(?P<n>\d+)) (?P<unit>weeks?|fortnight|wks?) (?:ago |last |on |before last |past )+{_WEEKDAY}\b"
)
_OF_LAST_WEEK = re.compile(
    rf"\b(?:on |the )?{_WEEKDAY},? (?:of |the )?(?P<which>last week|the week before last|week before last|this week"
    rf"|next week|yr wythnos ddiwethaf|wythnos diwethaf)\b|\b(?P<which_first>last week|this week)(?: on|,)? "
    rf"{_WEEKDAY.replace('weekday', 'weekday_last')}\b"
)
_NAMED_DAY = re.compile(
    rf"\b(?:(?P<how>last|this past|this coming|next|this|coming|on|past|the)(?: the)? )?{_WEEKDAY}"
    rf"(?P<behind> before last| just gone| gone| last| diwethaf| ddiwethaf| nesaf| week| coming)?"
    rf"(?: (?:morning|afternoon|evening|night|lunchtime|bore|prynhawn))?(?!\w)"
)
_ISO = re.compile(r"(?<![\d/.-])(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/.-]\d)")
_FIGURES = re.compile(
    r"(?<![\d/.£-])(?P<day>\d{1,2}) ?(?P<mark>[/.-]) ?(?P<month>\d{1,2})(?: ?(?P=mark) ?(?P<year>(?:[12]\d)?"
    r"\d\d))?(?![\d/%-])"
    r"(?!\.\d)(?! ?(?:stars?|out of|hours?|hrs?|mins?|minutes?|days?|weeks?|pm|am|percent|times))"
)
_DAY_MONTH = re.compile(rf"\b(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of| o)? {_MONTH},?(?: (?:of )?{_YEAR})?(?!\w)")
_MONTH_DAY = re.compile(rf"\b(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY},?(?: {_YEAR})?(?![\w:/])")
_THE_DAY = re.compile(
    rf"\b(?:(?:{_WEEKDAY},? )(?:the )?|the |on |y |(?=\d{{1,2}}(?:st|nd|rd|th) of (?:this|last"
    rf"|next) month))(?P<day>\d{{1,2}})(?:st|nd|rd|th|af|il|ain|ydd|eg|fed)"
    rf"(?: (?P<which>of last month|last month|of this month|this month|of next month))?\b(?! (?:time|thing|floor"
    rf"|one|person|option|call|day|attempt|visit|in line|in the queue|street|place))"
)
_BARE_DAY = re.compile(
    r"^(?:it was |on |about |around |i think |maybe |probably )*(?:the )?(?P<day>\d{1,2})(?:st|nd|rd"
    r"|th)\b(?! (?:of|time|one|visit|option|floor|person))"
)


def dates(text: Text, today: date) -> list[Found]:
    """Return the days named in a message, ISO 8601, in order, and mask them; a stretch of days is a `Range`."""
    forms: list[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]]] = [
        (_ISO, lambda match: _written(match, today)),
        (_DAY_MONTH, lambda match: _written(match, today)),
        (_MONTH_DAY, lambda match: _written(match, today)),
        (_FIGURES, lambda match: _in_figures(match, today)),
        (feasts.form(), lambda match: feasts.day_of(match.group("feast"), match.group("feast_year"), today)),
        (_WEEKDAY_AGO, lambda match: _weekday_ago(match, today)),
        (_AGO, lambda match: _ago(match, today)),
        (_AHEAD_BY, lambda match: _ahead_by(match, today)),
        (_NTH_WEEKDAY, lambda match: _nth_weekday(match, today)),
        (_LAST_OF, lambda match: _last_of(match, today)),
        (_AGO_WELSH, lambda match: _back(today, 1, match["unit"])),
        (_OF_LAST_WEEK, lambda match: _of_week(match, today)),
        *((re.compile(rf"\b(?:{form})\b"), _always(today + timedelta(days=days))) for form, days in _RELATIVE.items()),
        (_THE_DAY, lambda match: _day_of_month(match, today)),
        (_NAMED_DAY, lambda match: _named(match, today)),
        (_BARE_DAY, lambda match: _latest_day(int(match["day"]), today)),
    ]
    found: list[Found] = []
    for form, read in forms:
        found += text.take(form, _iso(read))
    return _joined(text.plain, sorted(found, key=lambda one: one.start))


def _iso(read: Callable[[re.Match[str]], date | None]) -> Callable[[re.Match[str]], Value | None]:
    def reading(match: re.Match[str]) -> Value | None:
        day = read(match)
        return day.isoformat() if day else None

    return reading


def _always(day: date) -> Callable[[re.Match[str]], date | None]:
    return lambda match: day


def _joined(plain: str, found: list[Found]) -> list[Found]:
    """Return the days, "from Monday to Wednesday" and "between the 3rd and the 5th" as one stretch."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before and isinstance(before.value, str) and isinstance(one.value, str) and before.value < one.value:
            between = plain[before.end : one.start]
            opening = plain[max(0, before.start - 14) : before.start]
            if re.fullmatch(r",? ?(?:to|till|til|until|-|through|i|tan) ?(?:the |on )?", between) or (
                re.search(r"\b(?:between|rhwng)(?: the)? $", opening)
                and re.fullmatch(r" (?:and|a|ac) (?:the )?", between)
            ):
                joined[-1] = Found(Range(min=before.value, max=one.value), before.start, one.end)
                continue
        joined.append(one)
    return joined


def _number_of(names: dict[str, int], name: str) -> int:
    return next(number for form, number in names.items() if re.fullmatch(form, name))


def _is_ahead(match: re.Match[str]) -> bool:
    return _AHEAD.search(match.string[max(0, match.start() - 25) : match.end()]) is not None


def _written(match: re.Match[str], today: date) -> date | None:
    month = match["month"]
    number = int(month) if month.isdecimal() else _number_of(_MONTHS, month)
    return _with_year(match, int(match["day"]), number, today)


def _with_year(match: re.Match[str], day: int, month: int, today: date) -> date | None:
    year = match["year"]
    if year is None:
        return latest(month, day, today, ahead=_is_ahead(match)) if 1 <= month <= 12 and 1 <= day <= 31 else None
    if year in ("this year", "last year"):
        return made(today.year - (year == "last year"), month, day)
    number = int(year.strip("'"))
    return made(number if number > 99 else 2000 + number, month, day)


def _in_figures(match: re.Match[str], today: date) -> date | None:
    day, month = int(match["day"]), int(match["month"])
    if match["year"] is None and (match["mark"] != "/" or not match.string.strip()):
        # "3.5" is a number, "2-3" a range; "14/9" is a day unless it is a rating.
        return None
    if month > 12 >= day:
        day, month = month, day
    if match["year"] is None and month <= 12 and day in (4, 5, 8, 9, 10) and month in (5, 10):
        return None  # "4/5" and "9/10" rate
    return _with_year(match, day, month, today)


def _back(today: date, number: int, unit: str) -> date | None:
    """Return the day so many units ago, None where the calendar does not reach."""
    try:
        return _day_back(today, number, unit)
    except (ValueError, OverflowError):
        return None


def _day_back(today: date, number: int, unit: str) -> date:
    if re.fullmatch("months?|mis", unit):
        year, month = divmod(today.year * 12 + today.month - 1 - number, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    if re.fullmatch("years?|yrs?|flynedd|blynedd|blwyddyn", unit):
        year = today.year - number
        return date(year, today.month, min(today.day, monthrange(year, today.month)[1]))
    return today - timedelta(days=number * _number_of(_UNITS, unit))


def _ago(match: re.Match[str], today: date) -> date | None:
    number = 1 if match["n"] in ("a", "an") else int(match["n"])
    then = _back(today, number, match["unit"])
    if then and match["weekday"]:
        # "3 weeks ago on Tuesday": that day of the week it was.
        return then + timedelta(days=_number_of(_WEEKDAYS, match["weekday"]) - then.weekday())
    if then and match.group().endswith("yesterday"):
        return then - timedelta(days=1)
    return then


def _ahead_by(match: re.Match[str], today: date) -> date | None:
    number, unit = match["n"] or match["n_bare"], match["unit"] or match["unit_bare"]
    return _back(today, -(1 if number in ("a", "an") else int(number)), unit)


def _nth_weekday(match: re.Match[str], today: date) -> date | None:
    """Return "the first Thursday of this month"."""
    first = _first_of(match, today)
    weekday = _number_of(_WEEKDAYS, match["weekday"])
    days = [first + timedelta(days=number) for number in range(monthrange(first.year, first.month)[1])]
    found = [day for day in days if day.weekday() == weekday]
    return found[-1] if match["nth"] == "last" else found[int(match["nth"][0]) - 1]


def _first_of(match: re.Match[str], today: date) -> date:
    """Return the first day of the month that is named, or of this or the last one."""
    if match["month"]:
        number = _number_of(_MONTHS, match["month"])
        return date(today.year - (number > today.month), number, 1)
    first = today.replace(day=1)
    return first if match["which"] == "this" else (first - timedelta(days=1)).replace(day=1)


def _last_of(match: re.Match[str], today: date) -> date | None:
    first = _first_of(match, today)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _before(weekday: int, today: date) -> date:
    """Return the latest such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _weekday_ago(match: re.Match[str], today: date) -> date | None:
    weeks = int(match["n"] or 1) * (2 if match["unit"] == "fortnight" else 1)
    return _back(_before(_number_of(_WEEKDAYS, match["weekday"]), today), weeks, "week")


def _of_week(match: re.Match[str], today: date) -> date:
    name, which = (
        (match["weekday"], match["which"]) if match["weekday"] else (match["weekday_last"], match["which_first"])
    )
    monday = today - timedelta(days=today.weekday())
    weeks = {"this week": 0, "next week": 1}.get(which, -2 if "before" in which else -1)
    return monday + timedelta(weeks=weeks, days=_number_of(_WEEKDAYS, name))


def _named(match: re.Match[str], today: date) -> date | None:
    name, how, behind = match["weekday"], match["how"] or "", (match["behind"] or "").strip()
    # "Sat" and "sun", "wed" and "mon" are words too: they need a small word before them or nothing around.
    if name in ("sat", "sun", "wed", "mon", "iau", "sul", "llun") and not how and len(match.string.split()) > 3:
        return None
    if name.endswith("days") and name != "days":
        return None  # "on Tuesdays" is no day
    weekday = _number_of(_WEEKDAYS, name)
    if how in ("next", "this coming", "coming") or behind in ("nesaf", "coming"):
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if behind == "week":
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 8)
    before = _before(weekday, today)
    return before - timedelta(weeks=1) if behind == "before last" else before


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    day, which = int(match["day"]), match["which"] or ""
    if not 1 <= day <= 31:
        return None
    if "last month" in which:
        last = today.replace(day=1) - timedelta(days=1)
        return made(last.year, last.month, day)
    if "this month" in which:
        return made(today.year, today.month, day)
    if _is_ahead(match):
        return next((one for one in _days_on(day, today, 1) if one >= today), None)
    return _latest_day(day, today)


def _latest_day(day: int, today: date) -> date | None:
    return next((one for one in _days_on(day, today, -1) if one <= today), None)


def _days_on(day: int, today: date, way: int) -> list[date]:
    """Return this day of the month in today's month and the four after it, or before it."""
    months = (divmod(today.year * 12 + today.month - 1 + way * step, 12) for step in range(5))
    return [one for year, month in months if (one := made(year, month + 1, day))]
