"""Who is accountable: one person for each target, and everybody who was before."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import FormerOwner, Person, Target
from targets.checking import check_owner
from targets.errors import HandOverError, UnknownOwnerError


def find_owner(session: Session, *, email: str) -> Person:
    """Return the person of the organisation with this e-mail address, who may own a target.

    Raises:
        UnknownOwnerError: If nobody has it.
        DisabledOwnerError: If the account is switched off.
    """
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise UnknownOwnerError(email)
    check_owner(person)
    return person


def owns_any(session: Session, *, person_id: int) -> bool:
    """Whether a person is accountable for any target."""
    return session.scalar(select(Target.id).where(Target.owner_id == person_id).limit(1)) is not None


def hand_over(session: Session, *, target: Target, to: Person, on: date) -> bool:
    """Make somebody else accountable for a target from a day on; return whether it is somebody else.

    Raises:
        DisabledOwnerError: If the account of the new owner is switched off.
        HandOverError: If the present owner had the target only later.
    """
    if target.owner_id == to.id:
        return False
    check_owner(to)
    if target.owner_since is not None and on < target.owner_since:
        raise HandOverError(target.owner_since, on)
    session.add(FormerOwner(target_id=target.id, person_id=target.owner_id, since=target.owner_since, until=on))
    target.owner_id, target.owner_since = to.id, on
    session.flush()
    # What was read of the owner before is of somebody else.
    session.expire(target, ["owner"])
    return True
