"""Which questions a person meets: conditions, jumps, calculated values, checks, and answers that were changed."""

from datetime import date

import pytest

from surveys import routing
from surveys.definition import read_definition
from surveys.questions import Option
from surveys.routing import NO_QUESTION, NOT_ASKED, NOTHING_TO_ANSWER, Setting
from tests.factories import definition
from tests.questions import IS_NO, IS_YES, OPTIONS, number, page, survey, written, yes_no

SETTING = Setting(today=date(2026, 5, 4))
PLAIN = read_definition(definition())


def way(read, answers, **setting):
    return routing.route(read, answers, Setting(**{"today": date(2026, 5, 4), **setting}))


def keys(read, answers, **setting):
    return [question.key for question in way(read, answers, **setting).questions]


def surveyed(*pages, **more):
    return read_definition(survey(*pages, **more))


class TestRoute:
    def test_pages_come_in_their_order(self):
        found = way(PLAIN, {})

        assert [(stop.number, [question.key for question in stop.questions]) for stop in found.stops] == [
            (1, ["satisfaction"]),
            (2, ["channel"]),
            (3, ["improve"]),
        ]

    def test_after_the_last_page_the_answers_are_checked(self):
        found = way(PLAIN, {})

        assert [found.after(number).number for number in (1, 2)] == [2, 3]
        assert found.after(3) is None
        assert (found.before(1), found.before(3).number) == (None, 2)
        assert (found.place(1), found.place(3)) == (1, 3)
        assert found.stop_of("channel").number == 2
        assert found.stop(4) is found.stop_of("nobody") is None

    def test_only_what_is_needed_is_missing(self):
        assert way(PLAIN, {}).first_missing({}).key == "satisfaction"
        assert way(PLAIN, {}).first_missing({"satisfaction": 4, "channel": None}).key == "channel"
        assert way(PLAIN, {}).first_missing({"satisfaction": 4, "channel": "online"}) is None

    def test_what_was_passed_over_is_not_asked_again(self):
        answers = {"satisfaction": 4, "channel": "online"}

        assert way(PLAIN, answers).next_unasked(answers).key == "improve"
        assert way(PLAIN, answers).next_unasked({**answers, "improve": None}) is None


class TestShowingAndHiding:
    READ = surveyed(
        page("a", yes_no("a", required=False)),
        page("yes", yes_no("b"), number("n"), show_if=IS_YES),
        page("both", yes_no("c", show_if=IS_NO), yes_no("d")),
    )

    @pytest.mark.parametrize(("answer", "met"), [(True, "abnd"), (False, "acd"), (None, "ad")])
    def test_a_condition_shows_pages_and_questions(self, answer, met):
        assert "".join(keys(self.READ, {"a": answer})) == met

    def test_a_page_without_a_question_left_is_not_met(self):
        read = surveyed(page("a", yes_no("a")), page("b", yes_no("b", show_if=IS_YES)), page("c", yes_no("c")))

        assert [stop.number for stop in way(read, {"a": False}).stops] == [1, 3]
        assert way(read, {"a": False}).after(1).number == 3
        assert way(read, {"a": False}).place(3) == 2

    @pytest.mark.parametrize("kind", ["choice", "choices"])
    def test_a_condition_shows_options(self, kind):
        options = [OPTIONS[0], {**OPTIONS[1], "show_if": IS_YES}]
        read = surveyed(page("a", yes_no("a")), page("b", written(kind, key="b", options=options)))

        assert way(read, {"a": True}).questions[1].values() == ("online", "phone")
        assert way(read, {"a": False}).questions[1].values() == ("online",)
        assert read.question("b").values() == ("online", "phone")

    def test_where_no_option_is_left_the_question_is_not_asked(self):
        read = surveyed(
            page("a", yes_no("a")), page("b", written("choice", key="b", options=[{**OPTIONS[0], "show_if": IS_YES}]))
        )

        assert keys(read, {"a": False}) == ["a"]

    def test_nobody_must_choose_more_than_is_offered(self):
        options = [{**option, "show_if": IS_YES} if at else option for at, option in enumerate(OPTIONS[:2])]
        read = surveyed(page("a", yes_no("a")), page("b", written("choices", key="b", options=options, at_least=2)))

        assert way(read, {"a": False}).questions[1].parse("online") == ["online"]
        assert way(read, {"a": True}).questions[1].at_least == 2

    def test_where_there_are_no_units_nobody_is_asked_for_the_place(self):
        read = surveyed(page("p", written("place")), page("a", yes_no("a")))
        units = [Option(value="north", label={"en": "North"})]

        assert keys(read, {}) == ["a"]
        assert keys(read.with_units(units), {}) == ["place", "a"]
        assert read.with_units(units).question("place").offered() == [("north", {"en": "North"})]

    @pytest.mark.parametrize(("condition", "setting", "met"), [
        ({"==": [{"context": "language"}, "cy"]}, {"language": "cy"}, ["a"]),
        ({"==": [{"context": "language"}, "cy"]}, {"language": "en"}, []),
        ({"==": [{"context": "mode"}, "conversation"]}, {"mode": "conversation"}, ["a"]),
        ({">": [{"context": "today"}, {"date": "2026-05-04"}]}, {"today": date(2026, 5, 5)}, ["a"]),
        ({">": [{"context": "today"}, {"date": "2026-05-04"}]}, {"today": date(2026, 5, 4)}, []),
    ])  # fmt: skip
    def test_conditions_know_the_language_the_mode_and_the_day(self, condition, setting, met):
        assert keys(surveyed(page("a", yes_no("a", show_if=condition))), {}, **setting) == met

    def test_a_hidden_answer_decides_nothing_later(self):
        read = surveyed(
            page("a", yes_no("a")),
            page("b", yes_no("b"), show_if=IS_YES),
            page("c", yes_no("c"), show_if={"answer": "b"}),
            page("d", number("d"), show_if={"calculated": "said"}),
            calculated=[{"key": "said", "value": {"answer": "b"}}],
        )

        assert keys(read, {"a": True, "b": True}) == ["a", "b", "c", "d"]
        assert keys(read, {"a": False, "b": True}) == ["a"]
        assert way(read, {"a": False, "b": True}).kept({"a": False, "b": True}) == {"a": False}


