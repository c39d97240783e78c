"""What the pages for staff read of surveys: which there are, how they stand, what of them was published by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

import tallies
from models import Collector, Person, Proposal, Service, Survey, SurveyVersion, Unit
from surveys.definition import Definition, read_definition
from surveys.editions import definition_of
from surveys.errors import DefinitionError
from tallies import WayCounts
from words import Words


@dataclass(frozen=True)
class SurveyLine:
    """A survey in the list. ``version`` is None until one is published, ``proposal`` where there is none."""

    slug: str
    title: Words
    service_id: int
    service: Words
    state: str
    closed_on: date | None
    version: int | None
    published_at: datetime | None
    proposal: str | None
    submissions: int


@dataclass(frozen=True)
class VersionLine:
    """A published version: who published it, and who had asked for it ("" for the command line, or nobody)."""

    number: int
    published_at: datetime
    published_by: str
    asked_by: str


@dataclass(frozen=True)
class ProposalLine:
    """A survey's proposal: its raw JSON, and who did what with it ("" for the command line, or nobody)."""

    raw: Any
    state: str
    changed_at: datetime
    changed_by: str
    asked_by: str
    remark: str


@dataclass(frozen=True)
class Way:
    """A way into a survey, with the name of the unit that it is about."""

    collector: Collector
    unit: Words | None


def survey_at(session: Session, slug: str) -> Survey | None:
    """Return the organisation's survey at an address."""
    return session.scalar(select(Survey).where(Survey.slug == slug))


def listed(session: Session, services: Sequence[Service], *, since: date, until: date) -> list[SurveyLine]:
    """Return the surveys of some services, by address, with how many submissions came in these days."""
    ids = [service.id for service in services]
    surveys = session.scalars(select(Survey).where(Survey.service_id.in_(ids)).order_by(Survey.slug)).all()
    versions = _latest(session, [survey.id for survey in surveys])
    titles = _proposed(session, [survey.id for survey in surveys])
    counts = _submissions(session, surveys, since, until)
    return [
        SurveyLine(
            slug=survey.slug,
            title=_title(versions.get(survey.id), titles.get(survey.id), survey.slug),
            service_id=survey.service_id,
            service=survey.service.name,
            state=survey.state,
            closed_on=survey.closed_on,
            version=versions[survey.id].number if survey.id in versions else None,
            published_at=versions[survey.id].published_at if survey.id in versions else None,
            proposal=titles[survey.id].state if survey.id in titles else None,
            submissions=counts.get(survey.id, 0),
        )
        for survey in surveys
    ]


