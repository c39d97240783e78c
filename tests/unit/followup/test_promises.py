"""Days of work, Monday to Friday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.promises import MOST_DAYS, days_over, due_on

MONDAY, FRIDAY, SATURDAY = date(2026, 5, 4), date(2026, 5, 8), date(2026, 5, 9)


class TestDueOn:
    @pytest.mark.parametrize(
        ("day", "days", "due"),
        [
            (MONDAY, 3, date(2026, 5, 7)),
            (FRIDAY, 1, date(2026, 5, 11)),
            (SATURDAY, 1, date(2026, 5, 11)),
            (MONDAY, 5, date(2026, 5, 11)),
            (FRIDAY, 10, date(2026, 5, 22)),
        ],
    )
    def test_weekends_are_left_out(self, day, days, due):
        assert due_on(day, days) == due

    def test_where_nothing_is_promised_nothing_is_due(self):
        assert due_on(MONDAY, None) is None
        assert days_over(None, MONDAY) == 0


class TestDaysOver:
    def test_on_the_last_day_it_is_not_over(self):
        assert days_over(MONDAY, MONDAY) == 0
        assert days_over(MONDAY, MONDAY - timedelta(days=9)) == 0

    @pytest.mark.parametrize(("today", "over"), [(FRIDAY, 4), (SATURDAY, 4), (date(2026, 5, 11), 5)])
    def test_weekends_are_left_out(self, today, over):
        assert days_over(MONDAY, today) == over

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, MOST_DAYS), st.integers(1, 300))
    def test_it_undoes_what_was_promised(self, day, days, more):
        due = due_on(day, days)
        assert due is not None
        later = due_on(due, more)

        assert due.weekday() < 5
        assert days_over(due, later) == more
