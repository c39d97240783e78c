"""Each letter of FABRIC fails by itself."""

from dataclasses import replace

import pytest

from targets.audit import audit
from targets.nodes import Owner
from tests.cascades import LINE, NOTE, agreement, known, measure, part, target

COST = target(9, value_for_money=True)
LEFT = Owner(2, "Former head", "former@example.org", active=False, since=None)
SDA = replace(LINE, id=2, key="sda-homes", kind="sda")
SAID = measure(7, formula="csat", parameters={"question": "satisfaction"})


def of_chain(own, above, *seen):
    facts = known(*own.targets, agreements=(own, *seen), above={SDA.id: above} if above else {})
    return [(each.targets[0], each.facts["letters"]) for each in audit(facts) if each.kind == "fabric"]


def letters(node, of=None):
    facts = known(node, COST, agreements=(of or agreement(node, COST),))
    return next((each.facts["letters"] for each in audit(facts) if each.kind == "fabric"), "")


class TestLetters:
    def test_a_target_in_order_fails_none(self):
        assert letters(target(1)) == ""

    @pytest.mark.parametrize(
        ("node", "failed"),
        [
            (target(1, themes=(), measure=SAID), "A"),
            (target(1, measure=measure(1, note=None)), "R"),
            (target(1, measure=measure(1, note=replace(NOTE, terms=replace(NOTE.terms, minimum_n=0)))), "R"),
            (target(1, reviewed_by={}), "I"),
        ],
    )
    def test_what_is_missing_fails_its_letter(self, node, failed):
        assert letters(node) == failed

    def test_an_agreement_without_objectives_is_not_focused(self):
        one = target(1)

        assert letters(one, agreement(one, COST, objectives=0)) == "F"

    def test_an_agreement_of_one_kind_of_measure_is_not_balanced(self):
        one = target(1)

        assert letters(one, agreement(one, target(2))) == "B"

    def test_of_an_agreement_with_one_target_nobody_can_tell(self):
        one = target(1)

        assert letters(one, agreement(one)) == ""

    def test_an_sda_watches_cost_where_the_psa_above_it_does(self):
        one, other = target(1, agreement=SDA), target(2, agreement=SDA, measure=SAID)
        own = agreement(one, other, line=SDA)
        cheap, dear = agreement(COST), agreement(target(3))

        assert of_chain(own, cheap) == []
        assert of_chain(own, None) == [("target-1", "C")]
        # A PSA that has none for value for money is a finding of its own only to whoever may see it.
        assert of_chain(own, dear) == [("target-1", "C")]
        assert of_chain(own, dear, dear) == []

    def test_what_has_a_finding_of_its_own_is_said_once(self):
        counted = target(1, owner=LEFT, themes=())

        findings = audit(known(counted, COST))

        assert [each.kind for each in findings if each.targets == ("target-1",)] == ["no_owner", "no_evidence"]

    def test_what_is_fed_and_owned_is_advised_to_link_a_theme_alone(self):
        findings = audit(known(target(1, themes=(), measure=SAID), COST))

        (advice,) = [str(each.advice) for each in findings if each.kind == "fabric"]
        assert advice == "Link a theme that citizens speak of."

    def test_what_feedback_feeds_costs_little_to_collect(self):
        said = target(1, measure=measure(1, formula="csat", parameters={"question": "satisfaction"}))

        assert letters(said, agreement(said, target(2))) == ""

    def test_the_advice_is_that_of_the_first_letter(self):
        one = target(1, reviewed_by={})
        facts = known(one, COST, agreements=(agreement(one, COST, objectives=0),))
        (finding,) = [each for each in audit(facts) if each.targets == ("target-1",) and each.kind == "fabric"]

        assert finding.facts["letters"] == "FI"
        assert str(finding.advice).startswith("Let it flow from an agreement that has objectives")

    def test_of_an_orphan_only_what_does_not_follow_from_that_is_said(self):
        assert letters(target(1, agreement=None)) == ""
        assert letters(target(1, agreement=None, reviewed_by={})) == "I"

    def test_a_units_part_is_measured_as_its_whole(self):
        whole = target(1)

        findings = audit(known(whole, part(whole, 11, reviewed_by={}), COST))

        assert [each for each in findings if each.kind == "fabric"] == []
