import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from targets.variation.distributions import (
    fisher_upper_tail,
    gamma_quantile,
    normal_both_tails,
    student_both_tails,
)

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)
SHARES = (0.001, 0.025, 0.5, 0.975, 0.999)


class TestNormal:
    @FEW
    @given(st.floats(-35, 35))
    def test_it_is_what_scipy_says(self, z):
        assert normal_both_tails(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-9)


class TestStudent:
    @FEW
    @given(st.floats(0, 50), st.floats(0.5, 1e6))
    def test_it_is_what_scipy_says(self, t, freedom):
        assert student_both_tails(t, freedom) == pytest.approx(2 * stats.t.sf(t, freedom), rel=1e-6, abs=1e-100)

    def test_no_difference_is_no_surprise(self):
        assert student_both_tails(0.0, 10) == 1


class TestFisher:
    @FEW
    @given(st.floats(0, 30), st.integers(1, 400), st.integers(1, 1_000_000))
    def test_it_is_what_scipy_says(self, ratio, between, within):
        wanted = stats.f.sf(ratio, between, within)

        assert fisher_upper_tail(ratio, between, within) == pytest.approx(wanted, rel=1e-6, abs=1e-100)


class TestGamma:
    @pytest.mark.parametrize("share", SHARES)
    def test_it_is_what_scipy_says(self, share):
        tried = [0.01, 0.05, 0.1, 0.3, 0.7, 0.999, *range(1, 60), 1.5, 2.7, 88.8, 299.9, 300, 1_000, 1e4, 1e6, 1e9]

        found = [gamma_quantile(shape, share) for shape in tried]

        assert found == pytest.approx([float(special.gammaincinv(shape, share)) for shape in tried], rel=1e-8, abs=0)

    @FEW
    @given(st.floats(0.02, 1e4), st.floats(0.0005, 0.9995))
    def test_it_is_what_scipy_says_of_any_shape(self, shape, share):
        assert gamma_quantile(shape, share) == pytest.approx(float(special.gammaincinv(shape, share)), rel=1e-6)

    def test_of_next_to_nothing_it_is_nothing(self):
        assert gamma_quantile(1e-6, 0.001) == 0
