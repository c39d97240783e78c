"""What is not final on a target's page: the period under way, periods that may change, and those that were revised."""

import csv
from datetime import date
from io import StringIO

import pytest

from models import ALL_UNITS, Measure, Organisation, db, now, transaction
from tallies import period_of, periods_between
from targets import notes, observing, revisions
from targets.observing import Figure
from targets.terms import NoteTerms
from tests.factories import RATING
from tests.papers import squeezed, text_of

MARCH = date(2025, 3, 1)


class TestThePeriodUnderWay:
    def test_it_is_so_far_and_no_part_of_the_limits(self, target, recorded, give, manager, sign_in, client):
        recorded((900, 1000))
        give(12)

        page = sign_in("m@example.org", "/manage/targets/satisfied")

        assert "So far in" in page.one("#so-far").text
        assert "100.0%" in page.one("#so-far").text
        assert "90.0%" in page.one("#so-what").text
        assert "so far: the period is not over" in page.html
        assert squeezed(page.one("#so-far").text) in squeezed(text_of(client, "/manage/targets/satisfied/report.pdf"))
        last = self.rows(client)[-1]
        assert (last["period"], last["figure"], last["locked"]) == (self.month().isoformat(), "100.0", "so far")
        # Page and file hold it against nothing.
        assert (last["level_wanted"], last["signal"]) == ("", "")
        row = page.soup.select("details tbody tr:last-child")[0].get_text(" ", strip=True)
        assert "100.0%" in row
        assert "chance" not in row

    def test_of_too_few_people_nothing_is_said(self, target, recorded, give, manager, sign_in):
        recorded((900, 1000))
        give(9)

        page = sign_in("m@example.org", "/manage/targets/satisfied")

        assert page.soup.select("#so-far") == []
        assert "so far" not in page.html

    def test_before_the_first_figure_it_stands_alone(self, target, give, manager, sign_in):
        give(12)

        page = sign_in("m@example.org", "/manage/targets/satisfied")

        assert "There is no figure yet." in page.text
        assert "So far in" in page.text
        assert page.soup.select("svg.chart--control") == []

    @staticmethod
    def month():
        return period_of(db.session().query(Organisation).one().day_of(now()), "month")

    @staticmethod
    def rows(client):
        answer = client.request("GET", "/manage/targets/satisfied/figures.csv")
        return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))


