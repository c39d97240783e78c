"""Table: from where on the limits of a target's chart are made anew, and why."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigKey, big_key, now
from models.person import Person
from models.tenancy import Tenant


class TargetRebase(Tenant, Base):
    """Limits that start anew at a period for a reason that somebody wrote. One that was taken back is kept."""

    __tablename__ = "target_rebase"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "target_id"], ["target.organisation_id", "target.id"]),
        ForeignKeyConstraint(["organisation_id", "added_by"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "removed_by"], ["person.organisation_id", "person.id"]),
        CheckConstraint("(removed_by IS NULL) = (removed_at IS NULL)", name="whole_removal"),
        Index("ix_target_rebase_organisation_id_target_id", "organisation_id", "target_id"),
    )

    id: Mapped[int] = big_key()
    target_id: Mapped[int] = mapped_column(BigKey)
    # The first day of the first period that the new limits are made of.
    period_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    added_by: Mapped[int] = mapped_column(BigKey)
    added_at: Mapped[datetime] = mapped_column(default=now)
    # None while it holds.
    removed_by: Mapped[int | None] = mapped_column(BigKey)
    removed_at: Mapped[datetime | None]
    adder: Mapped[Person] = relationship(foreign_keys=[added_by], primaryjoin=Person.id == added_by)
    remover: Mapped[Person | None] = relationship(foreign_keys=[removed_by], primaryjoin=Person.id == removed_by)
