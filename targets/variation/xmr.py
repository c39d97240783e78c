"""XmR charts: a measure over time, its limits, what in it is more than chance, and whether it can meet its target."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from targets.variation.errors import NoReasonError, OffScaleError, RebaseError, TargetsPerPointError
from targets.variation.moving_ranges import FEWEST_FOR_LIMITS, Limits, WhyNoLimits, moving_range_limits, present
from targets.variation.special_causes import PLOT_THE_DOTS, Rules, Signal, signals

Better = Literal["higher", "lower", "neutral"]
Meaning = Literal["common_cause", "improvement", "concern", "neutral"]
Variation = Literal[
    "common_cause",
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "neutral_high",
    "neutral_low",
    "none",
]
Assurance = Literal["pass", "fail", "inconsistent", "none"]


@dataclass(frozen=True)
class Rebase:
    """Limits start anew at the point ``at`` (its place, from 0), for a ``reason`` that a person wrote."""

    at: int
    reason: str


@dataclass(frozen=True)
class Segment:
    """A part of the chart with limits of its own: the points from ``start`` up to, not including, ``end``.

    ``reason`` is why limits start anew here, None for the first. Where there are no limits, ``why_none`` says why.
    """

    start: int
    end: int
    reason: str | None
    limits: Limits | None
    why_none: WhyNoLimits | None

    @property
    def trial(self) -> bool:
        """Whether the limits come from too few points (fewer than 12) to be relied on."""
        return self.limits is not None and self.limits.points < FEWEST_FOR_LIMITS


@dataclass(frozen=True)
class Point:
    """One period. ``value`` is None where it is missing; ``signals`` are all its signs, the first rule's first.

    ``signal`` is the one that the point is shown by (None: common cause), and ``meaning`` what that one says.
    Places in signals count from the chart's first point.
    """

    place: int
    value: float | None
    segment: int
    signals: tuple[Signal, ...]
    signal: Signal | None
    meaning: Meaning


@dataclass(frozen=True)
class Chart:
    """All that a page says of a measure over time.

    ``variation`` is the state of the last point that has a value (is it changing?), ``assurance`` what the last
    segment's limits say of the target (can it be relied on?); ``none`` where there are no limits, or no target.
    ``target`` is the level of the last period, None if there is none.
    """

    rules: Rules
    better: Better
    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    target: float | None
    variation: Variation
    assurance: Assurance

    @property
    def last(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def limits(self) -> Limits | None:
        """The limits of the last segment, which the next point is judged by."""
        return self.segments[-1].limits

    def limits_at(self, place: int) -> Limits | None:
        """The limits that the point at this place is judged by."""
        return self.segments[self.points[place].segment].limits


def xmr_chart(
    values: Sequence[float | None],
    *,
    better: Better,
    target: float | Sequence[float | None] | None = None,
    rules: Rules = PLOT_THE_DOTS,
    rebases: Sequence[Rebase] = (),
    floor: float | None = None,
    ceiling: float | None = None,
) -> Chart:
    """Return the XmR chart of a measure.

    Args:
        values: Observations in time order, one per period, in the measure's own unit; None for a period without one. No
            moving range is taken across a gap, and it ends every run of points.
        better: Which way is improvement.
        target: The level to reach, or one for each period where it moves (None where there is none); in the same unit.
        rules: What counts as a sign.
        rebases: Where limits start anew and why, in order. Each part has its own limits, and no pattern crosses over.
        floor: The least value that the measure can have (0 for a share), if there is one. No limit lies below.
        ceiling: The greatest, likewise (1 for a share).

    Returns:
        Limits of each segment and the signs in each point. Of no point, or one, it is a chart without limits.

    Raises:
        NotANumberError: If a value or level is infinite, no number, or greater than 1e100.
        OffScaleError: If a value lies below the floor or above the ceiling.
        RebaseError: If a rebase is not at a later point than the one before, and than the first.
        NoReasonError: If a rebase has no reason.
        TargetsPerPointError: If a moving target has not one level for each value.

    Rules and states as in the NHS-R community's NHSRplotthedots and NHS England's Making Data Count. One departure: a
    target that equals a limit is met there, so that a measure that is always 100 % passes a target of 100 %.
    """
    _check_scale(values, floor, ceiling)
    level = _level(target, len(values))
    starts = _starts(rebases, len(values))
    segments = [
        _segment(values[start:end], start, reason, rules, floor, ceiling)
        for (start, reason), (end, _) in pairwise([*starts, (len(values), None)])
    ]
    points = [
        point for number, segment in enumerate(segments) for point in _points(values, segment, number, rules, better)
    ]
    last = next((point for point in reversed(points) if point.value is not None), None)
    return Chart(
        rules=rules,
        better=better,
        points=tuple(points),
        segments=tuple(segments),
        target=level,
        variation=_variation(last, segments),
        assurance=_assurance(segments[-1].limits, level, better),
    )


def _segment(
    values: Sequence[float | None],
    start: int,
    reason: str | None,
    rules: Rules,
    floor: float | None,
    ceiling: float | None,
) -> Segment:
    places = [place for place, value in enumerate(values) if value is not None]
    fixed = len(values) if rules.fix_after is None or len(places) <= rules.fix_after else places[rules.fix_after]
    found = moving_range_limits(values[:fixed], screen=rules.screen, near=rules.near, floor=floor, ceiling=ceiling)
    end = start + len(values)
    if isinstance(found, Limits):
        return Segment(start, end, reason, found, None)
    return Segment(start, end, reason, None, found)


def _points(values: Sequence[float | None], segment: Segment, number: int, rules: Rules, better: Better) -> list[Point]:
    part = values[segment.start : segment.end]
    found = [()] * len(part) if segment.limits is None else signals(part, segment.limits, rules)
    points = []
    for place, (value, here) in enumerate(zip(part, found, strict=True), segment.start):
        signs = (
            tuple(replace(each, completed=each.completed + segment.start) for each in here) if segment.start else here
        )
        shown = _shown(signs, rules, better)
        points.append(Point(place, value, number, signs, shown, _meaning(shown, better)))
    return points


def _shown(signs: Sequence[Signal], rules: Rules, better: Better) -> Signal | None:
    if rules.both == "improvement":
        improving = [each for each in signs if _meaning(each, better) == "improvement"]
        return next(iter([*improving, *signs]), None)
    return next(iter(signs), None)


def _meaning(signal: Signal | None, better: Better) -> Meaning:
    if signal is None:
        return "common_cause"
    if better == "neutral":
        return "neutral"
    return "improvement" if (signal.direction > 0) == (better == "higher") else "concern"


def _variation(last: Point | None, segments: Sequence[Segment]) -> Variation:
    if last is None or segments[last.segment].limits is None:
        return "none"
    high = last.signal is not None and last.signal.direction > 0
    if last.meaning == "improvement":
        return "improvement_high" if high else "improvement_low"
    if last.meaning == "concern":
        return "concern_high" if high else "concern_low"
    if last.meaning == "neutral":
        return "neutral_high" if high else "neutral_low"
    return "common_cause"


def _assurance(limits: Limits | None, target: float | None, better: Better) -> Assurance:
    if limits is None or target is None or better == "neutral":
        return "none"
    if better == "higher":
        return "pass" if target <= limits.lower else "fail" if target > limits.upper else "inconsistent"
    return "pass" if target >= limits.upper else "fail" if target < limits.lower else "inconsistent"


def _level(target: float | Sequence[float | None] | None, points: int) -> float | None:
    """Return the level of the last period."""
    if target is None or isinstance(target, int | float):
        levels: list[float | None] = [target]
    else:
        levels = list(target)
        if len(levels) != points:
            raise TargetsPerPointError(len(levels), points)
    present(levels)
    return levels[-1] if levels else None


def _starts(rebases: Sequence[Rebase], points: int) -> list[tuple[int, str | None]]:
    starts: list[tuple[int, str | None]] = [(0, None)]
    for rebase in rebases:
        if not starts[-1][0] < rebase.at < points:
            raise RebaseError(rebase.at, points)
        if not rebase.reason.strip():
            raise NoReasonError(rebase.at)
        starts.append((rebase.at, rebase.reason))
    return starts


def _check_scale(values: Sequence[float | None], floor: float | None, ceiling: float | None) -> None:
    for value in present(values):
        if (floor is not None and value < floor) or (ceiling is not None and value > ceiling):
            raise OffScaleError(value, floor, ceiling)
