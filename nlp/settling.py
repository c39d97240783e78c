"""The one rule between sentiment and polarities: praise and blame of themes add up to the sentiment.

A text judged positive praises each of its themes, a negative one blames each, a neutral one does neither, and one that
both praises and blames is mixed. So the two are chosen together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.model import BLAMED, MIXED, NEGATIVE, NEITHER, NEUTRAL, POSITIVE, PRAISED, SENTIMENTS

# The polarities that a sentiment leaves open.
_OPEN = {POSITIVE: (PRAISED,), NEGATIVE: (BLAMED,), MIXED: (PRAISED, BLAMED), NEUTRAL: (NEITHER,)}
_EDGE = 1e-3


def settled(sentiment: np.ndarray, polarities: Sequence[np.ndarray], agreement: float) -> np.ndarray:
    """Return the sentiment's probabilities (4) once the polarities of the marked themes have had their say.

    Args:
        sentiment: 4 probabilities, in the order of `SENTIMENTS`.
        polarities: 3 probabilities for each marked theme, in the order of `POLARITIES`.
        agreement: What a theme's polarity counts, 0 for nothing, 1 as much as the sentiment.
    """
    scores = np.log(np.maximum(sentiment, _EDGE))
    for label in range(len(SENTIMENTS)):
        for one in polarities:
            scores[label] += agreement * np.log(max(max(one[choice] for choice in _OPEN[label]), _EDGE))
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def polarity_under(label: int, probabilities: np.ndarray) -> int:
    """Return the likeliest polarity (index into `POLARITIES`) that the sentiment leaves open; blame in a tie."""
    return max(reversed(_OPEN[label]), key=lambda choice: float(probabilities[choice]))


def sentiment_under(label: int, sentiment: np.ndarray, polarities: Sequence[int]) -> int:
    """Return a clause's sentiment, given its comment's (``label``) and its own themes' polarities."""
    sides = {choice for choice in polarities if choice != NEITHER}
    if len(sides) == 2:
        return MIXED
    if sides:
        return POSITIVE if PRAISED in sides else NEGATIVE
    if polarities:
        return NEUTRAL
    allowed = {POSITIVE: (POSITIVE, NEUTRAL), NEGATIVE: (NEGATIVE, NEUTRAL), NEUTRAL: (NEUTRAL,)}
    return max(allowed.get(label, range(len(SENTIMENTS))), key=lambda choice: float(sentiment[choice]))
