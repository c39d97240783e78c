"""Cut a long text into pieces that the parser can hold in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

LIMIT = 5_000
# The parser needs about 5 KB of memory for each character of prose that it reads at once, 30 for each word or sign.
GROUP_CHARACTERS = 20_000
GROUP_MEMBERS = 64
# A parser spends seconds on a page of exclamation marks and learns nothing from it.
_RUN = re.compile(r"\S{61,}|([^\w\s])\1{2,}")
_WORDS = re.compile(r"\w+|[^\w\s]")
_CHARACTERS_OF_A_WORD = 6
_ENDS = (re.compile(r"[.!?…]['\")\]]*\s+|\n+"), re.compile(r"[;:,]\s+"), re.compile(r"\s+"))


def cut(text: str, limit: int = LIMIT) -> list[tuple[int, int]]:
    """Return the pieces' starts and ends: at most ``limit`` characters each, nothing left out or doubled.

    Args:
        text: Any text.
        limit: Most characters of a piece, 1 or more.

    A piece ends behind a sentence if one ends in its second half, else behind a comma, a word, or at the limit.
    """
    pieces = []
    start = 0
    while len(text) - start > limit:
        end = _last_end(text, start + limit // 2, start + limit)
        pieces.append((start, end))
        start = end
    if start < len(text):
        pieces.append((start, len(text)))
    return pieces


def _last_end(text: str, low: int, high: int) -> int:
    for ending in _ENDS:
        found = [match.end() for match in ending.finditer(text, low, high)]
        if found:
            return found[-1]
    return high


def burden(text: str) -> int:
    """Return how many characters of prose cost the parser as much as this text: code has a sign for every other one."""
    return max(len(text), _CHARACTERS_OF_A_WORD * len(_WORDS.findall(text)))


def muffled(text: str) -> str:
    """Return the text with overlong words and repeated signs made plain, so that every offset keeps."""
    return _RUN.sub(_plain_run, text)


def _plain_run(run: re.Match[str]) -> str:
    return run[1] + " " * (len(run[0]) - 1) if run[1] else "x" * len(run[0])


def grouped(members: Iterable[T], *, size: Callable[[T], int], most: int = GROUP_CHARACTERS) -> Iterator[list[T]]:
    """Yield the members in order, in groups of at most 64 and of ``most`` characters (or one member, if longer)."""
    group: list[T] = []
    characters = 0
    for member in members:
        if group and characters + size(member) > most:
            yield group
            group, characters = [], 0
        group.append(member)
        characters += size(member)
        if len(group) >= GROUP_MEMBERS:
            yield group
            group, characters = [], 0
    if group:
        yield group
