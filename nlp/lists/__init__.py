"""Lists of words and expressions, kept as text so that anyone can read and mend them."""

from __future__ import annotations

from pathlib import Path


def words(name: str) -> frozenset[str]:
    """Return the words of ``<name>.txt``, in small letters, parted by blanks."""
    return frozenset(_text(name).split())


def lines(name: str) -> tuple[str, ...]:
    """Return the lines of ``<name>.txt`` in order, without comments (``#``) and empty ones."""
    return tuple(line for line in _text(name).splitlines() if line and not line.startswith("#"))


def _text(name: str) -> str:
    return (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
