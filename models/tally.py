"""Table: counts, kept in the transaction that changes what is counted."""

from datetime import date

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey
from models.tenancy import Tenant

# Stands in the key where a unit is not known: a key column cannot be null.
UNIT_NOT_KNOWN = 0


class Tally(Tenant, Base):
    """How often ``value`` was given to ``subject``: a question, a theme, the sentiment, a way in, the submissions."""

    __tablename__ = "tally"
    __table_args__ = (Index("ix_tally_reading", "organisation_id", "service_id", "pipeline", "subject", "day"),)

    organisation_id: Mapped[int] = mapped_column(BigKey, primary_key=True, sort_order=-10)
    service_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    unit_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    collector_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    # The number of the survey's version; 0 for what has none, and where it is not known.
    version: Mapped[int] = mapped_column(primary_key=True, default=0)
    day: Mapped[date] = mapped_column(primary_key=True)
    # Empty for what no pipeline counted.
    pipeline: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(String(80), primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)
