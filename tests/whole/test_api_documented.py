"""The API's document and the definition's schema say what the product does."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from surveys.definition import dumped, read_definition
from surveys.errors import DefinitionError
from surveys.instruments import INSTRUMENTS
from surveys.questions import TYPES
from surveys.schema import definition_schema
from tests.factories import CHOICE, RATING, TEXT, definition
from web import problems
from web.api.openapi import document
from web.api.samples import samples

ROOT = Path(__file__).parents[2]

PAGES = {
    "format": "yousaid-survey/1",
    "title": {"en": "Visit", "cy": "Ymweliad"},
    "languages": ["en"],
    "pages": [
        {"title": {"en": "You"}, "questions": [RATING, {**CHOICE, "other": {"en": "Another"}, "shuffle": True}]},
        {
            "key": "last",
            "questions": [
                {
                    **TEXT,
                    "hint": {"en": "Leave out names"},
                    "show_if": {"and": [{"<": [{"answer": "satisfaction"}, 3]}, {"not": {"calculated": "high"}}]},
                    "checks": [{"valid_if": {"<": [{"length": {"answer": "improve"}}, 9]}, "message": {"en": "Less"}}],
                }
            ],
            "jumps": [{"if": {"==": [{"context": "mode"}, "api"]}, "to": "end"}],
        },
    ],
    "calculated": [{"key": "high", "value": {">": [{"answer": "satisfaction"}, 3]}}],
    "quotas": [
        {"key": "some", "if": {"==": [{"answer": "channel"}, "online"]}, "limit": 9, "message": {"en": "Enough"}}
    ],
}
GOOD = [
    definition(),
    definition(title="One"),
    PAGES,
    dumped(read_definition(PAGES)),
    dumped(samples(list(TYPES))),
    *[definition({"instrument": name}) for name in INSTRUMENTS],
    definition({"instrument": "nps", "fill": {"service": {"en": "the library"}}}),
    definition({"instrument": "nps", "required": False, "show_if": True}, TEXT),
]
BAD = [
    None,
    [],
    {},
    definition() | {"format": "yousaid-survey/2"},
    definition() | {"colour": "red"},
    definition() | {"title": {}},
    definition() | {"title": {"EN!": "x"}},
    definition() | {"questions": []},
    definition() | {"pages": PAGES["pages"]},
    definition({**RATING, "type": "essay"}),
    definition({**RATING, "colour": "red"}),
    definition({**RATING, "key": "A key"}),
    definition({"instrument": "nobodys"}),
    definition({"instrument": "nps", "low": {"en": "Never"}}),
    definition({**TEXT, "show_if": {"eval": "1"}}),
    definition({**TEXT, "show_if": {"answer": "a", "and": [True]}}),
]


class TestTheDocument:
    def test_it_is_sound(self):
        assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []

    def test_it_has_every_address_and_method(self, app):
        served = {
            (re.sub(r"<(?:\w+:)?(\w+)>", "{}", rule.rule), method)
            for rule in app.url_map.iter_rules()
            if rule.rule.startswith("/api/")
            for method in rule.methods - {"HEAD", "OPTIONS"}
        }
        told = {
            (re.sub(r"{\w+}", "{}", path), method.upper())
            for path, item in document()["paths"].items()
            for method in item.keys() - {"parameters"}
        }

        assert told == served

    def test_it_has_every_type_of_question(self):
        schemas = document()["components"]["schemas"]
        asked = {question.key for question in samples(list(TYPES)).questions if question.asks}

        assert {name.removeprefix("answer_") for name in schemas if name.startswith("answer_")} == asked
        assert set(schemas["Question"]["properties"]["type"]["enum"]) == set(TYPES)

    def test_each_sample_answer_fits_what_it_says(self):
        for question in samples(list(TYPES)).questions:
            if question.asks:
                Draft202012Validator.check_schema(question.api_schema())

    def test_it_is_sent_to_everybody(self, client):
        answer = client.request("GET", "/api/v1/openapi.json")

        assert (answer.status_code, answer.get_json()) == (200, document())
        assert answer.headers["Cache-Control"] == "public, max-age=3600"

    def test_every_problem_says_what_it_means_where_its_type_points(self, client):
        for kind in problems.KINDS.values():
            told = client.request("GET", kind.type).get_json()
            assert (told["type"], told["status"]) == (kind.type, kind.status)
            assert told["title"] and told["detail"]

    def test_people_are_told_of_every_address_and_problem(self):
        told = (ROOT / "docs" / "api.md").read_text()

        written = str.maketrans("{}", "<>")
        addresses = [path.replace("{survey}", "<slug>").replace("{problem}", "<name>") for path in document()["paths"]]

        assert [path for path in addresses if path.translate(written) not in told] == []
        assert [name for name in problems.KINDS if f"`{name}`" not in told] == []


class TestTheSchemaOfDefinitions:
    def test_it_is_a_schema(self):
        Draft202012Validator.check_schema(definition_schema())

    @pytest.mark.parametrize("raw", GOOD)
    def test_it_takes_what_is_read(self, raw):
        read_definition(raw)

        assert [error.message for error in Draft202012Validator(definition_schema()).iter_errors(raw)] == []

    @pytest.mark.parametrize("raw", BAD)
    def test_it_refuses_what_is_refused(self, raw):
        with pytest.raises(DefinitionError):
            read_definition(raw)

        assert not Draft202012Validator(definition_schema()).is_valid(raw)

    def test_it_is_sent_to_everybody(self, client):
        answer = client.request("GET", definition_schema()["$id"])

        assert (answer.status_code, answer.get_json()) == (200, definition_schema())


@pytest.fixture(params=["sqlite"])
def database_url(request, sqlite_template):
    return f"sqlite:///{sqlite_template}"
