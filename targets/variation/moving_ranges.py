"""Limits of an XmR chart: what a process does by itself, from how much it moves from one period to the next."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from targets.variation.errors import NotANumberError

# Limits lie so many mean ranges from the centre: 3 / d2, with d2 = 1.128 for ranges of two, as it is published.
LIMIT = 2.66
# A range so many times the mean range or more is none of the process's own: D4 for ranges of two.
OUTLYING_RANGE = 3.267
# With fewer points than these the limits are on trial.
FEWEST_FOR_LIMITS = 12
# Squares and sums of what is smaller are still numbers.
GREATEST = 1e100
# Figures that differ by less, in parts of the greatest of them, differ by rounding.
ROUNDING = 1e-12

WhyNoLimits = Literal["too_few_points", "no_neighbours"]


@dataclass(frozen=True)
class Limits:
    """The centre and limits of a process, in the measure's own unit.

    ``near_lower`` and ``near_upper`` are the lines within the limits that two points in three are judged by.
    ``mean_range`` is the mean moving range that they come from; ``points`` so many points made the centre, and of
    their ranges ``screened`` were left out.
    """

    centre: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float
    mean_range: float
    points: int
    screened: int


def moving_range_limits(
    values: Sequence[float | None],
    *,
    screen: bool = True,
    near: float = 2.0,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Limits | WhyNoLimits:
    """Return the limits of a process, or why there are none.

    Args:
        values: Observations in time order, one per period, in the measure's own unit; None where there is none. No
            range is taken across such a gap.
        screen: Leave out ranges of 3.267 mean ranges or more, once, and take the mean of the others.
        near: How many standard deviations from the centre the near limits lie; the limits lie at 3.
        floor: The least value that the measure can have, if there is one: no limit lies below.
        ceiling: The greatest, likewise.

    Returns:
        Centre = mean; limits = mean -/+ 2.66 x mean moving range. ``too_few_points`` for fewer than two points,
        ``no_neighbours`` where no two of them follow one another. Where all are equal, every line is that value.

    Raises:
        NotANumberError: If a value is infinite, no number, or greater than 1e100.

    Wheeler, Understanding Variation (2nd ed.), ch. 3; screening: Nelson 1982, Journal of Quality Technology 14(3).
    """
    given = present(values)
    if len(given) < 2:
        return "too_few_points"
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if not ranges:
        return "no_neighbours"
    centre, mean_range = mean_of(given), mean_of(ranges)
    kept = [each for each in ranges if not screen or not mean_range or each < OUTLYING_RANGE * mean_range]
    mean_range = mean_of(kept)

    def line(deviations: float) -> float:
        at = centre + deviations * LIMIT / 3 * mean_range
        return max(floor if floor is not None else at, min(ceiling if ceiling is not None else at, at))

    lower, upper, near_lower, near_upper = (line(each) for each in (-3, 3, -near, near))
    return Limits(centre, lower, upper, near_lower, near_upper, mean_range, len(given), len(ranges) - len(kept))


def present(values: Iterable[float | None]) -> list[float]:
    """Return the values that there are, in order.

    Raises:
        NotANumberError: If one is infinite, no number, or greater than 1e100.
    """
    given = [value for value in values if value is not None]
    for value in given:
        if not abs(value) <= GREATEST:
            raise NotANumberError(value)
    return given


def mean_of(values: Sequence[float]) -> float:
    """Return the mean of at least one value. That of equal values is that value: rounding does not move it."""
    return min(max(values), max(min(values), math.fsum(values) / len(values)))
