"""How long something took, in minutes: "about three hours", "1h30", "between 20 and 30 mins", "from 9 till half 11"."""

from __future__ import annotations

import re
from typing import Final

from nlp.understanding import Range, Value
from nlp.understanding.found import Found, Text

DAY: Final = 1440
# A month and a year are counted as thirty days and 365.
_UNITS: Final = {
    r"s(?:ec(?:ond)?s?)?|eiliad(?:au)?": 1 / 60,
    r"m(?:in(?:ute)?s?)?|[mf]unud(?:au)?": 1,
    r"h(?:(?:ou)?rs?)?|[oa]?awr|oriau": 60,
    r"days?|nights?|noson|[dn]?d?diwrnod(?:au)?|dyddiau|niwrnod": DAY,
    r"w(?:ee)?ks?|wythnos(?:au)?": 7 * DAY,
    r"fortnights?|pythefnos": 14 * DAY,
    r"m(?:on)?ths?|[mf]is(?:oedd)?": 30 * DAY,
    r"y(?:ea)?rs?|blynedd|blwyddyn|flynedd": 365 * DAY,
}
_UNIT = "|".join(_UNITS)
_NUMBER = r"\d+(?:\.\d+)?"
# Points in time and ages are no durations, nor is how often something comes.
_NOT_BEHIND = r"(?! ?(?:ago|old|of age|yn ôl|oed|a (?:week|month|year)|from now)\b)"
_NOT_BEFORE = r"(?<![\w.:/-])(?<!£)(?<!every )(?<!\bevery other )(?<!\bage )"
_SAID_IN_WORDS = (
    (r"\bwithin (?:the|an?|1) (hour|day|week|month)\b", r"1 \1"),
    (r"\b(\d+) and (?:a |1 )?quarter (hours?|awr)\b", r"\1.25 \2"),
    (r"\b(\d+) and (?:a )?3 quarters? (?:of an )?(hours?)\b", r"\1.75 \2"),
    (r"\b(?:3 quarters of an hour|tri chwarter awr|3 chwarter awr)", "45 min"),
    (r"\b(\d+) (?:awr|oriau) a hanner", r"\1.5 awr"),
    (r"\b(?:(?:a )?quarter of an hour|(?:a )?1/4 (?:of an )?hour|quarter hour|chwarter awr)", "15 min"),
    ((r"\b(?:(?:an |1 )?hour and (?:a |1 )?half|(?:an |1 )?hour and 30|1 and (?:a )?half hours?|1 hour half"
        r"|awr a hanner"
     r"|1 awr a hanner|hour n (?:a )?half|hr and (?:a )?half)"), "90 min"),
    (r"\b(?:an |1 )?hour and (\d{1,2})\b(?! ?(?:min|m\b|hour|quarter|half|/))", r"1 hour \1 min"),
    (r"\b(?:an |1 )?hour and (?:a )?quarter|\bawr a chwarter", "75 min"),
    (r"\b(?:an |1 )?hour and 3 quarters|\bawr a thri chwarter", "105 min"),
    (r"\b(?:half (?:an |a |of an )?hour|half hr|1/2 (?:an )?hour|0\.5 hours?|hanner awr|1 half hour)", "30 min"),
    (r"\bhalf a minute|\bhalf minute|\bhanner munud", "0.5 min"),
    (r"\b(\d+) (hours?|hrs?|awr|days?|weeks?|months?|years?) and (?:a |1 )?half", r"\1.5 \2"),
    (r"\b(an?|1) (day|week|month|year) and (?:a |1 )?half", r"1.5 \2"),
    (r"\b(?:(?:an?|1) )(hour|day|week|month|year|minute|fortnight) or (?:so|more)\b", r"1 \1"),
    (r"\b(?:(?:an?|1) )(hour|day|week|month|year|minute) or (?:2)\b", r"1 to 2 \1"),
    (r"\bawr neu (?:ddwy|2)\b", "1 to 2 awr"),
    ((r"\b(?<!per )(?<!£)(?:an?|the best part of an|whole|full|solid|good|1|single) (?:whole |full |solid |good "
        r"|bloody )?"
     r"(hour|hr|day|week|month|year|minute|fortnight|second)\b(?!s)(?! or| time)"), r"1 \1"),
    (r"(?<![\d.] )(?<![\d.])\b(hour|awr|wythnos|pythefnos)(?= (?:cyfan|gyfan|gron|crwn)\b)", r"1 \1"),
    (r"(?<![\d.] )(?<![\d.])\b(?<!hanner )(?<!chwarter )(awr|pythefnos|wythnos|mis|diwrnod)\b(?! yn ôl| diwethaf)",
     r"1 \1"),
    ((r"\b(\d+) (?:long|whole|full|solid|bloody|working|good|more|additional|further|calendar|straight|entire|effin"
        r"|fucking"
     r"|flipping) (?=hours?|days?|weeks?|minutes?|mins?|months?|years?)"), r"\1 "),
)  # fmt: skip
_IN_WORDS = tuple((re.compile(form), by) for form, by in _SAID_IN_WORDS)
_ONE = rf"(?P<{{0}}>{_NUMBER}) ?(?P<{{0}}_unit>{_UNIT})"
_RANGE = re.compile(
    rf"{_NOT_BEFORE}(?:between |rhwng |from |anywhere from )?(?P<low>{_NUMBER}) ?(?P<low_unit>{_UNIT})? ?"
    rf"(?:to|and|-|or(?: maybe| perhaps| even)?|maybe|i|a|ac|neu|until|up to) ?(?P<high>{_NUMBER})"
    rf" ?(?P<high_unit>{_UNIT})\b{_NOT_BEHIND}"
)
_BETWEEN = re.compile(r"\b(?:between|rhwng|from|anywhere from) $")
_TOGETHER = re.compile(
    rf"{_NOT_BEFORE}(?P<hours>{_NUMBER}) ?(?P<hours_unit>h(?:(?:ou)?rs?)?|awr|oriau|days?|w(?:ee)?ks?)"
    rf",? ?(?:and |a |n |& ?)?(?P<minutes>\d{{1,2}}) ?(?P<minutes_unit>m(?:in(?:ute)?s?)?|[mf]unud"
    rf"|h(?:(?:ou)?rs?)?|days?)"
    rf"?\b{_NOT_BEHIND}"
)
_SINGLE = re.compile(rf"{_NOT_BEFORE}(?P<n>{_NUMBER}) ?(?P<unit>{_UNIT})\b{_NOT_BEHIND}")
_CLOCK = (
    r"(?:(?:at |about |around |just after |just before |gone |nearly )*(?:(?P<{0}_past>half past|half|quarter past"
    r"|quarter to|\d{{1,2}} past|\d{{1,2}} to) )?(?P<{0}_hour>\d{{1,2}}|noon|midday|midnight|lunchtime)"
    r"(?:[:.](?P<{0}_minute>\d{{2}}))? ?(?:o ?clock ?)?(?P<{0}_half>am|pm|in the (?:morning|afternoon|evening))?)"
)
_FROM_TO = re.compile(
    r"\b(?:from|since|got (?:there|here|in)|arrived|turned up|came|was there|there|queued|waiting|called"
    r"|rang|joined|checked in|in|appointment|slot|booked)(?: (?:was|in|the|queue|there|for|my|appointment|at))*? "
    + _CLOCK.format("low")
    + r"(?:,| and|,? but)?[^.\d]{0,60}?\b(?:to|till|til|until|and|-|at|left|seen at|gone by|by|before)(?: it was"
    r"| about| gone)? " + _CLOCK.format("high") + rf"(?![\w:/])(?! ?(?:{_UNIT}|times|people|weeks?)\b)"
)
_OR = re.compile(r"(?: (?:late|long))?,? (?:or )?(?:maybe|perhaps|possibly|could be|or even|or)(?: even)? ")
_NONE = re.compile(
    r"\b(?:(?:came|arrived|turned up|was|were|bit|if anything) early|early if anything|(?:did ?nt|did not|never"
    r"|without) (?:really |even )?(?:have to "
    r"|need to )?wait(?:ing)?(?: at all)?(?! (?:long|much|too|more))"
    r"|no wait(?:ing)?(?: at all| time)?\b|(?:no|zero|0) (?:wait|queue|delay|time at all)|straight (?:in|away"
    r"|through|to)"
    r"|right away|immediately|instantly|seen at once|walked (?:right |straight )?in|no queue|there was no wait"
    r"|was nt any wait|wasnt any (?:wait|queue)|not at all|on time|no delay|ar unwaith|yn syth|dim aros"
    r"|(?:ches|doedd) (?:i )?ddim (?:yn )?aros|ddim aros|no time)\b"
)


