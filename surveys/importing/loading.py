"""Writing what an import found, some thousand rows in a transaction, so that others may write in between.

All of a file or nothing of it: the rows were read and checked first, every one, and nothing is written where one is
wrong. Only what no check can foresee (a crash, a full disk) ends it half way; importing again then goes on, since each
row is known by its key.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import (
    CAN_WAIT,
    UNIT_NOT_KNOWN,
    Answer,
    Collector,
    Comment,
    Contact,
    Submission,
    Survey,
    organisation_of,
    set_organisation,
    time_key,
    transaction,
)
from surveys import publishing
from surveys.errors import SurveyError
from surveys.importing.planning import Plan, find_collector
from surveys.submissions import key_hash, new_reference
from tallies import Change, Place, of_submission, post

MODE = "import"
# Batches of the spool, each of 500 rows at most: half a second of writing, for which others wait on SQLite.
BATCHES_AT_ONCE = 8

Rows = dict[type, list[dict[str, Any]]]


class ImportedMeanwhileError(SurveyError):
    """Somebody else imported under the same name since the file was read; ``kept`` had been written by then."""

    def __init__(self, name: str, kept: int = 0) -> None:
        written = f"{kept:,} rows were imported before that was noticed" if kept else "nothing was imported"
        super().__init__(f"somebody else imported under the name {name!r} meanwhile; {written}, try again")
        self.name, self.kept = name, kept


@dataclass(frozen=True)
class Loaded:
    """What was imported."""

    submissions: int
    comments: int


def load(*, plan: Plan, batches: Iterable[list[dict[str, Any]]]) -> Loaded:
    """Write the rows that were found, their comments waiting behind live ones.

    Each ``BATCHES_AT_ONCE`` are a transaction of their own, with their counts. ``plan`` is as it was when the rows
    were found, ``batches`` are those of the spool.

    Raises:
        ImportedMeanwhileError: If the same was imported since they were found.
    """
    collector_id, loaded = plan.collector_id, Loaded(0, 0)
    remaining = iter(batches)
    while some := list(islice(remaining, BATCHES_AT_ONCE)):
        try:
            with transaction() as session:
                set_organisation(session, plan.organisation_id)
                collector = _collector(session, plan, collector_id)
                written = _write(session, plan, collector, some)
                collector_id = collector.id
        except IntegrityError as error:
            raise ImportedMeanwhileError(plan.name, loaded.submissions) from error
        except ImportedMeanwhileError as error:
            raise ImportedMeanwhileError(plan.name, loaded.submissions) from error
        loaded = Loaded(loaded.submissions + written.submissions, loaded.comments + written.comments)
    return loaded


def _collector(session: Session, plan: Plan, collector_id: int | None) -> Collector:
    """Return the import's collector; two imports at once wait for one another here."""
    survey = session.scalars(select(Survey).where(Survey.id == plan.survey_id).with_for_update()).one()
    found = find_collector(session, survey_id=survey.id, name=plan.name)
    if (found.id if found else None) != collector_id:
        raise ImportedMeanwhileError(plan.name)
    if found is not None:
        return found
    made = publishing.collect(session, survey=survey, kind=MODE)
    made.name = plan.name
    session.flush()
    return made


def _write(session: Session, plan: Plan, collector: Collector, batches: Iterable[list[dict[str, Any]]]) -> Loaded:
    counted: Counter[Change] = Counter()
    submissions = comments = 0
    for batch in batches:
        rows: Rows = {Submission: [], Answer: [], Contact: [], Comment: []}
        for each in batch:
            _add(session, plan, collector, each, rows, counted)
        for table, waiting in rows.items():
            if waiting:
                session.execute(insert(table), waiting)
        submissions += len(rows[Submission])
        comments += len(rows[Comment])
    post(session, counted.elements())
    return Loaded(submissions, comments)


def _add(
    session: Session,
    plan: Plan,
    collector: Collector,
    each: Mapping[str, Any],
    rows: Rows,
    counted: Counter[Change],
) -> None:
    given_on = date.fromisoformat(each["given_on"])
    given_at = datetime.combine(given_on, time(12), plan.zone).astimezone(UTC)
    submission = {
        "id": time_key(given_at),
        "organisation_id": organisation_of(session),
        "reference": new_reference(),
        "token_hash": key_hash(collector.id, each["key"]),
        "service_id": plan.service_id,
        "unit_id": each["unit_id"],
        "collector_id": collector.id,
        "survey_version_id": plan.version_id,
        "mode": MODE,
        "language": each["language"],
        "submitted_at": given_at,
        "given_on": given_on,
    }
    rows[Submission].append(submission)
    of_it = {
        "organisation_id": submission["organisation_id"],
        "submission_id": submission["id"],
    }
    for question, value in each["closed"].items():
        rows[Answer].append({"id": time_key(given_at), **of_it, "question": question, "value": value})
    for question, value, forget_on in each["contacts"]:
        forget = date.fromisoformat(forget_on)
        rows[Contact].append(
            {"id": time_key(given_at), **of_it, "question": question, "value": value, "forget_on": forget}
        )
    same = {name: submission[name] for name in ("service_id", "unit_id", "collector_id", "given_on", "language")}
    for question, asked, text in each["said"]:
        said = {"question": question, "asked": asked, "text": text, "priority": CAN_WAIT}
        rows[Comment].append({"id": time_key(given_at), **of_it, **same, **said})
    place = Place(plan.service_id, each["unit_id"] or UNIT_NOT_KNOWN, collector.id, each["language"], given_on)
    written = [question for question, _, _ in each["said"]]
    counted.update(of_submission(place, mode=MODE, answers=each["closed"], comments=written, version=plan.version))
