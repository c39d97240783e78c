"""The pages of targets for somebody at a desk, with a phone, or with nothing but a keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.people import tab_to

BOARD = "/manage/targets"
TARGET = f"{BOARD}/repairs-in-20-days"


class TestABoard:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_what_its_signs_say_stands_beside_them_and_is_read_out_once(self, go, width):
        row = go(BOARD, width).locator("tr[data-target='repairs-in-20-days']")

        assert row.locator("svg").count() == 2
        # Where the figures change, words say more of what they can be relied on for than the sign does.
        assert row.locator("svg").first.get_attribute("aria-label") in row.inner_text()
        assert "miss the target" in row.locator(".app-signs__words").inner_text()
        assert row.get_by_role("img").count() == 0

    def test_on_a_phone_there_are_no_brackets_around_nothing(self, go):
        page = go(BOARD, PHONE)

        assert page.locator("main .app-interval").count() > 0
        assert page.locator("main .app-interval:empty").count() == 0

    def test_on_a_desk_the_columns_of_one_table_stand_below_those_of_the_other(self, go):
        page = go(BOARD, DESK)

        edges = page.locator(".app-board").evaluate_all(
            """tables => tables.map((table) =>
              [...table.querySelectorAll("thead th")].map((th) => th.getBoundingClientRect().left))"""
        )
        assert len(edges) > 1
        assert all(abs(here - there) < 16 for one in edges for here, there in zip(one, edges[0], strict=True))

    def test_a_table_that_fits_is_no_stop_for_the_keyboard_until_it_no_longer_does(self, go):
        page = go(f"{BOARD}/repairs-satisfied", DESK)
        page.get_by_text("Over time as a table").click()
        region = page.get_by_role("region", name="Over time")

        expect(region).not_to_have_attribute("tabindex", "0")
        page.set_viewport_size({"width": PHONE, "height": 640})
        expect(region).to_have_attribute("tabindex", "0")

    def test_without_scripts_every_table_is_a_stop(self, open_page):
        page = open_page(DESK, staff=True, java_script_enabled=False)
        page.goto(BOARD)

        regions = page.locator("main .app-scroll").all()
        assert regions
        assert {region.get_attribute("tabindex") for region in regions} == {"0"}


class TestTheTableOfAChart:
    def test_on_a_phone_it_scrolls_by_itself_and_its_rows_stay_low(self, go):
        page = go(TARGET, PHONE)
        page.get_by_text("Over time as a table").click()
        region = page.get_by_role("region", name="Over time")

        assert region.evaluate("e => e.scrollWidth > e.clientWidth && e.tabIndex === 0")
        assert max(row.bounding_box()["height"] for row in region.locator("tbody tr").all()) < 90

    def test_its_rows_are_named_however_far_it_is_scrolled(self, go):
        page = go(TARGET, PHONE)
        page.get_by_text("Over time as a table").click()
        region, name = page.get_by_role("region", name="Over time"), page.locator(".app-table-chart tbody th").first
        before = name.bounding_box()

        region.focus()
        page.keyboard.press("End")
        region.evaluate("e => e.scrollLeft = e.scrollWidth")

        assert region.evaluate("e => e.scrollLeft") > 0
        assert name.bounding_box()["x"] == before["x"]

    def test_words_stand_on_the_left_and_figures_on_the_right(self, go):
        page = go(TARGET, DESK)
        page.get_by_text("Over time as a table").click()
        cells = page.get_by_role("region", name="Over time").locator("tbody tr").first.locator("td")

        aligned = cells.evaluate_all("all => all.map((e) => getComputedStyle(e).textAlign)")
        assert set(aligned[:-1]) == {"right"}
        assert aligned[-1] != "right"


class TestLimitsThatStartAnew:
    def test_with_the_keyboard_alone_each_fault_leads_to_its_field(self, go):
        page = go(f"{TARGET}/limits", DESK)

        tab_to(page, "Start the limits anew")
        page.keyboard.press("Enter")

        summary = page.locator(".govuk-error-summary")
        expect(summary).to_be_focused()
        for link, field in (("Choose from when", "period"), ("Say why", "reason")):
            fault = summary.get_by_role("link", name=link)
            fault.focus()
            page.keyboard.press("Enter")
            expect(page.locator(f"#{field}")).to_be_focused()
            assert fault.inner_text() in page.locator(f"#{field}-error").inner_text()

    def test_one_hears_and_sees_how_much_room_is_left(self, go):
        page = go(f"{TARGET}/limits", DESK)

        page.locator("#reason").fill("a" * 499)

        expect(page.get_by_text("You have 1 character remaining").first).to_be_visible()


@pytest.fixture
def go(open_page):
    """Go to a page as a member of staff."""

    def go_to(path: str, width: int) -> Page:
        page = open_page(width, staff=True)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    return go_to
