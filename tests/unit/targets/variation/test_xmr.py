import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.variation import MAKING_DATA_COUNT, PLOT_THE_DOTS, Rebase, Rules, moving_range_limits, xmr_chart
from targets.variation.errors import (
    NoReasonError,
    NotANumberError,
    OffScaleError,
    RebaseError,
    RulesError,
    TargetsPerPointError,
)

FEW = settings(max_examples=100, deadline=None, derandomize=True, database=None)
PUBLISHED = [52, 55, 49, 53, 50, 54, 51, 56, 48, 53, 52, 70]
RULES = [PLOT_THE_DOTS, MAKING_DATA_COUNT]
# Up and down around 50 by turns, so that no rule has anything to say: limits 44.68 and 55.32, near 46.45 and 53.55.
STEADY = [49, 51] * 8
# Rising, falling and level stretches, so that there are runs; a stretch of no steps in between is a gap.
STRETCH = st.tuples(st.integers(-20, 20), st.sampled_from([-3, -1, 0, 1, 3]), st.integers(0, 9))
VALUES = st.lists(STRETCH, max_size=6).map(
    lambda parts: [
        value
        for start, step, length in parts
        for value in ([start + step * place for place in range(length)] if length else [None])
    ]
) | st.lists(st.integers(-50, 50) | st.none(), max_size=40)
ANY = st.floats(-1e100, 1e100, allow_nan=False)


def causes(chart):
    return [None if point.signal is None else point.signal.cause for point in chart.points]


class TestLimits:
    @pytest.mark.parametrize(
        ("screen", "mean_range", "lower", "upper", "screened"),
        [(False, 5.4545, 39.0742, 68.0924, 0), (True, 4.2, 42.4113, 64.7553, 1)],
    )
    def test_published_values(self, screen, mean_range, lower, upper, screened):
        found = moving_range_limits(PUBLISHED, screen=screen)

        assert round(found.centre, 4) == 53.5833
        assert round(found.mean_range, 4) == mean_range
        assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)
        assert (found.points, found.screened) == (12, screened)

    def test_published_near_limits(self):
        found = moving_range_limits(PUBLISHED)

        assert (round(found.near_lower, 4), round(found.near_upper, 4)) == (46.1353, 61.0313)

    def test_no_range_is_taken_across_a_missing_month(self):
        found = moving_range_limits([10, 12, None, 40, 42])

        assert (found.mean_range, found.centre, found.points) == (2, 26, 4)

    def test_where_all_are_equal_each_line_is_that_value(self):
        found = moving_range_limits([0.1] * 13)

        assert {found.lower, found.near_lower, found.centre, found.near_upper, found.upper} == {0.1}

    def test_they_stay_on_the_scale(self):
        found = moving_range_limits([0.9, 1.0, 0.9, 1.0], floor=0, ceiling=1)

        assert (round(found.lower, 3), found.near_upper, found.upper) == (0.684, 1, 1)

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ([], "too_few_points"),
            ([None, None], "too_few_points"),
            ([5], "too_few_points"),
            ([5, None, 6, None, 7], "no_neighbours"),
        ],
    )
    def test_too_little_has_none_and_says_why(self, values, why):
        assert moving_range_limits(values) == why

    @pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 1e101])
    def test_what_is_no_figure_is_refused(self, value):
        with pytest.raises(NotANumberError):
            moving_range_limits([1, value])

    @FEW
    @given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.booleans())
    def test_they_are_what_numpy_makes_of_the_formulas(self, values, screen):
        ranges = np.abs(np.diff(values))
        kept = ranges[ranges < 3.267 * ranges.mean()] if screen and ranges.any() else ranges

        found = moving_range_limits(values, screen=screen)

        wanted = np.mean(values) + np.array([-2.66, -2 * 2.66 / 3, 0, 2 * 2.66 / 3, 2.66]) * kept.mean()
        lines = [found.lower, found.near_lower, found.centre, found.near_upper, found.upper]
        assert lines == pytest.approx(wanted, rel=1e-6, abs=1e-6)

    @FEW
    @given(st.lists(ANY | st.none(), max_size=30), st.booleans())
    def test_they_enclose_the_centre(self, values, screen):
        found = moving_range_limits(values, screen=screen)

        if not isinstance(found, str):
            assert found.lower <= found.near_lower <= found.centre <= found.near_upper <= found.upper

    @FEW
    @given(st.lists(st.integers(-999, 999) | st.none(), max_size=30), st.integers(-999, 999), st.sampled_from([0.5, 3]))
    def test_moved_and_stretched_values_move_and_stretch_them(self, values, by, times):
        found = moving_range_limits(values)
        moved = moving_range_limits([None if value is None else by + times * value for value in values])

        if isinstance(found, str):
            assert moved == found
        else:
            assert moved.lower == pytest.approx(by + times * found.lower, abs=1e-6)
            assert moved.upper == pytest.approx(by + times * found.upper, abs=1e-6)


