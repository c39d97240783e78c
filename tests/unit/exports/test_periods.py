from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.periods import ended_periods

FEW = settings(max_examples=100, deadline=None, derandomize=True, database=None)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


class TestEndedPeriods:
    @pytest.mark.parametrize(
        ("period", "starts_on", "today", "expected"),
        [
            ("month", "2026-04-01", "2026-06-02", [("2026-04-01", "2026-04-30"), ("2026-05-01", "2026-05-31")]),
            ("month", "2026-04-15", "2026-05-01", [("2026-04-15", "2026-04-30")]),
            ("month", "2026-04-01", "2026-04-30", []),
            ("month", "2026-04-01", "2026-05-01", [("2026-04-01", "2026-04-30")]),
            ("month", "2024-02-01", "2024-03-01", [("2024-02-01", "2024-02-29")]),
            ("month", "2026-12-31", "2027-01-01", [("2026-12-31", "2026-12-31")]),
            ("month", "2026-12-01", "2027-02-01", [("2026-12-01", "2026-12-31"), ("2027-01-01", "2027-01-31")]),
            ("month", "2026-09-01", "2026-06-01", []),
            ("week", "2026-05-04", "2026-05-18", [("2026-05-04", "2026-05-10"), ("2026-05-11", "2026-05-17")]),
            ("week", "2026-05-06", "2026-05-11", [("2026-05-06", "2026-05-10")]),
            ("week", "2026-05-10", "2026-05-10", []),
            ("week", "2026-05-10", "2026-05-11", [("2026-05-10", "2026-05-10")]),
        ],
    )
    def test_whole_ones_that_are_over(self, period, starts_on, today, expected):
        found = ended_periods(starts_on=date.fromisoformat(starts_on), period=period, today=date.fromisoformat(today))

        assert [(first.isoformat(), last.isoformat()) for first, last in found] == expected

    @FEW
    @given(starts_on=DAYS, today=DAYS, period=st.sampled_from(["week", "month"]))
    def test_they_follow_one_another_without_a_gap(self, starts_on, today, period):
        found = list(ended_periods(starts_on=starts_on, period=period, today=today))

        if found:
            assert found[0][0] == starts_on
        for (_, last), (first, _) in pairwise(found):
            assert first == last + timedelta(days=1)
        for first, last in found:
            assert first <= last < today
