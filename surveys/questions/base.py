"""What every type of question is: it says once, for page, conversation, file and API, what counts as an answer."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from surveys.errors import AnswerError
from surveys.expressions import Domain, Expression, Kind, Value
from words import Message, Plural, Words, languages

LONGEST_TEXT = 2_000
MOST_LANGUAGES = 30
# Figures beyond this are no answer to anything, and would take long to write out.
LARGEST_GIVEN = 10**300

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Letters and symbols by their category, that show nothing at all: fillers of Hangul, an empty Braille cell.
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_PLAIN = {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-", "\u066b": ".", "\u066c": ","}


# What a person is shown of an answer, piece by piece; the pages put each into the reader's language.
Shown = Words | Message | Plural | date | str

KEY = r"^[a-z][a-z0-9_]{0,39}$"
LANGUAGE_CODE = languages.SHAPE
OPTION_VALUE = r"^[a-z0-9][a-z0-9_-]{0,39}$"
Key = Annotated[str, Field(pattern=KEY)]
LanguageCode = Annotated[str, Field(pattern=LANGUAGE_CODE)]


def _readable(text: str) -> str:
    """Refuse what no reader sees and not every database keeps."""
    if _CONTROLS.search(text):
        raise ValueError("the text has a control character; write it again without")
    return text


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_readable)]
# The same words in several languages; perhaps in none.
SomeTexts = Annotated[dict[LanguageCode, Text], Field(max_length=MOST_LANGUAGES)]
Texts = Annotated[dict[LanguageCode, Text], Field(min_length=1, max_length=MOST_LANGUAGES)]


class Part(BaseModel):
    """A part of a definition: unknown fields are refused, nothing is converted, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Option(Part):
    """One of the answers offered."""

    value: Annotated[str, Field(pattern=OPTION_VALUE)]
    label: Texts
    show_if: Expression | None = None
    # "None of these": chosen alone or not at all.
    exclusive: bool = False


class Check(Part):
    """A rule that an answer keeps, with what is said where it does not."""

    valid_if: Expression
    message: Texts


@dataclass(frozen=True)
class FreeText:
    """What somebody wrote in an answer: kept as a comment under ``key``, analysed, never counted."""

    key: str
    text: str


@dataclass(frozen=True)
class Column:
    """A column of a file of answers: ``values`` names the codes that its cells may hold."""

    name: str
    label: Words
    kind: Literal["text", "number", "date", "boolean"]
    values: tuple[tuple[str, Words], ...] = ()


