"""What docs/surveys.md shows can be published, and it names every field, type, operator and standard wording."""

import json
import re
from pathlib import Path

import pytest

from surveys.checking import faults_of
from surveys.definition import MODELS, read_definition
from surveys.expressions import OPERATORS, Expression
from surveys.instruments import INSTRUMENTS, wordings
from surveys.questions import TYPES
from tests.questions import survey

TEXT = (Path(__file__).parents[2] / "docs" / "surveys.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(found) for found in re.findall(r"^```json\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)]
DEFINITIONS = [example for example in EXAMPLES if "format" in example]
QUESTIONS = [example for example in EXAMPLES if "type" in example or "instrument" in example]
# The fields that every question has stand in a table of their own.
FIELDS = {field.alias or name for model in (*MODELS, *TYPES.values()) for name, field in model.model_fields.items()}


class TestExamples:
    def test_there_are_some_of_each_sort(self):
        assert len(DEFINITIONS) == 2
        assert {question.get("type") for question in QUESTIONS} >= set(TYPES) - {
            "choice", "short_text", "text", "nps", "csat", "ces",
        }  # fmt: skip

    @pytest.mark.parametrize("raw", DEFINITIONS)
    def test_a_definition_can_be_published(self, raw):
        assert faults_of(read_definition(raw)) == []

    @pytest.mark.parametrize("raw", QUESTIONS, ids=lambda raw: raw.get("type", "instrument"))
    def test_a_question_can_be_published(self, raw):
        assert faults_of(read_definition(survey({"questions": [raw]}))) == []

    @pytest.mark.parametrize("raw", [raw for raw in EXAMPLES if raw not in DEFINITIONS and raw not in QUESTIONS])
    def test_anything_else_is_an_expression(self, raw):
        assert Expression.read(raw).raw == raw

    @pytest.mark.parametrize("code", re.findall(r"^\| `[^`]+` \|[^|]+\| `(\{.*\})` \|$", TEXT, re.MULTILINE))
    def test_so_is_the_example_of_each_operator(self, code):
        Expression.read(json.loads(code))


class TestNames:
    @pytest.mark.parametrize("name", sorted(FIELDS))
    def test_every_field_is_named(self, name):
        assert f"`{name}`" in TEXT or f'"{name}"' in TEXT

    @pytest.mark.parametrize("name", [*TYPES, *OPERATORS, *INSTRUMENTS, *wordings()])
    def test_every_type_operator_instrument_and_wording_is_named(self, name):
        assert f"| `{name}` |" in TEXT

    @pytest.mark.parametrize("way", wordings().values(), ids=lambda way: way["wording"])
    def test_every_standard_wording_is_quoted(self, way):
        assert way["text"]["en"] in TEXT
