"""Which column of a file is the answer to which question: a JSON value, or what the headings say by themselves."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from surveys.definition import Definition
from surveys.errors import SurveyError
from surveys.importing.days import ISO, day_of, pattern_of
from surveys.questions import ChoiceQuestion, ChoicesQuestion, Part, Question

MOST_COLUMNS = 500
# Headings that mean something unless a question has them for its key.
GIVEN_ON, LANGUAGE, UNIT, REFERENCE = "given_on", "language", "unit", "reference"

Heading = Annotated[str, Field(min_length=1, max_length=1_000)]
# A cell's text -> what it stands for; None: no answer.
Values = Annotated[dict[str, str | int | None], Field(max_length=2_000)]


class MappingError(SurveyError):
    """A mapping does not fit its file or its survey; ``faults`` name each place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class AnswerColumn(Part):
    """The question that a column answers. ``other`` is the column of the words for an option of one's own."""

    question: str
    values: Values = Field(default_factory=dict)
    separator: Annotated[str, Field(min_length=1, max_length=5)] = ","
    other: Heading | None = None


def _day(raw: object) -> date | None:
    day = day_of(raw, pattern_of(ISO)) if isinstance(raw, str) else None
    if day is None and raw is not None:
        raise ValueError("write the day like 2026-03-27")
    return day


class _Source(Part):
    """A column, or one value for all rows."""

    column: Heading | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "_Source":
        if (self.column is None) == (getattr(self, "value", None) is None):
            raise ValueError("name either a column or a value")
        return self


class Day(_Source):
    """When it was given. ``format`` is made of DD, MM and YYYY; a date as in 2026-03-27 is always read."""

    value: Annotated[date | None, BeforeValidator(_day)] = None
    format: str = ISO

    @model_validator(mode="after")
    def _is_a_format(self) -> "Day":
        pattern_of(self.format)
        return self


class Named(_Source):
    """A language by its code, or a unit by its short name or its name, after ``values`` were put in."""

    value: str | None = None
    values: dict[str, str | None] = Field(default_factory=dict, max_length=2_000)


class Reference(Part):
    """The column that says which submission it is: the same run and reference are imported once."""

    column: Heading


class Mapping(Part):
    """What each column of a file is."""

    columns: Annotated[dict[Heading, AnswerColumn], Field(min_length=1, max_length=MOST_COLUMNS)]
    given_on: Day
    language: Named | None = None
    unit: Named | None = None
    reference: Reference | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, raw: Any) -> Any:
        """Take a bare key for a question whose cells need no translation."""
        columns = raw.get("columns") if isinstance(raw, dict) else None
        if not isinstance(columns, dict):
            return raw
        return {**raw, "columns": {h: {"question": c} if isinstance(c, str) else c for h, c in columns.items()}}

    def headings(self) -> set[str]:
        """Return all columns that are read."""
        sources = (self.given_on, self.language, self.unit, self.reference)
        named = {source.column for source in sources if source is not None and source.column is not None}
        others = {column.other for column in self.columns.values() if column.other is not None}
        return {*self.columns, *named, *others}


def read_mapping(raw: Any) -> Mapping:
    """Read a mapping from the value of its JSON.

    Raises:
        MappingError: If it is none; every fault is named with its place.
    """
    try:
        return Mapping.model_validate(raw)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise MappingError([_sentence(fault["loc"], fault["msg"]) for fault in faults[:50]]) from error


def matching(columns: Sequence[str], definition: Definition) -> Mapping:
    """Return the mapping of a file whose headings are the keys of questions.

    Raises:
        MappingError: If none is, or none says when it was given.
    """
    keys = {question.key for question in definition.questions if question.asks}
    faults = []
    answers = {heading: AnswerColumn(question=heading) for heading in columns if heading in keys}
    if not answers:
        faults.append("no column is named as the key of a question; say with --mapping which column is which")
    if GIVEN_ON not in columns or GIVEN_ON in keys:
        faults.append(f"no column {GIVEN_ON} says when it was given; say it with --mapping")
    if faults:
        raise MappingError(faults)
    free = {heading for heading in columns if heading not in keys}
    return Mapping(
        columns=answers,
        given_on=Day(column=GIVEN_ON),
        language=Named(column=LANGUAGE) if LANGUAGE in free else None,
        unit=Named(column=UNIT) if UNIT in free else None,
        reference=Reference(column=REFERENCE) if REFERENCE in free else None,
    )


def template(definition: Definition) -> dict[str, Any]:
    """Return a mapping to be filled in: each question under its key, where the heading of its column is to stand."""
    return {
        "columns": {question.key: _empty(question) for question in definition.questions if question.asks},
        "given_on": {"column": GIVEN_ON, "format": ISO},
        "language": {"value": definition.in_languages[0]},
        "unit": {"column": UNIT, "values": {}},
        "reference": {"column": REFERENCE},
    }


def _empty(question: Question) -> dict[str, Any]:
    values = {value: value for value, _ in question.offered()}
    empty: dict[str, Any] = {"question": question.key} | ({"values": values} if values else {})
    if isinstance(question, ChoicesQuestion):
        empty["separator"] = ","
    if isinstance(question, ChoiceQuestion | ChoicesQuestion) and question.other:
        empty["other"] = f"{question.key}.other"
    return empty


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    place = ".".join(str(part) for part in location) or "mapping"
    return f"{place}: {message.removeprefix('Value error, ')}"
