"""What a form of personal data is, and the pieces that several forms share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

# So many characters before and behind a find are shown to its ``near``.
REACH = 120


class Pattern(NamedTuple):
    """One form of personal data; group ``part`` is what is replaced if there is one, else the whole match.

    Attributes:
        kind: What the placeholder says.
        form: What it looks like.
        check: Whether what was found is one.
        near: Whether the text before it and the text behind it, ``REACH`` characters each, make it one.
    """

    kind: str
    form: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    near: Callable[[str, str], bool] | None = None


# What may stand between the name of a number and the number: "my claim number is: 44/1234".
NUMBER = r"(?:,?\s?(?:numbers?|num|no|nr|n[°º]|id|code|#|rhif)(?![^\W_]))"
IS = r"\.?(?:\W{0,3}(?:is|was|are|were|being|yw|ydy|oedd|es|est|to)\b)?\W{0,3}"
# Where a sentence ends: what announced a number before it does not speak of one behind it.
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])|\n\n")


def digits_in(found: str) -> int:
    """Return how many figures there are."""
    return sum(character.isdecimal() for character in found)


def has_digits(least: int) -> Callable[[str], bool]:
    """Return a check that there are at least so many figures."""
    return lambda found: digits_in(found) >= least


def has_both(found: str) -> bool:
    """Whether there are figures and letters."""
    return digits_in(found) > 0 and any(character.isalpha() for character in found)


def said_before(
    words: re.Pattern[str], *, unless: re.Pattern[str] | None = None, reach: int = REACH, sentence: bool = True
) -> Callable[[str, str], bool]:
    """Return whether some words stand before a find.

    Args:
        words: The words.
        unless: What must not stand between the last of them and the find.
        reach: How far before, in characters, up to ``REACH``.
        sentence: Whether they must be in the same sentence.
    """

    def near(before: str, _behind: str) -> bool:
        within = before[-reach:]
        if sentence:
            within = _SENTENCE.split(within)[-1]
        last = None
        for last in words.finditer(within):  # noqa: B007
            pass
        return last is not None and not (unless and unless.search(within, last.end()))

    return near
