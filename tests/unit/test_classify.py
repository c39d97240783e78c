import csv
import io
import json
import random
import subprocess
import sys

import pytest
from click.testing import CliRunner

import sheets
from cli.language import classify, nlp_group
from tests.timing import slowness

# Its own seconds of the processor, and its most memory in MB.
MEASURED = """
import json, time
from pathlib import Path
from cli.language import classify
classify(standalone_mode=False)
status = Path("/proc/self/status").read_text()
print(json.dumps([time.process_time(), int(status.partition("VmHWM:")[2].split()[0]) / 1024]))
"""


class TestClassify:
    def test_it_adds_its_columns_to_the_rows_in_order(self, classified):
        rows = classified("id,text\n1,Kind and friendly staff\n2,I waited three hours\n")

        assert [row["id"] for row in rows] == ["1", "2"]
        assert list(rows[0]) == ["id", "text", "sentiment", "themes", "urgent", "language", "confidence"]
        assert (rows[0]["sentiment"], rows[0]["themes"]) == ("positive", "staff_manner:pos")
        assert (rows[1]["sentiment"], rows[1]["themes"]) == ("negative", "waiting:neg")
        assert 0 < float(rows[0]["confidence"]) <= 1
        assert rows[0]["urgent"] == "false"

    def test_the_question_counts(self, classified):
        text = "q,text\nWhat could we do better?,Communication\nWhat was good?,Communication\n"

        assert [row["sentiment"] for row in classified(text, "--question-column", "q")] == [
            "negative",
            "positive",
        ]

    def test_it_flags_what_is_urgent(self, classified):
        assert classified('text\n"I want to end my life, nobody helps"\n')[0]["urgent"] == "true"

    @pytest.mark.parametrize(
        ("cell", "language"),
        [
            ('""', "en"),
            ("\u200b\u200b", "en"),
            ("Roedd y staff yn garedig iawn ond roedd yr aros yn hir", "cy"),
        ],
    )
    def test_what_cannot_be_analysed_gets_empty_cells(self, classified, cell, language):
        (row,) = classified(f"id,text\n1,{cell}\n")

        assert (row["sentiment"], row["themes"], row["confidence"]) == ("", "", "")
        assert (row["language"], row["urgent"]) == (language, "false")

    def test_the_operators_own_cells_go_out_as_they_came_in(self, classified):
        (row,) = classified('id,text\n=1+1,"-5, said the sign"\n')

        assert (row["id"], row["text"]) == ("=1+1", "-5, said the sign")

    def test_welsh_with_a_borrowed_word_is_welsh(self, classified):
        assert classified("id,text\n1,Mae’r staff yn ardderchog\n")[0]["language"] == "cy"

    def test_emoji_alone_have_a_sentiment(self, classified):
        assert classified("id,text\n1,👍\n")[0]["sentiment"] == "positive"

    def test_a_cell_of_a_megabyte_is_read(self, classified):
        # One overlong word is the cheapest megabyte to parse, and the hardest on the patterns.
        (row,) = classified("id,text\n1," + "a" * sheets.CELL_LIMIT + "\n")

        assert row["urgent"] == "false"
        assert len(row["text"]) == sheets.CELL_LIMIT

    def test_a_larger_cell_is_named_before_anything_is_written(self, sheet):
        path = sheet("id,text\n1,Kind\n2," + "a" * (sheets.CELL_LIMIT + 1) + "\n")

        done = CliRunner().invoke(classify, [path, "--column", "text"])

        assert done.exit_code == 1
        assert done.stdout == ""
        assert done.stderr == ('in.csv, line 3: has a cell of more than 1,048,576 characters in the column "text".\n')

    def test_a_hundred_thousand_words_take_half_a_minute_and_no_more_memory_than_a_worker_has(self, tmp_path, sheet):
        chosen = random.Random(5)
        few = ["good", "slow", "rude", "Helpful", "n/a", "ok", "parking", "staff", "nothing", "👍", "?", "queue"]
        path = sheet("text\n" + "".join(f"{chosen.choice(few)}\n" for _ in range(100_000)))

        done = subprocess.run(
            [sys.executable, "-c", MEASURED, path, "--column", "text", "-o", str(tmp_path / "out.csv")],
            capture_output=True,
            text=True,
            check=True,
        )

        seconds, megabytes = json.loads(done.stdout)
        assert done.stderr == ""
        assert megabytes < 600
        assert seconds < 30 * slowness()
        with (tmp_path / "out.csv").open(encoding="utf-8") as stream:
            assert sum(1 for _ in stream) == 100_001

    def test_an_empty_table_stays_empty(self, classified):
        assert classified("id,text\n") == []

    def test_without_out_it_writes_to_standard_output_alone(self, sheet):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from cli.language import classify; classify()",
                sheet("text\nKind staff\n"),
            ]
            + ["--column", "text"],
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout.splitlines()[1].startswith("Kind staff,positive,staff_manner:pos,false,en,0.")
        assert done.stderr == ""

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"id,comment\n1,Kind\n", "text"),
            (b"id,text\n1,Caf\xe9\n", "line 2"),
            (b"id,text\n1,Kind\n2,Kind,staff\n", "line 3"),
            (b"", "empty"),
            (b"id,text\n1,a\x00b\n", "line 2"),
            (b"text,sentiment\nKind,glad\n", "'sentiment'"),
        ],
    )
    def test_a_bad_file_is_named_in_one_sentence_and_leaves_nothing(self, tmp_path, content, said):
        (tmp_path / "in.csv").write_bytes(content)

        done = CliRunner().invoke(
            classify, [str(tmp_path / "in.csv"), "--column", "text", "-o", str(tmp_path / "out.csv")]
        )

        assert done.exit_code == 1
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        done = CliRunner().invoke(classify, [str(tmp_path / "none.csv"), "--column", "text"])

        assert done.exit_code == 1
        assert "none.csv" in done.stderr

    def test_wrong_usage_is_status_2(self):
        assert CliRunner().invoke(classify, []).exit_code == 2

    @pytest.fixture
    def sheet(self, tmp_path):
        def write(text):
            (tmp_path / "in.csv").write_text(text, encoding="utf-8")
            return str(tmp_path / "in.csv")

        return write

    @pytest.fixture
    def classified(self, tmp_path, sheet):
        def run(text, *options):
            out = tmp_path / "out.csv"
            done = CliRunner().invoke(
                classify, [sheet(text), "--column", "text", "-o", str(out), *options], catch_exceptions=False
            )
            assert done.exit_code == 0, done.stderr
            return list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))

        return run


class TestNlp:
    def test_card_prints_the_shipped_card(self):
        done = CliRunner().invoke(nlp_group, ["card"])

        assert done.exit_code == 0
        assert '"limits"' in done.stdout

    @pytest.mark.parametrize("command", ["train", "evaluate"])
    def test_data_that_is_no_labelled_comment_is_named_by_its_line(self, tmp_path, command):
        (tmp_path / "data.jsonl").write_text('{"text": "Kind staff"}\n')

        done = CliRunner().invoke(nlp_group, [command, "--data", str(tmp_path / "data.jsonl")])

        assert done.exit_code == 1
        assert "data.jsonl, line 1" in done.stderr

    def test_too_little_data_is_refused(self, tmp_path):
        (tmp_path / "data.jsonl").write_text("")

        done = CliRunner().invoke(
            nlp_group, ["train", "--data", str(tmp_path / "data.jsonl"), "--out", str(tmp_path / "new")]
        )

        assert done.exit_code == 1
        assert "too few" in done.stderr
        assert not (tmp_path / "new").exists()
