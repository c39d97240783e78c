"""Writing what an import found: all of it in the caller's transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
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
    time_key,
)
from surveys import publishing
from surveys.errors import SurveyError
from surveys.importing.planning import Plan, find_collector
from surveys.submissions import key_hash, new_reference
from tallies import Change, Place, of_submission, post

MODE = "import"

Rows = dict[type, list[dict[str, Any]]]


class ImportedMeanwhileError(SurveyError):
    """Somebody else imported under the same name since the file was read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"somebody else imported under the name {name!r} meanwhile; nothing was imported, try again")
        self.name = name


@dataclass(frozen=True)
class Loaded:
    """What was imported."""

    submissions: int
    comments: int


def load(session: Session, *, plan: Plan, batches: Iterable[list[dict[str, Any]]]) -> Loaded:
    """Write the rows that were found, their comments waiting behind live ones.

    ``plan`` is as it was when the rows were found, ``batches`` are those of the spool.

    Raises:
        ImportedMeanwhileError: If the same was imported since they were found.
    """
    collector = _collector(session, plan)
    counted: Counter[Change] = Counter()
    submissions = comments = 0
    try:
        for batch in batches:
            rows: Rows = {Submission: [], Answer: [], Contact: [], Comment: []}
            for each in batch:
                _add(session, plan, collector, each, rows, counted)
            for table, waiting in rows.items():
                if waiting:
                    session.execute(insert(table), waiting)
            submissions += len(rows[Submission])
            comments += len(rows[Comment])
    except IntegrityError as error:
        raise ImportedMeanwhileError(plan.name) from error
    post(session, counted.elements())
    return Loaded(submissions, comments)


def _collector(session: Session, plan: Plan) -> Collector:
    """Return the import's collector; two imports at once wait for one another here."""
    survey = session.scalars(select(Survey).where(Survey.id == plan.survey_id).with_for_update()).one()
    found = find_collector(session, survey_id=survey.id, name=plan.name)
    if (found.id if found else None) != plan.collector_id:
        raise ImportedMeanwhileError(plan.name)
    if found is not None:
        return found
    made = publishing.collect(session, survey=survey, kind=MODE)
    made.name = plan.name
    session.flush()
    return made


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
