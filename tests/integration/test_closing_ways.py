"""Closing a way in: who comes by it is told so, the others answer as before, and it can be opened again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from jobs.analysis import complete_silent_conversations
from models import Collector, Draft, Survey, Tally, db, hash_of_token, now, set_organisation, transaction
from surveys import invitations, inviting, publishing
from surveys.recipients import Recipient

BASE = "/manage/surveys/visit"
CLOSED = "This way into the survey has closed"


class TestALink:
    def test_who_comes_by_it_is_told_so_and_by_another_answers(self, client, link, other, close):
        close(other)

        page = client.get_page(f"/s/visit?via={other}", status=410)
        assert page.heading == CLOSED
        assert "“Your visit” stopped taking answers by the link or window that you used." in page.text
        client.get_page("/s/visit")

    def test_it_says_so_in_welsh(self, client, other, close):
        close(other)

        page = client.get_page(f"/s/visit?via={other}&lang=cy", status=410)

        assert page.soup.html["lang"] == "cy" and page.heading != CLOSED

    def test_the_surveys_own_address_closes_with_the_first(self, client, link, close):
        close(link)

        assert client.get_page("/s/visit", status=410).heading == CLOSED

    def test_the_others_stay_open_when_it_closes(self, client, link, other, close):
        close(link)

        page = client.get_page(f"/s/visit?via={other}")
        for answer in ("4", "online", ""):
            page = client.send(page, {"answer": answer})
        assert client.send(page).path.endswith("/sent")

    def test_what_was_begun_is_kept_and_sent_once_it_opens_again(self, client, answer_pages, link, close, open_again):
        page = answer_pages("visit", "4", "online", "")
        close(link)
        assert client.send(page, status=410).heading == CLOSED
        assert len(db.session.scalars(select(Draft)).all()) == 1

        open_again(link)

        assert client.send(page).path.endswith("/sent")

    def test_nothing_is_counted_of_who_is_turned_away(self, client, other, close):
        close(other)
        client.get_page(f"/s/visit?via={other}", status=410)

        assert db.session.scalars(select(Tally)).all() == []


class TestAWindow:
    def test_it_says_that_it_is_closed_where_it_stands(self, client, window, close):
        close(window.key)

        response = client.request("GET", f"/w/{window.key}")

        assert response.status_code == 410
        assert CLOSED in response.get_data(as_text=True)
        assert "frame-ancestors 'self' https://site.example" in response.headers["Content-Security-Policy"]

    def test_a_conversation_under_way_is_kept(self, client, window, do, silence, close):
        window.turn(said="4")
        close(window.key)
        assert window.turn(said="phone", status=410)
        silence()
        do(complete_silent_conversations)

        assert db.session.scalars(select(Draft)).all() == []
        assert ("question:satisfaction", "4") in {(row.subject, row.value) for row in db.session.scalars(select(Tally))}


class TestInvitations:
    def test_no_mail_goes_out_until_it_is_open_again(self, survey, close, open_again):
        key = self.invite(survey)
        close(key)
        assert inviting.due(db.session(), at=now(), most=10) == []

        open_again(key)

        assert len(inviting.due(db.session(), at=now(), most=10)) == 1

    def test_a_link_that_was_sent_is_told_so(self, client, survey, close):
        key = self.invite(survey)
        with transaction() as session:
            row = session.scalars(select(invitations.Invitation)).one()
            token = invitations.token_of(row.id, row.address_hash)
            row.token_hash, row.state, row.sent_at = hash_of_token(token), "sent", now()
        close(key)

        assert client.get_page(f"/i/{token}", status=410).heading == CLOSED

    def invite(self, survey):
        with transaction() as session:
            collector = invitations.round_of(session, survey=session.get_one(Survey, survey.id), name="Spring")
            invitations.invite(session, collector=collector, recipients=[Recipient("jane@example.org")])
            return collector.key


class TestOnItsPage:
    @pytest.mark.parametrize("kind", ["link", "widget", "invitation"])
    def test_it_is_closed_and_opened_again(self, client, survey, go, kind):
        key = self.way(survey, kind)
        page = go(f"{BASE}/ways/{key}")

        page = client.send(client.get_page(f"{BASE}/ways/{key}/close"))
        assert "This way in has been closed since" in page.one("#closed").text
        assert "Closed" in client.get_page(f"{BASE}/ways").one("#way-table").text
        page = client.send(client.get_page(f"{BASE}/ways/{key}/open"))

        assert page.soup.select("#closed") == []
        assert db.session.scalars(select(Collector.closed_on).where(Collector.key == key)).one() is None

    def test_asking_alone_closes_nothing(self, client, survey, go):
        key = self.way(survey, "link")

        page = go(f"{BASE}/ways/{key}/close")

        assert "This link is the survey's own address." in page.text
        assert db.session.scalars(select(Collector.closed_on).where(Collector.key == key)).one() is None

    def test_a_viewer_may_not(self, client, factories, survey, sign_in):
        key = self.way(survey, "link")
        factories.person(roles=["viewer"], email="v@example.org")
        page = sign_in("v@example.org", f"{BASE}/ways/{key}")

        assert "Close this way in" not in page.text
        for path in ("close", "open"):
            client.get_page(f"{BASE}/ways/{key}/{path}", status=403)

    def way(self, survey, kind):
        with transaction() as session:
            if kind != "link":
                publishing.collect(session, survey=session.get_one(Survey, survey.id), kind=kind)
            return session.scalars(select(Collector.key).where(Collector.kind == kind)).one()

    @pytest.fixture
    def go(self, factories, sign_in):
        factories.person(roles=["designer"], email="d@example.org")
        return lambda path: sign_in("d@example.org", path)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", languages=("en", "cy"))


@pytest.fixture
def link(survey):
    return db.session.scalars(select(Collector.key).where(Collector.kind == "link")).one()


@pytest.fixture
def other(survey):
    with transaction() as session:
        return publishing.collect(session, survey=session.get_one(Survey, survey.id), kind="link").key


@pytest.fixture
def close(organisation):
    return lambda key: change(organisation, key, publishing.close_way)


@pytest.fixture
def open_again(organisation):
    return lambda key: change(organisation, key, publishing.open_way_again)


@pytest.fixture
def window(open_window, survey):
    return open_window(survey, origins=["https://site.example"])


@pytest.fixture
def silence():
    """Let half an hour pass since anybody said something."""

    def pass_():
        with transaction() as session:
            for draft in session.scalars(select(Draft)):
                draft.touched_at -= timedelta(hours=1)

    return pass_


def change(organisation, key, how):
    db.session.rollback()
    set_organisation(db.session(), organisation.id)
    with transaction() as session:
        how(session, collector=session.scalars(select(Collector).where(Collector.key == key)).one())
