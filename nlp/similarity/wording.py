"""How much of a question's wording stands in a text: by pieces of words, so that endings and mutations do little."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlp import lists

_LENGTHS: Final = (3, 4, 5)
# What questions are made of, whatever they are about.
_ASKING = lists.words("asking")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4_096)
def pieces(text: str) -> frozenset[str]:
    """Return the pieces of three to five letters of a text's words, but of those that every question has."""
    found: set[str] = set()
    for word in _WORD.findall(_plain(text)):
        if word in _ASKING:
            continue
        padded = f" {word} "
        for length in _LENGTHS:
            found.update(padded[start : start + length] for start in range(max(1, len(padded) - length + 1)))
    return frozenset(found)


def cover(question: str, texts: Sequence[str]) -> list[float]:
    """Return which share of a question's pieces each text has, 0 to 1, the rare among the texts counting more."""
    wanted, among = pieces(question), [pieces(text) for text in texts]
    weights = {piece: 1.0 + math.log((1 + len(texts)) / (1 + sum(piece in each for each in among))) for piece in wanted}
    whole = sum(weights.values())
    return [sum(weights[piece] for piece in wanted & each) / whole if whole else 0.0 for each in among]


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold().replace("'", " ").replace("’", " "))
    return "".join(character for character in spread if not unicodedata.combining(character))
