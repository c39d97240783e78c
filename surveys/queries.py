"""Finding surveys for citizens: by address or by a collector's key, and only what is published."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Collector,
    Draft,
    Organisation,
    Survey,
    SurveyVersion,
    across_organisations,
    set_organisation,
)
from surveys.definition import Definition, read_definition
from surveys.errors import SurveyClosedError, SurveyNotFoundError
from words import Words


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that can be answered, through one collector."""

    slug: str
    version_id: int
    collector_id: int
    collector_key: str
    unit_id: int | None
    service_id: int
    definition: Definition
    organisation: Words
    demonstration: bool
    time_zone: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class ListedSurvey:
    """A survey on the front page."""

    slug: str
    title: Words
    organisation: Words
    demonstration: bool
    window_key: str | None


def open_survey(session: Session, slug: str) -> OpenSurvey:
    """Find the survey at a public address and let the session act for its organisation.

    Raises:
        SurveyNotFoundError: If there is none, or it was never published.
        SurveyClosedError: If it takes no more answers.
    """
    with across_organisations(session, "slug"):
        survey = session.scalar(select(Survey).where(Survey.slug == slug))
    if survey is None:
        raise SurveyNotFoundError(slug)
    set_organisation(session, survey.organisation_id)
    links = select(Collector).where(Collector.survey_id == survey.id, Collector.kind == "link")
    collector = session.scalar(links.order_by(Collector.id).limit(1))
    if collector is None:
        raise SurveyNotFoundError(slug)
    return _opened(session, survey, collector)


def survey_of_key(session: Session, key: str) -> OpenSurvey:
    """Find the survey of a collector's key and let the session act for its organisation.

    Raises:
        SurveyNotFoundError: If there is no such collector, or its survey was never published.
        SurveyClosedError: If it takes no more answers.
    """
    with across_organisations(session, "collector key"):
        collector = session.scalar(select(Collector).where(Collector.key == key))
    if collector is None:
        raise SurveyNotFoundError(key)
    set_organisation(session, collector.organisation_id)
    survey = session.get_one(Survey, collector.survey_id)
    return _opened(session, survey, collector)


def listed(session: Session) -> list[ListedSurvey]:
    """Return the open surveys of the installation, for its front page, in order of address."""
    with across_organisations(session, "front page"):
        rows = session.execute(
            select(Survey, Organisation)
            .join(Organisation, Organisation.id == Survey.organisation_id)
            .where(Survey.state == "open")
            .order_by(Survey.slug)
        ).all()
        windows = select(Collector.survey_id, Collector.key).where(Collector.kind == "widget").order_by(Collector.id)
        keys: dict[int, str] = {}
        for survey_id, key in session.execute(windows):
            keys.setdefault(survey_id, key)
        return [
            ListedSurvey(
                slug=survey.slug,
                title=definition_of(_latest(session, survey)).title,
                organisation=organisation.name,
                demonstration=organisation.demonstration,
                window_key=keys.get(survey.id),
            )
            for survey, organisation in rows
        ]


def definition_of(version: SurveyVersion) -> Definition:
    """Return the definition of a version, checked."""
    return read_definition(version.definition)


def as_begun(session: Session, survey: OpenSurvey, draft: Draft | None) -> OpenSurvey:
    """Return the survey in the version that a draft was begun with: a new one asks nobody in mid-answer."""
    if draft is None or draft.survey_version_id == survey.version_id:
        return survey
    version = session.get_one(SurveyVersion, draft.survey_version_id)
    return replace(survey, version_id=version.id, definition=definition_of(version))


def _opened(session: Session, survey: Survey, collector: Collector) -> OpenSurvey:
    if survey.state == "draft":
        raise SurveyNotFoundError(survey.slug)
    version = _latest(session, survey)
    definition = definition_of(version)
    if survey.state == "closed":
        raise SurveyClosedError(definition.title, survey.closed_on, tuple(collector.origins))
    organisation = session.get_one(Organisation, survey.organisation_id)
    return OpenSurvey(
        slug=survey.slug,
        version_id=version.id,
        collector_id=collector.id,
        collector_key=collector.key,
        unit_id=collector.unit_id,
        service_id=survey.service_id,
        definition=definition,
        organisation=organisation.name,
        demonstration=organisation.demonstration,
        time_zone=organisation.time_zone,
        origins=tuple(collector.origins),
    )


def _latest(session: Session, survey: Survey) -> SurveyVersion:
    versions = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id)
    return session.scalars(versions.order_by(SurveyVersion.number.desc()).limit(1)).one()
