"""E-mail addresses and telephone numbers as people type and spell them."""

from __future__ import annotations

import re

from nlp.understanding import Value
from nlp.understanding.found import Found, Text

# Each begins at a word's start and has an end: otherwise a long word is gone through from each of its letters.
_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}(?:'[\w.+%-]{1,64})?@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_MARKS = {"underscore": "_", "dash": "-", "hyphen": "-", "dot": ".", "full stop": ".", "point": ".", "plus": "+"}
_SPELT = re.compile(
    r"(?<![\w.+-])(?P<user>[\w.+-]{1,64}+(?: ?[(\[]?(?:dot|underscore|dash|hyphen|plus"
    r"|full stop)[)\]]? ?[\w.+-]{1,64}+){0,6})"
    r" ?[(\[]?(?:at|@)[)\]]? ?"
    r"(?P<host>[\w-]{1,63}+(?:(?: ?[(\[]?(?:dot|full stop)[)\]]? ?|\.)[\w-]{1,63}+){1,6})",
    re.I,
)
_DIGIT = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "dim": "0", "sero": "0", "un": "1", "dau": "2", "tri": "3",
    "pedwar": "4", "pump": "5", "chwech": "6", "saith": "7", "wyth": "8", "naw": "9",
}  # fmt: skip
_ONE_DIGIT = "|".join(sorted(_DIGIT, key=len, reverse=True))
_SPOKEN = re.compile(rf"\b(?:(?:(?:double|treble|triple) )?(?:{_ONE_DIGIT}|\d)(?:[ ,.-]+|$|(?=\W))){{6,}}", re.I)
_NUMBER = re.compile(r"(?<![\w£.])\+?\(?\d(?:[ ().-]{0,2}\d){8,14}(?!\w)")


def addresses(said: str) -> list[Found]:
    """Return the e-mail addresses in a message, as they were typed; of spelt ones, as they are written."""
    text = Text(said)
    found = text.take(_ADDRESS, lambda match: match.group().strip(".-"))
    return found + text.take(_SPELT, _spelt)


def numbers(said: str) -> list[Found]:
    """Return the telephone numbers in a message, as digits alone."""
    text = Text(said)
    found = text.take(_NUMBER, lambda match: _digits(match.group()))
    return found + text.take(_SPOKEN, lambda match: _spoken(match.group().lower()))


def _spelt(match: re.Match[str]) -> Value | None:
    user, host = _written(match["user"]), _written(match["host"])
    host = re.sub(r"\.(?:thanks|please|cheers)$", "", host)
    return f"{user}@{host}" if "." in host and user else None


def _written(spelt: str) -> str:
    names = "|".join(_MARKS)
    written = re.sub(rf" ?[\[(]?\b({names})\b[\])]? ?", lambda match: _MARKS[match.group(1).lower()], spelt, flags=re.I)
    return re.sub(r"\s+", "", written).strip(".")


def _digits(number: str) -> Value | None:
    digits = re.sub(r"\D", "", number)
    return digits if 9 <= len(digits) <= 15 else None


def _spoken(words: str) -> Value | None:
    digits = ""
    times = 1
    for word in re.findall(r"[a-z]+|\d", words):
        if word in ("double", "treble", "triple"):
            times = 2 if word == "double" else 3
            continue
        digits += _DIGIT.get(word, word) * times
        times = 1
    return digits if 9 <= len(digits) <= 15 else None
