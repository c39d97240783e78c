"""Tables: how something is counted, and every version of what exactly is counted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from models.base import Base, BigKey, big_key, now
from models.tenancy import Tenant


class LockedRowError(RuntimeError):
    """A row that never changes was to be changed or deleted."""

    def __init__(self, table: str) -> None:
        super().__init__(f"a row of {table} is locked: write a new version instead")
        self.table = table


class Measure(Tenant, Base):
    """How something is counted for a service, in what unit (``%``, ``£``, ``days``), and where figures come from."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "key"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        CheckConstraint("better IN ('higher', 'lower', 'neutral')", name="known_direction"),
        CheckConstraint("cadence IN ('month', 'quarter')", name="known_cadence"),
        CheckConstraint(
            "source = 'figures' AND formula IS NULL OR source = 'feedback' AND formula IS NOT NULL", name="known_source"
        ),
    )

    id: Mapped[int] = big_key()
    key: Mapped[str] = mapped_column(String(64))
    service_id: Mapped[int] = mapped_column(BigKey)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    unit_of_measure: Mapped[str] = mapped_column(String(20))
    better: Mapped[str] = mapped_column(String(7))
    cadence: Mapped[str] = mapped_column(String(7), default="month")
    # "feedback" where a formula makes the figures of what citizens say, "figures" where they are uploaded.
    source: Mapped[str] = mapped_column(String(8), default="figures")
    formula: Mapped[str | None] = mapped_column(String(40))
    # What the formula needs to know, such as the question.
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    notes: Mapped[list["TechnicalNote"]] = relationship(order_by="TechnicalNote.version", viewonly=True)


class TechnicalNote(Tenant, Base):
    """One version of how a measure is measured. It is locked from the moment it is opened, and never changes."""

    __tablename__ = "technical_note"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "measure_id"], ["measure.organisation_id", "measure.id"]),
    )

    organisation_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("organisation.id"), primary_key=True, sort_order=-10
    )
    measure_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    # From 1.
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[dict[str, str]] = mapped_column(JSON)
    numerator: Mapped[dict[str, str]] = mapped_column(JSON)
    # Empty where nothing is divided: a number of days, a sum.
    denominator: Mapped[dict[str, str]] = mapped_column(JSON)
    exclusions: Mapped[dict[str, str]] = mapped_column(JSON)
    # A figure of fewer than these is not shown.
    minimum_n: Mapped[int]
    # The first day of the first period that it counts for; the one before counts until then.
    valid_from: Mapped[date]
    # Why it is not as the version before; empty in the first.
    reason: Mapped[dict[str, str]] = mapped_column(JSON)
    locked_at: Mapped[datetime] = mapped_column(default=now)


class MeasureVector(Tenant, Base):
    """What a model made of a measure's name. It is deleted with the name that it is of, and then waits to be made."""

    __tablename__ = "measure_vector"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "measure_id"], ["measure.organisation_id", "measure.id"], ondelete="CASCADE"
        ),
    )

    organisation_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("organisation.id"), primary_key=True, sort_order=-10
    )
    measure_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    model: Mapped[str] = mapped_column(String(64))
    # 32-bit floats, little end first, of length 1 together; None where the measure has no name that the model reads.
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)


class ThemeVector(Base):
    """What a model made of what a theme means. Themes are the same in every organisation: it belongs to none."""

    __tablename__ = "theme_vector"

    theme: Mapped[str] = mapped_column(String(64), primary_key=True)
    model: Mapped[str] = mapped_column(String(64))
    # The words that it was made of: a release that words a theme otherwise has it made anew.
    said: Mapped[str] = mapped_column(String(500))
    # As of a measure.
    vector: Mapped[bytes] = mapped_column(LargeBinary)


@event.listens_for(TechnicalNote, "before_update")
@event.listens_for(TechnicalNote, "before_delete")
def _refuse(_mapper: Mapper[TechnicalNote], _connection: Connection, _note: TechnicalNote) -> None:
    raise LockedRowError("technical_note")
