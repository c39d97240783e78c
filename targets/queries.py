"""What pages and files ask of targets."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import ALL_UNITS, Measure, Observation, Target, Unit
from words import Words


@dataclass(frozen=True)
class TargetLine:
    """A target in one line. ``themes`` are those whose comments are evidence for it.

    Without an agreement that it flows from, ``agreement`` (its title) and ``kind`` are empty.
    """

    id: int
    name: Words
    level: float
    unit_of_measure: str
    better: str
    due: date
    owner: str
    agreement: Words
    kind: str
    themes: tuple[str, ...]


def targets_of_service(session: Session, service_id: int) -> list[TargetLine]:
    """Return the targets that a service answers for as a whole, in the order in which they were set."""
    query = (
        select(Target)
        .join(Measure, Measure.id == Target.measure_id)
        # A unit's part of a target has its themes by the whole one.
        .where(Measure.service_id == service_id, Target.unit_id.is_(None))
        .options(
            selectinload(Target.measure),
            selectinload(Target.owner),
            selectinload(Target.agreement),
            selectinload(Target.themes),
        )
        .order_by(Target.id)
    )
    return [
        TargetLine(
            id=target.id,
            name=target.measure.name,
            level=target.level,
            unit_of_measure=target.measure.unit_of_measure,
            better=target.measure.better,
            due=target.due,
            owner=target.owner.name,
            agreement=target.agreement.title if target.agreement else {},
            kind=target.agreement.kind if target.agreement else "",
            themes=target.evidence(),
        )
        for target in session.scalars(query)
    ]


def by_theme(lines: list[TargetLine]) -> dict[str, list[TargetLine]]:
    """Return, for each theme, the targets that its comments are evidence for."""
    found: dict[str, list[TargetLine]] = {}
    for line in lines:
        for theme in line.themes:
            found.setdefault(theme, []).append(line)
    return found


def units_with_figures(session: Session, measure_id: int) -> dict[int, Words]:
    """Return the units of which a measure has figures and that hold no other such unit, with their names."""
    known = select(Observation.unit_id).where(Observation.measure_id == measure_id, Observation.unit_id != ALL_UNITS)
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(known)).order_by(Unit.id))}
    parents = {each.id: each.parent_id for each in session.execute(select(Unit.id, Unit.parent_id))}
    above: set[int] = set()
    for unit_id in units:
        parent = parents[unit_id]
        while parent is not None and parent not in above:
            above.add(parent)
            parent = parents[parent]
    return {unit.id: unit.name for unit in units.values() if unit.id not in above}


def units(session: Session) -> list[Unit]:
    """Return the organisation's units, in order of address."""
    return list(session.scalars(select(Unit).order_by(Unit.slug, Unit.id)))