class Question(Part):
    """What every question has."""

    key: Key
    text: Texts
    hint: SomeTexts = {}
    required: bool = True
    required_if: Expression | None = None
    show_if: Expression | None = None
    checks: Annotated[list[Check], Field(max_length=10)] = []
    # The standard instrument's wording that this is, word for word: "gds-satisfaction/1".
    wording: str | None = None

    # Which figures a summary of it shows; ``surveys.summaries`` has one function for each.
    summary: ClassVar[str] = "shares"
    # Whether there is anything to answer.
    asks: ClassVar[bool] = True
    # Whether the answer is free text: kept as a comment and analysed, not counted.
    is_comment: ClassVar[bool] = False

    def parse(self, raw: object) -> Any:
        """Return the answer as a draft keeps it (a JSON value), or None for no answer to an optional question.

        Raises:
            AnswerError: If this is no answer; its message says what to do, in words for the citizen.
        """
        text = self.written(raw)
        if is_blank(text):
            return self.nothing()
        return self.parse_given(text)

    def nothing(self) -> Any:
        """Take no answer, where that may be.

        Raises:
            AnswerError: If the question must be answered.
        """
        if self.required:
            raise AnswerError(self.key, self.missing())
        return None

    def written(self, raw: object) -> str:
        """Return what was given as text that every part of the product can keep and show.

        Raises:
            AnswerError: If it is neither words nor a figure.
        """
        if raw is None:
            return ""
        if not _is_given(raw):
            raise AnswerError(self.key, Message("Answer in words or figures"))
        # 4.0 is what some programs make of 4.
        text = _without_exponent(raw) if isinstance(raw, float) else str(raw)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        # Half a character (a lone surrogate) cannot be stored; control characters mean nothing to a reader.
        text = text.encode("utf-8", "replace").decode("utf-8")
        return "".join(c for c in text if c in "\n\t" or not _means_nothing(c))

    def parse_given(self, text: str) -> Any:
        """Return the answer that ``text`` (not blank) stands for."""
        raise AnswerError(self.key, Message("This question cannot be answered"))

    def missing(self) -> Message:
        """Return what to say when a required question was left empty."""
        return Message("Enter an answer")

    def phrasing(self) -> Message | None:
        """Return how a conversation says what kind of answer is wanted; None where that goes without saying."""
        return None

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the answers offered, as (value, label); empty for an open question."""
        return []

    def label_of(self, answer: object) -> dict[str, str] | None:
        """Return the label of an answer, or None where the answer is shown as it was written."""
        return next((label for value, label in self.offered() if value == str(answer)), None)

    def shown(self, answer: Any) -> list[Shown]:
        """Return what a person is shown of an answer, a line for each piece."""
        return [self.label_of(answer) or str(answer)]

    def domain(self) -> Domain | None:
        """Return what the answer may be in an expression; None where no expression may speak of it."""
        return Domain(Kind.TEXT)

    def value_of(self, answer: Any) -> Value:
        """Return the answer as expressions see it."""
        return None if answer is None else str(answer)

    def closed(self, answer: Any) -> Any:
        """Return what is kept and counted of an answer: never free text, never what could tell who gave it."""
        return answer

    def texts_of(self, answer: Any) -> list[FreeText]:
        """Return what was written freely in an answer."""
        return []

    def contact_of(self, answer: Any) -> Any:
        """Return what could tell who answered; None where nothing could, or it is not kept."""
        return None

    def days_kept(self) -> int:
        """Return for how many days ``contact_of`` is kept, sealed and apart."""
        return 0

    def is_as_written(self) -> bool:
        """Whether everybody who is asked is asked the same, with something to answer."""
        return self.required_if is None and self.can_be_answered()

    def can_be_answered(self) -> bool:
        """Whether there is anything to choose from, where one has to choose."""
        return True

    def columns(self) -> list[Column]:
        """Return the columns that this question has in a file."""
        return [Column(self.key, self.text, "text", tuple(self.offered()))]

    def cells(self, closed: Any) -> list[str | int | float | bool | None]:
        """Return the cells of a kept answer, one for each column."""
        return [closed]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what the API takes for this question."""
        return {"type": "string"}

    def texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return every text of the designer's that a citizen reads here, with its place below the question."""
        found: list[tuple[str, Mapping[str, str]]] = [("text", self.text)]
        if self.hint:
            found.append(("hint", self.hint))
        found += [(f"checks.{number}.message", check.message) for number, check in enumerate(self.checks)]
        return found

    def usual_texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts that the product words here, since the designer has not, with where they could be."""
        return []

    def expressions(self) -> list[tuple[str, Expression]]:
        """Return the conditions on the question, with their places below it."""
        named = (("show_if", self.show_if), ("required_if", self.required_if))
        return [(place, expression) for place, expression in named if expression is not None]


def is_blank(text: str) -> bool:
    """Whether nobody could see anything in ``text``: white space, zero-width and control characters only."""
    return all(c.isspace() or c in _UNSEEN or unicodedata.category(c) in {"Cf", "Cc"} for c in text)


def plain(text: str) -> str:
    """Return what was typed as a figure, a date or a code, as an English keyboard has it.

    Figures of other alphabets become 0 to 9, dashes and spaces the plain ones, and what cannot be seen goes: numbers
    copied from an address book come between marks of direction.
    """
    return "".join(_plain(character) for character in text).strip()


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Zs", "Cf"}:
        return " " if category == "Zs" else ""
    return _PLAIN.get(character, character)


def _is_given(raw: object) -> bool:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return False
    # What is no number at all (NaN) is not less than anything either.
    return isinstance(raw, str) or abs(raw) <= LARGEST_GIVEN


def _without_exponent(number: float) -> str:
    return str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f")


def _means_nothing(character: str) -> bool:
    """Whether a character is a control or one that Unicode will never give a meaning to."""
    code = ord(character)
    return unicodedata.category(character) == "Cc" or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
