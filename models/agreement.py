"""Tables: what the organisation wants to become, and what it has agreed to for that."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigKey, big_key
from models.tenancy import Tenant


class Aspiration(Tenant, Base):
    """What the organisation wants to become, in a sentence: agreements serve it."""

    __tablename__ = "aspiration"
    __table_args__ = (UniqueConstraint("organisation_id", "id"), UniqueConstraint("organisation_id", "key"))

    id: Mapped[int] = big_key()
    key: Mapped[str] = mapped_column(String(64))
    text: Mapped[dict[str, str]] = mapped_column(JSON)


class Agreement(Tenant, Base):
    """A Public Service Agreement, or the Service Delivery Agreement that says how one is delivered."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "key"),
        ForeignKeyConstraint(["organisation_id", "aspiration_id"], ["aspiration.organisation_id", "aspiration.id"]),
        ForeignKeyConstraint(["organisation_id", "parent_id"], ["agreement.organisation_id", "agreement.id"]),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        CheckConstraint("kind IN ('psa', 'sda')", name="known_kind"),
        CheckConstraint("kind = 'sda' OR parent_id IS NULL", name="only_sda_delivers"),
    )

    id: Mapped[int] = big_key()
    key: Mapped[str] = mapped_column(String(64))
    aspiration_id: Mapped[int | None] = mapped_column(BigKey)
    # Of an SDA: the agreement that it delivers.
    parent_id: Mapped[int | None] = mapped_column(BigKey)
    # None for the whole organisation.
    service_id: Mapped[int | None] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(String(3))
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    aim: Mapped[dict[str, str]] = mapped_column(JSON)
    # The post that is responsible; empty where nobody has said.
    responsible: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    objectives: Mapped[list["Objective"]] = relationship(order_by="Objective.number", cascade="all, delete-orphan")


class Objective(Tenant, Base):
    """One of the objectives under an agreement's aim, in their order."""

    __tablename__ = "objective"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agreement_id"], ["agreement.organisation_id", "agreement.id"]),
    )

    agreement_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    # From 1.
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[dict[str, str]] = mapped_column(JSON)
