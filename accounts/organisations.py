"""Making organisations, what they offer, and the places that deliver it."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from accounts.errors import UnknownTimeZoneError
from models import Organisation, Service, Unit, set_organisation
from words import Words


def create(
    session: Session, *, slug: str, name: Words, time_zone: str = "Europe/London", demonstration: bool = False
) -> Organisation:
    """Make an organisation, and let the session act for it.

    Raises:
        UnknownTimeZoneError: If there is no such time zone.
    """
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZoneError(time_zone) from error
    organisation = Organisation(slug=slug, name=dict(name), time_zone=time_zone, demonstration=demonstration)
    session.add(organisation)
    session.flush()
    set_organisation(session, organisation.id)
    return organisation


def add_service(session: Session, *, slug: str, name: Words) -> Service:
    """Add a service to the session's organisation."""
    service = Service(slug=slug, name=dict(name))
    session.add(service)
    session.flush()
    return service


def add_unit(
    session: Session, *, slug: str, name: Words, service: Service | None = None, parent: Unit | None = None
) -> Unit:
    """Add a unit that delivers a service, or (without one) a region that holds units."""
    unit = Unit(
        service_id=service.id if service else None,
        parent_id=parent.id if parent else None,
        slug=slug,
        name=dict(name),
    )
    session.add(unit)
    session.flush()
    return unit
