"""Making surveys, publishing versions of them, and opening ways in."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Collector, Organisation, Service, Survey, SurveyVersion, Unit, now
from surveys.definition import read_definition


def create(session: Session, *, service: Service, slug: str) -> Survey:
    """Make a survey that nobody can see until a version is published."""
    survey = Survey(service_id=service.id, slug=slug)
    session.add(survey)
    session.flush()
    return survey


def publish(session: Session, *, survey: Survey, definition: Any) -> SurveyVersion:
    """Publish a definition as the survey's next version, and open the survey.

    Raises:
        DefinitionError: If the definition has faults.
    """
    checked = read_definition(definition)
    latest = session.scalar(select(func.max(SurveyVersion.number)).where(SurveyVersion.survey_id == survey.id))
    version = SurveyVersion(
        survey_id=survey.id,
        number=(latest or 0) + 1,
        definition=checked.model_dump(mode="json"),
        published_at=now(),
    )
    survey.state, survey.closed_on = "open", None
    session.add(version)
    session.flush()
    return version


def close(session: Session, *, survey: Survey) -> None:
    """Take no more answers from today on."""
    organisation = session.get_one(Organisation, survey.organisation_id)
    survey.state, survey.closed_on = "closed", organisation.day_of(now())
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
