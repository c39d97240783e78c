"""The first day: a measure that feedback feeds is set long after people began to answer."""

from datetime import date, timedelta

import pytest

import jobs
from models import Measure, db, now, transaction
from targets import notes
from targets.interchange import export
from targets.terms import NoteTerms
from tests.factories import CHOICE, RATING
from tests.papers import squeezed, text_of

PAGE, AUDIT = "/manage/targets/satisfied", "/manage/targets/audit"


class TestBeforeTheFirstNight:
    def test_the_page_and_its_paper_say_when_there_are_figures(self, answered, satisfied, manager, sign_in, client):
        page = sign_in("m@example.org", PAGE)

        said = "its figures of the periods that are over are recorded tonight."
        assert "There is no figure yet." in page.text
        assert said in page.text
        assert squeezed(said) in squeezed(text_of(client, f"{PAGE}/report.pdf"))

    def test_a_measure_that_begins_this_month_says_which_month_is_the_first(self, satisfied_from, manager, sign_in):
        satisfied_from(now().date().replace(day=1))

        page = sign_in("m@example.org", PAGE)

        assert "Feedback feeds it: the first figure is of" in page.text
        assert "tonight" not in page.text

    def test_the_audit_does_not_look_for_a_fault(self, answered, satisfied, manager, sign_in):
        page = sign_in("m@example.org", AUDIT)

        said = page.one('[data-kind="no_data"]').get_text(" ", strip=True)
        assert "“Satisfied” has no figure yet: none was ever recorded of it." in said
        assert "recorded tonight" in said

    def test_once_fed_neither_says_so(self, answered, satisfied, invoke, manager, sign_in, client):
        result = invoke("targets", "feed")

        assert result.exit_code == 0
        assert "1 measure that feedback feeds: " in result.stdout
        assert "0 figures" not in result.stdout
        page = sign_in("m@example.org", PAGE)
        assert "There is no figure yet." not in page.text
        assert client.get_page(AUDIT).soup.select('[data-kind="no_data"]') == []

    def test_where_nobody_answered_it_is_no_longer_awaited(self, survey, satisfied, invoke, manager, sign_in, client):
        invoke("targets", "feed")

        assert "tonight" not in sign_in("m@example.org", PAGE).text
        assert "nobody answers" in client.get_page(AUDIT).one('[data-kind="no_data"]').text


class TestAQuestionThatNobodyIsAsked:
    def test_the_audit_names_it(self, survey, satisfied_from, manager, sign_in):
        satisfied_from(BEGAN, question="satisfction")

        page = sign_in("m@example.org", AUDIT)

        said = page.one('[data-kind="no_data"]').get_text(" ", strip=True)
        assert "“Satisfied” is made of the answers to “satisfction”, and no survey of Repairs asks that." in said
        assert "Set the measure on a question that a survey of the service asks" in said


class TestImporting:
    def test_what_is_set_is_fed_soon(self, answered, satisfied, invoke, tmp_path, run_jobs, manager, sign_in):
        path = tmp_path / "cascade.yaml"
        export(db.session(), path)
        db.session.rollback()

        result = invoke("targets", "import", str(path))

        assert result.exit_code == 0
        run_jobs()
        assert "There is no figure yet." not in sign_in("m@example.org", PAGE).text

    def test_without_a_queue_server_nothing_fails(self, answered, satisfied, invoke, tmp_path, queue_url):
        path = tmp_path / "cascade.yaml"
        export(db.session(), path)
        db.session.rollback()
        jobs.connect("unix:///nowhere/queue.sock")
        try:
            result = invoke("targets", "import", str(path))
        finally:
            jobs.connect(queue_url)

        assert result.exit_code == 0


BEGAN = (now().date().replace(day=1) - timedelta(days=150)).replace(day=1)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, questions=[RATING, CHOICE])


@pytest.fixture
def answered(factories, survey):
    last_month = now().date().replace(day=1) - timedelta(days=5)
    for satisfaction in (5,) * 8 + (2,) * 4:
        factories.submission(survey=survey, answers={"satisfaction": satisfaction}, given_on=last_month)


@pytest.fixture
def satisfied_from(factories, service, owner):
    def made(begins: date, *, question: str = "satisfaction") -> None:
        measure = factories.measure(
            service=service,
            key="satisfied",
            name={"en": "Satisfied"},
            formula="share_satisfied",
            parameters={"question": question},
        )
        terms = NoteTerms(source={"en": "Survey"}, numerator={"en": "Satisfied"}, minimum_n=10, valid_from=begins)
        with transaction() as session:
            notes.open_note(session, measure=session.get_one(Measure, measure.id), terms=terms)
        factories.target(service=service, owner=owner, themes=[], measure=measure, key="satisfied")

    return made


@pytest.fixture
def satisfied(satisfied_from):
    satisfied_from(BEGAN)


@pytest.fixture
def invoke(commands, organisation):
    slug = organisation.slug

    def run(*arguments):
        result = commands(*arguments, "--organisation", slug)
        db.session.rollback()
        return result

    return run
