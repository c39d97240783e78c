"""What targets lack is found, and their neighbours that lack nothing are not."""

from dataclasses import replace
from datetime import date

import pytest

from targets.audit import Complaints, Limits, audit
from targets.nodes import Link, Owner, Place
from tests.cascades import HEAD, LINE, REPAIRS, agreement, known, measure, part, target

COST = target(9, measure=measure(9, unit_of_measure="£", better="lower"), value_for_money=True, level=50.0)
LEFT = Owner(2, "Former head", "former@example.org", active=False, since=None)
FED = target(1, measure=measure(1, formula="csat", parameters={"question": "satisfaction"}))


def found(kind, of, limits=None):
    return [finding for finding in audit(of, limits) if finding.kind == kind]


class TestInOrder:
    def test_nothing_is_found_where_nothing_is_wrong(self):
        first = target(1)

        assert audit(known(first, part(first, 11), target(2), COST)) == []

    def test_nothing_is_found_of_nothing(self):
        assert audit(known()) == []


class TestOrphans:
    def test_what_flows_from_no_agreement_is_found(self):
        (finding,) = found("orphan", known(target(1), target(2, agreement=None)))

        assert finding.targets == ("target-2",)
        assert str(finding.advice) == "Let it flow from the agreement that it serves, or give it up."

    def test_its_parts_are_not_named_beside_it(self):
        orphan = target(1, agreement=None)

        assert len(found("orphan", known(orphan, part(orphan, 11)))) == 1


class TestTooMany:
    def test_an_owner_of_eight_has_too_many_and_one_of_seven_has_not(self):
        eight = [target(number) for number in range(1, 9)]

        (finding,) = found("too_many", known(*eight))

        assert finding.facts == {"owner": "Head of Repairs", "count": 8, "most": 7}
        assert len(finding.targets) == 8
        assert found("too_many", known(*eight[:7])) == []

    def test_parts_of_what_somebody_owns_as_a_whole_are_one_with_it(self):
        whole = target(1)

        assert found("too_many", known(whole, *(part(whole, number) for number in range(11, 25)))) == []

    def test_parts_of_what_another_owns_are_counted(self):
        whole = target(1)
        other = replace(HEAD, id=3, name="Manager")
        parts = [part(whole, number, owner=other) for number in range(11, 19)]

        (finding,) = found("too_many", known(whole, *parts))

        assert finding.facts["owner"] == "Manager"

    def test_a_unit_that_owes_too_many_is_found(self):
        wholes = [target(number) for number in range(1, 4)]
        north = Place(7, "north", {"en": "North"})
        parts = [part(whole, 10 + whole.id, unit=north) for whole in wholes]

        (finding,) = found("too_many", known(*wholes, *parts), Limits(targets=2))[1:]

        assert finding.facts["unit"] == {"en": "North"}
        assert finding.targets == tuple(each.key for each in parts)


class TestData:
    @pytest.mark.parametrize(
        ("cadence", "last", "silent"),
        [
            ("month", date(2026, 1, 1), False),
            ("month", date(2025, 12, 1), True),
            ("quarter", date(2025, 4, 1), False),
            ("quarter", date(2025, 1, 1), True),
            ("month", None, True),
        ],
    )
    def test_four_periods_without_a_figure_are_too_many(self, cadence, last, silent):
        one = target(1, measure=measure(1, cadence=cadence))

        of = known(one, latest={} if last is None else {(1, 0): last})

        assert bool(found("no_data", of)) is silent

    def test_a_measure_is_named_once_with_all_that_lack_a_figure(self):
        whole = target(1)
        with_figure, without = part(whole, 11), part(whole, 12)
        latest = {(1, 0): date(2024, 1, 1), (1, 11): date(2026, 4, 1)}

        (finding,) = found("no_data", known(whole, with_figure, without, latest=latest))

        assert finding.targets == (whole.key, without.key)
        assert finding.facts["last"] == date(2024, 1, 1)

    def test_what_was_never_fed_is_awaited_and_no_fault_of_feedback(self):
        (finding,) = found("no_data", known(FED, latest={}, unfed=frozenset({1})))

        assert finding.facts == {"periods": 4, "unfed": True}
        assert "recorded tonight" in str(finding.advice)

    def test_a_question_that_no_survey_asks_is_named_also_before_the_first_night(self):
        of = known(FED, latest={}, unfed=frozenset({1}), questions={1: frozenset({"satisfied"})})

        (finding,) = found("no_data", of)

        assert finding.facts == {"periods": 4, "not_asked": "satisfaction"}

    @pytest.mark.parametrize("questions", [{}, {1: frozenset({"satisfaction"})}])
    def test_a_question_that_is_asked_or_not_known_is_not(self, questions):
        (finding,) = found("no_data", known(FED, latest={}, questions=questions))

        assert finding.facts == {"periods": 4}
        assert "nobody answers" in str(finding.advice)

    def test_the_first_days_of_the_calendar_are_no_fault(self):
        assert len(found("no_data", known(target(1), today=date(1, 1, 5), latest={}))) == 1


