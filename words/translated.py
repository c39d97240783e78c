"""Texts that staff write once a language: ``{"en": "Waiting", "cy": "Aros"}``."""

from collections.abc import Mapping

Words = Mapping[str, str]

FALLBACK = "en"


def in_language(words: Words, language: str) -> str:
    """Return the text in ``language``, else in English, else in the first language by code.

    An empty text counts as missing. Nothing at all gives the empty string.
    """
    for code in (language, language.partition("-")[0], FALLBACK, *sorted(words)):
        if words.get(code):
            return words[code]
    return ""
