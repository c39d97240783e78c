"""Points of a scale: ratings, agreement, and the standard scores."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind, Value
from surveys.questions.base import Column, Question, SomeTexts, Texts, plain
from words import Message

# Worst first. The Welsh has yet to be reviewed by a Welsh speaker, as the documentation says.
AGREEMENT: list[dict[str, str]] = [
    {"en": "Strongly disagree", "cy": "Anghytuno'n gryf", "ar": "أعارض بشدة"},
    {"en": "Disagree", "cy": "Anghytuno", "ar": "أعارض"},
    {"en": "Neither agree nor disagree", "cy": "Ddim yn cytuno nac yn anghytuno", "ar": "لا أوافق ولا أعارض"},
    {"en": "Agree", "cy": "Cytuno", "ar": "أوافق"},
    {"en": "Strongly agree", "cy": "Cytuno'n gryf", "ar": "أوافق بشدة"},
]
AGREEMENT_OF_SEVEN: list[dict[str, str]] = [
    *AGREEMENT[:2],
    {"en": "Somewhat disagree", "cy": "Anghytuno i raddau", "ar": "أعارض إلى حد ما"},
    AGREEMENT[2],
    {"en": "Somewhat agree", "cy": "Cytuno i raddau", "ar": "أوافق إلى حد ما"},
    *AGREEMENT[3:],
]
SATISFACTION: list[dict[str, str]] = [
    {"en": "Very dissatisfied", "cy": "Anfodlon iawn", "ar": "غير راضٍ إطلاقًا"},
    {"en": "Dissatisfied", "cy": "Anfodlon", "ar": "غير راضٍ"},
    {
        "en": "Neither satisfied nor dissatisfied",
        "cy": "Ddim yn fodlon nac yn anfodlon",
        "ar": "لست راضيًا ولا غير راضٍ",
    },
    {"en": "Satisfied", "cy": "Bodlon", "ar": "راضٍ"},
    {"en": "Very satisfied", "cy": "Bodlon iawn", "ar": "راضٍ جدًا"},
]
UNLIKELY: dict[str, str] = {"en": "Not at all likely", "cy": "Ddim yn debygol o gwbl", "ar": "غير محتمل إطلاقًا"}
LIKELY: dict[str, str] = {"en": "Extremely likely", "cy": "Tebygol iawn", "ar": "محتمل للغاية"}

# A point with a label, or one that is shown as its number alone.
Point = SomeTexts
Points = Annotated[list[Point], Field(min_length=2, max_length=11)]


class _Scale(Question):
    """A whole number from ``lowest`` on, each point with its label or number."""

    summary: ClassVar[str] = "mean"
    lowest: ClassVar[int] = 1
    # Whether the best is offered first, as the standard wordings of satisfaction have it.
    best_first: ClassVar[bool] = True
    usual: ClassVar[list[dict[str, str]]] = []

    def labels(self) -> list[Point]:
        """Return the points' labels, worst first."""
        return self.usual

    def highest(self) -> int:
        """Return the best point."""
        return self.lowest + len(self.labels()) - 1

    def parse_given(self, text: str) -> int:
        """Return the point chosen."""
        text = plain(text)
        if not (text.isascii() and text.isdecimal() and len(text) < 4 and self.lowest <= int(text) <= self.highest()):
            raise AnswerError(self.key, self.missing())
        return int(text)

    def missing(self) -> Message:
        """Ask to choose."""
        return Message("Select one of the answers")

    def numbered(self) -> bool:
        """Whether the points are known by their numbers, since some have no words."""
        return not all(self.labels())

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the points; those without words by their number, those with words at both."""
        points = [
            (str(number), _numbered(number, label) if self.numbered() else dict(label))
            for number, label in enumerate(self.labels(), start=self.lowest)
        ]
        return points[::-1] if self.best_first and not self.numbered() else points

    def domain(self) -> Domain:
        """Return the points."""
        points = tuple(Decimal(point) for point in range(self.lowest, self.highest() + 1))
        return Domain(Kind.NUMBER, (), points)

    def value_of(self, answer: Any) -> Value:
        """Return the point."""
        return None if answer is None else Decimal(answer)

    def columns(self) -> list[Column]:
        """Return one column of points with their labels."""
        return [Column(self.key, self.text, "number", tuple(sorted(self.offered(), key=lambda each: int(each[0]))))]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the points."""
        return {"type": "integer", "minimum": self.lowest, "maximum": self.highest()}


class _LabelledScale(_Scale):
    """A scale whose labels the designer may word."""

    points: Points | None = None

    def labels(self) -> list[Point]:
        """Return the designer's labels, else the usual ones."""
        return self.points if self.points is not None else self.usual

    def texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts, with those labels that are the designer's own."""
        own = [(f"points.{number}", label) for number, label in enumerate(self.points or []) if label]
        return [*super().texts(), *own]

    def usual_texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the usual labels where the designer has not worded them."""
        return [] if self.points is not None else [(f"points.{at}", label) for at, label in enumerate(self.usual)]


class ScaleQuestion(_LabelledScale):
    """A rating from 1 to the number of points."""

    type: Literal["rating"]
    points: Points


class LikertQuestion(_LabelledScale):
    """How far somebody agrees with a statement: 1 strongly disagree to 5 strongly agree."""

    type: Literal["likert"]
    usual: ClassVar[list[dict[str, str]]] = AGREEMENT


class NpsQuestion(_Scale):
    """Net Promoter Score: how likely somebody is to recommend, 0 to 10."""

    type: Literal["nps"]
    summary: ClassVar[str] = "nps"
    lowest: ClassVar[int] = 0
    low: Texts = UNLIKELY
    high: Texts = LIKELY

    def labels(self) -> list[Point]:
        """Return eleven points with words at both ends."""
        return [self.low, *[{} for _ in range(9)], self.high]

    def texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts, with the words of both ends where they are the designer's own."""
        ends = (("low", self.low, UNLIKELY), ("high", self.high, LIKELY))
        return super().texts() + [(name, words) for name, words, usual in ends if words != usual]

    def usual_texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the words of both ends where the designer has not worded them."""
        ends = (("low", self.low, UNLIKELY), ("high", self.high, LIKELY))
        return [(name, words) for name, words, usual in ends if words == usual]


class CsatQuestion(_LabelledScale):
    """Customer satisfaction: 1 very dissatisfied to 5 very satisfied; the score is the share of 4 and 5."""

    type: Literal["csat"]
    summary: ClassVar[str] = "csat"
    usual: ClassVar[list[dict[str, str]]] = SATISFACTION
    points: Annotated[list[Texts], Field(min_length=5, max_length=5)] | None = None


class CesQuestion(_LabelledScale):
    """Customer effort: how far somebody agrees that it was made easy, 1 to 7."""

    type: Literal["ces"]
    summary: ClassVar[str] = "ces"
    usual: ClassVar[list[dict[str, str]]] = AGREEMENT_OF_SEVEN
    points: Annotated[list[Texts], Field(min_length=7, max_length=7)] | None = None


def _numbered(number: int, label: Mapping[str, str]) -> dict[str, str]:
    if not label:
        return {"en": str(number)}
    return {language: f"{number} – {text}" for language, text in label.items()}
