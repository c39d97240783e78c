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
    """Return the text in ``language``, else in what stands in for it; and in which language that is.

    That is the language without its region, then as another region writes it, then English, then the first by code.
    An empty text counts as missing. Nothing at all gives the empty string, in ``language``.
    """
    if words.get(language):
        return Translated(words[language], language)
    base, codes = language.partition("-")[0], sorted(words)
    regional = (code for code in codes if code.partition("-")[0] == base)
    for code in (base, *regional, FALLBACK, *codes):
        if words.get(code):
            return Translated(words[code], code)
    return Translated("", language)


def in_language(words: Words, language: str) -> str:
    """Return the text in ``language``, or in the one that stands in for it (see ``translated``)."""
    return translated(words, language).text
