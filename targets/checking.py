"""What holds of agreements and targets before they are set."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Agreement, Aspiration, Measure, Person, Target, Unit
from targets.bounds import bounds
from targets.changes import rounded
from targets.errors import (
    AgreementCycleError,
    BackwardsAgreementError,
    BadKeyError,
    DisabledOwnerError,
    DuplicateKeyError,
    OtherServiceError,
    PeriodStartError,
    PsaDeliversError,
)
from targets.misfits import (
    BaselineAfterDueError,
    HalfBaselineError,
    LoneUnitError,
    MilestoneError,
    NotFiniteError,
    OtherTargetError,
    OutOfBoundsError,
    StretchError,
    UnitAstrayError,
    UnitTwiceError,
)
from targets.terms import AgreementTerms, MeasureTerms, Milestone, TargetTerms
from targets.variation.moving_ranges import GREATEST

KINDS: Mapping[str, type[Aspiration] | type[Agreement] | type[Measure] | type[Target]] = {
    "aspiration": Aspiration,
    "agreement": Agreement,
    "measure": Measure,
    "target": Target,
}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def check_new_key(session: Session, kind: str, key: str) -> None:
    """Refuse a key that is no key, or that something of the kind has already.

    Raises:
        BadKeyError, DuplicateKeyError: As said.
    """
    if not _KEY.fullmatch(key):
        raise BadKeyError(key)
    model = KINDS[kind]
    if session.scalar(select(model.id).where(model.key == key)) is not None:
        raise DuplicateKeyError(kind, key)


def check_agreement(session: Session, terms: AgreementTerms) -> None:
    """Refuse an agreement that ends before it starts, or that delivers what it cannot.

    Raises:
        BackwardsAgreementError, PsaDeliversError, AgreementCycleError: As said.
    """
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        raise BackwardsAgreementError(terms.starts_on, terms.ends_on)
    if terms.parent is None:
        return
    if terms.kind == "psa":
        raise PsaDeliversError(terms.key)
    path = [terms.key]
    above: Agreement | None = terms.parent
    while above is not None:
        if above.key in path:
            raise AgreementCycleError(path)
        path.append(above.key)
        above = session.get(Agreement, above.parent_id) if above.parent_id is not None else None


def check_target(session: Session, terms: TargetTerms, target: Target | None = None) -> None:
    """Refuse a target whose days, levels or places do not fit together (``target``: the one that is changed).

    Raises:
        TargetError: The first of what is wrong.
    """
    _check_numbers(terms)
    _check_days(terms)
    check_levels(terms.measure, levels_of(terms))
    check_stretch(terms.level, terms.stretch, terms.measure.better)
    if terms.agreement is not None:
        check_service(terms.measure.key, terms.measure.service_id, terms.agreement.key, terms.agreement.service_id)
    _check_unit(session, terms, target)


def levels_of(target: Target | TargetTerms) -> list[tuple[str, float]]:
    """Return every level of a target with the name of its field."""
    said = [(name, getattr(target, name)) for name in ("level", "stretch", "baseline")]
    milestones = [each.level if isinstance(each, Milestone) else each["level"] for each in target.milestones or ()]
    return [(name, level) for name, level in said if level is not None] + [("milestones", each) for each in milestones]


def check_levels(measure: Measure | MeasureTerms, levels: Iterable[tuple[str, float]]) -> None:
    """Refuse a level that no figure of the measure can have: a share above 100, a cost below 0.

    Raises:
        OutOfBoundsError: As said, of the first that there is.
    """
    possible = bounds(measure.unit_of_measure, measure.better, measure.formula)
    for field, level in levels:
        if not possible.hold(level):
            raise OutOfBoundsError(field, level, measure.key, possible)


def check_stretch(level: float, stretch: float | None, better: str) -> None:
    """Refuse a stretch level that is not further than the level on the side that is better.

    Raises:
        StretchError: As said.
    """
    if stretch is not None and not {"higher": stretch > level, "lower": stretch < level}.get(better):
        raise StretchError(level, stretch, better)


def check_service(measure: str, of_measure: int, agreement: str, of_agreement: int | None) -> None:
    """Refuse a measure of one service under the agreement of another (None: of the whole organisation).

    Raises:
        OtherServiceError: As said.
    """
    if of_agreement not in {None, of_measure}:
        raise OtherServiceError(measure, agreement)


def check_owner(owner: Person) -> None:
    """Refuse an owner who has left.

    Raises:
        DisabledOwnerError: If the account is switched off.
    """
    if not owner.active:
        raise DisabledOwnerError(owner.name)


def check_period_start(day: date, cadence: str) -> None:
    """Refuse a day that is not the first of a period (``month``, or ``quarter`` from January, April, July, October).

    Raises:
        PeriodStartError: As said.
    """
    if day.day != 1 or (cadence == "quarter" and day.month % 3 != 1):
        raise PeriodStartError(day, cadence)


def _check_numbers(terms: TargetTerms) -> None:
    levels = (terms.level, terms.stretch, terms.baseline, *(milestone.level for milestone in terms.milestones))
    if not all(abs(rounded(level)) <= GREATEST for level in levels if level is not None):
        raise NotFiniteError


def _check_days(terms: TargetTerms) -> None:
    if (terms.baseline is None) != (terms.baseline_on is None):
        raise HalfBaselineError
    if terms.baseline_on is not None and terms.baseline_on >= terms.due:
        raise BaselineAfterDueError(terms.baseline_on, terms.due)
    days = [*([terms.baseline_on] if terms.baseline_on else []), *(milestone.on for milestone in terms.milestones)]
    for before, after in pairwise([*days, terms.due]):
        if before >= after:
            # The last of a pair is at fault, unless it is the target's own date.
            raise MilestoneError(before if after == terms.due else after)


def _check_unit(session: Session, terms: TargetTerms, target: Target | None) -> None:
    unit, parent = terms.unit, terms.parent
    if unit is None or parent is None:
        if unit is not None or parent is not None:
            raise LoneUnitError(terms.key)
        return
    of_parent = (parent.measure_id, parent.agreement_id)
    if (terms.measure.id, terms.agreement.id if terms.agreement else None) != of_parent:
        raise OtherTargetError(terms.key, parent.key)
    outside = parent.unit_id is not None and parent.unit_id not in _above(session, unit)
    if outside or unit.service_id not in {None, terms.measure.service_id}:
        raise UnitAstrayError(unit.slug, parent.key)
    taken = select(Target.id).where(Target.parent_id == parent.id, Target.unit_id == unit.id)
    found = session.scalar(taken)
    if found is not None and (target is None or found != target.id):
        raise UnitTwiceError(unit.slug, parent.key)


def _above(session: Session, unit: Unit) -> set[int]:
    """Return the units that hold a unit, without itself."""
    found: set[int] = set()
    holder: Unit | None = unit
    while holder is not None and holder.parent_id is not None and holder.parent_id not in found:
        found.add(holder.parent_id)
        holder = session.get(Unit, holder.parent_id)
    return found
