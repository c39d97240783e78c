"""What an import is going to do: which survey, which column for which question, under which name."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Collector, Organisation, Survey, SurveyVersion, Unit
from surveys import editions, queries
from surveys.definition import Definition
from surveys.importing.loosening import loosened
from surveys.importing.mapping import Mapping, MappingError, matching

LONGEST_NAME = 200


@dataclass(frozen=True)
class Plan:
    """An import that is possible.

    Attributes:
        organisation_id: Whose it is.
        survey_id, version_id, version, service_id: What is answered: the version published last.
        zone: The organisation's time zone, in which the days are.
        definition: As the file is read by it.
        mapping: Which column is what.
        units: Keys of the service's units, by their short names.
        unit_names: Short names of the service's units, by each of their names, folded.
        name: Under which it is imported; it names the collector.
        collector_id: Of an import of this name before, whose rows are not taken again; None: there was none.
        left_out: Columns that are not read.
        not_in_file: Questions that no column answers.
    """

    organisation_id: int
    survey_id: int
    version_id: int
    version: int
    service_id: int
    zone: ZoneInfo
    definition: Definition
    mapping: Mapping
    units: Table[str, int]
    unit_names: Table[str, str]
    name: str
    collector_id: int | None
    left_out: tuple[str, ...]
    not_in_file: tuple[str, ...]


def plan(
    session: Session,
    *,
    survey: Survey,
    columns: Sequence[str],
    mapping: Mapping | None,
    name: str,
    loose: bool = False,
) -> Plan:
    """Return what an import of a file with these columns would do; without a mapping, the headings say it.

    Args:
        session: Acts for the survey's organisation.
        survey: One that was published; it may be closed since.
        columns: The file's headings.
        mapping: Which column is what.
        name: What the import is to be called; the same name again goes on with it.
        loose: Whether answers are taken that the survey would not have asked for, or not have gone on without.

    Raises:
        MappingError: If the mapping does not fit the file or the survey; every fault is named with its place.
    """
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise MappingError([f"a name has between 1 and {LONGEST_NAME} characters"])
    version = editions.latest(session, survey)
    definition = queries.with_places(
        session, editions.definition_of(version), service_id=survey.service_id, known=False
    )
    mapping = mapping or matching(columns, definition)
    _check(mapping, columns, definition)
    answered = [column.question for column in mapping.columns.values()]
    units = list(session.scalars(select(Unit).where(Unit.service_id == survey.service_id).order_by(Unit.slug)))
    collector = find_collector(session, survey_id=survey.id, name=name.strip())
    return Plan(
        organisation_id=survey.organisation_id,
        survey_id=survey.id,
        version_id=version.id,
        version=version.number,
        service_id=survey.service_id,
        zone=ZoneInfo(session.get_one(Organisation, survey.organisation_id).time_zone),
        definition=loosened(definition, known=answered, loose=loose),
        mapping=mapping,
        units={unit.slug: unit.id for unit in units},
        unit_names=_names(units),
        name=name.strip(),
        collector_id=collector.id if collector else None,
        left_out=tuple(column for column in columns if column not in mapping.headings()),
        not_in_file=tuple(q.key for q in definition.questions if q.asks and q.key not in answered),
    )


def find_collector(session: Session, *, survey_id: int, name: str) -> Collector | None:
    """Return the collector of the import of this name, if there was one."""
    imports = select(Collector).where(
        Collector.survey_id == survey_id, Collector.kind == "import", Collector.name == name
    )
    return session.scalar(imports.order_by(Collector.id).limit(1))


def published(session: Session, *, survey: Survey) -> bool:
    """Whether a survey has a version that past feedback can answer."""
    versions = select(SurveyVersion.id).where(SurveyVersion.survey_id == survey.id)
    return session.scalar(versions.limit(1)) is not None


def _names(units: Sequence[Unit]) -> dict[str, str]:
    """Return the units by name; a name that two of them have is none."""
    slugs: dict[str, set[str]] = {}
    for unit in units:
        for name in (unit.slug, *unit.name.values()):
            slugs.setdefault(folded(name), set()).add(unit.slug)
    return {name: next(iter(found)) for name, found in slugs.items() if len(found) == 1}


def folded(text: str) -> str:
    """Return a text without what does not tell two names apart: case, and white space around and between words."""
    return " ".join(text.casefold().split())


def _check(mapping: Mapping, columns: Sequence[str], definition: Definition) -> None:
    faults = [f"the file has no column {heading!r}" for heading in sorted(mapping.headings() - set(columns))]
    asked = {question.key for question in definition.questions if question.asks}
    answered: dict[str, str] = {}
    for heading, column in mapping.columns.items():
        if column.question not in asked:
            faults.append(f"columns.{heading}: the survey has no question {column.question!r}")
        elif column.question in answered:
            faults.append(f"columns.{heading}: the column {answered[column.question]!r} is its answer already")
        answered.setdefault(column.question, heading)
        if column.other is not None and not getattr(_question(definition, column.question), "other", None):
            faults.append(f"columns.{heading}.other: {column.question!r} has no option of one's own")
    if mapping.language and mapping.language.value and mapping.language.value not in definition.in_languages:
        faults.append(f"language.value: the survey is in {', '.join(definition.in_languages)}")
    if faults:
        raise MappingError(faults)


def _question(definition: Definition, key: str) -> object:
    return next((question for question in definition.questions if question.key == key), None)
