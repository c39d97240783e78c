"""Figures as people write them in spreadsheets: numbers, periods, amounts, and what a file of them must have."""

import calendar
from contextlib import suppress
from datetime import date

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from models import Measure
from sheets import MissingColumnError, Worksheet, write_workbook
from targets import uploads
from targets.interchange import FaultsError
from targets.uploads.amounts import Amount, amount
from targets.uploads.faults import (
    CountError,
    InfiniteError,
    NotANumberError,
    NotFirstDayError,
    OtherCadenceError,
    SignError,
    UnclearNumberError,
    UnknownPeriodError,
    Wrong,
)
from targets.uploads.numbers import count, number
from targets.uploads.periods import first_day
from targets.uploads.rows import COLUMNS, MOST_ROWS, Given

APRIL = date(2026, 4, 1)
SIGNS = "£$€%"
PLACES = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("71", 71.0),
            ("71.5", 71.5),
            (".5", 0.5),
            ("-3", -3.0),
            ("\N{MINUS SIGN}3", -3.0),
            ("+3", 3.0),
            ("1e-05", 1e-05),
            ("1,234.5", 1234.5),
            ("1,234,567", 1234567.0),
            ("1 234,5", 1234.5),
            ("1\N{NO-BREAK SPACE}234,5", 1234.5),
            ("1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567.25", 1234567.25),
            ("1 234,567", 1234.567),
            ("1.234,5", 1234.5),
            ("1.234.567", 1234567.0),
            ("£1,234", 1234.0),
            ("-£1,234", -1234.0),
            ("£-1,234", -1234.0),
            ("1.234,50 €", 1234.5),
            ("71.5%", 71.5),
            ("71,5 %", 71.5),
            # What is no comma of thousands is one of decimals.
            ("71,5", 71.5),
            ("0,125", 0.125),
            ("1234,567", 1234.567),
            # What may be one of thousands is.
            ("1,234", 1234.0),
            ("1.234", 1.234),
        ],
    )
    def test_they_are_read_as_they_are_written(self, text, value):
        assert number(text, signs=SIGNS).value == value

    @pytest.mark.parametrize(
        "text",
        [
            *("", "many", "n/a", "-", "--3", "-£-3", "£", "%", "nan", "1,23,456", "1,234,56", "12 34", "1,234 567"),
            *("1.2.3", "012,345", "(1,234)", "0x10", "1_000", "£1%", "٣", "²", "1/2", "2026-04-01", "true", "9" * 41),
        ],
    )
    def test_what_is_no_number_is_refused(self, text):
        with pytest.raises(NotANumberError, match=r"is not a number; write it as 1234\.5\.$"):
            number(text, signs=SIGNS)

    @pytest.mark.parametrize("text", ["inf", "-Infinity", "∞", "1e999", "£inf"])
    def test_what_is_endless_is_refused(self, text):
        with pytest.raises(InfiniteError):
            number(text, signs=SIGNS)

    @pytest.mark.parametrize("text", ["71%", "£71", "71 €"])
    def test_a_sign_that_is_not_the_measures_is_refused(self, text):
        with pytest.raises(SignError, match="does not belong here"):
            number(text, signs="$")

    @pytest.mark.parametrize(
        ("text", "unclear"), [("1,234", True), ("-12,345", True), ("1,23", False), ("1.234", False)]
    )
    def test_where_decimals_have_commas_one_before_three_figures_is_refused(self, text, unclear):
        if unclear:
            with pytest.raises(UnclearNumberError, match="may stand for thousands or for decimals"):
                number(text, comma_is_unclear=True)
        else:
            assert number(text, comma_is_unclear=True).value == number(text).value

    @given(PLACES, st.sampled_from(["en", "cy", "fr", "pl", "de_AT", "de"]))
    def test_what_other_programs_write_in_any_language_is_understood(self, written, locale):
        shape = "#,##0.00"

        assert number(format_decimal(written, shape, locale=locale)).value == float(written)

    @given(st.text(max_size=45))
    def test_no_text_at_all_breaks_it(self, text):
        try:
            found = number(text, signs=SIGNS)
        except (NotANumberError, InfiniteError):
            return
        assert found.agrees_with(found.value)

    @pytest.mark.parametrize(
        ("text", "exact", "agrees"), [("71", 71.43, True), ("71.4", 71.46, False), ("1e2", 120, True)]
    )
    def test_it_agrees_as_exactly_as_it_is_written(self, text, exact, agrees):
        assert number(text).agrees_with(exact) is agrees

    @pytest.mark.parametrize(("text", "n"), [("0", 0), ("210", 210), ("1,234", 1234), ("210.0", 210)])
    def test_how_many_is_a_whole_number(self, text, n):
        assert count(text) == n

    @pytest.mark.parametrize("text", ["-1", "2.5", "many", "2147483648", "inf"])
    def test_how_many_is_no_other_number(self, text):
        with pytest.raises(CountError):
            count(text)


