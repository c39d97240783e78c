from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.understanding.dates import dates
from nlp.understanding.found import Text
from nlp.understanding.wording import plain

WEDNESDAY = date(2026, 3, 18)


def read(said, today=WEDNESDAY):
    return [one.value for one in dates(Text(plain(said)), today)]


class TestDates:
    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("today", "2026-03-18"),
            ("1 January 2199", "2199-01-01"),
            ("01/02/2030", "2030-02-01"),
            ("yesterday morning", "2026-03-17"),
            ("the day before yesterday", "2026-03-16"),
            ("night before last", "2026-03-16"),
            ("last Friday", "2026-03-13"),
            ("on Tuesday", "2026-03-17"),
            ("Wednesday", "2026-03-11"),
            ("Sunday before last", "2026-03-08"),
            ("Tuesday of last week", "2026-03-10"),
            ("a week last Saturday", "2026-03-07"),
            ("a week ago", "2026-03-11"),
            ("a couple of weeks ago", "2026-03-04"),
            ("3 months ago", "2025-12-18"),
            ("this time last week", "2026-03-11"),
            ("the 3rd", "2026-03-03"),
            ("on the twenty first", "2026-02-21"),
            ("28th of last month", "2026-02-28"),
            ("the last day of February", "2026-02-28"),
            ("14/9", "2025-09-14"),
            ("03/04/2024", "2024-04-03"),
            ("2024-02-29", "2024-02-29"),
            ("3rd of March 2024", "2024-03-03"),
            ("March 3rd", "2026-03-03"),
            ("Christmas Eve", "2025-12-24"),
            ("Easter Monday", "2025-04-21"),
            ("next Monday", "2026-03-23"),
            ("in three weeks' time", "2026-04-08"),
            ("dydd Mawrth diwethaf", "2026-03-17"),
            ("wythnos yn ôl", "2026-03-11"),
            ("ddoe", "2026-03-17"),
        ],
    )
    def test_they_are_counted_from_today(self, said, day):
        assert read(said) == [day]

    def test_a_stretch_of_days_has_both_ends(self):
        assert read("12 March to 14 March") == [{"min": "2026-03-12", "max": "2026-03-14"}]

    @pytest.mark.parametrize(
        "said", ["8/10", "4/5", "the second one", "31/2", "third time lucky", "on Tuesdays", "30th of February"]
    )
    def test_what_is_no_day_is_none(self, said):
        assert read(said) == []

    @settings(deadline=None)
    @given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 6))
    def test_a_weekday_is_the_latest_before_today(self, today, weekday):
        name = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"][weekday]

        (day,) = read(f"last {name}", today)

        assert 1 <= (today - date.fromisoformat(day)).days <= 7
        assert date.fromisoformat(day).weekday() == weekday

    @settings(deadline=None)
    @given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.text(max_size=40))
    def test_any_text_on_any_day_is_taken(self, today, said):
        assert isinstance(read(said, today), list)
