"""Messages in, meanings out: values read, intents judged, and the one brought into line with the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from nlp import pieces
from nlp.understanding import INTENTS, Intent, Meaning, Said, Value, agreement
from nlp.understanding.filling import key_of, values_of
from nlp.understanding.model import Model
from nlp.understanding.wording import plain

_OPINIONS: Final[frozenset[Intent]] = frozenset(("feedback", "complain", "praise", "suggest"))
# What says nothing about the survey's questions, whatever it names.
_EMPTY: Final[frozenset[Intent]] = frozenset(
    (
        "ask_question",
        "why",
        "repeat",
        "back",
        "language",
        "use_form",
        "unclear",
        "greet",
        "delete_data",
        "urgent",
        "abuse",
    )
)
# What leaves the open question unanswered, though it may answer another; and what does so unless the answer has a form.
_UNANSWERED: Final[frozenset[Intent]] = frozenset(("dont_know", "skip"))
_ELSEWHERE: Final[frozenset[Intent]] = frozenset(("stop", "case_status", "human"))
# Beside these a message may have sentences that tell something.
_ASKED_BESIDE: Final[frozenset[Intent]] = frozenset(("ask_question", "language"))
_SENTENCES: Final = re.compile(r"(?<=[.!?;])\s+")
_BY_SENSE: Final = frozenset(("choice", "yes_no"))
_ANSWER: Final = INTENTS.index("answer")
_UNCLEAR: Final = INTENTS.index("unclear")
_CHANGE: Final = INTENTS.index("change")
_NO: Final = INTENTS.index("no")
_NO_MORE = re.compile(
    r"(?:(?:no|nope|nah|na)\b[\s,.!]*)?(?:nothing (?:else|more|further|to add)|not? (?:really|at the moment)"
    r"|thats (?:all|it|everything)"
    r"|that (?:will|ll) be all|thatll be all|dim (?:byd arall|mwy|diolch)|dyna (?:ni|bopeth|gyd))"
    r"(?:[\s,]+(?:thanks|thank you|ta|from me|really|diolch|please))*[\s.!]*"
)
_CORRECTS_IT = re.compile(
    r"\s*(?:(?:oh|oops|wait|hang on|sorry)\b[\s,.!]*)*(?:no\b[\s,.!]*(?:not that|actually|i mean|i meant|make|put"
    r"|use|sorry)"
    r"|i meant|make (?:it|that)|change (?:it|that|my)|that should|correction|nage\b)"
)
_TAKEN_BACK = r"(?:(?:no|oh|oops|wait|hang on|sorry|na|nage)\b[\s,.!]*)"
# Under an open question "it should be ten minutes" is what somebody thinks, and takes nothing back.
_CORRECTS = re.compile(
    rf"\s*(?:{_TAKEN_BACK}*(?:actually|i mean|i meant|make (?:it|that)|change (?:it|that|my|the)|correction)"
    rf"|{_TAKEN_BACK}+(?:that should|it should))\b(?:\W+\w+){{0,10}}\W*$"
)


class ModelUnderstander:
    """Understands with one trained model. Not for use by several threads at once."""

    def __init__(self, name: str, model: Model) -> None:
        self._name = name
        self._model = model

    @property
    def name(self) -> str:
        """Name of the trained model."""
        return self._name

    def understand(self, messages: Iterable[Said]) -> Iterator[Meaning]:
        """Yield what each message means, in order, reading ahead by one batch at most."""
        for batch in pieces.grouped(messages, size=lambda message: len(message.said)):
            values = [values_of(message, self._model) for message in batch]
            judged = self._model.intents(batch, values)
            for message, found, probabilities in zip(batch, values, judged, strict=True):
                meaning = settled(message, found, probabilities, is_known=self._model.knows(plain(message.said)))
                yield self._with_what_is_told(message, meaning)

    def _with_what_is_told(self, message: Said, meaning: Meaning) -> Meaning:
        """Return a meaning with what other sentences answer beside the one that asks something, or for a language."""
        told = told_beside(message.said, meaning.intent)
        return meaning if told is None else replace(meaning, values=values_of(replace(message, said=told), self._model))


def settled(message: Said, values: dict[str, Value], probabilities: np.ndarray, *, is_known: bool = True) -> Meaning:
    """Return the meaning in which intent and values agree.

    Args:
        message: What was said.
        values: What it seems to answer.
        probabilities: Of the intents, in the order of `INTENTS`.
        is_known: Whether any of the words was learnt from; of others the model has an opinion all the same.
    """
    asked = message.asked
    chances = probabilities.copy()
    if asked is None:
        chances[_ANSWER] = 0.0  # nothing was asked
    elif asked.type == "text":
        # Whatever its tone, an account that replies to an open question answers it.
        chances[_ANSWER] += sum(_give_up(chances, intent) for intent in _OPINIONS)
        if _says_no_more(message.said):
            # "No, that's all" adds nothing to "Is there anything else?"
            chances[_NO] += _give_up(chances, "answer")
        elif values and _CORRECTS.match(message.said.lower()):
            # "No, actually make it 2" is no comment: it names what it changes.
            chances[_CHANGE] += _give_up(chances, "answer")
    elif key_of(asked) in values and _CORRECTS_IT.match(message.said.lower()):
        # The question is shown as open because its answer is to be changed.
        chances[_CHANGE] += _give_up(chances, "answer")
    elif key_of(asked) in values:
        # That an option or a yes is meant is an opinion of the model's itself, and no reason to find words clear.
        found = _OPINIONS if asked.type in _BY_SENSE else _OPINIONS | {"unclear"}
        chances[_ANSWER] += sum(_give_up(chances, intent) for intent in found)
        if asked.type == "yes_no":
            chances[_ANSWER] += sum(_give_up(chances, intent) for intent in ("yes", "no"))
    elif not is_known and not values:
        chances[_UNCLEAR] += _give_up(chances, "answer")
    chances = chances / chances.sum()
    best = int(chances.argmax())
    intent = INTENTS[best]
    return Meaning(intent, round(float(chances[best]), 4), _kept(message, intent, values))


def told_beside(said: str, intent: Intent) -> str | None:
    """Return the sentences of a message that do not ask; None where there are none, or nothing is asked."""
    if intent not in _ASKED_BESIDE:
        return None
    sentences = [each for each in _SENTENCES.split(said) if each.strip()]
    # The sentence that asks is the one with a question mark, else the last.
    told = [each for each in sentences if not each.rstrip().endswith("?")]
    told = told[:-1] if len(told) == len(sentences) else told
    return " ".join(told) or None


def _says_no_more(said: str) -> bool:
    text = plain(said)
    return agreement.is_plain(text) is False or _NO_MORE.fullmatch(text) is not None


def _give_up(chances: np.ndarray, intent: str) -> float:
    place = INTENTS.index(intent)
    given, chances[place] = float(chances[place]), 0.0
    return given


def _kept(message: Said, intent: Intent, values: dict[str, Value]) -> dict[str, Value]:
    """Return the values that count under an intent; the words themselves answer an open text question."""
    if intent in _EMPTY:
        return {}
    asked = message.asked
    if asked is None:
        return values
    if intent in _UNANSWERED or (intent in _ELSEWHERE and asked.type in _BY_SENSE):
        return {key: value for key, value in values.items() if key != key_of(asked)}
    if asked.type == "text" and intent == "answer":
        return {asked.key: message.said, **values}
    return values
