"""Rebases: limits that start anew at a period for a reason in writing. What is taken back is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from models import ALL_UNITS, Observation, Person, Target, TargetRebase, now
from targets.checking import check_period_start
from targets.errors import LongTextError, NoRebaseReasonError, RebasedAlreadyError, RebasePeriodError

LONGEST_REASON = 500


@dataclass(frozen=True)
class Rebased:
    """One rebase: from which period, why, by whom and when; ``removed_at`` is None while it holds."""

    id: int
    period_on: date
    reason: str
    added_by: str
    added_at: datetime
    removed_by: str
    removed_at: datetime | None


def rebase(session: Session, *, target: Target, period_on: date, reason: str, by: Person) -> TargetRebase:
    """Let the limits of a target's chart start anew at a period, for a reason.

    Raises:
        PeriodStartError: If the day is not the first of a period.
        NoRebaseReasonError: If nobody says why.
        LongTextError: If the reason has more than 500 characters.
        RebasePeriodError: If there is no figure before the period, or none from it on.
        RebasedAlreadyError: If they start anew there already.
    """
    check_period_start(period_on, target.measure.cadence)
    reason = checked_reason(reason)
    ends = select(func.min(Observation.period_on), func.max(Observation.period_on)).where(
        Observation.measure_id == target.measure_id, Observation.unit_id == (target.unit_id or ALL_UNITS)
    )
    first, last = session.execute(ends).one()
    if first is None or not first < period_on <= last:
        raise RebasePeriodError(period_on)
    if any(each.period_on == period_on for each in in_force(session, [target.id]).get(target.id, ())):
        raise RebasedAlreadyError(period_on)
    made = TargetRebase(target_id=target.id, period_on=period_on, reason=reason, added_by=by.id)
    session.add(made)
    session.flush()
    return made


def checked_reason(said: str) -> str:
    """Return a reason in one line, as it is kept.

    Raises:
        NoRebaseReasonError: If nothing is said.
        LongTextError: If it has more than 500 characters.
    """
    reason = " ".join(said.replace("\0", "").split())
    if not reason:
        raise NoRebaseReasonError
    if len(reason) > LONGEST_REASON:
        raise LongTextError(LONGEST_REASON)
    return reason


def take_back(session: Session, *, target: Target, rebase_id: int, by: Person) -> bool:
    """Take a rebase of a target back; return whether it held until now. What it was stays to be seen."""
    row = session.scalar(
        select(TargetRebase).where(TargetRebase.id == rebase_id, TargetRebase.target_id == target.id).with_for_update()
    )
    if row is None or row.removed_at is not None:
        return False
    row.removed_by, row.removed_at = by.id, now()
    session.flush()
    return True


def in_force(session: Session, target_ids: Collection[int]) -> dict[int, list[Rebased]]:
    """Return the rebases that hold, by target, in order of period."""
    query = _query(target_ids).where(TargetRebase.removed_at.is_(None))
    found: dict[int, list[Rebased]] = {}
    for row in session.scalars(query.order_by(TargetRebase.period_on, TargetRebase.id)):
        found.setdefault(row.target_id, []).append(_rebased(row))
    return found


def history(session: Session, target_id: int) -> list[Rebased]:
    """Return every rebase of a target, those taken back too, the latest first."""
    return [_rebased(row) for row in session.scalars(_query([target_id]).order_by(TargetRebase.id.desc()))]


def _query(target_ids: Collection[int]) -> Select[TargetRebase]:
    return (
        select(TargetRebase)
        .where(TargetRebase.target_id.in_(target_ids))
        .options(selectinload(TargetRebase.adder), selectinload(TargetRebase.remover))
    )


def _rebased(row: TargetRebase) -> Rebased:
    remover = row.remover.name if row.remover else ""
    return Rebased(row.id, row.period_on, row.reason, row.adder.name, row.added_at, remover, row.removed_at)
