import math
import statistics
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tallies import as_numbers, mean

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)
VALUES = st.one_of(
    st.integers(-(10**6), 10**6), st.decimals(min_value=-1000, max_value=1000, places=2, allow_nan=False)
)
COUNTS = st.dictionaries(VALUES, st.integers(0, 30), max_size=8)


def spread_out(counts):
    return [float(value) for value, n in counts.items() for _ in range(n)]


class TestMean:
    def test_it_is_the_mean_of_the_answers_and_how_they_lie(self):
        found = mean({1: 5, 2: 10, 3: 20, 4: 40, 5: 25})

        assert (found.n, found.value) == (100, 3.7)
        assert (found.least, found.lower_quartile, found.median, found.upper_quartile, found.most) == (1, 3, 4, 4.25, 5)
        assert found.deviation == pytest.approx(1.1055416)

    @FEW
    @given(COUNTS)
    def test_it_is_what_numpy_and_scipy_say_of_the_answers_one_by_one(self, counts):
        answers = spread_out(counts)
        found = mean(counts)

        assert found.n == len(answers)
        if answers:
            assert found.value == pytest.approx(statistics.fmean(answers), rel=1e-12, abs=1e-12)
            quartiles = [found.least, found.lower_quartile, found.median, found.upper_quartile, found.most]
            assert quartiles == pytest.approx(list(np.quantile(answers, [0, 0.25, 0.5, 0.75, 1])), abs=1e-9)
        if len(answers) > 1:
            assert found.deviation == pytest.approx(statistics.stdev(answers), rel=1e-9, abs=1e-9)
            error = statistics.stdev(answers) / math.sqrt(len(answers))
            half = float(stats.t.ppf(0.975, len(answers) - 1)) * error
            assert (found.low, found.high) == pytest.approx(
                (statistics.fmean(answers) - half, statistics.fmean(answers) + half), rel=1e-8, abs=1e-8
            )

    def test_it_is_exact(self):
        assert mean({Decimal("0.1"): 3, Decimal("0.3"): 3}).value == 0.2
        assert mean({10**15: 1, 10**15 + 2: 10**9}).most == 10**15 + 2

    def test_its_interval_stays_on_the_scale(self):
        found, free = mean({5: 9, 4: 1, 1: 1}, scale=(1, 5)), mean({5: 9, 4: 1, 1: 1})

        assert free.high > 5
        assert (found.high, found.low) == (5, free.low)
        assert mean({1: 9, 5: 1}, scale=(1, 5)).low == 1

    def test_one_answer_has_no_interval(self):
        found = mean({4: 1})

        assert (found.n, found.value, found.median) == (1, 4, 4)
        assert (found.low, found.high, found.deviation) == (None, None, None)

    def test_nobody_answered(self):
        assert mean({}) == mean({3: 0})
        assert (mean({}).n, mean({}).value, mean({}).median, mean({}).shown) == (0, None, None, False)

    def test_few_are_not_shown(self):
        assert [mean({3: n}).shown for n in (9, 10)] == [False, True]

    @pytest.mark.parametrize(
        ("counts", "scale", "fault"),
        [
            ({3: -1}, None, "3 was given -1 times"),
            ({6: 1}, (1, 5), "6 is not on the scale from 1 to 5"),
            ({Decimal("0.5"): 1}, (1, 5), "0.5 is not on the scale from 1 to 5"),
        ],
    )
    def test_nonsense_is_refused(self, counts, scale, fault):
        with pytest.raises(ValueError, match=fault):
            mean(counts, scale=scale)


class TestAsNumbers:
    def test_values_as_they_are_kept_become_numbers(self):
        assert as_numbers({"4": 2, "12.5": 1, "-3": 1, "4.0": 1}) == {4: 3, Decimal("12.5"): 1, -3: 1}

    @pytest.mark.parametrize("text", ["yes", "", "NaN", "Infinity", "2026-05-04", "#"])
    def test_what_is_no_number_is_refused(self, text):
        with pytest.raises(ValueError, match="is no number"):
            as_numbers({text: 1})
