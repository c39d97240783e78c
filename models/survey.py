"""Tables: what is asked, and the ways in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigKey, big_key
from models.organisation import Service
from models.tenancy import Tenant


class Survey(Tenant, Base):
    """A set of questions about one service. ``slug`` is its public address, unique over the installation."""

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="known_state"),
    )

    id: Mapped[int] = big_key()
    service_id: Mapped[int] = mapped_column(BigKey)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    closed_on: Mapped[date | None]
    service: Mapped[Service] = relationship(lazy="joined", innerjoin=True)


class SurveyVersion(Tenant, Base):
    """One published definition of a survey: never changed, answers refer to it."""

    __tablename__ = "survey_version"
    __table_args__ = (
        UniqueConstraint("organisation_id", "survey_id", "number"),
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"]),
    )

    id: Mapped[int] = big_key()
    survey_id: Mapped[int] = mapped_column(BigKey)
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime]


class Collector(Tenant, Base):
    """A way into a survey. ``key`` is random and public, unique over the installation."""

    __tablename__ = "collector"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        CheckConstraint("kind IN ('link', 'widget', 'demonstration')", name="known_kind"),
    )

    id: Mapped[int] = big_key()
    survey_id: Mapped[int] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    # The exact origins (scheme, host, port) of the pages that may embed the window.
    origins: Mapped[list[str]] = mapped_column(JSON, default=list)
