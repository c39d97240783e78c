"""Recognise the answers that need no reading: "n/a", "nothing", a keyboard's home row, a lone emoji."""

from __future__ import annotations

import re

from nlp import Sentiment, lists
from nlp.redaction import PLACEHOLDER

_NON_ANSWERS = frozenset(lists.lines("non_answers"))
_STROKES = re.compile(r"[\s.,\-–—/?…_*]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_GLAD = frozenset("👍👏🙏😀😃😄😁😆😊😍🥰😘🙂☺🤗🤩😎❤💚💙💛🧡💜💖💕💯🎉✅⭐🌟🥳👌💪✨")
_SORRY = frozenset("👎😡😠🤬😞😟😢😭😩😫😤😒🙁☹😣😖💔❌🤮🤢😔🙄😱💩")


def is_readable(text: str) -> bool:
    """Whether the redacted text holds a letter or figure besides its placeholders."""
    return bool(re.search(r"[^\W_]", PLACEHOLDER.sub("", text)))


def is_non_answer(text: str) -> bool:
    """Whether the redacted text says nothing about anything, in English or Welsh.

    "Nothing" is neutral whatever was asked, as the labelling guide has it.
    """
    if _STROKES.fullmatch(text):
        return True
    words = " ".join(re.findall(r"[^\W_]+", text.lower()))
    return bool(words) and (words in _NON_ANSWERS or _is_keyboard_play(words))


def _is_keyboard_play(words: str) -> bool:
    letters = words.replace(" ", "")
    if len(letters) >= 3 and len(set(letters)) == 1:
        return True
    # No English word of public life begins with four neighbouring keys.
    return 4 <= len(letters) <= 12 and any(letters[:4] in row or letters[:4] in row[::-1] for row in _ROWS)


def of_emoji(text: str) -> Sentiment | None:
    """Return what a text of emoji alone feels, None where it holds a word or no emoji at all."""
    if re.search(r"\w", text):
        return None
    glad = any(character in _GLAD for character in text)
    sorry = any(character in _SORRY for character in text)
    if glad and sorry:
        return "mixed"
    if glad or sorry:
        return "positive" if glad else "negative"
    return "neutral" if any(character >= "\u2600" for character in text) else None
