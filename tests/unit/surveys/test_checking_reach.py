"""Pages, questions and options that nobody comes to, and questions that nobody can answer."""

import pytest

from surveys.checking import faults_of
from surveys.definition import read_definition
from tests.questions import IS_NO, IS_YES, OPTIONS, POINTS, number, page, survey, written, yes_no
from tests.timing import at_most

A, B, C = page("a", yes_no("a")), page("b", yes_no("b")), page("c", yes_no("c"))
NEVER = "no answers make this true, so nobody meets this"


def options(*conditions, **more):
    labels = [{"value": f"v{at}", "label": {"en": "x"}} for at in range(len(conditions) + 1)]
    return {
        "options": [labels[-1], *({**each, "show_if": c} for each, c in zip(labels, conditions, strict=False))],
        **more,
    }


class TestPages:
    def test_one_that_every_jump_leads_past_is_found(self):
        assert found(page("a", yes_no("a"), jumps=[{"to": "c"}]), B, C) == ["pages.b: no way leads to this page"]

    def test_so_is_one_after_the_end(self):
        pages = [page("a", yes_no("a"), jumps=[{"if": IS_YES, "to": "c"}, {"to": "end"}]), B, C]

        assert found(*pages) == ["pages.b: no way leads to this page"]

    def test_a_jump_of_a_page_that_is_not_met_leads_past_nothing(self):
        pages = [A, page("b", yes_no("b"), show_if=IS_YES, jumps=[{"to": "end"}]), C]

        assert found(*pages) == []

    @pytest.mark.parametrize("question", [
        yes_no("b", show_if=IS_YES),
        written("place", key="b"),
        written("choice", key="b", options=[{**OPTIONS[0], "show_if": IS_YES}]),
    ], ids=["hidden", "no units", "no options"])  # fmt: skip
    def test_nor_does_that_of_one_with_nothing_to_ask(self, question):
        assert found(A, page("b", question, jumps=[{"to": "end"}]), C) == []

    @pytest.mark.parametrize(
        "never", [False, {"and": [IS_YES, IS_NO]}, {"and": [IS_YES, {"not": {"answered": {"answer": "a"}}}]}]
    )
    def test_one_whose_condition_nothing_meets_is_found(self, never):
        assert found(A, page("b", yes_no("b"), show_if=never)) == [f"pages.b.show_if: {NEVER} page"]

    def test_one_is_found_that_is_for_those_who_were_led_past_it(self):
        pages = [page("a", yes_no("a"), jumps=[{"if": IS_YES, "to": "end"}]), page("b", yes_no("b"), show_if=IS_YES)]

        assert found(*pages) == [f"pages.b.show_if: {NEVER} page"]

    def test_one_is_found_that_jumps_together_lead_past(self):
        jumps = [{"if": IS_YES, "to": "c"}, {"if": {"not": {"answer": "a"}}, "to": "c"}]

        assert found(page("a", yes_no("a"), jumps=jumps), B, C) == ["pages.b: no answers lead to this page"]

    def test_the_first_jump_that_holds_is_the_one_that_counts(self):
        jumps = [{"if": IS_YES, "to": "b"}, {"to": "c"}]

        assert found(page("a", yes_no("a"), jumps=jumps), B, C) == []

    def test_one_is_found_that_needs_an_answer_to_a_question_asked_of_others(self):
        pages = [
            A,
            page("b", yes_no("b"), show_if=IS_YES),
            page("c", yes_no("c"), show_if={"and": [IS_NO, {"answer": "b"}]}),
        ]

        assert found(*pages) == [f"pages.c.show_if: {NEVER} page"]


class TestQuestions:
    @pytest.mark.parametrize("never", [False, {"and": [IS_YES, IS_NO]}, {"!=": [{"answer": "a"}, {"answer": "a"}]}])
    def test_one_whose_condition_nothing_meets_is_found(self, never):
        assert found(A, page("b", yes_no("b"), yes_no("c", show_if=never))) == [
            f"questions.c.show_if: {NEVER} question"
        ]

    def test_so_is_one_that_its_page_contradicts(self):
        pages = [A, page("b", yes_no("b"), yes_no("c", show_if=IS_NO), show_if=IS_YES)]

        assert found(*pages) == [f"questions.c.show_if: {NEVER} question"]

    def test_of_a_page_that_is_not_met_no_question_is_named(self):
        assert len(found(A, page("b", yes_no("b", show_if=IS_YES), show_if=False))) == 1

    def test_what_cannot_be_tried_is_taken_for_possible(self):
        pages = [
            page("n", number("n")),
            page("b", yes_no("b", show_if={"and": [{"<": [{"answer": "n"}, 1]}, {">": [{"answer": "n"}, 2]}]})),
        ]

        assert found(*pages) == []

    def test_conditions_as_long_as_may_be_are_tried_without_ado(self):
        long = {"or": [{"or": [IS_YES] * 32}, {"or": [IS_YES] * 32}]}
        pages = [A, page("b", yes_no("b"), yes_no("c", show_if=long), show_if=long)]

        assert found(*pages) == []

    def test_so_are_conditions_as_deep(self):
        deep = IS_YES
        for _ in range(18):
            deep = {"not": deep}

        assert found(A, page("b", yes_no("b", show_if=deep), show_if=deep)) == []


