"""Which of a question's options a person means: by its name, a part of it, a misspelling, another word or its place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from nlp import lists
from nlp.understanding.found import Found
from nlp.understanding.wording import plain

# Words that options share without meaning anything by them.
_COMMON = lists.words("option_words")
# Each line: words that mean the same, from "a&e" to "casualty".
_ALIKE = tuple(
    tuple(re.compile(rf"(?<!\w)(?:{form})(?!\w)") for form in line.split(" ; ")) for line in lists.lines("alike")
)
_PLACE = re.compile(
    r"^(?:(?:i(?:d| would)? (?:pick|choose|chose|go (?:for|with)|say|think|want)|id go (?:for|with)"
    r"|go(?:ing)? (?:for|with)|its|it was"
    r"|probably|um+|erm?|ok|put|definitely|number|option|answer|no|choice|the|y|yr|opsiwn|rhif|please|letter) )*"
    r"(?P<place>\d{1,2}(?:st|nd|rd|th)?|last|penultimate|bottom|top|middle|[a-h]|olaf|cyntaf|ail|trydydd|trydedd|pedwerydd"
    r"|pedwaredd)(?: (?P<from_last>to last|from (?:the )?(?:bottom|last|end)|but one|from top))?"
    r"(?: (?:one|option|choice|answer|on the list|on your list|in the list|from the list|please|pls|thanks|un"
    r"|opsiwn|down|of those"
    r"|of them|1|i think|for me|im afraid|if im honest|sorry))*[ .!)]*$"
)
_WELSH_PLACES = {
    "cyntaf": 1, "ail": 2, "trydydd": 3, "trydedd": 3, "pedwerydd": 4, "pedwaredd": 4,
}  # fmt: skip
_MUTATIONS = {
    "mh": ("p",), "nh": ("t",), "ngh": ("c",), "ph": ("p",), "th": ("t",), "ch": ("c",), "b": ("p",), "d": ("t",),
    "g": ("c",), "f": ("b", "m"), "dd": ("d",), "m": ("b",), "n": ("d",), "ng": ("g",), "l": ("ll",), "r": ("rh",),
}  # fmt: skip
# What a whole name scores, and another word for it, more than anything else may.
_WHOLE = 3.0
_KNOWN = 2.5
# A word this like another is that word misspelt.
_LIKE = 78


@dataclass(frozen=True)
class Named(Found):
    """An option that was named; ``sure`` if by its whole name, ``known`` if at least by another word for it."""

    sure: bool = False
    known: bool = False


@dataclass(frozen=True)
class _Named:
    """An option as it is compared: its plain name, its telling words, and those that no other option has."""

    label: str
    plain: str
    words: tuple[str, ...]
    own: tuple[str, ...]


def by_place(text: str, options: Sequence[str]) -> str | None:
    """Return the option at the place that the whole message names: "the second one", "option 3", "b", "last"."""
    match = _PLACE.match(text)
    if not match or not options:
        return None
    place = match["place"]
    if place in ("last", "bottom", "olaf"):
        number = len(options)
    elif place == "penultimate":
        number = len(options) - 1
    elif place == "top":
        number = 1
    elif place == "middle":
        number = (len(options) + 1) // 2 if len(options) % 2 else 0
    elif place in _WELSH_PLACES:
        number = _WELSH_PLACES[place]
    elif place.isalpha() and len(place) == 1:
        number = ord(place) - ord("a") + 1
    else:
        number = int(re.sub(r"\D", "", place))
    if match["from_last"] and "top" not in match["from_last"]:
        back = {"last": 1, "bottom": 1}.get(place, number)
        number = len(options) - (1 if "to last" in match["from_last"] or "but one" in match["from_last"] else back - 1)
    if any(plain(option).split() == [place] for option in options):
        return None
    return options[number - 1] if 1 <= number <= len(options) else None


def named(text: str, options: Sequence[str], *, asked: bool, places: bool = False) -> Named | None:
    """Return the option that a plain message names best, or None where it names none or several alike.

    Args:
        text: The plain message.
        options: The exact labels.
        asked: Whether the message answers this question, so that a part of a name, another word for it and a worse
            misspelling will do.
        places: Whether the options are names of places, of which one telling word is enough.
    """
    scored = [
        (score, -start, found) for score, start, found in _scores(text, tuple(options), asked, places) if score > 0
    ]
    if not scored:
        return None
    best = max(scored, key=lambda one: one[:2])
    rivals = [one for one in scored if one[0] == best[0] and one[2].value != best[2].value]
    if rivals and any(one[1] == best[1] for one in rivals):
        return None
    if rivals and not asked:
        return None
    return Named(best[2].value, best[2].start, best[2].end, sure=best[0] >= _WHOLE, known=best[0] >= _KNOWN)


def _scores(text: str, options: tuple[str, ...], asked: bool, places: bool) -> list[tuple[float, int, Found]]:
    words = list(re.finditer(r"[^\W_]+(?:&[^\W_]+)?", text))
    scored = []
    for option in _compared(options):
        whole = re.search(rf"(?<!\w){re.escape(option.plain)}(?!\w)", text)
        if whole:
            scored.append((_WHOLE + len(option.plain) / 100, whole.start(), Found(option.label, *whole.span())))
            continue
        hit = None if places else _alike(text, option, asked)
        if hit:
            scored.append((_KNOWN + len(hit.group()) / 100, hit.start(), Found(option.label, *hit.span())))
            continue
        hits = _hits(words, option, 74 if asked else _LIKE + 7)
        own = [word for word in hits if word in option.own]
        weight = sum(len(word) for word in hits)
        share = weight / max(1, sum(len(word) for word in option.words))
        enough = own and share >= (0.2 if asked and places else 0.3 if asked or places else 0.62)
        if enough or (asked and not own and hits and share >= 0.6):
            first = min(match.start() for match in hits.values())
            last = max(match.end() for match in hits.values())
            scored.append((1 + share, first, Found(option.label, first, last)))
    if not scored and asked:
        scored = _nearly(text, options)
    return scored


@lru_cache(maxsize=512)
def _compared(options: tuple[str, ...]) -> tuple[_Named, ...]:
    names = [_plain_name(option) for option in options]
    words = [
        tuple(word for word in re.findall(r"[^\W_]+(?:&[^\W_]+)?", name) if word not in _COMMON) or (name,)
        for name in names
    ]
    return tuple(
        _Named(
            option,
            name,
            own_words,
            tuple(word for word in own_words if sum(word in others for others in words) == 1),
        )
        for option, name, own_words in zip(options, names, words, strict=True)
    )


def _plain_name(option: str) -> str:
    return " ".join(re.sub(r"[^\w&\s]", " ", plain(option)).split())


def _hits(words: list[re.Match[str]], option: _Named, least: float) -> dict[str, re.Match[str]]:
    """Return the option's words that the message holds, also misspelt or joined, with where."""
    hits: dict[str, re.Match[str]] = {}
    for wanted in option.words:
        for match in words:
            if _same_word(match.group(), wanted, least):
                hits.setdefault(wanted, match)
                break
    if not hits:
        joined = option.plain.replace(" ", "")
        for match in words:
            # "Moorlane" for "Moor Lane".
            if len(match.group()) >= 6 and joined.startswith(match.group()):
                return dict.fromkeys(option.own, match)
        # "Hill top" for "Hilltop".
        for first, second in itertools.pairwise(words):
            if first.group() + second.group() in option.words:
                hits[first.group() + second.group()] = first
    return hits


