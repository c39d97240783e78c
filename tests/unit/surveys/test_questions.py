"""What holds for every type of question. Each type's own answers are in the tests beside this one."""

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from surveys.errors import AnswerError
from surveys.expressions import Kind
from surveys.questions import OTHER, TYPES, is_blank
from surveys.questions.base import plain
from tests.questions import NEEDS, fault, question
from words import Message, Plural

FEW = settings(max_examples=100, deadline=None, derandomize=True, database=None)

ASKING = [kind for kind in TYPES if TYPES[kind].asks]
# An answer to the question of each type that ``question`` makes, as it is given.
RIGHT = {
    "choice": "online",
    "choices": ["online", "phone"],
    "yes_no": "yes",
    "consent": True,
    "rating": "4",
    "likert": 2,
    "nps": "0",
    "csat": "5",
    "ces": "7",
    "text": "An hour in the rain",
    "short_text": "An hour",
    "number": "1,200",
    "currency": "£12.50",
    "duration": {"hours": "2", "minutes": "30"},
    "date": {"day": "27", "month": "3", "year": "2026"},
    "email": "name@example.com",
    "phone": "01632 960 001",
    "postcode": "ls1 4ap",
    "place": "north",
}
NOTHING = [
    "",
    " ",
    "\n\t",
    "\u200b",
    "\ufeff\u2060",
    "\x00",
    "\x07\x1b",
    "\u202e",
    "\ufffe",
    "\U0010ffff",
    "\u2800",
    None,
]
NO_ANSWER = [b"4", {1, 2}, object(), float("nan"), float("inf"), float("-inf"), 10**400, -(10**400), 1e306]
# What programs and people have sent to forms.
HOSTILE = [
    True, False, 0, -1, 4.0, 1.5, 1e999, -0.0, 5e-324, 10**31, 10**300, "1e999", "NaN", "Infinity", "-Infinity",
    "１２", "٣", "²", "Ⅷ", "௧௨", "0x10", "1_000", "\ud800", "a\udfffb", "\u202e12\u202c", "4\u200b", "\u2066x\u2069",
    "9" * 5_000, "-" * 5_000, "," * 50_000, " " * 50_000, "a" * 100_000, "1 " * 20_000, "P" * 9_999, "@" * 9_999,
    "+" + "4" * 9_999, "0" * 400, "1." + "0" * 399, "{}", "[]", "null", "<script>alert(1)</script>", "' OR 1=1 --",
    "../../etc/passwd", "%00", "%s%s%s%n", "${jndi:ldap://x}", "__proto__", "constructor", "toString", "other",
    [], {}, [None], [[]], [[["online"]]], [{}], ["online", None], [True], [1.5], ["\ud800"], {"chosen": None},
    {"chosen": {"chosen": {}}}, {"chosen": "other"}, {"chosen": ["other"], "other": []}, {"other": "x"},
    {"chosen": "online", "other": {"a": [1]}}, {"day": None, "month": [], "year": {}}, {"day": "1", "month": "1"},
    {"day": 10**400, "month": 1, "year": 1}, {"day": "９", "month": "９", "year": "２０２６"}, {"hours": [],
    "minutes": "x"},
    {"hours": "9" * 5_000}, {"hours": -1}, {"weeks": "1"}, {1: 2}, {None: None}, ("online",), range(3),
    "online,phone,none",
]  # fmt: skip


def asked(kind):
    """Return questions of a type in several forms."""
    more = {
        "choice": [{"other": {"en": "Another"}}],
        "choices": [{"other": {"en": "Another"}, "at_least": 2, "at_most": 2}],
        "number": [{"min": -5, "max": 5, "decimals": 2}, {"min": 1, "step": 5}, {"max": 0.5, "decimals": 6}],
        "currency": [{"currency": "EUR", "decimals": 0, "max": 10}],
        "duration": [{"units": ["days", "hours", "minutes"], "max_minutes": 90}],
        "date": [{"earliest": "2026-01-01", "latest": "2026-12-31"}, {"past_only": True}],
        "rating": [{"points": [{}] * 10}],
        "text": [{"max_length": 3}],
        "postcode": [{"keep": "whole"}],
    }
    return [question(kind, **each) for each in [{}, {"required": False}, *more.get(kind, [])]]


