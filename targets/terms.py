"""What is said when something is set: of an aspiration, an agreement, a measure, a technical note, a target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models import Agreement, Aspiration, Measure, Service, Target, Unit
from targets.variation import Milestone
from words import Words

__all__ = ["AgreementTerms", "MeasureTerms", "Milestone", "NoteTerms", "TargetTerms"]


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """What is said of an agreement. ``service`` None: the whole organisation."""

    key: str
    # "psa" or "sda"
    kind: str
    title: Words
    aim: Words
    service: Service | None
    objectives: tuple[Words, ...] = ()
    # The post that is responsible.
    responsible: Words = field(default_factory=dict)
    aspiration: Aspiration | None = None
    # Of an SDA: the agreement that it delivers.
    parent: Agreement | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureTerms:
    """What is said of a measure. With a ``formula`` its figures come of feedback, without they are uploaded."""

    key: str
    service: Service
    name: Words
    unit_of_measure: str
    # "higher", "lower" or "neutral"
    better: str
    # "month" or "quarter"
    cadence: str = "month"
    formula: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Where its figures come from: ``feedback`` or ``figures``."""
        return "figures" if self.formula is None else "feedback"


@dataclass(frozen=True, kw_only=True)
class NoteTerms:
    """What one version of a technical note says. ``valid_from`` is the first day of the first period it counts for."""

    source: Words
    numerator: Words
    valid_from: date
    denominator: Words = field(default_factory=dict)
    exclusions: Words = field(default_factory=dict)
    minimum_n: int = 0
    # Why it is not as the version before; the first needs none.
    reason: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TargetTerms:
    """What is said of a target, but for its owner. Levels are in the measure's own unit of measure."""

    key: str
    measure: Measure
    level: float
    due: date
    # None where it flows from none.
    agreement: Agreement | None
    # Of a unit's target: the unit, and the target that it is a part of.
    unit: Unit | None = None
    parent: Target | None = None
    stretch: float | None = None
    baseline: float | None = None
    baseline_on: date | None = None
    milestones: tuple[Milestone, ...] = ()
    value_for_money: bool = False
    # Posts.
    set_by: Words = field(default_factory=dict)
    delivered_by: Words = field(default_factory=dict)
    reviewed_by: Words = field(default_factory=dict)
