"""Table: keys of other systems that read targets or send figures."""

from sqlalchemy import JSON, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, big_key
from models.tenancy import Tenant

# Reading targets with their figures; recording figures of measures.
SCOPES = ("targets:read", "figures:write")


class ApiKey(Tenant, Base):
    """A key of another system: what it may, and for which service (None: all). ``key`` is its public name."""

    __tablename__ = "api_key"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
    )

    id: Mapped[int] = big_key()
    service_id: Mapped[int | None] = mapped_column(BigKey)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    # What staff call the system that calls.
    name: Mapped[str] = mapped_column(String(200))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    # What is kept of the secret that its calls carry; None: it is closed.
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
