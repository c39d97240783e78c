"""Which target a board leads to, and how many stand where."""

from types import SimpleNamespace

import pytest

from targets.boards import Standing, furthest_behind, standing


def over_time(value, course, wanted=80.0):
    latest = None if value is None else SimpleNamespace(value=value, period_on="May")
    return SimpleNamespace(latest=latest, course=course, levels=(wanted,), periods=("May",))


class TestStanding:
    def test_ahead_is_on_course_and_without_a_verdict_nothing_can_be_told(self):
        found = [over_time(9, course) for course in ("ahead", "on_course", "behind", "cannot_tell", None)]

        assert standing([*found, over_time(None, None)]) == Standing(2, 1, 2, 1)
        assert standing([]).targets == 0


class TestFurthestBehind:
    def test_it_is_measured_by_the_way_from_baseline_to_level(self, target):
        far, near = (target(70, 90), over_time(70, "behind")), (target(0, 1000), over_time(60, "behind"))

        assert furthest_behind([near, far]) == [far[0], near[0]]

    def test_where_none_is_behind_there_is_none(self, target):
        assert furthest_behind([(target(70, 90), over_time(85, "ahead"))]) == []

    @pytest.fixture
    def target(self):
        return lambda baseline, level: SimpleNamespace(baseline=baseline, level=level)
