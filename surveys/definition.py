"""A survey's definition: one JSON value behind page, conversation, file and API."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from surveys import faults, instruments
from surveys.errors import DefinitionError
from surveys.expressions import Expression
from surveys.questions import AnyQuestion, Check, Option, Part, PlaceQuestion, Question, Texts
from surveys.questions.base import Key, LanguageCode, SomeTexts
from surveys.source import MOST_NAMES, json_of, wider_than

__all__ = [
    "END",
    "FORMAT",
    "MOST_A_PAGE",
    "MOST_QUESTIONS",
    "Calculated",
    "Definition",
    "Jump",
    "Page",
    "Quota",
    "dumped",
    "json_of",
    "read_definition",
    "read_text",
]

FORMAT = "yousaid-survey/1"
MOST_QUESTIONS = 200
MOST_A_PAGE = 30

END = "end"


class Jump(Part):
    """Where to go on after a page: another page further on, or the end; always, or where ``if`` holds."""

    condition: Annotated[Expression | None, Field(alias="if")] = None
    to: Key


class Page(Part):
    """Questions that are asked together. Its key is its first question's unless it says otherwise."""

    key: Key
    title: Annotated[SomeTexts, Field(default_factory=dict)]
    questions: Annotated[list[AnyQuestion], Field(min_length=1, max_length=MOST_A_PAGE)]
    show_if: Expression | None = None
    jumps: Annotated[list[Jump], Field(max_length=20, default_factory=list)]

    @model_validator(mode="before")
    @classmethod
    def _name(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "key" not in raw and isinstance(raw.get("questions"), list) and raw["questions"]:
            first = raw["questions"][0]
            if isinstance(first, dict) and "key" in first:
                return {**raw, "key": first["key"]}
        return raw


class Calculated(Part):
    """A value worked out from answers, for conditions and for texts."""

    key: Key
    value: Expression


class Quota(Part):
    """No more than ``limit`` submissions for which ``if`` holds: who would be one more is told and led to the end."""

    key: Key
    condition: Annotated[Expression, Field(alias="if")]
    limit: Annotated[int, Field(ge=1, le=10_000_000)]
    message: Texts


Block = Annotated[list[Key], Field(max_length=MOST_QUESTIONS)]
Blocks = Annotated[list[Block], Field(max_length=MOST_QUESTIONS)]


class Definition(Part):
    """The pages of a survey in order, and what leads through them."""

    format: Literal["yousaid-survey/1"]
    title: Texts
    # The languages that it is complete in; those of the title if none are named.
    languages: Annotated[list[LanguageCode], Field(max_length=30, default_factory=list)]
    pages: Annotated[list[Page], Field(min_length=1, max_length=MOST_QUESTIONS)]
    calculated: Annotated[list[Calculated], Field(max_length=50, default_factory=list)]
    quotas: Annotated[list[Quota], Field(max_length=50, default_factory=list)]
    # Each shuffle is a list of blocks, each block a list of pages that follow one another; the blocks come in an order
    # by chance.
    shuffle: Annotated[list[Blocks], Field(max_length=20, default_factory=list)]

    @model_validator(mode="before")
    @classmethod
    def _page_by_page(cls, raw: Any) -> Any:
        """Take plain questions for a page each."""
        if isinstance(raw, dict) and "questions" in raw and "pages" not in raw:
            rest = {name: value for name, value in raw.items() if name != "questions"}
            questions = raw["questions"]
            if isinstance(questions, list):
                # One too many is enough to refuse them.
                questions = [{"questions": [each]} for each in questions[: MOST_QUESTIONS + 1]]
            return {**rest, "pages": questions}
        return raw

    @model_validator(mode="after")
    def _keys_differ(self) -> "Definition":
        placed = list(_of_keys(self))
        if len(self.questions) > MOST_QUESTIONS:
            placed.append(("pages", f"there are more than {MOST_QUESTIONS} questions"))
        if len(set(self.languages)) < len(self.languages):
            placed.append(("languages", "a language is named twice"))
        if placed:
            raise PydanticCustomError("placed", "keys", {"placed": placed})
        return self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all pages, in the designer's order."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def in_languages(self) -> tuple[str, ...]:
        """The languages that the survey is offered in."""
        return tuple(self.languages or self.title)

    @cached_property
    def _by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    def question(self, key: str) -> Question:
        """Return the question with this key.

        Raises:
            KeyError: If there is none.
        """
        return self._by_key[key]

    @cached_property
    def calculated_from(self) -> Mapping[str, tuple[str, ...]]:
        """For each question, the calculated values that lean on its answer, through others as well."""
        leans: dict[str, list[str]] = {question.key: [] for question in self.questions}
        for each in self.calculated:
            for key in sorted(self.answers_behind(each.value) & leans.keys()):
                leans[key].append(each.key)
        return {key: tuple(found) for key, found in leans.items()}

    def answers_behind(self, expression: Expression) -> frozenset[str]:
        """Return the questions whose answers decide what an expression gives, through calculated values as well."""
        rules = {each.key: each.value for each in self.calculated}
        answers, seen, waiting = set(expression.answers), set(), list(expression.calculated)
        while waiting:
            key = waiting.pop()
            if key in rules and key not in seen:
                seen.add(key)
                answers |= rules[key].answers
                waiting += rules[key].calculated
        return frozenset(answers)

    def pages_behind(self, expression: Expression) -> frozenset[str]:
        """Return the pages that ask the questions that decide what an expression gives."""
        return frozenset(self._page_of[key] for key in self.answers_behind(expression) & self._page_of.keys())

    @cached_property
    def _page_of(self) -> Mapping[str, str]:
        return {question.key: page.key for page in self.pages for question in page.questions}

    @cached_property
    def asked(self) -> tuple[tuple[tuple[Question, Expression | None, bool], ...], ...]:
        """For each page its questions: each with the condition on it, and whether whoever meets it has it as written.

        Routing goes through all of them at each request, so what never changes is worked out once.
        """
        return tuple(
            tuple((each, each.show_if, each.is_as_written()) for each in page.questions) for page in self.pages
        )

    @cached_property
    def shuffles(self) -> bool:
        """Whether anything comes in an order by chance."""
        return bool(self.shuffle) or any(getattr(question, "shuffle", False) for question in self.questions)

    @cached_property
    def asks_for_place(self) -> bool:
        """Whether a unit is to be picked, so that the units must be known."""
        return any(isinstance(question, PlaceQuestion) for question in self.questions)

    def with_units(self, units: list[Option]) -> "Definition":
        """Return the definition with the units that its questions of place offer now."""
        key = tuple((unit.value, *sorted(unit.label.items())) for unit in units)
        if key not in self._with_units:
            # Units change seldom; those of before are of no more use.
            self._with_units.clear()
            self._with_units[key] = self._made_with(units)
        return self._with_units[key]

    @cached_property
    def _with_units(self) -> dict[tuple[Any, ...], "Definition"]:
        return {}

    def _made_with(self, units: list[Option]) -> "Definition":
        return self.with_each(
            lambda each: [each.model_copy(update={"units": units}) if isinstance(each, PlaceQuestion) else each]
        )

    def with_each(self, change: Callable[[AnyQuestion], Iterable[AnyQuestion]]) -> "Definition":
        """Return the definition with each question replaced by others, on the same page."""
        pages = [
            page.model_copy(update={"questions": [new for each in page.questions for new in change(each)]})
            for page in self.pages
        ]
        # Made anew rather than copied: a copy would keep what was worked out of the former pages.
        fields: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(**{**fields, "pages": pages})


def read_definition(raw: Any) -> Definition:
    """Read a definition; whether it makes sense as a whole, ``surveys.checking`` says.

    Raises:
        DefinitionError: If it is none; every fault is named with its place.
    """
    if wider_than(raw, MOST_NAMES):
        raise DefinitionError([f"definition: an object has more than {MOST_NAMES} names"])
    whole = instruments.expanded(raw)
    try:
        definition = Definition.model_validate(whole.raw)
    except ValidationError as error:
        found = faults.sentences(error, raw, whole.raw, MODELS, whole.faults)
    else:
        found = faults.some(whole.faults)
    if found:
        # Not from the other error: that would write out what was given, whatever it is.
        raise DefinitionError(found)
    return definition


def read_text(text: str | bytes) -> Definition:
    """Read a definition from the text of a file.

    Raises:
        DefinitionError: If ``json_of`` refuses it, or it is no definition.
    """
    return read_definition(json_of(text))


def dumped(definition: Definition) -> dict[str, Any]:
    """Return the definition as it is stored: pages, keys and standard wordings written out."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"format": FORMAT}


def _of_keys(definition: Definition) -> Iterator[tuple[str, str]]:
    """Find keys that are used twice, each with its place."""
    of_questions = [each.key for each in definition.questions]
    twice = _twice(of_questions)
    for key in twice:
        yield f"questions.{key}", "two questions have this key"
    # A page that has its question's key has been named with that.
    for key in _twice(page.key for page in definition.pages):
        if key not in twice:
            yield f"pages.{key}", "two pages have this key"
    for key in _twice(each.key for each in definition.calculated):
        yield f"calculated.{key}", "two calculated values have this key"
    for key in _twice([*set(of_questions), *{each.key for each in definition.calculated}]):
        yield f"calculated.{key}", "a question has this key too"
    for key in _twice(quota.key for quota in definition.quotas):
        yield f"quotas.{key}", "two quotas have this key"
    if END in {page.key for page in definition.pages}:
        yield f"pages.{END}", f"{END!r} means the end of the survey; give the page another key"


def _twice(keys: Iterable[str]) -> list[str]:
    return sorted(key for key, times in Counter(keys).items() if times > 1)


MODELS = (Definition, Page, Jump, Calculated, Quota, Option, Check)
