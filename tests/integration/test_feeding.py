"""Measures that feedback feeds: figures of units and months, revisions by late feedback, and periods that lock."""

from datetime import date
from typing import Any

import pytest

from models import ALL_UNITS, Measure, db, transaction
from targets import feeding, notes, observing
from targets.errors import NotFedError
from targets.readings import readings
from targets.terms import NoteTerms
from tests.factories import CHOICE, RATING

PIPELINE = "public-services-1"
APRIL, MAY, JUNE = (date(2026, month, 1) for month in (4, 5, 6))
NOTE = NoteTerms(source={"en": "The survey"}, numerator={"en": "Those satisfied"}, minimum_n=10, valid_from=APRIL)


@pytest.mark.usefixtures("counted_right")
class TestFigures:
    def test_each_unit_and_month_has_its_own_and_all_have_theirs(self, give, measure, figures):
        give(5, on=date(2026, 4, 3), at="north")
        give(4, on=date(2026, 4, 30), at="south")
        give(1, on=date(2026, 5, 1), at="south")

        found = figures(measure("share_satisfied"))

        assert self.values(found, ALL_UNITS) == {APRIL: 100.0, MAY: 0.0, JUNE: None}

    def test_a_region_holds_those_below_it(self, give, measure, figures, places):
        give(5, on=date(2026, 4, 3), at="north")
        give(1, on=date(2026, 4, 3), at="south")

        found = figures(measure("share_satisfied"))

        assert self.values(found, places["region"].id)[APRIL] == 50.0
        assert self.values(found, places["north"].id) == {APRIL: 100.0}

    def test_what_is_known_of_no_unit_counts_for_all(self, give, measure, figures):
        give(5, on=date(2026, 4, 3), at=None)

        found = figures(measure("share_satisfied"))

        assert {each.unit_id for each in found} == {ALL_UNITS}
        assert self.values(found, ALL_UNITS)[APRIL] == 100.0

    def test_a_quarter_is_three_months(self, give, measure, figures):
        for month in (4, 5, 6):
            give(5 if month == 6 else 1, on=date(2026, month, 9))

        found = figures(measure("share_satisfied", cadence="quarter"))

        quarter = next(each for each in found if each.unit_id == ALL_UNITS)
        assert (quarter.period_on, quarter.n, quarter.value) == (APRIL, 3, pytest.approx(100 / 3))

    def test_it_says_the_counts_it_is_made_of_and_how_sure_it_is(self, give, measure, figures):
        for satisfaction in (5,) * 8 + (1,) * 2:
            give(satisfaction, on=date(2026, 4, 9))

        april = figures(measure("share_satisfied"))[0]

        assert (april.numerator, april.denominator, april.n, april.value) == (8, 10, 10, 80.0)
        assert (april.low, april.high) == (pytest.approx(49.02, abs=0.005), pytest.approx(94.33, abs=0.005))

    def test_a_question_on_another_scale_has_no_value(self, give, measure, figures):
        give(5, on=date(2026, 4, 9))

        assert self.values(figures(measure("ces", question="channel")), ALL_UNITS)[APRIL] is None

    def test_uploaded_figures_are_fed_by_nobody(self, measure, figures):
        with pytest.raises(NotFedError, match="are uploaded"):
            figures(measure(None))

    @staticmethod
    def values(found: Any, unit_id: int) -> dict[date, float | None]:
        return {each.period_on: each.value for each in found if each.unit_id == unit_id}

    @pytest.fixture
    def figures(self, app):
        def read(measure: Measure) -> list[observing.Figure]:
            return feeding.figures(
                db.session(), measure=measure, since=APRIL, until=date(2026, 6, 30), pipeline=PIPELINE
            )

        return read


@pytest.mark.usefixtures("counted_right")
class TestFeed:
    def test_the_month_under_way_is_not_recorded(self, give, fed):
        give(5, on=date(2026, 4, 9))
        give(5, on=date(2026, 5, 9))

        assert fed(today=date(2026, 5, 20)) == {APRIL: (100.0, 1, False)}

    def test_late_feedback_revises_a_month_and_the_first_figure_stays(self, give, fed):
        give(5, on=date(2026, 4, 9))
        fed(today=date(2026, 5, 2))
        give(1, on=date(2026, 4, 9))

        assert fed(today=date(2026, 5, 3)) == {APRIL: (50.0, 2, False)}

    def test_the_same_again_is_no_revision(self, give, fed):
        give(5, on=date(2026, 4, 9))
        fed(today=date(2026, 5, 2))

        assert fed(today=date(2026, 5, 3)) == {APRIL: (100.0, 1, False)}

    def test_after_45_days_a_month_is_locked_whatever_comes(self, give, fed):
        give(5, on=date(2026, 4, 9))
        fed(today=date(2026, 6, 14))
        give(1, on=date(2026, 4, 9))

        found = fed(today=date(2026, 6, 15))
        assert found[APRIL] == (50.0, 2, True)
        give(1, on=date(2026, 4, 10))
        assert fed(today=date(2026, 6, 16))[APRIL] == (50.0, 2, True)

    @pytest.fixture
    def fed(self, measure):
        made = measure("share_satisfied")

        def feed(*, today: date) -> dict[date, tuple[float | None, int, bool]]:
            with transaction() as session:
                feeding.feed(session, measure=session.get_one(Measure, made.id), today=today, pipeline=PIPELINE)
            found = readings(db.session(), measure_ids=[made.id])[made.id, ALL_UNITS]
            return {each.period_on: (each.value, each.revision, each.locked) for each in found}

        return feed


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, questions=[RATING, CHOICE])


@pytest.fixture
def places(factories, service):
    region = factories.unit(service=None, slug="region")
    return {
        "region": region,
        **{name: factories.unit(service=service, slug=name, parent=region) for name in ("north", "south")},
    }


@pytest.fixture
def give(factories, survey, places):
    def given(satisfaction: int, *, on: date, at: str | None = "north") -> None:
        answers = {"satisfaction": satisfaction, "channel": "online"}
        factories.submission(survey=survey, answers=answers, given_on=on, unit=places[at] if at else None)

    return given


@pytest.fixture
def measure(factories, service):
    def made(formula: str | None, *, question: str = "satisfaction", **more: Any) -> Measure:
        parameters = {"question": question} if formula else {}
        found = factories.measure(service=service, formula=formula, parameters=parameters, **more)
        with transaction() as session:
            notes.open_note(session, measure=session.merge(found), terms=NOTE)
        return found

    return made
