"""Tables: what the service answers for."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigKey, big_key
from models.person import Person
from models.tenancy import Tenant


class Agreement(Tenant, Base):
    """A Public Service Agreement or a Service Delivery Agreement: the aim that targets flow from."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        CheckConstraint("kind IN ('psa', 'sda')", name="known_kind"),
    )

    id: Mapped[int] = big_key()
    service_id: Mapped[int] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(String(3))
    aim: Mapped[dict[str, str]] = mapped_column(JSON)


class Measure(Tenant, Base):
    """How something is counted, and in what unit (``%``, ``£``, ``days``)."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        CheckConstraint("better IN ('higher', 'lower')", name="known_direction"),
    )

    id: Mapped[int] = big_key()
    service_id: Mapped[int] = mapped_column(BigKey)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    unit_of_measure: Mapped[str] = mapped_column(String(20))
    better: Mapped[str] = mapped_column(String(6))


class Target(Tenant, Base):
    """A measure, a level, a date, and the one person accountable for it."""

    __tablename__ = "target"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "agreement_id"], ["agreement.organisation_id", "agreement.id"]),
        ForeignKeyConstraint(["organisation_id", "measure_id"], ["measure.organisation_id", "measure.id"]),
        ForeignKeyConstraint(["organisation_id", "owner_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = big_key()
    agreement_id: Mapped[int] = mapped_column(BigKey)
    measure_id: Mapped[int] = mapped_column(BigKey)
    owner_id: Mapped[int] = mapped_column(BigKey)
    level: Mapped[float]
    due: Mapped[date]
    agreement: Mapped[Agreement] = relationship(foreign_keys=[agreement_id], primaryjoin=Agreement.id == agreement_id)
    measure: Mapped[Measure] = relationship(foreign_keys=[measure_id], primaryjoin=Measure.id == measure_id)
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], primaryjoin=Person.id == owner_id)
    themes: Mapped[list["TargetTheme"]] = relationship(order_by="TargetTheme.theme", cascade="all, delete-orphan")


class TargetTheme(Tenant, Base):
    """A theme whose comments are evidence for a target."""

    __tablename__ = "target_theme"
    __table_args__ = (ForeignKeyConstraint(["organisation_id", "target_id"], ["target.organisation_id", "target.id"]),)

    target_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    theme: Mapped[str] = mapped_column(String(64), primary_key=True)
