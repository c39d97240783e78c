"""The conversation window on a site of somebody else's."""

import gzip
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import DESK, HEIGHTS, PHONE
from tests.browser.people import AccessibleTree, press_until, tab_within

LARGEST_LOADER = 3_000
LAUNCHER = "Give feedback"


class TestAConversationByKeyboard:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_it_is_held_from_the_button_to_the_thanks(self, open_page, host_site, installation, width):
        before = installation.count("submission")
        page = open_page(width)
        page.goto(f"http://localhost:{host_site}/")
        tree = AccessibleTree(page)
        open_with_keyboard(page, tree)
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_focused()
        if width == DESK:  # on a phone the window is all there is
            assert tree.one("button", LAUNCHER)["expanded"] is True

        # By a quick reply.
        tab_within(page, frame, "|Satisfied", key="Shift+Tab")
        page.keyboard.press("Enter")
        expect(frame.locator("#messages")).to_contain_text("How did you use the service?")
        # By typing; a word that is no answer is asked for again.
        tab_within(page, frame, "TEXTAREA")
        page.keyboard.type("carrier pigeon")
        page.keyboard.press("Enter")
        expect(frame.locator("#messages")).to_contain_text("Select one of the answers")
        page.keyboard.type("by phone")
        page.keyboard.press("Enter")
        expect(frame.locator("#messages")).to_contain_text("improve")

        # An earlier answer is changed.
        tab_within(page, frame, "Your answers so far", key="Shift+Tab")
        page.keyboard.press("Enter")
        tab_within(page, frame, "Change Overall")
        page.keyboard.press("Enter")
        expect(frame.locator("#changing")).to_be_visible()
        tab_within(page, frame, "|Very dissatisfied")
        page.keyboard.press("Enter")
        expect(frame.locator("#answered-list")).to_contain_text("Very dissatisfied")

        tab_within(page, frame, "TEXTAREA")
        page.keyboard.type("The line went dead twice.")
        page.keyboard.press("Enter")
        expect(frame.locator("#end-title")).to_be_focused()
        assert installation.count("submission") == before + 1

        page.keyboard.press("Escape")
        assert_launcher_has_the_focus(page, tree)
        assert tree.one("button", LAUNCHER)["expanded"] is False

    def test_escape_in_the_middle_keeps_what_was_said(self, open_page, host_site):
        page = open_page()
        page.goto(f"http://localhost:{host_site}/")
        tree = AccessibleTree(page)
        open_with_keyboard(page, tree)
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_focused()
        page.keyboard.type("4")
        page.keyboard.press("Enter")
        expect(frame.locator("#messages")).to_contain_text("How did you use the service?")

        page.keyboard.press("Escape")
        assert_launcher_has_the_focus(page, tree)
        page.keyboard.press("Enter")

        expect(frame.locator("#said")).to_be_focused()
        expect(frame.locator("#answered-summary")).to_have_text("Your answers so far (1)")


class TestTheLoader:
    def test_it_is_small(self, installation):
        with urllib.request.urlopen(f"{installation.url}/embed/v1.js") as response:
            script = response.read()

        assert len(gzip.compress(script, mtime=0)) < LARGEST_LOADER

    def test_included_twice_it_works_once_and_keeps_nothing(self, open_page, host_site):
        page = open_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))

        page.goto(f"http://localhost:{host_site}/")
        page.wait_for_load_state("networkidle")

        assert len(AccessibleTree(page).nodes("button", LAUNCHER)) == 1
        assert not [url for url in asked if "/w/" in url]
        assert page.context.cookies() == []

    def test_its_button_does_not_cover_what_has_the_focus(self, open_page, host_site):
        page = open_page(PHONE)
        page.set_viewport_size({"width": 320, "height": 256})
        page.goto(f"http://localhost:{host_site}/")

        page.keyboard.press("Tab")

        link = page.locator("#apply")
        expect(link).to_be_focused()
        assert link.evaluate(
            "e => { const r = e.getBoundingClientRect();"
            " return document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2) === e }"
        )

    def test_its_button_shows_that_it_has_the_focus(self, open_page, host_site):
        page = open_page()
        page.goto(f"http://localhost:{host_site}/")
        corner = {"x": DESK - 260.0, "y": HEIGHTS[DESK] - 100.0, "width": 260.0, "height": 100.0}
        page.wait_for_load_state("networkidle")
        without = page.screenshot(clip=corner)

        reach_the_button(page, AccessibleTree(page))

        assert page.screenshot(clip=corner) != without


class TestASiteThatIsNotAllowed:
    def test_the_browser_refuses_it_the_window_and_the_form_is_offered(self, open_page, host_site, installation):
        page = open_page(watched=False)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.clock.install()
        page.goto(f"http://127.0.0.1:{host_site}/")
        tree = AccessibleTree(page)
        open_with_keyboard(page, tree)

        until(page, lambda: any("frame-ancestors" in text for text in said))
        assert not [frame for frame in page.frames if frame.locator("#said").count()]
        page.clock.fast_forward(9_000)
        assert tree.one("link", "Open the feedback form")


class TestMotion:
    @pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
    def test_the_dots_move_only_for_those_who_do_not_mind(self, open_page, installation, wish, moves):
        page = open_page(PHONE, reduced_motion=wish)
        page.goto(f"/w/{installation.window_key}")
        page.route("**/turns**", lambda _route: None)

        page.get_by_role("button", name="Satisfied", exact=True).click()

        expect(page.locator("#waiting")).to_be_visible()
        assert (page.evaluate("document.getAnimations().length") > 0) is moves


def open_with_keyboard(page: Page, tree: AccessibleTree) -> None:
    reach_the_button(page, tree)
    page.keyboard.press("Enter")


def reach_the_button(page: Page, tree: AccessibleTree) -> None:
    until(page, lambda: tree.nodes("button", LAUNCHER))
    press_until(page, lambda: bool(tree.one("button", LAUNCHER).get("focused")))


def conversation(page: Page) -> Frame:
    until(page, lambda: [frame for frame in page.frames if "/w/" in frame.url])
    (frame,) = (frame for frame in page.frames if "/w/" in frame.url)
    return frame


def assert_launcher_has_the_focus(page: Page, tree: AccessibleTree) -> None:
    until(page, lambda: tree.one("button", LAUNCHER).get("focused"))


def until(page: Page, there: Callable[[], object]) -> None:
    """Wait for what no locator can see: a frame, or what stands in a closed shadow root."""
    for _ in range(250):
        if there():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not come about within 5 seconds")