class TestSignals:
    @pytest.mark.parametrize("rules", RULES)
    def test_the_published_last_point_lies_outside(self, rules):
        chart = xmr_chart(PUBLISHED, better="higher", rules=rules)

        assert causes(chart) == [None] * 11 + ["outside"]
        assert (chart.last.meaning, chart.variation) == ("improvement", "improvement_high")

    @pytest.mark.parametrize(("better", "state"), [("lower", "concern_high"), ("neutral", "neutral_high")])
    def test_its_meaning_depends_on_what_is_better(self, better, state):
        assert xmr_chart(PUBLISHED, better=better).variation == state

    def test_a_steady_series_has_none(self):
        chart = xmr_chart(STEADY, better="higher")

        assert set(causes(chart)) == {None}
        assert chart.variation == "common_cause"

    def test_seven_rising_are_a_trend_and_six_are_none(self):
        seven = xmr_chart(fixed(47, 48, 49, 50, 51, 52, 53), better="lower", rules=FIXED)
        six = xmr_chart(fixed(48, 49, 50, 51, 52, 53), better="lower", rules=FIXED)

        assert causes(seven) == [None] * len(STEADY) + ["trend"] * 7
        assert (seven.variation, six.variation) == ("concern_high", "common_cause")

    def test_a_tie_breaks_a_trend(self):
        chart = xmr_chart(fixed(47, 48, 49, 50, 50, 51, 52, 53), better="lower", rules=FIXED)

        assert chart.variation == "common_cause"

    def test_a_falling_trend_points_down_also_above_the_centre(self):
        chart = xmr_chart(fixed(53.4, 53, 52.6, 52.2, 51.8, 51.4, 51), better="higher", rules=FIXED)

        assert [(each.cause, each.direction) for each in chart.last.signals] == [("trend", -1), ("shift", 1)]
        assert chart.variation == "concern_low"

    def test_making_data_count_shows_improvement_where_a_point_says_both(self):
        rules = Rules("made up", screen=False, two_in_three="mdc2024", both="improvement", fix_after=len(STEADY))

        chart = xmr_chart(fixed(53.4, 53, 52.6, 52.2, 51.8, 51.4, 51), better="higher", rules=rules)

        assert (chart.last.signal.cause, chart.variation) == ("shift", "improvement_high")

    def test_seven_on_one_side_are_a_shift_and_six_are_none(self):
        seven = xmr_chart(fixed(51, 52, 51, 52, 51, 52, 51), better="higher", rules=FIXED)
        six = xmr_chart(fixed(52, 51, 52, 51, 52, 49), better="higher", rules=FIXED)

        # The 51 before them belongs to it too.
        assert causes(seven) == [None] * (len(STEADY) - 1) + ["shift"] * 8
        assert set(causes(six)) == {None}

    def test_a_point_on_the_centre_breaks_a_shift(self):
        chart = xmr_chart(fixed(49, 51, 52, 51, 50, 52, 51, 52), better="higher", rules=FIXED)

        assert set(causes(chart)) == {None}

    def test_two_in_three_near_a_limit_are_flagged_and_the_third_is_not(self):
        chart = xmr_chart(fixed(54, 51, 54.5, 49), better="higher", rules=FIXED)

        assert causes(chart)[len(STEADY) :] == ["two_in_three", None, "two_in_three", None]

    def test_a_third_on_the_other_side_makes_none(self):
        chart = xmr_chart(fixed(54, 49, 54.5, 49), better="higher", rules=FIXED)

        assert set(causes(chart)) == {None}

    @pytest.mark.parametrize(("two_in_three", "cause"), [("package", None), ("mdc2024", "two_in_three")])
    def test_a_point_outside_counts_among_the_two_by_one_rule_and_not_by_the_other(self, two_in_three, cause):
        rules = Rules("made up", screen=True, two_in_three=two_in_three, fix_after=len(STEADY))

        chart = xmr_chart(fixed(60, 54), better="higher", rules=rules)

        assert causes(chart)[-2:] == ["outside", cause]

    @pytest.mark.parametrize(
        "broken", [(51, 52, 51, None, 52, 51, 52, 49), (49, 49.5, 50, None, 50.5, 51, 51.5, 52), (54, None, 54, 51)]
    )
    def test_a_missing_month_ends_every_run(self, broken):
        whole = tuple(value for value in broken if value is not None)
        rules = Rules("made up", screen=True, two_in_three="package", shift=6, fix_after=len(STEADY))

        assert set(causes(xmr_chart(fixed(49, *broken), better="higher", rules=rules))) == {None}
        assert set(causes(xmr_chart(fixed(49, *whole), better="higher", rules=rules))) != {None}

    def test_each_says_when_it_could_first_be_seen(self):
        chart = xmr_chart(fixed(49, 51, 52, 51, 52, 51, 52, 51, 52), better="higher", rules=FIXED)

        seen = {point.signal.completed - len(STEADY) for point in chart.points if point.signal}
        assert seen == {7, 8}
        assert [point.signal.completed - len(STEADY) for point in chart.points[-2:]] == [7, 8]

    def test_rounding_puts_no_point_beside_the_centre(self):
        chart = xmr_chart([0.1 + 0.2, 0.3] * 10, better="higher")

        assert set(causes(chart)) == {None}

    @pytest.mark.parametrize("rules", RULES)
    @FEW
    @given(values=VALUES)
    def test_they_are_what_windows_over_the_series_say(self, rules, values):
        chart = xmr_chart(values, better="higher", rules=rules)

        found = [{(each.cause, each.direction) for each in point.signals} for point in chart.points]
        assert found == (by_windows(values, chart.limits, rules) if chart.limits else [set()] * len(values))
        assert [len(point.signals) for point in chart.points] == [len(each) for each in found]

    @pytest.mark.parametrize("rules", RULES)
    @FEW
    @given(values=st.lists(ANY | st.none(), max_size=30), better=st.sampled_from(["higher", "lower", "neutral"]))
    def test_any_figures_make_a_chart(self, rules, values, better):
        chart = xmr_chart(values, better=better, rules=rules, target=values)

        assert [point.value for point in chart.points] == list(values)

    @FEW
    @given(VALUES)
    def test_upside_down_the_signs_are_upside_down(self, values):
        chart = xmr_chart(values, better="higher")
        turned = xmr_chart([None if value is None else -value for value in values], better="lower")

        assert causes(chart) == causes(turned)
        assert [point.meaning for point in chart.points] == [point.meaning for point in turned.points]


