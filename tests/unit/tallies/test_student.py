import pytest
from scipy import stats

from tallies.figures import Z_95
from tallies.student import MANY, t_95


class TestStudentsT:
    @pytest.mark.parametrize(("freedom", "t"), [(1, 12.706), (2, 4.303), (9, 2.262), (30, 2.042), (120, 1.980)])
    def test_published_values(self, freedom, t):
        assert round(t_95(freedom), 3) == t

    def test_it_is_what_scipy_says(self):
        tried = [*range(1, 600), 1_000, 10_000, 1_000_000, 10_000_000]

        assert [t_95(freedom) for freedom in tried] == pytest.approx(
            [float(stats.t.ppf(0.975, freedom)) for freedom in tried], abs=1e-8, rel=0
        )

    def test_it_falls_towards_the_normal_distribution_also_where_the_method_changes(self):
        around = [t_95(freedom) for freedom in range(MANY - 5, MANY + 6)]

        assert around == sorted(around, reverse=True)
        assert t_95(10**12) == pytest.approx(Z_95, abs=1e-10)

    @pytest.mark.parametrize("freedom", [0, -1])
    def test_no_freedom_is_refused(self, freedom):
        with pytest.raises(ValueError, match="1 or more degrees of freedom"):
            t_95(freedom)
