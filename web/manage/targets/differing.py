"""How units differ, for a target's page: shares and means, the places that units may have, where variation lies."""

from collections.abc import Mapping
from typing import cast

from flask_babel import gettext

from charts import Chart, IntervalNames, IntervalRow, StateNames, Words, interval_chart
from charts.states import State
from tallies import Mean
from targets.means import MeanUnits
from targets.nodes import TargetNode
from targets.variation import Better, Comparison, Rank, UnitCount, rank_shares
from targets.variation.between import Between, part_between
from targets.viewing import Units
from web.manage.pictures import Picture, drawn_twice
from web.manage.targets import words


def of_shares(node: TargetNode, units: Units | None) -> tuple[Between | None, dict[str, str]]:
    """Return where the variation lies, and of each unit the places that it may have; never one place alone."""
    if units is None:
        return None, {}
    counted = [UnitCount(each.unit, each.value.n, each.value.of) for each in units.comparisons.rows]
    better = cast("Better", node.measure.better)
    ranks: list[Rank] = [] if better == "neutral" else rank_shares(counted, better=better)[0]
    return part_between(counted), {each.unit: words.place(each, len(ranks)) for each in ranks}


def between_sentence(found: Between) -> str:
    """Return in two sentences how much differs between units, and how much of that chance would make."""
    if not found.value and not found.high:
        return str(gettext("Nothing differs between people, nor between units."))
    first = gettext(
        "Of all that answers differ by, %(part)s lies between units (%(low)s to %(high)s); the rest lies between "
        "people of the same unit.",
        part=words.percent(found.value),
        low=words.percent(found.low),
        high=words.percent(found.high),
    )
    if found.chance_share is None:
        return str(first)
    second = gettext(
        "Of what the units' figures differ by, chance alone would make %(share)s.",
        share=words.percent(found.chance_share),
    )
    return f"{first} {second}"


def picture(node: TargetNode, found: MeanUnits, names_of: Mapping[int, str]) -> Picture:
    """Draw the units' means with their intervals, the best first."""
    unit, better = node.measure.unit_of_measure, node.measure.better
    rows = sorted(found.comparisons.rows, key=lambda row: row.value.value or 0.0, reverse=better != "lower")
    said = Words(
        title=gettext("Units"),
        summary=words.apart([names_of[int(unit)] for unit in found.apart]),
        heading=gettext("Unit"),
        missing=gettext("not shown"),
        number=lambda value: words.figure(value, unit),
    )
    names = IntervalNames(
        value=gettext("Figure"),
        interval=gettext("Where it lies, 95 times in 100"),
        lower=gettext("From"),
        upper=gettext("To"),
        reference=gettext("All units"),
        state=gettext("What it says"),
        states=StateNames(
            common_cause=gettext("No more than chance"),
            improvement=gettext("Better than chance explains"),
            concern=gettext("Worse than chance explains"),
            neutral=gettext("Other than chance explains"),
            uncertain=gettext("May still change"),
        ),
    )
    people = sum(row.value.n for row in rows)
    whole = sum(row.value.n * (row.value.value or 0.0) for row in rows) / people

    def draw(chart_id: str, width: float) -> Chart:
        return interval_chart(
            chart_id=chart_id,
            words=said,
            names=names,
            rows=[_row(row, better, names_of) for row in rows],
            reference=whole,
            width=width,
        )

    return drawn_twice(f"units-{node.id}", draw)


def _row(row: Comparison[Mean], better: str, names_of: Mapping[int, str]) -> IntervalRow:
    return IntervalRow(
        name=names_of[int(row.unit)],
        value=row.value.value,
        lower=row.value.low,
        upper=row.value.high,
        state=_state(row, better),
    )


def _state(row: Comparison[Mean], better: str) -> State:
    if not row.differs:
        return "common_cause"
    if better == "neutral":
        return "neutral"
    return "improvement" if (row.difference.value > 0) == (better == "higher") else "concern"
