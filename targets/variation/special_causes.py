"""Signs in a series that something other than chance is at work, by named rules."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from targets.variation.errors import RulesError
from targets.variation.moving_ranges import LIMIT, OUTLYING_RANGE, ROUNDING, Limits

Cause = Literal["outside", "trend", "two_in_three", "shift"]


@dataclass(frozen=True)
class Rules:
    """A set of rules, by name, with every parameter that it has.

    ``screen``: large ranges are left out of the mean range. ``two_in_three``: whether a point outside the limits counts
    among those beyond the near limit (``mdc2024``) or not (``package``). ``both``: what is said of a point that speaks
    for improvement by one rule and against it by another: what the first rule says, or improvement. ``trend`` and
    ``shift`` are numbers of points; ``near`` is in standard deviations, below 3; ``fix_after`` is how many points of a
    segment make its limits (None: all).
    """

    name: str
    screen: bool
    two_in_three: Literal["package", "mdc2024"]
    both: Literal["first", "improvement"] = "first"
    trend: int = 7
    shift: int = 7
    near: float = 2.0
    fix_after: int | None = None

    def __post_init__(self) -> None:
        for parameter, least in (("trend", 3), ("shift", 2), ("fix_after", 2)):
            value = getattr(self, parameter)
            if value is not None and value < least:
                raise RulesError(parameter, value)
        if not 0 < self.near < 3:
            raise RulesError("near", self.near)


# The NHS-R community's package, and the spreadsheets of NHS England's Making Data Count.
PLOT_THE_DOTS = Rules("plot_the_dots", screen=True, two_in_three="package")
MAKING_DATA_COUNT = Rules("making_data_count", screen=False, two_in_three="mdc2024", both="improvement")


@dataclass(frozen=True)
class Signal:
    """One rule's sign in a point. ``direction`` is 1 upwards or above, -1 downwards or below.

    ``completed`` is the place of the first point at which the sign could be seen: the last point of its pattern.
    """

    cause: Cause
    direction: int
    completed: int


def signals(values: Sequence[float | None], limits: Limits, rules: Rules) -> list[tuple[Signal, ...]]:
    """Return the signs in each point of one segment, first the rule that goes first.

    Args:
        values: The segment's observations in time order, None where there is none. A pattern is of periods that follow
            one another: a gap ends it, since nobody knows what would have been there.
        limits: The segment's limits.
        rules: What counts as a sign.

    Returns:
        For each value its signals in the order outside, trend, two in three, shift; of each rule and direction the one
        that was complete first. Places count from the start of ``values``.
    """
    tiny = ROUNDING * max([abs(value) for value in values if value is not None], default=0.0)
    marked = [None if value is None else _mark(value, limits, tiny) for value in values]
    found: list[list[Signal]] = [[] for _ in values]
    by_rule: tuple[tuple[Cause, Iterator[_Pattern]], ...] = (
        ("outside", _outside(marked)),
        ("trend", _trends(values, rules.trend, tiny)),
        ("two_in_three", _two_in_three(marked, outside_counts=rules.two_in_three == "mdc2024")),
        ("shift", _shifts(marked, rules.shift)),
    )
    for cause, patterns in by_rule:
        for completed, direction, places in patterns:
            signal = Signal(cause, direction, completed)
            for place in places:
                if not any(each.cause == cause and each.direction == direction for each in found[place]):
                    found[place].append(signal)
    return [tuple(each) for each in found]


def known_rates(rules: Rules) -> dict[Cause, float]:
    """Return how often chance alone completes each rule's pattern, per point of a long steady series.

    The values are independent and normal, and the limits those of the process, not estimated from few points: of 1,000
    points outside the limits, 2.7; screening draws the limits in, to 3.4. A chart's estimated limits come near it.
    """

    def above(deviations: float) -> float:
        return math.erfc(deviations / math.sqrt(2)) / 2

    # Ranges of a standard normal process are those of |N(0, 2)|, of mean 2 / sqrt(pi).
    mean_range = 2 / math.sqrt(math.pi)
    if rules.screen:
        half = OUTLYING_RANGE * mean_range / 2
        mean_range *= (1 - math.exp(-(half**2))) / math.erf(half)
    sigma = LIMIT / 3 * mean_range
    beyond = above(3 * sigma)
    near = above(rules.near * sigma) - (0.0 if rules.two_in_three == "mdc2024" else beyond)
    return {
        "outside": 2 * beyond,
        "trend": 2 / math.factorial(rules.trend),
        "two_in_three": 2 * (3 * near**2 * (0.5 - near) + near**3),
        "shift": 2 * 0.5**rules.shift,
    }


class _Marked(NamedTuple):
    """Where a point lies, as signs: beside the centre (0: on it), beyond a limit, beyond a near limit (0: within)."""

    side: int
    outside: int
    beyond_near: int


def _mark(value: float, limits: Limits, tiny: float) -> _Marked:
    side = _sign(value - limits.centre, tiny)
    if side > 0:
        outside, near = value - limits.upper > tiny, value - limits.near_upper > tiny
    else:
        outside, near = limits.lower - value > tiny, limits.near_lower - value > tiny
    return _Marked(side, side * outside, side * near)


# The point that completes a pattern, its direction, and the places that it flags.
_Pattern = tuple[int, int, Sequence[int]]


def _outside(marked: Sequence[_Marked | None]) -> Iterator[_Pattern]:
    for place, mark in enumerate(marked):
        if mark is not None and mark.outside:
            yield place, mark.outside, (place,)


def _trends(values: Sequence[float | None], length: int, tiny: float) -> Iterator[_Pattern]:
    steps = [0] * len(values)
    for place, (before, value) in enumerate(pairwise(values), 1):
        if before is not None and value is not None:
            steps[place] = _sign(value - before, tiny)
    # A trend of n points is n - 1 steps of one sign; its first point lies before the first step.
    for last, direction, first in _runs(steps, length - 1):
        yield last, direction, range(last - length + 1 if first else last, last + 1)


def _two_in_three(marked: Sequence[_Marked | None], *, outside_counts: bool) -> Iterator[_Pattern]:
    close = [mark is not None and bool(mark.beyond_near) and (outside_counts or not mark.outside) for mark in marked]
    for last, side, _ in _runs(_sides(marked), 3):
        places = [place for place in range(last - 2, last + 1) if close[place]]
        if len(places) >= 2:
            yield last, side, places


def _shifts(marked: Sequence[_Marked | None], length: int) -> Iterator[_Pattern]:
    for last, side, first in _runs(_sides(marked), length):
        yield last, side, range(last - length + 1 if first else last, last + 1)


def _runs(signs: Sequence[int], length: int) -> Iterator[tuple[int, int, bool]]:
    """Return each place that ends ``length`` equal signs in a row (0 is none), the sign, and whether it is the first.

    The places before it belong to the run as well; from the second on they have been named already.
    """
    before, run = 0, 0
    for place, now in enumerate(signs):
        run = run + 1 if now and now == before else abs(now)
        before = now
        if run >= length:
            yield place, now, run == length


def _sides(marked: Sequence[_Marked | None]) -> list[int]:
    return [0 if mark is None else mark.side for mark in marked]


def _sign(difference: float, tiny: float) -> int:
    return 0 if abs(difference) <= tiny else 1 if difference > 0 else -1
