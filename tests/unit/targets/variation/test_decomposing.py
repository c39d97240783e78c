import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from targets.variation import UnitCount, UnitMean, decompose
from targets.variation.decomposing import grouped, likely_levels
from targets.variation.errors import CountError, NotANumberError, SameUnitError, TooFewAnswersError, TooFewUnitsError

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
COUNTS = st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
PAIRS = st.lists(COUNTS, min_size=2, max_size=8)
MEANS = st.lists(
    st.tuples(st.integers(1, 10**9), st.floats(-1e100, 1e100), st.floats(0, 1e100)), min_size=2, max_size=6
)


def shares_of(pairs):
    return [UnitCount(f"unit {place}", *pair) for place, pair in enumerate(pairs)]


def means_of(lists):
    return [
        UnitMean(f"unit {place}", len(each), float(np.mean(each)), float(np.std(each, ddof=1)) if len(each) > 1 else 0)
        for place, each in enumerate(lists)
    ]


class TestDecompose:
    def test_a_worked_example(self):
        # Three units of three people: mean squares 27 and 1, so F = 27 and between = (27 - 1) / 3.
        found = decompose(means_of([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))

        assert (found.units, found.people, found.centre, found.within) == (3, 9, 5, 1)
        assert found.between == pytest.approx(26 / 3)
        assert found.intraclass == pytest.approx(26 / 29)
        assert found.chance_share == pytest.approx(1 / 27)
        assert found.p == pytest.approx(stats.f.sf(27, 2, 6))

    @FEW
    @given(PAIRS)
    def test_of_shares_it_is_scipys_analysis_of_people_who_are_0_or_1(self, pairs):
        people = [[1] * n + [0] * (of - n) for n, of in pairs]
        if sum(map(len, people)) == len(people):
            return

        found = decompose(shares_of(pairs))

        compare_with_scipy(found, people)

    @FEW
    @given(st.lists(st.lists(st.integers(1, 10), min_size=1, max_size=20), min_size=2, max_size=8))
    def test_of_means_it_is_scipys_analysis_of_the_answers(self, lists):
        if sum(map(len, lists)) == len(lists):
            return

        found = decompose(means_of(lists))

        compare_with_scipy(found, lists)

    def test_it_finds_what_was_planted(self):
        draw = np.random.default_rng(3)
        levels = draw.normal(0.7, 0.1, size=200).clip(0, 1)
        sizes = draw.integers(30, 200, size=200)

        found = decompose(shares_of(zip(draw.binomial(sizes, levels).tolist(), sizes.tolist(), strict=True)))

        assert found.between == pytest.approx(0.01, rel=0.2)
        assert found.within == pytest.approx(0.7 * 0.3 - 0.01, rel=0.1)
        assert found.chance_share < 0.3

    def test_of_units_that_are_alike_chance_makes_nearly_all(self):
        found = decompose(shares_of([(70, 100), (72, 100), (68, 100), (70, 100)]))

        assert (found.between, found.intraclass, found.chance_share) == (0, 0, 1)
        assert found.p > 0.5

    def test_where_nothing_varies_chance_has_no_share_in_it(self):
        found = decompose([UnitMean("a", 5, 0.1, 0), UnitMean("b", 4, 0.1, 0), UnitMean("c", 3, 0.1, 0)])

        assert (found.between, found.within, found.intraclass, found.chance_share, found.p) == (0, 0, 0, None, None)

    def test_where_people_of_a_unit_are_alike_and_units_are_not_chance_has_no_share(self):
        found = decompose(shares_of([(0, 10), (10, 10)]))

        assert (found.intraclass, found.chance_share, found.p) == (1, 0, 0)

    def test_units_with_no_answers_are_named(self):
        assert decompose(shares_of([(0, 0), (1, 2), (2, 2)])).set_apart == ("unit 0",)
        assert decompose([UnitMean("closed", 0, 0, 0), *means_of([[1, 2], [2, 3]])]).set_apart == ("closed",)

    @pytest.mark.parametrize("units", [[], [UnitCount("a", 1, 2)], [UnitCount("a", 1, 2), UnitCount("b", 0, 0)]])
    def test_one_unit_is_not_enough(self, units):
        with pytest.raises(TooFewUnitsError) as raised:
            decompose(units)

        assert (raised.value.units, raised.value.needed) == (min(1, len(units)), 2)

    def test_one_answer_of_each_unit_is_not_enough(self):
        with pytest.raises(TooFewAnswersError) as raised:
            decompose(shares_of([(1, 1), (0, 1), (1, 1)]))

        assert (raised.value.answers, raised.value.needed) == (3, 4)

    def test_figures_that_cannot_be_are_refused(self):
        with pytest.raises(CountError):
            decompose(shares_of([(3, 2), (1, 2)]))
        with pytest.raises(NotANumberError):
            decompose([UnitMean("a", 5, float("nan"), 0), UnitMean("b", 4, 0.1, 0)])
        with pytest.raises(SameUnitError):
            decompose([UnitMean("a", 5, 1, 0), UnitMean("a", 4, 0.1, 0)])

    @FEW
    @given(PAIRS, st.randoms())
    def test_the_order_of_the_units_does_not_matter(self, pairs, random):
        if sum(of for _, of in pairs) == len(pairs):
            return
        units = shares_of(pairs)
        shuffled = random.sample(units, len(units))

        one, other = decompose(units), decompose(shuffled)

        assert one.intraclass == pytest.approx(other.intraclass, abs=1e-9)
        assert one.centre == pytest.approx(other.centre)

    @FEW
    @given(st.lists(st.lists(st.integers(1, 10), min_size=2, max_size=9), min_size=2, max_size=6), st.integers(-50, 50))
    def test_moved_and_stretched_answers_are_as_alike(self, lists, by):
        one = decompose(means_of(lists))
        other = decompose(means_of([[by + 3 * answer for answer in each] for each in lists]))

        assert other.between == pytest.approx(9 * one.between, abs=1e-6)
        assert other.within == pytest.approx(9 * one.within, abs=1e-6)

    @FEW
    @given(MEANS)
    def test_any_figures_can_be_taken_apart(self, figures):
        if sum(n for n, _, _ in figures) == len(figures):
            return
        units = [UnitMean(str(place), *each) for place, each in enumerate(figures)]

        found = decompose(units)

        assert 0 <= found.intraclass <= 1
        assert found.chance_share is None or 0 <= found.chance_share <= 1


class TestLikelyLevels:
    @FEW
    @given(PAIRS)
    def test_they_lie_between_the_centre_and_the_figure(self, pairs):
        if sum(of for _, of in pairs) == len(pairs):
            return
        groups, _ = grouped(shares_of(pairs))
        found = decompose(shares_of(pairs))

        likely = likely_levels(groups, found)

        if found.between:
            own = np.array([found.between / (found.between + found.within / each.n) for each in groups])
            values = np.array([each.mean for each in groups])
            centre = np.average(values, weights=own)
            assert likely == pytest.approx(list(centre + own * (values - centre)))
        else:
            assert likely == [found.centre] * len(groups)

    def test_they_are_nearer_the_truth_than_the_figures_are(self):
        draw = np.random.default_rng(5)
        true = draw.normal(0.7, 0.05, size=100)
        sizes = draw.integers(10, 100, size=100)
        units = shares_of(zip(draw.binomial(sizes, true).tolist(), sizes.tolist(), strict=True))
        groups, _ = grouped(units)

        likely = likely_levels(groups, decompose(units))

        off = [np.mean((np.array(each) - true) ** 2) for each in (likely, [unit.value for unit in units])]
        assert off[0] < off[1] / 2


def compare_with_scipy(found, lists):
    sizes = np.array([len(each) for each in lists])
    n, k = sizes.sum(), len(lists)
    everyone = np.concatenate(lists)
    means = np.array([np.mean(each) for each in lists])
    among = (sizes * (means - everyone.mean()) ** 2).sum() / (k - 1)
    within = sum(((np.array(each) - np.mean(each)) ** 2).sum() for each in lists) / (n - k)
    between = max(0, (among - within) / ((n - (sizes**2).sum() / n) / (k - 1)))
    assert found.centre == pytest.approx(everyone.mean())
    assert (found.between, found.within) == pytest.approx((between, within), rel=1e-6, abs=1e-9)
    if within > 1e-9 and among > 1e-9:
        test = stats.f_oneway(*lists)
        assert found.chance_share == pytest.approx(min(1, 1 / test.statistic), rel=1e-6)
        assert found.p == pytest.approx(test.pvalue, rel=1e-6, abs=1e-100)
