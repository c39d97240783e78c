"""Personal data that has a form: e-mail addresses, numbers, postcodes, street lines (UK, Ireland, US).

Every repetition is bounded, so that a megabyte of anything is searched in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp import Span
from nlp.patterns import births, links, numbers, people, places, plates, references, spoken, streets, towns
from nlp.patterns.forms import REACH, Pattern

# Earlier ones win: what is announced by name before what only looks like something.
_WITHOUT_FIGURES = (*links.PATTERNS, *spoken.PATTERNS, *births.IN_WORDS, *streets.NAMED)
PATTERNS = (
    *links.PATTERNS,
    *spoken.PATTERNS,
    *births.PATTERNS,
    *people.ANNOUNCED,
    *numbers.CARDS,
    *references.NUMBERED,
    *people.BY_FORM,
    *places.POSTCODES,
    *plates.ANNOUNCED,
    *references.ANNOUNCED,
    *numbers.NEAR_CARD_WORDS,
    *numbers.PHONES,
    *people.NEAR_HEALTH_WORDS,
    *numbers.AMERICAN_PHONES,
    *numbers.ANNOUNCED_PHONES,
    *plates.BY_FORM,
    *references.BY_FORM,
    *streets.ADDRESSES,
    *streets.NAMED,
)


def find(text: str) -> list[Span]:
    """Return the personal data that has a form, in order, none overlapping; earlier patterns win.

    Args:
        text: A cleaned text of any length and language.
    """
    taken: list[Span] = []
    covered = bytearray(len(text))
    # Most comments hold no figure, and need not be searched for numbers.
    for pattern in PATTERNS if re.search(r"\d", text) else _WITHOUT_FIGURES:
        for span in _matches(pattern, text):
            if not any(covered[span.start : span.end]):
                span = _with_town(span, text, covered)
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
                taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def _matches(pattern: Pattern, text: str) -> Iterator[Span]:
    part: int | str = "part" if "part" in pattern.form.groupindex else 0
    match = pattern.form.search(text)
    while match:
        start, end = match.span(part)
        after = match.end()
        if _holds(pattern, text, match.group(part), start, end):
            yield Span(start, end, pattern.kind)
        elif part:
            # What was no number may announce one: "booking reference QW7RT2".
            after = start
        match = pattern.form.search(text, max(after, match.start() + 1))


def _with_town(span: Span, text: str, covered: bytearray) -> Span:
    """Return an address with the town that follows it, anything else as it is."""
    if span.kind != "address":
        return span
    more = towns.end_behind(text[span.end : span.end + REACH])
    return span if any(covered[span.end : span.end + more]) else Span(span.start, span.end + more, span.kind)


def _holds(pattern: Pattern, text: str, found: str, start: int, end: int) -> bool:
    if pattern.check and not pattern.check(found):
        return False
    return pattern.near is None or pattern.near(text[max(0, start - REACH) : start], text[end : end + REACH])
