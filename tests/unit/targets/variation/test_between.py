"""How sure it is how much differs between units: against SciPy's F, and where nothing can be told."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from targets.variation import UnitCount, UnitMean, decompose
from targets.variation.between import part_between, quantile


class TestPartBetween:
    def test_its_interval_is_that_of_fishers_f(self):
        units = [UnitMean("a", 40, 5.0, 1.2), UnitMean("b", 40, 5.9, 1.0), UnitMean("c", 40, 4.6, 1.4)]

        found = part_between(units)

        within = 39 * (1.2**2 + 1.0**2 + 1.4**2) / 117
        centre = (5.0 + 5.9 + 4.6) / 3
        ratio = 40 * sum((each.mean - centre) ** 2 for each in units) / 2 / within
        ends = [ratio / stats.f.ppf(q, 2, 117) for q in (0.975, 0.025)]
        assert found.value == pytest.approx((ratio - 1) / (ratio - 1 + 40), rel=1e-9)
        assert (found.low, found.high) == tuple(pytest.approx((end - 1) / (end + 39), rel=1e-6) for end in ends)

    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 90)), min_size=2, max_size=8))
    def test_its_value_is_the_decompositions_and_lies_within(self, counts):
        units = [UnitCount(str(at), *each) for at, each in enumerate(counts)]

        found = part_between(units)

        assert found.value == decompose(units).intraclass
        assert 0 <= found.low <= found.value <= found.high <= 1

    @pytest.mark.parametrize("units", [[], [UnitCount("a", 5, 9)], [UnitCount("a", 1, 1), UnitCount("b", 0, 1)]])
    def test_of_too_few_nothing_is_told(self, units):
        assert part_between(units) is None

    def test_where_nobody_differs_nothing_lies_between(self):
        found = part_between([UnitCount("a", 9, 9), UnitCount("b", 20, 20)])

        assert (found.value, found.low, found.high) == (0, 0, 0)


@pytest.mark.parametrize("tail", [0.025, 0.5, 0.975])
@pytest.mark.parametrize(("above", "below"), [(1, 5), (3, 200), (199, 90_000)])
def test_the_quantile_is_scipys(tail, above, below):
    assert math.isclose(quantile(tail, above, below), stats.f.isf(tail, above, below), rel_tol=1e-6)
