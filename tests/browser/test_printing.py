"""A target's page on paper: what is read and nothing to press, opened, with its charts whole; as a file, by mail."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.people import tab_to

TARGET = "/manage/targets/repairs-in-20-days"


class TestATargetOnPaper:
    def test_there_is_nothing_to_press(self, printed):
        for hidden in (".app-header", ".app-footer", "nav", ".govuk-service-navigation", ".govuk-back-link", "button"):
            assert [each.is_visible() for each in printed.locator(hidden).all()].count(True) == 0, hidden
        expect(printed.get_by_text("Download this page as PDF")).to_be_hidden()
        expect(printed.get_by_role("heading", level=1)).to_be_visible()

    def test_charts_stand_whole_as_drawn_for_a_desk(self, printed):
        charts = printed.locator(".app-chart__wide svg")
        assert charts.count() >= 2
        for chart in charts.all():
            box = chart.bounding_box()
            assert box
            assert box["width"] > 300
            assert chart.evaluate("e => getComputedStyle(e.closest('figure')).breakInside") == "avoid"
        expect(printed.locator(".app-chart__narrow").first).to_be_hidden()

    def test_what_is_folded_is_printed_and_folded_again(self, printed):
        text = words_of(printed)

        assert "Limits are the average and 2.66 times" in text
        assert "Lower limit" in text
        assert printed.locator("details[open]").count() == 0

    def test_it_is_opened_without_scripts_too(self, open_page):
        page = open_page(staff=True, java_script_enabled=False)
        page.goto(TARGET)
        page.emulate_media(media="print")

        assert "Limits are the average and 2.66 times" in words_of(page)

    def test_addresses_of_links_do_not_stand_between_the_words(self, printed):
        text = words_of(printed)

        assert "Housing repairs" in text
        assert "/manage/" not in text

    def test_no_table_is_wider_than_the_sheet(self, printed):
        # A4 without its margins, at 96 dots an inch.
        printed.set_viewport_size({"width": 688, "height": 900})

        assert printed.evaluate("document.documentElement.scrollWidth") <= 688
        for region in printed.locator(".app-scroll").all():
            assert region.evaluate("e => getComputedStyle(e).overflowX") == "visible"

    @pytest.fixture
    def printed(self, open_page) -> Page:
        page = open_page(staff=True)
        page.goto(TARGET)
        page.emulate_media(media="print")
        return page


class TestOtherPagesOfTargetsOnPaper:
    @pytest.mark.parametrize("path", ["", "/first-contact/links", "/repairs-in-20-days/limits", "/audit"])
    def test_what_is_pressed_chosen_or_filled_in_is_left_out(self, open_page, path):
        page = open_page(staff=True)
        page.goto(f"/manage/targets{path}")
        page.emulate_media(media="print")

        for hidden in ("main button", "main select", "main textarea", "main form"):
            assert not any(each.is_visible() for each in page.locator(hidden).all()), hidden
        assert "Download" not in words_of(page)

    def test_a_board_keeps_both_signs_of_a_target_on_one_line(self, open_page):
        page = open_page(staff=True)
        page.goto("/manage/targets")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 900})

        assert page.evaluate("document.documentElement.scrollWidth") <= 688
        for icons in page.locator(".app-signs__icons").all():
            assert len({box.evaluate("e => e.getBoundingClientRect().top") for box in icons.locator("svg").all()}) == 1


class TestATargetAsAPaper:
    def test_it_is_saved_as_a_file(self, open_page):
        page = open_page(staff=True)
        page.goto(TARGET)

        with page.expect_download() as saving:
            page.get_by_role("link", name="Download this page as PDF").click()

        assert saving.value.suggested_filename == "repairs-in-20-days.pdf"
        assert "Repairs completed within 20 working days" in PdfReader(saving.value.path()).pages[0].extract_text()

    def test_with_the_keyboard_alone_it_is_mailed_or_said_not_to_be(self, open_page):
        page = open_page(staff=True)
        page.goto(TARGET)
        button = page.get_by_role("button", name="Send this to me")

        if button.is_enabled():
            tab_to(page, "Send this to me")
            page.keyboard.press("Enter")
            expect(page.locator(".govuk-notification-banner")).to_contain_text("It is on its way to")
        else:
            expect(button).to_have_accessible_description("Mail is not set up here, so nothing can be sent.")


def words_of(page: Page) -> str:
    """Return what stands on the sheets."""
    sheets = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
