"""Examples for the understanding: words of conversations, cleaned, with what staff say that they mean."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Survey, UnderstandingExample, now
from nlp.understanding import Asked, Intent
from words import Message

# The questions of which the understanding learns what words mean: one of these, or yes or no.
CHOSEN_FROM = frozenset({"choice", "unit"})
YES_NO = "yes_no"


class WrongExampleError(Exception):
    """What somebody says that words mean cannot be."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@dataclass(frozen=True)
class Taught:
    """An example, and who made it when."""

    key: int
    asked: str
    asked_text: str
    said: str
    language: str
    intent: str
    value: Any
    made_by: str
    made_at: datetime


def fingerprint(said: str) -> str:
    """Return what words are told apart by: without case, and without the space around them."""
    return hashlib.sha256(said.strip().casefold().encode("utf-8", "replace")).hexdigest()


def teach(
    session: Session,
    *,
    survey: Survey,
    asked: Asked,
    said: str,
    language: str,
    intent: Intent,
    value: str | bool | None,
    by: Person,
) -> UnderstandingExample:
    """Keep what words mean under a question; what was kept of the same words there is changed.

    Args:
        session: Acts for the organisation.
        survey: Whose conversation it was.
        asked: The question, as the understanding sees it in the language of the words.
        said: The words, cleaned of personal data.
        language: What they were said in.
        intent: What the person wanted.
        value: The option's label of a choice, yes or no of a question of these; None of other questions, and where the
            words are no answer.
        by: Who says so.

    Raises:
        WrongExampleError: If an answer lacks the option that it means, or has one that the question does not offer.
    """
    chooses = asked.type in CHOSEN_FROM | {YES_NO}
    if intent != "answer" or not chooses:
        value = None
    elif value is None:
        raise WrongExampleError(Message("Choose which answer the words mean"))
    elif isinstance(value, bool) != (asked.type == YES_NO) or (isinstance(value, str) and value not in asked.options):
        raise WrongExampleError(Message("The question does not offer this answer"))
    example = session.scalar(
        select(UnderstandingExample)
        .where(
            UnderstandingExample.survey_id == survey.id,
            UnderstandingExample.asked == asked.key,
            UnderstandingExample.said_hash == fingerprint(said),
        )
        .with_for_update()
    )
    if example is None:
        example = UnderstandingExample(survey_id=survey.id, asked=asked.key, said_hash=fingerprint(said))
        session.add(example)
    example.asked_type, example.asked_text, example.options = asked.type, asked.text, list(asked.options)
    example.said, example.language, example.intent, example.value = said, language, intent, value
    example.made_at, example.made_by = now(), by.id
    session.flush()
    return example


def undo(session: Session, *, survey: Survey, example_id: int) -> bool:
    """Delete one of a survey's examples; False where there is none."""
    query = select(UnderstandingExample).where(UnderstandingExample.survey_id == survey.id)
    example = session.scalar(query.where(UnderstandingExample.id == example_id).with_for_update())
    if example is None:
        return False
    session.delete(example)
    session.flush()
    return True


def taught(session: Session, *, survey: Survey) -> list[Taught]:
    """Return a survey's examples, the latest first."""
    rows = session.execute(
        select(UnderstandingExample, Person.name)
        .join(Person, Person.id == UnderstandingExample.made_by)
        .where(UnderstandingExample.survey_id == survey.id)
        .order_by(UnderstandingExample.made_at.desc(), UnderstandingExample.id.desc())
    )
    return [
        Taught(
            each.id,
            each.asked,
            each.asked_text,
            each.said,
            each.language,
            each.intent,
            each.value,
            name,
            each.made_at,
        )
        for each, name in rows
    ]


def lines(session: Session) -> Iterator[dict[str, Any]]:
    """Yield the organisation's examples as ``nlp train-understanding --messages`` reads them, the oldest first."""
    examples = select(UnderstandingExample).order_by(UnderstandingExample.id)
    for each in session.scalars(examples.execution_options(yield_per=500)):
        asked: dict[str, Any] = {"key": each.asked, "type": each.asked_type, "text": each.asked_text}
        if each.options:
            asked["options"] = each.options
        yield {
            "intent": each.intent,
            "said": each.said,
            "asked": asked,
            "values": {} if each.value is None else {each.asked: each.value},
            "language": each.language,
        }
