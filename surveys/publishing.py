"""Making surveys, publishing versions of them, and opening ways in."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import (
    Collector,
    Organisation,
    Person,
    Proposal,
    QuotaCount,
    Service,
    Survey,
    SurveyVersion,
    Unit,
    across_organisations,
    hash_of_token,
    new_secret,
    now,
)
from surveys.checking import check
from surveys.definition import Definition, dumped, read_definition
from surveys.errors import SurveyError

_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class AddressTakenError(SurveyError):
    """A survey of the installation, perhaps of another organisation, has this address."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"the address {slug!r} is taken; choose another")
        self.slug = slug


class NothingPublishedError(SurveyError):
    """A survey was to be opened that has no version to ask."""

    def __init__(self) -> None:
        super().__init__("nothing of this survey is published yet")


def is_address(text: str) -> bool:
    """Whether a text may stand in a link as a survey's address: small letters, figures and hyphens."""
    return _ADDRESS.fullmatch(text) is not None


def create(session: Session, *, service: Service, slug: str) -> Survey:
    """Make a survey that nobody can see until a version is published.

    Raises:
        AddressTakenError: If a survey of the installation has the address.
    """
    with across_organisations(session, "slug"):
        if session.scalar(select(Survey.id).where(Survey.slug == slug)) is not None:
            raise AddressTakenError(slug)
    survey = Survey(service_id=service.id, slug=slug)
    session.add(survey)
    try:
        session.flush()
    except IntegrityError as error:
        # Somebody was a moment faster.
        raise AddressTakenError(slug) from error
    return survey


def publish(
    session: Session,
    *,
    survey: Survey,
    definition: Any,
    published_by: Person | None = None,
    asked_by: int | None = None,
) -> SurveyVersion:
    """Publish a definition as the survey's next version, and open the survey.

    ``asked_by`` is the key of the person who asked a publisher for it. What was proposed before is done with.

    Raises:
        DefinitionError: If the definition has faults.
    """
    checked = read_definition(definition)
    check(checked)
    latest = session.scalar(select(func.max(SurveyVersion.number)).where(SurveyVersion.survey_id == survey.id))
    version = SurveyVersion(
        survey_id=survey.id,
        number=(latest or 0) + 1,
        definition=dumped(checked),
        published_at=now(),
        published_by=published_by.id if published_by else None,
        asked_by=asked_by,
    )
    survey.state, survey.closed_on = "open", None
    session.add(version)
    session.execute(delete(Proposal).where(Proposal.survey_id == survey.id))
    session.flush()
    _note_quotas(session, survey, checked)
    return version


def _note_quotas(session: Session, survey: Survey, definition: Definition) -> None:
    """Make the counts of new quotas, so that two submissions at once find one row to wait for."""
    known = set(session.scalars(select(QuotaCount.quota).where(QuotaCount.survey_id == survey.id)))
    for quota in definition.quotas:
        if quota.key not in known:
            session.add(QuotaCount(survey_id=survey.id, quota=quota.key, n=0))
    session.flush()


def close(session: Session, *, survey: Survey) -> None:
    """Take no more answers from today on."""
    organisation = session.get_one(Organisation, survey.organisation_id)
    survey.state, survey.closed_on = "closed", organisation.day_of(now())
    session.flush()


def open_again(session: Session, *, survey: Survey) -> None:
    """Take answers again, to the version that was asked last.

    Raises:
        NothingPublishedError: If there is none.
    """
    if session.scalar(select(SurveyVersion.id).where(SurveyVersion.survey_id == survey.id).limit(1)) is None:
        raise NothingPublishedError
    survey.state, survey.closed_on = "open", None
    session.flush()


def collect(
    session: Session, *, survey: Survey, kind: str, unit: Unit | None = None, origins: Sequence[str] = ()
) -> Collector:
    """Open a way into a survey; its key is made at random."""
    collector = Collector(
        survey_id=survey.id,
        unit_id=unit.id if unit else None,
        kind=kind,
        key=secrets.token_urlsafe(12),
        origins=list(origins),
    )
    session.add(collector)
    session.flush()
    return collector


def close_way(session: Session, *, collector: Collector) -> None:
    """Take no more answers by this way in from today on; the survey's others stay as they are."""
    organisation = session.get_one(Organisation, collector.organisation_id)
    collector.closed_on = collector.closed_on or organisation.day_of(now())
    session.flush()


def open_way_again(session: Session, *, collector: Collector) -> None:
    """Take answers by this way in again."""
    collector.closed_on = None
    session.flush()


def open_api(session: Session, *, survey: Survey, name: str, unit: Unit | None = None) -> tuple[Collector, str]:
    """Open a way in for another system; return it with the secret that its calls carry, which is never known again."""
    collector = collect(session, survey=survey, kind="api", unit=unit)
    collector.name = name
    return collector, renew_secret(session, collector=collector)


def renew_secret(session: Session, *, collector: Collector) -> str:
    """Return a new secret for another system's way in; the former one opens nothing from now on."""
    secret = new_secret()
    collector.secret_hash = hash_of_token(secret)
    session.flush()
    return secret


def close_api(session: Session, *, collector: Collector) -> None:
    """Take no more calls by another system's way in: its secret opens nothing from now on."""
    collector.secret_hash = None
    session.flush()
