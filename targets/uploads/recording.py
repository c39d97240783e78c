"""Uploaded figures into the tables: all of a file or nothing, each that is other than before as a revision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ALL_UNITS, Measure, Observation, Unit
from targets import observing
from targets.errors import PeriodLockedError, UnknownKeyError
from targets.observing import Change, Figure
from targets.uploads.amounts import Amount, amount
from targets.uploads.faults import EmptyCellError, FedError, FigureTwiceError, NotBegunError, UnitElsewhereError, Wrong
from targets.uploads.periods import first_day
from targets.uploads.rows import Given, Read


@dataclass(frozen=True)
class Outcome:
    """What came of a row: ``what`` is "new", "revised" or "same"; ``before`` is what was there, if anything was.

    ``unit`` is empty for all together.
    """

    row: int
    measure: str
    unit: str
    period_on: date
    what: str
    before: Amount | None
    after: Amount


@dataclass(frozen=True)
class _Understood:
    """A row in which nothing is wrong."""

    row: int
    measure: Measure
    unit: str
    figure: Figure


def apply(
    session: Session, read: Read, *, today: date, wrong: Wrong | None = None, service_id: int | None = None
) -> list[Outcome]:
    """Record what a file says; return what came of each row, in order. It flushes, and commits nothing.

    Args:
        session: Acts for the organisation. After an error nothing was recorded.
        read: What the file says.
        today: No period that begins later has figures.
        wrong: What is wrong with a call already, which is recorded as one that came by the API; None: it is a file.
        service_id: Only the measures of this service are known; None: all.

    Raises:
        FaultsError: Everything that is wrong, in order of row.
    """
    wrong = Wrong() if wrong is None else wrong
    source = "api" if wrong.in_call else "upload"
    understood = _understood(session, read, today, wrong, service_id)
    by_measure: dict[int, list[_Understood]] = {}
    for each in understood:
        by_measure.setdefault(each.measure.id, []).append(each)
    _lock(session, by_measure)
    changes: dict[int, Change] = {}
    for of_one in by_measure.values():
        figures = [each.figure for each in of_one]
        found = observing.changes(session, measure=of_one[0].measure, figures=figures, source=source)
        changes |= {each.row: change for each, change in zip(of_one, found, strict=True)}
    for each in understood:
        if changes[each.row].is_refused:
            wrong.add(each.row, "period", PeriodLockedError(each.measure.key, each.figure.period_on).message)
    wrong.refuse()
    outcomes = [_outcome(each, changes[each.row]) for each in understood]
    for of_one in by_measure.values():
        observing.keep(session, measure=of_one[0].measure, changes=[changes[each.row] for each in of_one])
    return outcomes


def _lock(session: Session, measure_ids: Iterable[int]) -> None:
    """Let nobody else record figures of these measures before the transaction ends: each revision has its number."""
    session.execute(select(Measure.id).where(Measure.id.in_(measure_ids)).order_by(Measure.id).with_for_update())


def _understood(session: Session, read: Read, today: date, wrong: Wrong, service_id: int | None) -> list[_Understood]:
    """Return the rows in which nothing is wrong, in order; what is wrong in the others is noted."""
    query = select(Measure) if service_id is None else select(Measure).where(Measure.service_id == service_id)
    measures = {measure.key: measure for measure in session.scalars(query)}
    units = {unit.slug: unit for unit in session.scalars(select(Unit))}
    first: dict[tuple[int, int, date], int] = {}
    found: list[_Understood] = []
    for row in read.rows:
        measure = wrong.tried(row.row, "measure", partial(_measure, row, measures))
        unit_id = wrong.tried(row.row, "unit", partial(_unit, row, units, measure))
        if measure is None:
            continue
        period_on = wrong.tried(row.row, "period", partial(_period, row, measure, today))
        counted = amount(row, measure, wrong, comma_is_unclear=read.comma_is_unclear)
        if unit_id is None or period_on is None:
            continue
        before = first.setdefault((measure.id, unit_id, period_on), row.row)
        if before != row.row:
            wrong.add(row.row, "", FigureTwiceError(before, in_call=wrong.in_call).message)
        elif counted is not None:
            figure = Figure(period_on=period_on, unit_id=unit_id, **vars(counted))
            found.append(_Understood(row.row, measure, row.cells["unit"], figure))
    return found


def _measure(row: Given, measures: Mapping[str, Measure]) -> Measure:
    key = row.cells["measure"]
    if not key:
        raise EmptyCellError("measure")
    measure = measures.get(key)
    if measure is None:
        raise UnknownKeyError("measure", key)
    if measure.source == "feedback":
        raise FedError(measure.key)
    return measure


def _unit(row: Given, units: Mapping[str, Unit], measure: Measure | None) -> int:
    slug = row.cells["unit"]
    if not slug:
        return ALL_UNITS
    unit = units.get(slug)
    if unit is None:
        raise UnknownKeyError("unit", slug)
    if measure is not None and unit.service_id not in {None, measure.service_id}:
        raise UnitElsewhereError(slug, measure.key)
    return unit.id


def _period(row: Given, measure: Measure, today: date) -> date:
    if not row.cells["period"]:
        raise EmptyCellError("period")
    period_on = first_day(row.cells["period"], measure.cadence)
    if period_on > today:
        raise NotBegunError(period_on)
    return period_on


def _outcome(each: _Understood, change: Change) -> Outcome:
    before = _amount(change.before) if change.before is not None else None
    what = "same" if change.is_same else "revised" if before is not None else "new"
    return Outcome(each.row, each.measure.key, each.unit, each.figure.period_on, what, before, _amount(change.after))


def _amount(row: Observation) -> Amount:
    return Amount(row.value, row.numerator, row.denominator, row.n)
