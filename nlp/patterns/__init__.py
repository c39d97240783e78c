"""Personal data that has a form: e-mail addresses, numbers, postcodes, street lines (UK, Ireland, US).

Every repetition is bounded, so that a megabyte of anything is searched in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp import Span
from nlp.patterns import links, numbers, people, places, references
from nlp.patterns.forms import Pattern

# Earlier ones win: what is announced by name before what only looks like something.
_WITHOUT_FIGURES = (*links.PATTERNS, *places.NAMED)
PATTERNS = (
    *links.PATTERNS,
    *people.ANNOUNCED,
    *numbers.PATTERNS,
    *people.BY_FORM,
    *places.POSTCODES,
    *references.ANNOUNCED,
    *numbers.PHONES,
    *references.BY_FORM,
    *places.ADDRESSES,
    *places.NAMED,
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
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
                taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def _matches(pattern: Pattern, text: str) -> Iterator[Span]:
    part: int | str = "part" if "part" in pattern.form.groupindex else 0
    for match in pattern.form.finditer(text):
        if pattern.check is None or pattern.check(match.group(part)):
            yield Span(match.start(part), match.end(part), pattern.kind)