class TestOptions:
    @pytest.mark.parametrize("never", [False, {"and": [IS_YES, IS_NO]}])
    @pytest.mark.parametrize("kind", ["choice", "choices"])
    def test_one_that_is_offered_to_nobody_is_found(self, kind, never):
        pages = [A, page("b", written(kind, key="b", **options(IS_YES, never)))]

        assert found(*pages) == [
            "questions.b.options.2.show_if: no answers make this true, so nobody is offered this option"
        ]

    @pytest.mark.parametrize("of_the_page", [True, False])
    def test_so_is_one_that_its_question_or_page_contradicts(self, of_the_page):
        question = written("choice", key="b", **options(IS_NO), **({} if of_the_page else {"show_if": IS_YES}))
        pages = [A, page("b", question, yes_no("c"), **({"show_if": IS_YES} if of_the_page else {}))]

        assert found(*pages) == [
            "questions.b.options.1.show_if: no answers make this true, so nobody is offered this option"
        ]


class TestAnswering:
    def test_a_check_that_no_answer_passes_is_found(self):
        check = {"valid_if": {">": [{"answer": "a"}, 5]}, "message": {"en": "x"}}

        assert found(page("a", written("rating", key="a", checks=[check]))) == [
            "questions.a.checks.0.valid_if: no answers make this true, so nobody can answer this question"
        ]

    def test_so_is_one_that_speaks_of_other_pages_alone(self):
        assert found(A, page("b", yes_no("b", checks=[{"valid_if": IS_YES, "message": {"en": "x"}}]))) == [
            "questions.b.checks.0.valid_if: it speaks of no answer on this page, so nobody could mend it here"
        ]

    @pytest.mark.parametrize(("more", "faults"), [
        ({}, ["questions.b.checks: after some answers to 'a' no answer passes, so nobody could go on"]),
        ({"required": False}, []),
        ({"show_if": IS_YES}, []),
    ])  # fmt: skip
    def test_one_that_nobody_passes_who_answered_otherwise_before_is_found(self, more, faults):
        checks = [{"valid_if": {"and": [{"answer": "b"}, IS_YES]}, "message": {"en": "x"}}]

        assert found(A, page("b", yes_no("b", checks=checks, **more))) == faults

    def test_checks_that_exclude_one_another_are_found(self):
        checks = [{"valid_if": {**condition}, "message": {"en": "x"}} for condition in (
            {"or": [IS_YES, {"<": [{"answer": "r"}, 3]}]}, {"or": [IS_YES, {">": [{"answer": "r"}, 3]}]})]  # fmt: skip

        assert found(A, page("r", written("rating", key="r", checks=checks))) == [
            "questions.r.checks: after some answers to 'a' no answer passes, so nobody could go on"
        ]

    def test_an_answer_that_can_be_changed_on_the_same_page_is_no_obstacle(self):
        checks = [{"valid_if": {"and": [{"answer": "b"}, IS_YES]}, "message": {"en": "x"}}]

        assert found(page("a", yes_no("a"), yes_no("b", checks=checks))) == []

    def test_what_everybody_has_answered_is_not_tried_unanswered(self):
        checks = [{"valid_if": {"and": [{"answered": {"answer": "a"}}, {"answer": "b"}]}, "message": {"en": "x"}}]

        assert found(A, page("b", yes_no("b", checks=checks))) == []
        assert found(page("a", yes_no("a", required=False)), page("b", yes_no("b", checks=checks))) != []

    def test_an_option_that_is_not_offered_is_no_way_out(self):
        question = written("choice", key="b", **options(IS_YES), checks=[
            {"valid_if": {"==": [{"answer": "b"}, "v0"]}, "message": {"en": "x"}}])  # fmt: skip

        assert found(A, page("b", question)) == [
            "questions.b.checks: after some answers to 'a' no answer passes, so nobody could go on"
        ]


class TestBounds:
    def test_very_many_conditions_are_tried_for_no_longer_than_a_second(self):
        ratings = [page(f"r{at}", written("rating", key=f"r{at}", points=POINTS)) for at in range(60)]
        hard = [{"and": [{"==": [{"answer": f"r{at + of}"}, 1]} for of in range(4)] + [False]} for at in range(50)]
        choices = [page(f"c{at}", written("choice", key=f"c{at}", **options(*hard))) for at in range(40)]
        read = read_definition(survey(*ratings, *choices))

        with at_most(2):
            assert faults_of(read)


def found(*pages, **more):
    return faults_of(read_definition(survey(*pages, **more)))
