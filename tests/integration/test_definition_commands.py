"""``yousaid survey check``, ``export``, ``schema``."""

import json

import pytest

from models import Survey, transaction
from surveys import publishing
from tests.factories import RATING, definition


class TestCheck:
    def test_one_without_fault_can_be_published(self, invoke, written):
        result = invoke("survey", "check", written(definition()))

        assert result.exit_code == 0
        assert "can be published: 3 questions in en." in result.output

    def test_each_fault_is_said_with_its_place(self, invoke, written):
        raw = definition({**RATING, "show_if": {"answered": {"answer": "gone"}}}) | {"languages": ["en", "cy"]}

        result = invoke("survey", "check", written(raw))

        assert result.exit_code == 1
        assert "questions.satisfaction.show_if" in result.stderr
        assert "title: the Welsh text (cy) is missing" in result.stderr

    def test_what_is_no_json_is_said_with_its_line(self, invoke, tmp_path):
        path = tmp_path / "broken.json"
        path.write_text('{\n"format" 1}')

        result = invoke("survey", "check", str(path))

        assert result.exit_code == 1
        assert "line 2, column 10" in result.stderr


class TestExport:
    def test_the_newest_or_any_version_is_printed(self, invoke, survey, organisation):
        own = ("visit", "--organisation", organisation.slug)

        newest, first = (
            json.loads(invoke("survey", "export", *own, *more).stdout) for more in ((), ("--version", "1"))
        )

        assert newest["title"] == {"en": "Second"}
        assert first["title"] == {"en": "Your visit"}

    @pytest.mark.parametrize(
        ("slug", "more", "said"),
        [
            ("visit", ["--version", "3"], "the survey 'visit' has no version 3; the newest is 2"),
            ("bats", [], "there is no survey 'bats'"),
            ("draft", [], "nothing of the survey 'draft' is published yet"),
        ],
    )
    def test_what_there_is_not_is_named(self, invoke, survey, organisation, slug, more, said):
        result = invoke("survey", "export", slug, "--organisation", organisation.slug, *more)

        assert result.exit_code == 1
        assert said in result.stderr

    @pytest.fixture
    def survey(self, factories, service):
        made = factories.survey(service=service, slug="visit")
        with transaction() as session:
            found = session.get_one(Survey, made.id)
            publishing.publish(session, survey=found, definition=definition(title="Second"))
            publishing.create(session, service=found.service, slug="draft")


class TestSchema:
    def test_it_is_printed(self, invoke):
        schema = json.loads(invoke("survey", "schema").stdout)

        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.fixture
def written(tmp_path):
    def write(raw):
        path = tmp_path / "survey.json"
        path.write_text(json.dumps(raw))
        return str(path)

    return write


@pytest.fixture
def invoke(commands, organisation):
    return commands