def _same_word(said: str, wanted: str, least: float) -> bool:
    if said == wanted or said.rstrip("s") == wanted.rstrip("s") or wanted in _radicals(said):
        return True
    if min(len(said), len(wanted)) < 4:
        return False
    if len(said) >= 4 and (wanted.startswith(said) or (said.startswith(wanted) and len(wanted) >= 4)):
        return True
    if said in _COMMON or said[0] != wanted[0]:
        return said not in _COMMON and len(said) > 5 and OSA.distance(said, wanted) <= 1
    if least < _LIKE and len(said) >= 5 and said[: len(said) - 1] == wanted[: len(said) - 1]:
        return True  # "wakey" for Wakefield
    return fuzz.ratio(said, wanted) >= least or OSA.distance(said, wanted) <= (1 if len(wanted) < 7 else 2)


@lru_cache(maxsize=4_096)
def _radicals(word: str) -> frozenset[str]:
    """Return what a Welsh word may be without its mutation: "Mhwllheli" is Pwllheli."""
    if len(word) < 5:
        return frozenset()
    return frozenset(
        root + word[len(form) :] for form, roots in _MUTATIONS.items() if word.startswith(form) for root in roots
    )


def _alike(text: str, option: _Named, asked: bool) -> re.Match[str] | None:
    """Return where the message holds another word for the option."""
    for group in _ALIKE:
        if any(form.search(option.plain) for form in group):
            for form in group:
                match = form.search(text)
                if match and (asked or len(match.group()) > 2):
                    return match
    return None


def _nearly(text: str, options: tuple[str, ...]) -> list[tuple[float, int, Found]]:
    """Return the options whose whole name the whole message nearly is."""
    scored = []
    for option in _compared(options):
        score = fuzz.ratio(text.strip(" .!"), option.plain)
        initials = "".join(word[0] for word in option.plain.split())
        if len(initials) >= 2 and text.strip(" .!").replace(".", "") == initials:
            score = 100
        if score >= _LIKE:
            scored.append((score / 100, 0, Found(option.label, 0, len(text))))
    return scored
