"""Questions of each type with no more than they need, and what is said of a wrong answer."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from surveys.errors import AnswerError
from surveys.questions import AnyQuestion, Option, PlaceQuestion, Question

OPTIONS = [
    {"value": "online", "label": {"en": "Online", "cy": "Ar-lein"}},
    {"value": "phone", "label": {"en": "By phone", "cy": "Dros y ffôn"}},
    {"value": "none", "label": {"en": "None of these", "cy": "Dim un o'r rhain"}, "exclusive": True},
]
POINTS = [{"en": "Bad"}, {"en": "Poor"}, {"en": "Fair"}, {"en": "Good"}, {"en": "Very good"}]
UNITS = [Option(value="north", label={"en": "The north"}), Option(value="south", label={"en": "The south"})]

# What each type needs beside a key and a text.
NEEDS: dict[str, dict[str, Any]] = {
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "yes_no": {},
    "consent": {},
    "rating": {"points": POINTS},
    "likert": {},
    "nps": {},
    "csat": {},
    "ces": {},
    "text": {},
    "short_text": {},
    "number": {},
    "currency": {"currency": "GBP"},
    "duration": {},
    "date": {},
    "email": {},
    "phone": {},
    "postcode": {},
    "place": {},
    "statement": {},
}

_READER: TypeAdapter[Question] = TypeAdapter(AnyQuestion)


def written(kind: str, **more: Any) -> dict[str, Any]:
    """Return a question as a definition writes it."""
    return {"key": kind, "type": kind, "text": {"en": "Well?"}, **NEEDS[kind], **more}


def question(kind: str, **more: Any) -> Any:
    """Return a question that must be answered; one of place with two units."""
    read = _READER.validate_python(written(kind, **more))
    return read.model_copy(update={"units": UNITS}) if isinstance(read, PlaceQuestion) else read


def fault(asked: Question, given: object) -> str:
    """Return what is said of a wrong answer."""
    with pytest.raises(AnswerError) as caught:
        asked.parse(given)
    assert caught.value.question == asked.key
    return str(caught.value.message)


# Conditions on a question "a" of yes or no.
IS_YES = {"==": [{"answer": "a"}, True]}
IS_NO = {"==": [{"answer": "a"}, False]}


def yes_no(key: str, **more: Any) -> dict[str, Any]:
    """Return a question of yes or no as a definition writes it."""
    return written("yes_no", **{"key": key, **more})


def number(key: str, **more: Any) -> dict[str, Any]:
    """Return a question for a number as a definition writes it."""
    return written("number", **{"key": key, **more})


def page(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a page as a definition writes it."""
    return {"key": key, "questions": list(questions), **more}


def survey(*pages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a definition of these pages."""
    return {"format": "yousaid-survey/1", "title": {"en": "T"}, "pages": list(pages), **more}
