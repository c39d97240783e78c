"""Expressions by which people say what they want of the conversation, found with spaCy's matcher."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import spacy
from spacy.matcher import Matcher

from nlp import lists
from nlp.understanding import INTENTS

# At most so many words stand where an expression has a gap.
_GAP: Final = {"IS_PUNCT": False, "OP": "{0,3}"}


@dataclass(frozen=True)
class _Expression:
    """One line of the list: what it speaks for, its tokens, and whether it must stand at the message's ends."""

    intent: str
    tokens: list[dict[str, Any]] = field(default_factory=list)
    at_start: bool = False
    at_end: bool = False


class Phrases:
    """Tells which intents a message has an expression of."""

    def __init__(self) -> None:
        # Words as they are written: the English rules would cut "dont" in two, and know no Welsh.
        self._words = spacy.blank("xx")
        self._matcher = Matcher(self._words.vocab)
        self._by_name = {f"{number}": one for number, one in enumerate(_expressions())}
        for name, one in self._by_name.items():
            self._matcher.add(name, [one.tokens])

    @property
    def known(self) -> set[str]:
        """The intents that there are expressions of."""
        return {one.intent for one in self._by_name.values()}

    def intents(self, plain: str) -> set[str]:
        """Return the intents whose expressions stand in a message in its plain form."""
        words = self._words.make_doc(plain)
        found = set()
        for name, start, end in self._matcher(words):
            one = self._by_name[self._words.vocab.strings[name]]
            if (start == 0 or not one.at_start) and (end == len(words) or not one.at_end):
                found.add(one.intent)
        return found


def _expressions() -> Iterator[_Expression]:
    for line in lists.lines("wishes"):
        intent, _, written = line.partition(": ")
        if intent not in INTENTS or not written:
            message = f'lists/wishes.txt: "{line}" is no intent with an expression'
            raise ValueError(message)
        words = written.split()
        yield _Expression(
            intent, [_token(word) for word in words if word not in ("^", "$")], words[0] == "^", words[-1] == "$"
        )


def _token(word: str) -> dict[str, Any]:
    if word == "*":
        return dict(_GAP)
    any_of = {"LOWER": {"IN": re.split(r"\|", word.removesuffix("?"))}}
    return any_of | {"OP": "?"} if word.endswith("?") else any_of
