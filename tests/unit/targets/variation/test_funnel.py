import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from targets.variation import UnitCount, dispersion_of, funnel_limits, funnel_plot
from targets.variation.errors import CountError, NotANumberError, OffScaleError, SameUnitError, TooFewUnitsError

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
KINDS = ("proportion", "ratio", "standardised")
Z = stats.norm.ppf([0.001, 0.025, 0.975, 0.999])
COUNTS = st.integers(1, 5_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
MEASURABLE = st.floats(1e-100, 1e100)
UNITS = st.lists(COUNTS, min_size=1, max_size=25)


def units_of(pairs):
    return [UnitCount(f"unit {place}", *pair) for place, pair in enumerate(pairs)]


def ends(limits):
    return [limits.lower_998, limits.lower_95, limits.upper_95, limits.upper_998]


class TestLimits:
    def test_published_values(self):
        found = funnel_limits(100, kind="proportion", centre=0.8)

        assert [round(end, 4) for end in ends(found)] == [0.6641, 0.7164, 0.8722, 0.9074]

    def test_published_values_with_dispersion(self):
        found = funnel_limits(100, kind="proportion", centre=0.8, tau2=0.001)

        assert (round(found.lower_998, 4), round(found.upper_998, 4)) == (0.6371, 0.9232)

    @FEW
    @given(st.floats(1, 1e6), st.floats(0, 1), st.floats(0, 0.1))
    def test_those_of_proportions_are_what_numpy_makes_of_the_formula(self, n, centre, tau2):
        angles = np.clip(np.arcsin(np.sqrt(centre)) + Z * np.sqrt(1 / (4 * n) + tau2), 0, np.pi / 2)

        found = funnel_limits(n, kind="proportion", centre=centre, tau2=tau2)

        assert ends(found) == pytest.approx(np.sin(angles) ** 2, rel=1e-6, abs=1e-15)

    @FEW
    @given(st.floats(1, 1e6), st.floats(0.001, 100), st.floats(0, 0.1))
    def test_those_of_ratios_are_what_numpy_makes_of_the_formula(self, n, centre, tau2):
        variance = centre * n / (centre * n + 0.5) ** 2 + n / (n + 0.5) ** 2

        found = funnel_limits(n, kind="ratio", centre=centre, tau2=tau2)

        assert ends(found) == pytest.approx(np.exp(np.log(centre) + Z * np.sqrt(variance + tau2)), rel=1e-6)

    @FEW
    @given(st.floats(0.05, 1e6), st.floats(0.5, 2))
    def test_those_of_standardised_ratios_are_scipys_exact_ones(self, n, centre):
        below = stats.chi2.ppf([0.001, 0.025], 2 * n) / 2 / n
        above = stats.chi2.ppf([0.975, 0.999], 2 * (n + 1)) / 2 / n

        found = funnel_limits(n, kind="standardised", centre=centre)

        assert ends(found) == pytest.approx(centre * np.concatenate([below, above]), rel=1e-6)

    @FEW
    @given(st.floats(0.5, 1e6), st.floats(1e-6, 1))
    def test_those_with_dispersion_are_the_published_ones_of_the_shmi(self, n, tau2):
        found = funnel_limits(n, kind="standardised", centre=1, tau2=tau2)

        assert ends(found) == pytest.approx(np.exp(Z * np.sqrt(1 / n + tau2)), rel=1e-6)

    @pytest.mark.parametrize("kind", KINDS)
    @FEW
    @given(n=st.floats(1, 1e9), centre=st.floats(0, 1), tau2=st.floats(0, 10))
    def test_they_enclose_the_centre_and_one_another(self, kind, n, centre, tau2):
        found = funnel_limits(n, kind=kind, centre=centre, tau2=tau2)

        assert ends(found) == sorted(ends(found))
        # The exact limits are not symmetric: of few expected, all of the lower share may lie near none.
        assert found.lower_95 <= centre * (1 + 1e-12)
        assert found.upper_95 >= centre * (1 - 1e-12)

    @FEW
    @given(st.floats(0.01, 0.99), st.lists(st.floats(1, 1e5), min_size=2, max_size=9))
    def test_a_larger_unit_has_closer_ones_also_where_few_are(self, centre, sizes):
        limits = [funnel_limits(n, kind="proportion", centre=centre) for n in sorted(sizes)]

        assert [each.upper_998 for each in limits] == sorted((each.upper_998 for each in limits), reverse=True)
        assert [each.lower_998 for each in limits] == sorted(each.lower_998 for each in limits)


class TestDispersion:
    @FEW
    @given(st.lists(COUNTS, min_size=2, max_size=25), st.sampled_from(KINDS))
    def test_it_is_what_numpy_makes_of_the_formulas(self, pairs, kind):
        num, den = np.array(pairs, dtype=float).T
        centre = 1.0 if kind == "standardised" else num.sum() / den.sum()
        if not centre:
            return
        if kind == "proportion":
            y, s, middle = np.arcsin(np.sqrt(num / den)), 1 / (2 * np.sqrt(den)), np.arcsin(np.sqrt(centre))
        elif kind == "standardised":
            y, s, middle = np.log(np.where(num == 0, 0.5, num) / den), 1 / np.sqrt(den), np.log(centre)
        else:
            y, middle = np.log((num + 0.5) / (den + 0.5)), np.log(centre)
            s = np.sqrt(num / (num + 0.5) ** 2 + den / (den + 0.5) ** 2)
        z = (y - middle) / s
        held = np.clip(z, *np.quantile(z, [0.1, 0.9]))
        k, w = len(z), s**-2.0

        found = dispersion_of(units_of(pairs), kind=kind, centre=centre)

        phi = (held**2).sum() / k
        tau2 = max(0, (k * phi - (k - 1)) / (w.sum() - (w**2).sum() / w.sum()))
        assert found.phi == pytest.approx(phi, rel=1e-6, abs=1e-9)
        assert found.tau2 == pytest.approx(tau2, rel=1e-6, abs=1e-9)
        assert found.beyond_chance == (found.tau2 > 0)

    def test_units_that_differ_by_more_than_chance_have_some(self):
        apart = dispersion_of(
            units_of([(60, 100), (70, 100), (80, 100), (90, 100)] * 3), kind="proportion", centre=0.75
        )
        alike = dispersion_of(units_of([(75, 100)] * 12), kind="proportion", centre=0.75)

        assert apart.beyond_chance and apart.phi > 3
        assert (alike.tau2, alike.phi) == (0, pytest.approx(0))

    def test_one_unit_has_none(self):
        assert dispersion_of(units_of([(1, 100)]), kind="proportion", centre=0.5).tau2 == 0

    def test_one_far_off_counts_no_more_than_those_next_to_it(self):
        many = units_of([(74 + place % 3, 100) for place in range(30)])
        far = [*many[:-1], UnitCount("far off", 20, 100)]

        assert dispersion_of(far, kind="proportion", centre=0.75).tau2 == 0


class TestFunnel:
    def test_each_unit_has_the_state_of_its_own_size(self):
        found = funnel_plot(
            [
                UnitCount("small", 5, 10),
                UnitCount("low", 71, 100),
                UnitCount("very low", 500, 1_000),
                UnitCount("high", 88, 100),
                UnitCount("very high", 990, 1_000),
            ],
            kind="proportion",
            centre=0.8,
        )

        assert [(point.unit, point.state) for point in found.points] == [
            ("small", "below_95"),
            ("low", "below_95"),
            ("very low", "below_998"),
            ("high", "above_95"),
            ("very high", "above_998"),
        ]

    def test_the_centre_is_all_units_together(self):
        assert funnel_plot(units_of([(10, 100), (290, 900)]), kind="proportion").centre == pytest.approx(0.3)
        assert funnel_plot(units_of([(30, 10), (30, 20)]), kind="ratio").centre == 2
        assert funnel_plot(units_of([(30, 10), (30, 20)]), kind="standardised").centre == 1

    def test_a_unit_of_nothing_is_named_and_has_no_place(self):
        found = funnel_plot([UnitCount("closed", 0, 0), UnitCount("open", 8, 10)], kind="proportion")

        assert (found.set_apart, [point.unit for point in found.points]) == (("closed",), ["open"])

    def test_allowing_for_dispersion_widens_it_and_is_reported_either_way(self):
        units = units_of([(60, 100), (70, 100), (80, 100), (90, 100)] * 3)
        plain, wide = (funnel_plot(units, kind="proportion", adjust=adjust) for adjust in (False, True))

        assert plain.dispersion == wide.dispersion
        assert [point.state for point in plain.points][:4] == ["below_998", "within", "within", "above_998"]
        assert {point.state for point in wide.points} == {"within"}
        assert (plain.adjusted, wide.adjusted) == (False, True)

    def test_its_curve_goes_from_the_smallest_to_the_largest_unit(self):
        found = funnel_plot(units_of([(8, 10), (70, 100), (700, 900)]), kind="proportion", adjust=True)

        curve = found.curve(30)

        sizes = [n for n, _ in curve]
        assert (len(curve), sizes[0], sizes[-1]) == (30, 10, 900)
        assert sizes == sorted(sizes)
        assert curve[0][1] == found.points[0].limits

    def test_units_of_one_size_make_a_curve_of_one_point(self):
        found = funnel_plot(units_of([(8, 10), (7, 10)]), kind="proportion")

        assert [n for n, _ in found.curve()] == [10]

    def test_the_planted_bad_unit_is_found_and_seldom_a_companion(self):
        found, companions = 0, 0
        for seed in range(100):
            draw = np.random.default_rng(seed)
            sizes = draw.integers(80, 400, size=20)
            shares = np.where(np.arange(20) == 7, 0.6, 0.8)
            counts = draw.binomial(sizes, shares).tolist()
            made = funnel_plot(units_of(zip(counts, sizes.tolist(), strict=True)), kind="proportion", adjust=True)
            low = {point.unit for point in made.points if point.state == "below_998"}
            found += "unit 7" in low
            companions += bool(low - {"unit 7"})

        assert found >= 95
        assert companions <= 5

    @pytest.mark.parametrize("kind", KINDS)
    @FEW
    @given(pairs=UNITS, adjust=st.booleans(), data=st.data())
    def test_in_another_order_each_unit_is_what_it_was(self, kind, pairs, adjust, data):
        units = units_of(pairs)
        shuffled = data.draw(st.permutations(units))

        one, other = (funnel_plot(each, kind=kind, adjust=adjust) for each in (units, shuffled))

        by_unit = {point.unit: point for point in other.points}
        for point in one.points:
            assert ends(point.limits) == pytest.approx(ends(by_unit[point.unit].limits))
            assert point.value == by_unit[point.unit].value
        assert one.dispersion.phi == pytest.approx(other.dispersion.phi)

    @pytest.mark.parametrize("kind", KINDS)
    @FEW
    @given(
        pairs=st.lists(st.tuples(st.just(0.0) | MEASURABLE, MEASURABLE), min_size=1, max_size=8),
        adjust=st.booleans(),
    )
    def test_any_counts_make_one(self, kind, pairs, adjust):
        units = units_of([(min(pair) if kind == "proportion" else pair[0], pair[1]) for pair in pairs])

        found = funnel_plot(units, kind=kind, adjust=adjust)

        assert len(found.points) == len(units)
        assert len(found.curve(5)) in {1, 5}

    @pytest.mark.parametrize("kind", KINDS)
    def test_where_nothing_was_counted_anywhere_all_are_within(self, kind):
        found = funnel_plot(units_of([(0, 10), (0, 3)]), kind=kind, centre=None if kind != "standardised" else 0)

        assert {point.state for point in found.points} == {"within"}

    @pytest.mark.parametrize("pair", [(-1, 10), (11, 10), (1, 0), (float("nan"), 10), (1, float("inf"))])
    def test_counts_that_cannot_be_are_refused(self, pair):
        with pytest.raises(CountError):
            funnel_plot(units_of([pair]), kind="proportion")

    def test_a_unit_that_stands_twice_is_refused(self):
        with pytest.raises(SameUnitError):
            funnel_plot([UnitCount("north", 1, 2), UnitCount("north", 1, 3)], kind="proportion")

    @pytest.mark.parametrize("units", [[], [UnitCount("closed", 0, 0)]])
    def test_no_unit_with_a_denominator_is_refused(self, units):
        with pytest.raises(TooFewUnitsError):
            funnel_plot(units, kind="proportion")

    @pytest.mark.parametrize(
        ("centre", "error"), [(-0.1, OffScaleError), (1.1, OffScaleError), (float("nan"), NotANumberError)]
    )
    def test_a_centre_off_the_scale_is_refused(self, centre, error):
        with pytest.raises(error):
            funnel_plot(units_of([(1, 2)]), kind="proportion", centre=centre)
