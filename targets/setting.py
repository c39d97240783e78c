"""Setting measures and targets: each target has one owner, and flows from an agreement or is known not to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Measure, Observation, Person, Target
from targets import meanings
from targets.changes import change, plain, rounded
from targets.checking import (
    check_levels,
    check_new_key,
    check_owner,
    check_service,
    check_stretch,
    check_target,
    levels_of,
)
from targets.errors import MeasureInUseError
from targets.formulas import check_parameters
from targets.linking import first_links
from targets.terms import MeasureTerms, TargetTerms

# What the figures of a measure mean: none of it changes once there are figures.
MEANING = ("service_id", "unit_of_measure", "better", "cadence", "source", "formula")


def set_measure(session: Session, *, terms: MeasureTerms) -> Measure:
    """Record how something is counted.

    Raises:
        BadKeyError, DuplicateKeyError: If the key is no key, or taken.
        UnknownFormulaError, ParametersError: If no such formula makes its figures, or not of what it is given.
    """
    check_new_key(session, "measure", terms.key)
    _check_formula(terms)
    measure = Measure(key=terms.key, **_measure_columns(terms))
    session.add(measure)
    session.flush()
    return measure


def change_measure(session: Session, *, measure: Measure, terms: MeasureTerms) -> bool:
    """Change a measure to other terms under the same key; return whether anything is other.

    Raises:
        MeasureInUseError: If it has figures, and they would mean something else.
        TargetError: If its targets do not fit the terms.
    """
    _check_formula(terms)
    columns = _measure_columns(terms)
    if any(getattr(measure, name) != columns[name] for name in MEANING):
        if session.scalar(select(Observation.id).where(Observation.measure_id == measure.id).limit(1)) is not None:
            raise MeasureInUseError(measure.key)
        of_it = select(Target).where(Target.measure_id == measure.id).options(selectinload(Target.agreement))
        for target in session.scalars(of_it.order_by(Target.id)):
            check_levels(terms, levels_of(target))
            check_stretch(target.level, target.stretch, terms.better)
            if target.agreement is not None:
                check_service(measure.key, terms.service.id, target.agreement.key, target.agreement.service_id)
    if measure.name != columns["name"]:
        meanings.forget(session, measure)
    changed = change(measure, **columns)
    session.flush()
    return changed


def set_target(
    session: Session, *, terms: TargetTerms, owner: Person, since: date | None = None, themes: Sequence[str] = ()
) -> Target:
    """Set a target, or a unit's part of one.

    Args:
        session: Where it is set.
        terms: The measure, a level in its unit of measure, a date, and the rest.
        owner: Who is accountable for it.
        since: The first day on which the owner is; None: nobody noted.
        themes: Whose comments are evidence for it, each with its whole weight.

    Raises:
        TargetError: If the key is taken, the owner has left, a theme is unknown, or the terms do not fit together.
    """
    check_new_key(session, "target", terms.key)
    check_owner(owner)
    check_target(session, terms)
    target = Target(
        key=terms.key,
        owner_id=owner.id,
        owner_since=since,
        themes=first_links(themes),
        **_target_columns(terms),
    )
    session.add(target)
    session.flush()
    return target


def change_target(session: Session, *, target: Target, terms: TargetTerms) -> bool:
    """Change a target to other terms under the same key; return whether anything is other.

    Its parts for units follow to another measure or agreement. The owner is handed over, the themes are linked,
    by their own verbs.

    Raises:
        TargetError: If the terms do not fit together.
    """
    check_target(session, terms, target)
    columns = _target_columns(terms)
    changed = change(target, **columns)
    for part in _parts(session, target):
        change(part, measure_id=target.measure_id, agreement_id=target.agreement_id)
    session.flush()
    return changed


def _parts(session: Session, target: Target) -> list[Target]:
    """Return the units' targets that are parts of a target, and the parts of these."""
    found: list[Target] = []
    above = [target.id]
    while above:
        below = list(session.scalars(select(Target).where(Target.parent_id.in_(above)).order_by(Target.id)))
        found += below
        above = [part.id for part in below]
    return found


def _check_formula(terms: MeasureTerms) -> None:
    if terms.formula is not None:
        check_parameters(terms.formula, terms.parameters)


def _measure_columns(terms: MeasureTerms) -> dict[str, Any]:
    return {
        "service_id": terms.service.id,
        "name": plain(terms.name),
        "unit_of_measure": terms.unit_of_measure,
        "better": terms.better,
        "cadence": terms.cadence,
        "source": terms.source,
        "formula": terms.formula,
        "parameters": dict(terms.parameters),
    }


def _target_columns(terms: TargetTerms) -> dict[str, Any]:
    return {
        "agreement_id": terms.agreement.id if terms.agreement else None,
        "measure_id": terms.measure.id,
        "unit_id": terms.unit.id if terms.unit else None,
        "parent_id": terms.parent.id if terms.parent else None,
        "level": rounded(terms.level),
        "stretch": None if terms.stretch is None else rounded(terms.stretch),
        "baseline": None if terms.baseline is None else rounded(terms.baseline),
        "baseline_on": terms.baseline_on,
        "due": terms.due,
        "milestones": [{"on": each.on.isoformat(), "level": rounded(each.level)} for each in terms.milestones],
        "value_for_money": terms.value_for_money,
        "set_by": plain(terms.set_by),
        "delivered_by": plain(terms.delivered_by),
        "reviewed_by": plain(terms.reviewed_by),
    }
