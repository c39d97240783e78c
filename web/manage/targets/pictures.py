"""The charts of a target's page: a measure over time with its limits, and its units with the limits of chance."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from textwrap import shorten

from flask_babel import format_decimal, gettext

from charts import (
    Break,
    Chart,
    ControlNames,
    ControlPoint,
    FunnelLimit,
    FunnelNames,
    FunnelUnit,
    Segment,
    StateNames,
    Words,
    control_chart,
    funnel_chart,
)
from charts.states import State
from tallies import periods_between
from targets import variation
from targets.nodes import TargetNode
from targets.viewing import OverTime, Units
from web.language import in_reader_language
from web.manage.pictures import Picture, drawn_twice
from web.manage.targets import words

PER_CENT = 100.0
# A longer reason stands whole below the chart.
LONGEST_LABEL = 40


def control(node: TargetNode, found: OverTime) -> Picture:
    """Draw a target's measure over time."""
    unit, cadence = node.measure.unit_of_measure, node.measure.cadence

    # Both drawings and their tables say the same figures.
    @cache
    def number(value: float) -> str:
        return words.figure(value, unit)

    said = Words(
        title=in_reader_language(node.measure.name),
        summary=summary(node, found),
        heading=gettext("Month") if cadence == "month" else gettext("Quarter"),
        missing=gettext("not shown") if found.hidden else gettext("no figure"),
        number=number,
    )
    names = ControlNames(
        value=gettext("Figure"),
        centre=gettext("Average"),
        limits=gettext("Limits of chance"),
        lower=gettext("Lower limit"),
        upper=gettext("Upper limit"),
        near=gettext("Near the limits"),
        trial=gettext("Limits on trial: fewer than 12 figures"),
        # Before the target is due, the line is where its course is on the way to it.
        target=gettext("Course to the target") if node.baseline is not None else gettext("Target"),
        state=gettext("What it says"),
        note=gettext("Note"),
        states=_states(uncertain=gettext("May still change")),
    )
    changes = {change.before: words.change(change.why) for change in found.changes}
    label_of = {
        found.periods.index(each.period_on): gettext(
            "Limits anew: %(reason)s", reason=shorten(each.reason, LONGEST_LABEL, placeholder="…")
        )
        for each in found.rebases
    }

    later = _later(found, cadence)

    def draw(chart_id: str, width: float) -> Chart:
        return control_chart(
            chart_id=chart_id,
            words=said,
            names=names,
            periods=[words.period(period, cadence) for period in (*found.periods, *later)],
            points=[*(_point(found, point) for point in found.chart.points), *_under_way(found, len(later))],
            segments=[_segment(segment, label_of) for segment in found.chart.segments if segment.limits is not None],
            breaks=[Break(before, label) for before, label in changes.items()],
            # What is under way is held against nothing.
            target=[*found.levels, *([None] * len(later))],
            bounds=(0, PER_CENT) if unit == "%" else None,
            width=width,
        )

    return drawn_twice(f"over-time-{node.id}", draw)


def funnel(node: TargetNode, found: Units, names_of: Mapping[int, str]) -> Picture:
    """Draw a target's units over how many people are behind each figure."""
    better, points = node.measure.better, found.funnel.points
    said = Words(
        title=gettext("Units"),
        summary=words.apart([names_of[int(unit)] for unit in found.apart]),
        heading=gettext("Unit"),
        missing=gettext("not shown"),
        number=cache(lambda share: words.figure(PER_CENT * share, "%")),
    )
    names = FunnelNames(
        people=cache(format_decimal),
        count=gettext("People behind the figure"),
        value=gettext("Figure"),
        centre=gettext("All units but those that lie apart") if found.funnel.outlying else gettext("All units"),
        inner=gettext("95 of 100 units by chance"),
        outer=gettext("998 of 1,000 units by chance"),
        state=gettext("What it says"),
        states=_states(uncertain=gettext("Beyond a limit, which chance may explain")),
    )

    units = [_unit(point, better, names_of, uncertain=point.unit not in found.apart) for point in points]
    curve = [
        FunnelLimit(n, limits.lower_998, limits.lower_95, limits.upper_95, limits.upper_998)
        for n, limits in found.funnel.curve()
    ]

    def draw(chart_id: str, width: float) -> Chart:
        return funnel_chart(
            chart_id=chart_id,
            words=said,
            names=names,
            units=units,
            limits=curve,
            centre=found.funnel.centre,
            bounds=(0, 1),
            width=width,
        )

    return drawn_twice(f"units-{node.id}", draw)


