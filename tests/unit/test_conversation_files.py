"""Transcript files are read strictly: what is wrong in one is named by file and line."""

from datetime import date

import pytest

from tests.conversations import transcripts
from tests.conversations.__main__ import main
from tests.conversations.lined import FileFaultError

WHOLE = """\
about: It goes well
survey: brief
turns:
  - say: "4"
    asked: improve
ending: open
answers: {satisfaction: 4}
"""


class TestAFile:
    def test_what_it_says_is_read(self, read):
        (script,) = read(WHOLE)

        assert script.conversation.turns[0].say == "4"
        assert script.conversation.answers == {"satisfaction": 4}

    def test_yes_and_no_and_days_are_words(self, read):
        (script,) = read(WHOLE.replace('"4"', "yes").replace("satisfaction: 4", "day: 2026-03-27"))

        assert script.conversation.turns[0].say == "yes"
        assert script.conversation.answers == {"day": "2026-03-27"}

    @pytest.mark.parametrize(
        ("old", "new", "line", "why"),
        [
            ('say: "4"', "say: 4", 4, "turns.say: Input should be a valid string"),
            ("asked: improve", "aksed: improve", 5, "turns.aksed: Extra inputs are not permitted"),
            ("    asked: improve", "    intent: answers", 5, "turns.intent: Input should be"),
            ("    asked: improve", "    press: '4'", 4, "this one has say and press"),
            ('say: "4"', "to: improve", 4, "this one has none"),
            ("ending: open", "ending: soon", 6, "ending: Input should be"),
            ("ending: open\n", "", 1, "ending: Field required"),
            ("survey: brief", "survey: nobody", 1, "there is no survey"),
            ("    asked: improve", "    asked: improve\n    asked: improve", 6, "“asked” is said twice"),
            ("ending: open", "ending: [open", 7, "expected ',' or ']'"),
        ],
    )
    def test_what_is_wrong_is_named_by_file_and_line(self, read, old, new, line, why):
        with pytest.raises(FileFaultError) as caught:
            read(WHOLE.replace(old, new))

        place, _, text = str(caught.value).partition(": ")
        assert place.endswith(f"one.yml:{line}")
        assert why in text

    def test_all_faults_of_all_files_are_named(self, tmp_path):
        for name in ("one", "two"):
            (tmp_path / f"{name}.yml").write_text(WHOLE.replace('"4"', "4").replace("ending: open", "ending: soon"))

        with pytest.raises(FileFaultError) as caught:
            transcripts.read(sorted(tmp_path.glob("*.yml")))

        named = [line.partition(": ")[0].rpartition("/")[2] for line in str(caught.value).splitlines()]
        assert named == ["one.yml:4", "one.yml:6", "two.yml:4", "two.yml:6"]

    @pytest.mark.parametrize("text", ["", "\xff", "- 1"])
    def test_what_is_no_transcript_is_refused(self, tmp_path, text):
        (tmp_path / "one.yml").write_bytes(text.encode("latin-1"))

        with pytest.raises(FileFaultError):
            transcripts.read([tmp_path / "one.yml"])

    def test_the_command_says_so_and_ends_with_2(self, tmp_path, capsys):
        (tmp_path / "one.yml").write_text("about: nothing")

        assert main([str(tmp_path / "one.yml")]) == 2
        assert "one.yml:1: survey: Field required" in capsys.readouterr().err

    @pytest.fixture
    def read(self, tmp_path):
        def read(text):
            (tmp_path / "one.yml").write_text(text)
            return transcripts.read([tmp_path / "one.yml"])

        return read


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("<today>", "2026-05-06"),
        ("<today-2>", "2026-05-04"),
        ("<last tuesday>", "2026-05-05"),
        ("<last wednesday>", "2026-04-29"),
        ("today", "today"),
    ],
)
def test_days_are_counted_from_today(written, day):
    assert transcripts.resolved({"day": [written]}, date(2026, 5, 6)) == {"day": [day]}
