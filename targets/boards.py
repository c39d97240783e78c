"""What boards say of many targets at once: how many stand where, and all that an agreement is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Agreement, Aspiration, Service
from targets.nodes import AgreementLine, Place, TargetNode
from targets.viewing import OverTime
from words import Words

State = Literal["on_course", "behind", "cannot_tell", "no_figure"]


@dataclass(frozen=True)
class Standing:
    """How many targets are on course (or ahead), behind, cannot be told, and have no figure."""

    on_course: int = 0
    behind: int = 0
    cannot_tell: int = 0
    no_figure: int = 0

    @property
    def targets(self) -> int:
        """How many there are in all."""
        return self.on_course + self.behind + self.cannot_tell + self.no_figure


@dataclass(frozen=True)
class AgreementBoard:
    """An agreement in full, but for its targets: what it delivers (None: nothing), and what delivers it."""

    line: AgreementLine
    aspiration: Words
    aim: Words
    objectives: tuple[Words, ...]
    responsible: Words
    starts_on: date | None
    ends_on: date | None
    delivers: AgreementLine | None
    delivered_by: tuple[AgreementLine, ...]


def state_of(found: OverTime) -> State:
    """Return where a target stands; without a baseline, or where neither side is better, that cannot be told."""
    if found.latest is None:
        return "no_figure"
    if found.course is None:
        return "cannot_tell"
    return "on_course" if found.course == "ahead" else found.course


def standing(found: Iterable[OverTime]) -> Standing:
    """Return how many targets stand where."""
    states = [state_of(each) for each in found]
    return Standing(**{state: states.count(state) for state in get_args(State)})


def furthest_behind(found: Iterable[tuple[TargetNode, OverTime]], most: int = 3) -> list[TargetNode]:
    """Return the targets that are furthest behind their course, the furthest first.

    How far is a part of the way from baseline to level. Of equals whichever comes first.
    """
    behind = [(_gap(node, each), node) for node, each in found if state_of(each) == "behind"]
    return [node for _, node in sorted(behind, key=lambda pair: -pair[0])[:most]]


def _gap(node: TargetNode, found: OverTime) -> float:
    latest = found.latest
    assert latest is not None
    assert latest.value is not None
    wanted = found.levels[found.periods.index(latest.period_on)]
    way = abs(node.level - (node.baseline or 0.0)) or 1.0
    return abs((node.level if wanted is None else wanted) - latest.value) / way


def agreement(session: Session, key: str) -> AgreementBoard | None:
    """Return the agreement with a key; None if there is none."""
    row = session.scalar(select(Agreement).where(Agreement.key == key).options(selectinload(Agreement.objectives)))
    if row is None:
        return None
    above = session.scalar(select(Agreement).where(Agreement.id == row.parent_id))
    below = session.scalars(select(Agreement).where(Agreement.parent_id == row.id).order_by(Agreement.id))
    aspiration = session.scalar(select(Aspiration).where(Aspiration.id == row.aspiration_id))
    return AgreementBoard(
        line=_line(session, row),
        aspiration=aspiration.text if aspiration else {},
        aim=row.aim,
        objectives=tuple(objective.text for objective in row.objectives),
        responsible=row.responsible,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        delivers=_line(session, above) if above else None,
        delivered_by=tuple(_line(session, each) for each in below),
    )


def _line(session: Session, row: Agreement) -> AgreementLine:
    service = session.scalar(select(Service).where(Service.id == row.service_id))
    place = Place(service.id, service.slug, service.name) if service else None
    return AgreementLine(row.id, row.key, row.kind, row.title, place)
