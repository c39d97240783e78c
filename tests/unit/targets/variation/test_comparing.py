import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from tallies import contrast_of_shares, mean, share
from targets.variation import (
    UnitCount,
    UnitMean,
    adjusted,
    change_of_share,
    compare_means,
    compare_shares,
    rank_shares,
)
from targets.variation.chances import means_differ, shares_differ
from targets.variation.errors import CountError, NotANumberError, SameUnitError, TooFewUnitsError

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
COUNTS = st.integers(1, 2_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
PAIRS = st.lists(COUNTS, min_size=2, max_size=15)
ANSWERS = st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=30), min_size=2, max_size=8)
CHANCES = st.lists(st.floats(0, 1), max_size=30)


def units_of(pairs):
    return [UnitCount(f"unit {place}", *pair) for place, pair in enumerate(pairs)]


def means_of(lists):
    return [
        UnitMean(f"unit {place}", len(each), float(np.mean(each)), float(np.std(each, ddof=1)))
        for place, each in enumerate(lists)
    ]


class TestCompareShares:
    @FEW
    @given(PAIRS)
    def test_differences_are_newcombes_and_chances_those_of_scipy_and_statsmodels(self, pairs):
        n, of = (sum(column) for column in zip(*pairs, strict=True))

        rows = compare_shares(units_of(pairs)).rows

        for row, (own, people) in zip(rows, pairs, strict=True):
            assert (row.value, row.other) == (share(own, people), share(n - own, of - people))
            assert row.difference == contrast_of_shares(row.value, row.other)
            table = [[own, people - own], [n - own, of - people - n + own]]
            if n in {0, of}:
                wanted = 1
            elif stats.contingency.expected_freq(table).min() < 5:
                wanted = stats.fisher_exact(table).pvalue
            else:
                wanted = proportions_ztest([own, n - own], [people, of - people])[1]
            assert row.p == pytest.approx(wanted, rel=1e-6, abs=1e-100)

    @FEW
    @given(PAIRS)
    def test_those_who_differ_are_those_whom_statsmodels_finds(self, pairs):
        rows = compare_shares(units_of(pairs)).rows

        differs, fair, _, _ = multipletests([row.p for row in rows], 0.05, "fdr_bh")
        assert [row.adjusted_p for row in rows] == pytest.approx(fair, rel=1e-6, abs=1e-100)
        assert [row.differs for row in rows] == differs.tolist()

    def test_the_whole_is_nearer_than_the_rest_by_the_units_own_part_in_it(self):
        units = units_of([(50, 100), (80, 100)])

        rest, whole = (compare_shares(units, against=against).rows[0] for against in ("rest", "whole"))

        assert whole.other == share(130, 200)
        assert whole.difference.value == pytest.approx(0.5 - 0.65)
        assert whole.difference.low == pytest.approx(rest.difference.low / 2)
        assert whole.p == rest.p

    def test_many_units_that_are_alike_differ_in_one_sample_of_twenty_at_most(self):
        wrong = 0
        for seed in range(100):
            counts = np.random.default_rng(seed).binomial(100, 0.8, size=30).tolist()
            wrong += any(row.differs for row in compare_shares(units_of([(each, 100) for each in counts])).rows)

        assert wrong <= 10

    def test_a_unit_far_off_is_found_among_many(self):
        rows = compare_shares(units_of([(80, 100)] * 30 + [(50, 100)])).rows

        assert [row.unit for row in rows if row.differs] == ["unit 30"]

    def test_units_of_nobody_are_named(self):
        found = compare_shares([UnitCount("closed", 0, 0), *units_of([(1, 2), (2, 2)])])

        assert (found.set_apart, len(found.rows)) == (("closed",), 2)

    @pytest.mark.parametrize("pairs", [[], [(1, 2)], [(1, 2), (0, 0)]])
    def test_one_unit_is_compared_with_nothing(self, pairs):
        with pytest.raises(TooFewUnitsError):
            compare_shares(units_of(pairs))

    @pytest.mark.parametrize("pair", [(-1, 10), (11, 10), (0.5, 10), (5, 10.5), (float("nan"), 3)])
    def test_counts_that_cannot_be_are_refused(self, pair):
        with pytest.raises(CountError):
            compare_shares(units_of([(1, 2), pair]))

    def test_a_unit_that_stands_twice_is_refused(self):
        with pytest.raises(SameUnitError):
            compare_shares([UnitCount("north", 1, 2), UnitCount("north", 1, 3)])

    @FEW
    @given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), min_size=2, max_size=5))
    def test_any_counts_can_be_compared(self, pairs):
        rows = compare_shares(units_of([(min(pair), pair[1]) for pair in pairs])).rows

        assert all(0 <= row.p <= row.adjusted_p <= 1 for row in rows)
        assert all(row.difference.low <= row.difference.value <= row.difference.high for row in rows)

    @FEW
    @given(PAIRS, st.data())
    def test_in_another_order_each_unit_is_what_it_was(self, pairs, data):
        units = units_of(pairs)
        shuffled = data.draw(st.permutations(units))

        other = {row.unit: row for row in compare_shares(shuffled).rows}

        assert all(other[row.unit] == row for row in compare_shares(units).rows)


