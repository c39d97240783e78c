"""What the understanding learns from: messages with their intents, and replies with what they answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nlp.errors import LanguageError
from nlp.understanding import INTENTS, Asked, Intent, Said, Value

# The examples name no days that would depend on it.
_ANY_DAY = date(2026, 3, 18)


class ExampleLineError(LanguageError):
    """A line of a file of examples is not what it should be."""

    def __init__(self, file: Path, number: int, what: str) -> None:
        super().__init__(f"line {number} of {file.name} {what}")


@dataclass(frozen=True)
class Example:
    """A message, what the person wants, and what it answers."""

    message: Said
    intent: Intent
    values: dict[str, Value]


@dataclass(frozen=True)
class Reply:
    """Words, a question, and what they say about it: an option, yes or no, or None where nothing."""

    question: Asked
    is_asked: bool
    said: str
    value: str | bool | None


def messages(path: Path) -> list[Example]:
    """Return a JSON Lines file's messages: ``said``, ``intent``, perhaps ``asked``, ``open``, ``today``, ``values``.

    Raises:
        ExampleLineError: A line is something else.
    """
    return [_message(path, number, row) for number, row in _rows(path)]


def replies(path: Path) -> list[Reply]:
    """Return the replies in a JSON Lines file: ``text``, ``type``, ``options``, ``asked``, ``said``, ``value``.

    Raises:
        ExampleLineError: A line is something else.
    """
    return [_reply(path, number, row) for number, row in _rows(path)]


def replies_in(example: Example) -> list[Reply]:
    """Return what a message says of each of its questions of an option or of yes and no, also where it is nothing."""
    message = example.message
    questions = [*([(message.asked, True)] if message.asked else []), *((one, False) for one in message.open)]
    found = []
    for question, is_asked in questions:
        value = example.values.get(question.key)
        if question.type in ("choice", "yes_no") and (value is None or isinstance(value, str | bool)):
            found.append(Reply(question, is_asked, message.said, value))
    return found


def answers_in(reply: Reply) -> Example | None:
    """Return a reply that answers the question asked as an example of an answer."""
    if not reply.is_asked or reply.value is None:
        return None
    return Example(Said(reply.said, _ANY_DAY, reply.question), "answer", {})


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ExampleLineError(path, number, f"is not JSON: {error}") from error
            yield number, row


def _message(path: Path, number: int, row: dict[str, Any]) -> Example:
    if row.get("intent") not in INTENTS or not isinstance(row.get("said"), str):
        raise ExampleLineError(path, number, 'lacks "said" or an "intent" of the list')
    asked = question(row.get("asked"))
    others = tuple(one for each in row.get("open") or () if (one := question(each)))
    today = date.fromisoformat(row["today"]) if row.get("today") else _ANY_DAY
    return Example(Said(row["said"], today, asked, others), row["intent"], row.get("values") or {})


def _reply(path: Path, number: int, row: dict[str, Any]) -> Reply:
    asked = question(row)
    value = row.get("value")
    if asked is None or not isinstance(row.get("said"), str):
        raise ExampleLineError(path, number, 'lacks "said" or the question')
    if isinstance(value, str) and value not in asked.options:
        raise ExampleLineError(path, number, f'has the value "{value}", which is no option')
    return Reply(asked, bool(row.get("asked")), row["said"], value)


def question(row: dict[str, Any] | None) -> Asked | None:
    """Return a question from its JSON form, None from none."""
    if not row:
        return None
    return Asked(
        str(row.get("key", "asked")), str(row["type"]), str(row.get("text", "")), tuple(row.get("options") or ())
    )
