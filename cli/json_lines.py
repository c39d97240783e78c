"""Files of a JSON object on each line: read with one plain sentence for what is wrong, and written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cli.language import OneSentenceError


def rows(lines: Iterable[bytes], name: str, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each line's place in words and its object; empty lines are passed over.

    Args:
        lines: The file's lines.
        name: The file's name, for the place.
        text: The field that must be a string.

    Raises:
        OneSentenceError: A line is something else.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            place = f"line {number} of {name}"
            yield place, _row(line, place, text)


def _row(line: bytes, place: str, text: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise OneSentenceError(f"The {place} is not in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise OneSentenceError(f"The {place} is not JSON: {error}.") from error
    if not isinstance(row, dict):
        raise OneSentenceError(f"The {place} is not a JSON object.")
    if not isinstance(row.get(text), str):
        raise OneSentenceError(f'The {place} has no "{text}" that is a string.')
    return row


def line_of(row: dict[str, Any]) -> bytes:
    """Return an object as a line."""
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # Half a character, as a broken form may send it, can only be written as an escape.
        return json.dumps(row).encode() + b"\n"
