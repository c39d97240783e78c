"""Noting what has become due: an owed run for each period of a schedule that has ended."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from exports.periods import ended_periods
from models import ExportRun, Organisation, Schedule, across_organisations

log = structlog.get_logger()

RUNS = ExportRun.__table__


def note_due(session: Session, *, at: datetime) -> int:
    """Write an owed run for each period that has ended since the last one noted; return how many were new.

    Several may do it at once: what another has noted is left as it is. An organisation whose time zone nobody knows
    is logged and passed over.
    """
    with across_organisations(session, "timetable"):
        found = session.execute(
            select(Schedule, Organisation.time_zone, func.max(ExportRun.period_to))
            .join(Organisation, Organisation.id == Schedule.organisation_id)
            .outerjoin(ExportRun, ExportRun.schedule_id == Schedule.id)
            .where(Schedule.active.is_(True))
            .group_by(Schedule.id, Organisation.time_zone)
            # The same order for everybody: two that note at once never wait for one another in a circle.
            .order_by(Schedule.organisation_id, Schedule.id)
        ).all()
    new = 0
    for schedule, time_zone, noted_to in found:
        today = _today(at, time_zone)
        if today is None:
            log.warning("schedule.unknown_time_zone", organisation=schedule.organisation_id, schedule=schedule.id)
            continue
        for row in _rows(schedule, noted_to, today):
            # Below the session, whose check asks for one organisation: each row says whose it is.
            new += session.connection().execute(_insert(session), row).first() is not None
    return new


def _today(at: datetime, time_zone: str) -> date | None:
    try:
        return at.astimezone(ZoneInfo(time_zone)).date()
    except (LookupError, ValueError, OSError):
        # No such zone, no such name, a folder of zones.
        return None


def _rows(schedule: Schedule, noted_to: date | None, today: date) -> Iterator[dict[str, Any]]:
    first_day = schedule.starts_on if noted_to is None else max(schedule.starts_on, noted_to + timedelta(days=1))
    for first, last in ended_periods(starts_on=first_day, period=schedule.period, today=today):
        yield {
            "organisation_id": schedule.organisation_id,
            "schedule_id": schedule.id,
            "period_from": first,
            "period_to": last,
        }


def _insert(session: Session) -> Any:
    assert isinstance(RUNS, Table)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    unique = [RUNS.c.organisation_id, RUNS.c.schedule_id, RUNS.c.period_from]
    return insert(RUNS).on_conflict_do_nothing(index_elements=unique).returning(RUNS.c.id)
