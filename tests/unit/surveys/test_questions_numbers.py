"""Numbers, sums of money and how long something took."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.questions import fault, question
from words import Plural

FEW = settings(max_examples=100, deadline=None, derandomize=True, database=None)

NUMBER = question("number")
EXACT = question("number", decimals=2, min=-10, max=1000)
MONEY = question("currency")
TOOK = question("duration")


class TestNumberQuestion:
    @pytest.mark.parametrize(("given", "answer"), [
        ("12", 12), (" 12 ", 12), ("-5", -5), ("−5", -5), ("+5", 5), ("1,234", 1234), ("1 234 567", 1_234_567),
        ("1\u00a0234", 1234), ("007", 7), ("12.0", 12), (12, 12), (12.0, 12), ("１２", 12), ("٣", 3), ("0", 0),
        ("-0", 0),
        (10**12, 10**12), ("0" * 300 + "5", 5),
    ])  # fmt: skip
    def test_a_whole_number_is_read_as_people_write_it(self, given, answer):
        assert NUMBER.parse(given) == answer
        assert isinstance(NUMBER.parse(given), int)

    @pytest.mark.parametrize(
        ("given", "answer"), [("2.5", 2.5), (".5", 0.5), ("-0.25", -0.25), (0.1, 0.1), ("3.50", 3.5)]
    )
    def test_decimals_are_kept_exactly(self, given, answer):
        assert EXACT.parse(given) == answer

    @pytest.mark.parametrize(("given", "said"), [
        ("twelve", "Enter a number in figures, like 12"),
        ("1,5", "Enter a number in figures, like 12"),
        ("1,23,456", "Enter a number in figures, like 12"),
        ("12.", "Enter a number in figures, like 12"),
        ("1e5", "Enter a number in figures, like 12"),
        ("1e999", "Enter a number in figures, like 12"),
        ("NaN", "Enter a number in figures, like 12"),
        ("0x10", "Enter a number in figures, like 12"),
        ("1_000", "Enter a number in figures, like 12"),
        ("²", "Enter a number in figures, like 12"),
        ("-", "Enter a number in figures, like 12"),
        (".", "Enter a number in figures, like 12"),
        ("12 minutes", "Enter a number in figures, like 12"),
        ("9" * 401, "Enter a number in figures, like 12"),
        ("1.5", "Enter a whole number"),
        (1.5, "Enter a whole number"),
        ("9" * 400, "Enter a number that is 1,000,000,000,000 or less"),
        (10**12 + 1, "Enter a number that is 1,000,000,000,000 or less"),
        (-(10**13), "Enter a number that is -1,000,000,000,000 or more"),
        (True, "Answer in words or figures"),
        ([12], "Answer in words or figures"),
        (float("nan"), "Answer in words or figures"),
    ])  # fmt: skip
    def test_anything_else_is_refused(self, given, said):
        assert fault(NUMBER, given) == said

    @pytest.mark.parametrize(("more", "given", "said"), [
        ({"min": 1, "max": 1500}, "1501", "Enter a number from 1 to 1,500"),
        ({"min": 1}, "0", "Enter a number that is 1 or more"),
        ({"max": 9}, "10", "Enter a number that is 9 or less"),
        ({"min": 0.5, "decimals": 1}, "0.4", "Enter a number that is 0.5 or more"),
        ({"decimals": 2}, "1.234", "Enter a number with no more than 2 decimal places"),
        ({"decimals": 1}, "1.23", "Enter a number with no more than 1 decimal place"),
        ({"step": 5}, "7", "Enter 0, or a number in steps of 5 from there"),
        ({"min": 3, "step": 5}, "10", "Enter 3, or a number in steps of 5 from there"),
        ({"decimals": 6}, "999999999999.123456", "Enter a number with no more than 6 decimal places"),
    ])  # fmt: skip
    def test_its_bounds_are_said(self, more, given, said):
        assert fault(question("number", **more), given) == said

    def test_steps_begin_at_the_least_number(self):
        assert question("number", min=3, step=5).parse("13") == 13
        assert question("number", step=5).parse("-10") == -10

    def test_it_is_shown_with_its_thousands_parted(self):
        assert NUMBER.shown(1_234_567) == ["1,234,567"]
        assert EXACT.shown(0.1) == ["0.1"]
        assert NUMBER.label_of(3) is None

    @pytest.mark.parametrize("more", [
        {"min": 5, "max": 4}, {"min": 0.2, "max": 0.8}, {"min": 0.05, "max": 0.06, "decimals": 1},
        {"min": 0.5, "step": 1}, {"max": -3, "min": -4, "decimals": -1}, {"min": 10**13}, {"decimals": 7}, {"step": 0},
        {"min": float("nan")}, {"min": float("-inf")}, {"min": "3"}, {"decimals": True}, {"max": 1e999},
    ])  # fmt: skip
    def test_a_number_that_nobody_could_give_is_no_question(self, more):
        with pytest.raises(ValidationError):
            question("number", **more)

    @FEW
    @given(st.decimals(-10, 1000, places=2))
    def test_every_number_within_is_taken_and_kept_exactly(self, number):
        assert str(EXACT.value_of(EXACT.parse(f"{number:,f}")).quantize(number)) == str(number + 0)


class TestCurrencyQuestion:
    @pytest.mark.parametrize(("given", "answer"), [
        ("12.50", 12.5), ("£12.50", 12.5), ("12.50 £", 12.5), ("£ 1,200", 1200), (12, 12), (12.5, 12.5),
        ("0", 0), (".5", 0.5),
        ("£٣", 3),
    ])  # fmt: skip
    def test_a_sum_is_read_with_its_sign_or_without(self, given, answer):
        assert MONEY.parse(given) == answer

    @pytest.mark.parametrize(("given", "said"), [
        ("abc", "Enter an amount of money in figures, like 12.50"),
        ("12,50", "Enter an amount of money in figures, like 12.50"),
        ("$12", "Enter an amount of money in figures, like 12.50"),
        ("12.505", "Enter an amount with no more than 2 decimal places, like 12.50"),
        ("-1", "Enter an amount that is £0 or more"),
        ("£-1", "Enter an amount that is £0 or more"),
        (10**13, "Enter an amount that is £1,000,000,000,000 or less"),
        ("£", "Enter an amount of money, like 12.50"),
    ])  # fmt: skip
    def test_anything_else_is_refused(self, given, said):
        assert fault(MONEY, given) == said

    @pytest.mark.parametrize(("more", "given", "said"), [
        ({"currency": "EUR", "decimals": 0}, "12.50", "Enter an amount without pence or cents, like 12"),
        ({"currency": "EUR", "decimals": 0}, "x", "Enter an amount of money in figures, like 12"),
        ({"currency": "USD", "min": 1, "max": 2.5}, "3", "Enter an amount from $1 to $2.50"),
    ])  # fmt: skip
    def test_its_bounds_are_said_in_its_currency(self, more, given, said):
        assert fault(question("currency", **more), given) == said

    def test_it_is_shown_with_pence_where_there_are_any(self):
        assert MONEY.shown(1200) == ["£1,200"]
        assert MONEY.shown(12.5) == ["£12.50"]


class TestDurationQuestion:
    @pytest.mark.parametrize(("given", "minutes"), [
        ({"hours": "2", "minutes": "30"}, 150), ({"hours": "", "minutes": "5"}, 5), ({"hours": 1}, 60),
        ({"hours": "٢", "minutes": "\u200b"}, 120), ({"hours": "0", "minutes": "0"}, 0),
        ("90", 90), (90, 90), (90.0, 90), ("2 hours 30 minutes", 150), ("2 hours and 30 minutes", 150), ("2h30m", 150),
        ("2h 30m", 150), ("2 HRS, 5 mins", 125), ("1.5 hours", 90), ("3 days", 4320), ("1 day and 2 hours", 1560),
        ("2 awr a 10 munud", 130), ("PT2H30M", 150), ("P1DT1M", 1441), ("٥ minutes", 5),
    ])  # fmt: skip
    def test_minutes_are_read_from_boxes_figures_and_words(self, given, minutes):
        assert TOOK.parse(given) == minutes

    @pytest.mark.parametrize("given", [
        "ages", "2 fortnights", "half an hour", "-5", "1.5", "2 hours 30", "2:30", "minutes", "P", "PT", "x" * 10_000,
        "," * 100_000, "9" * 9, {"hours": "two"}, {"hours": "-1"}, {"hours": "1.5"}, {"hours": "9" * 9}, {"weeks": "1"},
        {"days": "1"},
    ])  # fmt: skip
    def test_anything_else_is_asked_for_again(self, given):
        assert fault(TOOK, given) == "Enter how long it took in figures, like 2 hours 30 minutes"

    @pytest.mark.parametrize("given", [{"hours": True}, {"hours": ["2"]}, [2, 30], True])
    def test_so_is_what_is_no_figure_at_all(self, given):
        assert fault(TOOK, given) == "Answer in words or figures"

    @pytest.mark.parametrize(("most", "given", "said"), [
        (2880, "49 hours", "Enter 2 days or less"),
        (1440, "25 hours", "Enter 1 day or less"),
        (180, "181", "Enter 3 hours or less"),
        (90, "91", "Enter 90 minutes or less"),
        (3650 * 1440, "99999 days", "Enter 3,650 days or less"),
    ])  # fmt: skip
    def test_the_longest_that_it_may_be_is_said(self, most, given, said):
        assert fault(question("duration", max_minutes=most), given) == said

    def test_it_is_shown_in_days_hours_and_minutes(self):
        assert TOOK.shown(1561) == [
            Plural("%(count)s day", "%(count)s days", 1),
            Plural("%(count)s hour", "%(count)s hours", 2),
            Plural("%(count)s minute", "%(count)s minutes", 1),
        ]
        assert [str(piece) for piece in TOOK.shown(0)] == ["0 minutes"]

    @pytest.mark.parametrize("minutes", [0, 5, 60, 150, 10_000])
    def test_its_boxes_show_what_gives_the_same_answer(self, minutes):
        assert TOOK.parse(TOOK.boxes(minutes)) == minutes
        assert TOOK.boxes(None) == {"hours": "", "minutes": ""}

    @pytest.mark.parametrize("units", [[], ["minutes", "hours"], ["hours", "hours"], ["weeks"]])
    def test_its_boxes_are_named_once_the_largest_first(self, units):
        with pytest.raises(ValidationError):
            question("duration", units=units)
