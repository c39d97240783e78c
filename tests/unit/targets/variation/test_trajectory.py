from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.variation import Milestone, course, plan_trajectory, xmr_chart
from targets.variation.errors import BeforeBaselineError, DueBeforeBaselineError, MilestoneError, NotANumberError

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
START, DUE = date(2026, 1, 1), date(2027, 1, 1)
LEVELS = st.floats(-1e6, 1e6)


class TestTrajectory:
    @pytest.mark.parametrize(
        ("on", "level"),
        [
            (date(2026, 1, 1), 0.6),
            (date(2026, 3, 15), 0.64),
            (date(2026, 12, 31), 0.8 - 0.2 / 365),
            (date(2027, 1, 1), 0.8),
            (date(2030, 1, 1), 0.8),
        ],
    )
    def test_it_is_straight_and_stays_at_its_level(self, straight, on, level):
        assert straight.level_on(on) == pytest.approx(level)

    def test_it_passes_through_its_milestones(self):
        made = plan_trajectory(
            baseline=40,
            baseline_on=START,
            level=20,
            due=DUE,
            milestones=[Milestone(date(2026, 4, 11), 40), Milestone(date(2026, 7, 20), 25)],
        )

        levels = [made.level_on(START + timedelta(days=days)) for days in (0, 50, 100, 150, 200, 365)]
        assert levels == [40, 40, 40, 32.5, 25, 20]

    @FEW
    @given(
        st.lists(st.integers(1, 364), max_size=6, unique=True).map(sorted),
        st.lists(LEVELS, min_size=8, max_size=8),
        st.integers(0, 500),
    )
    def test_it_is_what_numpy_draws_between_the_steps(self, days, levels, on):
        milestones = [
            Milestone(START + timedelta(days=day), level) for day, level in zip(days, levels[2:], strict=False)
        ]

        made = plan_trajectory(baseline=levels[0], baseline_on=START, level=levels[1], due=DUE, milestones=milestones)

        at = [0, *days, 365]
        wanted = np.interp(on, at, [levels[0], *(each.level for each in milestones), levels[1]])
        assert made.level_on(START + timedelta(days=on)) == pytest.approx(wanted, rel=1e-6, abs=1e-6)

    def test_a_day_before_the_baseline_has_no_level(self, straight):
        with pytest.raises(BeforeBaselineError) as raised:
            straight.level_on(date(2025, 12, 31))

        assert (raised.value.on, raised.value.baseline_on) == (date(2025, 12, 31), START)

    @pytest.mark.parametrize("due", [START, date(2025, 1, 1)])
    def test_one_that_is_due_before_it_begins_is_refused(self, due):
        with pytest.raises(DueBeforeBaselineError):
            plan_trajectory(baseline=1, baseline_on=START, level=2, due=due)

    @pytest.mark.parametrize(
        "days",
        [
            [date(2026, 1, 1)],
            [date(2025, 6, 1)],
            [date(2027, 1, 1)],
            [date(2026, 6, 1), date(2026, 3, 1)],
            [date(2026, 6, 1), date(2026, 6, 1)],
        ],
    )
    def test_milestones_out_of_order_are_refused(self, days):
        with pytest.raises(MilestoneError) as raised:
            plan_trajectory(
                baseline=1, baseline_on=START, level=2, due=DUE, milestones=[Milestone(on, 1) for on in days]
            )

        assert raised.value.on == days[-1]

    def test_a_level_that_is_no_figure_is_refused(self):
        with pytest.raises(NotANumberError):
            plan_trajectory(baseline=1, baseline_on=START, level=float("nan"), due=DUE)

    def test_it_moves_a_charts_target(self, straight):
        days = [date(2025, 12, 1), date(2026, 1, 1), date(2027, 1, 1)]

        levels = straight.levels_on(days)

        assert levels == [None, 0.6, 0.8]
        assert xmr_chart([0.5, 0.6, 0.7], better="higher", target=levels).target == 0.8

    @pytest.fixture
    def straight(self):
        return plan_trajectory(baseline=0.6, baseline_on=START, level=0.8, due=DUE)


class TestCourse:
    @pytest.mark.parametrize(
        ("low", "high", "higher", "lower"),
        [
            (0.71, 0.75, "ahead", "behind"),
            (0.62, 0.69, "behind", "ahead"),
            (0.55, 0.58, "behind", "ahead"),
            (0.66, 0.74, "on_course", "on_course"),
            (0.55, 0.85, "cannot_tell", "cannot_tell"),
            (0.6, 0.85, "cannot_tell", "cannot_tell"),
            (0.7, 0.7, "on_course", "on_course"),
            (None, None, "cannot_tell", "cannot_tell"),
            (0.66, None, "cannot_tell", "cannot_tell"),
        ],
    )
    def test_it_holds_the_interval_against_the_level_of_the_day(self, made, low, high, higher, lower):
        assert course(made, on=HALF, low=low, high=high, better="higher") == higher
        assert course(made, on=HALF, low=low, high=high, better="lower") == lower

    def test_where_only_the_baseline_is_wanted_being_there_is_on_course(self, made):
        flat = plan_trajectory(baseline=0.6, baseline_on=START, level=0.6, due=DUE)

        assert course(flat, on=HALF, low=0.5, high=0.7, better="higher") == "on_course"
        assert course(made, on=START, low=0.5, high=0.7, better="higher") == "on_course"

    def test_an_interval_that_ends_at_a_baseline_above_cannot_tell_either(self):
        falling = plan_trajectory(baseline=0.8, baseline_on=START, level=0.6, due=date(2026, 12, 31))

        assert course(falling, on=HALF, low=0.55, high=0.8, better="lower") == "cannot_tell"
        assert course(falling, on=HALF, low=0.55, high=0.79, better="lower") == "on_course"

    def test_a_day_before_the_baseline_has_none(self, made):
        with pytest.raises(BeforeBaselineError):
            course(made, on=date(2025, 1, 1), low=0, high=1, better="higher")

    @FEW
    @given(LEVELS, LEVELS, LEVELS, st.floats(0, 1e6), st.integers(0, 500))
    def test_what_is_better_one_way_is_worse_the_other(self, baseline, level, low, width, days):
        made = plan_trajectory(baseline=baseline, baseline_on=START, level=level, due=DUE)
        on, turned = START + timedelta(days=days), {"ahead": "behind", "behind": "ahead"}

        one, other = (course(made, on=on, low=low, high=low + width, better=better) for better in ("higher", "lower"))

        assert other == turned.get(one, one)

    @pytest.fixture
    def made(self):
        # 0.7 is wanted on the day in the middle.
        return plan_trajectory(baseline=0.6, baseline_on=START, level=0.8, due=date(2026, 12, 31))


HALF = date(2026, 7, 2)
