"""Tables: what citizens want to be answered, and how they can be reached for that."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, time_key
from models.sealing import Sealed
from models.tenancy import Tenant

KINDS = ("person", "question")
STATES = ("open", "closed")


class Case(Tenant, Base):
    """A conversation in which somebody asked for a person, or had a question passed on.

    ``submission_id`` is the draft's key, which is the submission's once it is sent: neither table can be named as the
    other's, so whoever deletes one deletes its case. None of the person's words stand here: they are messages, which
    lie sealed until they are redacted.
    """

    __tablename__ = "followup_case"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        # Whoever asks again in the same conversation has the same case.
        UniqueConstraint("organisation_id", "submission_id"),
        UniqueConstraint("organisation_id", "reference"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        ForeignKeyConstraint(["organisation_id", "closed_by"], ["person.organisation_id", "person.id"]),
        CheckConstraint("kind IN ('person', 'question')", name="known_kind"),
        CheckConstraint("state IN ('open', 'closed')", name="known_state"),
        Index("ix_followup_case_organisation_id_state_opened_at", "organisation_id", "state", "opened_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    submission_id: Mapped[uuid.UUID]
    # What the citizen is told: random, short enough to be read aloud.
    reference: Mapped[str] = mapped_column(String(16))
    service_id: Mapped[int] = mapped_column(BigKey)
    # The unit of the way in; what an answer says of it is the submission's.
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    # "person" once they asked for one; else "question".
    kind: Mapped[str] = mapped_column(String(10))
    # The messages that led to it, in order, by their keys.
    led: Mapped[list[str]]
    opened_at: Mapped[datetime]
    # The last day on which an answer keeps the word that was given; None where none was.
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), default="open")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(BigKey)


class CaseContact(Tenant, Base):
    """How the person of a case wants to be reached: sealed, apart from it, and gone once the case is closed."""

    __tablename__ = "case_contact"
    __table_args__ = (
        UniqueConstraint("organisation_id", "case_id"),
        ForeignKeyConstraint(
            ["organisation_id", "case_id"], ["followup_case.organisation_id", "followup_case.id"], ondelete="CASCADE"
        ),
        Index("ix_case_contact_forget_on", "forget_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    case_id: Mapped[uuid.UUID]
    # {"email": address} or {"phone": number}
    value: Mapped[Any] = mapped_column(Sealed("case contact"), deferred=True)
    forget_on: Mapped[date]


class DeletedDraft(Tenant, Base):
    """That what was said with a token was deleted: what comes once more under it is not kept again."""

    __tablename__ = "deleted_draft"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    deleted_at: Mapped[datetime]