class TestRequiring:
    READ = surveyed(page("a", yes_no("a")), page("b", yes_no("b", required_if=IS_YES), written("statement")))

    @pytest.mark.parametrize(("answer", "required"), [(True, True), (False, False)])
    def test_a_condition_requires_an_answer(self, answer, required):
        found = way(self.READ, {"a": answer})

        assert found.questions[1].required is required
        assert (found.first_missing({"a": answer}) is None) is not required

    def test_a_statement_is_never_missing(self):
        assert way(self.READ, {"a": False}).first_missing({"a": False}) is None

    def test_consent_that_becomes_needed_is_asked_for_again(self):
        read = surveyed(page("a", yes_no("a")), page("b", written("consent", key="b", required_if=IS_YES)))
        answers = {"a": True, "b": False}

        assert way(read, {**answers, "a": False}).first_wrong({**answers, "a": False}) is None
        assert way(read, answers).first_wrong(answers).key == "b"


class TestJumping:
    READ = surveyed(
        page("a", yes_no("a", required=False), jumps=[{"if": IS_YES, "to": "c"}, {"if": IS_NO, "to": "end"}]),
        page("b", yes_no("b")),
        page("c", yes_no("c")),
    )

    @pytest.mark.parametrize(("answer", "met"), [(True, "ac"), (False, "a"), (None, "abc")])
    def test_the_first_jump_whose_condition_holds_is_taken(self, answer, met):
        assert "".join(keys(self.READ, {"a": answer})) == met

    def test_a_jump_without_a_condition_is_always_taken(self):
        assert keys(
            surveyed(page("a", yes_no("a"), jumps=[{"to": "c"}]), page("b", yes_no("b")), page("c", yes_no("c"))), {}
        ) == [
            "a",
            "c",
        ]

    def test_who_jumps_to_a_hidden_page_goes_on_after_it(self):
        read = surveyed(
            page("a", yes_no("a"), jumps=[{"to": "c"}]),
            page("b", yes_no("b")),
            page("c", yes_no("c"), show_if=IS_YES),
            page("d", yes_no("d")),
        )

        assert keys(read, {"a": False}) == ["a", "d"]

    def test_a_page_that_is_not_met_jumps_nowhere(self):
        read = surveyed(
            page("a", yes_no("a")),
            page("b", yes_no("b"), show_if=IS_YES, jumps=[{"to": "end"}]),
            page("c", yes_no("c")),
        )

        assert keys(read, {"a": False}) == ["a", "c"]
        assert keys(read, {"a": True}) == ["a", "b"]

    def test_in_a_definition_that_nobody_checked_a_jump_back_or_to_nowhere_is_none(self):
        read = surveyed(
            page("a", yes_no("a")),
            page("b", yes_no("b"), jumps=[{"to": "a"}]),
            page("c", yes_no("c"), jumps=[{"to": "x"}]),
        )

        assert keys(read, {}) == ["a", "b", "c"]


