import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tallies import FEWEST_SHOWN, Share, share
from tallies.figures import wilson

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)
Z = 1.959963984540054


def roots(n, of):
    """Return the two p at which (n/of - p)^2 = z^2 p (1 - p) / of: Wilson's definition, solved as a quadratic."""
    a, b, c = 1 + Z * Z / of, -(2 * n / of + Z * Z / of), (n / of) ** 2
    square = math.sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - square) / (2 * a), (-b + square) / (2 * a)


class TestShare:
    @pytest.mark.parametrize(
        ("n", "of", "low", "high"),
        [(80, 100, 0.7112, 0.8666), (8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0, 1)],
    )
    def test_published_values(self, n, of, low, high):
        figure = share(n, of)

        assert (round(figure.low, 4), round(figure.high, 4)) == (low, high)

    def test_nothing_at_all_is_exact_at_its_end(self):
        assert (share(0, 7).low, share(7, 7).high) == (0.0, 1.0)

    @FEW
    @given(st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
    def test_the_ends_solve_wilsons_equation(self, counts):
        n, of = counts
        figure = share(n, of)

        assert (figure.low, figure.high) == pytest.approx(roots(n, of), abs=1e-9)
        assert 0 <= figure.low <= figure.value <= figure.high <= 1

    @FEW
    @given(st.integers(1, 1000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
    def test_what_is_left_is_its_mirror_image(self, counts):
        n, of = counts
        one, other = share(n, of), share(of - n, of)

        assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low))

    def test_more_answers_make_it_narrower(self):
        widths = [share(of // 2, of).high - share(of // 2, of).low for of in (10, 100, 1000, 10_000)]

        assert widths == sorted(widths, reverse=True)

    @pytest.mark.parametrize(("n", "of"), [(-1, 10), (11, 10), (1, 0), (0, -1)])
    def test_what_is_no_share_is_refused(self, n, of):
        with pytest.raises(ValueError, match=f"{n} of {of} is no share"):
            share(n, of)

    def test_few_are_not_shown(self):
        assert [share(1, of).shown for of in (1, FEWEST_SHOWN - 1, FEWEST_SHOWN, 100)] == [False, False, True, True]
        assert Share(0, 0, 0.0, 0.0, 1.0) == share(0, 0)


class TestWilson:
    @pytest.mark.parametrize("level", [0.8, 0.95, 0.9997])
    @FEW
    @given(counts=st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
    def test_at_any_level_it_is_what_scipy_says(self, level, counts):
        ends = stats.binomtest(*counts).proportion_ci(level, "wilson")

        assert wilson(*counts, stats.norm.ppf((1 + level) / 2)) == pytest.approx((ends.low, ends.high), abs=1e-9)