class TestTypes:
    def test_each_is_tried_here(self):
        assert set(TYPES) == set(NEEDS)
        assert set(ASKING) == set(RIGHT)

    @pytest.mark.parametrize("kind", ASKING)
    @pytest.mark.parametrize("nothing", NOTHING, ids=repr)
    def test_nothing_is_missing_where_an_answer_is_needed(self, kind, nothing):
        assert fault(question(kind), nothing) == str(question(kind).missing())

    @pytest.mark.parametrize("kind", ASKING)
    @pytest.mark.parametrize("nothing", NOTHING, ids=repr)
    def test_nothing_is_none_where_it_is_not(self, kind, nothing):
        assert question(kind, required=False).parse(nothing) is None

    @pytest.mark.parametrize("kind", ASKING)
    @pytest.mark.parametrize("wrong", NO_ANSWER, ids=lambda wrong: repr(wrong)[:20])
    def test_what_no_json_can_say_is_refused(self, kind, wrong):
        assert fault(question(kind), wrong)

    @pytest.mark.parametrize("kind", TYPES)
    @pytest.mark.parametrize("given", HOSTILE, ids=lambda given: ascii(given)[:24])
    def test_anything_is_an_answer_or_refused_with_a_sentence(self, kind, given):
        for each in asked(kind):
            try:
                answer = each.parse(given)
            except AnswerError as error:
                said = str(error.message)
                assert said and "%" not in said
            else:
                json.dumps(answer, allow_nan=False).encode()

    @FEW
    @given(st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["chosen", OTHER, "day", "month", "year", "hours", "minutes", "x"]), inner),
        max_leaves=6,
    ))  # fmt: skip
    def test_whatever_is_given_nothing_else_happens(self, given):
        for kind in TYPES:
            for each in asked(kind):
                with suppress(AnswerError):
                    each.parse(given)

    @pytest.mark.parametrize("kind", TYPES)
    def test_a_message_says_what_to_do(self, kind):
        said = str(question(kind).missing())

        assert said.split()[0] in {"Enter", "Select", "Say", "Tick"}
        assert not said.endswith(".")


class TestAnswers:
    @pytest.mark.parametrize("kind", ASKING)
    def test_reading_again_what_was_kept_changes_nothing(self, kind):
        once = question(kind).parse(RIGHT[kind])

        assert question(kind).parse(once) == once
        assert question(kind).parse(json.loads(json.dumps(once))) == once

    @pytest.mark.parametrize("kind", ASKING)
    def test_it_is_shown_in_pieces_that_can_be_worded(self, kind):
        shown = question(kind).shown(question(kind).parse(RIGHT[kind]))

        assert shown
        for piece in shown:
            assert isinstance(piece, str | date | Message | Plural) or piece.keys() <= {"en", "cy", "ar"}

    @pytest.mark.parametrize("kind", ASKING)
    def test_expressions_see_it_as_its_domain_says(self, kind):
        each = question(kind)
        domain, value = each.domain(), each.value_of(each.parse(RIGHT[kind]))

        assert each.value_of(None) is None
        if domain is not None:
            types = {Kind.BOOLEAN: bool, Kind.NUMBER: Decimal, Kind.DATE: date, Kind.CHOICES: tuple}
            assert type(value) is types.get(domain.kind, str)
            assert not domain.values or value in domain.values
            assert not domain.options or set(value if isinstance(value, tuple) else [value]) <= set(domain.options)

    @pytest.mark.parametrize("kind", ["email", "phone", "statement"])
    def test_no_expression_speaks_of_what_could_tell_who_answered_or_was_not_answered(self, kind):
        assert question(kind).domain() is None

    @pytest.mark.parametrize("kind", TYPES)
    def test_it_has_a_cell_for_each_column(self, kind):
        each = question(kind)
        closed = each.closed(each.parse(RIGHT.get(kind)))

        assert len(each.cells(closed)) == len(each.cells(None)) == len(each.columns())
        assert all(column.name.startswith(each.key) and column.label for column in each.columns())
        for cell, column in zip(each.cells(closed), each.columns(), strict=True):
            known = {"text": str, "number": (int, float), "date": str, "boolean": bool}[column.kind]
            assert isinstance(cell, known)
            assert not column.values or str(cell) in dict(column.values)

    @pytest.mark.parametrize("kind", ASKING)
    def test_what_is_counted_is_free_of_words_and_of_whoever_wrote_them(self, kind):
        each = question(kind)
        answer = each.parse(RIGHT[kind])
        closed = json.dumps(each.closed(answer))

        assert all(text.text not in closed for text in each.texts_of(answer))
        assert not each.contact_of(answer) or str(each.contact_of(answer)) not in closed

    @pytest.mark.parametrize(
        ("kind", "contact", "days"), [("email", "name@example.com", 90), ("phone", "+441632960001", 90)]
    )
    def test_what_could_tell_who_answered_is_kept_apart_for_a_while(self, kind, contact, days):
        each = question(kind)
        answer = each.parse(RIGHT[kind])

        assert (each.contact_of(answer), each.days_kept(), each.closed(answer)) == (contact, days, True)
        assert question(kind, keep=7).days_kept() == 7

    @pytest.mark.parametrize("kind", [kind for kind in ASKING if kind not in {"email", "phone"}])
    def test_nothing_else_could(self, kind):
        assert question(kind).contact_of(question(kind).parse(RIGHT[kind])) is None


