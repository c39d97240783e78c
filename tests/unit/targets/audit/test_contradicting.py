"""Targets that cannot both be met are found, and those that only follow one another are not."""

from datetime import date

import pytest

from targets.audit import audit
from tests.cascades import known, measure, part, target

SOON, LATER = date(2027, 3, 31), date(2028, 3, 31)


def contradictions(*targets):
    return [finding for finding in audit(known(*targets)) if finding.kind == "contradiction"]


def both(better, first, second):
    """Two targets on one measure."""
    one = measure(1, better=better)
    return target(1, measure=one, **first), target(2, measure=one, **second)


def asking(number, formula, better="higher", level=80.0, **parameters):
    of = measure(number, formula=formula, parameters={"question": "satisfaction", **parameters}, better=better)
    return target(number, measure=of, level=level, baseline=None, baseline_on=None)


class TestOnOneMeasure:
    @pytest.mark.parametrize(("better", "less"), [("higher", 80.0), ("lower", 95.0)])
    def test_a_later_target_that_asks_for_less_is_found(self, better, less):
        far = 120.0 if better == "lower" else 70.0
        pair = both(
            better,
            {"level": 90.0, "due": SOON, "baseline": far},
            {"level": less, "due": LATER, "baseline": far},
        )

        (finding,) = contradictions(*pair)

        assert finding.targets == ("target-1", "target-2")
        assert finding.facts == {"why": "less", "levels": (90.0, less), "dates": (SOON, LATER)}

    def test_a_later_target_that_asks_for_more_is_none(self):
        assert contradictions(*both("higher", {"level": 90.0, "due": SOON}, {"level": 95.0, "due": LATER})) == []

    def test_of_two_that_are_due_on_one_day_the_further_stands_first(self):
        (finding,) = contradictions(*both("higher", {"level": 80.0}, {"level": 90.0}))

        assert finding.targets == ("target-2", "target-1")

    def test_on_both_sides_of_where_it_stood_they_pull_apart(self):
        pair = both("neutral", {"level": 80.0, "due": SOON}, {"level": 60.0, "due": LATER})

        (finding,) = contradictions(*pair)

        assert finding.facts["why"] == "apart"

    def test_of_other_units_or_measures_they_may_differ(self):
        whole = target(1)

        assert contradictions(whole, part(whole, 11, level=80.0), part(whole, 12, level=85.0)) == []
        assert contradictions(target(1), target(2, level=80.0)) == []

    def test_of_one_unit_they_may_not(self):
        one, other = both("higher", {"level": 90.0, "due": SOON}, {"level": 95.0, "due": LATER})
        north = part(one, 11)

        (finding,) = contradictions(one, other, north, part(other, 12, unit=north.unit, level=80.0))

        assert finding.targets == (north.key, "target-2-12")

    def test_a_thousand_on_one_measure_are_each_named_once(self):
        one = measure(1)

        findings = contradictions(*(target(number, measure=one, level=99.0 - number / 100) for number in range(1000)))

        assert len(findings) == 999


class TestOnOneQuestion:
    def test_the_same_answers_cannot_be_better_both_ways(self):
        (finding,) = contradictions(asking(1, "share_satisfied"), asking(2, "nps", better="lower"))

        assert finding.facts["why"] == "opposite"
        assert finding.targets == ("target-1", "target-2")

    def test_of_one_direction_or_of_other_questions_they_may(self):
        assert contradictions(asking(1, "share_satisfied"), asking(2, "nps")) == []
        assert contradictions(asking(1, "csat"), asking(2, "csat", better="lower", question="ease")) == []

    def test_shares_of_one_question_add_up_to_the_whole_at_most(self):
        online = asking(1, "share_of_answers", level=60.0, values=["online"])
        in_person = asking(2, "share_of_answers", level=50.0, values=["person", "phone"])

        (finding,) = contradictions(online, in_person)

        assert finding.facts["why"] == "over"

    @pytest.mark.parametrize(
        ("level", "values"), [(40.0, ["person"]), (50.0, ["online", "person"])], ids=["fits", "overlaps"]
    )
    def test_shares_that_fit_or_overlap_are_none(self, level, values):
        online = asking(1, "share_of_answers", level=60.0, values=["online"])

        assert contradictions(online, asking(2, "share_of_answers", level=level, values=values)) == []
