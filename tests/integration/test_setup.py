"""An installation of one's own, set up from the command line."""

import json

import pytest
from sqlalchemy import select

from app import create_app
from cli import installation
from models import Collector, Organisation, Person, Survey, db, set_organisation
from tests.factories import definition


class TestSettingUp:
    def test_a_survey_of_ones_own_can_be_answered(self, run, client, definition_file):
        run("organisation", "oak", "--name", "Oak Council", "--name-cy", "Cyngor Derwen")
        run("service", "bins", "--organisation", "oak", "--name", "Bins")
        run("survey", "publish", str(definition_file), "--organisation", "oak", "--service", "bins", "--slug", "bins")

        assert client.get_page("/s/bins").heading == "Overall, how did you feel about the service you received today?"

    def test_publishing_again_makes_the_next_version(self, run, own, definition_file):
        said = run("survey", "publish", str(definition_file), *own, "--service", "bins", "--slug", "bins")

        assert said.startswith("Version 2 is open")

    def test_a_window_is_opened_for_exact_origins_only(self, run, own):
        said = run("survey", "window", "bins", *own, "--origin", "https://WWW.example.org/")

        set_organisation(db.session(), db.session.scalars(select(Organisation.id)).one())
        collector = db.session.scalars(select(Collector).where(Collector.kind == "widget")).one()
        assert collector.origins == ["https://www.example.org"]
        assert f'data-key="{collector.key}"' in said

    def test_a_survey_is_closed(self, run, own, client):
        run("survey", "close", "bins", *own)

        client.get_page("/s/bins", status=410)

    @pytest.mark.parametrize(
        ("arguments", "status", "sentence"),
        [
            (["organisation", "oak", "--name", "Again"], 1, "there is an organisation 'oak' already"),
            (["organisation", "Oak Council", "--name", "Oak"], 2, "use small letters, figures and hyphens only"),
            (["service", "x", "--organisation", "elm", "--name", "X"], 1, "there is no organisation 'elm'"),
            (["survey", "close", "bats", "--organisation", "oak"], 1, "there is no survey 'bats'"),
            (
                ["survey", "window", "bins", "--organisation", "oak", "--origin", "https://example.org/page"],
                1,
                "is no origin",
            ),
        ],
    )
    def test_what_is_wrong_is_named(self, invoke, own, arguments, status, sentence):
        result = invoke(*arguments)

        assert result.exit_code == status
        assert sentence in result.output

    @pytest.mark.parametrize(
        "arguments",
        [
            ["organisation", "oak", "--name", "Oak"],
            ["service", "bins", "--organisation", "oak", "--name", "Bins"],
            ["unit", "north", "--organisation", "oak", "--name", "North"],
            ["tallies", "check"],
        ],
    )
    def test_an_empty_database_is_named_with_its_remedy(self, invoke, without_tables, arguments):
        result = invoke(*arguments)

        assert result.exit_code == 1
        assert result.output.splitlines() == [
            "Error: the database does not have the tables of this version; run `yousaid upgrade` first"
        ]

    def test_a_definition_with_faults_changes_nothing(self, invoke, own, tmp_path):
        path = tmp_path / "faulty.json"
        path.write_text(json.dumps(definition() | {"questions": [{"key": "a", "type": "essay"}]}))

        result = invoke("survey", "publish", str(path), *own, "--service", "bins", "--slug", "new")

        assert result.exit_code == 1
        assert "questions.a: there is no question type 'essay'" in result.output
        set_organisation(db.session(), db.session.scalars(select(Organisation.id)).one())
        assert db.session.scalars(select(Survey.slug)).all() == ["bins"]

    @pytest.mark.parametrize(
        ("role", "said", "held"),
        [
            ([], "jo@example.org can sign in as viewer.", ["viewer"]),
            (["--role", "owner"], "jo@example.org can sign in as owner.", ["owner"]),
            (["--role", "none"], "jo@example.org can sign in.", []),
        ],
    )
    def test_staff_are_added_with_a_role_or_none(self, run, own, role, said, held):
        out = run("user", "add", "jo@example.org", "--name", "Jo", *own, *role, "--password", "a long enough one")

        set_organisation(db.session(), db.session.scalars(select(Organisation.id)).one())
        person = db.session.scalars(select(Person)).one()
        assert out.strip() == said
        assert [grant.name for grant in person.roles] == held

    @pytest.fixture
    def without_tables(self, make_settings, tmp_path, monkeypatch):
        empty = make_settings(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path)
        monkeypatch.setattr(installation, "create_app", lambda: create_app(empty))

    @pytest.fixture
    def invoke(self, commands):
        def invoke(*arguments):
            result = commands(*arguments)
            db.session.remove()
            return result

        return invoke

    @pytest.fixture
    def run(self, invoke):
        def run(*arguments):
            result = invoke(*arguments)
            assert result.exit_code == 0, result.output
            return result.output

        return run

    @pytest.fixture
    def definition_file(self, tmp_path):
        path = tmp_path / "survey.json"
        path.write_text(json.dumps(definition()))
        return path

    @pytest.fixture
    def own(self, run, definition_file):
        run("organisation", "oak", "--name", "Oak Council")
        run("service", "bins", "--organisation", "oak", "--name", "Bins")
        run("survey", "publish", str(definition_file), "--organisation", "oak", "--service", "bins", "--slug", "bins")
        return ["--organisation", "oak"]
