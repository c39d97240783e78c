"""A survey's definition: one JSON value behind page, conversation and API."""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from surveys.errors import DefinitionError
from surveys.questions import AnyQuestion, Part, Texts

MOST_QUESTIONS = 200


class Definition(Part):
    """The questions of a survey, in order, one a page."""

    format: Literal["yousaid-survey/1"]
    title: Texts
    questions: Annotated[list[AnyQuestion], Field(min_length=1, max_length=MOST_QUESTIONS)]

    @model_validator(mode="after")
    def _keys_differ(self) -> "Definition":
        keys = [question.key for question in self.questions]
        if len(set(keys)) < len(keys):
            raise ValueError("two questions have the same key")
        return self

    def question(self, key: str) -> AnyQuestion:
        """Return the question with this key.

        Raises:
            KeyError: If there is none.
        """
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)


def read_definition(raw: Any) -> Definition:
    """Check a definition.

    Raises:
        DefinitionError: If it cannot be published; every fault is named with its place.
    """
    try:
        return Definition.model_validate(raw)
    except ValidationError as error:
        faults = [
            f"{'.'.join(str(part) for part in fault['loc']) or 'definition'}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)
        ]
        raise DefinitionError(faults) from error
