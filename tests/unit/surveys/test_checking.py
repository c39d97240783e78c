"""Whether a definition makes sense as a whole: one small definition for each fault."""

import pytest

from surveys.checking import check, faults_of
from surveys.definition import read_definition
from surveys.errors import DefinitionError
from tests.questions import IS_NO, IS_YES, OPTIONS, number, page, survey, written, yes_no


def found(*pages, **more):
    return faults_of(read_definition(survey(*pages, **more)))


A, B, C = page("a", yes_no("a")), page("b", yes_no("b")), page("c", yes_no("c"))


class TestLegalDefinitions:
    @pytest.mark.parametrize(("pages", "more"), [
        ([A], {}),
        ([A, page("b", yes_no("b"), show_if=IS_YES), page("c", yes_no("c", show_if=IS_NO))], {}),
        ([A, page("b", number("b", required_if=IS_YES))], {}),
        ([page("a", yes_no("a"), jumps=[{"if": IS_YES, "to": "c"}]), B, C], {}),
        ([page("a", yes_no("a"), jumps=[{"if": IS_YES, "to": "c"}, {"to": "end"}]), page("b",
        yes_no("b"))][:1] + [C], {}),
        ([page("a", yes_no("a"), jumps=[{"if": IS_YES, "to": "end"}]), page("b", yes_no("b"), show_if=IS_NO)], {}),
        ([page("a", yes_no("a"), number("n", checks=[
            {"valid_if": {"<": [{"answer": "n"}, 5]}, "message": {"en": "Less"}}]))], {}),
        ([page("a", yes_no("a"), number("n", checks=[
            {"valid_if": {"or": [IS_NO, {">": [{"answer": "n"}, 0]}]}, "message": {"en": "More"}}]))], {}),
        ([page("a", written("choice", key="a")), page("b", written("choice", key="b", options=[
            OPTIONS[0], {**OPTIONS[1], "show_if": {"==": [{"answer": "a"}, "phone"]}}]))], {}),
        ([A, page("b", written("text", key="b", text={"en": "You said {a|nothing}. {double}"}))],
         {"calculated": [{"key": "double", "value": {"if": [{"answer": "a"}, 2, 0]}}]}),
        ([A, B, C], {"shuffle": [[["a"], ["b", "c"]]]}),
        ([A, B, page("c", yes_no("c", show_if=IS_YES))], {"shuffle": [[["a"], ["b"]]]}),
        ([A, page("b", yes_no("b", show_if=IS_YES)), C], {"shuffle": [[["a", "b"], ["c"]]]}),
        ([A], {"quotas": [{"key": "q", "if": IS_YES, "limit": 1, "message": {"en": "Full, since you said {a}"}}]}),
        ([A, B], {"calculated": [{"key": "x", "value": {"answer": "b"}}, {"key": "y",
        "value": {"not": {"calculated": "x"}}}],
                  "quotas": [{"key": "q", "if": {"calculated": "y"}, "limit": 1, "message": {"en": "Full"}}]}),
        ([page("a", yes_no("a", hint={}))], {}),
        ([A, page("b", yes_no("b", show_if={"==": [{"context": "mode"}, "conversation"]}))], {}),
    ])  # fmt: skip
    def test_they_have_no_fault(self, pages, more):
        assert found(*pages, **more) == []

    def test_check_says_nothing(self):
        check(read_definition(survey(A, B)))


class TestCheck:
    def test_it_raises_all_faults(self):
        with pytest.raises(DefinitionError) as caught:
            check(read_definition(survey(page("a", yes_no("a", show_if=IS_YES, text={"en": "{x}"})))))

        assert [fault.partition(":")[0] for fault in caught.value.faults] == ["questions.a.show_if", "questions.a.text"]

    def test_many_are_counted_and_a_hundred_shown(self):
        pages = [page(f"p{at}", yes_no(f"q{at}", text={"en": "{x}"})) for at in range(130)]
        with pytest.raises(DefinitionError) as caught:
            check(read_definition(survey(*pages)))

        assert len(caught.value.faults) == 101
        assert caught.value.faults[-1] == "and 30 more"


