"""The texts of a definition as a table for translators, and their translations put back in. Nothing is stored here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale

from sheets import Row
from surveys import piping
from surveys.checking.whole import Whole
from surveys.definition import Definition, dumped
from surveys.questions.base import LONGEST_TEXT, is_blank
from surveys.rows import Fault, RowsError, filled
from words import Message, Words
from words.languages import locale_of

COLUMNS = ("place", "from", "to")
MOST_ROWS = 50_000
FIRST = "en"

# What a CSV file of ours puts an apostrophe before, so that no spreadsheet runs it.
_GUARDED = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Line:
    """One text: where it stands ("questions.channel.options.0.label"), as it is, and in the language wanted."""

    place: str
    source: str
    translation: str

    @property
    def missing(self) -> bool:
        """Whether it is still to be translated."""
        return not self.translation


def name_of(code: str) -> str:
    """Return the English name of a language, or its code where it has none."""
    locale = locale_of(code)
    return str(locale.get_display_name("en") or code) if locale else code


def languages() -> dict[str, str]:
    """Return code -> English name of the languages that a survey can be given, in order of name."""
    named = Locale("en").languages.items()
    return dict(sorted(((code, str(name)) for code, name in named if len(code) == 2), key=lambda each: each[1]))


def source_language(definition: Definition) -> str:
    """Return the language that is translated from: English where the survey is in it, else the survey's first."""
    return FIRST if FIRST in definition.in_languages else definition.in_languages[0]


def lines(definition: Definition, to: str) -> list[Line]:
    """Return every text that citizens read, in the definition's order, to be translated into ``to``.

    The usual words of a question (yes, no, "Strongly agree") are there only where they lack the language.
    """
    source = source_language(definition)
    found = [_line(place, words, source, to) for _, place, words in Whole(definition).texts()]
    for question in definition.questions:
        for name, words in question.usual_texts():
            if is_blank(words.get(to, "")):
                found.append(_line(f"questions.{question.key}.{name}", words, source, to))
    return [line for line in found if line.source]


def missing_first(table: Iterable[Line]) -> list[Line]:
    """Return the lines with those first that are to be translated, each part in the definition's order."""
    return sorted(table, key=lambda line: not line.missing)


def fault_of(source: str, translation: str) -> Message | None:
    """Return what is wrong with a translation; None where nothing is."""
    if len(translation) > LONGEST_TEXT:
        return Message("the translation has more than %(most)s characters", {"most": f"{LONGEST_TEXT:,}"})
    wanted, given = set(piping.references(source)), set(piping.references(translation))
    if translation and wanted != given:
        names = ", ".join(f"{{{key}}}" for key in sorted(wanted)) or "–"
        return Message("the translation must put in the same answers as the text: %(names)s", {"names": names})
    return None


def read_translations(definition: Definition, to: str, rows: Iterable[Row]) -> dict[str, str]:
    """Return place -> translation from the rows of a translator's table; cells left empty are left out.

    Raises:
        RowsError: A row is wrong; all that are, are named.
    """
    sources = {line.place: line.source for line in lines(definition, to)}
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for row in filled(rows, required=COLUMNS, most=MOST_ROWS):
        place, text = row.cells["place"], _unguarded(row.cells["to"])
        message = _fault_of_row(sources.get(place), _unguarded(row.cells["from"]), text)
        if message is None and place in found:
            message = Message("this place stands in the table twice")
        if message is not None:
            faults.append(Fault(row.line, message))
        elif text:
            found[place] = text
    if faults:
        raise RowsError(faults)
    return found


def put_in(definition: Definition, to: str, translations: Mapping[str, str]) -> dict[str, Any]:
    """Return the definition, as it is stored, with translations by place; an empty one takes a translation out.

    Raises:
        KeyError: If a place is not one of ``lines``.
    """
    known = {line.place for line in lines(definition, to)} | {place for _, place, _ in Whole(definition).texts()}
    raw = dumped(definition)
    for place, text in translations.items():
        if place not in known:
            raise KeyError(place)
        words = _words_at(definition, raw, place)
        if text:
            words[to] = text
        else:
            words.pop(to, None)
    return raw


def with_language(definition: Definition, code: str) -> dict[str, Any]:
    """Return the definition, as it is stored, offered in one language more."""
    languages = list(definition.in_languages)
    return dumped(definition) | {"languages": languages if code in languages else [*languages, code]}


def _line(place: str, words: Words, source: str, to: str) -> Line:
    text = words.get(source) or next((text for text in words.values() if not is_blank(text)), "")
    translation = words.get(to, "")
    return Line(place, text, "" if is_blank(translation) else translation)


def _fault_of_row(source: str | None, given: str, text: str) -> Message | None:
    if source is None:
        return Message("there is no text at this place")
    if given.split() != source.split():
        return Message("the text at this place has changed since the table was made")
    return fault_of(source, text)


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


def _words_at(definition: Definition, raw: dict[str, Any], place: str) -> dict[str, str]:
    """Return the texts at a place, to be changed."""
    match place.split("."):
        case ["title"]:
            found: Any = raw["title"]
        case ["pages", key, "title"]:
            found = _with_key(raw["pages"], key)["title"]
        case ["quotas", key, "message"]:
            found = _with_key(raw["quotas"], key)["message"]
        case ["questions", key, *path]:
            found = _with_key([each for page in raw["pages"] for each in page["questions"]], key)
            _write_out(definition, found, path[0])
            for part in path:
                found = found[int(part)] if isinstance(found, list) else found[part]
        case _:
            raise KeyError(place)
    assert isinstance(found, dict)
    return found


def _with_key(entries: Iterable[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(each for each in entries if each["key"] == key)


def _write_out(definition: Definition, question: dict[str, Any], field: str) -> None:
    """Write the usual words out where they stand for the designer's own, so that a language can be added to them."""
    if field in question:
        return
    usual = dict(definition.question(question["key"]).usual_texts())
    if field in usual:
        question[field] = dict(usual[field])
    else:
        question[field] = [dict(words) for name, words in usual.items() if name.startswith(f"{field}.")]