class TestSharesDiffer:
    def test_a_published_value(self):
        # Fisher 1935, The Design of Experiments: the lady tasting tea, three of four cups right.
        assert shares_differ(3, 4, 1, 4) == pytest.approx(34 / 70)

    def test_from_five_expected_in_each_cell_on_the_normal_distribution_is_trusted(self):
        assert shares_differ(4, 20, 6, 20) == pytest.approx(proportions_ztest([4, 6], [20, 20])[1])
        assert shares_differ(4, 21, 5, 20) == pytest.approx(stats.fisher_exact([[4, 17], [5, 15]]).pvalue)

    @pytest.mark.parametrize("table", [[[18, 2], [39, 1]], [[2, 18], [1, 39]], [[2, 1], [18, 39]], [[18, 39], [2, 1]]])
    def test_few_on_any_side_of_the_table_are_counted_exactly(self, table):
        (n, no), (other_n, other_no) = table

        found = shares_differ(n, n + no, other_n, other_n + other_no)

        assert found == pytest.approx(stats.fisher_exact(table).pvalue)

    def test_few_among_very_many_are_counted_exactly(self):
        wanted = stats.fisher_exact([[3, 10**6 - 3], [1, 10**8 - 1]]).pvalue

        assert shares_differ(3, 10**6, 1, 10**8) == pytest.approx(wanted, rel=1e-6)


class TestCompareMeans:
    @FEW
    @given(ANSWERS)
    def test_chances_are_those_of_scipys_welch_test(self, lists):
        rows = compare_means(means_of(lists)).rows

        for place, row in enumerate(rows):
            rest = [answer for other, each in enumerate(lists) if other != place for answer in each]
            wanted = mean({answer: rest.count(answer) for answer in rest})
            assert (row.other.n, row.other.value) == (wanted.n, pytest.approx(wanted.value))
            assert (row.other.low, row.other.high) == pytest.approx((wanted.low, wanted.high))
            assert row.other.deviation == pytest.approx(np.std(rest, ddof=1), abs=1e-9)
            if len(set(lists[place])) > 1 and len(set(rest)) > 1:
                test = stats.ttest_ind(lists[place], rest, equal_var=False)
                assert row.p == pytest.approx(test.pvalue, rel=1e-6)

    def test_the_interval_is_welchs(self):
        lists = [[1, 2, 2, 3, 4, 5, 5, 5, 4, 3, 2, 1], [2, 3, 4, 4, 4, 5, 5, 5, 5, 3]]

        found = compare_means(means_of(lists)).rows[0].difference

        ends = stats.ttest_ind(*lists, equal_var=False).confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx((ends.low, ends.high), abs=0.0005)

    def test_the_whole_is_nearer_than_the_rest(self):
        units = means_of([[1, 2, 3, 4], [3, 4, 5, 5, 5, 2, 1, 4]])

        row = compare_means(units, against="whole").rows[0]

        assert row.other.value == pytest.approx(39 / 12)
        assert row.difference.value == pytest.approx(2.5 - 39 / 12)

    def test_units_where_all_say_the_same_differ_or_do_not(self):
        alike = compare_means([UnitMean("a", 5, 3.0, 0), UnitMean("b", 5, 3.0, 0)]).rows
        apart = compare_means([UnitMean("a", 5, 3.0, 0), UnitMean("b", 5, 4.0, 0)]).rows

        assert ([row.p for row in alike], [row.p for row in apart]) == ([1, 1], [0, 0])

    def test_units_of_one_answer_are_named(self):
        found = compare_means([UnitMean("small", 1, 5.0, 0), UnitMean("a", 5, 3.0, 1), UnitMean("b", 5, 4.0, 1)])

        assert (found.set_apart, found.rows[0].other.n) == (("small",), 5)

    def test_one_unit_is_compared_with_nothing(self):
        with pytest.raises(TooFewUnitsError):
            compare_means([UnitMean("a", 5, 3.0, 1), UnitMean("b", 1, 3.0, 0)])

    @pytest.mark.parametrize(("mean", "deviation"), [(float("nan"), 1), (1, float("inf")), (1, -0.1), (1e101, 1)])
    def test_what_is_no_figure_is_refused(self, mean, deviation):
        with pytest.raises(NotANumberError):
            compare_means([UnitMean("a", 5, 3.0, 1), UnitMean("b", 5, mean, deviation)])

    def test_fewer_than_no_answers_are_refused(self):
        with pytest.raises(CountError):
            compare_means([UnitMean("a", 5, 3.0, 1), UnitMean("b", -1, 2, 1)])

    @FEW
    @given(
        st.lists(
            st.tuples(st.integers(2, 10**9), st.floats(-1e100, 1e100), st.floats(0, 1e100)), min_size=2, max_size=5
        )
    )
    def test_any_figures_can_be_compared(self, figures):
        rows = compare_means([UnitMean(str(place), *each) for place, each in enumerate(figures)]).rows

        assert all(0 <= row.p <= row.adjusted_p <= 1 for row in rows)


