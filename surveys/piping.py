"""Answers put into the texts of later questions: ``{key}`` in a text, or ``{key|words for where there is none}``."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from surveys.expressions import Value
from surveys.questions import Shown
from surveys.routing import Known
from words import Words, in_language

# What stands where there is neither an answer nor words for that.
NOTHING = "…"
# Longer answers are cut where they are put in: a text stays one, however often it quotes a comment.
LONGEST_PIECE = 200

_BLANK = re.compile(r"\{([a-z][a-z0-9_]{0,39})(?:\|([^{}]{0,200}))?\}")


def references(text: str) -> list[str]:
    """Return the keys that a text puts in, in order."""
    return [found[1] for found in _BLANK.finditer(text)]


def filled(text: str, words_of: Callable[[str], str | None]) -> str:
    """Return the text with its blanks filled. What is put in is never read as a blank itself."""
    if "{" not in text:
        return text
    return _BLANK.sub(lambda found: _cut(words_of(found[1])) or found[2] or NOTHING, text)


def shown_of(known: Known, answers: Mapping[str, Any], key: str) -> list[Shown] | None:
    """Return what a person is shown where a text puts in ``key``: an answer given before, or a calculated value."""
    if known.values.get(key) is not None and answers.get(key) is not None:
        return known.definition.question(key).shown(answers[key])
    for each in known.definition.calculated:
        if each.key == key:
            return _shown_value(known.evaluate(each.value))
    return None


def stored(known: Known, answers: Mapping[str, Any], text: Words, language: str) -> str:
    """Return a question's text as it is stored beside a comment: what others wrote freely is not put into it."""

    def words_of(key: str) -> str | None:
        question = next((each for each in known.definition.questions if each.key == key), None)
        if question is None or question.is_comment or question.domain() is None or not question.offered():
            return None
        shown = shown_of(known, answers, key)
        return ", ".join(in_language(each, language) for each in shown or () if isinstance(each, Mapping)) or None

    return filled(in_language(text, language), words_of)


def _cut(words: str | None) -> str:
    line = " ".join((words or "").split())
    return line if len(line) <= LONGEST_PIECE else line[: LONGEST_PIECE - 1] + NOTHING


def _shown_value(value: Value) -> list[Shown] | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return [f"{value.normalize():,f}"]
    if isinstance(value, date):
        return [value]
    return list(value) if isinstance(value, tuple) else [value]