class TestSchemas:
    @pytest.mark.parametrize("kind", TYPES)
    def test_each_is_a_schema(self, kind):
        for each in asked(kind):
            Draft202012Validator.check_schema(each.api_schema())

    @pytest.mark.parametrize("kind", ASKING)
    def test_what_was_taken_is_what_the_schema_takes(self, kind):
        each = question(kind)

        assert takes(each, each.parse(RIGHT[kind]))

    @pytest.mark.parametrize("kind", ASKING)
    def test_it_takes_nothing_that_is_no_answer(self, kind):
        assert not takes(question(kind), None)
        assert not takes(question(kind), [["x"]])
        assert not takes(question(kind), {"x": 1})

    @FEW
    @given(st.one_of(
        st.booleans(), st.integers(-10, 10), st.integers(), st.floats(-6, 6), st.text(max_size=4), st.dates().map(str),
        st.sampled_from(["online", "phone", "none", "other", "north", "LS1 4AP", "name@example.com", "+441632960001"]),
        st.lists(st.sampled_from(["online", "phone", "none", "other"]), max_size=3),
        st.builds(lambda chosen, other: {"chosen": chosen, "other": other},
                  st.sampled_from(["online", "other", ["other"], ["other", "phone"], ["none", "other"], []]),
                  st.sampled_from(["", " ", "x", 7, "y" * 501])),
    ))  # fmt: skip
    @example(4.0)
    @example(10**15)
    def test_what_it_takes_is_an_answer_and_an_answer_is_what_it_takes(self, given):
        for kind in ASKING:
            for each in asked(kind):
                answer = parsed(each, given)
                if answer is not None:
                    assert takes(each, answer), (each, answer)
                # How an address, a day of the calendar or a number of decimals is written, no schema says.
                elif kind not in {"email", "phone", "date", "number", "currency"} and not is_invisible(given):
                    assert not takes(each, given), (each, given)


class TestIsBlank:
    def test_emoji_newer_than_this_python_are_not(self):
        assert not is_blank("\U0001fae8")  # Unicode 15
        assert not is_blank("\U0001fae9")  # Unicode 16


class TestPlain:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [("１２", "12"), ("٣٫٥", "3.5"), ("௧௨", "12"), ("−5", "-5"), ("1\u00a0000", "1 000"),
        ("\u202a07700\u202c", "07700"),
         ("²", "²"), (" 4\u200b ", "4"), ("1–2", "1-2")],
    )  # fmt: skip
    def test_it_reads_figures_as_an_english_keyboard_has_them(self, typed, read):
        assert plain(typed) == read


def parsed(each, given):
    try:
        return each.parse(given)
    except AnswerError:
        return None


def takes(each, answer):
    return Draft202012Validator(each.api_schema(), format_checker=FormatChecker(["date"])).is_valid(answer)


def is_invisible(given):
    return isinstance(given, str) and is_blank(given)
