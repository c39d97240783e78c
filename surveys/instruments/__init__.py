"""Standard instruments: ready-made questions whose wording is fixed, and known by an id that goes with each score."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.instruments.wordings import INSTRUMENTS

__all__ = ["INSTRUMENTS", "Expanded", "blanks", "expanded", "template", "wordings"]

_BLANK = re.compile(r"\[([a-z]+)\]")
# What an entry says about the instrument; the rest is about its question.
_ENTRY = frozenset({"instrument", "choose", "fill", "only"})
# What the instrument has fixed.
_FIXED = frozenset({"type", "wording", "options", "points", "other", "yes", "no", "low", "high"})
_LONGEST_SHOWN = 40
_SOMETHING = {"key": "instrument", "type": "statement", "text": {"en": "?"}}
# More than a survey may have; beyond it nothing is written out.
MOST_WRITTEN = 200


@dataclass
class Expanded:
    """A definition with the standard instruments written out, and what is wrong with its entries for them."""

    raw: Any
    faults: list[str] = field(default_factory=list)
    # How many questions were written out.
    written: int = 0


def wordings() -> dict[str, dict[str, Any]]:
    """Return the question of each wording id."""
    return {way["wording"]: way for ways in INSTRUMENTS.values() for question in ways for way in question}


def blanks() -> frozenset[str]:
    """Return the names of the blanks in the standard wordings."""
    return frozenset(name for way in wordings().values() for name in _blanks_of(way))


def template(text: str) -> re.Pattern[str]:
    """Return what a standard wording looks like with its blanks filled."""
    pieces = [re.escape(piece) if at % 2 == 0 else r"[^\[\]]{1,200}" for at, piece in enumerate(_BLANK.split(text))]
    return re.compile("".join(pieces))


def expanded(raw: Any) -> Expanded:
    """Return a definition with each ``{"instrument": id}`` replaced by that instrument's questions.

    An entry may take ``only`` some questions (a list of their keys), ``choose`` wordings (a list of their ids),
    ``fill`` the blanks ({"service": {"en": "the library"}}) and, where it is for one question, say what a question may
    say: another key, conditions, the text in other languages. What is no entry for an instrument is left as it is.
    """
    whole = Expanded(raw)
    if not isinstance(raw, Mapping):
        return whole
    whole.raw = dict(raw)
    if isinstance(raw.get("questions"), list):
        whole.raw["questions"] = list(_replaced(whole, raw["questions"], "questions"))
    if isinstance(raw.get("pages"), list):
        whole.raw["pages"] = [_page(whole, page, f"pages.{at}") for at, page in enumerate(raw["pages"])]
    if whole.written > MOST_WRITTEN:
        whole.faults.append(f"definition: the standard instruments alone have more than {MOST_WRITTEN} questions")
    return whole


def _page(whole: Expanded, page: Any, place: str) -> Any:
    if not (isinstance(page, Mapping) and isinstance(page.get("questions"), list)):
        return page
    key = page.get("key")
    place = f"pages.{key}" if isinstance(key, str) and len(key) <= _LONGEST_SHOWN else place
    return {**page, "questions": list(_replaced(whole, page["questions"], f"{place}.questions"))}


def _replaced(whole: Expanded, entries: list[Any], place: str) -> Iterator[Any]:
    for at, entry in enumerate(entries):
        if not (isinstance(entry, Mapping) and "instrument" in entry):
            yield entry
            continue
        name = entry["instrument"]
        if whole.written > MOST_WRITTEN or len(whole.faults) > MOST_WRITTEN:
            # One too many is enough to refuse them all.
            yield _SOMETHING
            continue
        if not isinstance(name, str) or name not in INSTRUMENTS:
            known = ", ".join(INSTRUMENTS)
            whole.faults.append(f"{place}.{at}: there is no instrument {_shown(name)}; use one of {known}")
            wrong = True
        else:
            found = [f"{place}.{at}{where}: {sentence}" for where, sentence in _wrong_with(entry, name)]
            whole.faults += found
            wrong = bool(found)
        if wrong:
            # Something stands in its place, so that nothing more is said of it.
            yield {**_SOMETHING, "key": f"instrument_{at}"}
            continue
        for question in _questions(entry, name):
            whole.written += 1
            yield question


def _wrong_with(entry: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Find what is wrong with an entry for an instrument: names that the instrument does not have."""
    questions = INSTRUMENTS[name]
    ids = [way["wording"] for ways in questions for way in ways]
    keys = [ways[0]["key"] for ways in questions]
    for part, known in (("choose", ids), ("only", keys)):
        given = entry.get(part, known)
        if not isinstance(given, list) or not given:
            yield f".{part}", f"this must be a list of some of {', '.join(known)}"
            return
        for each in given:
            if each not in known:
                yield f".{part}", f"{name!r} has no {_shown(each)}; use some of {', '.join(known)}"
    picked = list(_picked(entry, name))
    yield from _wrong_choice(entry, questions)
    yield from _wrong_fill(entry.get("fill", {}), [blank for way in picked for blank in _blanks_of(way)])
    own = sorted(str(key) for key in entry if key not in _ENTRY)
    if len(picked) > 1 and own:
        yield "", f"{_shown(own[0])} can be said of one question; name it with 'only'"
    for key in own:
        if key in _FIXED:
            yield f".{key}", f"the instrument {name!r} has fixed this; leave it out"
    if isinstance(entry.get("text"), Mapping) and "en" in entry["text"]:
        yield ".text.en", f"the instrument {name!r} has fixed the English text; leave it out"