class TestReferences:
    @pytest.mark.parametrize(("pages", "fault"), [
        ([page("a", yes_no("a", show_if={"==": [{"answer": "nobody"}, 1]}))],
         "questions.a.show_if.==.0: There is no answer 'nobody' to refer to here."),
        ([page("a", yes_no("a", show_if={"calculated": "nothing"}))],
         "questions.a.show_if: There is no calculated value 'nothing' to refer to here."),
        ([page("a", yes_no("a"), show_if={"answer": "b"}), B],
        "pages.a.show_if: 'b' is not answered yet when this is decided"),
        ([page("a", yes_no("a"), yes_no("b", show_if=IS_YES))],
        "questions.b.show_if: 'a' is not answered yet when this is decided"),
        ([page("a", yes_no("a"), yes_no("b", required_if=IS_YES))], "questions.b.required_if: 'a' is not answered yet"),
        ([page("a", yes_no("a", show_if=IS_YES))], "questions.a.show_if: 'a' is not answered yet when this is decided"),
        ([page("a", yes_no("a"), jumps=[{"if": {"answer": "b"}, "to": "end"}]), B],
         "pages.a.jumps.0.if: 'b' is not answered yet when this is decided"),
        ([page("a", written("choice", key="a", options=[{**OPTIONS[0], "show_if": {"answer": "b"}}, OPTIONS[1]])), B],
         "questions.a.options.0.show_if: 'b' is not answered yet when this is decided"),
        ([page("a", number("a", checks=[{"valid_if": {"<": [{"answer": "a"}, {"answer": "b"}]},
        "message": {"en": "x"}}])),
          page("b", number("b"))], "questions.a.checks.0.valid_if: 'b' is not answered yet when this is decided"),
        ([page("a", written("email", key="a")), page("b", yes_no("b", show_if={"answered": {"answer": "a"}}))],
         "questions.b.show_if.answered: There is no answer 'a' to refer to here."),
        ([page("a", written("statement", key="a")), page("b", yes_no("b", show_if={"answered": {"answer": "a"}}))],
         "questions.b.show_if.answered: There is no answer 'a' to refer to here."),
        ([A, page("b", yes_no("b", show_if={"==": [{"answer": "a"}, "yes"]}))],
         "questions.b.show_if: '==' compares true or false with a text."),
        ([page("a", written("choice", key="a")), page("b", yes_no("b", show_if={"==": [{"answer": "a"}, "fax"]}))],
         "questions.b.show_if.==.1: 'fax' is not one of the options of 'a'."),
        ([page("a", number("a")), page("b", yes_no("b"), show_if={"answer": "a"})],
         "pages.b.show_if: This must give true or false, but it gives a number."),
        ([page("a", yes_no("a"), show_if=3)], "pages.a.show_if: This must give true or false, but it gives a number."),
    ])  # fmt: skip
    def test_conditions_refer_to_what_was_answered_before(self, pages, fault):
        assert found(*pages)[0].startswith(fault)

    def test_of_shuffled_pages_none_is_surely_before_another(self):
        pages = [A, page("b", yes_no("b", show_if=IS_YES))]

        assert found(*pages, shuffle=[[["a"], ["b"]]]) == [
            "questions.b.show_if: 'a' is not answered yet when this is decided"
        ]

    @pytest.mark.parametrize(("calculated", "faults"), [
        ([("x", {"calculated": "x"})], ["calculated.x: it is calculated from itself, in a circle"]),
        ([("x", {"calculated": "y"}), ("y", {"calculated": "x"})],
         ["calculated.x: it refers to 'y', which is calculated after it or in a circle with it"]),
        ([("x", {"calculated": "y"}), ("y", 1)],
         ["calculated.x: it refers to 'y', which is calculated after it or in a circle with it"]),
        ([("x", {"calculated": "nobody"})], ["calculated.x: There is no calculated value 'nobody' to refer to here."]),
        ([("x", {"+": [{"answer": "a"}, 1]}), ("y", {"+": [{"calculated": "x"}, 1]})],
         ["calculated.x.+.0: '+' needs a number, but this is true or false."]),
    ])  # fmt: skip
    def test_calculated_values_refer_to_those_before(self, calculated, faults):
        assert found(A, calculated=[{"key": key, "value": value} for key, value in calculated]) == faults

    def test_a_condition_sees_through_calculated_values(self):
        pages = [page("a", yes_no("a"), show_if={"calculated": "x"}), B]

        assert found(*pages, calculated=[{"key": "x", "value": {"answer": "b"}}]) == [
            "pages.a.show_if: 'b' is not answered yet when this is decided"
        ]

    def test_what_is_wrong_with_a_calculated_value_is_said_once(self):
        pages = [A, page("b", yes_no("b", show_if={"calculated": "x"}))]

        assert len(found(*pages, calculated=[{"key": "x", "value": {"+": [{"answer": "a"}, 1]}}])) == 1

    def test_a_quota_refers_to_questions(self):
        quota = {"key": "q", "if": {"answer": "nobody"}, "limit": 1, "message": {"en": "Full"}}

        assert found(A, quotas=[quota]) == ["quotas.q.if: There is no answer 'nobody' to refer to here."]


