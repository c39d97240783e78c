"""Quotas: how many submissions each has counted, over all versions of a survey, and which want no more."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import QuotaCount, insert_or_nothing, organisation_of
from surveys import routing
from surveys.definition import Definition, Quota
from surveys.routing import Route


def full(session: Session, survey_id: int, definition: Definition) -> frozenset[str]:
    """Return the quotas of a survey that have all the submissions they want."""
    if not definition.quotas:
        return frozenset()
    rows = session.execute(select(QuotaCount.quota, QuotaCount.n).where(QuotaCount.survey_id == survey_id))
    counted = {row.quota: row.n for row in rows}
    return frozenset(quota.key for quota in definition.quotas if counted.get(quota.key, 0) >= quota.limit)


def count(session: Session, survey_id: int, way: Route) -> str | None:
    """Count a submission for the quotas that it meets; return the first that was full, if any was."""
    over: Quota | None = None
    counts: list[QuotaCount] = []
    for quota in sorted(routing.met_quotas(way), key=lambda each: each.key):
        row = _row(session, survey_id, quota.key)
        if row.n >= quota.limit:
            over = over or quota
        counts.append(row)
    if over is None:
        for row in counts:
            row.n += 1
    return over.key if over else None


def _row(session: Session, survey_id: int, quota: str) -> QuotaCount:
    query = select(QuotaCount).where(QuotaCount.survey_id == survey_id, QuotaCount.quota == quota).with_for_update()
    found = session.scalar(query)
    if found is None:
        # Quotas are noted when a version is published; this one is of a version from before. Others may find that at
        # the same moment: one makes the row, and all wait for it.
        row = {"organisation_id": organisation_of(session), "survey_id": survey_id, "quota": quota, "n": 0}
        session.connection().execute(insert_or_nothing(session, QuotaCount), row)
        found = session.scalars(query).one()
    return found
