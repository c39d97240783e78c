"""Table: names of staff whom comments praise, for as long as it takes to pass the praise on."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, time_key
from models.sealing import Sealed
from models.tenancy import Tenant


class Praise(Tenant, Base):
    """Whom a comment praises by name: sealed, apart from the comment, and gone once it was passed on."""

    __tablename__ = "praise"
    __table_args__ = (
        UniqueConstraint("organisation_id", "comment_id"),
        ForeignKeyConstraint(
            ["organisation_id", "comment_id"], ["comment.organisation_id", "comment.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        ForeignKeyConstraint(["organisation_id", "passed_on_by"], ["person.organisation_id", "person.id"]),
        Index("ix_praise_organisation_id_given_on_id", "organisation_id", "given_on", "id"),
        Index("ix_praise_forget_on", "forget_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    comment_id: Mapped[uuid.UUID]
    service_id: Mapped[int] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    given_on: Mapped[date]
    # A list of texts, opened one by one, so that one that does not open hides no other. None once it was passed on.
    names: Mapped[Any | None] = mapped_column(Sealed("praise"), deferred=True)
    forget_on: Mapped[date]
    passed_on_at: Mapped[datetime | None]
    passed_on_by: Mapped[int | None] = mapped_column(BigKey)
