"""What a target's page says: its measure over time, whether it is on course, and how its units vary."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import cast

from tallies import Share, period_after, periods_between
from targets.bounds import is_share
from targets.defining import Changed, Outdated, changes, comparable, outdated
from targets.formulas import FORMULAS
from targets.nodes import TargetNode
from targets.readings import Reading
from targets.rebasing import Rebased
from targets.variation import (
    PLOT_THE_DOTS,
    Better,
    Chart,
    Comparisons,
    Course,
    Funnel,
    Rebase,
    Standard,
    Trajectory,
    UnitCount,
    Variation,
    compare_shares,
    course,
    funnel_plot,
    plan_trajectory,
    standard_of_the_best,
    xmr_chart,
)
from targets.variation.errors import TooFewAnswersError, TooFewUnitsError

# Limits are made of the first two years of a stretch: of all its points, a step would draw them after itself.
RULES = replace(PLOT_THE_DOTS, fix_after=24)
NO_REBASES: tuple[Rebased, ...] = ()


@dataclass(frozen=True)
class OverTime:
    """A measure period by period, from its first figure to its last.

    ``readings`` are None where there is none. What may not be shown, since too few people are behind it, has no value
    in ``chart`` and is among ``hidden`` (places from 0). ``levels`` are those that the target wants at each period's
    end. ``course`` is None where there is no baseline to come from, or no figure.
    """

    periods: tuple[date, ...]
    readings: tuple[Reading | None, ...]
    hidden: frozenset[int]
    levels: tuple[float | None, ...]
    changes: tuple[Changed, ...]
    chart: Chart
    course: Course | None
    # Where somebody let the limits start anew, as far as there are figures before and after, in order.
    rebases: tuple[Rebased, ...] = ()
    # The period under way, as feedback has it or somebody uploaded it: part of no limits. It comes after ``periods``.
    so_far: Reading | None = None
    # Figures that are still of a former version of the technical note.
    outdated: tuple[Outdated, ...] = ()
    # What the chart would say, had nobody let its limits start anew the last time; None once there are 12 figures.
    unless_rebased: Variation | None = None

    @property
    def latest(self) -> Reading | None:
        """The last figure that may be shown."""
        shown = [
            reading
            for place, reading in enumerate(self.readings)
            if reading is not None and reading.value is not None and place not in self.hidden
        ]
        return shown[-1] if shown else None


@dataclass(frozen=True)
class Units:
    """How the units differ over some periods: the funnel, each beside the others, and the standard of the best.

    Where a unit lies apart from the others, they are not held against it. ``apart`` are the units of which words say
    that they lie further from the others than chance would explain: beyond the limits of 99.8 %, and different also
    after allowing for how many units there are.
    """

    since: date
    until: date
    funnel: Funnel
    comparisons: Comparisons[Share]
    standard: Standard | None
    # Units of which nothing may be shown: of a unit's others count the periods that may.
    hidden: tuple[int, ...]
    # Whether figures of the twelve months are left out, since they are of another version of the technical note.
    defined_anew: bool = False

    @cached_property
    def apart(self) -> tuple[str, ...]:
        """The units that lie further from the others than chance would explain, in order of unit."""
        different = {row.unit for row in self.comparisons.rows if row.differs}
        return tuple(
            point.unit for point in self.funnel.points if point.state.endswith("_998") and point.unit in different
        )


def over_time(
    node: TargetNode,
    readings: Sequence[Reading],
    rebases: Sequence[Rebased] = NO_REBASES,
    *,
    today: date | None = None,
) -> OverTime:
    """Return a target's measure over time.

    Limits start anew where figures are not comparable, and where somebody let them (``rebases``). Of the period that
    ``today`` lies in nothing is judged (None: all of them are over).
    """
    cadence = node.measure.cadence
    over = [each for each in readings if today is None or period_after(each.period_on, cadence) <= today]
    under_way = [each for each in readings[len(over) :] if each.value is not None and may_show(each)]
    so_far = under_way[-1] if under_way else None
    if not over:
        return OverTime((), (), frozenset(), (), (), _chart(node, [], ()), None, so_far=so_far)
    periods = periods_between(over[0].period_on, over[-1].period_on, cadence)
    by_period = {reading.period_on: reading for reading in over}
    found = [by_period.get(period) for period in periods]
    hidden = _hidden(found)
    values = [None if reading is None or place in hidden else reading.value for place, reading in enumerate(found)]
    changed = changes(node.measure, periods, found)
    known = tuple(each for each in rebases if each.period_on in periods[1:])
    chart = _chart(node, values, _starts(periods, changed, known))
    made = OverTime(
        periods=tuple(periods),
        readings=tuple(found),
        hidden=hidden,
        levels=tuple(levels_of(node, periods)),
        changes=changed,
        chart=chart,
        course=None,
        rebases=known,
        so_far=so_far,
        outdated=outdated(node.measure, over),
    )
    without = _unless_rebased(made, lambda: _chart(node, values, _starts(periods, changed, known[:-1])))
    return replace(made, course=_course(node, made.latest), unless_rebased=without)


def by_unit(node: TargetNode, readings: Mapping[int, Sequence[Reading]], *, adjust: bool = False) -> Units | None:
    """Return how a measure's units differ over the last twelve months with figures.

    Args:
        node: A target on a measure whose figures are people of people.
        readings: Unit -> its figures in order of period; ``ALL_UNITS`` among them, units that hold others not.
        adjust: Whether the funnel allows for what units differ by beyond chance.

    Returns:
        None where the measure is no share, or fewer than two units may be shown.
    """
    # A month alone is too few people for most units.
    found = comparable(readings, node.measure.cadence)
    if found is None or not is_share(node.measure.unit_of_measure) or without_counts(found.by_unit):
        return None
    lately = found.by_unit
    chosen = {unit_id: [each for each in own if may_show(each)] for unit_id, own in lately.items()}
    sums = {unit_id: _sum(own) for unit_id, own in chosen.items()}
    of = {unit_id: round(denominator) for unit_id, (_, denominator) in sums.items()}
    hidden = {unit_id for unit_id, own in lately.items() if own and not chosen[unit_id]}
    units = [UnitCount(str(unit_id), *sums[unit_id]) for unit_id in sorted(of) if of[unit_id]]
    if len(units) < 2:
        return None
    funnel = funnel_plot(units, kind="proportion", adjust=adjust, without_outlying=True)
    return Units(
        since=found.since,
        until=period_after(found.until, node.measure.cadence) - timedelta(days=1),
        funnel=funnel,
        comparisons=compare_shares(units, outlying=funnel.outlying),
        standard=_standard(node, units),
        hidden=tuple(sorted(hidden)),
        defined_anew=found.defined_anew,
    )


def without_counts(by_unit: Mapping[int, Sequence[Reading]]) -> list[int]:
    """Return the units with a figure that may be shown and is not whole people of whole people, in order."""
    return sorted(
        unit_id
        for unit_id, own in by_unit.items()
        if any(each.value is not None and may_show(each) and not _is_share(each) for each in own)
    )


def trajectory(node: TargetNode) -> Trajectory | None:
    """Return where a target wants its measure to be on each day; None where it has no baseline."""
    if node.baseline is None or node.baseline_on is None:
        return None
    return plan_trajectory(
        baseline=node.baseline,
        baseline_on=node.baseline_on,
        level=node.level,
        due=node.due,
        milestones=node.milestones,
    )


def _better(node: TargetNode) -> Better:
    return cast("Better", node.measure.better)


def _is_share(reading: Reading) -> bool:
    n, of = reading.numerator, reading.denominator
    return n is not None and of is not None and 0 <= n <= of and n.is_integer() and of.is_integer()


def may_show(reading: Reading) -> bool:
    """Whether a figure may be shown. An uploaded one that does not say of how many it is stands as it is."""
    return reading.shown and (reading.n is None or reading.n >= reading.minimum)


def _starts(periods: Sequence[date], changes: Sequence[Changed], rebases: Sequence[Rebased]) -> list[Rebase]:
    starts = {periods.index(each.period_on): each.reason for each in rebases}
    # Figures that are not comparable are the stronger reason.
    starts |= {change.before: change.why for change in changes}
    return [Rebase(at, why) for at, why in sorted(starts.items())]


def _hidden(found: Sequence[Reading | None]) -> frozenset[int]:
    # Where nothing was counted there is nothing to hide.
    return frozenset(
        place for place, each in enumerate(found) if each is not None and each.value is not None and not may_show(each)
    )


def _unless_rebased(found: OverTime, without: Callable[[], Chart]) -> Variation | None:
    """Return what a chart says without its last rebase, while too few figures follow that one to be relied on."""
    last = found.chart.segments[-1]
    if not found.rebases or last.start != found.periods.index(found.rebases[-1].period_on):
        return None
    return without().variation if last.limits is None or last.trial else None


def levels_of(node: TargetNode, periods: Sequence[date]) -> list[float | None]:
    """Return the levels that a target wants at the end of each period."""
    plan = trajectory(node)
    if plan is None:
        return [node.level] * len(periods)
    return plan.levels_on([_last_day(period, node.measure.cadence) for period in periods])


def _last_day(period: date, cadence: str) -> date:
    return period_after(period, cadence) - timedelta(days=1)


def _chart(node: TargetNode, values: Sequence[float | None], rebases: Sequence[Rebase]) -> Chart:
    known = FORMULAS.get(node.measure.formula or "")
    return xmr_chart(
        values,
        better=_better(node),
        # What its figures are held against is the target, not where its course is on the way to it.
        target=node.level,
        rules=RULES,
        rebases=rebases,
        floor=known.least if known else None,
        ceiling=known.most if known else None,
    )


def _course(node: TargetNode, latest: Reading | None) -> Course | None:
    plan, better = trajectory(node), _better(node)
    if latest is None or plan is None or better == "neutral":
        return None
    on = _last_day(latest.period_on, node.measure.cadence)
    if on < plan.baseline.on:
        return None
    # A figure that is counted, not asked of some, is exact.
    exact = node.measure.source == "figures" and latest.low is None
    low, high = (latest.value, latest.value) if exact else (latest.low, latest.high)
    return course(plan, on=on, low=low, high=high, better=better)


def _sum(readings: Sequence[Reading]) -> tuple[float, float]:
    return sum(each.numerator or 0.0 for each in readings), sum(each.denominator or 0.0 for each in readings)


def _standard(node: TargetNode, units: Sequence[UnitCount]) -> Standard | None:
    better = _better(node)
    if better == "neutral":
        return None
    try:
        return standard_of_the_best(units, better=better)
    except (TooFewUnitsError, TooFewAnswersError):
        return None
