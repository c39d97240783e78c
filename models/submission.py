"""Tables: one person's answers, while being given and once sent."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, time_key
from models.sealing import Sealed
from models.tenancy import Tenant

MODES = ("page", "conversation")


class Draft(Tenant, Base):
    """Answers while being given: one sealed value, opened only with the token that the person's browser holds.

    ``submission_id`` is the key that the submission will have, so that sending twice makes one.
    """

    __tablename__ = "draft"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "collector_id"], ["collector.organisation_id", "collector.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "survey_version_id"], ["survey_version.organisation_id", "survey_version.id"]
        ),
        CheckConstraint("mode IN ('page', 'conversation')", name="known_mode"),
        Index("ix_draft_organisation_id_touched_at", "organisation_id", "touched_at"),
    )

    submission_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    collector_id: Mapped[int] = mapped_column(BigKey)
    survey_version_id: Mapped[int] = mapped_column(BigKey)
    mode: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(12))
    touched_at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(Sealed("draft"))


class Submission(Tenant, Base):
    """One person's answers once sent. ``unit_id`` is None where the unit is not known."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        ForeignKeyConstraint(["organisation_id", "collector_id"], ["collector.organisation_id", "collector.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "survey_version_id"], ["survey_version.organisation_id", "survey_version.id"]
        ),
        CheckConstraint("mode IN ('page', 'conversation')", name="known_mode"),
        Index("ix_submission_organisation_id_service_id_given_on", "organisation_id", "service_id", "given_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    # What outsiders may call it: random, so that it tells neither when it was given nor what came before.
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    # The token of the draft it came from, so that a second sending is answered with the same thanks.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    service_id: Mapped[int] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    collector_id: Mapped[int] = mapped_column(BigKey)
    survey_version_id: Mapped[int] = mapped_column(BigKey)
    mode: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(12))
    partial: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime]
    # The day in the organisation's time zone, fixed when written.
    given_on: Mapped[date]


class Answer(Tenant, Base):
    """One closed answer of a submission. Free text is a comment."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("organisation_id", "submission_id", "question"),
        ForeignKeyConstraint(["organisation_id", "submission_id"], ["submission.organisation_id", "submission.id"]),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    submission_id: Mapped[uuid.UUID]
    question: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(JSON)