class TestJumps:
    @pytest.mark.parametrize(("jump", "fault"), [
        ({"to": "nowhere"}, "pages.b.jumps.0.to: there is no page 'nowhere'"),
        ({"if": IS_YES, "to": "a"},
        "pages.b.jumps.0.to: page 'a' does not come later; who goes back goes round in a circle"),
        ({"if": IS_YES, "to": "b"},
        "pages.b.jumps.0.to: page 'b' does not come later; who goes back goes round in a circle"),
    ])  # fmt: skip
    def test_they_lead_on(self, jump, fault):
        assert found(A, page("b", yes_no("b"), jumps=[jump]), C) == [fault]

    @pytest.mark.parametrize("jumping", ["a", "b"])
    def test_none_leads_from_or_into_shuffled_pages(self, jumping):
        pages = [
            page(key, yes_no(key), jumps=[{"if": {"answer": key}, "to": "c"}] if key == jumping else [])
            for key in "abcd"
        ]

        assert found(*pages, shuffle=[[["b"], ["c"]]]) == [
            f"pages.{jumping}.jumps.0.to: pages that are shuffled have no fixed order to jump in"
        ]


class TestShuffles:
    @pytest.mark.parametrize(("shuffle", "fault"), [
        ([[["a"], ["x"]]], "shuffle.0: there is no page 'x'"),
        ([[["a"], ["end"]]], "shuffle.0: there is no page 'end'"),
        ([[["a"], ["a"]]], "shuffle.0: a page is named twice"),
        ([[["a"], ["b"]], [["b"], ["c"]]], "shuffle.1: a page is named twice"),
        ([[["a", "b"]]], "shuffle.0: there is nothing to shuffle; name two blocks of pages or more"),
        ([[]], "shuffle.0: there is nothing to shuffle; name two blocks of pages or more"),
        ([[["a"], []]], "shuffle.0: there is nothing to shuffle; name two blocks of pages or more"),
        ([[["a"], ["c"]]], "shuffle.0: the pages must be named in their order, one after another with none left out"),
        ([[["b"], ["a"]]], "shuffle.0: the pages must be named in their order, one after another with none left out"),
    ])  # fmt: skip
    def test_they_name_pages_that_stand_together(self, shuffle, fault):
        assert found(A, B, C, shuffle=shuffle) == [fault]


class TestColumns:
    def test_two_questions_do_not_share_one(self):
        pages = [page("a", written("duration", key="trip")), page("b", number("trip_minutes"))]

        assert found(*pages) == [
            "questions.trip_minutes: its column 'trip_minutes' in files is that of 'trip' too; change one of the keys"
        ]