def questions_of(session: Session, service_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return the keys of what the surveys of each of these services ask, by their newest versions."""
    rows = session.execute(select(Survey.id, Survey.service_id).where(Survey.service_id.in_(service_ids))).all()
    newest = _latest(session, [survey_id for survey_id, _ in rows])
    keys: dict[int, set[str]] = {service_id: set() for service_id in service_ids}
    for survey_id, service_id in rows:
        if survey_id in newest:
            keys[service_id].update(question.key for question in definition_of(newest[survey_id]).questions)
    return {service_id: frozenset(own) for service_id, own in keys.items()}


def versions(session: Session, survey: Survey) -> list[VersionLine]:
    """Return what was published of a survey, the newest first."""
    query = select(SurveyVersion).options(defer(SurveyVersion.definition)).where(SurveyVersion.survey_id == survey.id)
    found = session.scalars(query.order_by(SurveyVersion.number.desc())).all()
    names = _names(session, [key for each in found for key in (each.published_by, each.asked_by)])
    return [
        VersionLine(each.number, each.published_at, names.get(each.published_by, ""), names.get(each.asked_by, ""))
        for each in found
    ]


def version(session: Session, survey: Survey, number: int) -> Definition | None:
    """Return the definition of a version; None if there is none of this number."""
    found = _version(session, survey, number)
    return definition_of(found) if found else None


def raw_version(session: Session, survey: Survey, number: int) -> Any:
    """Return the JSON of a version; None if there is none of this number."""
    found = _version(session, survey, number)
    return found.definition if found else None


def proposal(session: Session, survey: Survey) -> ProposalLine | None:
    """Return a survey's proposal, if it has one."""
    found = session.scalar(select(Proposal).where(Proposal.survey_id == survey.id))
    if found is None:
        return None
    names = _names(session, [found.changed_by, found.asked_by])
    return ProposalLine(
        raw=found.definition,
        state=found.state,
        changed_at=found.changed_at,
        changed_by=names.get(found.changed_by, ""),
        asked_by=names.get(found.asked_by, ""),
        remark=found.remark,
    )


def readable(raw: Any) -> Definition | None:
    """Return the definition that a proposal's JSON is; None where it is none."""
    try:
        return read_definition(raw)
    except DefinitionError:
        return None


def ways_in(session: Session, survey: Survey) -> list[Way]:
    """Return the ways into a survey, the oldest first."""
    query = (
        select(Collector, Unit.name)
        .outerjoin(Unit, Unit.id == Collector.unit_id)
        .where(Collector.survey_id == survey.id)
        .order_by(Collector.id)
    )
    return [Way(collector, unit) for collector, unit in session.execute(query)]


def funnel(session: Session, survey: Survey, *, since: date | None = None, until: date | None = None) -> WayCounts:
    """Return how often a survey was opened, started, completed and left, over all its ways in."""
    ids = list(session.scalars(select(Collector.id).where(Collector.survey_id == survey.id).order_by(Collector.id)))
    if not ids:
        return WayCounts(0)
    each = tallies.ways(session, service_id=survey.service_id, collector_ids=ids, since=since, until=until)
    abandoned: dict[str, int] = {}
    for way in each:
        for question, n in way.abandoned.items():
            abandoned[question] = abandoned.get(question, 0) + n
    return WayCounts(
        0,
        sum(way.opened for way in each),
        sum(way.started for way in each),
        sum(way.completed for way in each),
        abandoned,
    )


def submissions(session: Session, survey: Survey, *, since: date, until: date) -> int:
    """Return how many submissions of a survey came in these days, both included."""
    return _submissions(session, [survey], since, until).get(survey.id, 0)


def title_of(raw: Any) -> Words:
    """Return the title of a proposal's JSON, as far as it has one that can be shown."""
    title = raw.get("title") if isinstance(raw, Mapping) else None
    if not isinstance(title, Mapping):
        return {}
    return {
        str(code)[:12]: text.encode("utf-8", "replace").decode().replace("\0", " ")[:200]
        for code, text in list(title.items())[:30]
        if isinstance(text, str)
    }


@dataclass(frozen=True)
class _Proposed:
    state: str
    title: Words


def _version(session: Session, survey: Survey, number: int) -> SurveyVersion | None:
    # A number that no database column holds is no version's either.
    if not 0 < number < 2**31:
        return None
    query = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id, SurveyVersion.number == number)
    return session.scalar(query)


def _latest(session: Session, survey_ids: Sequence[int]) -> dict[int, SurveyVersion]:
    newest = (
        select(SurveyVersion.survey_id, func.max(SurveyVersion.number).label("number"))
        .where(SurveyVersion.survey_id.in_(survey_ids))
        .group_by(SurveyVersion.survey_id)
        .subquery()
    )
    query = select(SurveyVersion).join(
        newest, (newest.c.survey_id == SurveyVersion.survey_id) & (newest.c.number == SurveyVersion.number)
    )
    return {each.survey_id: each for each in session.scalars(query)}


def _proposed(session: Session, survey_ids: Sequence[int]) -> dict[int, _Proposed]:
    query = select(Proposal.survey_id, Proposal.state, Proposal.definition["title"])
    rows = session.execute(query.where(Proposal.survey_id.in_(survey_ids)))
    return {survey_id: _Proposed(state, title_of({"title": title})) for survey_id, state, title in rows}


def _title(version: SurveyVersion | None, proposed: _Proposed | None, slug: str) -> Words:
    if version is not None:
        return definition_of(version).title
    return (proposed.title if proposed else {}) or {"en": slug}


def _submissions(session: Session, surveys: Sequence[Survey], since: date, until: date) -> dict[int, int]:
    """Return survey -> how many submissions, in one read for each service."""
    query = select(Collector.id, Collector.survey_id).where(Collector.survey_id.in_([each.id for each in surveys]))
    survey_of = {row.id: row.survey_id for row in session.execute(query.order_by(Collector.id))}
    service_of = {survey.id: survey.service_id for survey in surveys}
    found: dict[int, int] = {}
    for service_id in dict.fromkeys(service_of.values()):
        ids = [each for each, survey_id in survey_of.items() if service_of[survey_id] == service_id]
        counted = tallies.by_question(
            session,
            service_id=service_id,
            collector_ids=ids,
            subjects=[tallies.SUBMISSIONS],
            since=since,
            until=until,
            by="collector",
        )
        for each in counted:
            assert isinstance(each.group, int)
            survey_id = survey_of[each.group]
            found[survey_id] = found.get(survey_id, 0) + sum(each.counts.values())
    return found


def _names(session: Session, keys: Sequence[int | None]) -> dict[int | None, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_({key for key in keys if key})))
    return {row.id: row.name for row in rows}
