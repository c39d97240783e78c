"""Every type of question as pages: the demonstration's showcase from its first page to the thanks."""

import re
from datetime import timedelta

import pytest

import jobs
from delivery import Post
from jobs.analysis import forget_expired
from models import Answer, Comment, Contact, Draft, ResumeMail, Submission, Tally, Unit, db, now, transaction
from surveys import publishing
from surveys.source import json_of
from tests.pages import InspectingClient

SHOWCASE = "demo/showcase.json"

# What is filled in, by the heading that stands above it.
ANSWERS = {
    "Overall, how did you feel": {"answer": "4"},
    "How did you tell us": {"answer": "other", "answer-other": "By pigeon"},
    "Waiting": {},
    "Was everything settled By pigeon": {},
    "Was everything settled": {"answer": "yes"},
    "Which centre": {"answer": "hilltop"},
    "How it was for you": {"q-informed": "2", "q-waiting_room": "9"},
    "Overall, how satisfied": {"answer": "5"},
    "made it easy": {"answer": "7"},
    "How likely": {"answer": "10"},
    "Did you meet": {"answer": ["bins", "tax"]},
    "How much council tax": {"answer": "£1,250.50"},
    "You told us 31 days after you moved": {"answer": "I forgot"},
    "How could we improve": {"answer": "Answer the phone"},
    "May we contact you": {"answer": "yes"},
}
TOGETHER = {
    "q-waited-hours": {"q-waited-hours": "2", "q-waited-minutes": "30", "q-contacts": "3"},
    "q-moved_on-day": {
        "q-moved_on-day": "1", "q-moved_on-month": "3", "q-moved_on-year": "2026",
        "q-told_on-day": "1", "q-told_on-month": "4", "q-told_on-year": "2026",
    },
    "q-postcode": {"q-postcode": "ls1 4ap", "q-one_word": "Slow"},
    "q-email": {"q-email": "name@example.org", "q-phone": "01632 960 001"},
}  # fmt: skip


class TestTheShowcase:
    @pytest.mark.usefixtures("counted_right")
    def test_every_type_is_answered_and_kept_as_it_should_be(self, client, survey):
        page = client.get_page("/s/moving-home")
        for _ in range(30):
            if page.path.endswith("/check"):
                break
            page = client.send(page, answer_to(page))
        assert "By pigeon" in page.text
        assert client.send(page).heading == "Feedback sent"

        closed = dict(db.session.query(Answer.question, Answer.value).all())
        assert closed == {
            "satisfaction": 4, "channel": "other", "waited": 150, "contacts": 3, "resolved": True, "centre": "hilltop",
            "informed": 2, "waiting_room": 9, "letting_us_know": 5, "effort": 7, "recommend": 10,
            "problems": ["bins", "tax"], "overpaid": 1250.5, "moved_on": "2026-03-01", "told_on": "2026-04-01",
            "postcode": "LS1", "contact_me": True, "email": True, "phone": True,
        }  # fmt: skip
        comments = dict(db.session.query(Comment.question, Comment.text).all())
        assert comments == {
            "channel.other": "By pigeon", "late": "I forgot", "one_word": "Slow", "improve": "Answer the phone",
        }  # fmt: skip
        contacts = {row.question: row.value for row in db.session.query(Contact)}
        assert contacts == {"email": "name@example.org", "phone": "+441632960001"}
        assert sent().unit_id == db.session.query(Unit).filter_by(slug="hilltop").one().id

    def test_contact_details_are_forgotten_in_time(self, client, survey, do):
        page = client.get_page("/s/moving-home")
        while not page.path.endswith("/check"):
            page = client.send(page, answer_to(page))
        client.send(page)
        with transaction() as session:
            session.query(Contact).filter_by(question="email").one().forget_on = now().date() - timedelta(days=1)

        do(forget_expired)

        assert [row.question for row in db.session.query(Contact)] == ["phone"]

    def test_a_wrong_date_leads_to_its_first_box(self, client, survey):
        number = next(n for n, page in enumerate(showcase()["pages"], start=1) if page.get("key") == "dates")
        page = client.get_page(f"/s/moving-home/{number}")

        page = client.send(
            page, {"q-moved_on-day": "31", "q-moved_on-month": "2", "q-moved_on-year": "2026"}, status=400
        )

        assert page.all(".govuk-error-summary a") == ["Enter a real date, like 27 3 2026"]
        assert page.one(".govuk-error-summary a")["href"] == "#q-moved_on-day"
        assert page.one("#q-moved_on-day")["value"] == "31"

    def test_who_opens_and_who_starts_is_counted_once_each(self, client, survey):
        for _ in range(3):
            page = client.get_page("/s/moving-home")
        client.send(client.send(page), {"answer": "4"})

        ways = dict(db.session.query(Tally.value, Tally.n).filter_by(subject="way").all())
        assert ways == {"opened": 1, "started": 1}

    def test_it_says_where_it_was_abandoned(self, client, survey, do):
        client.send(client.send(client.get_page("/s/moving-home")), {"answer": "4"})
        with transaction() as session:
            session.query(Draft).one().touched_at -= timedelta(days=8)

        do(forget_expired)

        ways = dict(db.session.query(Tally.value, Tally.n).filter_by(subject="way").all())
        assert ways == {"opened": 1, "started": 1, "abandoned:channel": 1}
        assert db.session.query(Draft).count() == 0


