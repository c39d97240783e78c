"""An answer is to the question that was read, and counts for the way and the person that it came by."""

from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import select

from models import (
    Collector,
    Draft,
    Invitation,
    Proposal,
    Submission,
    Survey,
    Tally,
    db,
    hash_of_token,
    now,
    transaction,
)
from surveys import invitations, publishing
from tests.factories import RATING, TEXT, definition
from tests.pages import InspectingClient
from web import previews

WORRY = {**RATING, "key": "worry", "text": {"en": "How worried are you?"}}
CHANGED = "The survey was changed while you were answering."


class TestAnAnswer:
    def test_is_not_taken_for_one_to_a_question_of_a_later_version(self, client, survey, publish):
        page = client.get_page("/s/visit")
        publish(WORRY)

        page = client.send(page, {"answer": "5"}, status=409)

        assert CHANGED in page.text
        assert page.one("legend").text.strip() == "How worried are you?"
        assert page.all("input[checked]") == []
        assert db.session.scalars(select(Draft)).all() == []
        assert client.send(page, {"answer": "2"}).heading == "Check your answers before you send them"

    def test_nor_where_the_rest_was_sent_from_another_tab(self, client, survey, publish):
        waiting = client.send(client.get_page("/s/visit"), {"answer": "5"})
        client.send(client.send(client.get_page("/s/visit/2"), {"answer": "Fine"}))
        publish(RATING, {**TEXT, "key": "other", "text": {"en": "Were staff rude?"}})

        page = client.send(waiting, {"answer": "Open on Saturdays"}, status=409)

        assert CHANGED in page.text

    def test_to_a_preview_is_never_a_real_one(self, client, survey, preview):
        page = client.get_page(preview())
        with transaction() as session:
            session.delete(session.scalars(select(Proposal)).one())

        client.send(page, {"answer": "5"}, status=409)

        assert db.session.scalars(select(Draft)).all() == []

    def test_is_taken_once_however_often_the_first_is_sent(self, client, survey):
        page = client.get_page("/s/visit")

        for _ in range(2):
            client.send(page, {"answer": "5"})

        assert len(db.session.scalars(select(Draft)).all()) == 1
        assert counted("started") == 1

    def test_that_a_change_of_language_makes_needless_stops_nobody(self, client, factories, service):
        both = {"en": "Why?", "cy": "Pam?"}
        asked = {"==": [{"context": "language"}, "en"]}
        good = {"key": "good", "type": "yes_no", "text": both}
        why = {"key": "why", "type": "short_text", "text": both, "show_if": asked}
        factories.survey(service=service, slug="both", questions=[good, why], languages=["en", "cy"])
        client.send(client.get_page("/s/both?lang=en"), {"answer": "yes"})

        page = client.send(client.get_page("/s/both/2?lang=cy"))

        assert "wedi" in page.heading
        assert db.session.scalars(select(Submission)).one().language == "cy"


class TestAnInvitation:
    def test_is_not_used_up_by_whoever_comes_by_another_way(self, client, survey, invite, link):
        client.get_page(f"/i/{invite()}")

        client.send(client.send(client.send(client.get_page(f"/s/visit?via={link.key}"), {"answer": "4"})))

        sent = db.session.scalars(select(Submission)).one()
        assert sent.collector_id == link.id
        assert db.session.scalars(select(Invitation)).one().state == "sent"

    def test_its_key_alone_opens_nothing(self, client, survey, invite):
        invite()
        key = db.session.scalars(select(Collector.key).where(Collector.kind == "invitation")).one()

        client.get_page(f"/s/visit?via={key}", status=404)
        assert client.request("GET", f"/w/{key}").status_code == 404

    def test_nor_does_the_key_of_other_systems(self, client, survey):
        with transaction() as session:
            collector, _ = publishing.open_api(session, survey=session.get_one(Survey, survey.id), name="Case system")
            key = collector.key

        client.get_page(f"/s/visit?via={key}", status=404)
        assert client.request("GET", f"/w/{key}").status_code == 404

    @pytest.fixture
    def invite(self, survey):
        def invite():
            with transaction() as session:
                round_ = invitations.round_of(session, survey=session.get_one(Survey, survey.id), name="May")
                address = invitations.Recipient("jane@example.org")
                invitations.invite(session, collector=round_, recipients=[address])
                found = session.scalars(select(Invitation)).one()
                token = invitations.token_of(found.id, found.address_hash)
                # As sending it does.
                found.token_hash, found.state = hash_of_token(token), "sent"
                return token

        return invite


