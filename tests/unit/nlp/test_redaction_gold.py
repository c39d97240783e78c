"""How much personal data is found in texts written for it, and how much else is taken for it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from nlp import Source, loading
from nlp.redaction import KINDS

GOLD = Path(__file__).parents[3] / "nlp" / "data" / "redaction.jsonl"


class TestGold:
    def test_nearly_all_is_found(self, counted):
        found, missed, _ = counted

        assert found.total() / (found.total() + missed.total()) >= 0.985, missed

    def test_nearly_nothing_else_is_taken_for_it(self, counted):
        found, _, wrong = counted

        assert found.total() / (found.total() + wrong.total()) >= 0.98, wrong

    def test_its_marks_lie_in_its_texts(self, rows):
        for row in rows:
            for span in row["spans"]:
                assert 0 <= span["start"] < span["end"] <= len(row["text"]), row["id"]
                assert span["kind"] in KINDS


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def counted(rows):
    """Marks found, marks missed, and stretches replaced that are no marks, by kind; a part of a mark will do."""
    found, missed, wrong = Counter(), Counter(), Counter()
    for row, redaction in zip(rows, loading.redactor()(Source(row["text"]) for row in rows), strict=True):
        marks = [(mark["start"], mark["end"], mark["kind"]) for mark in row["spans"]]
        spans = [(span.start, span.end, span.kind) for span in redaction.spans]
        for mark in marks:
            (found if any(_same(mark, span) for span in spans) else missed)[mark[2]] += 1
        wrong.update(span[2] for span in spans if not any(_same(mark, span) for mark in marks))
    return found, missed, wrong


def _same(one, other):
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]
