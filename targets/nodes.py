"""The cascade as pages and files read it: aspirations, agreements, targets, units' parts of targets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import ALL_UNITS
from targets.terms import Milestone, NoteTerms
from words import Words


@dataclass(frozen=True)
class Place:
    """A service, or a unit that delivers one."""

    id: int
    slug: str
    name: Words


@dataclass(frozen=True)
class Owner:
    """The one person accountable for a target, and since when (None: nobody noted). Not ``active``: who has left."""

    id: int
    name: str
    email: str
    active: bool
    since: date | None


@dataclass(frozen=True)
class Note:
    """One version of a technical note, and when it was locked."""

    version: int
    terms: NoteTerms
    locked_at: datetime


@dataclass(frozen=True)
class MeasureNode:
    """A measure. ``note`` is the newest version of its technical note; None where it has none.

    ``counts_from`` are the days from which its versions count, the first version's first.
    """

    id: int
    key: str
    service: Place
    name: Words
    unit_of_measure: str
    better: str
    cadence: str
    source: str
    formula: str | None
    parameters: Mapping[str, Any]
    note: Note | None
    counts_from: tuple[date, ...] = ()


@dataclass(frozen=True)
class Link:
    """What counts of a link between a theme and a target: its newest version."""

    theme: str
    version: int
    state: str
    weight: float


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in one line. ``service`` None: of the whole organisation."""

    id: int
    key: str
    kind: str
    title: Words
    service: Place | None


@dataclass(frozen=True)
class TargetNode:
    """A target; with ``unit`` a unit's part of the target whose key is ``parent``.

    ``parts`` are the units' parts of it where whoever asked for it wanted the tree, in order of unit.
    """

    id: int
    key: str
    agreement: AgreementLine | None
    measure: MeasureNode
    unit: Place | None
    parent: str | None
    level: float
    stretch: float | None
    baseline: float | None
    baseline_on: date | None
    milestones: tuple[Milestone, ...]
    due: date
    value_for_money: bool
    owner: Owner
    # Posts; of a part what is said of the whole, where nothing is said of it.
    set_by: Words
    delivered_by: Words
    reviewed_by: Words
    links: tuple[Link, ...]
    parts: tuple["TargetNode", ...] = ()

    @property
    def trajectory(self) -> tuple[Milestone, ...]:
        """Return where the measure is to be and when: baseline (if known), milestones, the target itself."""
        first = (
            () if self.baseline is None or self.baseline_on is None else (Milestone(self.baseline_on, self.baseline),)
        )
        return (*first, *self.milestones, Milestone(self.due, self.level))


@dataclass(frozen=True)
class AgreementNode:
    """An agreement with its targets, and the agreements that deliver it."""

    line: AgreementLine
    aim: Words
    objectives: tuple[Words, ...]
    responsible: Words
    starts_on: date | None
    ends_on: date | None
    targets: tuple[TargetNode, ...]
    delivered_by: tuple["AgreementNode", ...]


@dataclass(frozen=True)
class AspirationNode:
    """An aspiration, with the agreements that serve it."""

    id: int
    key: str
    text: Words
    agreements: tuple[AgreementNode, ...]


@dataclass(frozen=True)
class Cascade:
    """All of it: aspirations, the agreements that serve none, the targets that flow from no agreement."""

    aspirations: tuple[AspirationNode, ...]
    agreements: tuple[AgreementNode, ...]
    orphans: tuple[TargetNode, ...]


@dataclass(frozen=True)
class Responsibility:
    """One row of the page of responsibilities."""

    agreement: Words
    target: str
    measure: Words
    unit: Words
    set_by: Words
    # The person's name; empty where the owner has left.
    owner: str
    delivered_by: Words
    reviewed_by: Words


@dataclass(frozen=True)
class Ownership:
    """Who was accountable for a target, from (None: nobody noted) and until (None: still)."""

    name: str
    since: date | None
    until: date | None


def flat(nodes: Iterable[TargetNode]) -> Iterator[TargetNode]:
    """Yield targets, and the parts of each after it."""
    for node in nodes:
        yield node
        yield from flat(node.parts)


def unit_of(node: TargetNode) -> int:
    """Return the id of a target's unit; ``ALL_UNITS`` of a whole one, as with measured values."""
    return node.unit.id if node.unit else ALL_UNITS
