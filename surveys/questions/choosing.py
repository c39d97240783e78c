"""One of several answers, and several of several."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from surveys.errors import AnswerError
from surveys.expressions import Domain, Expression, Kind, Value
from surveys.questions.base import Column, FreeText, Option, Question, Shown, Texts, is_blank
from words import Message, Plural

MOST_OPTIONS = 100
LONGEST_OTHER = 500
OTHER = "other"


class _Choosing(Question):
    """What one answer and several have in common: options, perhaps shuffled, perhaps one of one's own."""

    options: Annotated[list[Option], Field(min_length=1, max_length=MOST_OPTIONS)]
    # The label of an option of one's own, with a line to write in; none is offered without.
    other: Texts | None = None
    # In an order by chance for each person; exclusive options and the one of one's own stay last.
    shuffle: bool = False

    @model_validator(mode="after")
    def _values_differ(self) -> "_Choosing":
        values = [option.value for option in self.options]
        if len(set(values)) < len(values):
            raise ValueError("two options have the same value")
        if self.other and OTHER in values:
            raise ValueError("an option has the value 'other', which is the option of one's own")
        return self

    def offered(self) -> list[tuple[str, dict[str, str]]]:
        """Return the options in the designer's order, the one of one's own before those chosen alone."""
        together = [(option.value, dict(option.label)) for option in self.options if not option.exclusive]
        own = [(OTHER, dict(self.other))] if self.other else []
        return together + own + [(option.value, dict(option.label)) for option in self.options if option.exclusive]

    def parse_other(self, raw: object) -> str:
        """Return what was written for the option of one's own.

        Raises:
            AnswerError: If nothing was written, or too much.
        """
        text = " ".join(self.written(raw).split())
        if is_blank(text):
            raise AnswerError(self.key, Message("Say what your other answer is"))
        if len(text) > LONGEST_OTHER:
            raise AnswerError(
                self.key, Message("Your other answer must have %(limit)s characters or fewer", {"limit": LONGEST_OTHER})
            )
        return text

    def is_as_written(self) -> bool:
        """Whether everybody is offered the same options in the same order."""
        return super().is_as_written() and not self.shuffle and all(each.show_if is None for each in self.options)

    def can_be_answered(self) -> bool:
        """Whether any option is left."""
        return bool(self.options or self.other)

    def label_of(self, answer: object) -> dict[str, str] | None:
        """Return the label of the option chosen."""
        return super().label_of(_chosen(answer))

    def texts_of(self, answer: Any) -> list[FreeText]:
        """Return what was written for the option of one's own."""
        return [FreeText(f"{self.key}.{OTHER}", answer[OTHER])] if isinstance(answer, Mapping) else []

    def closed(self, answer: Any) -> Any:
        """Return what was chosen."""
        return _chosen(answer)

    def values(self) -> tuple[str, ...]:
        """Return the values of all options."""
        return tuple(value for value, _ in self.offered())

    def texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts of the question and of its options."""
        labels: list[tuple[str, Mapping[str, str]]] = [
            (f"options.{number}.label", option.label) for number, option in enumerate(self.options)
        ]
        return super().texts() + labels + ([("other", self.other)] if self.other else [])

    def expressions(self) -> list[tuple[str, Expression]]:
        """Return the conditions on the question and on its options."""
        return super().expressions() + [
            (f"options.{number}.show_if", option.show_if)
            for number, option in enumerate(self.options)
            if option.show_if is not None
        ]

    def _with_own(self, plain: dict[str, Any], with_own: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of an answer: ``plain`` is one without words of one's own, ``with_own`` beside them."""
        if not self.other:
            return plain
        own = {"type": "string", "minLength": 1, "maxLength": LONGEST_OTHER, "pattern": r"\S"}
        beside = {
            "type": "object",
            "properties": {"chosen": with_own, OTHER: own},
            "required": ["chosen", OTHER],
            "additionalProperties": False,
        }
        return {"anyOf": [plain, beside]}


