"""Deleting what could tell who answered, when its time is over."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import Contact, across_organisations


def forget_contacts(session: Session, *, at: datetime) -> int:
    """Delete the contact details that are kept no longer, over all organisations; return how many."""
    with across_organisations(session, "timetable"):
        result = session.execute(
            delete(Contact).where(Contact.forget_on <= at.date()),
            execution_options={"synchronize_session": False},
        )
    return int(result.rowcount)  # type: ignore[attr-defined]
