"""What is counted of a submission and of an insight, and how a difference is posted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import UNIT_NOT_KNOWN, Tally, in_transaction, organisation_of

SUBMISSIONS, SENTIMENT = "submissions", "sentiment"
NOT_ANALYSED = "not-analysed"


@dataclass(frozen=True, order=True)
class Place:
    """Where and when something was given."""

    service_id: int
    unit_id: int
    collector_id: int
    language: str
    day: date

    @classmethod
    def of(cls, row: Any) -> "Place":
        """Return the place of a submission or a comment."""
        return cls(row.service_id, row.unit_id or UNIT_NOT_KNOWN, row.collector_id, row.language, row.given_on)


@dataclass(frozen=True, order=True)
class Change:
    """One thing counted: ``value`` was given to ``subject`` at a place, according to ``pipeline`` if any."""

    place: Place
    subject: str
    value: str
    pipeline: str = ""


def of_submission(place: Place, *, mode: str, answers: Mapping[str, object]) -> list[Change]:
    """Return what a submission counts for: itself, and each of its closed answers."""
    counted = [Change(place, SUBMISSIONS, mode)]
    counted += [Change(place, f"question:{key}", str(value)) for key, value in answers.items()]
    return counted


def of_insight(
    place: Place, *, pipeline: str, sentiment: str | None, themes: Iterable[tuple[str, str]]
) -> list[Change]:
    """Return what the insight about a whole comment counts for: its sentiment, and each (theme, polarity)."""
    counted = [Change(place, SENTIMENT, sentiment or NOT_ANALYSED, pipeline)]
    counted += [Change(place, f"theme:{theme}", polarity, pipeline) for theme, polarity in themes]
    return counted


def post(session: Session, changes: Iterable[Change], *, sign: int = 1) -> None:
    """Add (or with ``sign`` -1 take away) what is counted, in the caller's transaction.

    Keys are posted in sorted order, so that two transactions never wait for one another in a circle.
    """
    if not in_transaction():
        raise RuntimeError("counts change only in the transaction that changes what is counted")
    organisation_id = organisation_of(session)
    rows = [
        dict(
            zip((field.name for field in fields(Place)), astuple(change.place), strict=True),
            organisation_id=organisation_id,
            subject=change.subject,
            value=change.value,
            pipeline=change.pipeline,
            n=sign * times,
        )
        for change, times in sorted(Counter(changes).items())
    ]
    if rows:
        session.connection().execute(_upsert(session), rows)


def _upsert(session: Session) -> Any:
    table = Tally.__table__
    assert isinstance(table, Table)
    dialect = session.get_bind().dialect.name
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_={"n": table.c.n + insert.excluded.n}
    )
