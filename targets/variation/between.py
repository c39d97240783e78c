"""How sure it is how much of what people say differs between units."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from targets.variation.decomposing import decomposition_of, grouped
from targets.variation.distributions import fisher_upper_tail
from targets.variation.errors import TooFewAnswersError, TooFewUnitsError
from targets.variation.units import UnitCount, UnitMean

OUTSIDE = 0.05
STEPS = 200


@dataclass(frozen=True)
class Between:
    """The part of all variation that lies between units (from 0 to 1), with its 95 % interval.

    ``chance_share`` is how much of what the units' figures differ by chance alone would make; None where nothing does.
    """

    value: float
    low: float
    high: float
    chance_share: float | None


def part_between(units: Sequence[UnitCount] | Sequence[UnitMean]) -> Between | None:
    """Return how much of all variation lies between units; None where there are too few of them or of people.

    Args:
        units: Shares of people, or means of answers, by unit.

    Returns:
        The intraclass correlation of ``decompose``, and the interval by Fisher's F, with n0 for the size of a unit:
        (F / F_high - 1) / (F / F_high - 1 + n0) to (F / F_low - 1) / (F / F_low - 1 + n0), held between 0 and 1. It is
        exact where units are alike in size and answers normal, and near to it else.

    Searle, Casella & McCulloch 1992, Variance Components, ch. 3.
    """
    groups, apart = grouped(units)
    try:
        found = decomposition_of(groups, apart)
    except (TooFewUnitsError, TooFewAnswersError):
        return None
    if not found.within:
        sure = 1.0 if found.between else 0.0
        return Between(sure, sure, sure, found.chance_share)
    among = math.fsum(each.n * (each.mean - found.centre) ** 2 for each in groups) / (found.units - 1)
    size = math.fsum(each.n * ((found.people - each.n) / found.people) for each in groups) / (found.units - 1)
    ratio = among / found.within
    low, high = (
        max(0.0, _part(ratio / quantile(tail, found.units - 1, found.people - found.units), size))
        for tail in (OUTSIDE / 2, 1 - OUTSIDE / 2)
    )
    return Between(found.intraclass, low, high, found.chance_share)


def quantile(tail: float, above: float, below: float) -> float:
    """Return the F that is exceeded with a chance of ``tail``, for these degrees of freedom, by halving."""
    low, high = 0.0, 1.0
    while fisher_upper_tail(high, above, below) > tail:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if fisher_upper_tail(middle, above, below) > tail else (low, middle)
    return (low + high) / 2


def _part(ratio: float, size: float) -> float:
    return (ratio - 1) / (ratio - 1 + size)
