"""Definitions that mean harm are refused with a reason, and at once."""

import json

import pytest

from surveys.checking import check, faults_of
from surveys.definition import read_definition, read_text
from surveys.errors import DefinitionError
from surveys.piping import filled
from surveys.source import LARGEST_BYTES
from tests.factories import CHOICE, RATING, TEXT, definition
from tests.questions import OPTIONS, page, survey, written, yes_no
from tests.timing import at_most

AT_MOST = 1.0  # seconds


def nested(depth, made=True):
    for _ in range(depth):
        made = {"not": made}
    return made


def with_text(**change):
    return {**definition(), "questions": [{**TEXT, **change}]}


HOSTILE = {
    "very many questions": {**definition(), "questions": [{**TEXT, "key": f"q{at}"} for at in range(10_000)]},
    "very many empty questions": {**definition(), "questions": [{}] * 300_000},
    "very many pages": survey(*(page(f"p{at}", yes_no(f"q{at}")) for at in range(5_000))),
    "very many questions on pages": survey(
        *(page(f"p{at}", *(yes_no(f"q{at}_{number}") for number in range(30))) for at in range(200))
    ),
    "very many instruments": {**definition(), "questions": [{"instrument": "a11-2018"}] * 30_000},
    "very many wrong instruments": {**definition(), "questions": [{"instrument": "x"}] * 60_000},
    "one instrument with very many wordings": {**definition(),
    "questions": [{"instrument": "nps", "choose": ["x"] * 200_000}]},
    "one instrument with very many fillings": {
        **definition(),
        "questions": [{"instrument": "nps", "fill": {f"x{at}": {"en": "y"} for at in range(50_000)}}],
    },
    "a type as long as a book": with_text(type="x" * 900_000),
    "a key as long as a book": with_text(key="x" * 900_000),
    "a text as long as a book": with_text(text={"en": "x" * 900_000}),
    "very many languages": with_text(text={f"a{chr(97 + at % 26)}-{at:08}": "x" for at in range(50_000)}),
    "very many wrong languages": with_text(text={f"{at}": "x" for at in range(80_000)}),
    "very many unknown fields": with_text(**{f"x{at}": 1 for at in range(80_000)}),
    "very many options": {**definition(), "questions": [{**CHOICE, "options": CHOICE["options"][:1] * 100_000}]},
    "very many wrong options": {**definition(), "questions": [{**CHOICE, "options": [{}] * 300_000}]},
    "very many points": {**definition(), "questions": [{**RATING, "points": [{}] * 300_000}]},
    "very many checks": with_text(checks=[{"valid_if": True, "message": {"en": "x"}}] * 20_000),
    "very many shuffles": {**definition(), "shuffle": [[["a"]] * 100_000]},
    "very large blocks": {**definition(), "shuffle": [[["improve"] * 80_000]]},
    "very many calculated values": {**definition(),
    "calculated": [{"key": f"c{at}", "value": 1} for at in range(30_000)]},
    "very many quotas": {**definition(), "quotas": [{}] * 100_000},
    "a condition that is very deep": with_text(show_if=nested(10_000)),
    "a condition that is very wide": with_text(show_if={"and": [True] * 200_000}),
    "a condition that is very long": with_text(show_if={"and": [{"and": [{"and": [True] * 50}] * 50}] * 50}),
    "a condition with a very long text": with_text(show_if={"==": ["x" * 900_000, "y"]}),
    "a condition with a very large number": with_text(show_if={"<": [10**4_000, 1]}),
    "a condition with a very long list": with_text(show_if={"in": [1, [1] * 300_000]}),
    "a condition with two names": with_text(show_if={"and": [], "__import__": "os"}),
    "a condition that would run": with_text(show_if={"__import__('os').system": ["true"]}),
    "a number that is none": {**definition(), "questions": [written("number", min=float("nan"))]},
    "a number without end": {**definition(), "questions": [written("number", max=float("inf"))]},
    "keys of another language": with_text(__proto__={"polluted": True}, constructor={"prototype": {}}),
    "a character that no database keeps": with_text(text={"en": "a\0b"}),
    "half a character": with_text(hint={"en": "\ud800"}),
    "a list in itself": with_text(hint=[[[[[[[[[["x"]]]]]]]]]]),
    "a key that says two lines": with_text(key="a\nb"),
    "no JSON at all": object(),
}  # fmt: skip
# What no file can say.
NO_FILES = {"a condition that is very deep", "no JSON at all"}


