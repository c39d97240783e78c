import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from targets.variation import UnitCount, compare_shares, funnel_plot, outlying
from targets.variation.errors import TooFewUnitsError

ALIKE = [(65, 100), (130, 200), (66, 100), (192, 300)]


def units_of(pairs):
    return [UnitCount(f"u{place}", *pair) for place, pair in enumerate(pairs)]


class TestOutlying:
    def test_units_that_are_alike_have_none(self):
        assert outlying(units_of(ALIKE), kind="proportion") == ()

    @pytest.mark.parametrize("adjust", [False, True])
    def test_a_bad_unit_is_found_also_where_there_are_few(self, adjust):
        found = outlying(units_of([*ALIKE, (60, 200)]), kind="proportion", adjust=adjust)

        assert found == ("u4",)

    def test_the_furthest_is_named_first(self):
        assert outlying(units_of([*ALIKE, (100, 200), (60, 200)]), kind="proportion") == ("u5", "u4")

    def test_they_are_fewer_than_half(self):
        assert outlying(units_of([(10, 100), (90, 100)]), kind="proportion") == ()
        assert len(outlying(units_of([(n, 1_000) for n in range(100, 900, 100)]), kind="proportion")) <= 3

    def test_of_units_that_all_differ_widely_none_is_apart_once_that_is_allowed_for(self):
        assert outlying(units_of([(n, 1_000) for n in range(300, 800, 50)]), kind="proportion", adjust=True) == ()

    @pytest.mark.parametrize("kind", ["ratio", "standardised"])
    def test_ratios_have_them_too(self, kind):
        assert outlying(units_of([(100, 100), (98, 100), (205, 200), (300, 100)]), kind=kind) == ("u3",)

    def test_a_ratio_beside_nothing_tells_nothing(self):
        assert "u3" not in outlying(units_of([(0, 10), (0, 20), (0, 15), (5, 10)]), kind="ratio")

    def test_chance_puts_one_aside_in_about_one_funnel_of_twenty_at_most(self):
        drawn = np.random.default_rng(11).binomial(400, 0.6, size=(600, 40))
        wrong = sum(bool(outlying(units_of([(int(n), 400) for n in row]), kind="proportion")) for row in drawn)

        assert wrong / 600 < 0.075

    def test_the_first_is_the_one_that_numpy_finds(self):
        pairs = [*ALIKE, (70, 200)]
        n, of = np.array(pairs, float).T
        rest = (n.sum() - n) / (of.sum() - of)
        z = (np.arcsin(np.sqrt(n / of)) - np.arcsin(np.sqrt(rest))) * 2 / np.sqrt(1 / of + 1 / (of.sum() - of))
        p = 2 * stats.norm.sf(abs(z))

        assert p.min() * len(pairs) < 0.05 and p.min() < 0.002
        assert outlying(units_of(pairs), kind="proportion")[0] == f"u{p.argmin()}"

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)).map(lambda p: (min(p), p[1])), max_size=12),
        st.sampled_from(["proportion", "ratio", "standardised"]),
        st.booleans(),
        st.randoms(),
    )
    def test_the_order_of_units_is_no_matter(self, pairs, kind, adjust, chance):
        units = units_of(pairs)
        shuffled = random.Random(chance.random()).sample(units, len(units))

        assert outlying(units, kind=kind, adjust=adjust) == outlying(shuffled, kind=kind, adjust=adjust)


class TestFunnelsWithoutThem:
    def test_one_bad_unit_makes_no_good_ones_of_the_others(self):
        units = units_of([(670, 1_000), (650, 1_000), (660, 1_000), (340, 1_000)])
        plain, found = (funnel_plot(units, kind="proportion", without_outlying=each) for each in (False, True))

        assert [point.state for point in plain.points] == ["above_998"] * 3 + ["below_998"]
        assert [point.state for point in found.points] == ["within"] * 3 + ["below_998"]
        assert (found.outlying, found.centre) == (("u3",), pytest.approx(0.66))

    def test_it_does_not_hide_itself_where_dispersion_is_allowed_for(self):
        units = units_of([(670, 1_000), (650, 1_000), (660, 1_000), (340, 1_000)])

        assert funnel_plot(units, kind="proportion", adjust=True).points[3].state == "below_95"
        assert funnel_plot(units, kind="proportion", adjust=True, without_outlying=True).points[3].state == "below_998"

    def test_the_others_are_compared_without_it(self):
        units = units_of([(670, 1_000), (650, 1_000), (660, 1_000), (340, 1_000)])
        found = compare_shares(units, outlying=["u3"])

        assert [row.differs for row in found.rows] == [False, False, False, True]
        assert (found.rows[0].other.n, found.rows[3].other.n) == (1_310, 1_980)

    def test_there_must_be_others(self):
        with pytest.raises(TooFewUnitsError):
            compare_shares(units_of([(1, 2), (2, 3)]), outlying=["u1"])
