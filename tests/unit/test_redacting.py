import json

import pytest
from click.testing import CliRunner

from cli.redacting import redact


class TestRedact:
    def test_lines_gain_the_redacted_text_and_its_spans(self, redacted):
        line = {"id": 7, "text": " Ring\u200b  07700 900123 or ask for Sharon ", "more": {"é": [1.5, None]}}

        (row,) = redacted(json.dumps(line))

        assert list(row) == ["id", "text", "more", "redacted", "spans"]
        assert {key: row[key] for key in line} == line
        assert row["redacted"] == "Ring [phone] or ask for [name]"
        assert [(row["text"][span["start"] : span["end"]], span["kind"]) for span in row["spans"]] == [
            ("07700 900123", "phone"),
            ("Sharon", "name"),
        ]

    def test_texts_in_other_languages_are_redacted(self, redacted):
        rows = redacted('{"text": "Me llamo Lucía Fernández y espero una respuesta"}\n\n{"text": ""}')

        assert [row["redacted"] for row in rows] == ["Me llamo [name] y espero una respuesta", ""]

    def test_half_a_character_goes_through(self, redacted):
        assert redacted('{"text": "ok", "other": "\\ud800"}')[0]["other"] == "\ud800"

    def test_without_out_it_writes_to_standard_output(self, tmp_path):
        (tmp_path / "in.jsonl").write_text('{"text": "fine"}\n', encoding="utf-8")

        done = CliRunner().invoke(redact, [str(tmp_path / "in.jsonl")])

        assert json.loads(done.stdout) == {"text": "fine", "redacted": "fine", "spans": []}

    @pytest.mark.parametrize(
        ("lines", "sentence"),
        [
            (b'{"text": "a"}\n{"tex', "line 2 of in.jsonl is not JSON"),
            (b"[1]", "line 1 of in.jsonl is not a JSON object"),
            (b'{"text": "a"}\n\n{"id": 1}', 'line 3 of in.jsonl has no "text"'),
            (b'{"text": 5}', 'line 1 of in.jsonl has no "text"'),
            (b'{"text": "\xff"}', "line 1 of in.jsonl is not in UTF-8"),
        ],
    )
    def test_a_line_that_cannot_be_read_is_named_and_nothing_is_written(self, tmp_path, lines, sentence):
        (tmp_path / "in.jsonl").write_bytes(lines)

        done = CliRunner().invoke(redact, [str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl")])

        assert (done.exit_code, done.stdout) == (1, "")
        assert sentence in done.stderr
        assert not (tmp_path / "out.jsonl").exists()

    def test_a_missing_file_is_named(self, tmp_path):
        done = CliRunner().invoke(redact, [str(tmp_path / "none.jsonl")])

        assert done.exit_code == 1
        assert "none.jsonl" in done.stderr

    @pytest.fixture
    def redacted(self, tmp_path):
        def _redacted(lines):
            (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
            done = CliRunner().invoke(redact, [str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl")])
            assert done.exit_code == 0, done.stderr
            return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

        return _redacted
