"""From window to form and back, from one browser to the next, and after a long pause: nothing is lost or mixed up."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from jobs.analysis import complete_silent_conversations
from models import Collector, Comment, Draft, Submission, db, now, transaction
from tests.pages import InspectingClient


class TestFromTheWindowToTheForm:
    def test_the_form_goes_on_where_the_window_was(self, client, window, do, silence):
        window.turn(said="4")

        page = client.get_page(window.page_form())
        assert page.path.startswith("/s/visit/2")
        page = client.send(page, {"answer": "phone"})
        page = client.send(page, {"answer": "Longer hours"})
        client.send(page)
        silence()
        do(complete_silent_conversations)

        (submission,) = db.session.scalars(select(Submission)).all()
        assert (submission.mode, submission.partial) == ("page", False)

    def test_a_forged_ticket_begins_anew(self, client, window):
        page = client.get_page(f"/w/{window.key}/form?ticket=forged")

        assert page.action.startswith("/s/visit/1")


class TestAfterAPause:
    def test_what_is_said_too_late_is_given_back_not_thanked_for(self, window, do, silence):
        window.turn(said="4")
        window.turn(said="phone")
        silence()
        do(complete_silent_conversations)

        answer = window.turn(said="The lift was broken", status=409)

        assert "30 minutes" in answer["detail"]
        assert db.session.scalars(select(Comment)).all() == []

    def test_it_counts_for_the_day_on_which_something_was_last_said(self, window, do, silence):
        window.turn(said="4")
        silence(timedelta(days=3))

        do(complete_silent_conversations)

        (submission,) = db.session.scalars(select(Submission)).all()
        assert submission.partial
        assert submission.given_on == (now() - timedelta(days=3)).date()


class TestOneBrowserAfterAnother:
    def test_the_way_in_of_the_one_before_does_not_stick(self, client, survey, other_way):
        client.get_page(f"/s/visit?via={other_way.key}")

        page = client.get_page("/s/visit")
        for answer in ("4", "phone", ""):
            page = client.send(page, {"answer": answer})
        client.send(page)

        (submission,) = db.session.scalars(select(Submission)).all()
        assert submission.collector_id != other_way.id

    def test_answering_again_with_a_token_already_used_makes_a_new_submission(self, app, client, survey):
        page = client.get_page("/s/visit/1")
        page = client.send(page, {"answer": "4"})
        name = app.config["SESSION_COOKIE_NAME"]
        kept = client.flask.get_cookie(name).value
        for answer in ("phone", ""):
            page = client.send(page, {"answer": answer})
        client.send(page)

        # A second tab, or an answer whose cookie got lost, still holds the former token.
        other = InspectingClient(app)
        other.flask.set_cookie(name, kept)
        page = other.get_page("/s/visit/1")
        for answer in ("2", "online", ""):
            page = other.send(page, {"answer": answer})
        other.send(page)

        assert len(db.session.scalars(select(Submission)).all()) == 2


class TestTheAddress:
    def test_a_region_of_a_language_is_the_language(self, client, window):
        response = client.request("GET", f"/w/{window.key}?lang=cy-GB")

        assert '<html lang="cy"' in response.get_data(as_text=True)

    def test_a_closed_survey_is_said_in_the_window_itself(self, client, factories, survey, service):
        way = factories.window(survey=survey, origins=["https://www.example.org"])
        with transaction() as session:
            session.merge(survey).state = "closed"

        response = client.request("GET", f"/w/{way.key}")

        assert response.status_code == 410
        assert "frame-ancestors 'self' https://www.example.org" in response.headers["Content-Security-Policy"]

    @pytest.mark.parametrize("path", ["/embed/v1.0000.js", "/static/nothing.css"])
    def test_what_is_not_there_is_not_kept(self, client, path):
        response = client.request("GET", path)

        assert response.status_code == 404
        assert response.headers["Cache-Control"] == "no-store"


class TestTheToken:
    def test_it_does_not_end_after_an_hour(self, app):
        assert app.config["WTF_CSRF_TIME_LIMIT"] is None

    def test_a_browser_that_sends_no_referrer_can_answer_over_https(self, client, survey):
        https = {"base_url": "https://localhost"}
        page = client.get_page("/s/visit/1", **https)

        response = client.request("POST", "/s/visit/1", data={**page.hidden, "answer": "4"}, **https)

        assert response.status_code == 302


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", languages=("en", "cy"))


@pytest.fixture
def window(open_window, survey):
    opened = open_window(survey)
    form = opened.client.request("GET", f"/w/{opened.key}").get_data(as_text=True)
    assert 'id="form-instead"' in form
    opened.page_form = lambda: f"/w/{opened.key}/form?ticket={opened.ticket}"
    return opened


@pytest.fixture
def other_way(factories, survey, service):
    made = factories.window(survey=survey, unit=factories.unit(service=service))
    return db.session.get_one(Collector, made.id)


@pytest.fixture
def silence():
    def last(for_: timedelta = timedelta(minutes=31)) -> None:
        with transaction() as session:
            session.execute(
                update(Draft).values(touched_at=now() - for_), execution_options={"synchronize_session": False}
            )

    return last
