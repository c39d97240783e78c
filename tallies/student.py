"""Student's t: how much wider than the normal distribution's an interval is where the spread was estimated as well."""

import math
from functools import lru_cache

from tallies.figures import Z_95

# From here on the expansion is right to ten places; up to here the sums are short.
MANY = 200


@lru_cache(maxsize=MANY)
def t_95(freedom: int) -> float:
    """Return the t that 95 % of Student's distribution lies within, on both sides: its quantile at 0.975.

    Args:
        freedom: Degrees of freedom, 1 or more.

    Raises:
        ValueError: If there is no degree of freedom.

    Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4 (exact sums), 26.7.5 (expansion).
    """
    if freedom < 1:
        raise ValueError(f"Student's t has 1 or more degrees of freedom, not {freedom}")
    return _expansion(freedom) if freedom > MANY else _bisected(freedom)


def _bisected(freedom: int) -> float:
    """Return the t whose share within is 0.95, to the last place that halving the angle can tell."""
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 0.95 else (low, middle)
    return math.sqrt(freedom) * math.tan(low)


def _within(angle: float, freedom: int) -> float:
    """Return the share of the distribution between -t and t, where angle = arctan(t / sqrt(freedom))."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2 == 1
    term, total = (cosine, 0.0) if odd else (1.0, 0.0)
    for step in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cosine * cosine * (step - 1) / step
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


def _expansion(freedom: int) -> float:
    z = Z_95
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))
