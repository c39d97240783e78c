"""What a survey asks, as another system is told."""

from collections.abc import Iterator, Sequence
from typing import Any

from surveys.queries import OpenSurvey
from surveys.questions import Option, Question
from surveys.schema import always_asked, answers_schema


def described(survey: OpenSurvey, *, version: int, units: Sequence[Option]) -> dict[str, Any]:
    """Return what can be answered: the questions in order, the schema of the answers, the units that may be named."""
    definition = survey.definition
    # Of a way in with a unit of its own, none may be named.
    named = () if survey.unit_id is not None else units
    return {
        "survey": survey.slug,
        "title": dict(definition.title),
        "languages": list(definition.in_languages),
        "version": version,
        "questions": list(_questions(survey)),
        "answers": answers_schema(definition),
        "units": [{"value": unit.value, "label": dict(unit.label)} for unit in named],
    }


def _questions(survey: OpenSurvey) -> Iterator[dict[str, Any]]:
    certain = always_asked(survey.definition)
    for page in survey.definition.pages:
        for question in page.questions:
            yield _question(question) | {"page": page.key, "always_asked": question.key in certain}


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "type": question.type,  # type: ignore[attr-defined]
        "required": question.required,
        "text": dict(question.text),
        "hint": dict(question.hint),
        "options": [{"value": value, "label": label} for value, label in question.offered()],
    }