class TestPeriods:
    @pytest.mark.parametrize(
        "text",
        [
            *("2026-04", "April 2026", "april 2026", "Apr 2026", "Apr-26", "01/04/2026", "1/4/2026", "01.04.2026"),
            *("1-4-2026", "1 April 2026", "1st Apr 2026", "2026-04-01", "2026-04-01 00:00:00", "46113"),
            *(" April  2026 ", "April\N{NO-BREAK SPACE}2026"),
        ],
    )
    def test_a_month_is_written_in_many_ways(self, text):
        assert first_day(text, "month") == APRIL

    @pytest.mark.parametrize(
        "text", ["2026-Q2", "2026 Q2", "2026Q2", "Q2 2026", "q2-2026", "01/04/2026", "2026-04-01", "46113"]
    )
    def test_a_quarter_is_written_in_many_ways(self, text):
        assert first_day(text, "quarter") == APRIL

    @given(st.dates(date(1930, 1, 1), date(2099, 12, 31)).map(lambda day: day.replace(day=1)))
    def test_every_way_means_the_same_month(self, day):
        name = calendar.month_name[day.month]
        ways = [
            f"{day:%Y-%m}",
            day.isoformat(),
            f"{day:%d/%m/%Y}",
            f"{name} {day.year}",
            f"1 {name[:3]} {day.year}",
            str(int(to_excel(day))),
        ]

        assert {first_day(way, "month") for way in ways} == {day}

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("03/04/2026", "2026-04-03"),
            ("04/01/2026", "2026-01-04"),
            ("30 April 2026", "2026-04-30"),
            ("46114", "2026-04-02"),
        ],
    )
    def test_a_day_that_begins_none_is_refused_as_it_is_read_day_first(self, text, day):
        with pytest.raises(NotFirstDayError, match=f"is read as {day}, which is not the first day of a month"):
            first_day(text, "month")

    def test_the_first_day_of_a_month_may_begin_no_quarter(self):
        with pytest.raises(NotFirstDayError, match="first day of a quarter"):
            first_day("2026-05-01", "quarter")

    @pytest.mark.parametrize(
        ("text", "cadence"), [("2026-Q2", "month"), ("April 2026", "quarter"), ("2026-04", "quarter")]
    )
    def test_a_month_is_no_quarter(self, text, cadence):
        with pytest.raises(OtherCadenceError):
            first_day(text, cadence)

    @pytest.mark.parametrize(
        "text",
        [
            *("", "2026", "26", "2026-13", "2026-4", "2026-Q5", "2026/27 Q1", "01/04/26", "31/02/2026", "1/4-2026"),
            *("Aprol 2026", "13/13/2026", "04-2026", "46113.5", "1026-04", "2026-04-01 09:30", "٢٠٢٦-٠٤", "A" * 99),
        ],
    )
    def test_anything_else_is_refused(self, text):
        with pytest.raises(UnknownPeriodError, match="is no period; write it as 2026-04"):
            first_day(text, "month")

    @given(st.text(max_size=45), st.sampled_from(["month", "quarter"]))
    def test_no_text_at_all_breaks_it(self, text, cadence):
        with suppress(UnknownPeriodError, NotFirstDayError, OtherCadenceError):
            assert first_day(text, cadence).day == 1


