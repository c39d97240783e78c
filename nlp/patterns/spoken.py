"""Numbers written as they are said: "oh seven seven double oh nine", "four nine two nine, double oh one one"."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from nlp.patterns.forms import Pattern, said_before

_UNITS = (
    "oh|o|zero|nought|naught|nil|one|two|three|four|five|six|seven|eight|nine"
    "|dim|sero|un|dau|dwy|tri|tair|pedwar|pedair|pump|chwech|chwe|saith|wyth|naw"
)
_TENS = "(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_TEENS = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_TIMES = {"double": 2, "dwbl": 2, "triple": 3, "treble": 3}
_ITEM = rf"(?:(?:double|triple|treble|dwbl)[ -](?:{_UNITS}|\d)|{_UNITS}|{_TENS}|{_TEENS}|hundred|\d{{1,5}})(?!\w)"
_BETWEEN = r"[\s,./-]{1,3}(?:(?:and|then|dash|space|hyphen|slash|er|erm|um|a)[\s,]{1,2})?"
_RUN = rf"(?<![\w-]){_ITEM}(?:{_BETWEEN}{_ITEM}){{3,30}}"
# "Q Q for queen queen", "B for Bravo".
_LETTER = r"[A-Z](?:,? (?:for|as in) [a-z]{2,9})?"
_LETTERS = rf"(?<![\w'’-]){_LETTER}[\s,.-]{{0,2}}{_LETTER}(?:[\s-][a-z]{{2,9}})?[\s,.-]{{1,3}}"

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)?")
_UNIT = re.compile(rf"(?:{_UNITS})", re.I)
_COUNTING = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def figures_in(found: str) -> int:
    """Return how many figures are said, "double" counted twice; letters and words between do not count."""
    count, times = 0, 1
    for word in re.findall(r"[^\W_]+", found.lower()):
        if word in _TIMES:
            times = _TIMES[word]
            continue
        if word.isdecimal():
            count += times * len(word)
        elif re.fullmatch(rf"{_TEENS}|hundred", word):
            count += 2
        elif re.fullmatch(rf"{_UNITS}|{_TENS}", word):
            count += times
        times = 1
    return count


def _says(least: int, most: int = 40) -> Callable[[str], bool]:
    def check(found: str) -> bool:
        words = re.findall(r"[^\W\d_]+", found.lower())
        spoken = [
            word
            for word in words
            if re.fullmatch(rf"{_UNITS}|{_TENS}|{_TEENS}|hundred|double|triple|treble|dwbl", word)
        ]
        return len(spoken) >= 3 and least <= figures_in(found) <= most and not _is_counting(words)

    return check


def _is_counting(words: list[str]) -> bool:
    """Whether somebody merely counts up or down: "one, two, three, four"."""
    order = [_COUNTING.index(word) for word in words if word in _COUNTING]
    steps = {later - earlier for earlier, later in pairwise(order)}
    return len(order) == len(words) and steps in ({1}, {-1})


def _begins_with_nought(found: str) -> bool:
    return bool(re.match(r"(?:oh|o|zero|nought|naught|dim|sero|0|double[ -](?:oh|o|zero)\b)", found, re.I)) and _says(
        10, 14
    )(found)


def _after(words: str) -> Callable[[str, str], bool]:
    return said_before(re.compile(rf"\b(?:{words})", re.I), reach=70)


_run = re.compile(_RUN, re.I)
PATTERNS = (
    Pattern(
        "nino",
        re.compile(
            rf"{_LETTERS}{_ITEM}(?:{_BETWEEN}{_ITEM}){{2,8}}(?:[\s,.-]{{1,3}}(?-i:[A-D])(?!\w)(?: for [a-z]{{2,9}})?)?",
            re.I,
        ),
        _says(6, 6),
        _after(r"n\.?i\b|national insurance|nino\b|insurance n|yswiriant"),
    ),
    Pattern(
        "nino", _run, _says(6, 8), _after(r"n\.?i\.? (?:number|no)|national insurance|nino\b|pps\b|social security")
    ),
    Pattern(
        "nhs",
        _run,
        _says(5, 12),
        _after(
            r"n\.?h\.?s\.? (?:number|no|num)|chi (?:number|no)|h ?(?:&|and) ?c n|health (?:number|no)"
            r"|hospital n|patient n|rhif (?:y )?gig"
        ),
    ),
    Pattern("card", _run, _says(8, 24), _after(r"(?:card|visa|mastercard|amex|debit|credit|long number|cerdyn)\b")),
    Pattern("card", _run, _says(4, 4), _after(r"(?:last four|final four|ending|ends in|cvv|security code)\b")),
    Pattern("phone", _run, _begins_with_nought),
    Pattern(
        "ref",
        re.compile(rf"(?:(?<![\w'’-])(?-i:[A-Z]{{1,3}})[\s,.-]{{1,2}}){{0,4}}{_RUN}", re.I),
        _says(4, 24),
        _after(
            r"(?:ref|reference|cyfeirnod)\b|(?:ref(?:erence)?|claim|case|account|booking|application"
            r"|passport|policy|customer|membership|permit|licen[cs]e|ticket|receipt"
            r"|prisoner|crime|incident|order|tracking|sort code|cyfeirnod)(?: \w+)? ?(?:number|no|num"
            r"|code|id|is|was|yw|ref(?:erence)?|:)"
        ),
    ),
    Pattern(
        "phone",
        _run,
        _says(6, 15),
        _after(
            r"(?:tele)?phone|mobile|landline|tel\b|my number|his number|her number|our number|the number"
            r"|(?:ring|call|text|reach|contact|phone) (?:me|us|him|her|back|on)|whatsapp|ffôn|ffoniwch"
            r"|fy rhif"
        ),
    ),
    Pattern("phone", _run, _says(9, 15)),
    Pattern("card", _run, _says(16, 24)),
)
