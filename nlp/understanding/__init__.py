"""What a message in a conversation means: what the person wants, and what it answers. Types only, as in `nlp`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Protocol, TypedDict, get_args

Intent = Literal[
    "answer", "feedback", "complain", "praise", "suggest", "ask_question", "case_status", "human", "urgent", "abuse",
    "greet", "thank", "yes", "no", "dont_know", "skip", "back", "change", "repeat", "why", "stop", "delete_data",
    "language", "use_form", "unclear",
]  # fmt: skip
INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)

AskedType = Literal[
    "duration", "date", "rating_1_5", "rating_0_10", "choice", "number", "yes_no", "unit", "email", "phone", "text"
]
TYPES: Final[tuple[AskedType, ...]] = get_args(AskedType)


class Range(TypedDict):
    """From the least to the most that a person named; dates in ISO 8601, durations in minutes."""

    min: int | float | str
    max: int | float | str


Value = str | int | float | bool | Range


@dataclass(frozen=True)
class Asked:
    """A question of a survey as a conversation sees it.

    Attributes:
        key: Under which its value is given; a duration's under ``<key>_minutes``.
        type: One of `TYPES`; of any other nothing is read but a text.
        text: Its wording, in the person's language.
        options: The exact labels to choose from, of a choice or a unit.
    """

    key: str
    type: str
    text: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a person said, and what it may answer.

    Attributes:
        said: The words, as they came.
        today: The day on which they were said, from which "yesterday" is counted.
        asked: The question that was open, if any.
        open: Other questions that are still unanswered.
    """

    said: str
    today: date
    asked: Asked | None = None
    open: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """What a message means.

    Attributes:
        intent: What the person wants.
        confidence: Probability of that, 0 to 1.
        values: The answers found, by key: durations in minutes under ``<key>_minutes``, dates in ISO 8601, phones as
            digits, options as their exact labels, and a `Range` where the person named one.
    """

    intent: Intent
    confidence: float
    values: dict[str, Value]


class Understander(Protocol):
    """Turns messages into meanings."""

    @property
    def name(self) -> str:
        """Name of the trained model."""
        ...

    def understand(self, messages: Iterable[Said]) -> Iterator[Meaning]:
        """Yield what each message means, in order, reading ahead by one batch at most."""
        ...
