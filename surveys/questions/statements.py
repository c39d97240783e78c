"""Words that ask nothing."""

from typing import Any, ClassVar, Literal

from surveys.questions.base import Column, Question


class StatementQuestion(Question):
    """A statement: it is read, not answered."""

    type: Literal["statement"]
    required: bool = False
    asks: ClassVar[bool] = False
    summary: ClassVar[str] = "none"

    def parse(self, raw: object) -> None:
        """Take nothing, whatever is given."""

    def domain(self) -> None:
        """Return nothing: there is no answer."""

    def columns(self) -> list[Column]:
        """Return none."""
        return []

    def cells(self, closed: Any) -> list[str | int | float | bool | None]:
        """Return none."""
        return []

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of nothing."""
        return {"type": "null"}
