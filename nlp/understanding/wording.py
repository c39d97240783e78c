"""A message in a plain form: small letters, figures for number words, the misspelt words of time put right.

Reading a value is then a matter of a few patterns. Lengths change, so that places in the plain form are its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlp import cards, lists

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
NUMBERS |= {"nought": 0, "nil": 0, "fourty": 40, "fivteen": 15}
# Radical forms and mutations; "do" and "pump" are words of other meaning, so these count in Welsh messages only.
_WELSH = {
    "un": 1, "dau": 2, "dwy": 2, "ddau": 2, "ddwy": 2, "tri": 3, "tair": 3, "dri": 3, "dair": 3,
    "thri": 3, "thair": 3, "pedwar": 4, "pedair": 4, "bedwar": 4, "bedair": 4, "phedwar": 4, "phedair": 4, "pump": 5,
    "pum": 5, "bump": 5, "bum": 5, "phump": 5, "phum": 5, "chwech": 6, "chwe": 6, "saith": 7, "wyth": 8, "naw": 9,
    "deg": 10, "ddeg": 10, "deng": 10, "deuddeg": 12, "ddeuddeg": 12, "pymtheg": 15, "bymtheg": 15, "ugain": 20,
    "hugain": 20, "deugain": 40, "hanner cant": 50,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
# Words of time, number and rating that people misspell.
_OF_TIME = tuple(sorted(lists.words("of_time")))
_WELSH_WORDS = lists.words("welsh")
_BEFORE_A_PRONOUN = lists.words("before_a_pronoun")
_DETERMINERS = frozenset(["the", "a", "an", "that", "this", "your", "my", "our"])
# Short forms of phone typing.
_SHORT = {
    "hlf": "half", "nite": "night", "tday": "today", "2day": "today", "yday": "yesterday", "yest": "yesterday",
    "ystrday": "yesterday", "tmrw": "tomorrow", "mornin": "morning", "hrs": "hours", "hr": "hour", "mns": "mins",
    "wk": "week", "wks": "weeks", "mth": "month", "mths": "months", "yrs": "years", "gd": "good", "v": "very",
    "vry": "very", "bk": "back", "thx": "thanks", "appt": "appointment", "addy": "address", "u": "you", "ur": "your",
    "cos": "because", "n": "and",
}  # fmt: skip
# Stands for a "one" that is no figure while the others are read.
_ONE = "·o·"
_TEN = "|".join(_TENS)
_UNIT = "|".join(_SMALL[1:10])
_ANY = "|".join(sorted(NUMBERS, key=len, reverse=True))
_COMPOUND = re.compile(
    rf"\b(?:(?:(?P<hundreds>a|\d+|{_ANY}) )?(?P<hundred>hundred|hundered)(?: and| &)?(?: (?={_ANY}))?)?"
    rf"(?:(?P<tens>{_TEN})[ -]?(?P<units>{_UNIT})(?:'s)?\b|(?P<plain>{_ANY})\b)?"
)
_THOUSANDS = re.compile(r"\b(\d{1,3})(?:,| )(\d{3})\b(?![/-])")


def plain(said: str, *, welsh: bool | None = None) -> str:
    """Return the message in its plain form.

    Args:
        said: The words, as they came.
        welsh: Whether they are Welsh; None to tell by the words.
    """
    # Half a character (a lone surrogate) cannot be encoded, as spaCy encodes its words.
    text = unicodedata.normalize("NFKC", said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).lower()
    text = re.sub(r"[’‘`´]", "'", text)
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    # No answer has so many figures: what does is a number of something, and would overflow.
    text = re.sub(r"\d{10,}", "#", text)
    text = re.sub(r"(?<=[a-z])'(?=[a-z])", "", text)
    text = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<![\w@.+-])[a-z\d]+(?![\w@])", lambda match: _SHORT.get(match.group(), match.group()), text)
    text = re.sub(r"[^\W\d_]{4,}", _put_right, text)
    if is_welsh(text) if welsh is None else welsh:
        text = _welsh_figures(text)
    return _figures(text)


def is_welsh(text: str) -> bool:
    """Whether the words are Welsh rather than English, by the commonest ones; of none, no."""
    words = re.findall(r"[^\W\d_]+", text.lower().replace("'", ""))
    return sum(word in _WELSH_WORDS for word in words) * 4 >= max(len(words), 1)


def _figures(text: str) -> str:
    text = re.sub(r"\bhalf a dozen\b", "6", text)
    text = re.sub(r"\b(?:a )?dozen\b", "12", text)
    text = re.sub(r"\b(?:a )?couple(?: of)?(?= \w)|\ba couple\b", "2", text)
    text = re.sub(r"\b(?:a |one )?hundred percent\b", "100%", text)
    text = re.sub(r"\bone\b", _one, text)
    text = _COMPOUND.sub(_figure, text)
    text = text.replace(_ONE, "one")
    text = re.sub(
        rf"\b(?:(?P<tens>{_TEN}|20|30) )?(?P<ordinal>{'|'.join(_ORDINALS)})\b(?! (?:class|hand|language|aid"
        rf"|time ever))",
        _ordinal, text)  # fmt: skip
    text = _THOUSANDS.sub(r"\1\2", text)
    text = re.sub(r"\b(\d+) and (?:a|1) half\b", r"\1.5", text)
    text = re.sub(r"\b(\d+) ?½", r"\1.5", text)
    text = text.replace("½", "half")
    return re.sub(r"\b(\d+) point (\d+)\b", r"\1.\2", text)


def _one(match: re.Match[str]) -> str:
    """Return 1 for a "one" that counts; in "no one", "the green one" and "one of them" it does not."""
    before = match.string[: match.start()].split()[-2:]
    behind = match.string[match.end() :].split()[:1]
    is_pronoun = (
        (before and before[-1] in _BEFORE_A_PRONOUN)
        or (len(before) == 2 and before[0] in _DETERMINERS and before[1].isalpha() and before[1] not in NUMBERS)
        or (behind and behind[0] in ("of", "another"))
    )
    return _ONE if is_pronoun else "1"


def _figure(match: re.Match[str]) -> str:
    if not match.group():
        return ""
    hundreds, tens, units, alone = match["hundreds"], match["tens"], match["units"], match["plain"]
    number = 0
    if match["hundred"]:
        number += 100 * (int(hundreds) if (hundreds or "a").isdecimal() else NUMBERS.get(hundreds, 1))
    number += NUMBERS[tens] + NUMBERS[units] if tens else NUMBERS[alone] if alone else 0
    return str(number) + (" " if match.group().endswith(" ") else "")


def _ordinal(match: re.Match[str]) -> str:
    tens = match["tens"]
    number = _ORDINALS[match["ordinal"]] + (int(tens) if tens and tens.isdecimal() else NUMBERS[tens] if tens else 0)
    return f"{number}{ending(number)}"


def ending(number: int) -> str:
    """Return what stands behind an ordinal's figures: "st", "nd", "rd" or "th"."""
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _welsh_figures(text: str) -> str:
    text = re.sub(r"\bhanner cant\b", "50", text)
    word = "|".join(sorted(_WELSH, key=len, reverse=True))

    def figure(match: re.Match[str]) -> str:
        tens, units, alone = match["tens"], match["units"], match["alone"]
        if tens:
            return str(10 * _WELSH[tens] + _WELSH.get(units or "", 0))
        return str(_WELSH[alone])

    return re.sub(
        rf"\b(?:(?P<tens>{word}) d?deg(?: (?P<units>{word}))?|(?P<alone>{word}))\b(?! ar )(?! o (?:bobl|leiaf))",
        figure,
        text,
    )


def _put_right(match: re.Match[str]) -> str:
    return _righted(match.group())


@lru_cache(maxsize=20_000)
def _righted(word: str) -> str:
    """Return a word of time or number as it is spelt, where this one is no word but nearly that."""
    if word in _known() or word in _WELSH_WORDS or word.removesuffix("s") in _OF_TIME:
        return word
    most = 1 if len(word) < 7 else 2
    found = process.extract(word, _OF_TIME, scorer=OSA.distance, score_cutoff=most, limit=3)
    near = [name for name, _, _ in sorted(found, key=lambda one: (one[1], one[0][-1] != word[-1]))]
    return near[0] if near and near[0][0] == word[0] else word


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Return what counts as rightly spelt: the whole words of the encoder's vocabulary."""
    pieces: Path = cards.folder_of() / "pieces.txt"
    return frozenset(piece for piece in pieces.read_text(encoding="utf-8").splitlines() if piece.isalpha())
