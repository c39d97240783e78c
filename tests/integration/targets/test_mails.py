"""A target's page by mail: to whoever asks for it and nobody else, with the page's own charts and its paper."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

import jobs
from delivery import Post
from exports.papers import mailing
from models import PaperMail, Person, db, now, set_organisation, transaction

SENDER, PUBLIC = "YouSaid <no-reply@example.org>", "https://feedback.example.gov.uk"
PAGE, SEND = "/manage/targets/in-time", "/manage/targets/in-time/mail"


@pytest.mark.usefixtures("target", "manager", "figures")
class TestSendingAPageToOneself:
    def test_it_goes_to_whoever_is_signed_in(self, posting, mail_server, press, run_jobs):
        page = press()

        assert "It is on its way to m@example.org." in told(page)
        assert mail_server.mails == []
        run_jobs()
        (mail,) = mail_server.mails
        assert mail["To"] == "m@example.org"
        assert mail["Subject"] == "Where it stands: Done in time"
        assert mail["Message-ID"].startswith("<paper-")
        assert db.session.query(PaperMail).count() == 0

    def test_nobody_elses_address_can_be_named(self, posting, mail_server, press, run_jobs):
        press(address="other@example.org", to="other@example.org", email="other@example.org")
        run_jobs()

        assert [mail["To"] for mail in mail_server.mails] == ["m@example.org"]

    def test_it_says_in_plain_text_what_the_page_says(self, posting, mail_server, press, run_jobs):
        page = press()
        run_jobs()

        (mail,) = mail_server.mails
        text = squeezed(mail.get_body(("plain",)).get_content())
        assert "70.0% in Jan 2025" in text
        for caption in page.soup.select("figcaption"):
            assert squeezed(caption.get_text()) in text
        assert f"{PUBLIC}{PAGE}" in text

    def test_the_charts_stand_in_the_mail_as_pictures_that_say_what_they_show(
        self, posting, mail_server, press, run_jobs
    ):
        page = press()
        run_jobs()

        (mail,) = mail_server.mails
        html = mail.get_body(("html",))
        shown = BeautifulSoup(html.get_content(), "html.parser").select("img")
        captions = [squeezed(each.get_text()) for each in page.soup.select("figcaption")]
        assert [squeezed(each["alt"]) for each in shown] == captions
        assert len(shown) == 2
        related = mail.get_body(("related", "html"))
        pictures = {part["Content-ID"].strip("<>"): part for part in related.iter_attachments()}
        for each in shown:
            part = pictures[each["src"].removeprefix("cid:")]
            assert part.get_content_type() == "image/png"
            assert part.get_content_disposition() == "inline"
            assert part.get_content().startswith(b"\x89PNG\r\n")

    def test_the_paper_that_can_be_downloaded_is_attached(self, posting, mail_server, press, run_jobs, client):
        press()
        run_jobs()

        (mail,) = mail_server.mails
        (attached,) = list(mail.iter_attachments())
        assert (attached.get_content_type(), attached.get_filename()) == ("application/pdf", "in-time.pdf")
        assert attached.get_content() == client.request("GET", f"{PAGE}/report.pdf").get_data()
        assert PdfReader(BytesIO(attached.get_content())).metadata.title == "Done in time"

    def test_it_lies_sealed_until_it_is_sent(self, posting, press):
        press()

        raw = db.session.connection().exec_driver_sql("SELECT letter FROM paper_mail").scalar_one()
        assert b"Done in time" not in bytes(raw)

    def test_what_the_server_does_not_take_is_tried_again_under_the_same_id(self, press, run_jobs, mail_server, app):
        jobs.give_post(Post("smtp://127.0.0.1:9", SENDER, PUBLIC))
        press()
        run_jobs()
        wanted = db.session.query(PaperMail).one()
        reference, organisation_id = wanted.reference, wanted.organisation_id
        assert mailing.due(db.session(), at=now()) == []
        assert mailing.due(db.session(), at=now() + mailing.CLAIM + timedelta(seconds=1)) != []
        set_organisation(db.session(), organisation_id)
        self.let_it_be_tried()
        jobs.give_post(Post(mail_server.url, SENDER, PUBLIC))

        sent = mailing.send_one(organisation_id=organisation_id, mail_id=wanted.id, post=jobs.post())

        assert sent
        assert [mail["Message-ID"] for mail in mail_server.mails] == [f"<paper-{reference}@feedback.example.gov.uk>"]

    def test_whoever_has_left_meanwhile_gets_nothing(self, posting, press, run_jobs, mail_server, manager):
        press()
        with transaction() as session:
            session.get_one(Person, manager.id).active = False

        run_jobs()

        assert mail_server.mails == []
        assert db.session.query(PaperMail).count() == 0

    def test_after_some_tries_it_is_given_up(self, posting, press, run_jobs, mail_server):
        press()
        with transaction() as session:
            session.query(PaperMail).one().attempts = mailing.MOST_ATTEMPTS

        run_jobs()

        assert (mail_server.mails, db.session.query(PaperMail).count()) == ([], 0)

    def test_where_the_server_takes_none_no_more_are_kept(self, press):
        jobs.give_post(Post("smtp://127.0.0.1:9", SENDER, PUBLIC))
        for _ in range(mailing.MOST_WAITING):
            press()

        page = press()

        assert "Nothing more was sent" in told(page)
        assert db.session.query(PaperMail).count() == mailing.MOST_WAITING

    def test_where_mail_is_not_set_up_the_button_says_so(self, press, sign_in):
        jobs.give_post(Post(None, SENDER, PUBLIC))

        page = sign_in("m@example.org", PAGE)

        button = next(each for each in page.soup.select("button") if each.get_text(strip=True) == "Send this to me")
        assert button.has_attr("disabled")
        assert page.one(f"#{button['aria-describedby']}").get_text() == (
            "Mail is not set up here, so nothing can be sent."
        )

    def test_so_many_an_hour_and_no_more(self, posting, press, client):
        data = {"csrf_token": token(press())}

        answers = [client.request("POST", SEND, data=data).status_code for _ in range(30)]

        assert answers == [302] * 29 + [429]

    def test_it_takes_a_token_and_a_target_that_the_person_may_see(self, posting, press, client):
        page = press()
        assert client.request("POST", SEND, data={}).status_code == 400
        other = "/manage/targets/none/mail"

        assert client.request("POST", other, data={"csrf_token": token(page)}).status_code == 404
        assert client.request("GET", SEND).status_code in {404, 405}

    @pytest.fixture
    def figures(self, by_unit: Any) -> None:
        by_unit({"north": (900, 1000), "south": (500, 1000)})

    @pytest.fixture
    def posting(self, mail_server: Any, app: Any) -> None:
        jobs.give_post(Post(mail_server.url, SENDER, PUBLIC))

    @pytest.fixture
    def press(self, sign_in: Any, client: Any) -> Any:
        """Press the button on the target's page; return the page that follows."""
        pages: list[Any] = []

        def press(**more: str) -> Any:
            page = client.get_page(PAGE) if pages else sign_in("m@example.org", PAGE)
            pages.append(page)
            data = {"csrf_token": token(page), **more}
            assert client.request("POST", SEND, data=data).status_code == 302
            return client.get_page(PAGE)

        return press

    @staticmethod
    def let_it_be_tried() -> None:
        with transaction() as session:
            session.query(PaperMail).one().not_before = now()


def token(page: Any) -> str:
    return str(page.soup.select_one(f'form[action^="{SEND}"] input[name=csrf_token]')["value"])


def told(page: Any) -> str:
    """Return all that a page says, what was just done among it."""
    return squeezed(page.soup.get_text(" "))


def squeezed(text: str) -> str:
    return " ".join(text.split())
