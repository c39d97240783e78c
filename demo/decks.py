"""Deals phrases like cards, so that none comes again before the others have come."""

from collections import Counter
from collections.abc import Sequence
from math import inf
from random import Random

from demo.stock import Phrase

LONGEST_PLAIN = 24  # characters: people do write the same few words
_LONGEST_ORDINARY = 42  # a longer clause without a choice in it would be remembered
_MOST_WHOLE = 2
_MOST_WHOLE_PLAIN = 4


class Decks:
    """The phrases still to be said, a deck for each use of them.

    Args:
        rng: What shuffles.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._decks: dict[tuple[str, ...], list[Phrase]] = {}
        self._said: Counter[str] = Counter()

    def deal(self, deck: tuple[str, ...], phrases: Sequence[Phrase]) -> Phrase:
        """Deal the deck's next phrase; an empty deck is made anew of ``phrases``, the ordinary ones twice."""
        cards = self._decks.setdefault(deck, [])
        while not cards:
            fresh = self.fresh(phrases) or phrases
            cards.extend(fresh)
            cards.extend(phrase for phrase in fresh if _ordinary(phrase))
            self._rng.shuffle(cards)
        phrase = cards.pop()
        self.note(phrase)
        return phrase

    def fresh(self, phrases: Sequence[Phrase]) -> list[Phrase]:
        """Return the phrases that have not been said as often as they may be."""
        return [phrase for phrase in phrases if self._said[phrase.text] < _most(phrase)]

    def note(self, phrase: Phrase) -> None:
        """Remember that a phrase has been said."""
        self._said[phrase.text] += 1


def _ordinary(phrase: Phrase) -> bool:
    return phrase.kind == "clause" and (len(phrase.text) <= _LONGEST_ORDINARY or "|" in phrase.text)


def _most(phrase: Phrase) -> float:
    """Return how often a phrase may be said: whole comments would be recognised."""
    if phrase.kind != "whole":
        return inf
    return _MOST_WHOLE if len(phrase.text) > LONGEST_PLAIN else _MOST_WHOLE_PLAIN
