"""What late feedback made of a period: every revision of its figure, and the figure so far of the one under way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import ALL_UNITS, Measure, Observation, TechnicalNote, now
from tallies import FEWEST_SHOWN, period_of
from targets import feeding
from targets.formulas import formula
from targets.readings import Reading


@dataclass(frozen=True)
class Revision:
    """A figure that became another: ``number`` is that of the revision, from 2; a value of None is not shown."""

    period_on: date
    number: int
    recorded_at: datetime
    before: float | None
    after: float | None


def revisions(session: Session, *, measure_id: int, unit_id: int) -> list[Revision]:
    """Return the revisions of a measure's figures of a unit (or ``ALL_UNITS``), the latest period and revision first.

    What few people's answers would follow from is not shown: of figures that feedback made, those that differ from a
    later one that is shown by one to nine people. Nor is what is itself of too few. Where units have figures of their
    own, nothing that feedback made is shown of before: units could be subtracted from one another and from the whole.
    """
    revised = select(Observation.period_on).where(
        Observation.measure_id == measure_id, Observation.unit_id == unit_id, Observation.revision > 1
    )
    rows = session.scalars(
        select(Observation)
        .where(Observation.measure_id == measure_id, Observation.unit_id == unit_id, Observation.period_on.in_(revised))
        .order_by(Observation.period_on.desc(), Observation.revision.desc())
    ).all()
    notes = session.execute(
        select(TechnicalNote.version, TechnicalNote.minimum_n).where(TechnicalNote.measure_id == measure_id)
    )
    fewest: dict[int | None, int] = {row.version: row.minimum_n for row in notes}
    found: list[Revision] = []
    by_unit = exists().where(Observation.measure_id == measure_id, Observation.unit_id != ALL_UNITS)
    has_units = bool(session.scalar(select(by_unit)))
    for _, of_period in groupby(rows, key=lambda row: row.period_on):
        found += _steps(list(of_period), fewest, has_units=has_units)
    return found


def so_far(session: Session, *, measure_id: int, unit_id: int, today: date, pipeline: str) -> Reading | None:
    """Return the figure of the period under way, as feedback has it until now: nothing is recorded.

    None where the measure's figures are uploaded, nothing was counted yet, or the figure may not be shown.
    """
    measure = session.get_one(Measure, measure_id)
    if measure.formula is None or (formula(measure.formula).is_of_findings and not pipeline):
        return None
    first = period_of(today, measure.cadence)
    figures = feeding.figures(session, measure=measure, since=first, until=today, pipeline=pipeline)
    figure = next((each for each in figures if each.unit_id == unit_id and each.value is not None), None)
    note = next((each for each in reversed(measure.notes) if each.valid_from <= first), None)
    minimum = note.minimum_n if note else 0
    if figure is None or not figure.shown or (figure.n or 0) < max(minimum, FEWEST_SHOWN):
        return None
    said = {name: value for name, value in vars(figure).items() if name != "shown"}
    # As they are read where they are recorded.
    said |= {name: None if said[name] is None else float(said[name]) for name in ("numerator", "denominator")}
    return Reading(
        **said,
        note_version=note.version if note else None,
        source="feedback",
        revision=0,
        recorded_at=now(),
        locked=False,
        shown=True,
        minimum=minimum,
    )


def _steps(rows: Sequence[Observation], fewest: dict[int | None, int], *, has_units: bool) -> Iterator[Revision]:
    """Yield the revisions of one period; ``rows`` are all of it, the newest first."""
    told: list[int] = []
    values: list[float | None] = []
    for row in rows:
        shown = row.shown and (row.n is None or row.n >= fewest.get(row.note_version, 0))
        if row.source == "feedback" and has_units and row is not rows[0]:
            shown = False
        if row.source == "feedback" and any(0 < abs((row.n or 0) - n) < FEWEST_SHOWN for n in told):
            shown = False
        if shown and row.n is not None:
            told.append(row.n)
        values.append(row.value if shown else None)
    for (newer, after), (_, before) in pairwise(zip(rows, values, strict=True)):
        yield Revision(newer.period_on, newer.revision, newer.recorded_at, before, after)
