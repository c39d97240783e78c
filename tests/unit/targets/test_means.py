"""What lies around a mean, got back from its interval, is what lay around the answers themselves."""

from datetime import UTC, date, datetime
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies import ces, nps
from targets.means import deviation, pooled
from targets.readings import Reading


def counts(answers):
    return {value: answers.count(value) for value in set(answers)}


def reading(figure):
    known = {"unit_id": 1, "period_on": date(2026, 4, 1), "numerator": None, "denominator": None, "pipeline": ""}
    more = {"note_version": 1, "source": "feedback", "revision": 1, "locked": True, "shown": True, "minimum": 10}
    values = {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}
    return Reading(**known, **more, **values, recorded_at=datetime(2026, 5, 1, tzinfo=UTC))


def net(answers):
    return [100 if each > 8 else -100 if each < 7 else 0 for each in answers]


class TestDeviation:
    @given(st.lists(st.integers(1, 7), min_size=10, max_size=60))
    def test_it_is_that_of_the_answers_of_a_mean(self, answers):
        assert deviation(reading(ces(counts(answers))), "ces") == pytest.approx(stdev(answers), abs=1e-9)

    @given(st.lists(st.integers(0, 10), min_size=10, max_size=60))
    def test_and_of_those_of_a_net_share(self, answers):
        assert deviation(reading(nps(counts(answers))), "nps") == pytest.approx(stdev(net(answers)), abs=1e-4)

    def test_one_answer_has_none(self):
        assert deviation(reading(ces({7: 1})), "ces") == 0


class TestPooled:
    @given(st.lists(st.lists(st.integers(1, 7), min_size=10, max_size=30), min_size=1, max_size=5))
    def test_months_make_the_mean_and_deviation_of_all_their_answers(self, months):
        found = pooled("a", [reading(ces(counts(each))) for each in months], "ces")

        every = [answer for month in months for answer in month]
        assert found.n == len(every)
        assert found.mean == pytest.approx(fmean(every))
        assert found.deviation == pytest.approx(stdev(every), abs=1e-9)

    def test_of_nothing_there_is_none(self):
        assert pooled("a", [], "ces") is None