class TestOpened:
    def test_is_counted_for_each_way_and_again_after_sending(self, client, survey, link):
        client.get_page("/s/visit")
        client.get_page("/s/visit")
        client.get_page(f"/s/visit?via={link.key}")
        assert counted("opened") == 2
        page = client.send(client.get_page(f"/s/visit?via={link.key}"), {"answer": "4"})
        client.send(client.send(page))

        client.get_page(f"/s/visit?via={link.key}")

        assert counted("opened") == 3


class TestAPreviewsTicket:
    def test_has_an_end_for_the_browser_that_used_it(self, client, survey, preview, monkeypatch):
        assert "Preview" in client.get_page(preview()).text
        later = now() + timedelta(days=8)
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: int(later.timestamp()))

        assert "Answers are neither kept nor counted" not in client.get_page("/s/visit").text


class TestALinkToAnswers:
    def test_takes_nothing_up_until_the_button_is_pressed(self, app, client, survey):
        client.send(client.get_page("/s/visit"), {"answer": "5"})
        code = client.get_page("/s/visit/save").one(".app-code").text
        other = InspectingClient(app)

        page = other.get_page(f"/resume?code={code}")

        assert page.heading == "Go on with your answers"
        assert "Go on only with answers that you began" in page.text
        assert other.get_page("/s/visit/1").all("input[checked]") == []
        assert other.send(page, {"code": code}).path.startswith("/s/visit/2")

    def test_is_mailed_a_few_times_only(self, client, survey):
        client.send(client.get_page("/s/visit"), {"answer": "5"})
        page = client.get_page("/s/visit/save")

        pages = [
            client.send(page, {"address": f"name{number}@example.org"}, status=200 if number < 3 else 400)
            for number in range(4)
        ]

        assert "We have sent as many links as we can" in pages[-1].text

    def test_nobodys_mailbox_is_filled(self, app, survey):
        statuses = []
        for _ in range(6):
            client = InspectingClient(app)
            client.send(client.get_page("/s/visit"), {"answer": "5"})
            page = client.get_page("/s/visit/save")
            form = {"csrf_token": page.csrf_token, "address": "Jane@Example.org "}
            statuses.append(client.request("POST", "/s/visit/save", data=form).status_code)

        assert statuses == [200] * 5 + [429]


class TestAnAnswerPutIntoATextOfAnOption:
    def test_is_put_in_wherever_it_is_shown(self, client, factories, service, open_window):
        town = {"key": "town", "type": "short_text", "text": {"en": "Which town?"}}
        wish = {
            "key": "wish",
            "type": "choice",
            "text": {"en": "What do you wish?"},
            "options": [{"value": "back", "label": {"en": "Back to {town}"}}, {"value": "no", "label": {"en": "No"}}],
            "checks": [{"valid_if": {"!=": [{"answer": "wish"}, "no"]}, "message": {"en": "Not from {town}"}}],
        }
        survey = factories.survey(service=service, slug="town", questions=[town, wish])
        page = client.send(client.get_page("/s/town"), {"answer": "Leeds"})
        assert client.send(page, {"answer": "no"}, status=400).error_for("answer") == "Not from Leeds"

        assert "Back to Leeds" in client.send(page, {"answer": "back"}).text

        window = open_window(survey)
        window.turn(said="Leeds")
        assert "Not from Leeds" in str(window.turn(said="No")["replies"])


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=[RATING, TEXT])


@pytest.fixture
def link(survey):
    with transaction() as session:
        return publishing.collect(session, survey=session.get_one(Survey, survey.id), kind="link")


@pytest.fixture
def publish(survey):
    def publish(*questions):
        with transaction() as session:
            publishing.publish(session, survey=session.get_one(Survey, survey.id), definition=definition(*questions))

    return publish


@pytest.fixture
def preview(app, survey):
    def preview():
        with transaction() as session:
            session.add(Proposal(survey_id=survey.id, definition=definition(RATING), changed_at=now()))
        with app.test_request_context():
            return f"/preview/{previews.ticket_for('visit')}"

    return preview


def counted(event):
    rows = select(Tally).where(Tally.subject == "way", Tally.value == event)
    return sum(tally.n for tally in db.session.scalars(rows))
