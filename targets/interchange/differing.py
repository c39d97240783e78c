"""What is other of one thing: each field with what it said before and what it says now."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from targets.interchange.document import Document, Part

NONE = "none"
# So much of a text is said again.
SHOWN = 120


@dataclass(frozen=True)
class Change:
    """One field that is other, in the file's own words; of a text ``field`` is as in a worksheet, ``title:cy``."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        """The line: for the command line."""
        return f"{self.field}: {self.before} → {self.after}"


def differences(before: Document, after: Document) -> dict[tuple[str, str], tuple[Change, ...]]:
    """Return the changes of everything that is in both, by kind ("target") and key, in the order of the fields.

    The versions of a technical note are no part of it: they are never other, only more.
    """
    found = {}
    for kind in ("aspiration", "agreement", "measure", "target"):
        earlier: dict[str, Part] = {each.key: each for each in getattr(before, f"{kind}s")}
        for each in getattr(after, f"{kind}s"):
            if each.key in earlier:
                found[kind, each.key] = tuple(_changes(earlier[each.key], each))
    return found


def _changes(before: Part, after: Part) -> Iterator[Change]:
    earlier, later = before.model_dump(exclude={"notes"}), after.model_dump(exclude={"notes"})
    for name in later:
        then, now = earlier[name], later[name]
        if name != "parameters" and isinstance(now, dict):
            languages = dict.fromkeys([*then, *now])
            each = [(f"{name}:{language}", then.get(language), now.get(language)) for language in languages]
        else:
            each = [(name, then, now)]
        yield from (Change(field, _said(old), _said(new)) for field, old, new in each if old != new)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return _short("; ".join(_member(each) for each in value)) or NONE
    if isinstance(value, dict):
        return _short(json.dumps(value, ensure_ascii=False)) if value else NONE
    return _short(value or NONE)


def _member(row: Mapping[str, Any]) -> str:
    """Return a member of a list, such as ``2026-09-30 80`` of milestones."""
    return " ".join(_said(value) for value in row.values())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