def _wrong_choice(entry: Mapping[str, Any], questions: list[list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    chosen = entry.get("choose", [])
    for ways in questions:
        of_this = [way["wording"] for way in ways if way["wording"] in chosen]
        if len(of_this) > 1:
            yield ".choose", f"{' and '.join(of_this)} word the same question; choose one"


def _wrong_fill(fill: Any, names: list[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(fill, Mapping):
        yield ".fill", 'write the words for each blank, like {"service": {"en": "the library"}}'
        return
    for name, words in fill.items():
        if name not in names:
            known = f"use one of {', '.join(dict.fromkeys(names))}" if names else "there is nothing to fill"
            yield ".fill", f"there is no blank {_shown(name)} in these wordings; {known}"
        elif not (isinstance(words, Mapping) and words and all(map(_is_filling, words.values()))):
            yield (
                f".fill.{name}",
                'write the words in each language, like {"en": "the library"}; at most 200 characters',
            )


def _questions(entry: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    own = {key: value for key, value in entry.items() if key not in _ENTRY}
    fill = entry.get("fill", {})
    for way in _picked(entry, name):
        question = _merged(copy.deepcopy(way), own)
        if isinstance(question["text"], Mapping):
            question["text"] = {language: _filled(text, language, fill) for language, text in question["text"].items()}
        yield question


def _picked(entry: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """Yield the questions that an entry takes, each as it is to be worded: as chosen, else the first way."""
    chosen, only = entry.get("choose", []), entry.get("only")
    for ways in INSTRUMENTS[name]:
        if only is None or ways[0]["key"] in only:
            yield next((way for way in ways if way["wording"] in chosen), ways[0])


def _filled(text: Any, language: str, fill: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a text with its blanks filled in its own language; others stay, and are found before publication."""
    if not isinstance(text, str):
        return text
    filled = _BLANK.sub(lambda found: fill.get(found[1], {}).get(language, found[0]), text)
    # A sentence that begins with a name of something begins with a capital.
    return filled[:1].upper() + filled[1:] if text.startswith("[") and not filled.startswith("[") else filled


def _merged(question: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Add what an entry says: other languages beside the English, conditions, whether it is required."""
    text = own.get("text")
    merged = {**question, **{key: value for key, value in own.items() if key != "text"}}
    if isinstance(text, Mapping):
        merged["text"] = {**question["text"], **text, "en": question["text"]["en"]}
    elif text is not None:
        merged["text"] = text
    return merged


def _blanks_of(way: Mapping[str, Any]) -> list[str]:
    return [found[1] for found in _BLANK.finditer(way["text"]["en"])]


def _is_filling(words: Any) -> bool:
    return isinstance(words, str) and 0 < len(words) <= 200 and not set(words) & set("[]{}")


def _shown(name: object) -> str:
    if not isinstance(name, str):
        return "this"
    return repr(name if len(name) <= _LONGEST_SHOWN else name[:_LONGEST_SHOWN] + "…")
