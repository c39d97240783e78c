"""Answers put into the texts of later questions."""

from datetime import date

import pytest

from surveys import piping, routing
from surveys.definition import read_definition
from surveys.piping import LONGEST_PIECE, filled, references
from surveys.routing import Setting
from tests.questions import OPTIONS, number, page, survey, written, yes_no


class TestReferences:
    @pytest.mark.parametrize(("text", "keys"), [
        ("", []), ("no blanks", []), ("{a}", ["a"]), ("{a} and {b|nothing} and {a}", ["a", "b", "a"]),
        ("{A} { a } {} {a b} {1}", []),
        ("{{a}}", ["a"]), ("{a|{b}}", ["b"]), ("{" + "a" * 41 + "}", []), ("{a", []),
    ])  # fmt: skip
    def test_they_are_found_in_their_order(self, text, keys):
        assert references(text) == keys


class TestFilled:
    @pytest.mark.parametrize(("text", "made"), [
        ("You said {a}.", "You said yes."),
        ("You said {b}.", "You said …."),
        ("You said {b|nothing}.", "You said nothing."),
        ("{a}{a|no}{b|}", "yesyes…"),
        ("{A}{", "{A}{"),
    ])  # fmt: skip
    def test_a_blank_has_the_answer_or_the_words_for_none(self, text, made):
        assert filled(text, {"a": "yes"}.get) == made

    def test_what_is_put_in_is_not_read_as_a_blank(self):
        assert filled("{a}", {"a": "{b}", "b": "secret"}.get) == "{b}"

    def test_a_long_answer_is_cut_to_one_short_line(self):
        made = filled("{a}", {"a": "line\n" * 1_000}.get)

        assert len(made) == LONGEST_PIECE
        assert made.endswith("…") and "\n" not in made

    def test_a_text_stays_bounded_whatever_it_puts_in(self):
        assert len(filled("{a}" * 600, {"a": "x" * 5_000}.get)) <= 600 * LONGEST_PIECE


class TestShownOf:
    READ = read_definition(
        survey(
            page("c", written("choice", key="c", other={"en": "Another"})),
            page(
                "n", number("n", required=False), yes_no("y", required=False), written("date", key="d", required=False)
            ),
            page("s", written("short_text", key="s", required=False), written("email", key="e", required=False)),
            calculated=[
                {"key": "half", "value": {"/": [{"answer": "n"}, 2]}},
                {"key": "day", "value": {"answer": "d"}},
                {"key": "is", "value": {"answer": "y"}},
                {"key": "said", "value": {"answer": "s"}},
            ],
        )
    )

    def shown(self, answers, key):
        way = routing.route(self.READ, answers, Setting(today=date(2026, 5, 4)))
        return piping.shown_of(way.known, answers, key)

    @pytest.mark.parametrize(("answers", "key", "pieces"), [
        ({"c": "phone"}, "c", [OPTIONS[1]["label"]]),
        ({"c": {"chosen": "other", "other": "By boat"}}, "c", [{"en": "Another"}, "By boat"]),
        ({"n": 1234}, "n", ["1,234"]),
        ({"n": 200}, "half", ["100"]),
        ({"n": 5}, "half", ["2.5"]),
        ({"d": "2026-03-27"}, "d", [date(2026, 3, 27)]),
        ({"d": "2026-03-27"}, "day", [date(2026, 3, 27)]),
        ({"s": "Rain"}, "said", ["Rain"]),
        ({"e": "name@example.com"}, "e", ["name@example.com"]),
        ({"y": True}, "is", None),
        ({}, "c", None),
        ({}, "half", None),
        ({"n": None}, "n", None),
        ({}, "nobody", None),
    ])  # fmt: skip
    def test_an_answer_is_shown_as_it_is_anywhere(self, answers, key, pieces):
        assert self.shown(answers, key) == pieces

    def test_an_answer_that_is_not_in_the_draft_is_none(self):
        way = routing.route(self.READ, {"n": 3}, Setting(today=date(2026, 5, 4)))

        assert piping.shown_of(way.known, {}, "n") is None


class TestStored:
    @pytest.mark.parametrize(("answers", "language", "stored"), [
        ({"c": "phone", "s": "secret", "e": "name@example.com", "n": 4}, "en", "Why By phone? … … … …"),
        ({"c": {"chosen": "other", "other": "secret"}}, "en", "Why Another? … … … …"),
        ({"c": "phone"}, "cy", "Why Dros y ffôn? … … … …"),
        ({}, "en", "Why so? … … … …"),
    ])  # fmt: skip
    def test_beside_a_comment_stands_nothing_that_somebody_wrote(self, answers, language, stored):
        way = routing.route(TestShownOf.READ, answers, Setting(today=date(2026, 5, 4)))

        assert piping.stored(way.known, answers, {"en": "Why {c|so}? {s} {e} {half} {n}"}, language) == stored