class TestMeansDiffer:
    @pytest.mark.parametrize("counts", [({3: 1}, {3: 2}), ({3: 2}, {3: 1}), ({}, {3: 2}), ({3: 2}, {})])
    def test_a_mean_of_one_answer_has_no_deviation(self, counts):
        with pytest.raises(ValueError, match="fewer than two"):
            means_differ(*map(mean, counts))


class TestAdjusted:
    def test_a_published_value(self):
        # Benjamini & Hochberg 1995, section 4.1: fifteen tests, of which four are findings at 5 %.
        chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
        chances += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

        assert [each <= 0.05 for each in adjusted(chances)] == [True] * 4 + [False] * 11

    @FEW
    @given(CHANCES)
    def test_they_are_what_statsmodels_says(self, chances):
        wanted = multipletests(chances, method="fdr_bh")[1] if chances else []

        assert adjusted(chances) == pytest.approx(list(wanted), rel=1e-6, abs=1e-100)

    @FEW
    @given(CHANCES)
    def test_they_are_in_the_same_order_and_never_smaller(self, chances):
        found = adjusted(chances)

        pairs = sorted(zip(chances, found, strict=True))
        assert [fair for _, fair in pairs] == sorted(fair for _, fair in pairs)
        assert all(p <= fair <= 1 for p, fair in pairs)


class TestRankShares:
    def test_units_that_cannot_be_told_apart_may_have_any_place(self):
        ranks, _ = rank_shares(units_of([(8, 10), (7, 10), (9, 10)]), better="higher")

        assert [(each.unit, each.rank, each.best, each.worst) for each in ranks] == [
            ("unit 2", 1, 1, 3),
            ("unit 0", 2, 1, 3),
            ("unit 1", 3, 1, 3),
        ]

    def test_units_that_can_have_their_own(self):
        units = units_of([(700, 1_000), (900, 1_000), (800, 1_000), (805, 1_000)])

        ranks, _ = rank_shares(units, better="higher")

        assert [(each.unit, each.rank, each.best, each.worst) for each in ranks] == [
            ("unit 1", 1, 1, 1),
            ("unit 3", 2, 2, 3),
            ("unit 2", 3, 2, 3),
            ("unit 0", 4, 4, 4),
        ]

    def test_where_lower_is_better_the_lowest_is_first(self):
        ranks, _ = rank_shares(units_of([(700, 1_000), (100, 1_000)]), better="lower")

        assert [(each.unit, each.best, each.worst) for each in ranks] == [("unit 1", 1, 1), ("unit 0", 2, 2)]

    def test_equal_shares_have_one_place(self):
        ranks, _ = rank_shares(units_of([(8, 10), (80, 100), (1, 10)]), better="higher")

        assert [each.rank for each in ranks] == [1, 1, 3]

    def test_units_of_nobody_are_named_and_no_unit_has_no_rank(self):
        assert rank_shares([UnitCount("closed", 0, 0)], better="higher") == ([], ("closed",))

    @FEW
    @given(PAIRS, st.sampled_from(["higher", "lower"]))
    def test_places_are_those_of_statsmodels_joint_intervals_one_by_one(self, pairs, better):
        level = 0.95 ** (1 / len(pairs))
        ends = [proportion_confint(*pair, alpha=1 - level, method="wilson") for pair in pairs]
        if better == "lower":
            ends = [(-high, -low) for low, high in ends]

        ranks, _ = rank_shares(units_of(pairs), better=better)

        for each in ranks:
            low, high = ends[int(each.unit.split()[1])]
            # Ends that touch but for rounding may fall on either side.
            better_ones = [sum(other > high + slack for other, _ in ends) for slack in (1e-9, -1e-9)]
            worse_ones = [sum(other < low - slack for _, other in ends) for slack in (1e-9, -1e-9)]
            assert better_ones[0] <= each.best - 1 <= better_ones[1]
            assert worse_ones[0] <= len(pairs) - each.worst <= worse_ones[1]
            assert each.best <= each.rank <= each.worst

    def test_the_true_places_are_among_them_nearly_always(self):
        true = [0.6, 0.7, 0.75, 0.8, 0.9]
        covered = 0
        for seed in range(100):
            counts = np.random.default_rng(seed).binomial(300, true).tolist()
            ranks, _ = rank_shares(units_of([(each, 300) for each in counts]), better="higher")
            covered += all(each.best <= 5 - int(each.unit.split()[1]) <= each.worst for each in ranks)

        assert covered >= 93


class TestChangeOfShare:
    def test_it_is_how_much_higher_the_later_one_is(self):
        # Newcombe 1998, table II: 56 of 70 and 48 of 80.
        found = change_of_share(share(48, 80), share(56, 70))

        assert (round(found.value, 2), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)
