"""Finding surveys for citizens: by address or by a collector's key, and only what is published."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from models import (
    Collector,
    Draft,
    Organisation,
    Proposal,
    Survey,
    SurveyVersion,
    Unit,
    across_organisations,
    now,
    set_organisation,
)
from surveys import editions, probed, quotas
from surveys.definition import Definition, read_definition
from surveys.errors import SurveyClosedError, SurveyNotFoundError
from surveys.questions import Option
from surveys.routing import Setting
from words import Words

# The kinds of collectors that somebody answers by, and those of them whose key stands in a page for all to read.
WAYS_IN = frozenset({"link", "widget", "invitation", "api"})
OPEN_TO_ALL = frozenset({"link", "widget"})


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that can be answered, through one collector; or a preview of its proposal, which none counts."""

    survey_id: int
    slug: str
    version_id: int
    # The version's number.
    version: int
    collector_id: int
    collector_key: str
    kind: str
    unit_id: int | None
    service_id: int
    definition: Definition
    organisation: Words
    demonstration: bool
    time_zone: str
    origins: tuple[str, ...]
    # The quotas that have all the submissions they want.
    full: frozenset[str] = frozenset()
    preview: bool = False
    # Of a preview: when the proposal was changed last.
    changed_at: datetime | None = None

    @property
    def edition(self) -> str:
        """What is asked, as a page that was shown remembers it: another version has another."""
        return f"preview {self.changed_at}" if self.preview else str(self.version_id)

    def setting(self, *, language: str, mode: str, seed: int) -> Setting:
        """Return what conditions may know of one person's answering."""
        return Setting(today=self.day_of(now()), language=language, mode=mode, seed=seed, full=self.full)

    def day_of(self, moment: datetime) -> date:
        """Return the day that a moment lies in where the organisation is."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


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
        row = session.execute(_AT_ADDRESS, {"slug": slug}).first()
    return _opened(session, row, slug)


def survey_of_key(session: Session, key: str, *, kinds: Collection[str] = WAYS_IN) -> OpenSurvey:
    """Find the survey of a collector's key and let the session act for its organisation.

    Raises:
        SurveyNotFoundError: If there is no such collector of one of the kinds, or its survey was never published.
        SurveyClosedError: If it takes no more answers.
    """
    with across_organisations(session, "collector key"):
        row = session.execute(_WITH_KEY, {"key": key}).first()
    return _opened(session, row if row is None or row.kind in kinds else None, key)


def survey_of_draft(session: Session, draft: Draft) -> OpenSurvey:
    """Return the survey that a draft answers, by its way in and in the version that it was begun with.

    Whether the survey is still open is not asked: who has begun may end. No quota counts as full.
    """
    row = session.execute(_OF_DRAFT, {"collector_id": draft.collector_id, "version_id": draft.survey_version_id}).one()
    return with_probes(_survey(session, row), draft)


def previewed(session: Session, slug: str) -> OpenSurvey:
    """Find the survey at an address as its proposal has it, and let the session act for its organisation.

    Raises:
        SurveyNotFoundError: If there is none, or it has no proposal that can be read.
        DefinitionError: If the proposal is no definition.
    """
    survey = _survey_at(session, slug)
    proposal = session.scalar(select(Proposal).where(Proposal.survey_id == survey.id))
    if proposal is None:
        raise SurveyNotFoundError(slug)
    organisation = session.get_one(Organisation, survey.organisation_id)
    return OpenSurvey(
        survey_id=survey.id,
        slug=survey.slug,
        version_id=0,
        version=0,
        collector_id=0,
        collector_key="",
        kind="preview",
        unit_id=None,
        service_id=survey.service_id,
        definition=with_places(
            session, read_definition(proposal.definition), service_id=survey.service_id, known=False
        ),
        organisation=organisation.name,
        demonstration=organisation.demonstration,
        time_zone=organisation.time_zone,
        origins=(),
        preview=True,
        changed_at=proposal.changed_at,
    )


def listed(session: Session) -> list[ListedSurvey]:
    """Return the surveys of the installation whose address opens, for its front page, in order of address.

    At most two reads, however many there are.
    """
    with across_organisations(session, "front page"):
        rows = session.execute(_LISTED).all()
        definitions = editions.definitions(session, rows)
    links: dict[int, Row[*tuple[Any, ...]]] = {}
    windows: dict[int, str] = {}
    for row in rows:
        if row.kind == "link":
            # The first is the survey's own address, open or not.
            links.setdefault(row.survey_id, row)
        elif row.way_closed_on is None:
            windows.setdefault(row.survey_id, row.key)
    return [
        ListedSurvey(
            slug=row.slug,
            title=definitions[row.version_id].title,
            organisation=row.name,
            demonstration=row.demonstration,
            window_key=windows.get(survey_id),
        )
        for survey_id, row in links.items()
        if row.way_closed_on is None
    ]


def as_begun(session: Session, survey: OpenSurvey, draft: Draft | None) -> OpenSurvey:
    """Return the survey in the version that a draft was begun with: a new one asks nobody in mid-answer.

    What a conversation asked further in it is among its questions.
    """
    if draft is None:
        return survey
    if draft.survey_version_id in {survey.version_id, None}:
        return with_probes(survey, draft)
    begun = survey_of_draft(session, draft)
    return replace(survey, version_id=begun.version_id, version=begun.version, definition=begun.definition)


def with_probes(survey: OpenSurvey, draft: Draft) -> OpenSurvey:
    """Return the survey with what was asked further in a draft."""
    probes = probed.read(draft.content.get("probes", ()))
    return replace(survey, definition=probed.added(survey.definition, probes)) if probes else survey


def units_of(session: Session, service_id: int) -> list[Option]:
    """Return the units that deliver a service, as answers that may be chosen, in order of their short names."""
    units = session.scalars(select(Unit).where(Unit.service_id == service_id).order_by(Unit.slug))
    return [Option.model_construct(value=unit.slug, label=dict(unit.name)) for unit in units]


def with_places(session: Session, definition: Definition, *, service_id: int, known: bool) -> Definition:
    """Return the definition with the units that it asks for; with none where the way in says the unit already.

    A question of place with nothing to choose from is not asked: nobody is asked what is known.
    """
    if not definition.asks_for_place or known:
        return definition
    return definition.with_units(units_of(session, service_id))


def _survey_at(session: Session, slug: str) -> Survey:
    with across_organisations(session, "slug"):
        survey = session.scalar(select(Survey).where(Survey.slug == slug))
    if survey is None:
        raise SurveyNotFoundError(slug)
    set_organisation(session, survey.organisation_id)
    return survey


def _opened(session: Session, row: Row[*tuple[Any, ...]] | None, name: str) -> OpenSurvey:
    if row is None or row.state == "draft":
        raise SurveyNotFoundError(name)
    set_organisation(session, row.organisation_id)
    if row.state == "closed":
        raise SurveyClosedError(editions.definition_in(session, row).title, row.closed_on, tuple(row.origins))
    if row.way_closed_on is not None:
        title, origins = editions.definition_in(session, row).title, tuple(row.origins)
        raise SurveyClosedError(title, row.way_closed_on, origins, way_alone=True)
    survey = _survey(session, row)
    return replace(survey, full=full) if (full := quotas.full(session, survey.survey_id, survey.definition)) else survey


def _survey(session: Session, row: Row[*tuple[Any, ...]]) -> OpenSurvey:
    return OpenSurvey(
        survey_id=row.survey_id,
        slug=row.slug,
        version_id=row.version_id,
        version=row.number,
        collector_id=row.collector_id,
        collector_key=row.key,
        kind=row.kind,
        unit_id=row.unit_id,
        service_id=row.service_id,
        definition=with_places(
            session, editions.definition_in(session, row), service_id=row.service_id, known=row.unit_id is not None
        ),
        organisation=row.name,
        demonstration=row.demonstration,
        time_zone=row.time_zone,
        origins=tuple(row.origins),
    )


# All that every page of a survey needs of it, in one read: it is done at each request.
_WAYS_IN = (
    select(
        Survey.organisation_id,
        Survey.id.label("survey_id"),
        Survey.slug,
        Survey.state,
        Survey.closed_on,
        Survey.service_id,
        Collector.id.label("collector_id"),
        Collector.key,
        Collector.kind,
        Collector.unit_id,
        Collector.origins,
        Collector.closed_on.label("way_closed_on"),
        SurveyVersion.id.label("version_id"),
        SurveyVersion.number,
        SurveyVersion.published_at,
        Organisation.name,
        Organisation.demonstration,
        Organisation.time_zone,
    )
    .join(Organisation, Organisation.id == Survey.organisation_id)
    .join(Collector, Collector.survey_id == Survey.id)
    .join(SurveyVersion, SurveyVersion.survey_id == Survey.id)
)
_NUMBERS = aliased(SurveyVersion)
_NOW = _WAYS_IN.where(
    SurveyVersion.number == select(func.max(_NUMBERS.number)).where(_NUMBERS.survey_id == Survey.id).scalar_subquery()
)
_AT_ADDRESS = _NOW.where(Survey.slug == bindparam("slug"), Collector.kind == "link").order_by(Collector.id).limit(1)
_LISTED = _NOW.where(Survey.state == "open", Collector.kind.in_(("link", "widget"))).order_by(Survey.slug, Collector.id)
_WITH_KEY = _NOW.where(Collector.key == bindparam("key"))
_OF_DRAFT = _WAYS_IN.where(Collector.id == bindparam("collector_id"), SurveyVersion.id == bindparam("version_id"))
