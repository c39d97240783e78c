"""Free text, long and short."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind
from surveys.questions.base import Column, FreeText, Key, Question
from words import Message

LONGEST_COMMENT = 5_000
LONGEST_LINE = 200
# The key of the question that it follows, and its theme; words of one's own are kept under "<key>.other".
PROBE_KEY = r"^[a-z][a-z0-9_]{0,39}\.probe\.[a-z][a-z0-9_]{0,15}$"


class _Writing(Question):
    is_comment: ClassVar[bool] = True
    summary: ClassVar[str] = "texts"
    max_length: int

    def parse_given(self, text: str) -> str:
        """Return the text, with line ends as one character each."""
        if len(text) > self.max_length:
            raise AnswerError(self.key, self.too_long(f"{self.max_length:,}", f"{len(text):,}"))
        return text

    def too_long(self, limit: str, given: str) -> Message:
        """Return what to say of more than ``limit`` characters."""
        return Message(
            "Your comment must have %(limit)s characters or fewer. It has %(given)s", {"limit": limit, "given": given}
        )

    def domain(self) -> Domain:
        """Return how long a text may be."""
        return Domain(Kind.TEXT, longest=self.max_length)

    def closed(self, answer: Any) -> None:
        """Return nothing: free text is a comment."""

    def texts_of(self, answer: Any) -> list[FreeText]:
        """Return the text."""
        return [FreeText(self.key, answer)]

    def columns(self) -> list[Column]:
        """Return none: words leave the product only cleaned, as comments."""
        return []

    def cells(self, closed: Any) -> list[str | int | float | bool | None]:
        """Return none."""
        return []

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the text."""
        return {"type": "string", "minLength": 1, "maxLength": self.max_length, "pattern": r"\S"}


class TextQuestion(_Writing):
    """Free text, kept as it was written."""

    type: Literal["text"]
    max_length: Annotated[int, Field(ge=1, le=LONGEST_COMMENT)] = LONGEST_COMMENT
    # Whether a conversation may ask further about what is said here.
    probing: bool = True

    def missing(self) -> Message:
        """Ask for a comment."""
        return Message("Enter a comment")


class ProbeQuestion(TextQuestion):
    """What a conversation asks further about a theme that somebody raised: a question of this draft alone.

    It is in no published definition. Its answer is a comment of its own, with the probe's text as its question.
    """

    key: Annotated[str, Field(pattern=PROBE_KEY)]
    required: bool = False
    follows: Key
    theme: str


class ShortTextQuestion(_Writing):
    """A few words on one line."""

    type: Literal["short_text"]
    max_length: Annotated[int, Field(ge=1, le=LONGEST_LINE)] = LONGEST_LINE

    def parse_given(self, text: str) -> str:
        """Return the words, with line ends as spaces."""
        return super().parse_given(" ".join(text.split()))

    def too_long(self, limit: str, given: str) -> Message:
        """Return what to say of more than ``limit`` characters."""
        return Message(
            "Your answer must have %(limit)s characters or fewer. It has %(given)s", {"limit": limit, "given": given}
        )
