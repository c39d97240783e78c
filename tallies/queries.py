"""Reading counts: what a page over ten million comments costs is what one over ten thousand does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Tally


@dataclass(frozen=True)
class Count:
    """How often ``value`` was given to ``subject``; ``day`` is None for a whole period."""

    subject: str
    value: str
    n: int
    day: date | None = None


def totals(
    session: Session,
    *,
    service_id: int,
    since: date,
    until: date,
    pipeline: str,
    subject: str | None = None,
    unit_ids: Sequence[int] | None = None,
) -> list[Count]:
    """Return the counts of a period, both days included, by subject and value; of one subject only if given."""
    query = (
        select(Tally.subject, Tally.value, func.sum(Tally.n))
        .where(Tally.service_id == service_id, Tally.pipeline == pipeline, Tally.day.between(since, until))
        .group_by(Tally.subject, Tally.value)
        .order_by(Tally.subject, Tally.value)
    )
    if subject is not None:
        query = query.where(Tally.subject == subject)
    if unit_ids is not None:
        query = query.where(Tally.unit_id.in_(unit_ids))
    return [Count(subject, value, int(n)) for subject, value, n in session.execute(query) if n]


def by_day(
    session: Session,
    *,
    service_id: int,
    since: date,
    until: date,
    pipeline: str,
    subject: str,
    unit_ids: Sequence[int] | None = None,
) -> list[Count]:
    """Return the counts of one subject by day and value, both days included, in order of day."""
    query = (
        select(Tally.day, Tally.value, func.sum(Tally.n))
        .where(
            Tally.service_id == service_id,
            Tally.pipeline == pipeline,
            Tally.subject == subject,
            Tally.day.between(since, until),
        )
        .group_by(Tally.day, Tally.value)
        .order_by(Tally.day, Tally.value)
    )
    if unit_ids is not None:
        query = query.where(Tally.unit_id.in_(unit_ids))
    return [Count(subject, value, int(n), day) for day, value, n in session.execute(query) if n]
