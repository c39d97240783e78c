"""Loads the demonstration: whole or not at all, and only once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from tqdm import tqdm

from accounts import organisations, people
from demo import cascade, cases, conversations, knowledge, uploads
from demo import organisation as invented
from demo.agreements import OWNERS
from demo.organisation import ORGANISATION
from demo.story import DemoSubmission, generate
from insights import praise
from models import (
    CAN_WAIT,
    Answer,
    Collector,
    Comment,
    Message,
    Organisation,
    Person,
    Service,
    Submission,
    Survey,
    Unit,
    across_organisations,
    organisation_of,
    set_organisation,
    time_key,
)
from surveys import publishing
from surveys.source import json_of
from surveys.submissions import new_reference
from tallies import (
    ABANDONED,
    COMPLETED,
    OPENED,
    STARTED,
    Change,
    JsonValue,
    Place,
    of_submission,
    of_way,
    post,
)
from words import in_language

SHOWCASE = "moving-home"
MANAGER_EMAIL = "manager@demo.invalid"
ROWS_AT_ONCE = 500
# What was said is kept for a year.
SPOKEN = timedelta(days=365)


@dataclass(frozen=True)
class Loaded:
    """What was loaded."""

    submissions: int
    comments: int


@dataclass(frozen=True)
class Ways:
    """What the rows of a unit's submissions refer to."""

    service_id: int
    unit_id: int
    collector_id: int
    # Where its conversations came in.
    window_id: int
    version_id: int
    asked: Mapping[str, Mapping[str, str]]


def find(session: Session) -> Organisation | None:
    """Return the demonstration's organisation, if it is loaded."""
    query = select(Organisation).where(Organisation.slug == ORGANISATION.key, Organisation.demonstration.is_(True))
    return session.scalar(query)


def manager(session: Session) -> Person:
    """Return the demonstration's manager, letting the session act for the demonstration."""
    with across_organisations(session, "demonstration"):
        person = session.scalars(select(Person).where(Person.email == MANAGER_EMAIL)).one()
    set_organisation(session, person.organisation_id)
    return person


def load(session: Session, *, seed: int, until: date, password_hash: str, submissions: int = 10_500) -> Loaded:
    """Load the organisation and 18 months of submissions; their comments wait for analysis behind all live ones."""
    organisation = organisations.create(
        session,
        slug=ORGANISATION.key,
        name=ORGANISATION.name,
        time_zone=ORGANISATION.time_zone,
        demonstration=True,
    )
    praise.choose(session, organisation, on=True)
    services = {
        service.key: organisations.add_service(session, slug=service.key, name=service.name)
        for service in ORGANISATION.services
    }
    units = _units(session, services)
    ways = _ways(session, services, units)
    _showcase(session, services)
    knowledge.write(session, services)
    _people(session, password_hash)
    cascade.load(session, services, units, until)
    given = generate(seed=seed, until=until, submissions=submissions)
    loaded = _submissions(session, ways, given, submissions, spoken_since=until - SPOKEN, chance=_chance(seed))
    cases.load(session, services, until=until)
    uploads.load(session, units, seed=seed, until=until)
    return loaded


def _units(session: Session, services: Mapping[str, Service]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for each in (*ORGANISATION.regions, *ORGANISATION.units):
        units[each.key] = organisations.add_unit(
            session,
            slug=each.key,
            name=each.name,
            service=services[each.service] if each.service else None,
            parent=units[each.parent] if each.parent else None,
        )
    return units


def _ways(session: Session, services: Mapping[str, Service], units: Mapping[str, Unit]) -> dict[str, Ways]:
    ways: dict[str, Ways] = {}
    for service in ORGANISATION.services:
        survey = publishing.create(session, service=services[service.key], slug=service.survey.slug)
        version = publishing.publish(session, survey=survey, definition=_definition(service.survey))
        for kind in ("link", "widget"):
            publishing.collect(session, survey=survey, kind=kind)
        # Apart from the window for people of today, as what was sent by pages is.
        window = publishing.collect(session, survey=survey, kind="widget")
        window.name = "Invented conversations"
        asked = {question.key: question.wording for question in service.survey.questions}
        for unit in ORGANISATION.units:
            if unit.service == service.key:
                # For people of today: the survey's own link, opened first, is about no unit.
                publishing.collect(session, survey=survey, kind="link", unit=units[unit.key])
                collector = _collector(session, survey, units[unit.key])
                ways[unit.key] = Ways(
                    services[service.key].id, units[unit.key].id, collector.id, window.id, version.id, asked
                )
    return ways


def _collector(session: Session, survey: Survey, unit: Unit) -> Collector:
    return publishing.collect(session, survey=survey, kind="demonstration", unit=unit)


def _showcase(session: Session, services: Mapping[str, Service]) -> None:
    """Publish a survey that shows every type of question; nothing is invented of its answers."""
    showcase = json_of((Path(__file__).parent / "showcase.json").read_bytes())
    survey = publishing.create(session, service=services["customer-centres"], slug=SHOWCASE)
    publishing.publish(session, survey=survey, definition=showcase)
    for kind in ("link", "widget"):
        publishing.collect(session, survey=survey, kind=kind)


def _definition(survey: invented.Survey) -> dict[str, Any]:
    return {
        "format": "yousaid-survey/1",
        "title": dict(survey.title),
        "questions": [_question(question) for question in survey.questions],
    }


def _question(question: invented.Question) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "key": question.key,
        "type": question.type,
        "text": dict(question.wording),
        "required": question.required,
    }
    if question.type == "rating":
        raw["points"] = [dict(option.label) for option in question.options]
    elif question.type == "choice":
        raw["options"] = [{"value": option.value, "label": dict(option.label)} for option in question.options]
    return raw


