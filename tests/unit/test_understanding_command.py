import json

import pytest
from click.testing import CliRunner

from cli.understanding import understand

WAIT = {"key": "wait", "type": "duration", "text": "How long did you wait?"}
OFFICE = {"key": "office", "type": "unit", "text": "Which office?", "options": ["Leeds Office", "Bradford Office"]}
ON_A_WEDNESDAY = "2026-03-18"


class TestUnderstand:
    def test_lines_gain_intent_confidence_and_values(self, understood):
        line = {
            "id": 7,
            "asked": WAIT,
            "open": [OFFICE],
            "said": "about 3 hours, the leeds one",
            "today": ON_A_WEDNESDAY,
        }

        (row,) = understood(json.dumps(line))

        assert list(row) == ["id", "asked", "open", "said", "today", "intent", "confidence", "values"]
        assert {key: row[key] for key in line} == line
        assert (row["intent"], row["values"]) == ("answer", {"wait_minutes": 180, "office": "Leeds Office"})
        assert 0.5 < row["confidence"] <= 1

    def test_a_line_needs_no_more_than_what_was_said(self, understood):
        rows = understood(
            '{"said": "can I talk to a real person please"}\n\n{"said": "stop", "asked": null, "open": []}'
        )

        assert [(row["intent"], row["values"]) for row in rows] == [("human", {}), ("stop", {})]

    def test_an_open_text_takes_the_words_as_they_are(self, understood):
        said = " The lift was broken AGAIN, and nobody told us\u200b "
        asked = {"key": "why", "type": "text", "text": "What happened?"}

        (row,) = understood(json.dumps({"asked": asked, "said": said}))

        assert (row["intent"], row["values"]) == ("answer", {"why": said})

    @pytest.mark.parametrize(
        "said",
        [
            "",
            " ",
            "🙂🙂🙂",
            "x" * 10_000,
            "waiting " * 1_250,
            "<script>alert(1)</script><b>2 hours</b>",
            "'; DROP TABLE submission; --",
            "\u202eevif yltcaxe",
            "J'ai attendu deux heures",
            "我等了两个小时",
            "\ud800",
        ],
    )
    def test_any_words_are_taken(self, understood, said):
        (row,) = understood(json.dumps({"asked": WAIT, "open": [OFFICE], "said": said}))

        assert row["said"] == said
        assert isinstance(row["values"], dict)

    @pytest.mark.parametrize(
        ("lines", "sentence"),
        [
            (b'{"said": "a"}\n{"sa', "line 2 of in.jsonl is not JSON"),
            (b"[1]", "line 1 of in.jsonl is not a JSON object"),
            (b'{"text": "a"}', 'line 1 of in.jsonl has no "said"'),
            (b'{"said": "a", "today": "soon"}', 'line 1 of in.jsonl has a "today" that is no day'),
            (b'{"said": "a", "asked": {"key": 1, "type": "date"}}', 'question without a "key"'),
            (b'{"said": "a", "open": {"key": "x"}}', 'an "open" that is no list'),
            (b'{"said": "a", "open": [{"key": "x", "type": "choice", "options": [1]}]}', "options that are no texts"),
        ],
    )
    def test_a_line_that_cannot_be_read_is_named_and_nothing_is_written(self, tmp_path, lines, sentence):
        (tmp_path / "in.jsonl").write_bytes(lines)

        done = CliRunner().invoke(understand, [str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl")])

        assert (done.exit_code, done.stdout) == (1, "")
        assert sentence in done.stderr
        assert not (tmp_path / "out.jsonl").exists()

    @pytest.fixture
    def understood(self, tmp_path):
        def run(lines):
            (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
            done = CliRunner().invoke(understand, [str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl")])
            assert done.exit_code == 0, done.stderr
            return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

        return run
