"""What pages and files ask of targets."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Agreement, Measure, Target
from words import Words


@dataclass(frozen=True)
class TargetLine:
    """A target in one line. ``themes`` are those whose comments are evidence for it."""

    id: int
    name: Words
    level: float
    unit_of_measure: str
    better: str
    due: date
    owner: str
    aim: Words
    kind: str
    themes: tuple[str, ...]


def targets_of_service(session: Session, service_id: int) -> list[TargetLine]:
    """Return the targets that a service answers for, in the order in which they were set."""
    query = (
        select(Target)
        .join(Measure, Measure.id == Target.measure_id)
        .join(Agreement, Agreement.id == Target.agreement_id)
        .where(Measure.service_id == service_id)
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
            aim=target.agreement.aim,
            kind=target.agreement.kind,
            themes=tuple(link.theme for link in target.themes),
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
