"""Setting targets: every one flows from an agreement and has one owner."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from models import Agreement, Measure, Person, Service, Target, TargetTheme
from words import Words


def set_agreement(session: Session, *, service: Service, kind: str, aim: Words) -> Agreement:
    """Record what the service has agreed to (kind ``psa`` or ``sda``)."""
    agreement = Agreement(service_id=service.id, kind=kind, aim=dict(aim))
    session.add(agreement)
    session.flush()
    return agreement


def set_target(
    session: Session,
    *,
    agreement: Agreement,
    name: Words,
    unit_of_measure: str,
    better: str,
    level: float,
    due: date,
    owner: Person,
    themes: Sequence[str] = (),
) -> Target:
    """Set a target: a measure, a level in the measure's own unit, a date, an owner, and the themes of its evidence."""
    measure = Measure(service_id=agreement.service_id, name=dict(name), unit_of_measure=unit_of_measure, better=better)
    session.add(measure)
    session.flush()
    target = Target(
        agreement_id=agreement.id,
        measure_id=measure.id,
        owner_id=owner.id,
        level=level,
        due=due,
        themes=[TargetTheme(theme=theme) for theme in sorted(set(themes))],
    )
    session.add(target)
    session.flush()
    return target
