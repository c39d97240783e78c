"""Which themes move together with a measure: against SciPy, and on series that have nothing to do with one another."""

import math
import random
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from targets.comoving import FEWEST_STEPS, comove, moving_together, spearman

SEEDS = 200
THEMES = 15
PERIODS = st.lists(st.integers(-50, 50), min_size=12, max_size=40)


def months(n):
    return [date(2024 + at // 12, at % 12 + 1, 1) for at in range(n)]


def series(values):
    return dict(zip(months(len(values)), values, strict=True))


class TestSpearman:
    @given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=12, max_size=60))
    def test_it_is_scipys(self, pairs):
        first, second = zip(*pairs, strict=True)
        found, _ = spearman(first, second)

        if len(set(first)) == 1 or len(set(second)) == 1:
            assert found is None
        else:
            assert found == pytest.approx(stats.spearmanr(first, second).statistic, rel=1e-6, abs=1e-9)

    @given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=12, max_size=60))
    def test_p_is_students_with_alike_neighbours_allowed_for(self, pairs):
        first, second = zip(*pairs, strict=True)
        found, p = spearman(first, second)

        if found is None:
            assert p == 1.0
        else:
            assert p == pytest.approx(expected_p(first, second), rel=1e-6, abs=1e-12)

    def test_where_neighbours_are_not_alike_p_is_scipys_own(self):
        chance = random.Random(4)
        first, second = [chance.random() for _ in range(30)], [chance.random() for _ in range(30)]
        assert neighbours(first) * neighbours(second) <= 0

        _, p = spearman(first, second)

        assert p == pytest.approx(stats.spearmanr(first, second).pvalue, rel=1e-6)

    def test_what_moves_in_step_is_no_chance(self):
        found, p = spearman(range(12), [value**3 for value in range(12)])

        assert (found, p) == (pytest.approx(1.0), pytest.approx(0.0, abs=1e-9))

    @given(PERIODS)
    def test_it_is_the_same_the_other_way_round_and_turns_with_the_sign(self, values):
        others = list(reversed(values))

        found, p = spearman(values, others)

        assert spearman(others, values)[1] == pytest.approx(p)
        turned, same = spearman(values, [-each for each in others])
        assert (turned is None) == (found is None)
        assert same == pytest.approx(p)
        if found is not None:
            assert turned == pytest.approx(-found)


