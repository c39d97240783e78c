"""Where: the unit of the service that somebody dealt with."""

from typing import Any, Literal

from pydantic import Field

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind
from surveys.questions.base import Option, Question
from words import Message


class PlaceQuestion(Question):
    """One of the units of the survey's service; it becomes the submission's unit where the way in has none.

    The units are not part of the definition: whoever asks the question gives those there are now.
    """

    type: Literal["place"]
    units: list[Option] = Field(default=[], exclude=True)

    def parse_given(self, text: str) -> str:
        """Return the unit's short name."""
        text = text.strip()
        if text not in {unit.value for unit in self.units}:
            raise AnswerError(self.key, self.missing())
        return text

    def missing(self) -> Message:
        """Ask to choose."""
        return Message("Select the place")

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the units, in order of their short names."""
        return [(unit.value, dict(unit.label)) for unit in self.units]

    def can_be_answered(self) -> bool:
        """Whether the service has units."""
        return bool(self.units)

    def domain(self) -> Domain:
        """Return that it is one of a list that is not known before it is asked."""
        return Domain(Kind.CHOICE)

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the units' short names."""
        return {"type": "string", "enum": [unit.value for unit in self.units]} if self.units else {"type": "string"}
