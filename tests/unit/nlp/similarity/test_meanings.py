"""What the shipped encoder says of names: which two mean one measure, and which themes a measure touches."""

import numpy as np
import pytest

from nlp import loading
from nlp.themes import MEANT, THEMES
from tests.unit.nlp.similarity.measure_names import OTHER, SAME, THEMES_OF

# Above it two names are near-duplicates.
ALIKE = 0.72
# From here on a theme is suggested for a measure of such a name.
NEAR = 0.4


class TestMeanings:
    def test_a_vector_has_length_one_and_is_the_same_each_time(self, searcher):
        first, second = searcher.meanings(["Cost per repair", "Cost per repair"])

        assert first == second
        assert np.linalg.norm(vector(first)) == pytest.approx(1, abs=1e-5)

    def test_of_no_sentences_there_are_none(self, searcher):
        assert searcher.meanings([]) == []

    def test_each_theme_is_described(self):
        assert list(MEANT) == list(THEMES)


class TestNearDuplicates:
    def test_no_two_measures_are_taken_for_one(self, cosine):
        assert [pair for pair in OTHER if cosine(*pair) >= ALIKE] == []

    def test_most_names_of_one_measure_are_found(self, cosine):
        assert sum(cosine(*pair) >= ALIKE for pair in SAME) >= 13


class TestThemesByName:
    def test_most_that_are_near_are_right(self, near):
        found = [(name, theme) for name in THEMES_OF for theme in near(name)]

        right = [theme for name, theme in found if theme in THEMES_OF[name]]
        assert len(right) / len(found) >= 0.8
        assert len(found) >= 18

    def test_most_measures_that_touch_a_theme_have_one(self, near):
        touching = [name for name, themes in THEMES_OF.items() if themes]

        assert sum(bool(near(name) & THEMES_OF[name]) for name in touching) / len(touching) >= 0.7

    def test_a_name_that_touches_none_has_none(self, near):
        assert [name for name, themes in THEMES_OF.items() if not themes and near(name)] == []


def vector(meaning):
    return np.frombuffer(meaning, dtype="<f4")


@pytest.fixture(scope="module")
def searcher():
    return loading.searcher()


@pytest.fixture(scope="module")
def cosine(searcher):
    def product(one, other):
        first, second = searcher.meanings([one, other])
        return float(vector(first) @ vector(second))

    return product


@pytest.fixture(scope="module")
def near(searcher):
    themes = dict(zip(MEANT, searcher.meanings(list(MEANT.values())), strict=True))

    def find(name):
        (meaning,) = searcher.meanings([name])
        return {theme for theme, of in themes.items() if float(vector(of) @ vector(meaning)) >= NEAR}

    return find
