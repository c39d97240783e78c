"""Tables: what goes out, to whom, when; and each time it went."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigKey, big_key
from models.person import Person
from models.sealing import Sealed
from models.target import Target
from models.tenancy import Tenant


def new_run_reference() -> str:
    """Return what tells a run from every other, of this installation and of any: 16 random hexadecimal digits."""
    return secrets.token_hex(8)


class Schedule(Tenant, Base):
    """When the evidence for a target goes to its owner. ``starts_on`` is the first day of the first period."""

    __tablename__ = "schedule"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "target_id"),
        ForeignKeyConstraint(["organisation_id", "target_id"], ["target.organisation_id", "target.id"]),
        CheckConstraint("period IN ('week', 'month')", name="known_period"),
        CheckConstraint("format IN ('csv', 'xlsx')", name="known_format"),
    )

    id: Mapped[int] = big_key()
    target_id: Mapped[int] = mapped_column(BigKey)
    period: Mapped[str] = mapped_column(String(5))
    format: Mapped[str] = mapped_column(String(4), default="xlsx")
    starts_on: Mapped[date]
    active: Mapped[bool] = mapped_column(default=True)
    target: Mapped[Target] = relationship(foreign_keys=[target_id], primaryjoin=Target.id == target_id)


class ExportRun(Tenant, Base):
    """One going out of a schedule for one period: owed until it was delivered, or refused for good (failed)."""

    __tablename__ = "export_run"
    __table_args__ = (
        UniqueConstraint("organisation_id", "schedule_id", "period_from"),
        ForeignKeyConstraint(["organisation_id", "schedule_id"], ["schedule.organisation_id", "schedule.id"]),
        CheckConstraint("state IN ('owed', 'sent', 'failed')", name="known_state"),
    )

    id: Mapped[int] = big_key()
    schedule_id: Mapped[int] = mapped_column(BigKey)
    period_from: Mapped[date]
    period_to: Mapped[date]
    # In the mail's Message-ID, the same at every try. Numbers begin anew in a new database; this does not.
    reference: Mapped[str] = mapped_column(String(16), unique=True, default=new_run_reference)
    state: Mapped[str] = mapped_column(String(6), default="owed")
    rows: Mapped[int | None]
    checksum: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    # Somebody is sending it until then; nobody tries again before then.
    claimed_until: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    # Why the last attempt failed, in words without anybody's address.
    trouble: Mapped[str | None] = mapped_column(String(300))
    sent_at: Mapped[datetime | None]
    schedule: Mapped[Schedule] = relationship(
        foreign_keys=[schedule_id], primaryjoin=Schedule.id == schedule_id, innerjoin=True
    )


class PaperMail(Tenant, Base):
    """A paper that somebody of the staff wants mailed to themselves; gone once it is sent."""

    __tablename__ = "paper_mail"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = big_key()
    # To whichever address they have when it goes out.
    person_id: Mapped[int] = mapped_column(BigKey)
    # In the mail's Message-ID, the same at every try.
    reference: Mapped[str] = mapped_column(String(16), unique=True, default=new_run_reference)
    # What exports.papers.mailing.Letter holds: they saw it on a page, and few others may.
    letter: Mapped[dict[str, Any]] = mapped_column(Sealed("paper mail"))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id], primaryjoin=Person.id == person_id, innerjoin=True)
