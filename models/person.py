"""Tables: staff and what they may do."""

from flask_security import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigKey, big_key
from models.tenancy import Tenant

ROLES = ("administrator", "designer", "publisher", "manager", "owner", "reviewer", "viewer")


class Person(Tenant, Base, UserMixin):
    """A member of staff who signs in. The e-mail address is unique over the installation."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    id: Mapped[int] = big_key()
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    roles: Mapped[list["RoleGrant"]] = relationship(  # type: ignore[assignment]
        order_by="RoleGrant.id", back_populates="person", cascade="all, delete-orphan"
    )


class RoleGrant(Tenant, Base, RoleMixin):
    """A role that a person holds over the organisation, or only over a service or a unit of it."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "name", "service_id", "unit_id"),
        CheckConstraint("service_id IS NULL OR unit_id IS NULL", name="one_scope"),
        CheckConstraint("name IN (" + ", ".join(f"'{role}'" for role in ROLES) + ")", name="known_role"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
    )

    id: Mapped[int] = big_key()
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(20))
    service_id: Mapped[int | None] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    person: Mapped[Person] = relationship(back_populates="roles")
