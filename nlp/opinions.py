"""What a text says of each theme, as far as somebody needs it who is to ask further: no word of the text itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nlp import Analysis, Polarity

# Longer texts take too long while somebody waits, and leave little to ask.
LONGEST_READ = 1_000

_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred"
    r"|thousand|(?:an?|half an|whole) (?:hour|day|week|fortnight|month|year)|all day|pounds?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a text says of one theme.

    Attributes:
        theme: Key of the theme set, see `nlp.themes`.
        polarity: "pos" or "neg"; "any" where the text does both, or neither.
        confidence: Probability that the theme is rightly marked, 0 to 1.
        words: How many words the clauses have that speak of it.
        figures: Whether they name a figure: how long, how much, how often.
    """

    theme: str
    polarity: Literal["pos", "neg", "any"]
    confidence: float
    words: int
    figures: bool


def opinions(analysis: Analysis) -> tuple[Opinion, ...]:
    """Return what was found of each theme, in the theme set's order; nothing of a text that tells of harm."""
    if analysis.urgent:
        return ()
    return tuple(_opinion(analysis, mark.theme, mark.polarity, mark.confidence) for mark in analysis.themes)


def _opinion(analysis: Analysis, theme: str, polarity: Polarity, confidence: float) -> Opinion:
    own = [
        (analysis.redacted[each.start : each.end], mark.polarity)
        for each in analysis.findings
        for mark in each.themes
        if mark.theme == theme
    ]
    sides = {side for _, side in own} & {"pos", "neg"}
    return Opinion(
        theme,
        "any" if len(sides) == 2 or polarity == "neu" else polarity,
        confidence,
        sum(len(text.split()) for text, _ in own),
        any(_FIGURE.search(text) for text, _ in own),
    )
