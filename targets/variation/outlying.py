"""Units that lie so far from the others that they must not set what the others are held against."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from targets.variation.dispersion import Kind, dispersion_of, on_scale, scaled, together
from targets.variation.distributions import normal_both_tails
from targets.variation.units import UnitCount

# Of funnels over units that do not differ, so many may have one that is taken to lie apart ...
FALSE_ALARMS = 0.05
# ... and of few units no more than lie beyond the limits of 99.8 % by chance.
BEYOND_998 = 0.002
# Of fewer than twice as many units one is put aside at a time, of more as many times more: there, one draws the centre
# little, and one by one would take long.
AT_ONCE = 20


def outlying(
    units: Sequence[UnitCount], *, kind: Kind, adjust: bool = False, false_alarms: float = FALSE_ALARMS
) -> tuple[str, ...]:
    """Return the units that lie apart from the others, the furthest first.

    Step by step the furthest unit (of many, the furthest on one side) is held against the others without it, and put
    aside where chance would take a unit of its size so far at most 2 times in 1,000, and one of so many units at most
    about ``false_alarms`` of the time. They stay fewer than half: what most units do is what others are held against.

    Args:
        units: Units with denominators, each once, in any order.
        kind: What their figures are. A standardised ratio is held against 1, whatever the others are.
        adjust: Allow for what the others differ by beyond chance.
        false_alarms: Of all funnels over units that do not differ, the part that may have such a unit.

    A unit is left out of what it is held against as by Ohlssen, Sharples & Spiegelhalter 2007, Journal of the Royal
    Statistical Society A 170(4); put aside one after the other as by Rosner 1975, Technometrics 17(2).
    """
    left = [_Unit(each, *scaled(each, kind)) for each in units]
    most = (len(units) - 1) // 2
    found: list[str] = []
    while len(found) < most:
        crowd = _Crowd.of(left, kind)
        tried = crowd.furthest(left)[: most - len(found)]
        others = _but(left, tried)
        tau2 = _tau2(others, kind) if adjust else 0.0
        chances = [(unit, normal_both_tails(crowd.surprise(unit, tau2))) for unit in tried]
        far = [unit for unit, chance in chances if chance <= BEYOND_998 and chance * len(left) <= false_alarms]
        if not far:
            break
        found += [unit.count.unit for unit in far]
        left = _but(left, far)
    return tuple(found)


@dataclass(frozen=True)
class _Unit:
    """A unit, its figure on the funnel's scale, and how far chance alone scatters it there."""

    count: UnitCount
    y: float
    s: float


@dataclass(frozen=True)
class _Crowd:
    """Sums over units, from which those over all but one are had at once."""

    kind: Kind
    numerator: float
    denominator: float
    # Of the squares of denominators, and of the same times the variance of each figure.
    squares: float
    scatter: float

    @classmethod
    def of(cls, units: Sequence[_Unit], kind: Kind) -> "_Crowd":
        """Add up some units."""
        return cls(
            kind,
            math.fsum(each.count.numerator for each in units),
            math.fsum(each.count.denominator for each in units),
            math.fsum(each.count.denominator**2 for each in units),
            math.fsum((each.count.denominator * each.s) ** 2 for each in units),
        )

    def furthest(self, units: Sequence[_Unit]) -> list[_Unit]:
        """Return the one of these that lies furthest from the others, first; of many, more of those on its side."""
        ranked = sorted((-abs(found := self.surprise(unit)), unit.count.unit, found > 0, unit) for unit in units)
        return [unit for _, _, above, unit in ranked if above == ranked[0][2]][: max(1, len(units) // AT_ONCE)]

    def surprise(self, unit: _Unit, tau2: float = 0.0) -> float:
        """Return how far a unit of these lies from the others, in standard deviations of the difference by chance."""
        if self.kind == "standardised":
            return unit.y / math.sqrt(unit.s**2 + tau2)
        size = unit.count.denominator
        rest = self.denominator - size
        # Beside one that is greater beyond all measure, the others are lost in rounding: they tell nothing.
        if rest <= 0:
            return 0.0
        centre = max(0.0, self.numerator - unit.count.numerator) / rest
        if not centre and self.kind == "ratio":
            return 0.0
        others = max(0.0, self.scatter - (size * unit.s) ** 2) + tau2 * max(0.0, self.squares - size**2)
        middle = on_scale(min(1.0, centre) if self.kind == "proportion" else centre, self.kind)
        return (unit.y - middle) / math.sqrt(unit.s**2 + tau2 + others / rest**2)


def _but(units: Sequence[_Unit], left_out: Sequence[_Unit]) -> list[_Unit]:
    names = {each.count.unit for each in left_out}
    return [each for each in units if each.count.unit not in names]


def _tau2(units: Sequence[_Unit], kind: Kind) -> float:
    counts = [each.count for each in units]
    return dispersion_of(counts, kind=kind, centre=together(counts, kind)).tau2
