"""``python -m benchmarks.variation``: what the pages' rules find of what is hidden in the demonstration's counts.

Over 100 seeds: the bad unit by the funnel, the step by the chart over time, and what is found where there is nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from benchmarks.figures import Figure, print_all
from demo.counting import Cell, counts, planted_bad_unit, planted_step
from demo.rates import RATES
from demo.story import STORIES
from models import ALL_UNITS
from targets import viewing
from targets.feeding import hidden_units
from targets.nodes import MeasureNode, Owner, Place, TargetNode
from targets.readings import Reading
from targets.variation import Chart, known_rates, xmr_chart

SEEDS = range(100)
UNTIL = date(2026, 6, 1)
WITHIN = 8
WANTED, MOST_WRONG = 0.95, 5
STEADY_POINTS = 24
# From which point on, from 0, each rule's pattern can be complete.
FIRST_COMPLETE = {"outside": 0, "trend": 6, "two_in_three": 2, "shift": 6}


@dataclass(frozen=True)
class Found:
    """Of how many seeds what was found; ``of`` is how many there were.

    ``also_apart`` counts seeds of which another unit of the bad one's service is named with it, ``also_differ`` those
    in which the table of units says of another that it differs. ``at_last`` counts seeds whose step the last chart
    shows, ``in_time`` those of which a month's chart showed it within eight periods.
    """

    of: int
    bad_unit: int
    also_apart: int
    also_differ: int
    at_last: int
    in_time: int


def found(seeds: range = SEEDS) -> Found:
    """Look at each seed's counts as the pages do."""
    seen = [_Seen(counts(seed=seed, until=UNTIL)) for seed in seeds]
    _, bad = planted_bad_unit()
    return Found(
        of=len(seen),
        bad_unit=sum(bad in each.apart for each in seen),
        also_apart=sum(bool(each.apart - {bad}) for each in seen),
        also_differ=sum(bool(each.different - {bad}) for each in seen),
        at_last=sum(each.step_at_last for each in seen),
        in_time=sum(each.step_in_time for each in seen),
    )


class _Seen:
    """What the pages say of one seed's counts."""

    def __init__(self, cells: Mapping[Cell, int]) -> None:
        service, _ = planted_bad_unit()
        units = list(RATES[service].units)
        lately = viewing.by_unit(node(), _of_units(cells, units))
        assert lately is not None
        self.apart = {units[int(unit) - 1] for unit in lately.apart}
        self.different = {units[int(row.unit) - 1] for row in lately.comparisons.rows if row.differs}
        unit, days = planted_step()
        series = _of_units(cells, [unit])[1]
        began = date.fromordinal(UNTIL.toordinal() - days)
        first = sum((began - each.period_on).days > 15 for each in series)
        ends = range(first + 1, min(first + WITHIN, len(series)) + 1)
        self.step_at_last = _rises(series, first)
        self.step_in_time = any(_rises(series[:end], first) for end in ends)


def node() -> TargetNode:
    """Return a target on the share satisfied, as much of it as the pages' figures need."""
    measure = MeasureNode(1, "satisfied", Place(1, "s", {}), {}, "%", "higher", "month", "feedback", None, {}, None)
    due = date(UNTIL.year + 1, UNTIL.month, UNTIL.day)
    return TargetNode(
        id=1, key="satisfied", agreement=None, measure=measure, unit=None, parent=None, level=80.0, stretch=None,
        baseline=None, baseline_on=None, milestones=(), due=due, value_for_money=False,
        owner=Owner(1, "", "", True, None), set_by={}, delivered_by={}, reviewed_by={}, links=(),
    )  # fmt: skip


