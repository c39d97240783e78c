"""What is wrong with a definition, in sentences for whoever writes surveys, each with its place in the file."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError

from surveys.expressions import Expression, ExpressionError
from surveys.questions import TYPES
from surveys.questions.base import KEY, LANGUAGE_CODE, OPTION_VALUE

MOST_FAULTS = 100
LONGEST_SHOWN = 60

# Fault types with the sentence for each; the values are pydantic's.
SENTENCES: dict[str, str] = {
    "bool_type": "this must be true or false",
    "date_from_datetime_inexact": 'write a date as year-month-day, like "2026-03-27"',
    "date_type": 'write a date as year-month-day, like "2026-03-27"',
    "dict_type": 'this must be an object with a text for each language, like {{"en": "…"}}',
    "finite_number": "this must be a number",
    "float_type": "this must be a number",
    "greater_than_equal": "this must be {ge} or more",
    "int_from_float": "this must be a whole number",
    "int_type": "this must be a whole number",
    "less_than_equal": "this must be {le} or less",
    "list_type": "this must be a list",
    "literal_error": "this must be {expected}",
    "model_attributes_type": "this must be an object",
    "model_type": "this must be an object",
    "string_too_long": "this has more than {max_length} characters",
    "string_type": "this must be a text",
    "string_unicode": "the text has half a character; write it again without",
    "union_tag_not_found": "'type' is missing; use one of " + ", ".join(TYPES),
}
PATTERNS: dict[str, str] = {
    KEY: "{given} is no key; a key begins with a small letter and has small letters, figures and _, at most 40",
    LANGUAGE_CODE: "{given} is no code of a language, like 'en' or 'pt-BR'",
    OPTION_VALUE: "{given} is no value; one has small letters, figures, - and _, at most 40",
}
_IS_KEY = re.compile(KEY)
# A bound may be a whole number or not; which of them was tried says nothing, and the second says all.
_EITHER = {(bound, kind) for bound in ("min", "max") for kind in ("int", "float")}


def sentences(
    error: ValidationError, raw: Any, whole: Any, models: Iterable[type[BaseModel]], known: Iterable[str] = ()
) -> list[str]:
    """Return what is wrong, as "place: sentence", each once.

    Args:
        error: What reading the definition found.
        raw: The file as it was given.
        whole: The same with the standard instruments written out, which ``error`` speaks of.
        models: What a definition is made of: their fields are what a slip of the pen may have meant.
        known: What was found before.
    """
    places = Places(raw, whole)
    names = {field.alias or name for model in (*models, *TYPES.values()) for name, field in model.model_fields.items()}
    # Some are said twice: of a question and of its page.
    found = islice(error.errors(include_url=False), 3 * MOST_FAULTS)
    said = [f"{place}: {sentence}" for fault in found for place, sentence in _said(dict(fault), places, names)]
    more = error.error_count() - 3 * MOST_FAULTS
    return some(list(dict.fromkeys([*known, *said])), more=max(0, more))


def some(faults: list[str], *, more: int = 0) -> list[str]:
    """Return the first of many faults, and how many more there are."""
    more += max(0, len(faults) - MOST_FAULTS)
    return [*faults[:MOST_FAULTS], f"and {more:,} more"] if more else faults


def shown(given: object) -> str:
    """Return something given as it stands in a sentence: short, whatever it is."""
    if not isinstance(given, str):
        return "this"
    return repr(given if len(given) <= LONGEST_SHOWN else given[:LONGEST_SHOWN] + "…")


class Places:
    """Names the places of a file: questions, pages and the like by their key, where they have one."""

    def __init__(self, raw: Any, whole: Any) -> None:
        self.raw, self.whole = raw, whole
        self.plain = isinstance(raw, Mapping) and "pages" not in raw

    def of(self, location: tuple[int | str, ...]) -> str:
        """Return the name of a place that pydantic names by numbers."""
        match location:
            case ("pages", int(page), "questions", int(at), *rest) if rest[:1] and rest[0] in TYPES:
                return self._joined(self._question(page, at), rest[1:])
            case ("pages", int(page), "questions", int(at), *rest):
                return self._joined(self._question(page, at), rest)
            case ("pages", int(page), *rest):
                return self._joined(self._page(page), rest)
            case (("calculated" | "quotas") as part, int(at), *rest):
                return self._joined(f"{part}.{_key_of(self._at(part, at)) or at}", rest)
            case ("pages",) if self.plain:
                return "questions"
        return self._joined("", location)

    def _question(self, page: int, at: int) -> str:
        if self.plain:
            entry = self._at("questions", page)
            return f"questions.{_key_of(entry) or self._number('questions', page)}"
        entry = _item(_item(self._at("pages", page), "questions"), at)
        given = _item(_item(_item(self.raw, "pages"), page), "questions")
        key = _key_of(entry)
        return f"questions.{key}" if key else f"{self._page(page)}.questions.{_number_in(given, entry, at)}"

    def _page(self, number: int) -> str:
        if self.plain:
            return self._question(number, 0)
        page = self._at("pages", number)
        key = _key_of(page) or _key_of(_item(_item(page, "questions"), 0))
        return f"pages.{key or number}"

    def _at(self, part: str, number: int) -> Any:
        return _item(_item(self.whole, part), number)

    def _number(self, part: str, number: int) -> int:
        return _number_in(_item(self.raw, part), self._at(part, number), number)

    def _joined(self, place: str, rest: Iterable[int | str]) -> str:
        parts = [str(part) if isinstance(part, int) else part[:LONGEST_SHOWN] for part in rest]
        if tuple(parts[-2:]) in _EITHER:
            parts.pop()
        return ".".join(part for part in (place, *parts) if part) or "definition"


def _said(fault: dict[str, Any], places: Places, names: set[str]) -> Iterator[tuple[str, str]]:
    location, given = tuple(fault["loc"]), fault["input"]
    match fault["type"]:
        case "placed":
            yield from fault["ctx"]["placed"]
        case "missing" if location[:1] == ("pages",) and location[2:] == ("key",):
            # A page has its first question's key; that this has none, or is no question, is said there.
            return
        case "missing":
            name = "questions" if location == ("pages",) else location[-1]
            yield places.of(location[:-1]), f"{shown(name)} is missing"
        case "int_type" | "int_from_float" if location[-2:-1] in (("min",), ("max",)):
            return
        case "extra_forbidden":
            yield places.of(location[:-1]), _unknown(str(location[-1]), names)
        case "union_tag_invalid":
            tag = given.get("type") if isinstance(given, Mapping) else None
            yield places.of(location), f"there is no question type {shown(tag)}; use one of {', '.join(TYPES)}"
        case "expression":
            yield from _in_expression(places.of(location), given)
        case _:
            where = location[:-2] if location[-1:] == ("[key]",) else location
            yield places.of(where), _sentence(fault, given)


def _sentence(fault: Mapping[str, Any], given: object) -> str:
    values = fault.get("ctx", {})
    match fault["type"]:
        case "string_pattern_mismatch":
            sentence = PATTERNS.get(values["pattern"], "{given} does not fit here; it must match {pattern}")
            return sentence.format(given=shown(given), **values)
        case "too_short":
            return "nothing stands here" if values["min_length"] == 1 else f"at least {values['min_length']} are needed"
        case "too_long":
            return f"there are more than {values['max_length']} here"
        case known if known in SENTENCES:
            return SENTENCES[known].format(**values)
    return str(fault["msg"]).removeprefix("Value error, ")


def _unknown(name: str, names: set[str]) -> str:
    if name == "questions":
        return "write either 'questions' or 'pages', not both"
    meant = difflib.get_close_matches(name[:LONGEST_SHOWN], names, 1, 0.75)
    hint = f"; did you mean {meant[0]!r}?" if meant and meant[0] != name else ""
    return f"{shown(name)} is not known here{hint}"


def _in_expression(place: str, given: object) -> Iterator[tuple[str, str]]:
    try:
        Expression.read(given)
    except ExpressionError as error:
        for fault in error.faults:
            yield ".".join(part for part in (place, fault.place) if part), fault.sentence


def _item(whole: Any, part: int | str) -> Any:
    if isinstance(part, str):
        return whole.get(part) if isinstance(whole, Mapping) else None
    return whole[part] if isinstance(whole, list) and part < len(whole) else None


def _key_of(entry: Any) -> str | None:
    key = _item(entry, "key")
    return key if isinstance(key, str) and _IS_KEY.fullmatch(key) else None


def _number_in(given: Any, entry: Any, number: int) -> int:
    """Return which entry of a list this is: a standard instrument before it may have become several."""
    entries = given if isinstance(given, list) else []
    return next((at for at, each in enumerate(entries) if each is entry), number)
