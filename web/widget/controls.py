"""What the window offers to answer a question with, beside typing: buttons, a list, or an input of the right kind."""

from collections.abc import Callable
from typing import Any

from surveys.questions import (
    OTHER,
    ChoiceQuestion,
    ChoicesQuestion,
    CurrencyQuestion,
    NpsQuestion,
    NumberQuestion,
    PlaceQuestion,
    Question,
    ScaleQuestion,
)
from surveys.questions.numbers import SYMBOLS
from web.told import TextData
from words import Words

# More places than this are a list rather than buttons.
MOST_BUTTONS = 8
# The longest message under a question with options: several may be named in one.
LONGEST_SAID = 2_000

BOX = {"kind": "box", "type": "text", "mode": "text", "autocomplete": "off"}
LINE = {**BOX, "kind": "line"}

# Each type's control, and the input for typing: "box" has several lines.
CONTROLS: dict[str, tuple[str, dict[str, str]]] = {
    "choice": ("one", BOX),
    "choices": ("several", BOX),
    "yes_no": ("one", BOX),
    "consent": ("one", BOX),
    "rating": ("one", BOX),
    "likert": ("one", BOX),
    "nps": ("points", BOX),
    "csat": ("one", BOX),
    "ces": ("one", BOX),
    "text": ("none", BOX),
    "short_text": ("none", LINE),
    "number": ("none", {**LINE, "mode": "decimal"}),
    "currency": ("none", {**LINE, "mode": "decimal"}),
    "duration": ("none", LINE),
    "date": ("none", LINE),
    "email": ("none", {**LINE, "type": "email", "mode": "email", "autocomplete": "email"}),
    "phone": ("none", {**LINE, "type": "tel", "mode": "tel", "autocomplete": "tel"}),
    "postcode": ("none", {**LINE, "autocomplete": "postal-code"}),
    "place": ("one", BOX),
}


def line_control() -> dict[str, Any]:
    """Return how the window lets somebody answer what is no question of the survey's, such as how to reach them."""
    return {
        "control": "none",
        "field": LINE,
        "options": [],
        "marks": [],
        "before": "",
        "after": "",
        "max_length": LONGEST_SAID,
    }


def control(question: Question, text: Callable[[Words], TextData]) -> dict[str, Any]:
    """Return how the window lets a question be answered; ``text`` puts words into the reader's language."""
    name, field = CONTROLS[type_of(question)]
    return {
        "control": _exactly(question, name),
        "field": _with_sign(question, field),
        "options": [
            {
                "value": value,
                "label": text(label),
                "own": value == OTHER and bool(getattr(question, "other", None)),
                "alone": value in _exclusive(question),
            }
            for value, label in question.offered()
        ],
        "marks": _marks(question, text) if _exactly(question, name) == "points" else [],
        "before": SYMBOLS[question.currency] if isinstance(question, CurrencyQuestion) else "",
        "after": text(question.unit) if isinstance(question, NumberQuestion) and question.unit else "",
        "max_length": getattr(question, "max_length", LONGEST_SAID),
    }


def chosen(question: Question, answer: Any) -> list[str]:
    """Return the values of the options that an answer stands for."""
    closed = None if answer is None else question.closed(answer)
    if isinstance(closed, bool):
        return ["yes" if closed else "no"]
    values = closed if isinstance(closed, list) else [closed]
    return [value for value, _ in question.offered() if value in {str(each) for each in values}]


def type_of(question: Question) -> str:
    """Return the name of a question's type."""
    return str(getattr(question, "type", ""))


def _exactly(question: Question, name: str) -> str:
    if isinstance(question, PlaceQuestion) and len(question.units) > MOST_BUTTONS:
        return "list"
    return "points" if isinstance(question, ScaleQuestion) and question.numbered() else name


def _with_sign(question: Question, field: dict[str, str]) -> dict[str, str]:
    # Some telephones' keys for numbers have no minus.
    below_nought = isinstance(question, NumberQuestion) and question.min < 0
    return {**field, "mode": "text"} if below_nought else field


def _exclusive(question: Question) -> set[str]:
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return set()
    return {option.value for option in question.options if option.exclusive}


def _marks(question: Question, text: Callable[[Words], TextData]) -> list[TextData]:
    """Return what the points that have words mean: "0 – Not at all likely"."""
    if not isinstance(question, NpsQuestion | ScaleQuestion):
        return []
    labels = dict(enumerate(question.labels(), start=question.lowest))
    return [text(label) for value, label in question.offered() if labels[int(value)]]
