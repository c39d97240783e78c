import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.variation import UnitCount, UnitMean, standard_of_the_best
from targets.variation.errors import RulesError, TooFewUnitsError

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
PAIRS = st.lists(
    st.integers(2, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=2, max_size=12
)
BETTER = st.sampled_from(["higher", "lower"])

UNEVEN = [(600, 1_000), (700, 1_000), (800, 1_000), (900, 1_000)]


def units_of(pairs):
    return [UnitCount(f"unit {place}", *pair) for place, pair in enumerate(pairs)]


class TestStandardOfTheBest:
    def test_the_best_quarter_sets_it_and_the_others_would_gain(self):
        found = standard_of_the_best(units_of(UNEVEN), better="higher")

        assert found.set_by == ("unit 3",)
        assert found.level == pytest.approx(0.9, abs=0.002)
        assert [round(each.gain, 1) for each in found.gains] == [0.3, 0.2, 0.1, 0]
        assert [each.value for each in found.gains] == [0.6, 0.7, 0.8, 0.9]

    def test_gains_are_in_people_as_well(self):
        answered = standard_of_the_best(units_of(UNEVEN), better="higher").gains[0]
        served = standard_of_the_best(units_of(UNEVEN), better="higher", served={"unit 0": 50_000}).gains

        assert answered.people == pytest.approx(1_000 * answered.gain)
        assert served[0].people == pytest.approx(50_000 * answered.gain)
        assert served[1].people == pytest.approx(1_000 * served[1].gain)

    def test_where_lower_is_better_the_lowest_sets_it(self):
        found = standard_of_the_best(units_of(UNEVEN), better="lower")

        assert found.set_by == ("unit 0",)
        assert [round(each.gain, 1) for each in found.gains] == [0, 0.1, 0.2, 0.3]

    def test_a_small_lucky_unit_does_not_set_it(self):
        found = standard_of_the_best([*units_of(UNEVEN), UnitCount("lucky", 3, 3)], better="higher")

        lucky = found.gains[-1]
        assert (lucky.value, lucky.unit in found.set_by[:1]) == (1, False)
        assert lucky.likely < 0.9
        assert found.level == pytest.approx(0.9, abs=0.02)

    def test_where_chance_explains_all_nobody_would_gain(self):
        found = standard_of_the_best(units_of([(70, 100), (72, 100), (68, 100), (70, 100)]), better="higher")

        assert found.level == pytest.approx(0.7)
        assert [each.gain for each in found.gains] == [0, 0, 0, 0]

    def test_means_have_one_too(self):
        units = [UnitMean(name, 50, value, 4) for name, value in (("a", 20), ("b", 30), ("c", 40), ("d", 60))]

        found = standard_of_the_best(units, better="lower")

        assert found.set_by == ("a",)
        assert found.level == pytest.approx(20, abs=0.1)
        assert found.gains[3].gain == pytest.approx(40, abs=0.2)

    def test_units_of_nobody_are_named_and_gain_nothing(self):
        found = standard_of_the_best([UnitCount("closed", 0, 0), *units_of(UNEVEN)], better="higher")

        assert found.decomposition.set_apart == ("closed",)
        assert "closed" not in {each.unit for each in found.gains}

    def test_it_is_no_higher_than_what_the_best_truly_reach(self):
        # The raw figures of the units that look best lie above their true levels; the likely ones do not.
        over_raw, over = [], []
        for seed in range(60):
            draw = np.random.default_rng(seed)
            true = draw.normal(0.7, 0.05, size=40)
            sizes = draw.integers(20, 80, size=40)
            counts = draw.binomial(sizes, true)
            found = standard_of_the_best(units_of(zip(counts.tolist(), sizes.tolist(), strict=True)), better="higher")
            chosen = [int(name.split()[1]) for name in found.set_by]
            reached = np.average(true[chosen], weights=sizes[chosen])
            over.append(found.level - reached)
            over_raw.append(counts[chosen].sum() / sizes[chosen].sum() - reached)

        assert abs(np.mean(over)) < 0.01
        assert np.mean(over_raw) > 0.03

    @pytest.mark.parametrize("best", [0, -1, 1.1])
    def test_a_part_that_means_nothing_is_refused(self, best):
        with pytest.raises(RulesError):
            standard_of_the_best(units_of(UNEVEN), better="higher", best=best)

    def test_one_unit_has_no_best(self):
        with pytest.raises(TooFewUnitsError):
            standard_of_the_best(units_of([(1, 2)]), better="higher")

    @FEW
    @given(PAIRS, BETTER, st.floats(0.01, 1))
    def test_its_units_have_a_quarter_of_the_people_and_no_more_than_needed(self, pairs, better, best):
        found = standard_of_the_best(units_of(pairs), better=better, best=best)

        sizes = [pairs[int(name.split()[1])][1] for name in found.set_by]
        everyone = sum(of for _, of in pairs)
        assert sum(sizes) >= best * everyone - 1e-6
        assert sum(sizes[:-1]) < best * everyone
        assert all(each.gain >= 0 for each in found.gains)

    @FEW
    @given(PAIRS, BETTER, st.randoms())
    def test_the_order_of_the_units_does_not_matter(self, pairs, better, random):
        units = units_of(pairs)

        one = standard_of_the_best(units, better=better)
        other = standard_of_the_best(random.sample(units, len(units)), better=better)

        assert one.level == pytest.approx(other.level, abs=1e-9)
        gains = {each.unit: each.gain for each in other.gains}
        assert [each.gain for each in one.gains] == pytest.approx([gains[each.unit] for each in one.gains], abs=1e-9)

    @FEW
    @given(PAIRS)
    def test_upside_down_it_is_the_other_share(self, pairs):
        one = standard_of_the_best(units_of(pairs), better="higher")
        other = standard_of_the_best(units_of([(of - n, of) for n, of in pairs]), better="lower")

        assert one.level == pytest.approx(1 - other.level, abs=1e-6)
