"""Yes or no, and consent."""

from collections.abc import Mapping
from typing import Any, Literal

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind, Value
from surveys.questions.base import Column, Question, Shown, Texts, is_blank
from words import Message

YES: dict[str, str] = {"en": "Yes", "cy": "Ie", "ar": "نعم"}
NO: dict[str, str] = {"en": "No", "cy": "Na", "ar": "لا"}

AGREED: dict[str, str] = {"en": "I agree", "cy": "Rwy'n cytuno", "ar": "أوافق"}


class YesNoQuestion(Question):
    """Yes or no. The answer is a boolean."""

    type: Literal["yes_no"]
    yes: Texts = YES
    no: Texts = NO

    def parse(self, raw: object) -> bool | None:
        """Return whether the answer was yes."""
        if isinstance(raw, bool):
            return raw
        text = self.written(raw).strip()
        if is_blank(text):
            self.nothing()
            return None
        if text not in {"yes", "no"}:
            raise AnswerError(self.key, self.missing())
        return text == "yes"

    def missing(self) -> Message:
        """Ask to choose."""
        if (self.yes, self.no) != (YES, NO):
            return Message("Select one of the answers")
        return Message("Select yes or no")

    def label_of(self, answer: object) -> dict[str, str] | None:
        """Return the label of an answer."""
        return super().label_of({True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer)

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return yes and no."""
        return [("yes", dict(self.yes)), ("no", dict(self.no))]

    def shown(self, answer: Any) -> list[Shown]:
        """Return the label of the answer."""
        return [self.yes if answer else self.no]

    def domain(self) -> Domain:
        """Return true and false."""
        return Domain(Kind.BOOLEAN, (), (True, False))

    def value_of(self, answer: Any) -> Value:
        """Return the answer."""
        return None if answer is None else bool(answer)

    def columns(self) -> list[Column]:
        """Return one column of true and false."""
        return [Column(self.key, self.text, "boolean")]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a boolean."""
        return {"type": "boolean"}

    def texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts, with the labels where they are the designer's own."""
        own = [(name, texts) for name, texts, usual in (("yes", self.yes, YES), ("no", self.no, NO)) if texts != usual]
        return [*super().texts(), *own]

    def usual_texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return yes and no where the designer has not worded them."""
        return [(name, texts) for name, texts, usual in (("yes", self.yes, YES), ("no", self.no, NO)) if texts == usual]


class ConsentQuestion(YesNoQuestion):
    """A box to tick: agreed or not. Where it is required, nothing goes on without."""

    type: Literal["consent"]  # type: ignore[assignment]
    # What stands beside the box.
    label: Texts = AGREED

    def parse(self, raw: object) -> bool | None:
        """Return whether the box was ticked; None where it was left empty. Where it is required, only yes will do."""
        agreed = super().parse(raw)
        if agreed is False and self.required:
            raise AnswerError(self.key, self.missing())
        return agreed

    def missing(self) -> Message:
        """Ask to agree."""
        return Message("Tick the box to say that you agree")

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the two answers that a conversation offers."""
        return [("yes", dict(self.label)), ("no", dict(self.no))]

    def shown(self, answer: Any) -> list[Shown]:
        """Return the label where the box was ticked."""
        return [self.label if answer else self.no]

    def texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts, with the label where it is the designer's own."""
        return super().texts() + ([("label", self.label)] if self.label != AGREED else [])

    def usual_texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return what stands beside the box, and the answer of whoever leaves it empty, where those are the usual."""
        no = [each for each in super().usual_texts() if each[0] == "no"]
        return no + ([("label", self.label)] if self.label == AGREED else [])

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a boolean; where it is required, of a yes."""
        always = self.required and self.required_if is None
        return {"type": "boolean", "const": True} if always else {"type": "boolean"}