class TestSegments:
    def test_each_has_its_own_limits_and_no_pattern_crosses(self):
        values = [49, 51] * 6 + [59, 61] * 6

        chart = xmr_chart(values, better="higher", rebases=[Rebase(12, "A second desk was opened")])

        assert [(each.start, each.end, each.reason) for each in chart.segments] == [
            (0, 12, None),
            (12, 24, "A second desk was opened"),
        ]
        assert [each.limits.centre for each in chart.segments] == [50, 60]
        assert (chart.limits_at(11).centre, chart.limits_at(12).centre, chart.limits.centre) == (50, 60, 60)
        assert set(causes(chart)) == {None}

    def test_places_count_from_the_first_point_of_the_chart(self):
        values = [49, 51] * 6 + [59, 61] * 6 + [90]

        chart = xmr_chart(values, better="higher", rebases=[Rebase(12, "A second desk was opened")])

        assert (chart.last.place, chart.last.signal.completed, chart.last.segment) == (24, 24, 1)

    def test_fewer_than_twelve_points_are_limits_on_trial(self):
        eleven, twelve = xmr_chart(STEADY[:11], better="higher"), xmr_chart(STEADY[:12], better="higher")

        assert (eleven.segments[0].trial, twelve.segments[0].trial) == (True, False)

    def test_limits_can_be_kept_at_the_first_points(self):
        chart = xmr_chart([None, *fixed(90, 95)], better="higher", rules=FIXED)

        assert (chart.limits.points, chart.limits.centre) == (len(STEADY), 50)
        assert causes(chart)[-2:] == ["outside", "outside"]

    @pytest.mark.parametrize("points", [len(STEADY) - 1, len(STEADY)])
    def test_as_long_as_there_are_no_more_than_those_all_points_make_them(self, points):
        assert xmr_chart(STEADY[:points], better="higher", rules=FIXED).limits.points == points

    def test_a_short_one_has_points_and_no_limits(self):
        chart = xmr_chart([*STEADY, 90], better="higher", target=60, rebases=[Rebase(16, "A new office")])

        assert (chart.segments[1].limits, chart.segments[1].why_none) == (None, "too_few_points")
        assert (chart.last.value, chart.variation, chart.assurance) == (90, "none", "none")
        assert not chart.segments[1].trial

    def test_of_no_point_there_is_a_chart_that_says_nothing(self):
        chart = xmr_chart([], better="higher", target=3)

        assert (chart.points, chart.last, chart.limits) == ((), None, None)
        assert (chart.variation, chart.assurance) == ("none", "none")

    def test_a_missing_last_month_leaves_the_state_at_the_one_before(self):
        chart = xmr_chart([*PUBLISHED, None], better="higher")

        assert (chart.last.place, chart.variation) == (11, "improvement_high")

    @pytest.mark.parametrize("places", [[0], [-1], [16], [5, 5], [6, 5]])
    def test_one_that_cannot_start_there_is_refused(self, places):
        with pytest.raises(RebaseError):
            xmr_chart(STEADY, better="higher", rebases=[Rebase(place, "A reason") for place in places])

    def test_one_without_a_reason_is_refused(self):
        with pytest.raises(NoReasonError):
            xmr_chart(STEADY, better="higher", rebases=[Rebase(5, " ")])


