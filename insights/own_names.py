"""What organisations call themselves, their services and units: names that are nobody's personal data."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organisation, Service, Unit


def own_names(session: Session, organisations: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return each organisation's names in all their languages, in order; to be called across organisations."""
    ids = set(organisations)
    names: dict[int, set[str]] = {organisation: set() for organisation in ids}
    for selected in (
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)),
        select(Service.organisation_id, Service.name).where(Service.organisation_id.in_(ids)),
        select(Unit.organisation_id, Unit.name).where(Unit.organisation_id.in_(ids)),
    ):
        for organisation, name in session.execute(selected):
            names[organisation].update(name.values())
    return {organisation: tuple(sorted(found)) for organisation, found in names.items()}
