"""The telling words of a text, by what those of one kind have in common: "waited" and "queue" are about waiting."""

from __future__ import annotations

import re

from nlp import lists

_KINDS = tuple(tuple(line.split()) for line in lists.lines("asked_of"))
_HOLLOW = lists.words("hollow")
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "ly")


def stems(text: str) -> set[str]:
    """Return the telling words of a text by what they have in common with their kind."""
    plainer = text.lower().replace("'", "").replace("on time", "ontime").replace("first", "1st")
    words = [word for word in re.findall(r"[^\W\d_]{3,}|\d+st", plainer) if word not in _HOLLOW]
    return {_stem(word) for word in words}


def _stem(word: str) -> str:
    for group in _KINDS:
        if any(word == form or (form.endswith("*") and word.startswith(form[:-1])) for form in group):
            return group[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)][:7]
    return word[:7]
