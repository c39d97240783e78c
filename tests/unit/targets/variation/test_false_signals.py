"""How often the rules cry wolf over series that are known to be steady, and how soon they see a step."""

from dataclasses import replace

import numpy as np
import pytest

from targets.variation import MAKING_DATA_COUNT, PLOT_THE_DOTS, known_rates, xmr_chart

RULES = [PLOT_THE_DOTS, MAKING_DATA_COUNT]
SERIES, LONG = 500, 30_000
BEFORE, WITHIN = 24, 8
CAUSES = ("outside", "trend", "two_in_three", "shift")


class TestSteadySeries:
    @pytest.mark.parametrize("rules", RULES)
    def test_over_a_long_one_each_rule_completes_as_often_as_it_is_known_to(self, rules):
        chart = xmr_chart(np.random.default_rng(6).normal(size=LONG).tolist(), better="neutral", rules=rules)

        found = {cause: completed(chart, cause) / LONG for cause in CAUSES}
        # Fifty points outside and more, but a dozen trends only.
        near = {"outside": 0.3, "trend": 0.7, "two_in_three": 0.4, "shift": 0.2}
        for cause, known in known_rates(rules).items():
            assert found[cause] == pytest.approx(known, rel=near[cause]), cause

    @pytest.mark.parametrize("rules", RULES)
    def test_over_two_years_one_in_seven_shows_anything(self, rules):
        draws = np.random.default_rng(6).normal(size=(SERIES, 24)).tolist()
        charts = [xmr_chart(series, better="neutral", rules=rules) for series in draws]

        # Shifts are rarer than over a long series: the centre is the mean of the same 24 points.
        rates = {cause: sum(completed(chart, cause) for chart in charts) / (SERIES * 24) for cause in CAUSES}
        known = known_rates(rules)
        assert known["shift"] / 5 < rates["shift"] < known["shift"]
        assert all(rates[cause] < 2 * known[cause] for cause in CAUSES)
        assert 0.10 < sum(any(point.signal for point in chart.points) for chart in charts) / SERIES < 0.20

    def test_the_known_rates_are_those_of_a_long_series_with_its_limits_known(self):
        z = np.random.default_rng(7).normal(size=1_000_000)
        sigma = 2.66 / 3 * 2 / np.sqrt(np.pi)
        three = np.lib.stride_tricks.sliding_window_view(z, 3)
        seven = np.lib.stride_tricks.sliding_window_view(z, 7)
        close = np.abs(three) > 2 * sigma
        one_side = (three > 0).all(axis=1) | (three < 0).all(axis=1)
        measured = {
            "outside": (np.abs(z) > 3 * sigma).mean(),
            "trend": ((np.diff(seven) > 0).all(axis=1) | (np.diff(seven) < 0).all(axis=1)).mean(),
            "two_in_three": ((close.sum(axis=1) >= 2) & one_side).mean(),
            "shift": ((seven > 0).all(axis=1) | (seven < 0).all(axis=1)).mean(),
        }

        known = known_rates(MAKING_DATA_COUNT)

        assert known == pytest.approx(measured, rel=0.08)

    def test_screening_draws_the_limits_in_as_far_as_is_known(self):
        z = np.random.default_rng(8).normal(size=1_000_000)
        ranges = np.abs(np.diff(z))
        limit = 2.66 * ranges[ranges < 3.267 * ranges.mean()].mean()
        three = np.lib.stride_tricks.sliding_window_view(z, 3)
        close = (np.abs(three) > limit * 2 / 3) & (np.abs(three) < limit)
        one_side = (three > 0).all(axis=1) | (three < 0).all(axis=1)

        known = known_rates(PLOT_THE_DOTS)

        assert known["outside"] == pytest.approx((np.abs(z) > limit).mean(), rel=0.05)
        assert known["two_in_three"] == pytest.approx(((close.sum(axis=1) >= 2) & one_side).mean(), rel=0.08)


class TestPlantedStep:
    @pytest.mark.parametrize("rules", RULES)
    def test_a_step_of_two_deviations_is_flagged_within_eight_periods(self, rules):
        kept = replace(rules, fix_after=BEFORE)

        assert sum(sees_the_step(seed, kept) for seed in range(100)) >= 95

    @pytest.mark.parametrize("rules", RULES)
    def test_limits_that_the_step_itself_has_a_part_in_see_it_less_often(self, rules):
        assert 80 <= sum(sees_the_step(seed, rules) for seed in range(100)) < 95


def completed(chart, cause):
    """How many patterns of one rule were completed anywhere in the chart."""
    return len({each.completed for point in chart.points for each in point.signals if each.cause == cause})


def sees_the_step(seed, rules):
    values = np.random.default_rng(seed).normal(size=BEFORE + WITHIN)
    values[BEFORE:] += 2
    chart = xmr_chart(values.tolist(), better="higher", rules=rules)
    return any(point.meaning == "improvement" for point in chart.points[BEFORE:])