class TestCalculating:
    def test_values_are_worked_out_from_others(self):
        read = surveyed(
            page("n", number("n", required=False)),
            page("b", yes_no("b"), show_if={">": [{"calculated": "quadruple"}, 10]}),
            calculated=[
                {"key": "double", "value": {"*": [{"answer": "n"}, 2]}},
                {"key": "quadruple", "value": {"*": [{"calculated": "double"}, 2]}},
            ],
        )

        assert keys(read, {"n": 3}) == ["n", "b"]
        assert keys(read, {"n": 2}) == keys(read, {"n": None}) == ["n"]

    def test_they_change_when_an_answer_they_lean_on_comes(self):
        read = surveyed(
            page("a", yes_no("a"), yes_no("z"), jumps=[{"if": {"calculated": "x"}, "to": "c"}]),
            page("b", yes_no("b"), jumps=[{"if": {"calculated": "y"}, "to": "end"}]),
            page("c", yes_no("c")),
            calculated=[
                {"key": "y", "value": {"and": [{"calculated": "x"}, {"answer": "b"}]}},
                {"key": "x", "value": {"not": {"answer": "a"}}},
            ],
        )

        assert keys(read, {"a": True, "b": True}) == ["a", "z", "b", "c"]
        assert keys(read, {"a": False, "b": True}) == ["a", "z", "c"]

    def test_in_a_definition_that_nobody_checked_a_circle_gives_nothing(self):
        circle = [{"key": "x", "value": {"calculated": "y"}}, {"key": "y", "value": {"calculated": "x"}}]
        read = surveyed(page("a", yes_no("a"), show_if={"calculated": "x"}), page("b", yes_no("b")), calculated=circle)

        assert keys(read, {}) == ["b"]


MORE = {
    "valid_if": {">": [{"answer": "n"}, {"answer": "m"}]},
    "message": {"en": "More than before", "cy": "Mwy"},
}


class TestChecks:
    READ = surveyed(page("m", number("m", required=False)), page("n", number("n", required=False, checks=[MORE])))

    @pytest.mark.parametrize(("m", "n", "faults"), [
        ("3", "4", {}), ("3", "3", {"n": MORE["message"]}), ("3", "", {}), ("", "1", {}),
    ])  # fmt: skip
    def test_an_answer_that_breaks_a_rule_is_refused_in_its_own_words(self, m, n, faults):
        assert routing.take_all(self.READ, {"m": m, "n": n}, SETTING)[1] == faults

    def test_the_first_rule_that_is_broken_is_said(self):
        checks = [{"valid_if": {">": [{"answer": "n"}, least]}, "message": {"en": str(least)}} for least in (1, 5, 9)]
        read = surveyed(page("n", number("n", checks=checks)))

        assert routing.take_all(read, {"n": "4"}, SETTING)[1] == {"n": {"en": "5"}}

    def test_rules_may_compare_answers_of_one_page(self):
        read = surveyed(page("n", number("m"), number("n", checks=[MORE])))

        assert routing.take_all(read, {"m": "2", "n": "1"}, SETTING)[1] == {"n": MORE["message"]}
        assert routing.take_all(read, {"m": "2", "n": "3"}, SETTING)[1] == {}

    def test_what_was_said_before_does_not_count_where_it_is_said_wrongly_now(self):
        read = surveyed(page("n", number("m"), number("n", checks=[MORE])))
        found = way(read, {"m": 2, "n": 3})

        assert list(routing.take(found.stops[0], found, {"m": "?", "n": "1"})[1]) == ["m"]


