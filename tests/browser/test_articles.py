"""A designer writes an article; a question in mid-conversation is answered with it, and the conversation goes on."""

import time

import psycopg
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.people import tab_to
from tests.browser.test_every_page import CUT_OFF, WIDER_THAN_WINDOW, assert_accessible, assert_focus_is_seen

ASKED = "Overall, how did you feel about the service you received today?"
# Two models are loaded, and ten articles read, beside all else that the machine does.
PATIENCE_SECONDS = 300
SOURCE = "https://www.tarrenmouth.example/centres"


class TestTheWindow:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_a_question_is_answered_with_its_link_and_the_open_question_stands_again(
        self, open_page, installation, understanding, width
    ):
        page = open_page(width)
        page.goto(f"/w/{installation.window_key}")
        page.locator("#said").focus()
        # The first message of a web process finds out whether anybody is there to ask.
        page.keyboard.type("what time do you open?")
        page.keyboard.press("Enter")

        link = page.locator("#messages").get_by_role("link", name="Opening hours of the customer service centres")
        expect(link).to_have_attribute("href", SOURCE)
        expect(link).to_have_attribute("rel", "noopener")
        messages = page.locator("#messages .message").all_inner_texts()
        said = " ".join(messages)
        assert "Our four centres are open from 9 am to 5 pm on weekdays" in said
        assert ASKED in messages[-1]
        assert "Opening hours" in messages[-2]
        expect(page.locator("#said")).to_be_focused()
        assert_accessible(page)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0

        page.keyboard.type("4")
        page.keyboard.press("Enter")
        expect(page.locator("#messages")).to_contain_text("How did you use the service?")


class TestTheirPages:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_they_are_without_fault(self, open_page, designer, width):
        page = open_page(width, storage_state=designer)
        for path in ("/manage/articles", "/manage/articles/new", "/manage/articles/1", "/manage/articles/1/delete"):
            page.goto(path)
            assert_accessible(page)
            assert_focus_is_seen(page)
            assert page.evaluate(WIDER_THAN_WINDOW) <= 0
            assert page.evaluate(CUT_OFF) == []

    def test_an_article_is_written_and_published_with_the_keyboard_alone(self, open_page, designer):
        page = open_page(storage_state=designer)
        page.goto("/manage/articles/new")
        for label, words in (
            ("Title in English", "Lost property"),
            ("Text in English", "What you have lost is kept at Hilltop centre for 30 days."),
            ("Link to the page that says more", "tarrenmouth.example"),
        ):
            page.get_by_label(label).focus()
            page.keyboard.type(words)
        page.get_by_label("Service").select_option("All services")
        tab_to(page, "Save")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Enter the address of the page that says more")
        assert_accessible(page)
        page.get_by_label("Link to the page that says more").fill("https://www.tarrenmouth.example/lost")
        tab_to(page, "Save")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("The article is saved")

        tab_to(page, "BUTTON|submit||Publish: Lost property")
        page.keyboard.press("Enter")

        expect(page.get_by_role("alert")).to_contain_text("Conversations may answer with it now", timeout=20_000)
        expect(page.locator("button", has_text="Withdraw: Lost property")).to_be_visible()


@pytest.fixture(scope="module")
def understanding(installation):
    """The worker that understands, once it has read the demonstration's articles."""
    installation.start("turns", "cli", "worker", "--queues", "turns")
    end = time.monotonic() + PATIENCE_SECONDS
    while waiting(installation):
        assert installation.processes["turns"].poll() is None
        assert time.monotonic() < end, f"{waiting(installation)} articles wait"
        time.sleep(0.2)
    yield
    installation.stop("turns")


def waiting(installation):
    with psycopg.connect(installation.environment["DATABASE_URL"]) as connection:
        return connection.execute("SELECT count(*) FROM article WHERE read_by IS NULL").fetchone()[0]


@pytest.fixture(scope="module")
def designer(staff):
    return staff("designer")
