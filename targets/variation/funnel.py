"""Funnel plots: each unit's figure against how far chance alone would take a unit of its size."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from tallies.figures import Z_95
from targets.variation.dispersion import Dispersion, Kind, chance_deviation, dispersion_of, together
from targets.variation.distributions import gamma_quantile
from targets.variation.errors import NotANumberError, OffScaleError, TooFewUnitsError
from targets.variation.moving_ranges import GREATEST
from targets.variation.outlying import outlying
from targets.variation.units import UnitCount, shares_with_figures, with_figures

# Beyond these limits lie two units of 1,000 by chance.
Z_998 = 3.090232306167813
LOWEST_95, LOWEST_998 = 0.025, 0.001

State = Literal["within", "above_95", "below_95", "above_998", "below_998"]


@dataclass(frozen=True)
class FunnelLimits:
    """Where 95 % and 99.8 % of units of one size lie if only chance parts them, in the figure's own unit."""

    lower_998: float
    lower_95: float
    upper_95: float
    upper_998: float

    def state_of(self, value: float) -> State:
        """Return where a value lies; on a limit it is within."""
        if value > self.upper_95:
            return "above_998" if value > self.upper_998 else "above_95"
        if value < self.lower_95:
            return "below_998" if value < self.lower_998 else "below_95"
        return "within"


@dataclass(frozen=True)
class FunnelPoint:
    """One unit: its denominator ``n``, its figure, and the limits for its size."""

    unit: str
    n: float
    value: float
    limits: FunnelLimits
    state: State


@dataclass(frozen=True)
class Funnel:
    """A funnel over units, in the order given. ``set_apart`` names the units with no denominator: they have no place.

    ``adjusted`` says whether the limits allow for ``dispersion``, which is reported either way. ``outlying`` names the
    units that are no part of the centre, the furthest first.
    """

    kind: Kind
    centre: float
    dispersion: Dispersion
    adjusted: bool
    points: tuple[FunnelPoint, ...]
    set_apart: tuple[str, ...]
    outlying: tuple[str, ...] = ()

    def limits_at(self, n: float) -> FunnelLimits:
        """Return the limits for a unit of denominator ``n``, above 0."""
        return funnel_limits(n, kind=self.kind, centre=self.centre, tau2=self.dispersion.tau2 if self.adjusted else 0.0)

    def curve(self, points: int = 60) -> list[tuple[float, FunnelLimits]]:
        """Return the limits over all sizes that there are, for a picture: (n, limits), n rising.

        Sizes lie closer together where the funnel is steep: their roots are evenly spaced. One size makes one point.
        """
        least, most = min(each.n for each in self.points), max(each.n for each in self.points)
        if least == most or points < 2:
            return [(most, self.limits_at(most))]
        first, last = math.sqrt(least), math.sqrt(most)
        inner = [(first + (last - first) * step / (points - 1)) ** 2 for step in range(1, points - 1)]
        return [(n, self.limits_at(n)) for n in (least, *inner, most)]


def funnel_plot(
    units: Sequence[UnitCount],
    *,
    kind: Kind,
    centre: float | None = None,
    adjust: bool = False,
    without_outlying: bool = False,
) -> Funnel:
    """Return the funnel over units.

    Args:
        units: What was counted at each. ``proportion``: people of people. ``ratio``: two counts, both of chance.
            ``standardised``: observed and expected.
        kind: What their figures are.
        centre: What the units are held against; None: all of them together, or 1 for a standardised ratio.
        adjust: Allow for what the units differ by beyond chance (over-dispersion): tau2 is added to each variance.
        without_outlying: Take the centre and the dispersion from the units that do not lie apart (``outlying``), so
            that one bad unit neither makes good ones of the others, nor hides itself.

    Returns:
        Each unit's state at its own size. A unit of no denominator is named in ``set_apart``.

    Raises:
        CountError: If a count cannot be; for a proportion also if it is more than there were.
        SameUnitError: If a unit stands there twice.
        NotANumberError: If the centre is no number, or greater than 1e100.
        OffScaleError: If the centre is negative, or above 1 for a proportion.
        TooFewUnitsError: If no unit has a denominator.
    """
    kept, apart = shares_with_figures(units) if kind == "proportion" else with_figures(units)
    if not kept:
        raise TooFewUnitsError(0, 1)
    apart_from, widely = _outlying(kept, kind, adjust=adjust) if without_outlying else ((), ())
    middle = together(_but(kept, apart_from), kind) if centre is None else _checked(centre, kind)
    spread = dispersion_of(_but(kept, widely), kind=kind, centre=middle)
    tau2 = spread.tau2 if adjust else 0.0
    points = []
    for each in kept:
        limits = funnel_limits(each.denominator, kind=kind, centre=middle, tau2=tau2)
        points.append(FunnelPoint(each.unit, each.denominator, each.value, limits, limits.state_of(each.value)))
    return Funnel(kind, middle, spread, adjust, tuple(points), apart, apart_from)


def funnel_limits(n: float, *, kind: Kind, centre: float, tau2: float = 0.0) -> FunnelLimits:
    """Return the limits for a unit of denominator ``n``.

    Args:
        n: Above 0.
        kind: What the figures are.
        centre: What the unit is held against.
        tau2: The variance between units that is allowed for, on the funnel's own scale.

    Returns:
        Proportion: sin^2(asin(sqrt(centre)) -/+ z sqrt(1 / 4n + tau2)), the angle held between 0 and a right angle.
        Ratio of counts: centre x exp(-/+ z sqrt(s^2 + tau2)), with s of the numerator that the centre expects.
        Standardised ratio: exact by Poisson, centre x chi-squared(2n) / 2n and x chi-squared(2n + 2) / 2n; where tau2
        is allowed for, centre x exp(-/+ z sqrt(1 / n + tau2)).

    Spiegelhalter 2005, Statistics in Medicine 24(8); the standardised ratio with tau2 as in the NHS's SHMI.
    """
    if kind == "standardised" and not tau2:
        below = [centre * gamma_quantile(n, share) / n for share in (LOWEST_998, LOWEST_95)]
        above = [centre * gamma_quantile(n + 1, 1 - share) / n for share in (LOWEST_95, LOWEST_998)]
        return FunnelLimits(*below, *above)
    deviation = math.sqrt(chance_deviation(n, kind=kind, centre=centre) ** 2 + tau2)
    if kind == "proportion":
        angle = math.asin(math.sqrt(centre))
        ends = [math.sin(min(math.pi / 2, max(0.0, angle + z * deviation))) ** 2 for z in (-Z_998, -Z_95, Z_95, Z_998)]
    else:
        ends = [centre * math.exp(min(700.0, z * deviation)) for z in (-Z_998, -Z_95, Z_95, Z_998)]
    return FunnelLimits(*ends)


def _outlying(units: Sequence[UnitCount], kind: Kind, *, adjust: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the units that are no part of the centre, and those that are none of the dispersion.

    What units differ by beyond chance is theirs together: of that, only those are left out that lie far even so.
    """
    widely = outlying(units, kind=kind, adjust=True)
    return (widely if adjust else outlying(units, kind=kind)), widely


def _but(units: Sequence[UnitCount], left_out: Collection[str]) -> list[UnitCount]:
    return [each for each in units if each.unit not in left_out]


def _checked(centre: float, kind: Kind) -> float:
    if not abs(centre) <= GREATEST:
        raise NotANumberError(centre)
    if centre < 0 or (kind == "proportion" and centre > 1):
        raise OffScaleError(centre, 0, 1 if kind == "proportion" else None)
    return centre