def in_words(text: str) -> str:
    """Return a plain message with what is said of time in words as figures: "half an hour" as "30 min"."""
    for form, by in _IN_WORDS:
        text = form.sub(by, text)
    return text


def durations(text: Text) -> list[Found]:
    """Return the durations in a message, in order, and mask them."""
    found = text.take(_FROM_TO, _between_clocks)
    found += text.take(_RANGE, _range)
    found += text.take(_TOGETHER, _together)
    found += text.take(_SINGLE, lambda match: minutes(match["n"], match["unit"]))
    return _joined(text.plain, sorted(found, key=lambda one: one.start))


def _joined(plain: str, found: list[Found]) -> list[Found]:
    """Return the durations, "an hour late, maybe an hour and a half" as one range."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        between = plain[before.end : one.start] if before else ""
        if before and _OR.fullmatch(between) and _less(before.value, one.value):
            joined[-1] = Found(Range(min=before.value, max=one.value), before.start, one.end)  # type: ignore[typeddict-item]
        else:
            joined.append(one)
    return joined


def _less(one: Value, other: Value) -> bool:
    return isinstance(one, int | float) and isinstance(other, int | float) and one < other


def none_at_all(plain: str) -> Found | None:
    """Return a duration of nothing where the words say so: "straight in", "no wait at all"."""
    match = _NONE.search(plain)
    return Found(0, match.start(), match.end()) if match else None


def minutes(number: str, unit: str) -> int | float:
    """Return a number of units in minutes, whole where it is whole."""
    factor = next(value for form, value in _UNITS.items() if re.fullmatch(form, unit))
    return whole(float(number) * factor)


def whole(number: float) -> int | float:
    """Return a number as an integer if it is one."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _range(match: re.Match[str]) -> Value | None:
    before = match.string[: match.start()]
    joined = match.group()
    # "2 weeks and 3 days" is a sum, "between 2 and 3 days" a range.
    if match["low_unit"] and re.search(r"(?<=\w) (?:and|a|ac) ", joined) and not _is_between(joined, before):
        return None
    if not match["low_unit"] and re.search(r"\d (?:and|a|ac|i) ", joined) and not _is_between(joined, before):
        return None
    low = minutes(match["low"], match["low_unit"] or match["high_unit"])
    high = minutes(match["high"], match["high_unit"])
    return Range(min=low, max=high) if low < high else None


