"""The standard of the best: the level that the best quarter reaches, and what each unit would gain there."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from targets.variation.decomposing import Decomposition, decomposition_of, grouped, likely_levels
from targets.variation.errors import RulesError
from targets.variation.units import UnitCount, UnitMean

BEST = 0.25


@dataclass(frozen=True)
class Gain:
    """What a unit would gain at the standard of the best.

    ``value`` is its figure, ``likely`` the level that chance leaves of it, ``gain`` how far that is from the standard
    (never below 0), all in the measure's unit. ``people`` is the gain times the people that the unit serves in a
    period: for a share so many people, for a mean so much of its unit of measure.
    """

    unit: str
    value: float
    likely: float
    gain: float
    people: float


@dataclass(frozen=True)
class Standard:
    """The standard of the best: its level, the units that set it (the best first), and each unit's gain, in order."""

    level: float
    set_by: tuple[str, ...]
    gains: tuple[Gain, ...]
    decomposition: Decomposition


def standard_of_the_best(
    units: Sequence[UnitCount] | Sequence[UnitMean],
    *,
    better: Literal["higher", "lower"],
    best: float = BEST,
    served: Mapping[str, float] | None = None,
) -> Standard:
    """Return the level of the best units, and what each unit would gain at it.

    Args:
        units: Shares of people, or means of answers, by unit. Those with no answers are named in the decomposition's
            ``set_apart`` and gain nothing.
        better: Which way is improvement.
        best: The best units are those, from the best on, that have at least this share of all people.
        served: How many people each unit serves in a period; without, or where a unit is missing, those who answered.

    Returns:
        Units are put in order, and the level taken, by their likely levels: each figure is drawn to the centre as far
        as chance is in it, so that a small lucky unit does not set the standard. Where chance explains all that units
        differ by, the level is the centre and nobody would gain. Of equal levels the larger unit goes first.

    Raises:
        RulesError: If the best are none, or more than all.
        CountError, NotANumberError, SameUnitError: If a figure cannot be, or a unit stands there twice.
        TooFewUnitsError, TooFewAnswersError: If units cannot be told apart from people.

    The achievable benchmark of care (Weissman et al. 1999, Journal of Evaluation in Clinical Practice 5(3)), of a
    quarter rather than a tenth, with Morris's estimates (see ``likely_levels``) in the place of its adjusted share.
    """
    if not 0 < best <= 1:
        raise RulesError("best", best)
    groups, apart = grouped(units)
    found = decomposition_of(groups, apart)
    likely = dict(zip((each.unit for each in groups), likely_levels(groups, found), strict=True))
    sign = 1 if better == "higher" else -1
    leading, people = [], 0.0
    for each in sorted(groups, key=lambda each: (-sign * likely[each.unit], -each.n, each.unit)):
        if people >= best * found.people:
            break
        leading.append(each)
        people += each.n
    levels = [likely[each.unit] for each in leading]
    level = math.fsum(each.n * likely[each.unit] for each in leading) / people
    level = min(max(levels), max(min(levels), level))
    gains = []
    for each in groups:
        gain = max(0.0, sign * (level - likely[each.unit]))
        here = each.n if served is None else served.get(each.unit, each.n)
        gains.append(Gain(each.unit, each.mean, likely[each.unit], gain, gain * here))
    return Standard(level, tuple(each.unit for each in leading), tuple(gains), found)