def _of_units(cells: Mapping[Cell, int], units: Sequence[str]) -> dict[int, list[Reading]]:
    """Return the share satisfied of each unit (1 for the first) and of all together, with few people's hidden."""
    found: dict[int, list[Reading]] = {place: [] for place in range(len(units) + 1)}
    for month in sorted({cell.month for cell in cells}):
        asked = {
            place: [cells.get(Cell(unit, month, points), 0) for points in range(1, 6)]
            for place, unit in enumerate(units, start=1)
        }
        asked[ALL_UNITS] = [sum(each) for each in zip(*asked.values(), strict=True)]
        people = {place: sum(points) for place, points in asked.items()}
        hidden = hidden_units(people, {})
        for place, points in asked.items():
            if people[place]:
                found[place].append(_reading(place, month, sum(points[3:]), people[place], place not in hidden))
    return found


def _reading(unit_id: int, month: date, satisfied: int, of: int, shown: bool) -> Reading:
    return Reading(
        unit_id=unit_id, period_on=month, value=100 * satisfied / of, low=None, high=None, numerator=float(satisfied),
        denominator=float(of), n=of, pipeline="", note_version=1, source="feedback", revision=1,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC), locked=True, shown=shown, minimum=10,
    )  # fmt: skip


def _rises(series: Sequence[Reading], first: int) -> bool:
    """Whether a chart shows a rise that was complete in a period from the place ``first`` on."""
    chart = viewing.over_time(node(), series).chart
    return any(sign.direction > 0 and sign.completed >= first for point in chart.points for sign in point.signals)


def steady() -> Iterator[Figure]:
    """Measure how often the rules cry wolf: at the units in which nothing happens, and over normal values."""
    moved = {unit for story in STORIES for unit in story.units}
    quiet = [unit for rates in RATES.values() for unit in rates.units if unit not in moved]
    at_units = [
        viewing.over_time(node(), series).chart
        for seed in SEEDS
        for place, series in _of_units(counts(seed=seed, until=UNTIL), quiet).items()
        if place
    ]
    rng = Random("steady")
    normal = [
        xmr_chart([rng.gauss(0, 1) for _ in range(STEADY_POINTS)], better="higher", rules=viewing.RULES)
        for _ in range(1_000)
    ]
    known = 1_000 * sum(known_rates(viewing.RULES).values())
    for name, charts in ((f"{len(quiet)} steady units", at_units), (f"{STEADY_POINTS} normal values", normal)):
        yield Figure(f"false signs in 1,000 points, {name}", _rate(charts), "signs", known, "the rules' known rate")
        wrong = 100 * sum(any(point.signals for point in chart.points) for chart in charts) / len(charts)
        yield Figure(f"charts with a false sign, {name}", wrong, "in 100", 17, "known of 24 normal values")


def _rate(charts: Sequence[Chart]) -> float:
    """Return how many patterns chance completes in 1,000 points at which they could be complete."""
    rates = dict.fromkeys(FIRST_COMPLETE, 0.0)
    for cause, first in FIRST_COMPLETE.items():
        complete = sum(
            len({(s.direction, s.completed) for point in chart.points for s in point.signals if s.cause == cause})
            for chart in charts
        )
        rates[cause] = complete / sum(len(chart.points) - first for chart in charts)
    return 1_000 * sum(rates.values())


def figures() -> Iterator[Figure]:
    """Measure all of it."""
    seen = found()
    per_seed = {"ceiling": float(seen.of), "bare": "all"}
    yield Figure("the bad unit named by the funnel", seen.bad_unit, "seeds", **per_seed, least_ratio=WANTED)
    yield Figure("another unit named with it", seen.also_apart, "seeds", target=MOST_WRONG)
    yield Figure("another said to differ in the table (they do, a little)", seen.also_differ, "seeds")
    yield Figure(f"the step shown within {WITHIN} periods", seen.in_time, "seeds", **per_seed, least_ratio=WANTED)
    yield Figure("the step in the last chart", seen.at_last, "seeds", **per_seed, least_ratio=WANTED)
    yield from steady()


def main() -> None:
    """Print the figures; exit status 1 where one is missed."""
    print_all(figures())


if __name__ == "__main__":
    main()
