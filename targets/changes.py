"""What is kept of what is said, in one form, so that whoever says the same again changes nothing."""

import re
from typing import Any

from models import Base
from targets.errors import LongTextError
from words import Words

# What a cell of a workbook holds, and somebody reads, with room to spare.
LONGEST = 10_000
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def change(row: Base, **columns: Any) -> bool:
    """Give a row these values; return whether any is other than it was."""
    other = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in other.items():
        setattr(row, name, value)
    return bool(other)


def plain(words: Words) -> dict[str, str]:
    """Return texts without blanks around them or signs that nobody sees, and without languages that say nothing.

    Raises:
        LongTextError: If one has more than 10,000 characters: a workbook would cut it.
    """
    kept = {language: _UNSEEN.sub("", text.replace("\r\n", "\n")).strip() for language, text in words.items()}
    if any(len(text) > LONGEST for text in kept.values()):
        raise LongTextError(LONGEST)
    return {language: text for language, text in kept.items() if text}


def rounded(number: float) -> float:
    """Return a number to the 15 figures that a worksheet's cell keeps."""
    return float(f"{number:.15g}")
