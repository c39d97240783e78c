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
        ForeignKeyConstraint(["organisation_id", "published_by"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "asked_by"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = big_key()
    survey_id: Mapped[int] = mapped_column(BigKey)
    number: Mapped[int]
    # Read once a process and version: it never changes.
    definition: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    published_at: Mapped[datetime]
    # Who published it, and who had asked for it; None for what the command line published.
    published_by: Mapped[int | None] = mapped_column(BigKey)
    asked_by: Mapped[int | None] = mapped_column(BigKey)


class Proposal(Tenant, Base):
    """The definition that a survey is to have next: worked on, perhaps waiting for approval, not yet published."""

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("organisation_id", "survey_id"),
        ForeignKeyConstraint(["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"]),
        ForeignKeyConstraint(["organisation_id", "changed_by"], ["person.organisation_id", "person.id"]),
        ForeignKeyConstraint(["organisation_id", "asked_by"], ["person.organisation_id", "person.id"]),
        CheckConstraint("state IN ('working', 'asked', 'returned')", name="known_state"),
    )

    id: Mapped[int] = big_key()
    survey_id: Mapped[int] = mapped_column(BigKey)
    # As it was uploaded, faults and all: what is being written need not be right yet.
    definition: Mapped[Any] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="working")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(BigKey)
    asked_by: Mapped[int | None] = mapped_column(BigKey)
    # Why it was returned, in the words of who returned it.
    remark: Mapped[str] = mapped_column(String(2000), default="")


class QuotaCount(Tenant, Base):
    """How many submissions a quota of a survey has counted, over all versions."""

    __tablename__ = "quota_count"
    __table_args__ = (
        UniqueConstraint("organisation_id", "survey_id", "quota"),
        ForeignKeyConstraint(["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"]),
    )

    id: Mapped[int] = big_key()
    survey_id: Mapped[int] = mapped_column(BigKey)
    quota: Mapped[str] = mapped_column(String(40))
    n: Mapped[int] = mapped_column(BigKey, default=0)


class Collector(Tenant, Base):
    """A way into a survey. ``key`` is random and public, unique over the installation."""

    __tablename__ = "collector"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        CheckConstraint(
            "kind IN ('link', 'widget', 'invitation', 'api', 'import', 'demonstration')", name="known_kind"
        ),
    )

    id: Mapped[int] = big_key()
    survey_id: Mapped[int] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    # The day since which it takes no more answers; None while it does.
    closed_on: Mapped[date | None]
    # What staff call it; empty where nobody named it.
    name: Mapped[str] = mapped_column(String(200), default="")
    # For the API: what is kept of the secret that its callers send.
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    # The exact origins (scheme, host, port) of the pages that may embed the window.
    origins: Mapped[list[str]] = mapped_column(JSON, default=list)
