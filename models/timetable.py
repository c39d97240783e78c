"""Table: what the timetable has already asked for, so that two timetables ask once."""

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, big_key
from models.database import db, transaction

KEEP_SLOTS = timedelta(days=3)


class TimetableSlot(Base):
    """A job of the timetable was asked for in this slot. Belongs to the installation, not to an organisation."""

    __tablename__ = "timetable_slot"
    __table_args__ = (UniqueConstraint("name", "slot"),)

    id: Mapped[int] = big_key()
    name: Mapped[str] = mapped_column(String(64))
    slot: Mapped[datetime]


def take_slot(name: str, slot: datetime) -> bool:
    """Take a slot for this timetable; False where it was taken already. UNIQUE (name, slot) lets one have it."""
    taken = select(TimetableSlot.id).where(TimetableSlot.name == name, TimetableSlot.slot == slot)
    if db.session().scalar(taken) is not None:
        return False
    try:
        with transaction() as session:
            session.add(TimetableSlot(name=name, slot=slot))
            session.execute(
                delete(TimetableSlot).where(TimetableSlot.name == name, TimetableSlot.slot < slot - KEEP_SLOTS)
            )
    except IntegrityError:
        return False
    return True


def give_back_slot(name: str, slot: datetime) -> None:
    """Let the slot be taken again: its job could not be asked for."""
    with transaction() as session:
        session.execute(delete(TimetableSlot).where(TimetableSlot.name == name, TimetableSlot.slot == slot))