def _is_between(joined: str, before: str) -> bool:
    return joined.startswith(("between", "rhwng", "from", "anywhere")) or _BETWEEN.search(before) is not None


def _together(match: re.Match[str]) -> Value | None:
    unit = match["hours_unit"]
    lower = match["minutes_unit"]
    if lower is None and not unit.startswith("h"):
        return None
    large = minutes(match["hours"], unit)
    small = minutes(match["minutes"], lower or "min")
    return whole(large + small) if minutes("1", lower or "min") < minutes("1", unit) else None


def _between_clocks(match: re.Match[str]) -> Value | None:
    low, high = _clock(match, "low"), _clock(match, "high")
    if low is None or high is None:
        return None
    if match["low_half"] is None and match["high_half"] in ("am", "pm") and low < 720 <= high and high - low > 720:
        low += 720
    difference = (high - low) % 720 if match["low_half"] is None or match["high_half"] is None else (high - low) % DAY
    return difference or None


def _clock(match: re.Match[str], side: str) -> int | None:
    """Return a time of day in minutes since midnight; without "am" or "pm" it may be twelve hours out."""
    named = {"noon": 12, "midday": 12, "lunchtime": 12, "midnight": 0}
    hour = named[match[f"{side}_hour"]] if match[f"{side}_hour"] in named else int(match[f"{side}_hour"])
    minute = int(match[f"{side}_minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    at = hour * 60 + minute
    past = match[f"{side}_past"]
    if past in ("half past", "half"):
        at += 30
    elif past == "quarter past":
        at += 15
    elif past == "quarter to":
        at -= 15
    elif past:
        figure = int(past.split()[0])
        at += figure if past.endswith("past") else -figure
    half = match[f"{side}_half"] or ""
    if hour <= 12 and (half == "pm" or "afternoon" in half or "evening" in half):
        at = at % 720 + 720
    elif half:
        at %= 720
    return at