class TestAssurance:
    @pytest.mark.parametrize(
        ("target", "higher", "lower"),
        [(56, "fail", "pass"), (44, "pass", "fail"), (50, "inconsistent", "inconsistent"), (None, "none", "none")],
    )
    def test_it_compares_the_target_with_the_limits(self, target, higher, lower):
        assert xmr_chart(STEADY, better="higher", target=target).assurance == higher
        assert xmr_chart(STEADY, better="lower", target=target).assurance == lower

    def test_a_neutral_measure_has_none(self):
        assert xmr_chart(STEADY, better="neutral", target=56).assurance == "none"

    def test_a_moving_target_is_that_of_the_last_period(self):
        chart = xmr_chart(STEADY, better="higher", target=[44] * 15 + [56])

        assert (chart.target, chart.assurance) == (56, "fail")

    def test_it_is_the_last_segments(self):
        chart = xmr_chart([*STEADY, 59, 61, 60], better="higher", target=58, rebases=[Rebase(16, "A second desk")])

        assert (chart.limits.lower > 55, chart.assurance) == (True, "inconsistent")

    def test_what_is_always_at_its_greatest_passes_a_target_there(self):
        assert xmr_chart([1.0] * 12, better="higher", target=1.0, ceiling=1).assurance == "pass"
        assert xmr_chart([0.0] * 12, better="lower", target=0, floor=0).assurance == "pass"

    def test_a_target_at_the_far_limit_is_met_now_and_then(self):
        limits = xmr_chart(STEADY, better="higher").limits

        assert xmr_chart(STEADY, better="higher", target=limits.upper).assurance == "inconsistent"
        assert xmr_chart(STEADY, better="lower", target=limits.lower).assurance == "inconsistent"

    def test_a_level_for_each_period_is_wanted(self):
        with pytest.raises(TargetsPerPointError):
            xmr_chart(STEADY, better="higher", target=[1, 2])


