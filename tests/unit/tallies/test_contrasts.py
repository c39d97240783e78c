import statistics
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tallies import Contrast, contrast_of_means, contrast_of_shares, mean, share

FEW = settings(max_examples=100, deadline=None, derandomize=True, database=None)
COUNTS = st.integers(1, 3_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
ANSWERS = st.lists(st.integers(1, 5), min_size=2, max_size=60)


class TestShares:
    @pytest.mark.parametrize(
        ("first", "second", "low", "high"),
        # Newcombe 1998, Statistics in Medicine 17, table II: the eight examples, by method 10.
        [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ],
    )
    def test_published_values(self, first, second, low, high):
        found = contrast_of_shares(share(*first), share(*second))

        assert (round(found.low, 4), round(found.high, 4)) == (low, high)

    @FEW
    @given(COUNTS, COUNTS)
    def test_they_are_made_of_scipys_wilson_intervals(self, first, second):
        found = contrast_of_shares(share(*first), share(*second))

        p, q = first[0] / first[1], second[0] / second[1]
        one, two = (stats.binomtest(*each).proportion_ci(0.95, "wilson") for each in (first, second))
        low = p - q - ((p - one.low) ** 2 + (two.high - q) ** 2) ** 0.5
        high = p - q + ((one.high - p) ** 2 + (q - two.low) ** 2) ** 0.5
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
        assert -1 <= found.low <= found.value <= found.high <= 1

    @FEW
    @given(COUNTS, COUNTS)
    def test_the_other_way_round_is_the_same_with_the_other_sign(self, first, second):
        one, other = (
            contrast_of_shares(share(*first), share(*second)),
            contrast_of_shares(share(*second), share(*first)),
        )

        assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))
        assert one.beyond_chance == other.beyond_chance

    def test_of_nobody_there_is_none(self):
        with pytest.raises(ValueError, match="nobody"):
            contrast_of_shares(share(3, 4), share(0, 0))


class TestMeans:
    @FEW
    @given(ANSWERS, ANSWERS)
    def test_they_are_what_scipy_says(self, first, second):
        found = contrast_of_means(
            *(mean({Decimal(each): given.count(each) for each in given}) for given in (first, second))
        )

        gap = statistics.mean(first) - statistics.mean(second)
        a, b = (statistics.variance(each) / len(each) for each in (first, second))
        if not a + b:
            assert (found.value, found.low, found.high) == pytest.approx((gap, gap, gap))
            return
        freedom = (a + b) ** 2 / (a**2 / (len(first) - 1) + b**2 / (len(second) - 1))
        half = stats.t.ppf(0.975, freedom) * (a + b) ** 0.5
        # Of few answers it is rather too wide than too narrow.
        assert found.low <= gap - half + 1e-9
        assert found.high >= gap + half - 1e-9
        if min(len(first), len(second)) >= 10:
            assert (found.low, found.high) == pytest.approx((gap - half, gap + half), abs=0.0005)

    def test_a_welch_test_of_scipys_has_the_same_interval(self):
        first, second = [1, 2, 2, 3, 4, 5, 5, 5, 4, 3, 2, 1], [2, 3, 4, 4, 4, 5, 5, 5, 5, 3]
        found = contrast_of_means(*(mean({each: list_.count(each) for each in list_}) for list_ in (first, second)))

        ends = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx((ends.low, ends.high), abs=0.0005)

    def test_one_answer_has_none(self):
        with pytest.raises(ValueError, match="two answers"):
            contrast_of_means(mean({4: 1}), mean({4: 9}))


class TestBeyondChance:
    @pytest.mark.parametrize(
        ("low", "high", "beyond"), [(0.1, 0.3, True), (-0.3, -0.1, True), (-0.1, 0.1, False), (0.0, 0.2, False)]
    )
    def test_it_is_where_none_is_left_out(self, low, high, beyond):
        assert Contrast((low + high) / 2, low, high).beyond_chance is beyond
