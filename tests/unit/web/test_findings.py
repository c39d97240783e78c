"""Every finding has a sentence with its facts, whatever the targets are."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from hypothesis import given

from targets.audit import KINDS, Complaints, audit
from targets.nodes import Place
from tests.cascades import HEAD, LINE, REPAIRS, agreement, known, measure, part, target
from tests.unit.targets.audit.test_any_cascade import CASCADES, LATEST
from web import language
from web.manage.targets import findings, words

NORTH = Place(7, "north", {"en": "North"})


class TestSentences:
    @pytest.mark.parametrize(
        ("more", "said"),
        [
            (
                {"level": 80.0, "due": date(2028, 3, 31)},
                "“b made” is to reach 90.0% by 31 March 2027, and only 80.0% by 31 March 2028: the later target lets",
            ),
            ({"level": 80.0}, "“b made” is to reach both 90.0% and 80.0% by 31 March 2027: one asks for less than"),
            ({"level": 60.0}, "“b made” is to reach 90.0% by 31 March 2027, and 60.0% by 31 March 2027: the two pull"),
        ],
    )
    def test_two_on_one_measure_say_their_levels_and_days(self, sentences, more, said):
        (sentence,) = sentences("contradiction", target(1), target(2, measure=measure(1), **more))

        assert sentence.startswith(said)

    def test_two_of_the_same_answers_say_both_names(self, sentences):
        asked = {"formula": "csat", "parameters": {"question": "satisfaction"}}
        one, other = (target(number, measure=measure(number, **asked)) for number in (1, 2))
        other = replace(other, measure=replace(other.measure, better="lower"))

        (sentence,) = sentences("contradiction", one, other)

        assert sentence.startswith("“b made” and “c made” are made of the same answers")

    def test_shares_of_more_than_all_say_their_levels(self, sentences):
        chosen = [{"question": "channel", "values": [value]} for value in ("phone", "online")]
        nodes = [
            target(number, measure=measure(number, formula="share_of_answers", parameters=chosen[number]), level=60.0)
            for number in (0, 1)
        ]

        (sentence,) = sentences("contradiction", *nodes)

        assert "60.0% of the same people: together more than all." in sentence

    def test_what_has_no_figure_says_since_when(self, sentences):
        assert sentences("no_data", target(1), latest={}) == [
            "“b made” has no figure that may be shown of the last 4 months. There was none before either."
        ]
        quarterly = target(1, measure=measure(1, cadence="quarter"))
        assert sentences("no_data", quarterly, latest={(1, 0): date(2024, 1, 1)}) == [
            "“b made” has no figure that may be shown of the last 4 quarters. The last one is of Q1 2024."
        ]

    def test_too_many_name_the_owner_or_the_unit(self, sentences):
        many = [target(number) for number in range(8)]
        of_north = [part(each, 20 + each.id, unit=NORTH) for each in many]

        assert sentences("too_many", *many, *of_north) == [
            "Head of Repairs answers for 8 targets: more than 7.",
            "North owes its part of 8 targets: more than 7.",
        ]

    def test_what_many_complain_of_says_how_many_do(self, sentences):
        complained = (Complaints(REPAIRS, {"safety": 1_234}),)

        (sentence,) = sentences("gap", target(1), complaints=complained)

        assert sentence.startswith("1,234 comments on Repairs in the last twelve months complain of “Safety”.")

    def test_a_letter_says_what_fails_it(self, sentences):
        sda = replace(LINE, kind="sda")
        node = target(1, measure=measure(1, note=None), reviewed_by={}, agreement=sda)
        fed = target(2, themes=(), measure=measure(2, formula="csat", parameters={}))

        (sentence,) = sentences(
            "fabric", node, agreements=(agreement(node, target(3, agreement=sda), line=sda, objectives=0),)
        )
        (of_fed,) = sentences("fabric", fed)

        assert sentence == (
            "“b made” is not focused (it flows from no agreement that has objectives); not balanced (all "
            "targets of its agreement are of one kind); not robust (it has no technical note); not integrated "
            "(nobody is said to review it); "
            "not cost-effective (its figures are collected apart, and its agreement watches no cost)."
        )
        assert of_fed == "“c made” is not appropriate (no theme that citizens speak of is linked to it)."

    @given(targets=CASCADES, latest=LATEST)
    def test_of_any_cascade_each_finding_is_worded(self, targets, latest):
        facts = known(*targets, latest=latest, complaints=(Complaints(REPAIRS, {"waiting": 50, "cost": 20}),))
        nodes = {node.key: node for node in targets}

        with worded():
            for finding in audit(facts):
                sentence = findings.said(finding, [nodes[key] for key in finding.targets])
                assert sentence.endswith(".")
                assert "%(" not in sentence
                assert finding.kind in KINDS
                assert findings.kind(finding.kind)

    def test_a_target_says_what_it_wants_and_by_when(self):
        with worded():
            assert findings.wanted(target(1)) == "90.0% by 31 March 2027"
            assert words.name(part(target(1), 3, unit=NORTH)) == "b made: North"
            assert words.theme("unheard") == "unheard"

    def test_an_owner_is_named_with_an_orphan(self, sentences):
        assert HEAD.name in sentences("orphan", target(1, agreement=None))[0]


APP = Flask("app")
language.register(APP)


@contextmanager
def worded():
    with APP.test_request_context("/manage/targets/audit"):
        yield


@pytest.fixture
def sentences():
    """Say what an audit finds of a kind in some targets."""

    def say(kind, *targets, **more):
        nodes = {node.key: node for node in targets}
        with worded():
            return [
                findings.said(finding, [nodes[key] for key in finding.targets])
                for finding in audit(known(*targets, **more))
                if finding.kind == kind
            ]

    return say