class TestComove:
    def test_the_sign_says_that_the_figure_falls(self, rates):
        found = comove(series(rates), series([90 - 2 * rate for rate in rates]), cadence="month")

        assert (found.correlation, found.lag, found.steps) == (pytest.approx(-1.0), 0, 17)
        assert found.p < 1e-6

    def test_what_comes_a_month_later_is_found_and_said(self, rates):
        later = [90.0, *(90 - 2 * rate for rate in rates[:-1])]

        found = comove(series(rates), series(later), cadence="month")

        assert (found.correlation, found.lag, found.steps) == (pytest.approx(-1.0), 1, 16)

    def test_two_that_merely_grow_do_not_move_together(self):
        chance = random.Random(11)
        first, second = ([at + chance.random() for at in range(30)] for _ in range(2))
        assert stats.spearmanr(first, second).statistic > 0.98

        found = comove(series(first), series(second), cadence="month")

        assert found.p > 0.05

    def test_trying_two_lags_doubles_p(self, rates):
        chance = random.Random(5)
        figures = [chance.random() for _ in rates]

        found = comove(series(rates), series(figures), cadence="month")

        own, others = (np.round(np.diff(each), 9) for each in (rates, figures))
        at_each = [spearman(own, others)[1], spearman(own[:-1], others[1:])[1]]
        assert found.p == pytest.approx(min(1.0, 2 * min(at_each)))

    def test_less_than_a_year_says_nothing(self, rates):
        assert comove(series(rates[:11]), series(rates[:11]), cadence="month") is None
        assert comove(series(rates[:12]), series(rates[:12]), cadence="month").steps == FEWEST_STEPS

    @pytest.mark.parametrize("still", [0, 1])
    def test_what_never_moves_says_nothing(self, rates, still):
        flat = [7.0] * len(rates)
        first, second = (flat, rates) if still == 0 else (rates, flat)

        assert comove(series(first), series(second), cadence="month") is None

    def test_a_missing_month_makes_no_step_over_it(self, rates):
        own = series(rates)
        del own[date(2024, 6, 1)]

        assert comove(own, series(rates), cadence="month").steps == 15

    def test_no_step_is_made_to_a_period_that_is_measured_anew(self, rates):
        figures = series([rate + (100 if at >= 9 else 0) for at, rate in enumerate(rates)])

        found = comove(series(rates), figures, cadence="month", breaks=[date(2024, 10, 1)])

        assert (found.steps, found.correlation) == (16, pytest.approx(1.0))

    def test_quarters_are_steps_of_three_months(self, rates):
        quarters = [date(2020 + at // 4, at % 4 * 3 + 1, 1) for at in range(len(rates))]
        own = dict(zip(quarters, rates, strict=True))

        assert comove(own, own, cadence="quarter").steps == 17

    def test_of_nothing_there_is_nothing(self):
        assert comove({}, {}, cadence="month") is None
        assert moving_together({}, {}, cadence="month") == {}
        assert moving_together({"waiting": {}}, {}, cadence="month") == {}


class TestMovingTogether:
    def test_the_theme_that_drives_the_figure_is_found_among_many(self):
        found = 0
        for seed in range(50):
            chance = random.Random(seed)
            themes = {str(number): series(rate(chance, 36)) for number in range(THEMES)}
            figures = [80 - 2 * each + chance.gauss(0, 2) for each in themes["0"].values()]
            found += "0" in moving_together(themes, series(figures), cadence="month")
        assert found >= 47

    def test_p_allows_for_the_other_themes(self, rates):
        themes = {"waiting": series(rates), **{str(at): series(shuffled(rates, at)) for at in range(4)}}

        found = moving_together(themes, series(rates), cadence="month", false_discoveries=1.0)

        p = [each.p for each in found.values()]
        assert [each.fair for each in found.values()] == pytest.approx(stats.false_discovery_control(p), rel=1e-6)

    @pytest.mark.parametrize(
        ("kind", "length"), [("rate", 12), ("rate", 36), ("white", 18), ("walk", 18), ("trend", 18)]
    )
    def test_series_that_have_nothing_in_common_are_hardly_ever_suggested(self, kind, length):
        make = {"rate": rate, "white": white, "walk": walk, "trend": trend}[kind]
        any_found = 0
        for seed in range(SEEDS):
            chance = random.Random(seed)
            themes = {str(number): series(make(chance, length)) for number in range(THEMES)}
            any_found += bool(moving_together(themes, series(make(chance, length)), cadence="month"))
        assert any_found / SEEDS <= 0.05


def expected_p(first, second):
    own, other = stats.rankdata(first), stats.rankdata(second)
    n = len(own) / (1 + 2 * max(0.0, neighbours(first) * neighbours(second)))
    r = stats.pearsonr(own, other).statistic
    if n <= 2:
        return 1.0
    if abs(r) >= 1:
        return 0.0
    return 2 * stats.t.sf(abs(r) * math.sqrt((n - 2) / (1 - r * r)), n - 2)


def neighbours(values):
    ranks = stats.rankdata(values)
    apart = ranks - ranks.mean()
    return float((apart[:-1] * apart[1:]).sum() / (apart * apart).sum())


def rate(chance, n):
    """Return what 150 people a month make of a theme that six in a hundred complain of."""
    return [sum(chance.random() < 0.06 for _ in range(150)) / 1.5 for _ in range(n)]


def white(chance, n):
    return [chance.gauss(0, 1) for _ in range(n)]


def walk(chance, n):
    values = [0.0]
    for _ in range(n - 1):
        values.append(values[-1] + chance.gauss(0, 1))
    return values


def trend(chance, n):
    return [0.3 * at + chance.gauss(0, 1) for at in range(n)]


def shuffled(values, seed):
    return random.Random(seed).sample(values, len(values))


@pytest.fixture(scope="module")
def rates():
    made = rate(random.Random(2), 18)
    assert all(before != after for before, after in pairwise(made))
    return made
