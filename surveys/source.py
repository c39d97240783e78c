"""The text of a definition's file, read as the JSON that it must be: strictly, and within bounds."""

import json
import math
from typing import Any

from surveys.errors import DefinitionError

# Far more than 200 questions in six languages need; less than would hurt to read.
LARGEST_BYTES = 1_000_000
DEEPEST = 40
# Nothing in a definition has more: a question has some thirty fields, a text thirty languages.
MOST_NAMES = 200
MOST_TWICE = 20


def json_of(text: str | bytes) -> Any:
    """Return the JSON value of a file's text.

    Raises:
        DefinitionError: If it is too large, not UTF-8, no JSON, nested too deep, or says something twice.
    """
    if len(text) > LARGEST_BYTES:
        raise DefinitionError([f"the file is larger than {LARGEST_BYTES // 1000:,} kB"])
    reader = _Reader()
    try:
        raw = json.loads(
            text.decode("utf-8-sig") if isinstance(text, bytes) else text,
            object_pairs_hook=reader.object,
            parse_constant=reader.constant,
            parse_float=reader.float,
        )
    except UnicodeDecodeError as error:
        raise DefinitionError(["the file is not written in UTF-8"]) from error
    except json.JSONDecodeError as error:
        raise DefinitionError([f"line {error.lineno}, column {error.colno}: this is no JSON ({error.msg})"]) from error
    except RecursionError as error:
        raise DefinitionError([f"the file is nested more than {DEEPEST} deep"]) from error
    except ValueError as error:
        raise DefinitionError(["the file holds a number too long to read"]) from error
    if reader.faults:
        raise DefinitionError(reader.faults[:MOST_TWICE])
    if deeper_than(raw, DEEPEST):
        raise DefinitionError([f"the file is nested more than {DEEPEST} deep"])
    return raw


class _Reader:
    """Notes what Python's reader of JSON would let pass: names written twice, and numbers that are none."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            twice = dict.fromkeys(name for name in names if names.count(name) > 1) if len(names) < 1_000 else {"…": 0}
            of = f" of {_short(made['key'])}" if isinstance(made.get("key"), str) else ""
            self.faults += [f"{_short(name)} is written twice in one object{of}; say it once" for name in twice]
        return made

    def constant(self, name: str) -> float:
        self.faults.append(f"{name} is no number; JSON has none such")
        return 0.0

    def float(self, text: str) -> float:
        number = float(text)
        if not math.isfinite(number):
            self.faults.append(f"the number {_short(text)} is too large to read")
            return 0.0
        return number


def _short(name: str) -> str:
    return repr(name if len(name) <= 40 else name[:40] + "…")


def wider_than(raw: Any, most: int) -> bool:
    """Whether an object in a JSON value, no deeper than ``DEEPEST``, has more than ``most`` names."""
    level: list[Any] = [raw]
    for _ in range(DEEPEST):
        level = [value for value in level if isinstance(value, dict | list)]
        if any(isinstance(value, dict) and len(value) > most for value in level):
            return True
        level = [child for value in level for child in (value.values() if isinstance(value, dict) else value)]
    return False


def deeper_than(raw: Any, most: int) -> bool:
    """Whether a JSON value is nested more than ``most`` deep."""
    level: list[Any] = [raw]
    for _ in range(most):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True