def summary(node: TargetNode, found: OverTime) -> str:
    """Say in one or two sentences what a chart over time says."""
    latest = found.latest
    if latest is None:
        return str(gettext("There is no figure yet."))
    unit = node.measure.unit_of_measure
    first = gettext(
        "%(period)s: %(figure)s. %(variation)s.",
        period=words.period(latest.period_on, node.measure.cadence),
        figure=words.figure(latest.value, unit),
        variation=words.variation(found.chart.variation),
    )
    limits = found.chart.limits
    if limits is None:
        return str(first)
    ends = {"lower": words.figure(limits.lower, unit), "upper": words.figure(limits.upper, unit)}
    if limits.lower == limits.upper:
        usual = gettext("All figures that make its limits are the same.")
    elif found.chart.segments[-1].trial:
        usual = gettext("By fewer than 12 figures, and so on trial, it lies between %(lower)s and %(upper)s.", **ends)
    else:
        usual = gettext("By chance alone it lies between %(lower)s and %(upper)s.", **ends)
    return f"{first} {usual}"


def _states(*, uncertain: str) -> StateNames:
    return StateNames(
        common_cause=gettext("No more than chance"),
        improvement=gettext("Better than chance explains"),
        concern=gettext("Worse than chance explains"),
        neutral=gettext("Other than chance explains"),
        uncertain=uncertain,
    )


def _point(found: OverTime, point: variation.Point) -> ControlPoint:
    reading = found.readings[point.place]
    why = [words.cause(point.signal.cause)] if point.signal else []
    why += [gettext("revised")] if reading is not None and reading.revision > 1 else []
    return ControlPoint(
        value=point.value,
        state=point.meaning,
        why=", ".join(why),
        uncertain=reading is not None and not reading.locked and reading.source == "feedback",
    )


def _later(found: OverTime, cadence: str) -> list[date]:
    """Return the periods after the last that is recorded, up to the one under way."""
    if found.so_far is None:
        return []
    return periods_between(found.periods[-1], found.so_far.period_on, cadence)[1:]


def _under_way(found: OverTime, count: int) -> list[ControlPoint]:
    if found.so_far is None:
        return []
    why = gettext("so far: the period is not over")
    last = ControlPoint(found.so_far.value, state=None, why=why, uncertain=True)
    return [*([ControlPoint(None)] * (count - 1)), last]


def _segment(segment: variation.Segment, label_of: Mapping[int, str]) -> Segment:
    limits = segment.limits
    assert limits is not None
    return Segment(
        start=segment.start,
        centre=limits.centre,
        lower=limits.lower,
        upper=limits.upper,
        near=(limits.near_lower, limits.near_upper),
        label=label_of.get(segment.start, ""),
        trial=segment.trial,
    )


def _unit(point: variation.FunnelPoint, better: str, names_of: Mapping[int, str], *, uncertain: bool) -> FunnelUnit:
    return FunnelUnit(
        name=names_of[int(point.unit)],
        count=point.n,
        value=point.value,
        state=_state(point.state, better),
        uncertain=uncertain and point.state != "within",
    )


def _state(state: str, better: str) -> State:
    if state == "within":
        return "common_cause"
    if better == "neutral":
        return "neutral"
    return "improvement" if state.startswith("above") == (better == "higher") else "concern"
