"""A target's figures period by period, as its page, its file and the API say them: the same in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import Organisation, now, organisation_of
from targets import rebasing, viewing
from targets.nodes import TargetNode, unit_of
from targets.readings import Reading, readings
from targets.revisions import Revision
from targets.viewing import OverTime


@dataclass(frozen=True)
class Row:
    """One period. Where ``hidden``, too few people are behind the figure, and nothing of it is said.

    ``figure`` is in the measure's unit of measure, ``low`` and ``high`` are the ends of its 95 % interval, ``signal``
    names the rule by which it is more than chance. ``revised_from`` is the figure that the last revision changed.
    ``so_far`` is of the period under way, of which nothing is judged, and so no level wanted. What is not known is
    None; where there is no figure, all is.
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
    revised_from: float | None = None
    revised_at: datetime | None = None
    so_far: bool = False


def over_time(session: Session, nodes: Iterable[TargetNode]) -> dict[str, OverTime]:
    """Return each target's measure over time, by the target's key, in three queries.

    What is under way today, by the organisation's calendar, is so far.
    """
    known = list(nodes)
    found = readings(
        session,
        measure_ids={node.measure.id for node in known},
        unit_ids={unit_of(node) for node in known},
    )
    rebases = rebasing.in_force(session, [node.id for node in known])
    today = session.get_one(Organisation, organisation_of(session)).day_of(now())
    return {
        node.key: viewing.over_time(
            node, found.get((node.measure.id, unit_of(node)), []), rebases.get(node.id, ()), today=today
        )
        for node in known
    }


def rows(found: OverTime, revised: Sequence[Revision] = ()) -> list[Row]:
    """Return the periods of a measure, the first first, gaps among them, and last the one under way if it is known.

    ``revised`` are its revisions, the latest of a period first.
    """
    before = {each.period_on: each for each in reversed(revised)}
    made = []
    for place, (period, reading) in enumerate(zip(found.periods, found.readings, strict=True)):
        wanted, point = found.levels[place], found.chart.points[place]
        if reading is None or place in found.hidden:
            made.append(Row(period, wanted, hidden=place in found.hidden))
            continue
        row = replace(
            _counted(reading, wanted),
            signal=point.signal.cause if point.signal else None,
            revision=reading.revision,
            locked=reading.locked,
            pipeline=reading.pipeline or None,
            note_version=reading.note_version,
        )
        if period in before:
            row = replace(row, revised_from=before[period].before, revised_at=before[period].recorded_at)
        made.append(row)
    if found.so_far is not None:
        made.append(
            replace(
                _counted(found.so_far, None),
                # What feedback has until now is recorded nowhere.
                revision=found.so_far.revision or None,
                pipeline=found.so_far.pipeline or None,
                note_version=found.so_far.note_version,
                so_far=True,
            )
        )
    return made


def _counted(reading: Reading, wanted: float | None) -> Row:
    return Row(
        reading.period_on,
        wanted,
        figure=reading.value,
        low=reading.low,
        high=reading.high,
        numerator=_whole(reading.numerator),
        denominator=_whole(reading.denominator),
        n=reading.n,
        source=reading.source,
    )


def _whole(count: float | None) -> float | int | None:
    """Return a count of whole things as a whole number."""
    return int(count) if count is not None and count.is_integer() else count
