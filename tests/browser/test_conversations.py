"""A designer reads how conversations go, and makes an example of what was not understood."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.people import tab_to
from tests.browser.test_every_page import CUT_OFF, WIDER_THAN_WINDOW, assert_accessible, assert_focus_is_seen

BASE = "/manage/conversations"


class TestItsPages:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_they_are_without_fault(self, open_page, designer, width):
        page = open_page(width, storage_state=designer)
        for path in ("", "/repairs", "/repairs/words", "/repairs/transcripts", "/repairs/modes"):
            page.goto(BASE + path)
            self.check(page)
        page.goto(f"{BASE}/repairs/transcripts?words=not-understood")
        page.locator("main tbody th a").first.click()
        expect(page.get_by_role("list", name="What was said, in order")).to_contain_text("Not understood")
        self.check(page)

    def check(self, page):
        assert_accessible(page)
        assert_focus_is_seen(page)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        assert page.evaluate(CUT_OFF) == []


class TestTeaching:
    def test_words_become_an_example_with_the_keyboard_alone(self, open_page, designer):
        page = open_page(storage_state=designer)
        page.goto(f"{BASE}/repairs/words")
        line = page.locator("main article").first
        said = line.locator("blockquote p").inner_text()

        tab_to(page, "What it means")
        page.keyboard.type("May be")
        tab_to(page, f"Make it an example: {said}")
        page.keyboard.press("Enter")

        expect(page.get_by_role("alert")).to_contain_text("Kept as an example.")
        example = page.locator("#taught ~ ul li", has_text=said)
        expect(example).to_have_count(1)
        tab_to(page, f"Undo: {said}")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("The example is deleted.")

    def test_it_can_be_done_without_scripts(self, open_page, designer):
        page = open_page(storage_state=designer, java_script_enabled=False, watched=False)
        page.goto(f"{BASE}/repairs/words")
        line = page.locator("main article").first
        said = line.locator("blockquote p").inner_text()

        line.get_by_label("What it means").select_option("unclear")
        line.get_by_role("button").click()

        example = page.locator("#taught ~ ul li", has_text=said)
        expect(example).to_have_count(1)
        example.get_by_role("button").click()
        expect(page.locator("#taught ~ ul li", has_text=said)).to_have_count(0)


@pytest.fixture(scope="module")
def designer(staff):
    return staff("designer")
