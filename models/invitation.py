"""Tables: whom a survey was sent to, who wants no more of it, and how many were offered it elsewhere."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, big_key
from models.sealing import Sealed
from models.tenancy import Tenant


class Invitation(Tenant, Base):
    """One person asked by e-mail to answer. It records that it was answered; nothing says with what."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("organisation_id", "collector_id", "address_hash"),
        ForeignKeyConstraint(["organisation_id", "collector_id"], ["collector.organisation_id", "collector.id"]),
        CheckConstraint("state IN ('waiting', 'sent', 'answered', 'failed', 'unsubscribed')", name="known_state"),
        Index("ix_invitation_organisation_id_state_not_before", "organisation_id", "state", "not_before"),
    )

    id: Mapped[int] = big_key()
    collector_id: Mapped[int] = mapped_column(BigKey)
    # What is kept of the token in the link; None until it is first sent.
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    # Finds the same address again without opening any; keyed, so that guessing addresses does not.
    address_hash: Mapped[str] = mapped_column(String(64))
    # {"address": ..., "name": ...}; None once it is answered, refused, given up or over: nobody is written to again.
    recipient: Mapped[dict[str, Any] | None] = mapped_column(Sealed("invitation"))
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    sent_at: Mapped[datetime | None]
    # How many reminders have gone out, and whether one is wanted now.
    reminders: Mapped[int] = mapped_column(default=0)
    remind: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]


class Unsubscribed(Tenant, Base):
    """An address that wants no more invitations from this organisation. Only its keyed hash is kept."""

    __tablename__ = "unsubscribed"
    __table_args__ = (UniqueConstraint("organisation_id", "address_hash"),)

    id: Mapped[int] = big_key()
    address_hash: Mapped[str] = mapped_column(String(64))
    since: Mapped[date]


class Volume(Tenant, Base):
    """How many people a collector was offered to in a period, as the site's owner says."""

    __tablename__ = "volume"
    __table_args__ = (
        UniqueConstraint("organisation_id", "collector_id", "since"),
        ForeignKeyConstraint(["organisation_id", "collector_id"], ["collector.organisation_id", "collector.id"]),
        CheckConstraint("since <= until", name="in_order"),
        CheckConstraint("offered >= 0", name="not_negative"),
    )

    id: Mapped[int] = big_key()
    collector_id: Mapped[int] = mapped_column(BigKey)
    since: Mapped[date]
    until: Mapped[date]
    offered: Mapped[int] = mapped_column(BigKey)
