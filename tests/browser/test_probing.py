"""The window asks further about what was said, and a designer words what it asks."""

import re
import time

import pytest
from playwright.sync_api import expect

from surveys.probing import shipped
from tests.browser.conftest import DESK, PHONE
from tests.browser.people import tab_to
from tests.browser.test_conversation import answer, press, write
from tests.browser.test_every_page import CUT_OFF, WIDER_THAN_WINDOW, assert_accessible, assert_focus_is_seen

LONG_WAIT = "The queue was dreadful and it took forever until anybody saw me"
HOW_LONG = shipped()["waiting"]["neg"]["en"]
NO_MORE = "No more questions like this"


@pytest.mark.usefixtures("understanding")
class TestInTheWindow:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_a_probe_is_answered_by_keyboard_and_kept_as_a_comment(self, at_the_open_question, installation, width):
        before = installation.count("comment")
        page = at_the_open_question(width)

        write(page, LONG_WAIT, then=HOW_LONG)
        assert_accessible(page)
        expect(page.get_by_role("button", name=NO_MORE)).to_be_visible()
        expect(page.get_by_role("button", name="Skip this question")).to_be_visible()
        expect(page.locator("#said")).to_be_focused()
        page.screenshot(path=installation.folder / f"probe-{width}.png")
        write(page, "It was three hours, and half an hour would have been fair", then="Thank you, that helps.")

        expect(page.locator("#end-title")).to_be_focused()
        assert_accessible(page)
        assert installation.count("comment") == before + 2

    def test_one_press_ends_it_with_thanks(self, at_the_open_question, installation):
        before = installation.count("comment")
        page = at_the_open_question(DESK)
        write(page, LONG_WAIT, then=HOW_LONG)

        press(page, NO_MORE, then="That is all right. Thank you.")

        expect(page.locator("#end-title")).to_be_focused()
        assert installation.count("comment") == before + 1

    def test_the_form_goes_on_with_it(self, at_the_open_question):
        page = at_the_open_question(DESK)
        write(page, LONG_WAIT, then=HOW_LONG)

        page.goto(page.locator("a", has_text="Use the form instead").first.get_attribute("href"))

        expect(page.get_by_label(re.compile(re.escape(HOW_LONG)))).to_be_visible()
        assert_accessible(page)
        page.get_by_label(re.compile(re.escape(HOW_LONG))).fill("Three hours; one is fair")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you send them")
        expect(page.locator(".app-answers")).to_contain_text(HOW_LONG)
        expect(page.locator(".app-answers")).to_contain_text("Three hours; one is fair")


class TestThePages:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_they_are_without_fault(self, open_page, designer, installation, width):
        page = open_page(width, storage_state=designer)
        page.goto("/manage/insights")
        page.goto("/manage/probes")
        for heading in ("Further questions in conversations", "Cost and value"):
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            assert_accessible(page)
            assert_focus_is_seen(page)
            assert page.evaluate(WIDER_THAN_WINDOW) <= 0
            assert page.evaluate(CUT_OFF) == []
            page.screenshot(path=installation.folder / f"probes-{heading.split()[0]}-{width}.png", full_page=True)
            if heading != "Cost and value":
                page.get_by_role("link", name=re.compile("Cost and value")).click()

    def test_a_text_is_changed_with_the_keyboard_and_without_scripts_reset(self, open_page, designer):
        page = open_page(storage_state=designer)
        page.goto("/manage/probes/privacy")
        page.get_by_label("After blame: English").fill("Who should not have seen it?")
        tab_to(page, "Save")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Saved. From now on this is asked.")
        expect(page.locator("section", has_text="Privacy and trust")).to_contain_text("Who should not have seen it?")

        bare = open_page(storage_state=designer, java_script_enabled=False, watched=False)
        bare.goto("/manage/probes/privacy")
        bare.get_by_role("button", name="Ask the usual words again").click()

        expect(bare.locator("section", has_text="Privacy and trust")).to_contain_text(shipped()["privacy"]["neg"]["en"])


@pytest.fixture
def at_the_open_question(open_page, installation):
    """Open the window and answer what comes before the open question."""

    def open_(width):
        page = open_page(width)
        page.goto(f"/w/{installation.window_key}")
        answer(page, "4")
        answer(page, "by phone")
        expect(page.locator("#messages")).to_contain_text("improve")
        return page

    return open_


@pytest.fixture(scope="module")
def understanding(installation):
    """The worker that understands, for as long as these tests run."""
    log = installation.folder / "turns.log"
    # Another module's worker may have written to it before.
    before = log.read_text().count('"worker.ready"') if log.exists() else 0
    installation.start("turns", "cli", "worker", "--queues", "turns")
    end = time.monotonic() + 120
    while log.read_text().count('"worker.ready"') == before:
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)
    # It gives a sign about every second.
    time.sleep(2)
    yield
    installation.stop("turns")


@pytest.fixture(scope="module")
def designer(staff):
    return staff("designer")
