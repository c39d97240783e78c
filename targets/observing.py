"""Recording measured values: what is other opens a revision, until the period is locked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import ALL_UNITS, Measure, Observation, TechnicalNote, now
from targets.checking import check_period_start
from targets.errors import PeriodLockedError


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measured value of a unit (0: of all together) for the period that begins on a day."""

    period_on: date
    value: float | None
    unit_id: int = ALL_UNITS
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    # The ends of its 95 % interval, if it has one.
    low: float | None = None
    high: float | None = None
    # Whether it may be shown.
    shown: bool = True
    # The pipeline whose findings it counts, if any.
    pipeline: str = ""


@dataclass(frozen=True)
class Change:
    """What recording a figure comes to: ``before`` is the newest revision, None where there is none yet.

    ``after`` is what it would be then: ``before`` itself where nothing is other.
    """

    before: Observation | None
    after: Observation

    @property
    def is_same(self) -> bool:
        """Whether it opens no revision."""
        return self.before is self.after

    @property
    def is_refused(self) -> bool:
        """Whether it is other than before, and its period is locked."""
        return not self.is_same and self.before is not None and self.before.locked_at is not None


def changes(session: Session, *, measure: Measure, figures: Iterable[Figure], source: str) -> list[Change]:
    """Return what recording figures would come to, in their order; nothing is recorded.

    Raises:
        PeriodStartError: If a day is not the first of a period.
    """
    figures = list(figures)
    known = newest(session, measure_id=measure.id, periods={figure.period_on for figure in figures})
    notes = session.execute(
        select(TechnicalNote.valid_from, TechnicalNote.version)
        .where(TechnicalNote.measure_id == measure.id)
        .order_by(TechnicalNote.version)
    ).all()
    found: list[Change] = []
    for figure in figures:
        check_period_start(figure.period_on, measure.cadence)
        before = known.get((figure.unit_id, figure.period_on))
        after = Observation(
            measure_id=measure.id,
            cadence=measure.cadence,
            source=source,
            revision=before.revision + 1 if before else 1,
            note_version=next((version for day, version in reversed(notes) if day <= figure.period_on), None),
            **vars(figure),
        )
        if before is not None and _said(before) == _said(after):
            after = before
        known[figure.unit_id, figure.period_on] = after
        found.append(Change(before, after))
    return found


def record(session: Session, *, measure: Measure, figures: Iterable[Figure], source: str) -> int:
    """Record figures (``source``: feedback, upload or api); return how many are new or other than before.

    The note in force for a period is recorded with each. A figure that is the same again opens no revision.

    Raises:
        PeriodStartError: If a day is not the first of a period.
        PeriodLockedError: If the period is locked and the figure is another.
    """
    return keep(session, measure=measure, changes=changes(session, measure=measure, figures=figures, source=source))


def keep(session: Session, *, measure: Measure, changes: Iterable[Change]) -> int:
    """Record what recording figures comes to; return how many are new or other than before.

    Raises:
        PeriodLockedError: If a period is locked and its figure is another.
    """
    recorded = 0
    for change in changes:
        if change.is_refused:
            raise PeriodLockedError(measure.key, change.after.period_on)
        if not change.is_same:
            session.add(change.after)
            recorded += 1
    session.flush()
    return recorded


def lock(session: Session, *, measure: Measure, before: date) -> None:
    """Let the periods that begin before a day take no further revision. Their newest figures stand."""
    session.execute(
        update(Observation)
        .where(Observation.measure_id == measure.id, Observation.period_on < before, Observation.locked_at.is_(None))
        .values(locked_at=now())
    )


def last_locked(session: Session, *, measure_id: int) -> date | None:
    """Return the first day of the last period of a measure that is locked; None if none is."""
    locked = select(func.max(Observation.period_on))
    return session.scalar(locked.where(Observation.measure_id == measure_id, Observation.locked_at.is_not(None)))


def newest(session: Session, *, measure_id: int, periods: Collection[date]) -> dict[tuple[int, date], Observation]:
    """Return the newest revision of a measure's figures of some periods, by unit and period, in order of both."""
    rows = session.scalars(
        select(Observation)
        .where(Observation.measure_id == measure_id, Observation.period_on.in_(periods))
        .order_by(Observation.period_on, Observation.unit_id, Observation.revision)
    )
    return {(row.unit_id, row.period_on): row for row in rows}


def _said(row: Observation) -> tuple[object, ...]:
    figure = (row.value, row.low, row.high, row.numerator, row.denominator, row.n)
    # By which way somebody sent a figure makes no other one of it.
    return (*figure, row.shown, row.pipeline, row.note_version, row.source == "feedback")
