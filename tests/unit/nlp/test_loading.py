import json
import shutil
import subprocess
import sys

import pytest

from nlp import cards, loading, storage
from nlp.errors import PipelineDamagedError, PipelineMissingError
from nlp.naming import GIVEN_NAMES

HEAVY = ("spacy", "sklearn", "numpy", "scipy", "py3langid", "onnxruntime")


class TestImports:
    @pytest.mark.parametrize("module", ["nlp", "nlp.loading", "nlp.themes", "nlp.cards", "cli.language"])
    def test_they_bring_in_no_language_library(self, module):
        program = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"

        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

        assert done.stdout.strip() == "[]"


class TestLoad:
    def test_it_gives_the_pipeline_that_the_card_names(self, analyser):
        assert analyser.pipeline == cards.DEFAULT == cards.read_card(cards.folder_of())["name"]

    def test_a_pipeline_that_is_not_there_is_named(self):
        with pytest.raises(PipelineMissingError, match="no-such-pipeline"):
            loading.load("no-such-pipeline")

    @pytest.mark.parametrize("file", storage.FILES)
    def test_an_altered_file_is_refused(self, copied_pipeline, file):
        altered = copied_pipeline / file
        altered.write_bytes(altered.read_bytes() + b" ")

        with pytest.raises(PipelineDamagedError, match=file):
            storage.load(copied_pipeline)

    def test_a_card_that_is_not_json_is_refused(self, copied_pipeline):
        (copied_pipeline / cards.CARD).write_text("{")

        with pytest.raises(PipelineDamagedError, match=cards.CARD):
            storage.load(copied_pipeline)

    @pytest.fixture
    def copied_pipeline(self, tmp_path):
        return shutil.copytree(cards.folder_of(), tmp_path / "copy")


class TestShippedPipeline:
    def test_its_card_says_what_it_was_made_from_and_how_well_it_does(self):
        card = cards.read_card(cards.folder_of())

        assert all(source["licence"] for source in card["sources"])
        assert all(len(file["sha256"]) == 64 for file in card["data"])
        assert card["test"]["themes"]["macro_f1"]["value"] > 0.7
        assert card["test"]["sentiment"]["accuracy"]["value"] > 0.88
        assert card["frozen"]["themes"]["macro_f1"]["value"] > 0.5
        assert card["frozen"]["sentiment"]["accuracy"]["value"] > 0.7
        assert len(card["test"]["themes"]["each"]) == 15

    def test_its_vocabulary_holds_no_given_name_and_no_figure_but_nought(self):
        vocabulary = json.loads((cards.folder_of() / storage.VOCABULARY).read_text(encoding="utf-8"))
        words = {word for group in ("words", "crosses") for entry in vocabulary[group] for word in entry.split()}

        assert not words & GIVEN_NAMES
        assert not [word for word in words if any(letter in "123456789" for letter in word)]

    def test_it_is_small(self):
        assert sum(file.stat().st_size for file in cards.folder_of().iterdir()) < 30_000_000
