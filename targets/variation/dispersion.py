"""How much more units differ than chance would make them, for the funnels that allow for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from targets.variation.units import UnitCount

Kind = Literal["proportion", "ratio", "standardised"]
# The share of units at each end whose surprise counts no more than that of the next.
WINSORISED = 0.1


@dataclass(frozen=True)
class Dispersion:
    """How much units differ beyond chance.

    ``phi`` is their mean squared surprise, about 1 by chance. ``tau2`` is the variance between units on the funnel's
    own scale (the angle of a proportion, the logarithm of a ratio), 0 where chance explains all.
    """

    phi: float
    tau2: float
    units: int

    @property
    def beyond_chance(self) -> bool:
        """Whether units differ by more than chance, so that allowing for it widens the funnel."""
        return self.tau2 > 0


def dispersion_of(
    units: Sequence[UnitCount], *, kind: Kind, centre: float, winsorised: float = WINSORISED
) -> Dispersion:
    """Return how much more the units differ from the centre than chance would make them.

    Args:
        units: Units with denominators, in any order.
        kind: What their figures are.
        centre: The value that they are held against.
        winsorised: The share of units at each end whose surprise is held to that of the next within, below a half.

    Returns:
        z = (Y - centre) / s on the funnel's scale, held at its quantiles; phi = sum z^2 / k; tau2 = (k phi - (k - 1)) /
        (sum w - sum w^2 / sum w) with w = 1 / s^2, or 0 where that is negative. A ratio of nothing has no logarithm: a
        centre of 0 gives no surprise, and a unit where nothing was observed of a standardised ratio counts as half.

    Spiegelhalter 2005, Statistics in Medicine 24(8); DerSimonian & Laird 1986. Quantiles: Hyndman & Fan 1996, 7.
    """
    k = len(units)
    if not k or (kind != "proportion" and not centre):
        return Dispersion(0.0, 0.0, k)
    pairs = [scaled(each, kind) for each in units]
    middle = on_scale(centre, kind)
    surprises = [(y - middle) / s for y, s in pairs]
    least, most = _quantile(surprises, winsorised), _quantile(surprises, 1 - winsorised)
    squares = math.fsum(min(most, max(least, z)) ** 2 for z in surprises)
    weights = [1 / s**2 for _, s in pairs]
    total = math.fsum(weights)
    spare = total - math.fsum(w * (w / total) for w in weights)
    tau2 = max(0.0, squares - (k - 1)) / spare if k > 1 and spare > 0 else 0.0
    return Dispersion(squares / k, tau2, k)


def together(units: Sequence[UnitCount], kind: Kind) -> float:
    """Return the figure of all units together; 1 for a standardised ratio, which is held against what was expected."""
    if kind == "standardised":
        return 1.0
    return math.fsum(each.numerator for each in units) / math.fsum(each.denominator for each in units)


def on_scale(value: float, kind: Kind) -> float:
    """Return a figure on the funnel's scale: the angle of a proportion, the logarithm of a ratio (above 0)."""
    return math.asin(math.sqrt(value)) if kind == "proportion" else math.log(value)


def chance_deviation(n: float, *, kind: Kind, centre: float) -> float:
    """Return how far chance alone scatters a unit of denominator ``n`` at the centre, on the funnel's own scale."""
    if kind == "proportion":
        return 1 / (2 * math.sqrt(n))
    if kind == "standardised":
        return 1 / math.sqrt(n)
    return _deviation_of_ratio(centre * n, n)


def scaled(unit: UnitCount, kind: Kind) -> tuple[float, float]:
    """Return a unit's figure on the funnel's scale, and how far chance alone scatters it."""
    if kind == "proportion":
        return on_scale(unit.value, kind), chance_deviation(unit.denominator, kind=kind, centre=0)
    if kind == "standardised":
        observed = unit.numerator or 0.5
        return math.log(observed / unit.denominator), chance_deviation(unit.denominator, kind=kind, centre=0)
    value = math.log((unit.numerator + 0.5) / (unit.denominator + 0.5))
    return value, _deviation_of_ratio(unit.numerator, unit.denominator)


def _deviation_of_ratio(numerator: float, denominator: float) -> float:
    # num / (num + 0.5)^2 + den / (den + 0.5)^2, without a square that may be too large.
    return math.sqrt(sum(count / (count + 0.5) / (count + 0.5) for count in (numerator, denominator)))


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
