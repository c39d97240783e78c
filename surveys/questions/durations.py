"""How long something took: boxes on a page, words in a conversation, minutes in files."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind, Value
from surveys.questions.base import Column, Question, Shown, is_blank, plain
from words import Message, Plural

MINUTES = {"days": 24 * 60, "hours": 60, "minutes": 1}
LONGEST_DAYS = 3650
LONGEST_SPAN = 80
_END = r"(?![a-z])"
_SPAN = re.compile(
    rf"(?:(?P<days>[0-9]{{1,5}}(?:\.[0-9]{{1,2}})?) ?(?:d|days?|diwrnod|dydd){_END})?[ ,]*(?:(?:and|a) )?"
    rf"(?:(?P<hours>[0-9]{{1,6}}(?:\.[0-9]{{1,2}})?) ?(?:h|hrs?|hours?|awr|oriau){_END})?[ ,]*(?:(?:and|a) )?"
    rf"(?:(?P<minutes>[0-9]{{1,8}}) ?(?:m|mins?|minutes?|munud(?:au)?){_END})?",
)
_ISO_SPAN = re.compile(r"p(?:(?P<days>[0-9]{1,5})d)?(?:t(?:(?P<hours>[0-9]{1,6})h)?(?:(?P<minutes>[0-9]{1,8})m)?)?")


class DurationQuestion(Question):
    """How long something took. The answer is in minutes."""

    type: Literal["duration"]
    summary: ClassVar[str] = "number"
    # Which boxes are shown, largest first.
    units: Annotated[
        list[Literal["days", "hours", "minutes"]],
        Field(min_length=1, max_length=3, default_factory=lambda: ["hours", "minutes"]),
    ]
    max_minutes: Annotated[int, Field(ge=1, le=LONGEST_DAYS * 1440)] = LONGEST_DAYS * 1440

    @model_validator(mode="after")
    def _largest_first(self) -> "DurationQuestion":
        if list(self.units) != [unit for unit in MINUTES if unit in self.units]:
            raise ValueError("'units' are named once each, the largest first")
        return self

    def parse(self, raw: object) -> int | None:
        """Return the minutes, from boxes ({"hours": "2"}), a number of minutes, or words ("2 hours 30 minutes")."""
        if isinstance(raw, Mapping):
            return self._of_boxes(raw)
        return super().parse(raw)  # type: ignore[no-any-return]

    def parse_given(self, text: str) -> int:
        """Return the minutes."""
        said = " ".join(plain(text).casefold().split())
        if said.isascii() and said.isdecimal() and len(said) < 9:
            return self._within(int(said))
        found = (_ISO_SPAN.fullmatch(said) or _SPAN.fullmatch(said)) if len(said) <= LONGEST_SPAN else None
        if not found or not any(found.groups()):
            raise AnswerError(self.key, self.missing())
        minutes = sum(Decimal(found[unit] or 0) * worth for unit, worth in MINUTES.items())
        return self._within(int(minutes))

    def missing(self) -> Message:
        """Ask how long."""
        return Message("Enter how long it took in figures, like 2 hours 30 minutes")

    def phrasing(self) -> Message:
        """Give an example."""
        return Message("For example, 2 hours 30 minutes.")

    def shown(self, answer: Any) -> list[Shown]:
        """Return days, hours and minutes."""
        days, rest = divmod(int(answer), MINUTES["days"])
        hours, minutes = divmod(rest, MINUTES["hours"])
        pieces: list[Shown] = []
        if days:
            pieces.append(Plural("%(count)s day", "%(count)s days", days))
        if hours:
            pieces.append(Plural("%(count)s hour", "%(count)s hours", hours))
        if minutes or not pieces:
            pieces.append(Plural("%(count)s minute", "%(count)s minutes", minutes))
        return pieces

    def boxes(self, answer: int | None) -> dict[str, str]:
        """Return what the boxes show for an answer."""
        left = answer
        shown: dict[str, str] = {}
        for unit in self.units:
            if left is None:
                shown[unit] = ""
                continue
            number, left = divmod(left, MINUTES[unit])
            shown[unit] = str(number)
        return shown

    def domain(self) -> Domain:
        """Return the minutes, in steps of the smallest box."""
        step = MINUTES[self.units[-1]]
        return Domain(Kind.NUMBER, low=Decimal(0), high=Decimal(self.max_minutes // step * step), step=Decimal(step))

    def value_of(self, answer: Any) -> Value:
        """Return the minutes."""
        return None if answer is None else Decimal(answer)

    def columns(self) -> list[Column]:
        """Return one column of minutes."""
        return [Column(f"{self.key}_minutes", self.text, "number")]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the minutes."""
        return {"type": "integer", "minimum": 0, "maximum": self.max_minutes}

    def _of_boxes(self, raw: Mapping[object, object]) -> int | None:
        boxes = {unit: plain(self.written(given)) for unit, given in raw.items()}
        filled = {unit: text for unit, text in boxes.items() if not is_blank(text)}
        if not filled:
            self.nothing()
            return None
        if not filled.keys() <= set(self.units) or not all(map(_is_count, filled.values())):
            raise AnswerError(self.key, self.missing())
        return self._within(sum(int(text) * MINUTES[str(unit)] for unit, text in filled.items()))

    def _within(self, minutes: int) -> int:
        if minutes > self.max_minutes:
            raise AnswerError(self.key, self._too_long())
        return minutes

    def _too_long(self) -> Plural:
        days, hours = self.max_minutes // MINUTES["days"], self.max_minutes // MINUTES["hours"]
        if days * MINUTES["days"] == self.max_minutes:
            return Plural("Enter %(count)s day or less", "Enter %(count)s days or less", days)
        if hours * MINUTES["hours"] == self.max_minutes:
            return Plural("Enter %(count)s hour or less", "Enter %(count)s hours or less", hours)
        return Plural("Enter %(count)s minute or less", "Enter %(count)s minutes or less", self.max_minutes)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9
