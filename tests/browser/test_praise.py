"""A manager passes praise on; an administrator decides whether names are kept at all."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.people import tab_to
from tests.browser.test_every_page import CUT_OFF, WIDER_THAN_WINDOW, assert_accessible, assert_focus_is_seen


class TestPassingPraiseOn:
    def test_a_manager_does_so_with_the_keyboard_alone(self, open_page):
        page = open_page(staff=True)
        page.goto("/manage/insights")
        tab_to(page, "Praise")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Praise for staff by name")
        lines = page.locator("main article")
        before, name = lines.count(), page.locator("main h3").first.inner_text()
        assert "[name]" in lines.first.inner_text()
        expect(lines.first).to_contain_text("manager@demo.invalid")

        tab_to(page, f"I have passed this on: {name}")
        page.keyboard.press("Enter")

        expect(page.get_by_role("alert")).to_contain_text("Passed on. The names of this comment are deleted.")
        expect(page.get_by_role("alert")).to_be_focused()
        expect(lines).to_have_count(before - 1)
        expect(page.locator("#passed-on + ul")).to_contain_text("by Performance manager")

    def test_it_can_be_done_without_scripts(self, open_page):
        page = open_page(staff=True, java_script_enabled=False, watched=False)
        page.goto("/manage/praise")
        before = page.locator("main article").count()

        page.get_by_role("button", name="I have passed this on").first.click()

        expect(page.locator("main article")).to_have_count(before - 1)


class TestTheChoice:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_its_pages_are_without_fault_and_ask_before_names_are_deleted(self, open_page, administrator, width):
        page = open_page(width, storage_state=administrator)
        page.goto("/manage/praise")
        expect(page.locator("#choice")).to_be_visible()
        for heading in ("Praise for staff by name", "Stop keeping names of staff who are praised?"):
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            assert_accessible(page)
            assert_focus_is_seen(page)
            assert page.evaluate(WIDER_THAN_WINDOW) <= 0
            assert page.evaluate(CUT_OFF) == []
            if page.get_by_role("link", name="Stop keeping names, and delete").count():
                page.get_by_role("link", name="Stop keeping names, and delete").click()
        page.get_by_role("link", name="No, go back").click()
        expect(page.locator("#choice + p")).to_have_text("Your organisation keeps the names of staff who are praised.")


@pytest.fixture(scope="module")
def administrator(staff):
    return staff("administrator")
