import json

import pytest

from nlp.examples import ExampleError, for_training, read_examples, sha256_of

LABEL = {"id": "7", "source": "s", "part": "train", "picked": "unsure", "question": "", "sentiment": "negative"}
MARKS = {"themes": {"waiting": "neg"}, "urgent": False}


class TestReadExamples:
    def test_a_label_finds_its_text_in_a_csv_file(self, labels, tmp_path):
        (tmp_path / "texts.csv").write_text("id,text\n7,An  Hour in the rain\n7,Another\n")

        (example,) = read_examples([labels, tmp_path / "texts.csv"])

        assert (example.text, example.themes) == ("An  Hour in the rain", {"waiting": "neg"})

    def test_a_label_without_its_text_is_refused(self, labels):
        with pytest.raises(ExampleError, match="whose text is in none"):
            read_examples([labels])

    def test_what_equals_a_test_text_is_not_learnt_from(self, tmp_path):
        file = tmp_path / "comments.jsonl"
        rows = [LABEL | MARKS | {"part": part, "text": text} for part, text in (("test", "Cold"), ("train", " cold "))]
        file.write_text("\n".join(map(json.dumps, rows)))

        assert for_training(read_examples([file])) == []

    @pytest.fixture
    def labels(self, tmp_path):
        file = tmp_path / "labels.jsonl"
        file.write_text(json.dumps(LABEL | MARKS | {"sha256": sha256_of("an hour in the rain")}))
        return file
