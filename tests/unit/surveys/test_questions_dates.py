"""Dates, as people write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.questions import fault, question

FEW = settings(max_examples=100, deadline=None, derandomize=True, database=None)

WHEN = question("date")


class TestDateQuestion:
    @pytest.mark.parametrize("given", [
        {"day": "27", "month": "3", "year": "2026"}, {"day": 27, "month": 3, "year": 2026}, {"day": "27",
        "month": "March", "year": "2026"},
        {"day": "٢٧", "month": "٣", "year": "٢٠٢٦"}, {"day": " 27 ", "month": "mar", "year": "2026\u200b"},
        "2026-03-27", "2026-3-27", "27 3 2026", "27/03/2026", "27.3.2026", "27-3-2026", "27 March 2026",
        "27th of march, 2026",
        "27 Mawrth 2026", "  27   3   2026 ", "２７ ３ ２０２６", "27\u20113\u20112026",
    ], ids=str)  # fmt: skip
    def test_a_day_is_read_as_people_write_it(self, given):
        assert WHEN.parse(given) == "2026-03-27"

    @pytest.mark.parametrize("given", [
        "tomorrow", "27 3 26", "3/27/2026", "31 4 2026", "29 2 2025", "0 3 2026", "27 13 2026", "1 1 1899",
        "1 1 2101", "20260327",
        "2026-W13-5", "27 Marchy 2026", "1 1 99999", 20260327, "9" * 10_000, "1 1 ²026",
        {"day": "31", "month": "2", "year": "2026"}, {"day": "27", "month": "Marchy", "year": "2026"},
        {"day": "-1", "month": "3", "year": "2026"}, {"day": "1.5", "month": "3", "year": "2026"},
    ], ids=lambda given: str(given)[:20])  # fmt: skip
    def test_no_day_of_the_calendar_is_asked_for_again(self, given):
        assert fault(WHEN, given) == "Enter a real date, like 27 3 2026"

    @pytest.mark.parametrize(("given", "said"), [
        ({"day": "27", "month": "3", "year": ""}, "The date must include a year"),
        ({"day": "27", "month": "", "year": "2026"}, "The date must include a month"),
        ({"day": " ", "month": "3", "year": "2026"}, "The date must include a day"),
        ({"day": "27"}, "The date must include a month and year"),
        ({"month": "3"}, "The date must include a day and year"),
        ({"year": "2026"}, "The date must include a day and month"),
        ({}, "Enter a date"),
        ({"day": "", "month": None, "year": "\u200b"}, "Enter a date"),
        ({"day": ["27"], "month": "3", "year": "2026"}, "Answer in words or figures"),
        (True, "Answer in words or figures"),
    ])  # fmt: skip
    def test_what_is_lacking_is_said(self, given, said):
        assert fault(WHEN, given) == said

    @pytest.mark.parametrize(("more", "given", "said"), [
        ({"earliest": "2026-01-01"}, "31 12 2025", "The date must be 2026-01-01 or later"),
        ({"latest": "2026-01-01"}, "2 1 2026", "The date must be 2026-01-01 or earlier"),
        ({"past_only": True}, "1 1 2100", "The date must be today or in the past"),
    ])  # fmt: skip
    def test_its_bounds_are_said(self, more, given, said):
        assert fault(question("date", **more), given) == said

    def test_the_bounds_themselves_count(self):
        within = question("date", earliest="2026-01-01", latest="2026-01-01")

        assert within.parse("1 1 2026") == "2026-01-01"

    def test_whoever_lives_where_it_is_tomorrow_may_say_today(self):
        today = datetime.now(UTC).date()

        assert question("date", past_only=True).parse(today.isoformat()) == today.isoformat()
        assert question("date", past_only=True).parse((today + timedelta(days=1)).isoformat())

    def test_its_boxes_show_what_gives_the_same_answer(self):
        assert WHEN.boxes("2026-03-27") == {"day": "27", "month": "3", "year": "2026"}
        assert WHEN.parse(WHEN.boxes("2026-03-27")) == "2026-03-27"
        assert WHEN.boxes(None) == {"day": "", "month": "", "year": ""}
        assert WHEN.label_of("2026-03-27") is None

    @pytest.mark.parametrize("more", [
        {"earliest": "2026-02-01", "latest": "2026-01-01"}, {"earliest": "2026-02-30"}, {"earliest": "tomorrow"},
        {"earliest": 0}, {"latest": "2026-01-01T00:00:00"}, {"earliest": "2150-01-01"}, {"latest": "1850-01-01"},
    ])  # fmt: skip
    def test_bounds_are_days_between_which_there_is_an_answer(self, more):
        with pytest.raises(ValidationError):
            question("date", **more)

    @FEW
    @given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
    def test_every_day_can_be_said_in_every_way(self, day):
        said = [day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B} {day.year}", WHEN.boxes(day.isoformat())]

        assert {WHEN.parse(given) for given in said} == {day.isoformat()}
        assert WHEN.value_of(day.isoformat()) == day
        assert WHEN.shown(day.isoformat()) == [day]
