"""Tables: the tenant, what it offers citizens, and the places that deliver it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, big_key
from models.tenancy import Tenant


class Organisation(Base):
    """A tenant: the public body whose services these are."""

    __tablename__ = "organisation"

    id: Mapped[int] = big_key()
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    demonstration: Mapped[bool] = mapped_column(default=False)
    # Which pipeline's insights are shown; re-analysis writes beside it, promotion changes this.
    shown_pipeline: Mapped[str | None] = mapped_column(String(64))
    # Whether names of staff who are praised are kept for their managers; see models/praise.py.
    names_praised: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether conversations ask further about what somebody said; see models/probe.py.
    probing: Mapped[bool] = mapped_column(default=True, server_default=true())

    def day_of(self, moment: datetime) -> date:
        """Return the day that a moment lies in where the organisation is."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


class Service(Tenant, Base):
    """A thing that the organisation offers citizens."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("organisation_id", "slug"), UniqueConstraint("organisation_id", "id"))

    id: Mapped[int] = big_key()
    slug: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    # Within how many working days somebody who wants an answer usually has one; None promises nothing.
    reply_days: Mapped[int | None]


class Unit(Tenant, Base):
    """A place or team that delivers a service; units nest (region over office)."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
    )

    id: Mapped[int] = big_key()
    # None for a region that holds units of several services.
    service_id: Mapped[int | None] = mapped_column(BigKey)
    parent_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    slug: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict[str, str]] = mapped_column(JSON)
