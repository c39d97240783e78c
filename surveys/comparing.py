"""What differs between two definitions, and which results may be read across them. Nothing is stored here."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from surveys.definition import Calculated, Definition, Page, Quota
from surveys.questions import Question

# "same" and "reworded" may be read across, the second with care; "partly" only for the answers that both offer.
Across = Literal["same", "reworded", "partly", "no"]
Kind = Literal["words", "answers", "logic", "setting"]

_LOGIC = frozenset({"show_if", "required_if", "valid_if"})
_OWN_WAY = frozenset({"key", "type", "options", "points", "checks"})


@dataclass(frozen=True)
class Change:
    """One thing that differs. ``what`` is its place below the question, page or survey; None stands for nothing."""

    what: str
    kind: Kind
    before: str | None
    after: str | None
    language: str | None = None


@dataclass(frozen=True)
class ChangedQuestion:
    """A question that both definitions have, and that is not the same in them or not in the same order."""

    key: str
    before: Question
    after: Question
    moved: bool
    across: Across
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ChangedPart:
    """A page, a calculated value or a quota that was added (``before`` is None), removed or changed."""

    key: str
    before: bool
    after: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Comparison:
    """All that differs, and how many questions are the same."""

    survey: tuple[Change, ...]
    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[ChangedQuestion, ...]
    pages: tuple[ChangedPart, ...]
    calculated: tuple[ChangedPart, ...]
    quotas: tuple[ChangedPart, ...]
    unchanged: int

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        parts = (self.survey, self.added, self.removed, self.changed, self.pages, self.calculated, self.quotas)
        return not any(parts)

    @property
    def moved(self) -> int:
        """How many questions come in another order."""
        return sum(each.moved for each in self.changed)

    @property
    def rewritten(self) -> int:
        """How many questions changed in themselves."""
        return sum(bool(each.changes) for each in self.changed)


def compare(before: Definition, after: Definition) -> Comparison:
    """Return what differs from ``before`` to ``after``, in the order of ``after``."""
    old = {question.key: question for question in before.questions}
    new = {question.key: question for question in after.questions}
    common = [key for key in new if key in old]
    moved = _moved([key for key in old if key in new], common)
    pairs = [_question(old[key], new[key], moved=key in moved) for key in common]
    changed = tuple(each for each in pairs if each.moved or each.changes)
    return Comparison(
        survey=tuple(_survey(before, after)),
        added=tuple(question for key, question in new.items() if key not in old),
        removed=tuple(question for key, question in old.items() if key not in new),
        changed=changed,
        pages=_parts(_pages(before), _pages(after)),
        calculated=_parts(_keyed(before.calculated), _keyed(after.calculated)),
        quotas=_parts(_keyed(before.quotas), _keyed(after.quotas)),
        unchanged=len(pairs) - len(changed),
    )


def _question(before: Question, after: Question, *, moved: bool) -> ChangedQuestion:
    changes = tuple(_of_question(before, after))
    return ChangedQuestion(before.key, before, after, moved, _across(before, after, changes), changes)


def _across(before: Question, after: Question, changes: Sequence[Change]) -> Across:
    if type_of(before) != type_of(after) or scale_of(before) != scale_of(after):
        return "no"
    if values_of(before) != values_of(after) and set(values_of(before)) != set(values_of(after)):
        return "partly"
    return "reworded" if any(change.kind == "words" for change in changes) else "same"


def scale_of(question: Question) -> dict[str, str | None]:
    """Return what must be the same for two answers to mean the same."""
    highest = getattr(question, "highest", None)
    lowest = getattr(question, "lowest", 0)
    return {
        "points": str(highest() - lowest + 1) if highest else None,
        "currency": getattr(question, "currency", None),
        "wording": question.wording,
    }


def values_of(question: Question) -> list[str]:
    """Return the values of a choice; none of a scale, whose points are its values, and of a place."""
    return [value for value, _ in question.offered()] if hasattr(question, "options") else []


def type_of(question: Question) -> str:
    """Return the name of a question's type."""
    return str(question.type)  # type: ignore[attr-defined]


def _of_question(before: Question, after: Question) -> Iterator[Change]:
    if type_of(before) != type_of(after):
        yield Change("type", "answers", type_of(before), type_of(after))
    old, new = (each.model_dump(mode="json", by_alias=True) for each in (before, after))
    for name in dict.fromkeys((*old, *new)):
        if name not in _OWN_WAY:
            yield from _values_of(name, old.get(name), new.get(name))
    yield from _options(old.get("options") or [], new.get("options") or [])
    yield from _points(_labels(before), _labels(after))
    yield from _numbered("checks", old["checks"], new["checks"])


