import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.model import BLAMED, MIXED, NEGATIVE, NEITHER, NEUTRAL, POSITIVE, PRAISED
from nlp.settling import polarity_under, sentiment_under, settled

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestSettled:
    def test_a_sure_polarity_turns_an_unsure_sentiment(self):
        sentiment, blamed = np.array([0.45, 0.40, 0.10, 0.05]), np.array([0.02, 0.97, 0.01])

        assert settled(sentiment, [blamed], 0.5).argmax() == NEGATIVE

    def test_a_sure_sentiment_stands(self):
        sentiment, blamed = np.array([0.97, 0.01, 0.01, 0.01]), np.array([0.40, 0.55, 0.05])

        assert settled(sentiment, [blamed], 0.5).argmax() == POSITIVE

    def test_without_themes_nothing_moves(self):
        sentiment = np.array([0.4, 0.3, 0.2, 0.1])

        assert settled(sentiment, [], 0.5) == pytest.approx(sentiment)

    @FEW
    @given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), max_size=5))
    def test_it_stays_a_share_of_one(self, polarities):
        final = settled(np.array([1.0, 0.0, 0.0, 0.0]), [np.array(one) for one in polarities], 0.5)

        assert final.sum() == pytest.approx(1)


class TestUnder:
    @pytest.mark.parametrize(("label", "polarity"), [(POSITIVE, PRAISED), (NEGATIVE, BLAMED), (NEUTRAL, NEITHER)])
    def test_a_sentiment_that_is_not_mixed_leaves_one_polarity(self, label, polarity):
        assert polarity_under(label, np.array([0.3, 0.3, 0.4])) == polarity

    def test_a_mixed_one_leaves_praise_or_blame_and_blame_in_a_tie(self):
        assert polarity_under(MIXED, np.array([0.3, 0.2, 0.5])) == PRAISED
        assert polarity_under(MIXED, np.array([0.3, 0.3, 0.4])) == BLAMED

    def test_a_clause_feels_as_its_themes_are_judged(self):
        sentiment = np.array([0.9, 0.1, 0.0, 0.0])

        assert sentiment_under(MIXED, sentiment, [BLAMED]) == NEGATIVE
        assert sentiment_under(MIXED, sentiment, [BLAMED, PRAISED]) == MIXED
        assert sentiment_under(NEGATIVE, sentiment, []) == NEGATIVE
        assert sentiment_under(MIXED, sentiment, []) == POSITIVE
