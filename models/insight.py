"""Tables: what people wrote, and what the analysis found in it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigKey, time_key
from models.sealing import Sealed
from models.tenancy import Tenant

# Live comments go before what can wait.
LIVE, CAN_WAIT = 0, 1

# The clause number of an insight that is about the comment as a whole.
WHOLE = 0


class Comment(Tenant, Base):
    """One free-text answer. As it was given it lies sealed until it is analysed; ``redacted`` is what is kept."""

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("organisation_id", "submission_id", "question"),
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "submission_id"], ["submission.organisation_id", "submission.id"]),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        CheckConstraint("state IN ('waiting', 'done', 'failed')", name="known_state"),
        Index("ix_comment_state_priority_id", "state", "priority", "id"),
        Index("ix_comment_organisation_id_service_id_state", "organisation_id", "service_id", "state"),
        Index(
            "ix_comment_organisation_id_service_id_given_on",
            "organisation_id",
            "service_id",
            "given_on",
            "id",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    submission_id: Mapped[uuid.UUID]
    service_id: Mapped[int] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    collector_id: Mapped[int] = mapped_column(BigKey)
    given_on: Mapped[date]
    question: Mapped[str] = mapped_column(String(64))
    # The wording that elicited it: it changes the meaning ("Nothing." to "What was good?").
    asked: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    # Opened one by one, by the analysis alone: nobody else has business with it. None once that has cleaned it.
    text: Mapped[str | None] = mapped_column(Sealed("comment"), deferred=True)
    redacted: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    priority: Mapped[int] = mapped_column(default=LIVE)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    claimed_until: Mapped[datetime | None]
    analysed_at: Mapped[datetime | None]


class Insight(Tenant, Base):
    """A stored finding: a clause of a comment (or the whole, clause 0) with its sentiment and confidence.

    ``start`` and ``end`` are offsets into the redacted text. ``sentiment`` is None where the text could not be
    analysed.
    """

    __tablename__ = "insight"
    __table_args__ = (
        UniqueConstraint("organisation_id", "comment_id", "pipeline", "clause"),
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "comment_id"], ["comment.organisation_id", "comment.id"]),
        # The few that are urgent are found without looking at the many that are not.
        Index(
            "ix_insight_urgent",
            "organisation_id",
            "pipeline",
            "comment_id",
            postgresql_where=text("urgent"),
            sqlite_where=text("urgent"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    comment_id: Mapped[uuid.UUID]
    pipeline: Mapped[str] = mapped_column(String(64))
    clause: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    sentiment: Mapped[str | None] = mapped_column(String(10))
    confidence: Mapped[float | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    themes: Mapped[list["InsightTheme"]] = relationship(
        order_by="InsightTheme.theme", cascade="all, delete-orphan", passive_deletes=True
    )


class InsightTheme(Tenant, Base):
    """A theme of an insight, with where and when its comment was given, so that quotes are found by index."""

    __tablename__ = "insight_theme"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "insight_id"], ["insight.organisation_id", "insight.id"], ondelete="CASCADE"
        ),
        Index(
            "ix_insight_theme_quotes",
            "organisation_id",
            "service_id",
            "pipeline",
            "theme",
            "clause",
            "given_on",
            "comment_id",
        ),
    )

    insight_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    theme: Mapped[str] = mapped_column(String(64), primary_key=True)
    polarity: Mapped[str] = mapped_column(String(3))
    confidence: Mapped[float]
    pipeline: Mapped[str] = mapped_column(String(64))
    clause: Mapped[int]
    comment_id: Mapped[uuid.UUID]
    service_id: Mapped[int] = mapped_column(BigKey)
    given_on: Mapped[date]
