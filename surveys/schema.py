"""JSON Schemas of what the product takes: definitions, and the answers to one survey (JSON Schema 2020-12)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from surveys.definition import MOST_QUESTIONS, Definition
from surveys.instruments import INSTRUMENTS, blanks
from surveys.questions import ChoiceQuestion, ChoicesQuestion, Question

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFINITION_ID = "/api/v1/survey-definition.schema.json"
# What a standard instrument leaves to nobody.
FIXED = frozenset({"type", "wording", "options", "points", "other", "yes", "no", "low", "high"})


@cache
def definition_schema() -> dict[str, Any]:
    """Return the schema of a definition as files have it.

    It takes what ``read_definition`` takes where that keeps to the documented form; what a schema cannot say (that
    keys differ, that conditions refer to what was asked before) reading and checking say. Treat it as read-only.
    """
    schema: dict[str, Any] = _plainer(Definition.model_json_schema(by_alias=True))
    parts: dict[str, Any] = schema["$defs"]
    # The units are the service's, put in when the question is asked.
    parts["PlaceQuestion"]["properties"].pop("units")
    question = parts["Page"]["properties"]["questions"]["items"]
    kinds = {name: part.rpartition("/")[2] for name, part in question.pop("discriminator")["mapping"].items()}
    parts["Question"] = {"oneOf": question["oneOf"], "title": "Question"}
    parts["Instrument"] = _instrument(parts, kinds)
    asked = {"oneOf": [{"$ref": "#/$defs/Question"}, {"$ref": "#/$defs/Instrument"}]}
    parts["Page"]["properties"]["questions"]["items"] = asked
    # The key of the first question stands in for it.
    parts["Page"]["required"].remove("key")
    schema["properties"]["questions"] = {
        "description": "Instead of pages: questions that have a page each.",
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_QUESTIONS,
        "items": asked,
    }
    schema["required"].remove("pages")
    schema["oneOf"] = [{"required": ["pages"]}, {"required": ["questions"]}]
    head = {
        "$schema": DIALECT,
        "$id": DEFINITION_ID,
        "title": "Survey definition",
        "description": "A survey in the format yousaid-survey/1: one definition behind page, conversation and API.",
    }
    return {**head, **{name: value for name, value in schema.items() if name not in head}}


def answers_schema(definition: Definition) -> dict[str, Any]:
    """Return the schema of the answers to a survey: an object of answers by the key of their question.

    What depends on other answers (whether a question is asked, which options it offers) is not in it.
    """
    certain = always_asked(definition)
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {question.key: question.api_schema() for question in definition.questions if question.asks},
        "required": [q.key for q in definition.questions if q.asks and q.required and q.key in certain],
        "additionalProperties": False,
    }


def always_asked(definition: Definition) -> frozenset[str]:
    """Return the keys of the questions that everybody is asked, whatever they answer."""
    certain: set[str] = set()
    for page in definition.pages:
        if page.show_if is None:
            certain |= {question.key for question in page.questions if _always(question)}
        if page.jumps:
            # Who jumps may miss any page after this one.
            break
    return frozenset(certain)


def _always(question: Question) -> bool:
    if question.show_if is not None or question.required_if is not None:
        return False
    if isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return any(option.show_if is None for option in question.options) or question.other is not None
    return question.can_be_answered()


def _instrument(parts: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Return the schema of an entry that stands for the questions of a standard instrument.

    ``kinds`` has the part of each type of question, by its name.
    """
    texts = parts["TextQuestion"]["properties"]["text"]
    entries = []
    for name, questions in INSTRUMENTS.items():
        ways = [way for each in questions for way in each]
        own = {
            field: schema
            for way in ways
            for field, schema in parts[kinds[way["type"]]]["properties"].items()
            if field not in FIXED
        }
        said = {
            "instrument": {"const": name},
            "choose": _some_of([way["wording"] for way in ways]),
            "only": _some_of([each[0]["key"] for each in questions]),
            "fill": {"type": "object", "propertyNames": {"enum": sorted(blanks())}, "additionalProperties": texts},
        }
        entries.append(
            {"type": "object", "required": ["instrument"], "properties": {**said, **own}, "additionalProperties": False}
        )
    return {
        "title": "Instrument",
        "description": "The questions of a standard instrument, in their exact wording. An entry for one question may "
        "say what else a question says.",
        "oneOf": entries,
    }


def _some_of(names: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": names}, "minItems": 1}


def _plainer(schema: Any) -> Any:
    """Return a schema without the titles that repeat names, and with maps of texts closed to other names."""
    if isinstance(schema, list):
        return [_plainer(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plainer(value) for name, value in schema.items() if not (name == "title" and _is_text(value))}
    if "patternProperties" in plain:
        plain.setdefault("additionalProperties", False)
    if _is_text(plain.get("description")):
        plain["description"] = plain["description"].replace("``", "`")
    return plain


def _is_text(value: object) -> bool:
    return isinstance(value, str)
