"""Measures that feedback feeds: their figures are made of tallies, period by period, and revised until they lock."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import structlog
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import ALL_UNITS, Measure, Observation, Organisation, Unit, across_organisations, now, set_organisation
from tallies import (
    FEWEST_SHOWN,
    ByPeriod,
    by_period,
    first_counted,
    period_after,
    period_of,
    periods_between,
    taken_along,
)
from targets import observing
from targets.errors import NotFedError
from targets.formulas import Counts, Fed, fed, formula
from targets.observing import Figure

# How long after its end a period takes late feedback (a questionnaire that came by post, a comment analysed anew).
LATE = timedelta(days=45)
# Stands for what is known of no unit.
NOT_KNOWN = -1

log = structlog.get_logger()


def figures(session: Session, *, measure: Measure, since: date, until: date, pipeline: str) -> list[Figure]:
    """Return the figures that feedback gives a measure, of each unit and of all together, in order of period.

    Args:
        session: Acts for the organisation.
        measure: Fed by feedback.
        since: A day of the first period.
        until: The last day that counts; its period may be under way.
        pipeline: Whose findings count where findings do.

    Returns:
        One for each period of all units together, also where nothing was counted (its value is None), and one of each
        unit where anything was. What is known of no unit counts for all together alone; a unit's figure holds those of
        the units below it. Where answers are not on the formula's scale, there is no value.

    Raises:
        NotFedError: If its figures are uploaded.
    """
    if measure.formula is None:
        raise NotFedError(measure.key)
    found = formula(measure.formula)
    counted = by_period(
        session,
        service_id=measure.service_id,
        subjects=found.subjects(measure.parameters),
        since=period_of(since, measure.cadence),
        until=until,
        pipeline=pipeline,
        cadence=measure.cadence,
    )
    above = _above(session)
    together = _together(counted, above)
    for period in periods_between(since, until, measure.cadence):
        together.setdefault((ALL_UNITS, period), {})
    named = pipeline if found.is_of_findings else ""
    made: dict[date, dict[int, Fed]] = {}
    for (unit_id, period), counts in sorted(together.items(), key=lambda item: (item[0][1], item[0][0])):
        if unit_id == ALL_UNITS or found.has_units:
            made.setdefault(period, {})[unit_id] = _fed(measure, counts)
    figures = []
    for period, by_unit in made.items():
        hidden = hidden_units({unit_id: each.n for unit_id, each in by_unit.items()}, above)
        figures += [_figure(unit_id, period, each, named, unit_id not in hidden) for unit_id, each in by_unit.items()]
    return figures


def feed(session: Session, *, measure: Measure, today: date, pipeline: str) -> int:
    """Record what feedback gives a measure for each period that is over and not locked; return how many are new.

    Late feedback revises a period, which stays to be seen; ``LATE`` after its end a period is locked. What is counted
    of findings waits until a pipeline has found any.

    Raises:
        NotFedError: If its figures are uploaded.
    """
    if measure.formula is not None and formula(measure.formula).is_of_findings and not pipeline:
        return 0
    first = _first_open(session, measure, today)
    last = period_of(today, measure.cadence) - timedelta(days=1)
    recorded = 0
    if first <= last:
        made = figures(session, measure=measure, since=first, until=last, pipeline=pipeline)
        recorded = observing.record(session, measure=measure, figures=made, source="feedback")
    observing.lock(session, measure=measure, before=_locked_before(measure, today))
    return recorded


def measures_fed(session: Session) -> list[tuple[int, int]]:
    """Return (organisation, measure) of every measure that feedback feeds, over all organisations."""
    fed_by_feedback = select(Measure.organisation_id, Measure.id).where(Measure.source == "feedback")
    with across_organisations(session, "timetable"):
        rows = session.execute(fed_by_feedback.order_by(Measure.organisation_id, Measure.id)).all()
    return [(organisation_id, measure_id) for organisation_id, measure_id in rows]


def never_fed(session: Session, measure_ids: Iterable[int]) -> set[int]:
    """Return those of these measures that feedback feeds and of which nothing was ever recorded.

    Where it was counted and nobody had answered, a figure without a value is recorded: that is another matter.
    """
    recorded = exists().where(Observation.measure_id == Measure.id)
    query = select(Measure.id).where(Measure.id.in_(set(measure_ids)), Measure.source == "feedback", ~recorded)
    return set(session.scalars(query))


def feed_until_today(
    session: Session, *, organisation_id: int, measure_id: int, pipeline: Callable[[Session], str | None]
) -> int:
    """Feed a measure until today in its organisation, which the session acts for from now on.

    Args:
        session: Acts for nobody, or for the organisation.
        organisation_id: Whose measure it is.
        measure_id: Which one feedback feeds.
        pipeline: Returns which pipeline's findings are shown there; None where there are none.

    Returns:
        As ``feed``; and so are its errors.
    """
    set_organisation(session, organisation_id)
    measure, today = session.get_one(Measure, measure_id), session.get_one(Organisation, organisation_id).day_of(now())
    return feed(session, measure=measure, today=today, pipeline=pipeline(session) or "")


def _first_open(session: Session, measure: Measure, today: date) -> date:
    """Return the first day of the first period that may be recorded: after the last that is locked."""
    locked = observing.last_locked(session, measure_id=measure.id)
    if locked is not None:
        return period_after(locked, measure.cadence)
    begins = min((note.valid_from for note in measure.notes), default=None)
    # Without a note it begins with the first that was ever counted.
    begins = begins or first_counted(session, service_id=measure.service_id) or today
    return period_of(begins, measure.cadence)


def _locked_before(measure: Measure, today: date) -> date:
    """Return the first day of the first period that is not over for as long as ``LATE``."""
    # What began before the period of that day ended before it, too.
    return period_of(today - LATE, measure.cadence)


def _above(session: Session) -> Mapping[int, int]:
    """Return the unit above each unit that has one."""
    units = session.execute(select(Unit.id, Unit.parent_id))
    return {unit_id: parent_id for unit_id, parent_id in units if parent_id is not None}


def _together(counted: ByPeriod, above: Mapping[int, int]) -> ByPeriod:
    """Return the counts of each unit with those below it, and of all units as ``ALL_UNITS``."""
    found: ByPeriod = {}
    for (unit_id, period), counts in counted.items():
        for place in _places(unit_id, above):
            _add(found.setdefault((place, period), {}), counts)
    return found


def _places(unit_id: int, above: Mapping[int, int]) -> Iterable[int]:
    places = [ALL_UNITS]
    at: int | None = unit_id or None
    while at is not None and at not in places:
        places.append(at)
        at = above.get(at)
    return places


def _add(found: dict[str, dict[str, int]], counts: Mapping[str, Mapping[str, int]]) -> None:
    for subject, values in counts.items():
        of = found.setdefault(subject, {})
        for value, n in values.items():
            of[value] = of.get(value, 0) + n


def hidden_units(people: Mapping[int, int], above: Mapping[int, int]) -> set[int]:
    """Return the units whose figure of one period may not be shown, from how many people are behind each.

    Args:
        people: Unit -> how many; ``ALL_UNITS`` among them, and units with those below them.
        above: Unit -> the unit above it.

    Returns:
        Those of fewer than may be shown, and of the units below one (or all) as many more as it takes that nobody's
        answers follow from what is shown of the others and the whole. Where a unit is hidden, so are those below it.
    """
    hidden = {unit_id for unit_id, n in people.items() if 0 < n < FEWEST_SHOWN}
    below: dict[int, list[int]] = {}
    for unit_id in people:
        if unit_id != ALL_UNITS:
            parent = above.get(unit_id, ALL_UNITS)
            below.setdefault(parent if parent in people else ALL_UNITS, []).append(unit_id)
    waiting = [ALL_UNITS]
    while waiting:
        whole = waiting.pop()
        parts = below.get(whole, [])
        sizes = {part: people[part] for part in parts}
        # What is known of no unit is shown nowhere, and can be told from all and its parts like a hidden one.
        sizes[NOT_KNOWN] = people.get(whole, 0) - sum(sizes.values())
        unseen = {part for part in parts if part in hidden} | ({NOT_KNOWN} if sizes[NOT_KNOWN] > 0 else set())
        hidden |= taken_along(sizes, unseen, whole_shown=whole not in hidden) - {NOT_KNOWN}
        for part in parts:
            if part in hidden:
                hidden |= set(below.get(part, ()))
        waiting += parts
    return hidden


def _fed(measure: Measure, counts: Counts) -> Fed:
    assert measure.formula is not None
    try:
        return fed(measure.formula, counts, measure.parameters)
    except ValueError:
        log.warning("measure.other-scale", measure=measure.key, formula=measure.formula)
        return Fed(0, None, None, None)


def _figure(unit_id: int, period: date, found: Fed, pipeline: str, shown: bool) -> Figure:
    return Figure(
        period_on=period,
        value=found.value,
        unit_id=unit_id,
        numerator=found.numerator,
        denominator=found.denominator,
        n=found.n,
        low=found.low,
        high=found.high,
        shown=shown,
        pipeline=pipeline,
    )
