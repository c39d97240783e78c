"""Which question comes next. Page and conversation ask the same."""

from collections.abc import Mapping
from typing import Any

from surveys.definition import Definition
from surveys.questions import Question


def page_number(definition: Definition, key: str) -> int:
    """Return the number of the question's page, from 1."""
    return [question.key for question in definition.questions].index(key) + 1


def after(definition: Definition, number: int) -> int | None:
    """Return the number of the page after page ``number``, or None where the answers are to be checked next."""
    return number + 1 if number < len(definition.questions) else None


def first_missing(definition: Definition, answers: Mapping[str, Any]) -> Question | None:
    """Return the first required question without an answer."""
    return next((q for q in definition.questions if q.required and answers.get(q.key) is None), None)


def next_unasked(definition: Definition, answers: Mapping[str, Any]) -> Question | None:
    """Return the first question that was neither answered nor passed over (which leaves None)."""
    return next((q for q in definition.questions if q.key not in answers), None)
