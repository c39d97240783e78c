"""Table: measured values, every revision of each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, big_key, now
from models.tenancy import Tenant

# Stands in the key for all units together: a key column cannot be null.
ALL_UNITS = 0


class Observation(Tenant, Base):
    """One revision of the value of a measure, of a unit (or all) and a period. The newest counts, all are kept."""

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "measure_id", "unit_id", "period_on", "revision", name="uq_observation_revision"
        ),
        ForeignKeyConstraint(["organisation_id", "measure_id"], ["measure.organisation_id", "measure.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "measure_id", "note_version"],
            ["technical_note.organisation_id", "technical_note.measure_id", "technical_note.version"],
            name="fk_observation_technical_note",
        ),
        CheckConstraint("cadence IN ('month', 'quarter')", name="known_cadence"),
        CheckConstraint("source IN ('feedback', 'upload', 'api')", name="known_source"),
    )

    id: Mapped[int] = big_key()
    measure_id: Mapped[int] = mapped_column(BigKey)
    unit_id: Mapped[int] = mapped_column(BigKey, default=ALL_UNITS)
    # The period's first day.
    period_on: Mapped[date]
    cadence: Mapped[str] = mapped_column(String(7))
    # From 1.
    revision: Mapped[int] = mapped_column(default=1)
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    # None where there is none: nothing was counted, or nothing to divide by.
    value: Mapped[float | None]
    # The ends of its 95 % interval; None where there is none.
    low: Mapped[float | None]
    high: Mapped[float | None]
    # Of how many it is; None where whoever supplied the figure did not say.
    n: Mapped[int | None]
    # Whether it may be shown: not where few people's answers would follow from it, or from it and others.
    shown: Mapped[bool] = mapped_column(default=True, server_default=true())
    # The pipeline whose findings it counts; empty for what no pipeline counted.
    pipeline: Mapped[str] = mapped_column(String(64), default="")
    # The version of the technical note in force for the period; None where the measure has none.
    note_version: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(8))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    # From when the period takes no further revision.
    locked_at: Mapped[datetime | None]
