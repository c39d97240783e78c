"""Questions that nobody can answer, whatever their type: found by what an answer may be and what their checks ask."""

from datetime import date, timedelta

import pytest

from surveys.checking import faults_of
from surveys.definition import read_definition
from tests.questions import OPTIONS, number, page, survey, written, yes_no
from tests.timing import at_most

Q = {"answer": "q"}
NONE = "no answers make this true, so nobody can answer this question"
TODAY = date.today()  # noqa: DTZ011 - as the question's own day


def check(rule):
    return {"valid_if": rule, "message": {"en": "No"}}


class TestUnanswerable:
    @pytest.mark.parametrize(
        ("kind", "more", "rule"),
        [
            ("number", {"min": 5, "max": 9}, {"<": [Q, 3]}),
            ("number", {"min": 1, "max": 3, "step": 5}, {">": [Q, 1]}),
            ("number", {"decimals": 3}, {"and": [{"<": [{"*": [Q, 2]}, 3]}, {">": [Q, 2]}]}),
            ("number", {}, {"and": [{">": [Q, 7]}, {"<": [Q, 8]}]}),
            ("number", {"max": 4}, {"in": [Q, [5, 6]]}),
            ("number", {"min": 0}, {"<": [{"/": [Q, 2]}, 0]}),
            ("number", {"min": 10}, {"<=": [{"round": [{"max": [Q, 3]}, 0]}, 9]}),
            ("currency", {"max": 10}, {"and": [{">": [Q, 3.5]}, {"<": [Q, 3.51]}]}),
            ("duration", {"units": ["days"], "max_minutes": 30}, {">": [Q, 5]}),
            ("date", {}, {"<": [Q, {"date": "1800-01-01"}]}),
            ("date", {"past_only": True}, {">": [Q, {"date": "2099-01-01"}]}),
            ("date", {"latest": "2000-01-01"}, {"<": [{"days_between": [Q, {"context": "today"}]}, 1_000]}),
            ("text", {"max_length": 5}, {">": [{"length": Q}, 10]}),
            ("short_text", {"max_length": 5}, {"==": [Q, "London"]}),
            ("short_text", {}, {"and": [{"==": [Q, "York"]}, {"!=": [Q, "York"]}]}),
            ("choices", {"options": OPTIONS, "at_most": 1}, {"all_of": [Q, [each["value"] for each in OPTIONS[:2]]]}),
            ("choices", {"options": OPTIONS[:2], "at_least": 2}, {"<": [{"count": Q}, 2]}),
            ("rating", {}, {">": [{"+": [Q, Q]}, 10]}),
        ],
    )
    def test_a_check_that_no_answer_passes_is_found(self, kind, more, rule):
        assert found(written(kind, key="q", checks=[check(rule)], **more)) == [f"questions.q.checks.0.valid_if: {NONE}"]

    def test_so_are_checks_that_no_answer_passes_together(self):
        question = number("q", checks=[check({"<": [Q, 3]}), check({">": [Q, 3]})])

        assert found(question) == [
            "questions.q.checks: no answer passes all of these, so nobody can answer this question"
        ]

    def test_so_is_a_day_that_has_not_come(self):
        assert found(written("date", key="q", past_only=True, earliest=str(TODAY + timedelta(days=40)))) == [
            "questions.q: no answer lies within its bounds as of today, so nobody can answer this question"
        ]

    def test_what_others_may_answer_is_known_too(self):
        asked = number("a", min=10), number("q", max=5, checks=[check({">": [Q, {"answer": "a"}]})])

        assert found(*asked) == [f"questions.q.checks.0.valid_if: {NONE}"]

    def test_so_is_what_is_calculated(self):
        calculated = [{"key": "twice", "value": {"*": [Q, 2]}}]
        question = number("q", max=5, checks=[check({">": [{"calculated": "twice"}, 10]})])

        assert found(question, calculated=calculated) == [f"questions.q.checks.0.valid_if: {NONE}"]

    @pytest.mark.parametrize(
        "asked",
        [
            (number("q", min=5, max=9, checks=[check({"<=": [Q, 5]})]),),
            (number("q", checks=[check({"==": [{"*": [Q, Q]}, 49]})]),),
            (written("text", key="q", max_length=6, checks=[check({"==": [Q, "London"]})]),),
            # An answer that may be missing leaves the check undecided, which is passed.
            (yes_no("a", required=False), number("b", min=10, required=False),
             number("q", max=5, checks=[check({">": [Q, {"answer": "b"}]})])),
        ],
    )  # fmt: skip
    def test_what_some_answer_passes_is_published(self, asked):
        assert found(*asked) == []

    def test_what_takes_long_to_find_out_is_taken_for_possible(self):
        rule = {"and": [{"==": [{"*": [Q, Q]}, 2]}] * 30 + [{"!=": [{"/": [1, {"-": [Q, Q]}]}, 1]}]}
        pages = [
            page(f"p{at}", number(f"q{at}", decimals=6, checks=[check(about(rule, f"q{at}"))] * 5)) for at in range(100)
        ]
        read = read_definition(survey(*pages))

        with at_most(1):
            assert faults_of(read) == []


def about(rule, key):
    if isinstance(rule, dict):
        return {"answer": key} if rule == Q else {name: about(value, key) for name, value in rule.items()}
    return [about(each, key) for each in rule] if isinstance(rule, list) else rule


def found(*questions, **more):
    return faults_of(read_definition(survey(page("p", *questions), **more)))
