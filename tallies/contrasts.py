"""Differences between two groups of people, with what chance alone would make of them."""

import math
from dataclasses import dataclass

from tallies.figures import Share
from tallies.means import Mean
from tallies.student import t_95


@dataclass(frozen=True)
class Contrast:
    """How much higher a figure is in one group than in another, with its 95 % interval, all in the figure's unit."""

    value: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        """Whether chance would not explain it: the interval leaves out that there is no difference."""
        return self.low > 0 or self.high < 0


def contrast_of_shares(first: Share, second: Share) -> Contrast:
    """Return how much higher the first share is than the second, from -1 to 1.

    Args:
        first: A share of one group.
        second: The same of another group; nobody is in both.

    Newcombe 1998, method 10: from both Wilson intervals, d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to
    d + sqrt((u1 - p1)^2 + (p2 - l2)^2).

    Raises:
        ValueError: If a share is of nobody.
    """
    if not first.of or not second.of:
        raise ValueError("a share of nobody is compared with nothing")
    value = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Contrast(value, max(-1.0, value - below), min(1.0, value + above))


def contrast_of_means(first: Mean, second: Mean) -> Contrast:
    """Return how much higher the first mean is than the second, in the unit of the values.

    Args:
        first: The mean of one group, of two answers or more.
        second: The same of another group; nobody is in both.

    Welch 1947: z is Student's t for the freedom (a + b)^2 / (a^2 / (n1 - 1) + b^2 / (n2 - 1)), where a and b are the
    variances of the two means. Where the freedom is no whole number, t is between that of its neighbours, in
    proportion of 1 / freedom: right to three places from ten answers on, of fewer rather too wide. Where all answers
    of each group are alike, the interval is that one difference.

    Raises:
        ValueError: If a group has fewer than two answers.
    """
    if first.value is None or second.value is None or first.deviation is None or second.deviation is None:
        raise ValueError("a mean of fewer than two answers has no deviation")
    value = first.value - second.value
    a, b = first.deviation**2 / first.n, second.deviation**2 / second.n
    if not a + b:
        return Contrast(value, value, value)
    # In parts of their sum, so that no square is too large or too small to be a number.
    freedom = 1 / ((a / (a + b)) ** 2 / (first.n - 1) + (b / (a + b)) ** 2 / (second.n - 1))
    half = _t(freedom) * math.sqrt(a + b)
    return Contrast(value, value - half, value + half)


def _t(freedom: float) -> float:
    below = max(1, math.floor(freedom))
    low, high = t_95(below), t_95(below + 1)
    part = (1 / below - 1 / max(freedom, below)) / (1 / below - 1 / (below + 1))
    return low + (high - low) * part
