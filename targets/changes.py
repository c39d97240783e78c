"""Changing a row only where something is other, so that whoever says the same again changes nothing."""

from typing import Any

from models import Base


def change(row: Base, **columns: Any) -> bool:
    """Give a row these values; return whether any is other than it was."""
    other = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in other.items():
        setattr(row, name, value)
    return bool(other)
