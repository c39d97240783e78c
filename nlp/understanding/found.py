"""What a plain message holds: pieces that were read, and the message with those pieces masked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nlp.understanding import Value

MOST_FOUND = 24
MASK = "\x00"


@dataclass(frozen=True)
class Found:
    """A value read at a place of the plain message."""

    value: Value
    start: int
    end: int


@dataclass
class Text:
    """A plain message, its pieces masked once they were read, so that none is read twice."""

    plain: str
    masked: str = field(default="")

    def __post_init__(self) -> None:
        """Begin with nothing masked."""
        self.masked = self.masked or self.plain

    def take(self, form: re.Pattern[str], read: Callable[[re.Match[str]], Value | None]) -> list[Found]:
        """Return what a form reads of what is not masked, and mask it; what ``read`` returns None for is left.

        Of very many the first are returned: whoever says more is not answering.
        """
        found = []
        for match in form.finditer(self.masked):
            value = read(match)
            if value is None:
                continue
            found.append(Found(value, match.start(), match.end()))
        self.masked = _masked(self.masked, found)
        return found[:MOST_FOUND]

    def mask(self, start: int, end: int) -> None:
        """Let nothing more be read from a stretch."""
        self.masked = self.masked[:start] + MASK * (end - start) + self.masked[end:]


def _masked(text: str, found: list[Found]) -> str:
    """Return a text with stretches masked that are in order and apart."""
    pieces, done = [], 0
    for one in found:
        pieces += [text[done : one.start], MASK * (one.end - one.start)]
        done = one.end
    return "".join([*pieces, text[done:]])
