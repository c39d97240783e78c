"""The whole way of somebody with a keyboard alone, on a site of somebody else's with a strict policy."""

from playwright.sync_api import Frame, Page, expect

from tests.browser.people import AccessibleTree, tab_to, tab_within
from tests.browser.test_conversation import conversation, open_with_keyboard
from tests.browser.test_every_page import assert_accessible
from tests.browser.test_window_in_page import begun

SOMEBODY_ELSE = {"X-Forwarded-For": "192.0.2.9"}


class TestTheWholeConversation:
    def test_by_keyboard_alone_through_a_reload_and_over_to_the_form(self, open_page, host_site, installation):
        before = installation.count("submission")
        page = open_page(extra_http_headers=SOMEBODY_ELSE)
        policies: list[str] = []
        page.on("response", lambda answer: policies.append(answer.headers.get("content-security-policy", "")))
        page.goto(f"http://localhost:{host_site}/")
        assert policies[0].startswith("default-src 'none'; script-src http://127.0.0.1:")
        open_with_keyboard(page, AccessibleTree(page))
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_focused()
        expect(frame.get_by_role("log")).to_have_attribute("aria-live", "polite")
        faultless(page, frame)

        tab_within(page, frame, "|Satisfied", key="Shift+Tab")
        page.keyboard.press("Enter")
        expect(frame.locator("#messages")).to_contain_text("How did you use the service?")
        faultless(page, frame)
        tab_within(page, frame, "TEXTAREA")
        page.keyboard.type("carrier pigeon")
        page.keyboard.press("Enter")
        expect(frame.locator("#messages")).to_contain_text("Select one of the answers")
        faultless(page, frame)

        page.reload()
        open_with_keyboard(page, AccessibleTree(page))
        frame = begun(page)
        expect(frame.locator("#said")).to_be_focused()
        expect(frame.locator("#answered-list")).to_contain_text("Satisfied")
        expect(frame.locator("#messages .message--own .message__text")).to_have_text(["Satisfied", "carrier pigeon"])
        faultless(page, frame)
        page.keyboard.type("by phone")
        page.keyboard.press("Enter")
        expect(frame.locator("#messages")).to_contain_text("improve")
        faultless(page, frame)

        tab_within(page, frame, "Use the form instead", key="Shift+Tab")
        with page.context.expect_page() as opened:
            page.keyboard.press("Enter")
        form = opened.value
        expect(form.locator("textarea")).to_be_visible()
        assert_accessible(form)
        tab_to(form, "TEXTAREA")
        form.keyboard.type("The line went dead twice.")
        tab_to(form, "Continue")
        form.keyboard.press("Enter")
        form.wait_for_url("**/check**")
        for answer in ("Satisfied", "By phone", "The line went dead twice."):
            expect(form.locator("main")).to_contain_text(answer)
        assert_accessible(form)
        tab_to(form, "Send your feedback")
        form.keyboard.press("Enter")
        form.wait_for_url("**/sent**")
        assert_accessible(form)
        assert installation.count("submission") == before + 1


def faultless(page: Page, frame: Frame) -> None:
    expect(frame.locator(".message--pending")).to_have_count(0)
    assert_accessible(page)
    assert_accessible(frame)
