"""Texts that staff write once a language: ``{"en": "Waiting", "cy": "Aros"}``."""

from collections.abc import Mapping
from typing import NamedTuple

Words = Mapping[str, str]

FALLBACK = "en"


class Translated(NamedTuple):
    """A text, and the code of the language that it is in."""

    text: str
    language: str


def translated(words: Words, language: str) -> Translated:
    """Return the text in ``language``, else in English, else in the first language by code; and in which that is.

    An empty text counts as missing. Nothing at all gives the empty string, in ``language``.
    """
    for code in (language, language.partition("-")[0], FALLBACK, *sorted(words)):
        if words.get(code):
            return Translated(words[code], code)
    return Translated("", language)


def in_language(words: Words, language: str) -> str:
    """Return the text in ``language``, or in the one that stands in for it (see ``translated``)."""
    return translated(words, language).text
