"""Somebody asks for a person in the window; a manager reads it, sees how to reach them, and closes it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.people import press_until, tab_to
from tests.browser.test_every_page import assert_accessible

EMAIL = "citizen.in.the.browser@example.com"


class TestACase:
    def test_by_keyboard_from_asking_to_closing(self, open_page, installation):
        page = open_page(PHONE, extra_http_headers={"X-Forwarded-For": "192.0.2.44"})
        page.goto(f"/w/{installation.window_key}")
        page.locator("#said").focus()
        write(page, "talk to a person")
        expect(page.locator("#messages")).to_contain_text("How can they reach you?")
        expect(page.locator("#said")).to_be_focused()
        assert page.locator("#choices-buttons button").all_inner_texts() == ["No, thanks"]
        assert_accessible(page)
        write(page, "carrier pigeon")
        expect(page.locator("#messages")).to_contain_text("I could not read that")
        write(page, EMAIL)
        expect(page.locator("#messages")).to_contain_text("They know how to reach you.")
        reference = re.search(r"reference is ([A-Z0-9]{3}-[A-Z0-9]{3})\.", page.locator("#messages").inner_text())
        assert reference is not None
        assert_accessible(page)
        # The question that was open before is open again.
        press_until(page, lambda: "|Satisfied" in page.evaluate(FOCUSED_WORDS), key="Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#messages")).to_contain_text("How did you use the service?")

        desk = open_page(staff=True)
        desk.goto("/manage/insights")
        tab_to(desk, "Cases (")
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Cases")
        tab_to(desk, reference[1])
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", level=1)).to_have_text(f"Case {reference[1]}")
        expect(desk.locator("main")).to_contain_text("The conversation is still going on.")
        assert EMAIL not in desk.content()
        tab_to(desk, "Show how to reach them")
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("link", name=EMAIL)).to_be_visible()
        assert_accessible(desk)
        tab_to(desk, "Close the case")
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Close this case?")
        tab_to(desk, "Close the case")
        desk.keyboard.press("Enter")

        expect(desk.get_by_role("alert")).to_contain_text("The case is closed. How to reach the person is deleted.")
        expect(desk.locator("main")).not_to_contain_text(reference[1])

    def test_it_can_be_closed_without_scripts(self, open_page):
        page = open_page(staff=True, java_script_enabled=False, watched=False)
        page.goto("/manage/cases")
        before = page.locator("main article").count()
        page.locator("main article h3 a").last.click()
        page.get_by_role("link", name="Close the case").click()

        page.get_by_role("button", name="Close the case").click()

        expect(page.locator("main article")).to_have_count(before - 1)


FOCUSED_WORDS = """() => "|" + ((document.activeElement && document.activeElement.textContent) || "").trim()"""


def write(page, words: str) -> None:
    page.keyboard.type(words)
    page.keyboard.press("Enter")