class TestAmounts:
    def test_a_value_stands_as_it_is(self):
        assert self.taken("%", value="71.5%", n="210") == Amount(71.5, None, None, 210)

    def test_a_share_is_worked_out_in_percent_of_as_many_as_its_denominator(self):
        assert self.taken("%", numerator="150", denominator="210") == Amount(100 * 150 / 210, 150, 210, 210)

    def test_what_is_no_share_is_a_ratio(self):
        assert self.taken("£", numerator="£12,500", denominator="250") == Amount(50.0, 12500, 250, None)

    def test_nothing_comes_of_a_denominator_of_0_and_both_are_kept(self):
        assert self.taken("%", numerator="0", denominator="0") == Amount(None, 0, 0, 0)
        assert self.taken("£", numerator="500", denominator="0") == Amount(None, 500, 0, None)

    def test_a_value_beside_them_may_be_rounded(self):
        assert self.taken("%", value="71.4", numerator="150", denominator="210").value == 100 * 150 / 210

    def test_what_is_earned_may_be_below_0(self):
        assert self.taken("£", better="higher", value="-£12") == Amount(-12, None, None, None)

    @pytest.mark.parametrize(
        ("unit", "cells", "fault"),
        [
            ("%", {}, "There is no figure here: give a value, or a numerator and a denominator."),
            ("%", {"n": "3"}, "There is no figure here: give a value, or a numerator and a denominator."),
            ("%", {"numerator": "3"}, "column denominator: There is a numerator, and no denominator."),
            ("%", {"value": "3", "denominator": "3"}, "column numerator: There is a denominator, and no numerator."),
            ("%", {"value": "most"}, "column value: “most” is not a number; write it as 1234.5."),
            ("%", {"value": "inf"}, "column value: “inf” is too large a number."),
            ("days", {"value": "3%"}, "column value: The sign % in “3%” does not belong here."),
            ("%", {"value": "£3"}, "column value: The sign £ in “£3” does not belong here."),
            (
                "%",
                {"numerator": "3%", "denominator": "4"},
                "column numerator: The sign % in “3%” does not belong here.",
            ),
            ("%", {"numerator": "5", "denominator": "4"}, "column numerator: The numerator is above the denominator, "),
            ("%", {"numerator": "5", "denominator": "0"}, "column numerator: The numerator is above the denominator, "),
            ("%", {"numerator": "-1", "denominator": "4"}, "column numerator: What is counted cannot be below 0."),
            ("£", {"numerator": "1", "denominator": "-4"}, "column denominator: What is counted cannot be below 0."),
            ("%", {"value": "190"}, "column value: A share lies between 0 and 100, in percent."),
            ("%", {"value": "-0.5"}, "column value: A share lies between 0 and 100, in percent."),
            ("%", {"value": "71", "n": "0"}, "column n: There is a figure, and n says that it is of nobody."),
            ("%", {"numerator": "3", "denominator": "4", "n": "0"}, "column n: There is a figure, and n says that it"),
            ("£", {"value": "-£4"}, "column value: A cost cannot be below 0."),
            ("£", {"numerator": "-4", "denominator": "2"}, "column numerator: A cost cannot be below 0."),
            (
                "days",
                {"numerator": "1e308", "denominator": "1e-9"},
                "column numerator: “1e308” is too large a number.",
            ),
            (
                "%",
                {"value": "0", "numerator": "0", "denominator": "0"},
                "column value: A denominator of 0 gives no value",
            ),
            (
                "%",
                {"value": "70", "numerator": "3", "denominator": "4"},
                "column value: The numerator and the denominator ",
            ),
            ("%", {"value": "3", "n": "2.5"}, "column n: “2.5” is not a whole number from 0 to 2,147,483,647."),
        ],
    )
    def test_what_is_wrong_is_said_with_row_and_column(self, unit, cells, fault):
        (found,) = self.refused(unit, **cells)

        assert found.startswith("row 7")
        assert fault in found

    def test_all_of_a_row_is_said(self):
        assert len(self.refused("%", value="a", numerator="b", denominator="c", n="d")) == 4

    def taken(self, unit, *, better="lower", **cells):
        wrong = Wrong()
        found = amount(row(cells), measure(unit, better), wrong, comma_is_unclear=False)
        wrong.refuse()
        return found

    def refused(self, unit, **cells):
        with pytest.raises(FaultsError) as raised:
            self.taken(unit, **cells)
        return [str(fault) for fault in raised.value.faults]


class TestFiles:
    def test_rows_have_the_numbers_that_spreadsheets_show(self, tmp_path):
        path = tmp_path / "figures.csv"
        path.write_text("Measure,Period,Value\nwait,2026-04,3\n,,\n\nwait, 2026-05 ,4\n")

        found = uploads.read(path)

        assert [(each.row, each.cells["period"]) for each in found.rows] == [(2, "2026-04"), (5, "2026-05")]
        assert found.rows[0].cells.keys() == set(COLUMNS)

    @pytest.mark.parametrize(("header", "unclear"), [("measure,period,value", False), ("measure;period;value", True)])
    def test_semicolons_make_commas_unclear(self, tmp_path, header, unclear):
        path = tmp_path / "figures.csv"
        path.write_text(f"{header}\nx{header[7]}y{header[7]}z\n")

        assert uploads.read(path).comma_is_unclear is unclear

    def test_a_workbook_says_days_and_percentages_as_they_are_seen(self, tmp_path):
        path = tmp_path / "figures.xlsx"
        row = {"measure": "wait", "period": APRIL, "value": 3}
        write_workbook(path, "Figures", [Worksheet("figures", list(row), [row])])

        assert uploads.read(path).rows[0].cells["period"] == "2026-04-01"

    @pytest.mark.parametrize(
        ("header", "missing"),
        [
            ("measure,value", ("period",)),
            ("period,value", ("measure",)),
            ("measure,period", ("value",)),
            ("measure,period,numerator", ("denominator",)),
        ],
    )
    def test_what_is_needed_is_named(self, tmp_path, header, missing):
        path = tmp_path / "figures.csv"
        path.write_text(f"{header}\n")

        with pytest.raises(MissingColumnError) as raised:
            uploads.read(path)

        assert raised.value.missing == missing

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("measure,period,value,note\na,b,c,d\n", "row 1: There is no column “note” of figures; the columns are: "),
            ("measure,period,value,Value\na,b,c,d\n", "row 1: “value” is there twice."),
            ("measure,period,value\n,,\n", "The file has no figure under the names of its columns."),
            ("measure,period,value\n" + "a,b,c\n" * (MOST_ROWS + 1), "more than 100,000 figures; divide it."),
        ],
    )
    def test_what_is_wrong_with_it_is_said(self, tmp_path, text, fault):
        path = tmp_path / "figures.csv"
        path.write_text(text)

        with pytest.raises(FaultsError) as raised:
            uploads.read(path)

        assert fault in str(raised.value.faults[0])


def row(cells):
    return Given(7, {**dict.fromkeys(COLUMNS, ""), **cells})


def measure(unit, better):
    return Measure(key="measured", unit_of_measure=unit, better=better)
