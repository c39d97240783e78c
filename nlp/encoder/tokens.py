"""WordPiece as BERT's uncased models read it: the same numbers as their own tokenizer gives."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

PAD, UNKNOWN, START, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SPECIAL: Final = (PAD, UNKNOWN, START, END)
# A longer word is read as unknown, as BERT does.
_LONGEST_WORD: Final = 100
# Control and format characters, and those of private use.
_UNSEEN: Final = frozenset(("Cc", "Cf", "Co"))
_IDEOGRAPHS: Final = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """Cuts texts into the pieces of one vocabulary."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Take the pieces in the order of their numbers; the special ones of `SPECIAL` must be among them."""
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.pad, self.unknown, self.start, self.end = (self._numbers[piece] for piece in SPECIAL)
        # The same few thousand words make up nearly all of what people write.
        self._of_word = lru_cache(maxsize=20_000)(self._cut)

    def read(self, text: str) -> tuple[list[int], list[int]]:
        """Return the pieces' numbers, and for each the character at which its word starts in the text."""
        numbers: list[int] = []
        starts: list[int] = []
        for word, start in _words(text):
            pieces = self._of_word(word)
            numbers += pieces
            starts += [start] * len(pieces)
        return numbers, starts

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the longest pieces that make up the word, from its front; unknown if any part has none."""
        if len(word) > _LONGEST_WORD:
            return (self.unknown,)
        pieces = []
        start = 0
        while start < len(word):
            end = len(word)
            while (number := self._numbers.get(("##" if start else "") + word[start:end])) is None:
                end -= 1
                if end == start:
                    return (self.unknown,)
            pieces.append(number)
            start = end
        return tuple(pieces)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words in small letters without accents, each sign by itself, with their places."""
    letters: list[str] = []
    start = 0
    for place, character in enumerate(text):
        if _is_nothing(character):
            continue
        alone = _stands_alone(character)
        if letters and (alone or character.isspace()):
            yield "".join(letters), start
            letters = []
        if character.isspace():
            continue
        plain = _plain(character)
        if alone:
            yield plain, place
        elif plain:
            start = start if letters else place
            letters.append(plain)
    if letters:
        yield "".join(letters), start


@lru_cache(maxsize=4_096)
def _is_nothing(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character in "\x00\ufffd" or unicodedata.category(character) in _UNSEEN


@lru_cache(maxsize=4_096)
def _stands_alone(character: str) -> bool:
    number = ord(character)
    if number < 128:
        return not character.isalnum() and not character.isspace()
    return unicodedata.category(character).startswith("P") or any(low <= number <= high for low, high in _IDEOGRAPHS)


@lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    spread = unicodedata.normalize("NFD", character)
    return "".join(part for part in spread if unicodedata.category(part) != "Mn").lower()