def _labels(question: Question) -> list[Any]:
    labels = getattr(question, "labels", None)
    return list(labels()) if labels is not None and hasattr(question, "points") else []


def _options(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    old = {option["value"]: option for option in before}
    new = {option["value"]: option for option in after}
    for value in dict.fromkeys((*old, *new)):
        if (value in old) != (value in new):
            was, now = (" / ".join(each[value]["label"].values()) if value in each else None for each in (old, new))
            yield Change(f"options.{value}", "answers", was, now)
    common = [value for value in new if value in old]
    former = [value for value in old if value in new]
    if common != former:
        yield Change("options", "setting", ", ".join(former), ", ".join(common))
    for value in common:
        for name in ("label", "show_if", "exclusive"):
            yield from _values_of(f"options.{value}.{name}", old[value].get(name), new[value].get(name))


def _points(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    if len(before) != len(after):
        yield Change("points", "answers", str(len(before)), str(len(after)))
    for at in range(max(len(before), len(after))):
        was, now = (labels[at] if at < len(labels) else {} for labels in (before, after))
        yield from _values_of(f"points.{at}", dict(was), dict(now))


def _numbered(name: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    for at in range(max(len(before), len(after))):
        old, new = (entries[at] if at < len(entries) else {} for entries in (before, after))
        for part in dict.fromkeys((*old, *new)):
            yield from _values_of(f"{name}.{at}.{part}", old.get(part), new.get(part))


def _values_of(what: str, before: Any, after: Any) -> Iterator[Change]:
    """Yield the change of one value, of texts one for each language."""
    if before == after:
        return
    part = what.rpartition(".")[2]
    if part in _LOGIC or part in {"if", "value"}:
        yield Change(what, "logic", _json(before), _json(after))
    elif _is_words(before) and _is_words(after):
        old, new = before or {}, after or {}
        for code in dict.fromkeys((*old, *new)):
            if old.get(code, "") != new.get(code, ""):
                yield Change(what, "words", old.get(code) or None, new.get(code) or None, code)
    else:
        yield Change(what, "setting", _plain(before), _plain(after))


def _is_words(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and all(isinstance(text, str) for text in value.values()))


def _plain(value: Any) -> str | None:
    if value is None or value == [] or value == {}:
        return None
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, indent=2)


def _survey(before: Definition, after: Definition) -> Iterator[Change]:
    yield from _values_of("title", before.title, after.title)
    old, new = (", ".join(each.in_languages) for each in (before, after))
    yield from _values_of("languages", old, new)
    yield from _values_of("shuffle", before.shuffle, after.shuffle)


def _pages(definition: Definition) -> dict[str, dict[str, Any]]:
    return {page.key: _page(page) for page in definition.pages}


def _page(page: Page) -> dict[str, Any]:
    """Return what a page says beside its questions; nothing where it only stands for one."""
    raw = page.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    keys = [question.key for question in page.questions]
    rest = {name: value for name, value in raw.items() if name not in {"key", "questions"}}
    return rest if keys == [page.key] else {"questions": ", ".join(keys), **rest}


def _keyed(parts: Sequence[Calculated] | Sequence[Quota]) -> dict[str, dict[str, Any]]:
    raw = [part.model_dump(mode="json", by_alias=True) for part in parts]
    return {each.pop("key"): each for each in raw}


def _parts(before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]) -> tuple[ChangedPart, ...]:
    found = []
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key, {}), after.get(key, {})
        names = dict.fromkeys((*old, *new))
        changes = tuple(change for name in names for change in _values_of(name, old.get(name), new.get(name)))
        if changes:
            found.append(ChangedPart(key, key in before, key in after, changes))
    return tuple(found)


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Return the fewest keys that, taken out, leave both in one order (the others are a longest rising row)."""
    places = {key: at for at, key in enumerate(before)}
    best: list[tuple[int, int | None]] = []  # for each key of ``after``: how long a row ends in it, and after which
    for at, key in enumerate(after):
        rows = [(best[one][0], one) for one in range(at) if places[after[one]] < places[key]]
        length, previous = max(rows, default=(0, None), key=lambda row: row[0])
        best.append((length + 1, previous))
    staying: set[str] = set()
    at_end: int | None = max(range(len(best)), key=lambda one: best[one][0], default=None)
    while at_end is not None:
        staying.add(after[at_end])
        at_end = best[at_end][1]
    return frozenset(after) - staying