class TestAnUploadedFigureOfThePeriodUnderWay:
    def test_it_is_so_far_and_judged_by_nothing(self, uploaded, manager, sign_in, client):
        page = sign_in("m@example.org", "/manage/targets/uploaded")

        assert "70.0%" in page.one("#so-what").text
        assert "So far in" in page.one("#so-far").text
        assert "5.0%" in page.one("#so-far").text
        assert "Unusually" not in page.one("#so-what").text
        answer = client.request("GET", "/manage/targets/uploaded/figures.csv")
        last = list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))[-1]
        assert (last["figure"], last["locked"], last["source"], last["signal"]) == ("5.0", "so far", "upload", "")
        assert (last["revision"], last["level_wanted"]) == ("1", "")

    def test_in_the_table_nothing_is_said_of_chance(self, uploaded, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets/uploaded")

        row = page.soup.select("details tbody tr:last-child")[0].get_text(" ", strip=True)
        assert "so far: the period is not over" in row
        assert "chance" not in row

    @pytest.fixture
    def uploaded(self, factories, service):
        measure = factories.measure(service=service, key="uploaded")
        owner = factories.person(roles=["owner"], service=service)
        today = db.session().query(Organisation).one().day_of(now())
        *over, under_way = periods_between(date(today.year - 2, today.month, 1), today, "month")
        figures = [Figure(period_on=period, value=70 + at % 2 * 2) for at, period in enumerate(over)]
        figures = [*figures[:-1], Figure(period_on=over[-1], value=70), Figure(period_on=under_way, value=5)]
        with transaction() as session:
            observing.record(session, measure=session.get_one(Measure, measure.id), figures=figures, source="upload")
        return factories.target(service=service, owner=owner, themes=[], measure=measure, key="uploaded")


class TestRevisedPeriods:
    def test_it_is_said_what_they_were_before_and_which_may_change(self, target, recorded, manager, sign_in, client):
        recorded((700, 1000))
        recorded((750, 1020))

        page = sign_in("m@example.org", "/manage/targets/satisfied")

        row = page.one("#revised tbody tr").get_text(" ", strip=True)
        assert row.startswith("Mar 2025 2 ")
        assert row.endswith("70.0% 73.5%")
        assert "Late feedback may still change: Mar 2025." in page.text
        assert "revised" in page.soup.select_one("details tbody tr").text
        paper = squeezed(text_of(client, "/manage/targets/satisfied/report.pdf"))
        assert squeezed(page.one("#changing").text) in paper
        assert [each for each in page.all("#revised td") if squeezed(each) not in paper] == []
        row = TestThePeriodUnderWay.rows(client)[0]
        assert (row["revision"], row["revised_from"]) == ("2", "70.0")

    def test_one_that_is_locked_may_change_no_more(self, target, recorded, manager, sign_in, measure):
        recorded((700, 1000))
        with transaction() as session:
            observing.lock(session, measure=session.get_one(Measure, measure.id), before=date(2025, 6, 1))

        page = sign_in("m@example.org", "/manage/targets/satisfied")

        assert page.soup.select("#changing, #revised") == []

    def test_what_tells_of_fewer_than_ten_is_not_shown(self, target, recorded, manager, sign_in):
        recorded((700, 1000))
        recorded((701, 1001))

        page = sign_in("m@example.org", "/manage/targets/satisfied")

        assert page.one("#revised tbody tr").get_text(" ", strip=True).endswith("not shown 70.0%")

    @pytest.mark.parametrize(
        ("people", "shown"),
        [
            ((5, 30), [None]),
            ((20, 30), [20]),
            ((20, 25, 31), [20, None]),
            ((20, 29, 38, 47), [None, 29, None]),
            ((20, 20), [20]),
        ],
    )
    def test_no_two_figures_that_are_shown_differ_by_one_to_nine_people(self, measure, recorded, people, shown):
        for at, n in enumerate(people):
            recorded((at, n))

        found = revisions.revisions(db.session(), measure_id=measure.id, unit_id=ALL_UNITS)

        # The oldest first; the values are told by how many people are behind them.
        values = {100 * at / n: n for at, n in enumerate(people)}
        assert [values.get(each.before) for each in reversed(found)] == shown
        assert [each.number for each in reversed(found)] == list(range(2, len(people) + 1))


@pytest.fixture
def measure(factories, service):
    made = factories.measure(service=service, formula="share_satisfied", parameters={"question": "satisfaction"})
    terms = NoteTerms(source={"en": "The survey"}, numerator={"en": "Satisfied"}, minimum_n=10, valid_from=MARCH)
    with transaction() as session:
        notes.open_note(session, measure=session.merge(made), terms=terms)
    return made


@pytest.fixture
def target(factories, service, measure):
    owner = factories.person(roles=["owner"], service=service)
    return factories.target(service=service, owner=owner, themes=[], measure=measure, key="satisfied")


@pytest.fixture
def recorded(measure):
    def record(share):
        n, of = share
        figure = Figure(period_on=MARCH, value=100 * n / of, numerator=n, denominator=of, n=of)
        with transaction() as session:
            observing.record(session, measure=session.get_one(Measure, measure.id), figures=[figure], source="feedback")

    return record


@pytest.fixture
def give(factories, service):
    survey = factories.survey(service=service, questions=[RATING])

    def given(times):
        today = db.session().query(Organisation).one().day_of(now())
        for _ in range(times):
            factories.submission(survey=survey, answers={"satisfaction": 5}, given_on=today)

    return given
