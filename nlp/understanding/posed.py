"""How a question and its options are put to the encoder, the same in teaching and in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nlp.encoder.session import Asked as Reading
from nlp.understanding import Asked

MOST_OF_QUESTION: Final = 80
LONGEST_INTENT: Final = 400
# As long as what it learnt from: a longer message is read part by part.
_LONGEST_PART: Final = 180
_MOST_PARTS: Final = 8


def for_intent(said: str, asked: Asked | None) -> Reading:
    """Return a message as it is read for what the person wants."""
    head = f"intent {asked.type.replace('_', ' ')}: {asked.text}" if asked else "intent"
    return Reading(said[:LONGEST_INTENT], head[:160], ())


def for_options(said: str, question: Asked, *, is_asked: bool) -> Reading:
    """Return what is read for which option a part of a message means: the options are its text, behind the words."""
    places = []
    text = ""
    for option in question.options:
        text += "; " if text else ""
        places.append((len(text), len(text) + len(option)))
        text += option
    return Reading(
        text, f"{said[:_LONGEST_PART]} | {'reply' if is_asked else 'told'}: {question.text[:140]}", tuple(places)
    )


def for_yes_no(said: str, question: Asked, *, is_asked: bool) -> Reading:
    """Return a part of a message as it is read for whether it means yes, no or neither."""
    return Reading(said[:_LONGEST_PART], f"{'reply' if is_asked else 'told'} yes no: {question.text[:160]}", ())


def parts(said: str) -> Iterator[str]:
    """Yield a message in parts that are read one by one: sentences, short ones together."""
    part, count = "", 0
    for sentence in re.split(r"(?<=[.!?;\n])\s+", said.strip()) or [""]:
        if part and len(part) + len(sentence) > _LONGEST_PART:
            yield part
            part, count = "", count + 1
        part = f"{part} {sentence}".strip()
        if count >= _MOST_PARTS:
            return
    yield part
