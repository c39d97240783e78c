"""Staff: who they are and what they may do."""

import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.errors import PersonExistsError, UnknownRoleError
from models import ROLES, Person, RoleGrant, Service, Unit, across_organisations


def add(session: Session, *, name: str, email: str, password_hash: str | None) -> Person:
    """Add a member of staff to the session's organisation. Without a password the person cannot sign in.

    Raises:
        PersonExistsError: If somebody of the installation has this e-mail address.
    """
    email = email.strip().lower()
    with across_organisations(session, "sign-in"):
        taken = session.scalar(select(func.count(Person.id)).where(Person.email == email))
    if taken:
        raise PersonExistsError
    person = Person(name=name, email=email, password=password_hash, fs_uniquifier=secrets.token_hex(16))
    session.add(person)
    session.flush()
    return person


def end_sessions(session: Session, *, person: Person) -> None:
    """End every session of a person, on whatever machine: a copied cookie is worth nothing from now on."""
    person.fs_uniquifier = secrets.token_hex(16)
    session.flush()


def grant(
    session: Session, *, person: Person, role: str, service: Service | None = None, unit: Unit | None = None
) -> RoleGrant:
    """Give a role over the organisation, or only over a service or a unit.

    Raises:
        UnknownRoleError: If there is no such role.
    """
    if role not in ROLES:
        raise UnknownRoleError(role)
    granted = RoleGrant(
        person=person,
        name=role,
        service_id=service.id if service else None,
        unit_id=unit.id if unit else None,
    )
    session.add(granted)
    session.flush()
    return granted


def services_of(session: Session, *, person: Person, roles: frozenset[str]) -> list[Service]:
    """Return the services over which the person holds one of the roles, in order of address.

    An administrator, and a role over the whole organisation, reach every service. A role over a unit alone reaches
    no service: what it may see is smaller than a service's page.
    """
    held = [grant for grant in person.roles if grant.name in roles or grant.name == "administrator"]
    services = list(session.scalars(select(Service).order_by(Service.slug, Service.id)))
    if any(grant.service_id is None and grant.unit_id is None for grant in held):
        return services
    reached = {grant.service_id for grant in held if grant.service_id is not None}
    return [service for service in services if service.id in reached]
