"""What is refused of a target: days out of order, levels on the wrong side, halves of things."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models import Agreement, Measure, Target, Unit
from targets.checking import check_agreement, check_period_start, check_stretch, check_target
from targets.errors import BackwardsAgreementError, OtherServiceError, PeriodStartError, PsaDeliversError, TargetError
from targets.misfits import (
    BaselineAfterDueError,
    HalfBaselineError,
    LoneUnitError,
    MilestoneError,
    NotFiniteError,
    OutOfBoundsError,
    StretchError,
)
from targets.terms import AgreementTerms, Milestone, TargetTerms

BASELINE, DUE = date(2026, 3, 31), date(2028, 3, 31)
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
LEVELS = st.floats(-1e6, 1e6)


def terms(*, better: str = "higher", counted_in: str = "%", formula: str | None = None, **more: Any) -> TargetTerms:
    measure = Measure(id=1, key="mended", service_id=1, better=better, unit_of_measure=counted_in, formula=formula)
    known: dict[str, Any] = {"key": "mended-90", "measure": measure, "agreement": None, "level": 90.0, "due": DUE}
    return TargetTerms(**{**known, **more})


def refused(said: TargetTerms) -> TargetError:
    with pytest.raises(TargetError) as raised:
        check_target(Session(), said)
    return raised.value


class TestDays:
    @pytest.mark.parametrize("due", [BASELINE, BASELINE - timedelta(days=1)])
    def test_a_target_is_due_after_its_baseline(self, due):
        error = refused(terms(baseline=71.0, baseline_on=BASELINE, due=due))

        assert isinstance(error, BaselineAfterDueError)
        assert (error.baseline_on, error.due) == (BASELINE, due)
        assert str(error) == f"The target is due on {due}, which is not after its baseline of 2026-03-31."

    @pytest.mark.parametrize("half", [{"baseline": 71.0}, {"baseline_on": BASELINE}])
    def test_a_baseline_has_a_level_and_a_day(self, half):
        assert isinstance(refused(terms(**half)), HalfBaselineError)

    @pytest.mark.parametrize(
        ("milestones", "at_fault"),
        [
            ([date(2027, 3, 31), date(2026, 9, 30)], date(2026, 9, 30)),
            ([date(2027, 3, 31), date(2027, 3, 31)], date(2027, 3, 31)),
            ([BASELINE, date(2027, 3, 31)], BASELINE),
            ([date(2027, 3, 31), DUE], DUE),
            ([date(2027, 3, 31), date(2029, 3, 31)], date(2029, 3, 31)),
        ],
    )
    def test_milestones_lie_in_order_between_baseline_and_date(self, milestones, at_fault):
        said = tuple(Milestone(on, 80.0) for on in milestones)

        error = refused(terms(baseline=71.0, baseline_on=BASELINE, milestones=said))

        assert isinstance(error, MilestoneError)
        assert error.on == at_fault

    @given(st.lists(DAYS, min_size=2, max_size=6))
    def test_days_are_taken_exactly_where_each_is_after_the_one_before(self, days):
        first, *between, last = days
        said = terms(baseline=1.0, baseline_on=first, due=last, milestones=tuple(Milestone(on, 1.0) for on in between))

        in_order = all(before < after for before, after in pairwise(days))
        if in_order:
            check_target(Session(), said)
        else:
            refused(said)


class TestLevels:
    @pytest.mark.parametrize(
        ("better", "stretch", "sentence"),
        [
            ("higher", 90.0, "The stretch level 90 must be above the level 90, since higher is better."),
            ("higher", 85.5, "The stretch level 85.5 must be above the level 90, since higher is better."),
            ("lower", 95.0, "The stretch level 95 must be below the level 90, since lower is better."),
            ("neutral", 95.0, "There is no stretch level where neither higher nor lower is better."),
        ],
    )
    def test_a_stretch_level_is_further_on_the_side_that_is_better(self, better, stretch, sentence):
        error = refused(terms(better=better, stretch=stretch))

        assert isinstance(error, StretchError)
        assert str(error) == sentence

    @pytest.mark.parametrize(
        ("unit", "levels", "sentence"),
        [
            ("%", {"level": 190.0}, "“level” is 190, and figures of mended lie between 0 and 100."),
            ("%", {"level": -5.0}, "“level” is -5, and figures of mended lie between 0 and 100."),
            ("%", {"stretch": 100.5}, "“stretch” is 100.5, and figures of mended lie between 0 and 100."),
            ("%", {"baseline": -1.0, "baseline_on": BASELINE}, "“baseline” is -1, and figures of mended lie between"),
            ("%", {"milestones": (Milestone(date(2027, 1, 1), 101.0),)}, "“milestones” is 101, and figures of mended"),
            ("£", {"level": -5.0, "better": "lower"}, "“level” is -5, and what mended costs cannot be below 0."),
        ],
    )
    def test_a_level_is_one_that_a_figure_can_have(self, unit, levels, sentence):
        error = refused(terms(counted_in=unit, **levels))

        assert isinstance(error, OutOfBoundsError)
        assert str(error).startswith(sentence)

    @pytest.mark.parametrize(
        ("unit", "formula", "level"),
        [
            ("%", None, 0.0),
            ("%", None, 100.0),
            ("days", None, 190.0),
            ("£ saved", None, -5.0),
            ("%", "net_sentiment", -5.0),
        ],
    )
    def test_a_level_that_a_figure_can_have_is_taken(self, unit, formula, level):
        check_target(Session(), terms(counted_in=unit, formula=formula, level=level))

    @given(LEVELS, LEVELS)
    def test_what_stretches_one_way_does_not_stretch_the_other(self, level, stretch):
        taken = 0
        for better in ("higher", "lower"):
            try:
                check_stretch(level, stretch, better)
                taken += 1
            except StretchError:
                pass

        assert taken == (level != stretch)

    @pytest.mark.parametrize("field", ["level", "stretch"])
    @pytest.mark.parametrize("number", [float("nan"), float("inf")])
    def test_a_level_is_a_number(self, field, number):
        assert isinstance(refused(terms(**{field: number})), NotFiniteError)


class TestPlaces:
    def test_the_measure_is_of_the_agreements_service(self):
        other = Agreement(id=1, key="psa-libraries", service_id=2)

        error = refused(terms(agreement=other))

        assert isinstance(error, OtherServiceError)
        assert str(error) == "The measure mended belongs to another service than the agreement psa-libraries."

    def test_an_agreement_of_the_whole_organisation_has_any_measure(self):
        check_target(Session(), terms(agreement=Agreement(id=1, key="psa-all", service_id=None)))

    @pytest.mark.parametrize("half", [{"unit": Unit(id=1, slug="north")}, {"parent": Target(id=1, key="mended")}])
    def test_a_units_part_names_the_unit_and_the_whole(self, half):
        assert isinstance(refused(terms(**half)), LoneUnitError)


class TestAgreements:
    def test_one_ends_after_it_starts(self):
        with pytest.raises(BackwardsAgreementError):
            check_agreement(Session(), self.agreement(starts_on=date(2026, 4, 1), ends_on=date(2026, 3, 31)))

    def test_only_one_for_delivery_delivers_another(self):
        with pytest.raises(PsaDeliversError):
            check_agreement(Session(), self.agreement(kind="psa", parent=Agreement(id=1, key="psa-above")))

    def agreement(self, **more: Any) -> AgreementTerms:
        known: dict[str, Any] = {"key": "psa-homes", "kind": "psa", "title": {}, "aim": {}, "service": None}
        return AgreementTerms(**{**known, **more})


class TestPeriods:
    @pytest.mark.parametrize(
        ("day", "cadence"), [(date(2026, 4, 2), "month"), (date(2026, 5, 1), "quarter"), (date(2026, 4, 2), "quarter")]
    )
    def test_one_begins_on_its_first_day(self, day, cadence):
        with pytest.raises(PeriodStartError, match=f"{day} is not the first day of a {cadence}"):
            check_period_start(day, cadence)

    def test_each_first_day_is_taken(self):
        for month in range(1, 13):
            check_period_start(date(2026, month, 1), "month")
        for month in (1, 4, 7, 10):
            check_period_start(date(2026, month, 1), "quarter")
