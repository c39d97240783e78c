"""Units compared with the others, without taking for a finding what many comparisons make by chance."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Generic, Literal, TypeVar

from tallies.contrasts import Contrast, contrast_of_means, contrast_of_shares
from tallies.figures import Share, share, wilson
from tallies.means import Mean
from tallies.student import t_95
from targets.variation.chances import means_differ, shares_differ
from targets.variation.errors import CountError, TooFewUnitsError
from targets.variation.units import UnitCount, UnitMean, means_with_figures, shares_with_figures

# Of the units said to differ, one in twenty may do so by chance.
FALSE_DISCOVERIES = 0.05
LEVEL = 0.95

Against = Literal["rest", "whole"]
Value = TypeVar("Value", Share, Mean)


@dataclass(frozen=True)
class Comparison(Generic[Value]):
    """One unit beside the others.

    ``value`` is the unit's figure, ``other`` that of all other units (or of all), ``difference`` how much higher the
    unit's is, with its 95 % interval. ``p`` is how likely chance alone would make as great a difference, and
    ``adjusted_p`` the same after allowing for how many units are compared; by that one, it ``differs`` or does not.
    """

    unit: str
    value: Value
    other: Value
    difference: Contrast
    p: float
    adjusted_p: float
    differs: bool


@dataclass(frozen=True)
class Comparisons(Generic[Value]):
    """All units, in the order given, and the names of those that have too few answers to be compared."""

    rows: tuple[Comparison[Value], ...]
    set_apart: tuple[str, ...]


@dataclass(frozen=True)
class Rank:
    """A unit's place, 1 for the best, and the places that it may have: from ``best`` to ``worst``.

    Units of equal shares have the same place. ``value`` has its own 95 % interval.
    """

    unit: str
    value: Share
    rank: int
    best: int
    worst: int


def compare_shares(
    units: Sequence[UnitCount],
    *,
    against: Against = "rest",
    false_discoveries: float = FALSE_DISCOVERIES,
    outlying: Collection[str] = (),
) -> Comparisons[Share]:
    """Return each unit's share beside that of the others.

    Args:
        units: People of people, whole numbers. Units of nobody are named in ``set_apart``.
        against: All other units together, or all units. A unit is a part of the whole: its difference from that is the
            one from the rest times the rest's part of all people.
        false_discoveries: Of the units said to differ, the part that may do so by chance.
        outlying: Units that lie apart: they are compared, and are no part of what the others are compared with.

    Returns:
        Differences by Newcombe; p by the pooled test of two proportions, or by Fisher's where fewer than five would be
        expected in a cell; adjusted by Benjamini and Hochberg.

    Raises:
        CountError: If a count cannot be, is no whole number, or more than there were.
        SameUnitError: If a unit stands there twice.
        TooFewUnitsError: If fewer than two units have somebody, or all but one of them lie apart.
    """
    counted, apart = whole_shares(units)
    among = {unit: own for unit, own in counted if unit not in outlying}
    if len(counted) < 2 or len(among) < 2:
        raise TooFewUnitsError(len(among), 2)
    n, of = sum(each.n for each in among.values()), sum(each.of for each in among.values())
    found = []
    for unit, own in counted:
        rest = share(n - own.n, of - own.of) if unit in among else share(n, of)
        p = shares_differ(own.n, own.of, rest.n, rest.of)
        found.append((unit, own, rest, contrast_of_shares(own, rest), p, rest.of / of))
    return Comparisons(_rows(found, against, share(n, of), false_discoveries), apart)


def compare_means(
    units: Sequence[UnitMean], *, against: Against = "rest", false_discoveries: float = FALSE_DISCOVERIES
) -> Comparisons[Mean]:
    """Return each unit's mean beside that of the others, likewise; differences and p by Welch.

    Args:
        units: Means of answers. Units of fewer than two answers have no deviation: they are named in ``set_apart``,
            and are no part of the others.
        against: As for shares.
        false_discoveries: As for shares.

    Raises:
        CountError, NotANumberError, SameUnitError: If a figure cannot be, or a unit stands there twice.
        TooFewUnitsError: If fewer than two units have two answers.
    """
    answered, apart = means_with_figures(units, fewest=2)
    if len(answered) < 2:
        raise TooFewUnitsError(len(answered), 2)
    whole = _together(answered)
    found = []
    for each in answered:
        own, rest = _together([each]), _together([other for other in answered if other is not each])
        p = means_differ(own, rest)
        found.append((each.unit, own, rest, contrast_of_means(own, rest), p, rest.n / whole.n))
    return Comparisons(_rows(found, against, whole, false_discoveries), apart)


def rank_shares(
    units: Sequence[UnitCount], *, better: Literal["higher", "lower"]
) -> tuple[list[Rank], tuple[str, ...]]:
    """Return the units in order of their shares, the best first, each with the places that it may have.

    Args:
        units: People of people, whole numbers.
        better: Which way is improvement.

    Returns:
        The ranks, and the names of the units of nobody. With intervals (Wilson's) that hold for all units together 95
        times in 100, a unit's best place is after the units whose whole interval is better, and its worst before those
        whose whole interval is worse: so many times in 100 every unit's true place is among its own.

    Raises:
        CountError, SameUnitError: As for ``compare_shares``.

    Klein, Wright & Wieczorek 2020, Journal of the Royal Statistical Society A 183(3); Sidak 1967 for the joint level.
    """
    counted, apart = whole_shares(units)
    sign = 1 if better == "higher" else -1
    z = NormalDist().inv_cdf((1 + LEVEL ** (1 / max(1, len(counted)))) / 2)
    ends = [sorted(sign * end for end in wilson(each.n, each.of, z)) for _, each in counted]
    lows, highs = sorted(low for low, _ in ends), sorted(high for _, high in ends)
    values = sorted(sign * each.value for _, each in counted)
    ranks = [
        Rank(
            unit,
            each,
            rank=1 + len(values) - bisect_right(values, sign * each.value),
            best=1 + len(lows) - bisect_right(lows, high),
            worst=len(highs) - bisect_left(highs, low),
        )
        for (unit, each), (low, high) in zip(counted, ends, strict=True)
    ]
    return sorted(ranks, key=lambda each: (each.rank, each.unit)), apart


def change_of_share(before: Share, after: Share) -> Contrast:
    """Return how much higher a share is in a later period than in an earlier one, by Newcombe: from -1 to 1.

    Raises:
        ValueError: If a share is of nobody.
    """
    return contrast_of_shares(after, before)


def adjusted(chances: Sequence[float]) -> list[float]:
    """Return each p with what many comparisons make by chance allowed for, in order.

    Units whose adjusted p is at most q are findings of which a part of q is expected to be false.

    Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57(1).
    """
    places = sorted(range(len(chances)), key=lambda place: chances[place], reverse=True)
    found, least = [1.0] * len(chances), 1.0
    for rank, place in zip(range(len(chances), 0, -1), places, strict=True):
        least = min(least, chances[place] * (len(chances) / rank))
        found[place] = least
    return found


def whole_shares(units: Sequence[UnitCount]) -> tuple[list[tuple[str, Share]], tuple[str, ...]]:
    """Return the share of each unit that has somebody, and the names of the others.

    Raises:
        CountError: If a count cannot be, is no whole number, or more than there were.
        SameUnitError: If a unit stands there twice.
    """
    kept, apart = shares_with_figures(units)
    for each in kept:
        if not (float(each.numerator).is_integer() and float(each.denominator).is_integer()):
            raise CountError(each.unit, each.numerator, each.denominator)
    return [(each.unit, share(int(each.numerator), int(each.denominator))) for each in kept], apart


def _rows(
    found: Sequence[tuple[str, Value, Value, Contrast, float, float]],
    against: Against,
    whole: Value,
    false_discoveries: float,
) -> tuple[Comparison[Value], ...]:
    """Return the rows of units with their figure, that of the rest, the difference, p, and the rest's part of all."""
    rows = []
    for (unit, own, rest, gap, p, part), fair in zip(found, adjusted([each[4] for each in found]), strict=True):
        if against == "whole":
            gap = Contrast(gap.value * part, gap.low * part, gap.high * part)
        other = rest if against == "rest" else whole
        rows.append(Comparison(unit, own, other, gap, p, fair, differs=fair <= false_discoveries))
    return tuple(rows)


def _together(units: Sequence[UnitMean]) -> Mean:
    """Return the mean of all answers of units that have at least two answers in all."""
    n = sum(each.n for each in units)
    means = [each.mean for each in units]
    centre = min(max(means), max(min(means), math.fsum(each.n * each.mean for each in units) / n))
    squares = math.fsum(
        (each.n - 1) * each.deviation * each.deviation + each.n * (each.mean - centre) * (each.mean - centre)
        for each in units
    )
    deviation = math.sqrt(squares / (n - 1))
    half = t_95(n - 1) * deviation / math.sqrt(n)
    return Mean(n, centre, centre - half, centre + half, deviation)
