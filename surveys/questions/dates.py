"""Dates: three boxes on a page, words in a conversation, ISO 8601 in files."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, model_validator

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind, Value
from surveys.questions.base import Column, Question, Shown, is_blank, plain
from words import Message

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "ionawr"),
            ("february", "feb", "chwefror"),
            ("march", "mar", "mawrth"),
            ("april", "apr", "ebrill"),
            ("may", "mai"),
            ("june", "jun", "mehefin"),
            ("july", "jul", "gorffennaf"),
            ("august", "aug", "awst"),
            ("september", "sep", "sept", "medi"),
            ("october", "oct", "hydref"),
            ("november", "nov", "tachwedd"),
            ("december", "dec", "rhagfyr"),
        ),
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
# The day comes first, as in Britain and Ireland.
_FIGURES = re.compile(r"(?P<day>[0-9]{1,2})[./ -](?P<month>[0-9]{1,2})[./ -](?P<year>[0-9]{4})")
_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]{3,12}),? (?P<year>[0-9]{4})", re.IGNORECASE
)

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)

# What to say of a date in boxes, by the boxes left empty.
LACKING = {
    ("day",): Message("The date must include a day"),
    ("month",): Message("The date must include a month"),
    ("year",): Message("The date must include a year"),
    ("day", "month"): Message("The date must include a day and month"),
    ("day", "year"): Message("The date must include a day and year"),
    ("month", "year"): Message("The date must include a month and year"),
}


def _written(raw: object) -> object:
    """Take a date as a definition writes it; anything else is left to be refused."""
    if isinstance(raw, str) and _ISO.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return raw
    return raw


Day = Annotated[date, BeforeValidator(_written, json_schema_input_type=date)]


class DateQuestion(Question):
    """A day. The answer is its ISO date."""

    type: Literal["date"]
    summary: ClassVar[str] = "dates"
    # The first and the last day that count, if there are any.
    earliest: Day | None = None
    latest: Day | None = None
    # Days that have not come are refused. The day is that of Greenwich, a day later at most: who lives in the east
    # of it must not be refused their today.
    past_only: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "DateQuestion":
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("'earliest' is after 'latest'")
        if (self.earliest or FIRST) > LAST or (self.latest or LAST) < FIRST:
            raise ValueError(f"answers lie between {FIRST:%d %B %Y} and {LAST:%d %B %Y}, so there would be none")
        return self

    def parse(self, raw: object) -> str | None:
        """Return the ISO date, from boxes ({"day", "month", "year"}), ISO 8601, figures or words."""
        if isinstance(raw, Mapping):
            boxes = {name: plain(self.written(raw.get(name))) for name in ("day", "month", "year")}
            lacking = tuple(name for name, text in boxes.items() if is_blank(text))
            if len(lacking) == len(boxes):
                self.nothing()
                return None
            if lacking:
                raise AnswerError(self.key, LACKING[lacking])
            return self._of_parts(boxes)
        return super().parse(raw)  # type: ignore[no-any-return]

    def parse_given(self, text: str) -> str:
        """Return the ISO date."""
        said = " ".join(plain(text).split())
        found = _ISO.fullmatch(said) or _FIGURES.fullmatch(said) or _WORDS.fullmatch(said)
        if not found:
            raise AnswerError(self.key, self._no_date())
        return self._of_parts(found.groupdict())

    def missing(self) -> Message:
        """Ask for a date."""
        return Message("Enter a date")

    def phrasing(self) -> Message:
        """Give an example."""
        return Message("For example, 27 3 2026.")

    def shown(self, answer: Any) -> list[Shown]:
        """Return the day."""
        return [date.fromisoformat(answer)]

    def label_of(self, answer: object) -> None:
        """Return nothing: a day has no label."""

    def boxes(self, answer: str | None) -> dict[str, str]:
        """Return what the boxes show for an answer."""
        if answer is None:
            return {"day": "", "month": "", "year": ""}
        day = date.fromisoformat(answer)
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    def domain(self) -> Domain:
        """Return the first day and the last; there is none where the first comes later."""
        last = min(LAST, self.latest or LAST, _tomorrow() if self.past_only else LAST)
        return Domain(Kind.DATE, low=max(FIRST, self.earliest or FIRST), high=last)

    def value_of(self, answer: Any) -> Value:
        """Return the date."""
        return None if answer is None else date.fromisoformat(answer)

    def columns(self) -> list[Column]:
        """Return one column of dates."""
        return [Column(self.key, self.text, "date")]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of an ISO date."""
        return {"type": "string", "format": "date"}

    def _of_parts(self, parts: Mapping[str, str]) -> str:
        try:
            month = MONTHS.get(parts["month"].casefold(), 0) or _figure(parts["month"])
            day = date(_figure(parts["year"]), month, _figure(parts["day"]))
        except ValueError as error:
            raise AnswerError(self.key, self._no_date()) from error
        if not FIRST <= day <= LAST:
            raise AnswerError(self.key, self._no_date())
        self._check_bounds(day)
        return day.isoformat()

    def _check_bounds(self, day: date) -> None:
        if self.earliest and day < self.earliest:
            raise AnswerError(self.key, Message("The date must be %(day)s or later", {"day": self.earliest}))
        if self.latest and day > self.latest:
            raise AnswerError(self.key, Message("The date must be %(day)s or earlier", {"day": self.latest}))
        if self.past_only and day > _tomorrow():
            raise AnswerError(self.key, Message("The date must be today or in the past"))

    def _no_date(self) -> Message:
        return Message("Enter a real date, like 27 3 2026")


def _tomorrow() -> date:
    return date.today() + timedelta(days=1)  # noqa: DTZ011 - a day's grace covers every zone


def _figure(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ValueError("no figure")
    return int(text)
