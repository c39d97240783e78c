"""The cascade as a document: what a file says, whichever kind of file it is (docs/targets.md)."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

FORMAT = "yousaid-cascade-1"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _day(raw: Any) -> Any:
    # A bare figure would be taken for seconds since 1970.
    if isinstance(raw, date) or (isinstance(raw, str) and _DAY.fullmatch(raw.strip())):
        return raw
    raise PydanticCustomError("day", "a day")


def _number(raw: Any) -> Any:
    if isinstance(raw, bool):
        raise PydanticCustomError("float_type", "a number")
    return raw


def _texts(texts: dict[str, str]) -> dict[str, str]:
    if not all(_LANGUAGE.fullmatch(language) for language in texts):
        raise PydanticCustomError("language", "a language")
    # No text in a language is none: a worksheet has an empty cell for it.
    return {language: text for language, text in texts.items() if text}


def _said(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise PydanticCustomError("too_short", "a text")
    return texts


Key = Annotated[str, Field(min_length=1, max_length=64)]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Texts = Annotated[dict[str, str], AfterValidator(_texts)]
Needed = Annotated[Texts, AfterValidator(_said)]


class Part(BaseModel):
    """A part of the document: no fields but those that are known."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Aspiration(Part):
    """What the organisation wants to become."""

    key: Key
    text: Needed


class Agreement(Part):
    """An agreement. Without ``service`` it is the whole organisation's; ``delivers`` is another agreement's key."""

    key: Key
    kind: Literal["psa", "sda"]
    aspiration: Key | None = None
    delivers: Key | None = None
    service: Key | None = None
    title: Needed
    aim: Needed
    objectives: list[Needed] = []
    responsible: Texts = {}
    starts_on: Day | None = None
    ends_on: Day | None = None


class Note(Part):
    """One version of a technical note. They stand in order, the oldest first."""

    source: Needed
    numerator: Needed
    denominator: Texts = {}
    exclusions: Texts = {}
    minimum_n: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    valid_from: Day
    reason: Texts = {}


class Measure(Part):
    """A measure. With ``formula`` its figures come of feedback, without they are uploaded."""

    key: Key
    service: Key
    name: Needed
    unit_of_measure: Annotated[str, Field(min_length=1, max_length=20)]
    better: Literal["higher", "lower", "neutral"]
    cadence: Literal["month", "quarter"] = "month"
    formula: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    parameters: dict[str, Any] = {}
    notes: list[Note] = []


class Milestone(Part):
    """Where the measure is to be on a day."""

    on: Day
    level: Number


class Theme(Part):
    """A theme whose comments are evidence for a target, or were thought to be."""

    theme: Key
    state: Literal["suggested", "confirmed", "rejected"] = "confirmed"
    weight: Number = 1.0


class Target(Part):
    """A target. A unit's part of one names the ``unit`` and what it is ``part_of``, and has its measure and agreement.

    ``owner`` is an e-mail address.
    """

    key: Key
    agreement: Key | None = None
    measure: Key | None = None
    unit: Key | None = None
    part_of: Key | None = None
    level: Number
    stretch: Number | None = None
    baseline: Number | None = None
    baseline_on: Day | None = None
    due: Day
    milestones: list[Milestone] = []
    value_for_money: bool = False
    owner: Annotated[str, Field(min_length=3, max_length=254)]
    set_by: Texts = {}
    delivered_by: Texts = {}
    reviewed_by: Texts = {}
    themes: list[Theme] = []


class Document(Part):
    """The whole: what is in it is set or changed, what is not in it stays as it is."""

    format: Literal["yousaid-cascade-1"]
    aspirations: list[Aspiration] = []
    agreements: list[Agreement] = []
    measures: list[Measure] = []
    targets: list[Target] = []