def _people(session: Session, password_hash: str) -> None:
    head = people.add(session, name="Performance manager", email=MANAGER_EMAIL, password_hash=password_hash)
    people.grant(session, person=head, role="manager")
    for owner in OWNERS:
        person = people.add(session, name=in_language(owner.role, "en"), email=owner.email, password_hash=None)
        people.grant(session, person=person, role="owner")


def _chance(seed: int) -> Random:
    return Random(f"{seed} conversations")


def _submissions(
    session: Session,
    ways: Mapping[str, Ways],
    given: Iterator[DemoSubmission],
    expected: int,
    *,
    spoken_since: date,
    chance: Random,
) -> Loaded:
    counted: Counter[Change] = Counter()
    rows: dict[type, list[dict[str, Any]]] = {Submission: [], Answer: [], Comment: []}
    said: list[Message] = []
    loaded = comments = 0
    for each in tqdm(given, total=expected, desc="Demonstration", unit=" submissions", disable=None):
        way = ways[each.unit]
        submission = _submission_row(session, way, each)
        rows[Submission].append(submission)
        answers: dict[str, JsonValue] = {"satisfaction": each.satisfaction, "channel": each.channel}
        left_at = None
        if each.mode == "conversation":
            talk = conversations.held(each, chance)
            left_at = talk.left_at
            submission["partial"] = left_at is not None
            if left_at == "channel":
                del answers["channel"]
            if submission["given_on"] > spoken_since:
                said += conversations.messages(talk, submission, way.asked)
        for question, value in answers.items():
            rows[Answer].append(_answer_row(submission, question, value))
        if each.comment is not None:
            rows[Comment].append(_comment_row(submission, way, each))
            comments += 1
        collector_id = submission["collector_id"]
        place = Place(way.service_id, way.unit_id, collector_id, each.language, submission["given_on"])
        # Its surveys are new: each has its first version.
        written = [] if each.comment is None else ["improve"]
        counted.update(of_submission(place, mode=each.mode, answers=answers, comments=written, version=1))
        counted.update(_on_the_way(place, each.mode, left_at, chance))
        loaded += 1
        if len(rows[Submission]) >= ROWS_AT_ONCE:
            _write(session, rows, said)
    _write(session, rows, said)
    post(session, counted.elements())
    return Loaded(loaded, comments)


def _on_the_way(place: Place, mode: str, left_at: str | None, chance: Random) -> Iterator[Change]:
    """Yield what is counted of a way in: one who sent or left something, and perhaps one who left with nothing."""
    yield from (*of_way(place, OPENED), *of_way(place, STARTED))
    yield from of_way(place, COMPLETED) if left_at is None else of_way(place, ABANDONED, left_at)
    if chance.random() < conversations.SHARE_NEVER_ANSWERED[mode]:
        yield from (*of_way(place, OPENED), *of_way(place, STARTED), *of_way(place, ABANDONED, "satisfaction"))


def _write(session: Session, rows: dict[type, list[dict[str, Any]]], said: list[Message]) -> None:
    for table, waiting in rows.items():
        if waiting:
            session.execute(insert(table), waiting)
            waiting.clear()
    session.add_all(said)
    session.flush()
    for message in said:
        session.expunge(message)
    said.clear()


def _submission_row(session: Session, way: Ways, each: DemoSubmission) -> dict[str, Any]:
    key = time_key(each.given_at)
    return {
        "id": key,
        "organisation_id": organisation_of(session),
        "reference": new_reference(),
        "token_hash": key.hex,
        "service_id": way.service_id,
        "unit_id": way.unit_id,
        "collector_id": way.window_id if each.mode == "conversation" else way.collector_id,
        "partial": False,
        "survey_version_id": way.version_id,
        "mode": each.mode,
        "language": each.language,
        "submitted_at": each.given_at,
        "given_on": each.given_at.astimezone(ZoneInfo(ORGANISATION.time_zone)).date(),
    }


def _answer_row(submission: dict[str, Any], question: str, value: object) -> dict[str, Any]:
    return {
        "id": time_key(submission["submitted_at"]),
        "organisation_id": submission["organisation_id"],
        "submission_id": submission["id"],
        "question": question,
        "value": value,
    }


def _comment_row(submission: dict[str, Any], way: Ways, each: DemoSubmission) -> dict[str, Any]:
    same = ("organisation_id", "service_id", "unit_id", "collector_id", "given_on", "language")
    return {name: submission[name] for name in same} | {
        "id": time_key(each.given_at),
        "submission_id": submission["id"],
        "question": "improve",
        "asked": in_language(way.asked["improve"], each.language),
        "text": each.comment,
        "priority": CAN_WAIT,
    }
