"""What is kept of what is said, in one form, so that whoever says the same again changes nothing."""

from typing import Any

from models import Base
from words import Words


def change(row: Base, **columns: Any) -> bool:
    """Give a row these values; return whether any is other than it was."""
    other = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in other.items():
        setattr(row, name, value)
    return bool(other)


def plain(words: Words) -> dict[str, str]:
    """Return texts without blanks around them, and without languages that say nothing."""
    stripped = {language: text.replace("\r\n", "\n").strip() for language, text in words.items()}
    return {language: text for language, text in stripped.items() if text}


def rounded(number: float) -> float:
    """Return a number to the 15 figures that a worksheet's cell keeps."""
    return float(f"{number:.15g}")
