"""How much of what people say differs between units, and how much between the people of one unit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from targets.variation.distributions import fisher_upper_tail
from targets.variation.errors import TooFewAnswersError, TooFewUnitsError
from targets.variation.moving_ranges import GREATEST
from targets.variation.units import UnitCount, UnitMean, means_with_figures, shares_with_figures


@dataclass(frozen=True)
class Decomposition:
    """Where the variation lies. Variances are in the measure's unit squared; a share's people are 0 or 1 each.

    ``between`` is the variance of the units' own levels, with what chance adds to them taken out; ``within`` that of
    people at one unit. ``intraclass`` is between / (between + within), from 0 to 1: how alike two people of one unit
    are. ``chance_share`` is how much of the variation between the units' figures chance alone would make, from 0 to 1,
    and ``p`` how likely units that are alike would differ as much as these or more; None where nothing varies.
    ``centre`` is the mean over all people.
    """

    units: int
    people: float
    centre: float
    between: float
    within: float
    intraclass: float
    chance_share: float | None
    p: float | None
    set_apart: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The people of one unit: how many, their mean, and the sum of their squared distances from it."""

    unit: str
    n: float
    mean: float
    squares: float


def decompose(units: Sequence[UnitCount] | Sequence[UnitMean]) -> Decomposition:
    """Return how much differs between units and how much within.

    Args:
        units: Shares of people, or means of answers, by unit. Those with no answers are named in ``set_apart``.

    Returns:
        The estimates of the analysis of variance, also for shares (each person being 0 or 1): with mean squares MSB
        and MSW and n0 = (N - sum n^2 / N) / (k - 1), between = max(0, (MSB - MSW) / n0), within = MSW, chance_share =
        MSW / MSB (1 at most), p by Fisher's F = MSB / MSW.

    Raises:
        CountError, NotANumberError, SameUnitError: If a figure cannot be, or a unit stands there twice.
        TooFewUnitsError: If fewer than two units have answers.
        TooFewAnswersError: If there are no more people than units, so that nothing tells the two apart.

    Searle, Casella & McCulloch 1992, Variance Components, ch. 3; for shares Ridout, Demetrio & Firth 1999, Biometrics
    55(1).
    """
    groups, apart = grouped(units)
    return decomposition_of(groups, apart)


def grouped(units: Sequence[UnitCount] | Sequence[UnitMean]) -> tuple[list[Group], tuple[str, ...]]:
    """Return the people of each unit that has some, and the names of the other units.

    Raises:
        CountError, NotANumberError, SameUnitError: If a figure cannot be, or a unit stands there twice.
    """
    shares = [each for each in units if isinstance(each, UnitCount)]
    if shares:
        counted, apart = shares_with_figures(shares)
        return [_of_share(each) for each in counted], apart
    answered, apart = means_with_figures([each for each in units if isinstance(each, UnitMean)])
    return [_of_mean(each) for each in answered], apart


def decomposition_of(groups: Sequence[Group], set_apart: tuple[str, ...] = ()) -> Decomposition:
    """Return the same as ``decompose`` for units that all have answers.

    Raises:
        TooFewUnitsError: If there are fewer than two units.
        TooFewAnswersError: If there are no more people than units.
    """
    k, people = len(groups), math.fsum(each.n for each in groups)
    if k < 2:
        raise TooFewUnitsError(k, 2)
    if people <= k:
        raise TooFewAnswersError(int(people), k + 1)
    means = [each.mean for each in groups]
    # Held among the means, so that rounding makes no variation where there is none.
    centre = min(max(means), max(min(means), math.fsum(each.n * each.mean for each in groups) / people))
    among = math.fsum(each.n * (each.mean - centre) * (each.mean - centre) for each in groups) / (k - 1)
    within = math.fsum(each.squares for each in groups) / (people - k)
    # (N - sum n^2 / N) / (k - 1), in an order that leaves something also where one unit has nearly all people.
    size = math.fsum(each.n * ((people - each.n) / people) for each in groups) / (k - 1)
    between = max(0.0, (among - within) / size)
    return Decomposition(
        units=k,
        people=people,
        centre=centre,
        between=between,
        within=within,
        intraclass=between / (between + within) if between else 0.0,
        chance_share=min(1.0, within / among) if among else 1.0 if within else None,
        p=_chance(among, within, k, people),
        set_apart=set_apart,
    )


def likely_levels(groups: Sequence[Group], found: Decomposition) -> list[float]:
    """Return the likely level of each unit, in order: its figure, drawn to the centre as far as chance is in it.

    A unit's figure counts between / (between + within / n): that of a small unit little, and where chance explains all
    that units differ by, that of no unit anything. The centre is the mean of the units, each weighted by how much it
    says of the level of units: 1 / (between + within / n).

    Morris 1983, Parametric empirical Bayes inference, Journal of the American Statistical Association 78(381).
    """
    own = [found.between / (found.between + found.within / each.n) if found.between else 0.0 for each in groups]
    # The parts are the weights as well, times the variance between units: where people are alike, units count alike.
    total = math.fsum(own)
    if not total:
        return [found.centre] * len(groups)
    centre = math.fsum(part * each.mean for part, each in zip(own, groups, strict=True)) / total
    return [centre + part * (each.mean - centre) for part, each in zip(own, groups, strict=True)]


def _of_share(unit: UnitCount) -> Group:
    return Group(unit.unit, unit.denominator, unit.value, unit.value * (unit.denominator - unit.numerator))


def _of_mean(unit: UnitMean) -> Group:
    return Group(unit.unit, unit.n, unit.mean, (unit.n - 1) * unit.deviation * unit.deviation)


def _chance(among: float, within: float, units: int, people: float) -> float | None:
    if not within:
        return 0.0 if among else None
    return fisher_upper_tail(min(among / within, GREATEST), units - 1, people - units)