class ChoiceQuestion(_Choosing):
    """Exactly one of the options. The answer is its value, or {"chosen": "other", "other": words}."""

    type: Literal["choice"]

    def parse(self, raw: object) -> Any:
        """Return the value of the option chosen."""
        chosen, own = _given(raw)
        text = self.written(chosen).strip()
        if is_blank(text):
            return self.nothing()
        if text not in self.values():
            raise AnswerError(self.key, self.missing())
        if self.other and text == OTHER:
            return {"chosen": OTHER, OTHER: self.parse_other(own)}
        return text

    def missing(self) -> Message:
        """Ask to choose."""
        return Message("Select one of the answers")

    def shown(self, answer: Any) -> list[Shown]:
        """Return the label of the option chosen, and what was written."""
        label: Shown = self.label_of(answer) or str(_chosen(answer))
        return [label, answer[OTHER]] if isinstance(answer, Mapping) else [label]

    def domain(self) -> Domain:
        """Return the values of the options."""
        return Domain(Kind.CHOICE, self.values(), self.values())

    def value_of(self, answer: Any) -> Value:
        """Return the value of the option chosen."""
        return None if answer is None else str(_chosen(answer))

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values."""
        plain = {"type": "string", "enum": [value for value in self.values() if value != OTHER or not self.other]}
        return self._with_own(plain, {"const": OTHER})


class ChoicesQuestion(_Choosing):
    """Any of the options. The answer is the list of their values, or {"chosen": list, "other": words}."""

    type: Literal["choices"]
    summary: ClassVar[str] = "several"
    at_least: Annotated[int, Field(ge=1, le=MOST_OPTIONS)] = 1
    at_most: Annotated[int | None, Field(ge=1, le=MOST_OPTIONS)] = None

    @model_validator(mode="after")
    def _enough(self) -> "ChoicesQuestion":
        together = len(self.together())
        most = together if self.at_most is None else min(self.at_most, together)
        if self.at_least > max(1, most):
            raise ValueError("'at_least' asks for more answers than can be given together")
        return self

    def together(self) -> list[str]:
        """Return the values that may be chosen beside others."""
        alone = {option.value for option in self.options if option.exclusive}
        return [value for value in self.values() if value not in alone]

    def parse(self, raw: object) -> Any:
        """Return the values of the options chosen, in the order that they are offered in."""
        given, own = _given(raw)
        if isinstance(given, str):
            given = [piece for piece in given.split(",") if not is_blank(piece)]
        if not isinstance(given, Sequence | None):
            raise AnswerError(self.key, self.missing())
        named = {self.written(each).strip() for each in given or ()} - {""}
        if not named:
            return self.nothing()
        chosen = [value for value in self.values() if value in named]
        if len(chosen) < len(named):
            raise AnswerError(self.key, self.missing())
        self._check_number(chosen)
        if self.other and OTHER in chosen:
            return {"chosen": chosen, OTHER: self.parse_other(own)}
        return chosen

    def _check_number(self, chosen: Sequence[str]) -> None:
        alone = [option for option in self.options if option.exclusive and option.value in chosen]
        if alone and len(chosen) > 1:
            raise AnswerError(self.key, Message("Select either some of the answers or none of these, not both"))
        if alone:
            return
        if len(chosen) < self.at_least:
            raise AnswerError(
                self.key,
                Plural("Select at least %(count)s answer", "Select at least %(count)s answers", self.at_least),
            )
        if self.at_most is not None and len(chosen) > self.at_most:
            raise AnswerError(
                self.key, Plural("Select %(count)s answer at most", "Select %(count)s answers at most", self.at_most)
            )

    def missing(self) -> Message:
        """Ask to choose."""
        return Message("Select all the answers that apply")

    def phrasing(self) -> Message:
        """Say that several may be chosen."""
        return Message("You can choose more than one.")

    def shown(self, answer: Any) -> list[Shown]:
        """Return the labels of the options chosen, and what was written."""
        labels: list[Shown] = [self.label_of(value) or value for value in _chosen(answer)]
        return [*labels, answer[OTHER]] if isinstance(answer, Mapping) else labels

    def domain(self) -> Domain:
        """Return the values of the options."""
        # Whoever is not shown all the options may have to choose fewer.
        fewest = 1 if any(option.show_if for option in self.options) else self.at_least
        most = len(self.values()) if self.at_most is None else self.at_most
        alone = frozenset(self.values()) - set(self.together())
        return Domain(Kind.CHOICES, self.values(), fewest=max(1, fewest), most=most, alone=alone)

    def value_of(self, answer: Any) -> Value:
        """Return the values of the options chosen."""
        return None if answer is None else tuple(_chosen(answer))

    def columns(self) -> list[Column]:
        """Return a column for each option: whether it was chosen."""
        return [Column(f"{self.key}.{value}", label, "boolean") for value, label in self.offered()]

    def cells(self, closed: Any) -> list[str | int | float | bool | None]:
        """Return for each option whether it was chosen."""
        return [None if closed is None else value in closed for value in self.values()]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the list of values."""
        alone = [option.value for option in self.options if option.exclusive]
        mixed = [value for value in self.together() if value != OTHER or not self.other]
        # Whoever is not shown all the options may have to choose fewer.
        fewest = 1 if any(option.show_if for option in self.options) else self.at_least
        most = {} if self.at_most is None else {"maxItems": self.at_most}
        several = {"type": "array", "uniqueItems": True, "minItems": fewest, **most}
        one = {"type": "array", "items": {"enum": alone}, "minItems": 1, "maxItems": 1}
        plain = {**several, "items": {"type": "string", "enum": mixed}}
        with_own = {**several, "items": {"type": "string", "enum": [*mixed, OTHER]}, "contains": {"const": OTHER}}
        return self._with_own({"anyOf": [plain, one]} if alone else plain, with_own)


def _given(raw: object) -> tuple[Any, object]:
    """Return what was chosen and what was written beside it."""
    if isinstance(raw, Mapping):
        return raw.get("chosen"), raw.get(OTHER)
    return raw, None


def _chosen(answer: Any) -> Any:
    return answer["chosen"] if isinstance(answer, Mapping) else answer
