"""Units of measures that are means: what lies around each, got back from its interval, and how they differ."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from tallies import period_after
from tallies.figures import Z_95
from tallies.means import Mean
from tallies.student import t_95
from targets.defining import comparable
from targets.nodes import TargetNode
from targets.readings import Reading
from targets.variation import Better, Comparisons, Standard, UnitMean, compare_means, standard_of_the_best
from targets.variation.between import Between, part_between
from targets.variation.errors import TooFewAnswersError, TooFewUnitsError
from targets.viewing import may_show

# Means of answers, with Student's interval; and those of 100 for, -100 against and 0 else, with the adjusted Wald one.
MEANS = frozenset({"ces", "mean_answer", "gds_performance_platform"})
NETS = frozenset({"nps", "net_sentiment"})
HUNDRED = 100.0


@dataclass(frozen=True)
class MeanUnits:
    """How units differ in a mean over some periods: each beside the others, and the standard of the best."""

    since: date
    until: date
    comparisons: Comparisons[Mean]
    standard: Standard | None
    between: Between | None
    # Units of which nothing may be shown.
    hidden: tuple[int, ...]
    # Whether figures of the twelve months are left out, since they are of another version of the technical note.
    defined_anew: bool = False

    @property
    def apart(self) -> tuple[str, ...]:
        """The units that lie further from the others than chance would explain, in order of unit."""
        return tuple(row.unit for row in self.comparisons.rows if row.differs)


def means_by_unit(node: TargetNode, readings: Mapping[int, Sequence[Reading]]) -> MeanUnits | None:
    """Return how a mean's units differ over the last twelve months with figures.

    Args:
        node: A target on a measure whose figures are means that feedback makes.
        readings: Unit -> its figures in order of period; ``ALL_UNITS`` among them, units that hold others not.

    Returns:
        None where the measure is no such mean, or fewer than two units may be shown.
    """
    formula = node.measure.formula or ""
    known = comparable(readings, node.measure.cadence)
    if formula not in MEANS | NETS or known is None:
        return None
    lately = {unit_id: [each for each in own if each.value is not None] for unit_id, own in known.by_unit.items()}
    chosen = {unit_id: [each for each in own if may_show(each)] for unit_id, own in lately.items()}
    found = [pooled(str(unit_id), chosen[unit_id], formula) for unit_id in sorted(chosen)]
    units = [each for each in found if each is not None]
    if len(units) < 2:
        return None
    return MeanUnits(
        since=known.since,
        until=period_after(known.until, node.measure.cadence) - timedelta(days=1),
        comparisons=compare_means(units),
        standard=_standard(node, units),
        between=part_between(units),
        hidden=tuple(sorted(unit_id for unit_id, own in lately.items() if own and not chosen[unit_id])),
        defined_anew=known.defined_anew,
    )


def pooled(unit: str, readings: Sequence[Reading], formula: str) -> UnitMean | None:
    """Return the mean of all answers of some periods, and their deviation; None of fewer than two answers."""
    parts = [(each.n or 0, each.value or 0.0, deviation(each, formula)) for each in readings if each.n]
    n = sum(size for size, _, _ in parts)
    if n < 2:
        return None
    means = [mean for _, mean, _ in parts]
    centre = min(max(means), max(min(means), math.fsum(size * mean for size, mean, _ in parts) / n))
    squares = math.fsum((size - 1) * around**2 + size * (mean - centre) ** 2 for size, mean, around in parts)
    return UnitMean(unit, n, centre, math.sqrt(squares / (n - 1)))


def deviation(reading: Reading, formula: str) -> float:
    """Return the standard deviation (the sample's) of the answers behind a figure, from its interval.

    The interval ends where the scale does: the longer side is whole. One answer has none.
    """
    n, value = reading.n or 0, reading.value or 0.0
    if n < 2 or reading.low is None or reading.high is None:
        return 0.0
    if formula in MEANS:
        half = max(reading.high - value, value - reading.low)
        return half * math.sqrt(n) / t_95(n - 1)
    # The adjusted Wald interval is that of three answers more, with its own centre.
    more, net = n + 3, value / HUNDRED
    centre = net * n / more
    half = max(reading.high / HUNDRED - centre, centre - reading.low / HUNDRED)
    either = ((half / Z_95) ** 2 * more + centre**2) * more - 1.5
    return HUNDRED * math.sqrt(max(0.0, either / n - net**2) * n / (n - 1))


def _standard(node: TargetNode, units: Sequence[UnitMean]) -> Standard | None:
    better = cast("Better", node.measure.better)
    if better == "neutral":
        return None
    try:
        return standard_of_the_best(units, better=better)
    except (TooFewUnitsError, TooFewAnswersError):
        return None
