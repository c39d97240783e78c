"""How many: figures, "once" and "twice", "just me", sums of what is listed, money; and bands that a figure falls in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from nlp.understanding import Range, Value
from nlp.understanding.durations import minutes, whole
from nlp.understanding.found import Found, Text
from nlp.understanding.wording import plain

_NUMBER = r"\d+(?:\.\d+)?"
_TIMES: Final = (
    (r"\b(?:thrice|3 times|teirgwaith)\b", "3 times"),
    (r"\b(?:twice|dwywaith|ddwywaith)\b", "2 times"),
    ((r"(?<!at )\b(?:once|unwaith|just the (?:one|1)|only the (?:one|1)|a single time)\b(?! i | we | you | they "
        r"| it | the )"), "1 times"),
)  # fmt: skip
_IN_WORDS = tuple((re.compile(form), by) for form, by in _TIMES)
_MONEY = re.compile(
    rf"(?:£|€|\$) ?(?P<n>{_NUMBER})(?P<k>k)?(?!\w)|(?<![\w.])(?P<pounds>{_NUMBER}) ?(?:quid|pounds?|euros?|punt"
    rf"|bunt|gbp)\b(?: (?:and )?(?P<pence>\d{{1,2}})(?: ?p(?:ence)?)?)?|(?<![\w.])(?P<p>\d{{1,3}}) ?(?:p|pence)\b"
)
_RANGE = re.compile(
    rf"(?<![\w.:/£-])(?:between |rhwng )?(?P<low>{_NUMBER}) ?(?:to|-|or(?: maybe| even)?|neu|and|i|a"
    rf"|maybe) ?(?P<high>{_NUMBER})(?![\w.:/%-]\d|\w)"
)
_SINGLE = re.compile(
    rf"(?<![\w.:/£-])(?P<n>{_NUMBER})(?:(?= ?(?:cm|mm|km|kg|ft|inch(?:es)?|miles?|metres?)\b)"
    r"|(?![:/]\d|\w|[.,]\d|-\d)(?! ?(?:am|pm|oclock)\b))"
)
_NONE = re.compile(
    r"\b(?:none|zero|nobody|no one|no (?:children|kids|times?|calls?|people|dependants|pets|cars?)|not (?:any"
    r"|a single one|once|1)|never"
    r"|nothing|nil|0|dim|neb|sero|free|didnt (?:call|phone|ring|have to))\b"
)
_MOST_WORDS_AROUND_NONE = 7
_ALONE = re.compile(
    r"\b(?:just|only|its|there is|theres) (?:me|myself|moi|fi)\b(?: and (?P<more>.*))?"
    r"|^me(?: and (?P<too>.*))?[.!]?$|\b(?:i )?live (?:alone|on my own|by myself)\b|\bon my own\b|\bme myself and i\b"
)
_PERSON = (
    r"(?:husband|wife|partner|son|daughter|mum|mother|dad|father|brother|sister|nan|gran|child|kid|baby|boy|girl|cat"
    r"|dog|friend|lodger|toddler|grandad|grandson|granddaughter|boyfriend|girlfriend|hubby|missus|teenager|lad"
    r"|lass|other half|man|woman)"
)
_AGED = re.compile(r"\b(?:im|i am|aged?|just turned|turned) (?P<n>\d{1,3})\b")
_OF_US = re.compile(
    r"(?<![\w.])(\d+) of us\b|\b(?:were|we are|there are|theres) (?:a )?(?:family of )?(\d+)(?! (?:of them"
    r"|desk))\b|\bfamily of (\d+)\b|\bthere (?:were|was|are) (?:about |around |maybe |roughly "
    r"|only )?(\d+)(?: of us| people| there| in (?:the|our) party)*(?=[.,!]|$)"
)
_TOO = re.compile(
    r"(?:plus|and|with|&) (?:the |our |my |her |his )?(\d+) (?:(?:grand)?(?:kids|children|sons|daughters|boys"
    r"|girls)|others?|more|adults|friends)\b"
)
_LISTED = re.compile(
    rf"(?:\b(?P<n>\d+)|\b(?:a|an|my|the|our|1|her|his)) (?:(?:little|older|younger|eldest|old|elderly|teenage|own"
    rf"|two) )*(?P<who>{_PERSON})(?:s|ren|ies)?\b"
)
_CHILD = re.compile(r"\b(?:child(?:ren)?|kids?|bab(?:y|ies)|boys?|girls?|sons?|daughters?|dependants?)\b")
_BAND = re.compile(
    rf"(?:(?P<under>under|less than|up to|below|fewer than|younger than|llai na|dan|hyd at)|(?P<over>over"
    rf"|more than|above|older than|dros|mwy na|at least)) (?P<bound>{_NUMBER})"
    rf"|(?P<low>{_NUMBER}) ?(?:\w+ )?(?:to|-|and|i|–) ?(?P<high>{_NUMBER})|(?P<least>{_NUMBER}) ?(?:\w+ )?(?:\+"
    rf"|or (?:over|more|older|above)|and (?:over|above|more|older)|neu (?:fwy|hŷn|drosodd)|a throsodd)"
    rf"|^(?P<exactly>{_NUMBER})(?: \w+)?$"
)


def in_words(text: str) -> str:
    """Return a plain message with "once", "twice" and the like as so many times."""
    for form, by in _IN_WORDS:
        text = form.sub(by, text)
    return text


def counts(text: Text) -> list[Found]:
    """Return the figures in a message that are nothing else, in order, and mask them."""
    found = text.take(_MONEY, _money)
    found += text.take(_RANGE, _range)
    found += text.take(_SINGLE, lambda match: whole(float(match["n"])))
    return sorted(found, key=lambda one: one.start)


def of_asked(text: Text, question: str) -> list[Found]:
    """Return what a reply to "how many" counts: figures, sums of who is listed, none at all."""
    summed = _sum(text.plain, question) if asks_people(question) else None
    if summed is not None:
        return [Found(summed, 0, len(text.plain))]
    if asks_age(question) and (aged := age(text.plain)):
        return [aged]
    found = counts(text)
    if (
        not found
        and (match := _NONE.search(text.plain))
        and (match.start() == 0 or len(text.plain.split()) <= _MOST_WORDS_AROUND_NONE)
    ):
        found = [Found(0, match.start(), match.end())]
    return found


def asks_age(question: str) -> bool:
    """Whether a question asks how old somebody is."""
    return re.search(r"\b(?:how old|your age|oed)\b", question.lower()) is not None


def age(said: str) -> Found | None:
    """Return how old a message says that its writer is."""
    match = _AGED.search(said)
    return Found(int(match["n"]), *match.span()) if match else None


def asks_money(question: str) -> bool:
    """Whether a question asks for an amount of money."""
    return (
        re.search(
            r"\b(?:how much|cost|price|fare|pounds?|paid|pay|£|spend|spent|punt|faint gostiodd)\b", question.lower()
        )
        is not None
    )


def money(said: str) -> Found | None:
    """Return the first amount of money in a plain message."""
    match = _MONEY.search(said)
    return Found(_money(match), match.start(), match.end()) if match else None


def people(said: str) -> Found | None:
    """Return how many people a message says there are together: "two of us", "a family of five"."""
    together = _OF_US.search(said)
    if not together:
        return None
    too = _TOO.match(said[together.end() :].lstrip(" ,"))
    number = int(next(figure for figure in together.groups() if figure)) + (int(too.group(1)) if too else 0)
    return Found(number, *together.span())


def asks_people(question: str) -> bool:
    """Whether a question asks how many people there are or were."""
    return (
        re.search(
            r"\bhow many (?:of you|were|are)\b|\b(?:people|persons|passengers|guests|children|kids)\b"
            r"|\b(?:party|household|family)\b"
            r"|\bfaint o (?:bobl|blant)\b",
            question.lower(),
        )
        is not None
    )


def _sum(said: str, question: str) -> int | None:
    """Return how many people are listed: "just me and my two sons", "two girls and a boy"."""
    if together := people(said):
        return int(str(together.value))
    asks_children = _CHILD.search(question.lower()) is not None
    alone = _ALONE.search(said)
    listed = [(int(match["n"] or 1), match["who"]) for match in _LISTED.finditer(said)]
    total = sum(number for number, _ in listed)
    if alone or re.match(r"^(?:its |there is |theres )?(?:me|myself|i)\b", said):
        if asks_children:
            return None
        rest = (alone["more"] or alone["too"] or "") if alone else said
        bare = re.match(r"(?:the |my )?(?P<n>\d+)\b", rest)
        if not listed and bare:
            total = int(bare["n"])
        return 1 + total if (alone or listed) else None
    if len(listed) >= 2 and re.search(r"\b(?:and|a|ac|plus|,)\b", said):
        return total
    return None


def _money(match: re.Match[str]) -> Value:
    if match["p"]:
        return whole(int(match["p"]) / 100)
    if match["pounds"]:
        return whole(float(match["pounds"]) + int(match["pence"] or 0) / 100)
    return whole(float(match["n"]) * (1000 if match["k"] else 1))


def _range(match: re.Match[str]) -> Value | None:
    joined = match.group()
    if re.search(r"\d (?:and|a|i) \d", joined) and not joined.startswith(("between", "rhwng")):
        return None
    low, high = whole(float(match["low"])), whole(float(match["high"]))
    return Range(min=low, max=high) if low < high else None


def band_of(value: Value, options: Sequence[str], *, are_minutes: bool = False) -> str | None:
    """Return the option whose band holds a figure ("35 to 54", "Under 18"), or None where fewer than two are bands."""
    if isinstance(value, dict):
        value = value["max"]
    if not isinstance(value, int | float):
        return None
    bands = [(option, _band(plain(option), are_minutes)) for option in options]
    known = [(option, band) for option, band in bands if band]
    if len(known) < 2:
        return None
    return next((option for option, (low, high) in known if low <= value <= high), None)


def _band(option: str, are_minutes: bool) -> tuple[float, float] | None:
    match = _BAND.search(option)
    if not match:
        return None
    unit = re.search(r"(?<![a-z])(hours?|minutes?|mins?|hrs?|days?|weeks?|months?|years?)\b", option)
    if are_minutes != (unit is not None):
        return None
    factor = float(minutes("1", unit.group(1))) if unit else 1.0
    if match["bound"]:
        bound = float(match["bound"]) * factor
        if match["over"]:
            return bound + 1e-9, float("inf")
        inclusive = match["under"] in ("up to", "hyd at")
        return float("-inf"), bound if inclusive else bound - 1e-9
    if match["least"]:
        return float(match["least"]) * factor, float("inf")
    if match["exactly"]:
        return float(match["exactly"]) * factor, float(match["exactly"]) * factor
    low = float(match["low"])
    first = re.search(rf"{match['low']} ?(hours?|minutes?|mins?|hrs?|days?|weeks?)", option)
    return low * (float(minutes("1", first.group(1))) if first else factor), float(match["high"]) * factor
