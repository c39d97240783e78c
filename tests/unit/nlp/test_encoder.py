import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import cards, storage
from nlp.encoder.session import WINDOW, Asked, clause_of_each, stretches
from nlp.encoder.tokens import WordPieces

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def encoder():
    folder = cards.folder_of()
    return storage.load_encoder(folder / storage.ENCODER, folder / storage.PIECES)


@pytest.fixture(scope="module")
def pieces():
    return WordPieces((cards.folder_of() / storage.PIECES).read_text(encoding="utf-8").splitlines())


class TestWordPieces:
    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            # As BERT's own tokenizer numbers them.
            ("Hello world", [7592, 2088]),
            ("Café, naïve!", [7668, 1010, 15743, 999]),
            ("unbelievably", [4895, 8671, 2666, 3567, 6321]),
            ("don't", [2123, 1005, 1056]),
            ("a\u200bb\x00c", [5925]),
            ("x" * 101, [100]),
            ("", []),
        ],
    )
    def test_it_numbers_texts_as_bert_does(self, pieces, text, numbers):
        assert pieces.read(text)[0] == numbers

    def test_it_says_where_each_word_starts(self, pieces):
        assert pieces.read("so  unbelievably, slow")[1] == [0, 4, 4, 4, 4, 4, 16, 18]

    @FEW
    @given(st.text(max_size=200))
    def test_every_start_is_a_place_in_the_text_and_none_goes_back(self, pieces, text):
        numbers, starts = pieces.read(text)

        assert len(numbers) == len(starts)
        assert starts == sorted(starts)
        assert all(0 <= start < len(text) for start in starts)


class TestStretches:
    @FEW
    @given(st.lists(st.integers(-1, 5), max_size=300).map(sorted), st.integers(2, 60))
    def test_each_token_is_read_once_and_no_window_overflows(self, clauses, room):
        found = stretches(clauses, room)

        assert [place for low, high in found for place in range(low, high)] == list(range(len(clauses)))
        assert all(high - low <= room for low, high in found)

    def test_it_cuts_between_clauses(self):
        assert stretches([0] * 7 + [1] * 5, 10) == [(0, 7), (7, 12)]

    def test_a_place_outside_all_clauses_belongs_to_none(self):
        assert clause_of_each([0, 4, 6, 9], [(0, 5), (6, 8)]) == [0, 0, 1, -1]


class TestEncoder:
    def test_every_clause_of_a_long_text_is_read(self, encoder):
        sentence = "The bus was late again and nobody told us. "
        clauses = tuple((start * len(sentence), (start + 1) * len(sentence) - 1) for start in range(60))

        (vectors,) = encoder.read([Asked(sentence * 60, "How was it?", clauses)])

        assert vectors.clauses.shape[0] == 60
        assert np.abs(vectors.clauses).sum(axis=1).min() > 0
        assert 3 * WINDOW < 60 * 9

    def test_neighbours_and_order_change_no_number(self, encoder):
        one, other = (Asked(text, "", ((0, len(text)),)) for text in ("Rude staff", "The wards are clean. " * 9))

        alone = [encoder.read([asked])[0] for asked in (one, other)]
        together = encoder.read([other, one, other])

        assert np.array_equal(alone[0].whole, together[1].whole)
        assert np.array_equal(alone[1].clauses, together[0].clauses)
        assert np.array_equal(together[0].whole, together[2].whole)

    @pytest.mark.parametrize("text", ["\u200b", "💥" * 500, "字" * 500, "a" * 900, "?"])
    def test_strange_texts_have_vectors_too(self, encoder, text):
        (vectors,) = encoder.read([Asked(text, text, ((0, len(text)),))])

        assert np.isfinite(vectors.whole).all()
        assert np.isfinite(vectors.clauses).all()