class TestHostileDefinitions:
    @pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
    def test_they_are_refused_with_a_reason_and_at_once(self, raw):
        with at_most(AT_MOST), pytest.raises(DefinitionError) as caught:
            check(read_definition(raw))

        assert 1 <= len(caught.value.faults) <= 101
        assert all(": " in fault or fault.startswith("and ") for fault in caught.value.faults)
        assert all(len(fault) < 600 for fault in caught.value.faults)
        str(caught.value).encode()

    @pytest.mark.parametrize("name", [name for name in HOSTILE if name not in NO_FILES])
    def test_so_are_their_files(self, name):
        text = json.dumps(HOSTILE[name])

        with at_most(AT_MOST), pytest.raises(DefinitionError):
            check(read_text(text))

    def test_a_list_that_holds_itself_is_refused(self):
        round_and_round = []
        round_and_round.append(round_and_round)

        for raw in (with_text(hint=round_and_round), with_text(show_if=round_and_round), round_and_round):
            with pytest.raises(DefinitionError):
                read_definition(raw)

    def test_script_in_a_label_is_a_text_like_any_other(self):
        script = "<script>alert(1)</script>"
        options = [{**option, "label": {"en": script}} for option in OPTIONS]
        read = read_definition(
            survey(page("a", written("choice", options=options, text={"en": script})), title={"en": script})
        )

        assert faults_of(read) == []
        assert read.questions[0].offered()[0][1] == {"en": script}


class TestTheLargestDefinitions:
    def test_one_as_large_as_may_be_is_read_and_checked_in_a_second(self):
        options = [
            {"value": f"v{at}", "label": {"en": "An option"}, "show_if": {"==": [{"answer": "q0"}, at % 5 + 1]}}
            for at in range(40)
        ]
        asked = [written("rating", key="q0")] + [
            written(
                "choice", key=f"q{at}", options=options, show_if={">": [{"answer": "q0"}, 1]}, text={"en": "{q0} " * 20}
            )
            for at in range(1, 180)
        ]
        text = json.dumps(survey(*(page(f"p{at}", each) for at, each in enumerate(asked))))
        assert len(text) > 0.6 * LARGEST_BYTES

        with at_most(2.5 * AT_MOST):
            found = faults_of(read_text(text))

        # The options for whoever is not asked at all are found.
        assert len(found) > 100

    def test_pages_with_conditions_and_twenty_jumps_each_are_checked_in_a_second(self):
        def led(at):
            before = [{"and": [{"answer": f"q{of}"}, {"not": {"answer": f"q{of + 1}"}}]} for of in range(at - 1)[-25:]]
            jumps = [{"if": {"answer": f"q{at}"}, "to": f"p{to}"} for to in range(at + 1, 200)[:20]]
            return page(f"p{at}", yes_no(f"q{at}"), jumps=jumps, **({"show_if": {"or": before}} if before else {}))

        read = read_definition(survey(*map(led, range(200))))

        with at_most(AT_MOST):
            assert faults_of(read) == []

    def test_long_conditions_on_everything_are_checked_in_a_second(self):
        def led(at):
            before = {"or": [{"answer": f"q{of % max(1, at)}"} for of in range(99)]}
            never = {"valid_if": {"or": [{"answer": f"q{at}"}, {"not": {"answer": f"q{at}"}}]}, "message": {"en": "x"}}
            hidden = {"show_if": before} if at else {}
            return page(f"p{at}", yes_no(f"q{at}", checks=[never] * 10, **hidden), **hidden)

        read = read_definition(survey(*map(led, range(200))))

        with at_most(AT_MOST):
            assert faults_of(read) == []

    def test_conditions_that_are_hard_to_try_are_given_up(self):
        asked = [written("nps", key=f"q{at}") for at in range(100)]
        hard = {"or": [{"and": [{"==": [{"answer": f"q{a + b}"}, 11 - b]} for b in range(6)]} for a in range(10)]}
        pages = [page(f"p{at}", each) for at, each in enumerate(asked)]
        pages += [page(f"h{at}", yes_no(f"h{at}", show_if=hard), show_if=hard) for at in range(90)]
        read = read_definition(survey(*pages))

        with at_most(AT_MOST):
            faults_of(read)

    @pytest.mark.parametrize(
        "text", ["{a" * 600, "{a|" * 600, "{" * 2_000, "{a|{" * 500, "{a}" * 660, "a" * 2_000, "}" * 2_000]
    )
    def test_a_text_is_searched_for_blanks_at_once_whatever_it_is(self, text):
        with at_most(AT_MOST):
            for _ in range(50):
                made = filled(text, lambda key: "{a}" * 2_000)
            faults_of(read_definition(survey(page("p", yes_no("a")), page("q", yes_no("b", text={"en": text})))))

        assert len(made) <= 200_000
