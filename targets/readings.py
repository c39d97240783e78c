"""Reading measured values: of each unit and period the newest revision, as charts and tables show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from models import Observation, TechnicalNote


@dataclass(frozen=True)
class Reading:
    """The newest revision of one measured value.

    ``value`` is None where nothing was counted; ``low`` and ``high`` are its 95 % interval, if it has one; ``n`` is of
    how many it is (None: not said), of which the technical note in force wants ``minimum`` at least; ``shown`` is
    whether it may be shown at all. ``revision`` is from 1. What is not ``locked`` may still change.
    """

    unit_id: int
    period_on: date
    value: float | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    pipeline: str
    note_version: int | None
    source: str
    revision: int
    recorded_at: datetime
    locked: bool
    shown: bool
    minimum: int


def readings(
    session: Session,
    *,
    measure_ids: Collection[int],
    unit_ids: Collection[int] | None = None,
    since: date | None = None,
) -> dict[tuple[int, int], list[Reading]]:
    """Return measures' values by measure and unit (``ALL_UNITS``: of all together), in order of period, in one query.

    Args:
        session: Acts for the organisation.
        measure_ids: Which measures.
        unit_ids: Some units, or None for all.
        since: The first day of the first period, or None for all.
    """
    table = Observation
    query = (
        select(
            table.measure_id,
            table.unit_id,
            table.period_on,
            table.value,
            table.low,
            table.high,
            table.numerator,
            table.denominator,
            table.n,
            table.pipeline,
            table.note_version,
            table.source,
            table.revision,
            table.recorded_at,
            table.locked_at.is_not(None),
            table.shown,
            func.coalesce(TechnicalNote.minimum_n, 0),
        )
        .outerjoin(
            TechnicalNote,
            and_(
                TechnicalNote.organisation_id == table.organisation_id,
                TechnicalNote.measure_id == table.measure_id,
                TechnicalNote.version == table.note_version,
            ),
        )
        .where(table.measure_id.in_(measure_ids))
        .order_by(table.measure_id, table.unit_id, table.period_on, table.revision)
    )
    if unit_ids is not None:
        query = query.where(table.unit_id.in_(unit_ids))
    if since is not None:
        query = query.where(table.period_on >= since)
    found: dict[tuple[int, int], dict[date, Reading]] = {}
    for measure_id, *row in session.execute(query):
        reading = Reading(*row)
        found.setdefault((measure_id, reading.unit_id), {})[reading.period_on] = reading
    return {place: list(by_period.values()) for place, by_period in found.items()}
