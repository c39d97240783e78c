"""The types of question: each says once, for page, conversation and API, what counts as an answer."""

import unicodedata
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from surveys.errors import AnswerError
from words import Message

LONGEST_COMMENT = 5_000

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Texts = Annotated[dict[str, str], Field(min_length=1)]


class Part(BaseModel):
    """A part of a definition: unknown fields are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    """One of the answers offered."""

    value: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    label: Texts


class Question(Part):
    """What every question has."""

    key: Key
    text: Texts
    hint: dict[str, str] = {}
    required: bool = True

    # Whether the answer is free text: kept as a comment and analysed, not counted.
    is_comment: ClassVar[bool] = False

    def parse(self, raw: object) -> Any:
        """Return the answer as it is kept, or None for no answer to an optional question.

        Raises:
            AnswerError: If this is no answer; its message says what to do, in words for the citizen.
        """
        text = self.written(raw)
        if is_blank(text):
            if self.required:
                raise AnswerError(self.key, self.missing())
            return None
        return self.parse_given(text)

    def written(self, raw: object) -> str:
        """Return what was given as text that every part of the product can keep and show.

        Raises:
            AnswerError: If it is neither words nor a figure.
        """
        if raw is None:
            return ""
        if isinstance(raw, bool) or not isinstance(raw, str | int):
            raise AnswerError(self.key, Message("Answer in words or figures"))
        text = str(raw).replace("\r\n", "\n").replace("\r", "\n")
        # Half a character (a lone surrogate) cannot be stored; control characters mean nothing to a reader.
        text = text.encode("utf-8", "replace").decode("utf-8")
        return "".join(c for c in text if c in "\n\t" or not _means_nothing(c))

    def parse_given(self, text: str) -> Any:
        """Return the answer that ``text`` (not blank) stands for."""
        raise AnswerError(self.key, Message("This question cannot be answered"))

    def missing(self) -> Message:
        """Return what to say when a required question was left empty."""
        return Message("Enter an answer")

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the answers offered, as (value, label); empty for an open question."""
        return []

    def label_of(self, answer: object) -> dict[str, str] | None:
        """Return the label of an answer, or None where the answer is shown as it was written."""
        return next((label for value, label in self.offered() if value == str(answer)), None)


class ScaleQuestion(Question):
    """A whole number from 1 to the number of points, each point with its label."""

    type: Literal["rating"]
    points: Annotated[list[Texts], Field(min_length=2, max_length=10)]

    def parse_given(self, text: str) -> int:
        """Return the point chosen."""
        text = text.strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= len(self.points)):
            raise AnswerError(self.key, self.missing())
        return int(text)

    def missing(self) -> Message:
        """Ask to choose."""
        return Message("Select one of the answers")

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the points, best first, as the standard wordings have them."""
        return [(str(number), label) for number, label in enumerate(self.points, start=1)][::-1]


class ChoiceQuestion(Question):
    """Exactly one of the options."""

    type: Literal["choice"]
    options: Annotated[list[Option], Field(min_length=2, max_length=50)]

    @model_validator(mode="after")
    def _values_differ(self) -> "ChoiceQuestion":
        values = [option.value for option in self.options]
        if len(set(values)) < len(values):
            raise ValueError("two options have the same value")
        return self

    def parse_given(self, text: str) -> str:
        """Return the value of the option chosen."""
        text = text.strip()
        if text not in {option.value for option in self.options}:
            raise AnswerError(self.key, self.missing())
        return text

    def missing(self) -> Message:
        """Ask to choose."""
        return Message("Select one of the answers")

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the options in the designer's order."""
        return [(option.value, dict(option.label)) for option in self.options]


class TextQuestion(Question):
    """Free text, kept as it was written."""

    type: Literal["text"]
    max_length: Annotated[int, Field(ge=1, le=LONGEST_COMMENT)] = LONGEST_COMMENT
    is_comment: ClassVar[bool] = True

    def parse_given(self, text: str) -> str:
        """Return the text, with line ends as one character each."""
        if len(text) > self.max_length:
            raise AnswerError(
                self.key,
                Message(
                    "Your comment must have %(limit)s characters or fewer. It has %(given)s",
                    {"limit": f"{self.max_length:,}", "given": f"{len(text):,}"},
                ),
            )
        return text

    def missing(self) -> Message:
        """Ask for a comment."""
        return Message("Enter a comment")


AnyQuestion = Annotated[ScaleQuestion | ChoiceQuestion | TextQuestion, Field(discriminator="type")]


def is_blank(text: str) -> bool:
    """Whether nobody could see anything in ``text``: white space, zero-width and control characters only."""
    return all(character.isspace() or unicodedata.category(character) in {"Cf", "Cc"} for character in text)


def _means_nothing(character: str) -> bool:
    """Whether a character is a control or one that Unicode will never give a meaning to."""
    code = ord(character)
    return unicodedata.category(character) == "Cc" or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
