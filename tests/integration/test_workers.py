"""Which workers are started, and at what they work."""

import os
import sys

import pytest
from click.testing import CliRunner

import supervisor
from cli.operation import worker
from nlp import cards
from supervisor import Supervisor


class TestTheSupervisor:
    def test_it_starts_the_worker_that_understands_after_the_other_and_before_the_pages(self, parts, monkeypatch):
        monkeypatch.setattr(supervisor, "can_understand", lambda: True)

        names = parts()

        assert list(names) == ["worker", "turns", "timetable", "web"]
        assert names["turns"] == [sys.executable, "-m", "cli", "worker", "--queues", "turns"]

    def test_where_no_model_is_shipped_there_is_none(self, parts, monkeypatch):
        monkeypatch.setattr(supervisor, "can_understand", lambda: False)

        assert list(parts()) == ["worker", "timetable", "web"]

    @pytest.fixture
    def parts(self, make_settings, tmp_path):
        def named() -> dict[str, list[str]]:
            made = Supervisor(make_settings("sqlite://", tmp_path), dict(os.environ), lock=0)
            return {part.name: list(part.command) for part in made.parts}

        return named


class TestTheCommand:
    @pytest.mark.parametrize(
        ("queues", "fault"),
        [
            ("slow", "there is no queue 'slow'; known are mail, analysis, heavy, turns"),
            ("", "there is no queue ''"),
            ("mail,turns", "turns needs a worker of its own, since somebody waits for it"),
        ],
    )
    def test_queues_that_cannot_be_worked_at_are_refused(self, queues, fault):
        result = CliRunner().invoke(worker, ["--queues", queues])

        assert result.exit_code == 2
        assert fault in " ".join(result.stderr.replace("│", " ").split())

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_without_a_model_it_says_so_in_a_sentence(self, settings, monkeypatch, tmp_path):
        monkeypatch.setattr(cards, "PIPELINES", tmp_path)
        monkeypatch.setattr("app.settings_module.read", lambda *_: settings)

        result = CliRunner().invoke(worker, ["--queues", "turns"])

        assert result.exit_code == 1
        assert result.stderr.splitlines()[-1].startswith("Error: there is no trained pipeline named 'understanding-")
