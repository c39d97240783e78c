"""What a form of personal data is, and the pieces that several forms share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple


class Pattern(NamedTuple):
    """One form of personal data; group ``part`` is what is replaced if there is one, else the whole match."""

    kind: str
    form: re.Pattern[str]
    check: Callable[[str], bool] | None = None


# What may stand between the name of a number and the number: "my claim number is: 44/1234".
NUMBER = r"(?:\s?(?:numbers?|num|no|nr|n[°º]|id|code|#)(?![^\W_]))"
IS = r"\.?(?:\W{0,3}(?:is|was|are|were|being|yw|es|est|to)\b)?\W{0,3}"


def digits_in(found: str) -> int:
    """Return how many figures there are."""
    return sum(character.isdecimal() for character in found)


def has_digits(least: int) -> Callable[[str], bool]:
    """Return a check that there are at least so many figures."""
    return lambda found: digits_in(found) >= least


def has_both(found: str) -> bool:
    """Whether there are figures and letters."""
    return digits_in(found) > 0 and any(character.isalpha() for character in found)
