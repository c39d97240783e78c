"""Tables: what the service answers for, who does, and what of citizens' words bears on it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agreement import Agreement
from models.base import Base, BigKey, big_key
from models.measure import Measure
from models.organisation import Unit
from models.person import Person
from models.tenancy import Tenant


class Target(Tenant, Base):
    """A measure, a level, a date, and the one person accountable for it.

    A unit's target is one too, with the target that it is a part of: it has the same facts, owner and figures, and
    what is said of targets (reviews, links, boards) holds for it without a second table.
    """

    __tablename__ = "target"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "key"),
        UniqueConstraint("organisation_id", "parent_id", "unit_id"),
        ForeignKeyConstraint(["organisation_id", "agreement_id"], ["agreement.organisation_id", "agreement.id"]),
        ForeignKeyConstraint(["organisation_id", "measure_id"], ["measure.organisation_id", "measure.id"]),
        ForeignKeyConstraint(["organisation_id", "owner_id"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "parent_id"], ["target.organisation_id", "target.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        CheckConstraint("(unit_id IS NULL) = (parent_id IS NULL)", name="unit_of_a_target"),
        CheckConstraint("(baseline IS NULL) = (baseline_on IS NULL)", name="whole_baseline"),
        Index("ix_target_organisation_id_owner_id", "organisation_id", "owner_id"),
    )

    id: Mapped[int] = big_key()
    key: Mapped[str] = mapped_column(String(64))
    # None for one that flows from no agreement: such are there, and the audit names them.
    agreement_id: Mapped[int | None] = mapped_column(BigKey)
    measure_id: Mapped[int] = mapped_column(BigKey)
    # Of a unit's target: the unit, and the target that it is a part of.
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    parent_id: Mapped[int | None] = mapped_column(BigKey)
    owner_id: Mapped[int] = mapped_column(BigKey)
    # None: since before it was noted.
    owner_since: Mapped[date | None]
    level: Mapped[float]
    # Further than the level, on the side that is better.
    stretch: Mapped[float | None]
    baseline: Mapped[float | None]
    baseline_on: Mapped[date | None]
    due: Mapped[date]
    # [{"on": "2027-03-31", "level": 80.0}, ...], in order of day, between baseline and due.
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    value_for_money: Mapped[bool] = mapped_column(default=False)
    # The posts that set it, deliver it and review it; empty where nobody has said. Who owns it is a person.
    set_by: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    delivered_by: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    reviewed_by: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    agreement: Mapped[Agreement | None] = relationship(
        foreign_keys=[agreement_id], primaryjoin=Agreement.id == agreement_id
    )
    measure: Mapped[Measure] = relationship(foreign_keys=[measure_id], primaryjoin=Measure.id == measure_id)
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], primaryjoin=Person.id == owner_id)
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id], primaryjoin=Unit.id == unit_id)
    # Every version of every link.
    themes: Mapped[list["TargetTheme"]] = relationship(
        order_by="(TargetTheme.theme, TargetTheme.version)", cascade="all, delete-orphan"
    )

    def links(self) -> dict[str, "TargetTheme"]:
        """Return the newest version of each link by its theme, in order of theme."""
        return {link.theme: link for link in sorted(self.themes, key=lambda link: (link.theme, link.version))}

    def evidence(self) -> tuple[str, ...]:
        """Return the themes whose comments are evidence for it, in order: those that a person has confirmed."""
        return tuple(theme for theme, link in self.links().items() if link.state == "confirmed")


class FormerOwner(Tenant, Base):
    """Who was accountable for a target before, and for how long. Who is now stands with the target."""

    __tablename__ = "former_owner"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "target_id"], ["target.organisation_id", "target.id"]),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
        Index("ix_former_owner_organisation_id_target_id", "organisation_id", "target_id"),
    )

    id: Mapped[int] = big_key()
    target_id: Mapped[int] = mapped_column(BigKey)
    person_id: Mapped[int] = mapped_column(BigKey)
    # None: since before it was noted.
    since: Mapped[date | None]
    # The day of the hand-over, the first on which the next was accountable.
    until: Mapped[date]
    person: Mapped[Person] = relationship(foreign_keys=[person_id], primaryjoin=Person.id == person_id)


class TargetTheme(Tenant, Base):
    """One version of a link: that a theme's comments are evidence for a target. The newest counts, all are kept."""

    __tablename__ = "target_theme"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "target_id"], ["target.organisation_id", "target.id"]),
        ForeignKeyConstraint(["organisation_id", "changed_by"], ["person.organisation_id", "person.id"]),
        CheckConstraint("state IN ('suggested', 'confirmed', 'rejected')", name="known_state"),
    )

    target_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    theme: Mapped[str] = mapped_column(String(64), primary_key=True)
    # From 1.
    version: Mapped[int] = mapped_column(primary_key=True, default=1)
    state: Mapped[str] = mapped_column(String(9), default="confirmed")
    # How much the theme says of the target, from 0 to 1.
    weight: Mapped[float] = mapped_column(default=1.0)
    # None where a program suggested it, or it was set with the target.
    changed_by: Mapped[int | None] = mapped_column(BigKey)
    # None: before it was noted.
    changed_at: Mapped[datetime | None]
    # What it was suggested by, as `targets.suggesting` writes it; empty of what a person decided.
    why: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
