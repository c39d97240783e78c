"""The types of question, by their names in a definition."""

from typing import Annotated, get_args

from pydantic import Field

from surveys.questions.agreeing import ConsentQuestion, YesNoQuestion
from surveys.questions.base import Check, Column, FreeText, Option, Part, Question, Shown, Texts, is_blank
from surveys.questions.choosing import OTHER, ChoiceQuestion, ChoicesQuestion
from surveys.questions.contacts import EmailQuestion, PhoneQuestion, PostcodeQuestion
from surveys.questions.dates import LAST as LAST_DAY
from surveys.questions.dates import DateQuestion
from surveys.questions.durations import DurationQuestion
from surveys.questions.numbers import CurrencyQuestion, NumberQuestion
from surveys.questions.places import PlaceQuestion
from surveys.questions.scales import CesQuestion, CsatQuestion, LikertQuestion, NpsQuestion, ScaleQuestion
from surveys.questions.statements import StatementQuestion
from surveys.questions.writing import LONGEST_COMMENT, ProbeQuestion, ShortTextQuestion, TextQuestion

_Any = (
    ChoiceQuestion
    | ChoicesQuestion
    | YesNoQuestion
    | ConsentQuestion
    | ScaleQuestion
    | LikertQuestion
    | NpsQuestion
    | CsatQuestion
    | CesQuestion
    | TextQuestion
    | ShortTextQuestion
    | NumberQuestion
    | CurrencyQuestion
    | DurationQuestion
    | DateQuestion
    | EmailQuestion
    | PhoneQuestion
    | PostcodeQuestion
    | PlaceQuestion
    | StatementQuestion
)
AnyQuestion = Annotated[_Any, Field(discriminator="type")]

# Each type by its name.
TYPES: dict[str, type[Question]] = {get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(_Any)}

__all__ = [
    "LAST_DAY",
    "LONGEST_COMMENT",
    "OTHER",
    "TYPES",
    "AnyQuestion",
    "CesQuestion",
    "Check",
    "ChoiceQuestion",
    "ChoicesQuestion",
    "Column",
    "ConsentQuestion",
    "CsatQuestion",
    "CurrencyQuestion",
    "DateQuestion",
    "DurationQuestion",
    "EmailQuestion",
    "FreeText",
    "LikertQuestion",
    "NpsQuestion",
    "NumberQuestion",
    "Option",
    "Part",
    "PhoneQuestion",
    "PlaceQuestion",
    "PostcodeQuestion",
    "ProbeQuestion",
    "Question",
    "ScaleQuestion",
    "ShortTextQuestion",
    "Shown",
    "StatementQuestion",
    "TextQuestion",
    "Texts",
    "YesNoQuestion",
    "is_blank",
]
