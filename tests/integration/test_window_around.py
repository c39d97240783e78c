"""What the site around the window has to do with it: its page, its colour, "Was this page helpful?", its origin."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer

from exports import insights
from jobs.analysis import complete_silent_conversations
from models import Answer, Draft, Service, Submission, db, now, set_organisation, transaction
from surveys import drafts
from tests.factories import CHOICE, RATING, TEXT
from tests.integration.conftest import Window
from web.widget import frame, windows

SITE = "https://www.example.org"
HELPFUL = {"key": "helpful", "type": "yes_no", "text": {"en": "Did you find what you need?"}}
THUMBS = {
    "key": "thumbs",
    "type": "rating",
    "text": {"en": "This page is"},
    "points": [{"en": "Bad"}, {"en": "Good"}],
}
AGREED = {"key": "agreed", "type": "consent", "text": {"en": "May we?"}}


@pytest.mark.usefixtures("counted_right")
class TestThePage:
    def test_it_is_kept_with_what_was_said_and_stands_in_the_export(self, talk, analyse, organisation):
        for said in ("4", "online", "More seats"):
            talk.turn(said=said, page={"url": f"{SITE}/badges?name=jane#me", "title": "Blue  badges"})
        analyse()

        sent = db.session.query(Submission).one()
        assert (sent.page_url, sent.page_title) == (f"{SITE}/badges", "Blue badges")
        (row,) = self.exported()
        assert (row["page"], row["page_title"]) == (f"{SITE}/badges", "Blue badges")
        assert set(row) == set(insights.COLUMNS)

    def test_the_first_page_is_the_one(self, talk):
        talk.turn(said="4", page={"url": f"{SITE}/one", "title": "One"})
        talk.turn(said="online", page={"url": f"{SITE}/two", "title": "Two"})
        talk.turn(said="skip")

        assert db.session.query(Submission).one().page_title == "One"

    def test_of_whoever_stops_it_is_kept_too(self, talk, organisation, do):
        talk.turn(said="4", page={"url": f"{SITE}/badges", "title": "Badges"})
        silent()
        do(complete_silent_conversations)

        sent = db.session.query(Submission).one()
        assert (sent.partial, sent.page_url) == (True, f"{SITE}/badges")

    @pytest.mark.parametrize(
        "page", [{"url": "https://evil.example/", "title": "x"}, {"url": 7}, "x", [], {"url": SITE + "/" + "x" * 5_000}]
    )
    def test_one_that_cannot_be_true_is_left_out_and_the_words_are_taken(self, talk, page, organisation):
        assert talk.turn(said="4", page=page)["ask"]["key"] == "channel"

        assert drafts.opened(db.session.query(Draft).one()).page is None

    def test_before_a_word_is_said_nothing_is_kept(self, talk, row_counts):
        assert sum(row_counts().values()) == 0

    @staticmethod
    def exported():
        sent = db.session.query(Submission).one()
        set_organisation(db.session(), sent.organisation_id)
        service = db.session.get_one(Service, sent.service_id)
        pipeline = db.session.execute(db.text("SELECT pipeline FROM insight LIMIT 1")).scalar_one()
        chosen = insights.Chosen(service, sent.given_on, sent.given_on, pipeline)
        return [row for row in insights.rows(db.session(), chosen) if row["comment"] == "More seats"][:1]


@pytest.mark.usefixtures("counted_right")
class TestWasThisPageHelpful:
    @pytest.mark.parametrize(
        ("questions", "pressed", "first"),
        [
            ([HELPFUL, TEXT], "yes", {"asked": "helpful", "value": "yes", "label": "Yes"}),
            ([HELPFUL, TEXT], "no", {"asked": "helpful", "value": "no", "label": "No"}),
            ([THUMBS, TEXT], "yes", {"asked": "thumbs", "value": "2", "label": "Good"}),
            ([THUMBS, TEXT], "no", {"asked": "thumbs", "value": "1", "label": "Bad"}),
            ([CHOICE, HELPFUL], "yes", {"asked": "helpful", "value": "yes", "label": "Yes"}),
            ([RATING, TEXT], "yes", None),
            ([AGREED, TEXT], "yes", None),
            ([HELPFUL, TEXT], "<script>", None),
            ([HELPFUL, TEXT], "", None),
        ],
    )
    def test_the_first_question_of_yes_or_no_is_answered(self, opened, questions, pressed, first):
        assert opened(questions, f"helpful={pressed}").page["first"] == first

    def test_whoever_stops_then_has_said_it(self, opened, organisation, do):
        talk = opened([HELPFUL, TEXT], "helpful=no")
        first = talk.page["first"]

        answer = talk.turn(said=first["label"], value=first["value"], asked=first["asked"])
        silent()
        do(complete_silent_conversations)

        assert answer["ask"]["key"] == TEXT["key"]
        assert db.session.query(Submission).one().partial is True
        assert [(each.question, each.value) for each in db.session.query(Answer)] == [("helpful", False)]

    def test_where_other_questions_come_first_they_are_asked_after_it(self, opened):
        talk = opened([CHOICE, HELPFUL], "helpful=yes")

        answer = talk.turn(said="Yes", value="yes", asked="helpful")

        assert answer["ask"]["key"] == CHOICE["key"]
        assert talk.turn(said="phone")["finished"] is True

    def test_what_was_pressed_before_is_not_said_again(self, opened):
        talk = opened([HELPFUL, TEXT], "helpful=yes")
        talk.turn(said="Yes", value="yes", asked="helpful")

        assert reopened(talk, "helpful=yes").page["first"] is None
        assert reopened(talk, "helpful=no").page["first"]["value"] == "no"

    def test_the_example_says_where_a_survey_has_no_such_question(self, client, factories, service):
        keys = [
            factories.window(survey=factories.survey(service=service, questions=[q])).key for q in (HELPFUL, RATING)
        ]

        pages = [client.get_page(f"/embed/example/{key}?mode=helpful") for key in keys]

        assert ["no question that yes or no answers" in page.text for page in pages] == [False, True]

    @pytest.fixture
    def opened(self, client, factories, service):
        def open_(questions, query):
            key = factories.window(survey=factories.survey(service=service, questions=questions)).key
            return Window(client, f"{key}?inline=1&{query}", path=f"/w/{key}/turns")

        return open_


class TestHowItLooks:
    def test_the_sites_colour_is_a_style_sheet_that_is_kept(self, client, key):
        page = client.get_page(f"/w/{key}?colour=7a1f5c")

        (own,) = [link["href"] for link in page.soup.select("link[rel=stylesheet]") if "/embed/" in link["href"]]
        sheet = client.request("GET", own)
        assert (sheet.status_code, sheet.mimetype) == (200, "text/css")
        assert "immutable" in sheet.headers["Cache-Control"]
        assert "--brand:#7a1f5c" in sheet.get_data(as_text=True)

    @pytest.mark.parametrize("colour", ["ffcc00", "red", "10505c", "%22%3E%3Cscript%3E", "../../x"])
    def test_one_that_cannot_be_read_is_not_used(self, client, key, colour):
        page = client.get_page(f"/w/{key}?colour={colour}")

        assert not [link for link in page.soup.select("link[rel=stylesheet]") if "/embed/" in link["href"]]
        if colour != "10505c":
            assert client.request("GET", f"/embed/colour/{colour}.css").status_code == 404

    def test_another_language_keeps_it(self, client, key):
        page = client.get_page(f"/w/{key}?colour=7a1f5c&inline=1")

        (link,) = page.soup.select("#languages a")
        assert "colour=7a1f5c" in link["href"]
        assert "inline=1" in link["href"]

    @pytest.mark.parametrize("mode", ["button", "inline", "helpful"])
    def test_the_example_shows_each_way_with_the_lines_to_paste(self, client, key, mode):
        page = client.get_page(f"/embed/example/{key}?mode={mode}")

        shown = "".join(part.text for part in page.soup.select("pre"))
        assert ('data-mode="' + mode + '"' in shown) == (mode != "button")
        hashes = json.loads((Path(frame.__file__).parents[2] / "static" / "integrity.json").read_text())
        assert any(digest in shown for path, digest in hashes.items() if path.startswith("embed/"))

    def test_there_is_no_other_way(self, client, key):
        assert client.get_page(f"/embed/example/{key}?mode=popup", status=404)

    @pytest.fixture
    def key(self, factories, survey):
        return factories.window(survey=survey).key


class TestTheTicket:
    def test_each_turn_brings_a_new_one(self, talk):
        old = talk.ticket
        talk.ticket = talk.turn(said="4")["token"]

        assert talk.turn(said="online")["ask"]["key"] == "improve"
        assert windows.TICKET_SECONDS <= 2 * 3600
        assert talk.ticket.count(".") == old.count(".")

    def test_one_that_is_renewed_outlives_the_first(self, talk, monkeypatch):
        monkeypatch.setattr("web.widget.windows.TICKET_SECONDS", 1)
        first = made_before(talk, seconds=60)
        talk.turn(said="4", token=first, status=403)
        monkeypatch.setattr("web.widget.windows.TICKET_SECONDS", 120)

        talk.ticket = talk.turn(said="4", token=first)["token"]

        monkeypatch.setattr("web.widget.windows.TICKET_SECONDS", 30)
        assert talk.turn(said="online", token=first, status=403)["detail"].startswith("This window was open too long.")
        assert talk.turn(said="online")["ask"]["key"] == "improve"

    def test_staying_brings_one_too(self, client, talk):
        talk.turn(said="4")

        answer = client.request("POST", talk.path.replace("/turns", "/stay"), json={"token": talk.ticket}).get_json()

        assert windows_token(answer["token"], talk) == windows_token(talk.ticket, talk)


class TestAForeignSite:
    def test_only_the_exact_origins_may_frame_it(self, talk):
        (ancestors,) = [part for part in talk.policy.split("; ") if part.startswith("frame-ancestors")]

        assert ancestors == f"frame-ancestors 'self' {SITE}"

    def test_where_none_is_allowed_none_may(self, client, factories, survey):
        talk = Window(client, factories.window(survey=survey).key)

        assert "frame-ancestors 'self'" in talk.policy.split("; ")


def windows_token(ticket, talk):
    with talk.client.flask.application.test_request_context():
        return windows.token_of(ticket, talk.key)


def made_before(talk, *, seconds):
    """Return a ticket for the same conversation as it was given some time ago."""

    application = talk.client.flask.application
    with application.test_request_context():
        tickets = URLSafeTimedSerializer(application.config["SECRET_KEY"], salt="conversation")
        payload = tickets.loads(talk.ticket)
        signer = tickets.make_signer(tickets.salt)
        then = int(now().timestamp()) - seconds
        signer.get_timestamp = lambda: then
        tickets.make_signer = lambda _salt=None: signer
        return tickets.dumps(payload)


def reopened(talk, query):
    key = talk.path.split("/")[2]
    return Window(talk.client, f"{key}?{query}&ticket={talk.ticket}", path=talk.path)


def silent():
    with transaction() as session:
        session.query(Draft).one().touched_at = now() - timedelta(minutes=31)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", languages=("en", "cy"))


@pytest.fixture
def talk(client, factories, survey):
    return Window(client, factories.window(survey=survey, origins=[SITE]).key)