class TestGaps:
    def test_a_theme_that_many_complain_of_and_no_target_touches_is_found(self):
        said = Complaints(REPAIRS, {"waiting": 90, "outcome": 60})

        (finding,) = found("gap", known(target(1, themes=("waiting",)), complaints=(said,)))

        assert finding.facts == {"theme": "outcome", "service": REPAIRS, "negative": 60}
        assert finding.targets == ()

    def test_only_those_that_matter_most_are_asked_for(self):
        said = Complaints(REPAIRS, {"waiting": 90, "outcome": 60, "cost": 50, "digital": 40, "safety": 9})

        gaps = found("gap", known(target(1, themes=("waiting",)), complaints=(said,)))

        assert [finding.facts["theme"] for finding in gaps] == ["outcome", "cost"]

    def test_a_theme_of_few_comments_is_no_gap(self):
        assert found("gap", known(target(1), complaints=(Complaints(REPAIRS, {"safety": 9}),))) == []

    def test_a_link_that_nobody_has_confirmed_does_not_close_it(self):
        suggested = target(1, links=(Link("outcome", 1, "suggested", 0.9),))

        assert found("gap", known(suggested, complaints=(Complaints(REPAIRS, {"outcome": 60}),)))

    def test_a_target_of_another_service_does_not_close_it(self):
        other = Place(2, "libraries", {"en": "Libraries"})

        assert found("gap", known(target(1), complaints=(Complaints(other, {"waiting": 60}),)))


class TestEvidence:
    def test_what_no_citizen_says_anything_of_is_found(self):
        fed = target(3, themes=(), measure=measure(3, formula="csat", parameters={"question": "satisfaction"}))

        findings = found("no_evidence", known(target(1), target(2, themes=()), fed))

        assert [finding.targets for finding in findings] == [("target-2",)]


class TestValueForMoney:
    def test_a_psa_without_a_target_for_it_is_found(self):
        (finding,) = found("no_value_for_money", known(target(1)))

        assert finding.targets == ("target-1",)
        assert finding.facts["agreement"] == LINE.title
        assert found("no_value_for_money", known(target(1), COST)) == []

    def test_a_target_that_is_not_audited_counts_too(self):
        one = target(1)

        assert found("no_value_for_money", known(one, agreements=(agreement(one, COST),))) == []

    def test_an_sda_needs_none(self):
        sda = replace(LINE, kind="sda")
        one = target(1, agreement=sda)

        assert found("no_value_for_money", known(one, agreements=(agreement(one, line=sda),))) == []


class TestOwnersAndBaselines:
    def test_a_target_whose_owner_has_left_is_found(self):
        findings = found("no_owner", known(target(1), target(2, owner=LEFT)))

        assert [finding.targets for finding in findings] == [("target-2",)]

    def test_a_target_without_a_baseline_is_found(self):
        findings = found("no_baseline", known(target(1), target(2, baseline=None, baseline_on=None)))

        assert [finding.targets for finding in findings] == [("target-2",)]