class TestRules:
    @pytest.mark.parametrize("parameter", [{"trend": 2}, {"shift": 1}, {"near": 3.0}, {"near": 0.0}, {"fix_after": 1}])
    def test_a_parameter_that_means_nothing_is_refused(self, parameter):
        with pytest.raises(RulesError):
            Rules("made up", screen=True, two_in_three="package", **parameter)

    def test_the_least_that_mean_something_are_taken(self):
        rules = Rules("made up", screen=False, two_in_three="package", trend=3, shift=2, near=1, fix_after=2)

        chart = xmr_chart([0, 2, 2, 2.5, 3], better="higher", rules=rules)

        # Limits from 0 and 2: the centre 1, the limits -4.32 and 6.32.
        assert chart.limits.upper == pytest.approx(6.32)
        assert [[each.cause for each in point.signals] for point in chart.points] == [
            [],
            ["shift"],
            ["trend", "shift"],
            ["trend", "shift"],
            ["trend", "shift"],
        ]


class TestScale:
    @pytest.mark.parametrize("value", [-0.1, 1.1])
    def test_a_value_off_it_is_refused(self, value):
        with pytest.raises(OffScaleError):
            xmr_chart([0.5, value], better="higher", floor=0, ceiling=1)


FIXED = Rules("made up", screen=True, two_in_three="package", fix_after=len(STEADY))


def fixed(*more):
    """The steady series, whose limits are kept, and what comes after it."""
    return [*STEADY, *more]


def by_windows(values, limits, rules):
    """The rules, window by window; NaN for a gap compares as false with everything."""
    y = np.array([np.nan if value is None else value for value in values], dtype=float)

    def above(line, sign):
        return (sign * y > sign * line) & ~np.isclose(y, line, rtol=1e-9, atol=1e-9)

    found = [set() for _ in values]
    for direction in (1, -1):
        side = above(limits.centre, direction)
        outside = above(limits.upper if direction > 0 else limits.lower, direction)
        near = above(limits.near_upper if direction > 0 else limits.near_lower, direction)
        if rules.two_in_three == "package":
            near &= ~outside
        rising = np.diff(y) * direction > 0
        patterns = {
            "outside": [[place] for place in np.flatnonzero(outside)],
            "trend": [range(at, at + 7) for at in range(len(y) - 6) if rising[at : at + 6].all()],
            "shift": [range(at, at + 7) for at in range(len(y) - 6) if side[at : at + 7].all()],
            "two_in_three": [
                at + np.flatnonzero(near[at : at + 3])
                for at in range(len(y) - 2)
                if side[at : at + 3].all() and near[at : at + 3].sum() >= 2
            ],
        }
        for cause, windows in patterns.items():
            for place in {place for window in windows for place in window}:
                found[place].add((cause, direction))
    return found