class TestChangedAnswers:
    READ = surveyed(
        page("a", yes_no("a")),
        page("b", written("choice", key="b", options=[OPTIONS[0], {**OPTIONS[1], "show_if": IS_YES}])),
        page(
            "c",
            number(
                "c", checks=[{"valid_if": {"or": [IS_YES, {"<": [{"answer": "c"}, 3]}]}, "message": {"en": "Less"}}]
            ),
        ),
    )

    def test_an_answer_that_is_no_longer_offered_is_found(self):
        answers = {"a": False, "b": "phone", "c": 1}

        assert way(self.READ, answers).first_wrong(answers).key == "b"
        assert (
            str(way(self.READ, answers).fault_of(way(self.READ, answers).questions[1], "phone"))
            == "Select one of the answers"
        )

    def test_so_is_one_that_a_rule_now_forbids(self):
        answers = {"a": False, "b": "online", "c": 7}

        assert way(self.READ, {**answers, "a": True}).first_wrong({**answers, "a": True}) is None
        assert way(self.READ, answers).first_wrong(answers).key == "c"

    def test_so_is_a_choice_of_fewer_than_are_needed_now(self):
        options = [OPTIONS[0], *({"value": f"v{at}", "label": {"en": "x"}, "show_if": IS_YES} for at in range(2))]
        read = surveyed(page("a", yes_no("a")), page("b", written("choices", key="b", options=options, at_least=2)))
        answers = {"a": True, "b": ["online"]}

        assert way(read, answers).first_wrong(answers).key == "b"
        assert way(read, {**answers, "a": False}).first_wrong({**answers, "a": False}) is None

    def test_so_is_a_unit_that_is_there_no_more(self):
        read = surveyed(page("p", written("place"))).with_units([Option(value="north", label={"en": "North"})])

        assert way(read, {"place": "south"}).first_wrong({"place": "south"}).key == "place"
        assert way(read, {"place": "north"}).first_wrong({"place": "north"}) is None

    def test_answers_to_what_is_no_longer_asked_are_not_kept(self):
        read = TestShowingAndHiding.READ
        answers = {"a": False, "b": True, "n": 3, "c": True, "d": False}

        assert way(read, answers).kept(answers) == {"a": False, "c": True, "d": False}


class TestTakeAll:
    READ = TestShowingAndHiding.READ

    def test_answers_are_read_as_a_person_meets_the_questions(self):
        answers, faults = routing.take_all(self.READ, {"a": True, "b": "no", "n": "1,200", "d": "yes"}, SETTING)

        assert (answers, faults) == ({"a": True, "b": False, "n": 1200, "d": True}, {})

    def test_every_fault_is_named(self):
        _, faults = routing.take_all(self.READ, {"a": "maybe", "d": "perhaps", "x": 1}, SETTING)

        assert {key: str(fault) for key, fault in faults.items()} == {
            "a": "Select yes or no",
            "d": "Select yes or no",
            "x": "There is no question with this name",
        }

    @pytest.mark.parametrize(("given", "fault"), [
        ({"a": False, "c": True, "d": True, "b": True}, NOT_ASKED),
        ({"a": False, "c": True, "d": True, "n": 0}, NOT_ASKED),
        ({"a": False, "c": True, "d": True, "b": None}, None),
        ({"a": False, "c": True, "d": True, "b": " ", "n": {"x": ""}}, None),
        ({"a": False, "c": True, "d": True, "b": []}, None),
    ])  # fmt: skip
    def test_an_answer_to_what_is_not_asked_is_wrong_but_nothing_is_nothing(self, given, fault):
        assert list(routing.take_all(self.READ, given, SETTING)[1].values()) == ([fault] if fault else [])

    def test_an_answer_nested_very_deep_is_wrong_like_any_other(self):
        deep = {}
        for _ in range(5_000):
            deep = {"x": deep}

        assert set(routing.take_all(self.READ, {"a": False, "b": deep, "c": deep, "d": True}, SETTING)[1]) == {"b", "c"}

    @pytest.mark.parametrize("given", [True, None, ""])
    def test_a_name_that_no_question_has_is_wrong_even_with_nothing(self, given):
        assert routing.take_all(self.READ, {"a": None, "d": True, "chanel": given}, SETTING)[1] == {
            "chanel": NO_QUESTION
        }

    def test_a_statement_cannot_be_answered(self):
        read = surveyed(page("s", written("statement")), page("a", yes_no("a")))

        assert routing.take_all(read, {"statement": "Yes?", "a": True}, SETTING)[1] == {"statement": NOTHING_TO_ANSWER}
        assert routing.take_all(read, {"statement": None, "a": True}, SETTING) == ({"statement": None, "a": True}, {})
