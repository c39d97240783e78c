import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallies import FEWEST_SHOWN, ces, csat, friends_and_family, mean, nps, satisfaction_gds, share

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def counts_on(low, high):
    points = range(low, high + 1)
    return st.lists(st.integers(0, 200), min_size=len(points), max_size=len(points)).map(
        lambda times: dict(zip(points, times, strict=True))
    )


def friends(counts):
    return friends_and_family(counts, dont_know=0)


class TestNps:
    def test_published_values(self):
        found = nps({10: 30, 9: 20, 8: 15, 7: 15, 6: 10, 0: 10})

        assert (found.n, found.value) == (100, 30)
        assert (round(found.low, 2), round(found.high, 2)) == (14.05, 44.20)
        assert (found.promoters, found.passives, found.detractors) == (share(50, 100), share(30, 100), share(20, 100))

    def test_each_point_of_the_scale_is_on_its_side(self):
        assert [nps({point: 10}).value for point in range(11)] == [-100] * 7 + [0, 0] + [100, 100]

    @FEW
    @given(counts_on(0, 10))
    def test_the_score_lies_in_its_interval_and_that_on_the_scale(self, counts):
        found = nps(counts)

        if found.n > 1:
            assert -100 <= found.low <= found.value <= found.high <= 100
        assert found.promoters.n + found.passives.n + found.detractors.n == found.n

    @FEW
    @given(st.integers(200, 5000), st.integers(200, 5000))
    def test_for_many_it_is_nearly_the_plain_interval(self, promoters, detractors):
        n = promoters + detractors + 1000
        p, d = promoters / n, detractors / n
        plain = 100 * 1.959964 * math.sqrt((p + d - (p - d) ** 2) / n)

        found = nps({10: promoters, 8: 1000, 0: detractors})

        assert (found.high - found.low) / 2 == pytest.approx(plain, rel=0.01)


class TestCsat:
    def test_published_values(self):
        found = csat({5: 50, 4: 30, 3: 10, 2: 5, 1: 5})

        assert (found.n, found.value) == (100, 0.8)
        assert (round(found.low, 4), round(found.high, 4)) == (0.7112, 0.8666)
        assert found.satisfied == share(80, 100)


class TestCes:
    def test_it_has_the_mean_and_the_share_that_found_it_easy(self):
        counts = {7: 20, 6: 20, 5: 20, 4: 20, 1: 20}

        found = ces(counts)

        assert (found.n, found.value) == (100, 4.6)
        assert (found.low, found.high) == (found.mean.low, found.mean.high)
        assert found.mean == mean(counts, scale=(1, 7))
        assert found.easy == share(60, 100)

    def test_one_answer_has_no_interval(self):
        assert (ces({6: 1}).value, ces({6: 1}).low, ces({6: 1}).high) == (6, None, None)

    def test_its_interval_stays_on_the_scale(self):
        assert ces({7: 9, 6: 1}).high == 7


class TestSatisfactionGds:
    def test_its_two_definitions_differ(self):
        found = satisfaction_gds({1: 5, 2: 10, 3: 20, 4: 40, 5: 25})

        assert (found.value, found.satisfied) == (0.65, share(65, 100))
        assert found.performance_platform.value == pytest.approx(0.675)

    def test_the_interval_of_the_score_is_that_of_the_mean_on_its_scale(self):
        counts = {1: 5, 2: 10, 3: 20, 4: 40, 5: 25}
        score, around = satisfaction_gds(counts).performance_platform, mean(counts)

        assert (4 * score.low + 1, 4 * score.high + 1) == pytest.approx((around.low, around.high))

    def test_one_answer_has_a_score_and_no_interval(self):
        score = satisfaction_gds({5: 1}).performance_platform

        assert (score.n, score.value, score.low, score.high) == (1, 1.0, None, None)


class TestFriendsAndFamily:
    def test_those_who_do_not_know_are_among_all_who_answered(self):
        found = friends_and_family({5: 50, 4: 30, 3: 5, 2: 3, 1: 2}, dont_know=10)

        assert (found.n, found.value, found.positive) == (100, 0.8, share(80, 100))

    def test_less_than_nobody_is_refused(self):
        with pytest.raises(ValueError, match="'Don't know' was given -1 times"):
            friends_and_family({5: 50}, dont_know=-1)


@pytest.mark.parametrize(
    ("score", "low", "high"), [(nps, 0, 10), (csat, 1, 5), (ces, 1, 7), (satisfaction_gds, 1, 5), (friends, 1, 5)]
)
class TestEveryScore:
    def test_nobody_answered(self, score, low, high):
        found = score({})

        assert (found.n, found.value, found.low, found.high, found.shown) == (0, None, None, None, False)

    def test_few_are_not_shown(self, score, low, high):
        assert [score({high: n}).shown for n in (1, FEWEST_SHOWN - 1, FEWEST_SHOWN)] == [False, False, True]

    def test_what_is_off_the_scale_is_refused(self, score, low, high):
        for value in (low - 1, high + 1, Decimal("1.5")):
            with pytest.raises(ValueError, match=f"{value} is not on the scale from {low} to {high}"):
                score({value: 1})

    def test_less_than_no_answers_are_refused(self, score, low, high):
        with pytest.raises(ValueError, match=f"{high} was given -1 times"):
            score({high: -1})

    @FEW
    @given(data=st.data())
    def test_decimals_are_the_numbers_that_they_are(self, score, low, high, data):
        counts = data.draw(counts_on(low, high))

        assert score({Decimal(value): n for value, n in counts.items()}) == score(counts)

    @FEW
    @given(data=st.data())
    def test_the_value_lies_in_its_interval(self, score, low, high, data):
        found = score(data.draw(counts_on(low, high)))

        if found.n > 1:
            assert found.low <= found.value <= found.high
