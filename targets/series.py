"""A target's figures period by period, as its page, its file and the API say them: the same in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models import ALL_UNITS
from targets import viewing
from targets.nodes import TargetNode
from targets.readings import readings
from targets.viewing import OverTime


@dataclass(frozen=True)
class Row:
    """One period. Where ``hidden``, too few people are behind the figure, and nothing of it is said.

    ``figure`` is in the measure's unit of measure, ``low`` and ``high`` are the ends of its 95 % interval, ``signal``
    names the rule by which it is more than chance. What is not known is None; where there is no figure, all is.
    """

    period: date
    level_wanted: float | None
    hidden: bool = False
    figure: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: float | int | None = None
    denominator: float | int | None = None
    n: int | None = None
    signal: str | None = None
    revision: int | None = None
    locked: bool | None = None
    source: str | None = None
    pipeline: str | None = None
    note_version: int | None = None


def over_time(session: Session, nodes: Iterable[TargetNode]) -> dict[str, OverTime]:
    """Return each target's measure over time, by the target's key, in two queries."""
    known = list(nodes)
    found = readings(
        session,
        measure_ids={node.measure.id for node in known},
        unit_ids={_unit(node) for node in known},
    )
    return {node.key: viewing.over_time(node, found.get((node.measure.id, _unit(node)), [])) for node in known}


def rows(found: OverTime) -> list[Row]:
    """Return the periods of a measure, the first first, gaps among them."""
    made = []
    for place, (period, reading) in enumerate(zip(found.periods, found.readings, strict=True)):
        wanted, point = found.levels[place], found.chart.points[place]
        if reading is None or place in found.hidden:
            made.append(Row(period, wanted, hidden=place in found.hidden))
            continue
        row = Row(
            period,
            wanted,
            figure=reading.value,
            low=reading.low,
            high=reading.high,
            numerator=_whole(reading.numerator),
            denominator=_whole(reading.denominator),
            n=reading.n,
            signal=point.signal.cause if point.signal else None,
            revision=reading.revision,
            locked=reading.locked,
            source=reading.source,
            pipeline=reading.pipeline or None,
            note_version=reading.note_version,
        )
        made.append(row)
    return made


def _unit(node: TargetNode) -> int:
    return node.unit.id if node.unit else ALL_UNITS


def _whole(count: float | None) -> float | int | None:
    """Return a count of whole things as a whole number."""
    return int(count) if count is not None and count.is_integer() else count
