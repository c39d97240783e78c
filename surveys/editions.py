"""The definitions of published versions: read once a process and version, since they never change."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, undefer

from models import Survey, SurveyVersion
from surveys.definition import Definition, read_definition

DEFINITIONS_KEPT = 200

# Definitions read before, by version: a published version never changes.
_read: OrderedDict[tuple[int, int, datetime], Definition] = OrderedDict()


def definition_of(version: SurveyVersion) -> Definition:
    """Return the definition of a version."""
    key = (version.organisation_id, version.id, version.published_at)
    found = _read.get(key)
    if found is None:
        found = _read[key] = read_definition(version.definition)
        if len(_read) > DEFINITIONS_KEPT:
            _read.popitem(last=False)
    return found


def latest(session: Session, survey: Survey) -> SurveyVersion:
    """Return the version of a survey that is asked now."""
    versions = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id)
    return session.scalars(versions.order_by(SurveyVersion.number.desc()).limit(1)).one()


def definition_in(session: Session, row: Row[*tuple[Any, ...]]) -> Definition:
    """Return the definition of the version that a row names: organisation_id, version_id, published_at."""
    found = _read.get((row.organisation_id, row.version_id, row.published_at))
    return found or definition_of(session.get_one(SurveyVersion, row.version_id))


def definitions(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[int, Definition]:
    """Return the definitions of these rows' versions by version: those not known yet are read at once."""
    found = {row.version_id: _read.get((row.organisation_id, row.version_id, row.published_at)) for row in rows}
    wanting = [version_id for version_id, definition in found.items() if definition is None]
    if wanting:
        versions = select(SurveyVersion).options(undefer(SurveyVersion.definition))
        for version in session.scalars(versions.where(SurveyVersion.id.in_(wanting))):
            found[version.id] = definition_of(version)
    return {version_id: definition for version_id, definition in found.items() if definition is not None}
