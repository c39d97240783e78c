"""A conversation is a survey with manners: a pure function from what was said to what is said next.

It asks ``surveys.routing`` what comes next and ``question.parse`` what counts, as the pages do.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys import routing
from surveys.definition import Definition
from surveys.errors import AnswerError
from surveys.questions import Question
from words import Message, Words

Reply = Message | Words

SKIPS = frozenset({"skip", "pass", "hepgor"})
DECLINES = frozenset({"no", "nope", "no thanks", "no thank you", "none", "n a", "na", "dim", "dim diolch"})
BACKS = frozenset({"back", "go back", "yn ol", "nol"})

THANKS = Message("Thank you. Your feedback has been sent.")
# "4", "4 out of 5", "4/5", "4 allan o 5", "a 4", "4 stars". Not "4.5", and not "I waited 4 hours".
_RATING = re.compile(
    r"(?:(?:an?|i'?d (?:say|give it)|i would (?:say|give it)|maybe|about|probably) )*"
    r"(?P<figure>\d+)(?:\s*(?:/|of|out of|allan o)\s*(?P<scale>\d+))?(?: (?:stars?|points?|seren|please))?[.!]?"
)

NOTHING_TO_SKIP = Message("This one is needed, so that the rest can be understood.")
NOTHING_BEFORE = Message("This is the first question.")
AGAIN = Message("Of course. Here it is again.")


@dataclass(frozen=True)
class State:
    """Where a conversation stands: the answers so far (None: passed over)."""

    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What follows: the state, what is said, what is asked next (None: all is answered)."""

    state: State
    replies: tuple[Reply, ...]
    asked: Question | None


def begin(definition: Definition) -> Step:
    """Return the opening of a conversation. That what is sent is kept, the window itself says above it."""
    return Step(State(), (), routing.next_unasked(definition, {}))


def resume(definition: Definition, state: State) -> Step:
    """Return where a conversation stands, with nothing new said."""
    following = routing.next_unasked(definition, state.answers)
    return Step(state, () if following else (THANKS,), following)


def step(definition: Definition, state: State, *, said: str, asked: str | None = None) -> Step:
    """Return what follows from what the person said.

    Args:
        definition: The survey.
        state: Where the conversation stands.
        said: The person's words, or the value of a quick reply.
        asked: The question that the words answer, as the window saw it; None for the one that is open. Where it was
            answered already (a late or repeated message), the answer is changed.
    """
    question = _asked(definition, state, asked)
    if question is None:
        return Step(state, (THANKS,), None)
    bare = _bare(said)
    option = _option(question, said)
    if option is None and bare in BACKS:
        return _back(definition, state, question)
    # "No" under an open question is an answer; under one with options it declines.
    if option is None and (bare in SKIPS or (bare in DECLINES and not question.is_comment)):
        if question.required:
            return Step(state, (NOTHING_TO_SKIP,), question)
        return _go_on(definition, state, question, None)
    try:
        answer = question.parse(option or said)
    except AnswerError as error:
        return Step(state, (error.message,), question)
    return _go_on(definition, state, question, answer)


def _asked(definition: Definition, state: State, asked: str | None) -> Question | None:
    if asked is not None:
        for question in definition.questions:
            if question.key == asked:
                return question
    return routing.next_unasked(definition, state.answers)


def _go_on(definition: Definition, state: State, question: Question, answer: Any) -> Step:
    return resume(definition, State({**state.answers, question.key: answer}))


def _back(definition: Definition, state: State, question: Question) -> Step:
    keys = [each.key for each in definition.questions]
    before = [key for key in keys[: keys.index(question.key)] if key in state.answers]
    if not before:
        return Step(state, (NOTHING_BEFORE,), question)
    answers = {key: answer for key, answer in state.answers.items() if key != before[-1]}
    return Step(State(answers), (AGAIN,), definition.question(before[-1]))


def _option(question: Question, said: str) -> str | None:
    """Return the value of the option that the words name: by value, by label in any language, or by its figure."""
    bare = _bare(said)
    for value, label in question.offered():
        if said.strip() == value or said.strip() in label.values():
            return value
    # Emoji have no words to compare.
    for value, label in question.offered() if bare else ():
        if bare == _bare(value) or bare in {_bare(text) for text in label.values()}:
            return value
    rating = _RATING.fullmatch(said.strip().casefold())
    if rating and rating["scale"] in {None, str(len(question.offered()))}:
        return next((value for value, _ in question.offered() if value == rating["figure"]), None)
    return None


def _bare(text: str) -> str:
    """Return the words without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))
