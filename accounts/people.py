"""Staff: who they are and what they may do."""

import secrets
from collections.abc import Iterable, Mapping

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


def units_of(session: Session, *, person: Person, roles: frozenset[str]) -> list[Unit]:
    """Return the units over which alone the person holds one of the roles, and all below them, in order of address.

    What a role over a service or the organisation reaches is said by ``services_of``.
    """
    held = {
        grant.unit_id
        for grant in person.roles
        if grant.unit_id is not None and (grant.name in roles or grant.name == "administrator")
    }
    if not held:
        return []
    units = list(session.scalars(select(Unit).order_by(Unit.slug, Unit.id)))
    parents = {unit.id: unit.parent_id for unit in units}
    return [unit for unit in units if held.intersection(_upwards(unit.id, parents))]


def administers(person: Person) -> bool:
    """Whether the person may decide for the whole organisation."""
    return holds_over_all(person, frozenset())


def holds_over_all(person: Person, roles: frozenset[str]) -> bool:
    """Whether the person holds one of the roles, or is an administrator, over the whole organisation."""
    return any(
        (grant.name in roles or grant.name == "administrator") and grant.service_id is None and grant.unit_id is None
        for grant in person.roles
    )


def managers_nearest(
    session: Session, places: Iterable[tuple[int, int | None]]
) -> dict[tuple[int, int | None], tuple[Person, ...]]:
    """Return for each place, a service and perhaps a unit of it, who holds the manager role nearest to it.

    Those of the unit, else of the unit over it and so on; else those of the service; else those of the organisation;
    none where nobody does. Whoever cannot sign in any more is not counted. In order of name.
    """
    held = session.execute(
        select(RoleGrant, Person)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.name == "manager", Person.active)
        .order_by(Person.name, Person.id, RoleGrant.id)
    )
    managers: dict[tuple[int | None, int | None], dict[int, Person]] = {}
    for grant, person in held:
        managers.setdefault((grant.service_id, grant.unit_id), {})[person.id] = person
    parents = dict(session.execute(select(Unit.id, Unit.parent_id)).all())
    return {place: _nearest(place, managers, parents) for place in set(places)}


def _nearest(
    place: tuple[int, int | None],
    managers: Mapping[tuple[int | None, int | None], Mapping[int, Person]],
    parents: Mapping[int, int | None],
) -> tuple[Person, ...]:
    service_id, unit_id = place
    scopes = [(None, unit) for unit in _upwards(unit_id, parents)] + [(service_id, None), (None, None)]
    return next((tuple(managers[scope].values()) for scope in scopes if scope in managers), ())


def _upwards(unit_id: int | None, parents: Mapping[int, int | None]) -> list[int]:
    """Return a unit and those over it, nearest first."""
    path: list[int] = []
    while unit_id is not None and unit_id not in path:
        path.append(unit_id)
        unit_id = parents.get(unit_id)
    return path
