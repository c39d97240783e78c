"""What is kept of a submission's answers: closed answers to be counted, words to be analysed, contacts to be sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys import piping
from surveys.questions import Question
from surveys.routing import Route
from words import Words, in_language


@dataclass(frozen=True)
class Said:
    """What was written freely: the key that it is kept under, the wording that elicited it, the text."""

    key: str
    asked: str
    text: str


@dataclass(frozen=True)
class Reachable:
    """What could tell who answered, and for how many days it is kept."""

    question: str
    value: Any
    days: int


@dataclass(frozen=True)
class Kept:
    """The answers of one submission as its rows hold them; ``closed`` by question."""

    closed: Mapping[str, Any]
    said: tuple[Said, ...]
    contacts: tuple[Reachable, ...]


def kept(way: Route, answers: Mapping[str, Any], language: str) -> Kept:
    """Return what is kept of the answers to the questions that were met."""
    closed: dict[str, Any] = {}
    said: list[Said] = []
    contacts: list[Reachable] = []
    for question in way.questions:
        answer = answers.get(question.key)
        if answer is None:
            continue
        value = question.closed(answer)
        if value is not None:
            closed[question.key] = value
        contact = question.contact_of(answer)
        if contact is not None:
            contacts.append(Reachable(question.key, contact, question.days_kept()))
        for free in question.texts_of(answer):
            said.append(Said(free.key, _asked(question, way, answers, language), free.text))
    return Kept(closed, tuple(said), tuple(contacts))


def _asked(question: Question, way: Route, answers: Mapping[str, Any], language: str) -> str:
    other: Words = getattr(question, "other", None) or {}
    asked = piping.stored(way.known, answers, question.text, language)
    return f"{asked} {in_language(other, language)}" if other else asked
