"""Which language a text is in, among those that people are likely to answer in."""

from __future__ import annotations

import re
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nlp import lists

# Welsh, Irish and English, and the languages most often asked for in the services we know. More languages
# mean more short English texts taken for something else.
LANGUAGES: Final = ("ar", "bn", "cy", "en", "es", "fr", "ga", "pa", "pl", "pt", "ro", "ur")
# A text in Latin letters is believed to be in another language than the page's only from here up.
SURE: Final = 0.6
# Enough to know a language by; more costs time and changes nothing.
_READ = 2_000
_ENGLISH = lists.words("english")
_PLACEHOLDER = re.compile(r"\[[a-z ]{2,15}\]")


class LanguageGuesser:
    """Guesses languages with py3langid's own model, which comes with its package (nothing is fetched)."""

    def __init__(self) -> None:
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._identifier.set_languages(LANGUAGES)

    def guess(self, text: str, *, page: str) -> str:
        """Return the code of the text's language.

        Args:
            text: The redacted text.
            page: Code of the page's language; believed for texts of fewer than three words, and in doubt.
        """
        page = re.split("[-_]", page.lower())[0]
        read = _PLACEHOLDER.sub(" ", text[:_READ])
        words = re.findall(r"[^\W\d_]+", read.lower())
        if len(words) < 3:
            return page
        english = sum(word in _ENGLISH for word in words)
        if english > 1 and english * 5 >= len(words):
            return "en"
        language, probability = self._identifier.classify(" ".join(words))
        # One English word is enough against a far language, but Welsh borrows ("staff", "bus").
        if language != "cy" and english * 5 >= len(words):
            return "en"
        return str(language) if probability >= SURE else page