class TestComingBackLater:
    def test_the_code_goes_on_on_another_device(self, app, client, survey):
        client.send(client.send(client.get_page("/s/moving-home")), {"answer": "4"})
        code = client.get_page("/s/moving-home/save").one(".app-code").text
        assert re.fullmatch(r"[234679CDFGHJKLMNPQRTVWXYZ]{4}-[234679CDFGHJKLMNPQRTVWXYZ]{4}", code)

        other = InspectingClient(app)
        page = other.send(other.get_page("/resume"), {"code": code.lower().replace("-", " ")})

        assert page.heading == "How did you tell us that you were moving?"
        assert other.get_page("/s/moving-home/2").one("input[checked]")["value"] == "4"

    def test_a_wrong_code_is_refused_in_one_sentence(self, client, survey):
        page = client.send(client.get_page("/resume"), {"code": "7CKQ-M4RT"}, status=400)

        assert page.error_for("code").startswith("Enter the code as it was shown to you.")

    def test_a_link_is_mailed_and_the_address_is_not_kept(self, client, survey, run_jobs, mail_server, app):
        jobs.give_post(Post(mail_server.url, "YouSaid <no-reply@example.org>", "http://localhost"))
        client.send(client.send(client.get_page("/s/moving-home")), {"answer": "4"})

        page = client.send(client.get_page("/s/moving-home/save"), {"address": "name@example.org"})
        assert "We are sending you the link" in page.text
        run_jobs()

        (mail,) = mail_server.mails
        link = re.search(r"http://localhost(/resume\?\S+)", mail.get_content())[1]
        assert mail["To"] == "name@example.org"
        assert db.session.query(ResumeMail).count() == 0
        other = InspectingClient(app)
        page = other.get_page(link)
        resumed = other.send(page, {"code": str(page.one("#code")["value"])})
        assert resumed.heading == "How did you tell us that you were moving?"

    def test_a_wrong_address_is_named_and_nothing_is_kept(self, client, survey):
        client.send(client.send(client.get_page("/s/moving-home")), {"answer": "4"})

        page = client.send(client.get_page("/s/moving-home/save"), {"address": "nobody"}, status=400)

        assert page.error_for("address").startswith("Enter an email address")
        assert db.session.query(ResumeMail).count() == 0

    def test_the_last_day_is_warned_of_and_can_be_put_off(self, client, survey):
        client.send(client.send(client.get_page("/s/moving-home")), {"answer": "4"})
        assert client.get_page("/s/moving-home/2").all(".govuk-notification-banner") == []
        with transaction() as session:
            session.query(Draft).one().touched_at -= timedelta(days=6, hours=12)

        assert (
            "We will delete your answers" in client.get_page("/s/moving-home/2").one(".govuk-notification-banner").text
        )
        client.get_page("/s/moving-home/save")
        assert client.get_page("/s/moving-home/2").all(".govuk-notification-banner") == []


def answer_to(page):
    if page.soup.select("main [name=answer]") or "answer-other" in page.html:
        return next(given for words, given in ANSWERS.items() if words in page.heading and given)
    return next((given for field, given in TOGETHER.items() if page.soup.find(id=field)), answers_by_heading(page))


def answers_by_heading(page):
    return next((given for words, given in ANSWERS.items() if words in page.heading), {})


def sent():
    return db.session.query(Submission).one()


def showcase():
    with open(SHOWCASE, "rb") as file:
        return json_of(file.read())


@pytest.fixture
def survey(factories, service):
    factories.unit(service=service, slug="hilltop", name={"en": "Hilltop"})
    with transaction() as session:
        made = publishing.create(session, service=service, slug="moving-home")
        publishing.publish(session, survey=made, definition=showcase())
        publishing.collect(session, survey=made, kind="link")
        return made
