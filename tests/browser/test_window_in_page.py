"""The window in pages of somebody else's: how it is shown, what it weighs, what it says, and what stands in for it."""

import gzip
import json
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Frame, Page, Response, expect

from tests import machine
from tests.browser.conftest import DESK, PHONE
from tests.browser.people import AccessibleTree, press_until
from tests.browser.test_conversation import LAUNCHER, conversation, open_with_keyboard, until
from tests.browser.test_every_page import ENLARGED, WIDER_THAN_WINDOW, assert_accessible

LARGEST_LOADER = 3_000
LARGEST_FRAME = 40_000
HELPFUL = "Was this page helpful?"
OURS, THEIRS = "rgb(16, 80, 92)", "rgb(122, 31, 92)"
SOMEBODY_ELSE = {"X-Forwarded-For": "192.0.2.8"}


class TestWhatItWeighs:
    def test_the_loader_asks_for_nothing_and_the_frame_for_little(self, open_page, host_site, installation):
        page = open_page()
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"http://localhost:{host_site}/")
        page.wait_for_load_state("networkidle")
        before = [answer.url for answer in answers]

        open_with_keyboard(page, AccessibleTree(page))
        expect(conversation(page).locator("#said")).to_be_focused()
        page.wait_for_load_state("networkidle")

        assert sorted(set(before)) == [f"{installation.url}/embed/v1.js", f"http://localhost:{host_site}/"]
        assert compressed(answers, "/embed/v1.js") < 2 * LARGEST_LOADER  # the page includes it twice
        opened = answers[len(before) :]
        assert {answer.url.partition("/")[2].split("/")[1] for answer in opened} == {installation.url.split("//")[1]}
        assert 0 < sum(compressed([answer], answer.url) for answer in opened) < LARGEST_FRAME
        # And even without compression.
        assert sum(len(answer.body()) for answer in opened) < LARGEST_FRAME

    def test_in_the_page_too(self, open_page, host_site):
        page = open_page()
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"http://localhost:{host_site}/inline")
        expect(conversation(page).locator("#said")).to_be_visible()
        page.wait_for_load_state("networkidle")

        assert compressed(answers, "/embed/v1.js") < LARGEST_LOADER
        assert compressed(answers, "/w/") + compressed(answers, "/static/") < LARGEST_FRAME


class TestInThePage:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_it_takes_the_place_of_the_link_and_no_focus(self, open_page, host_site, width):
        page = open_page(width)
        page.goto(f"http://localhost:{host_site}/inline")
        frame = conversation(page)

        expect(frame.locator("#said")).to_be_visible()
        expect(page.locator("#form")).to_have_count(0)
        assert page.evaluate("document.activeElement === document.body")
        expect(frame.locator("#close")).to_be_hidden()
        expect(frame.locator("#form-instead")).to_be_visible()
        assert_accessible(page)
        assert_accessible(frame)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        assert frame.evaluate(WIDER_THAN_WINDOW) <= 0

    def test_escape_does_not_take_it_away(self, open_page, host_site):
        page = open_page()
        page.goto(f"http://localhost:{host_site}/inline")
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_visible()
        frame.locator("#said").press("Escape")

        expect(frame.locator("#said")).to_be_focused()

    def test_at_four_times_its_size_nothing_is_cut_off(self, open_page, host_site):
        page = open_page(PHONE)
        page.set_viewport_size(ENLARGED)
        page.goto(f"http://localhost:{host_site}/inline")
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_visible()

        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        assert frame.evaluate(WIDER_THAN_WINDOW) <= 0


class TestWasThisPageHelpful:
    @pytest.mark.parametrize(("width", "answer"), [(DESK, "Yes"), (PHONE, "No")])
    def test_one_press_is_an_answer_and_opens_the_rest(self, open_page, host_site, installation, width, answer):
        before = {table: installation.count(table) for table in ("draft", "submission")}
        page = open_page(width, extra_http_headers=SOMEBODY_ELSE)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://localhost:{host_site}/helpful")
        tree = AccessibleTree(page)
        until(page, lambda: tree.nodes("group", HELPFUL))
        page.wait_for_load_state("networkidle")
        assert len(asked) == 2  # the page and the loader
        assert_accessible(page)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0

        press_until(page, lambda: bool(tree.one("button", answer).get("focused")))
        page.keyboard.press("Enter")

        frame = conversation(page)
        expect(frame.locator("#messages")).to_contain_text("What were you looking for?")
        expect(frame.locator("#messages .message--own .message__text")).to_have_text(answer)
        expect(frame.locator("#said")).to_be_focused()
        assert not tree.nodes("group", HELPFUL)
        assert_accessible(frame)
        # It is kept, whether or not anything more is said.
        assert installation.count("draft") == before["draft"] + 1
        page.keyboard.type("Opening hours")
        page.keyboard.press("Enter")
        expect(frame.locator("#end-title")).to_be_focused()
        expect(frame.locator("#end-close")).to_be_hidden()
        assert installation.count("submission") == before["submission"] + 1

    def test_what_is_pressed_again_after_a_reload_changes_the_answer(self, open_page, host_site):
        page = open_page(extra_http_headers=SOMEBODY_ELSE)
        page.goto(f"http://localhost:{host_site}/helpful")
        for answer in ("Yes", "No"):
            tree = AccessibleTree(page)
            until(page, lambda: tree.nodes("group", HELPFUL))  # noqa: B023
            press_until(page, lambda: bool(tree.one("button", answer).get("focused")))  # noqa: B023
            page.keyboard.press("Space")
            expect(conversation(page).locator("#answered-list")).to_contain_text(answer)
            page.reload()


class TestSeveralOnOnePage:
    def test_none_covers_another_and_each_holds_its_own_conversation(self, open_page, host_site):
        page = open_page(extra_http_headers=SOMEBODY_ELSE)
        page.goto(f"http://localhost:{host_site}/two")
        tree = AccessibleTree(page)
        names = [LAUNCHER, "Report a fault", "Yes", "No"]
        until(page, lambda: all(tree.nodes("button", name) for name in names))
        boxes = [box_of(page, name) for name in names]
        assert not [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :] if overlap(a, b)]

        open_with_keyboard(page, tree)
        first = conversation(page)
        expect(first.locator("#said")).to_be_focused()
        page.keyboard.type("4")
        page.keyboard.press("Enter")
        expect(first.locator("#messages")).to_contain_text("How did you use the service?")
        page.keyboard.press("Escape")
        press_until(page, lambda: bool(tree.one("button", "Report a fault").get("focused")))
        page.keyboard.press("Enter")
        until(page, lambda: len(windows_in(page)) == 2)
        second = next(frame for frame in windows_in(page) if frame != first)
        expect(second.locator("#said")).to_be_focused()

        expect(second.locator("#messages")).to_contain_text(HELPFUL)
        expect(first.locator("#messages")).not_to_contain_text(HELPFUL)
        # Only one of them is open.
        assert tree.one("button", LAUNCHER)["expanded"] is False
        assert tree.one("button", "Report a fault")["expanded"] is True


class TestHowItLooks:
    def test_the_site_chooses_colour_words_side_and_language(self, open_page, host_site):
        page = open_page(extra_http_headers=SOMEBODY_ELSE)
        sent: list[Any] = []
        page.on("request", lambda request: sent.append(request.post_data_json) if "/turns" in request.url else None)
        page.goto(f"http://localhost:{host_site}/themed?name=jane")
        tree = AccessibleTree(page)
        until(page, lambda: tree.nodes("button", "Tell us"))
        assert box_of(page, "Tell us")[0] < 100
        press_until(page, lambda: bool(tree.one("button", "Tell us").get("focused")))
        page.keyboard.press("Enter")
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_focused()

        expect(frame.locator("html")).to_have_attribute("lang", "cy")
        expect(frame.locator("#top")).to_have_css("background-color", THEIRS)
        expect(frame.locator(".choice").first).to_have_css("color", THEIRS)
        assert_accessible(frame)
        page.keyboard.type("4")
        page.keyboard.press("Enter")
        expect(frame.locator("#answered")).to_be_visible()
        assert sent
        assert "page" not in sent[0]
        # Another language keeps the colour and what was said.
        with page.expect_event("framenavigated"):
            frame.locator("#languages a").click()
        expect(frame.locator("html")).to_have_attribute("lang", "en")
        expect(frame.locator("#top")).to_have_css("background-color", THEIRS)
        expect(frame.locator("#answered-summary")).to_contain_text("(1)")

    def test_a_colour_that_cannot_be_read_is_refused_and_the_console_says_so(self, open_page, host_site):
        page = open_page(watched=False)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://localhost:{host_site}/light")
        open_with_keyboard(page, AccessibleTree(page))

        expect(conversation(page).locator("#top")).to_have_css("background-color", OURS)
        assert said == ["YouSaid: data-colour #ffcc00 is too light"]

    def test_in_forced_colours_each_button_has_an_edge(self, open_page, installation):
        page = open_page(PHONE, forced_colors="active", color_scheme="dark")
        page.goto(f"/w/{installation.window_key}")

        for button in (page.locator(".choice").first, page.locator("#send")):
            edge, ground = button.evaluate(
                "e => [getComputedStyle(e).borderTopColor, getComputedStyle(document.body).backgroundColor]"
            )
            assert edge != ground


class TestWhatIsSaidOfThePage:
    def test_it_is_the_address_without_query_and_fragment_and_the_title_with_the_first_message(
        self, open_page, host_site
    ):
        page = open_page(extra_http_headers=SOMEBODY_ELSE)
        asked: list[tuple[str, str | None]] = []
        page.on("request", lambda request: asked.append((request.url, request.post_data)))
        page.goto(f"http://localhost:{host_site}/?name=jane#date-of-birth")
        open_with_keyboard(page, AccessibleTree(page))
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_focused()
        assert not [url for url, body in asked[1:] if "jane" in url or "jane" in (body or "")]
        assert not [body for _, body in asked if body]

        page.keyboard.type("4")
        page.keyboard.press("Enter")
        expect(frame.locator("#answered")).to_be_visible()

        (body,) = [json.loads(body) for _, body in asked if body]
        assert body["page"] == {"url": f"http://localhost:{host_site}/", "title": "Blue badges – Elsewhere Council"}
        assert set(body) == {"token", "said", "asked", "turn", "page"}

    def test_neither_side_listens_to_anybody_else(self, open_page, host_site):
        page = open_page()
        page.goto(f"http://localhost:{host_site}/")
        tree = AccessibleTree(page)
        open_with_keyboard(page, tree)
        frame = conversation(page)
        expect(frame.locator("#said")).to_be_focused()
        frame.locator("#form-instead").focus()

        page.evaluate("for (const type of ['close', 'completed']) window.postMessage({type}, '*')")
        frame.evaluate("window.postMessage({type: 'open'}, '*')")
        page.wait_for_timeout(300)

        assert tree.one("button", LAUNCHER)["expanded"] is True
        expect(frame.locator("#form-instead")).to_be_focused()


class TestWithoutThirdPartyCookies:
    def test_the_whole_conversation_is_held(self, browser_type: BrowserType, host_site, tmp_path):
        context = browser_type.launch_persistent_context(
            tmp_path,
            executable_path=machine.browser(),
            args=["--no-sandbox", "--disable-gpu", "--test-third-party-cookie-phaseout"],
            extra_http_headers=SOMEBODY_ELSE,
            locale="en-GB",
        )
        try:
            page = context.new_page()
            page.goto(f"http://localhost:{host_site}/")
            open_with_keyboard(page, AccessibleTree(page))
            frame = conversation(page)
            expect(frame.locator("#said")).to_be_focused()
            # They are blocked indeed: one that asked for everything is not kept.
            assert frame.evaluate("(document.cookie = 'a=b; SameSite=None; Secure', document.cookie)") == ""
            page.keyboard.type("4")
            page.keyboard.press("Enter")
            expect(frame.locator("#messages")).to_contain_text("How did you use the service?")
            page.reload()
            open_with_keyboard(page, AccessibleTree(page))
            frame = begun(page)
            for words in ("by phone", "The line was dead."):
                frame.locator("#said").fill(words)
                frame.locator("#said").press("Enter")
                expect(frame.locator(".message--pending")).to_have_count(0)
            expect(frame.locator("#end-title")).to_be_visible()
            assert context.cookies() == []
        finally:
            context.close()


class TestWhatStandsInForIt:
    def test_without_scripts_there_is_a_link(self, open_page, host_site, installation):
        page = open_page(java_script_enabled=False)
        page.goto(f"http://localhost:{host_site}/helpful")

        page.get_by_role("link", name=LAUNCHER).click()

        expect(page).to_have_url(f"{installation.url}/s/page-helpful?via={installation.helpful_key}")

    def test_where_the_loader_is_blocked_the_link_in_its_place_stays(self, open_page, host_site):
        page = open_page(watched=False)
        page.goto(f"http://localhost:{host_site}/blocked")

        expect(page.get_by_role("link", name=LAUNCHER)).to_be_visible()

    def test_where_the_frame_does_not_come_there_is_a_link_after_a_while(self, open_page, host_site, installation):
        page = open_page(watched=False)
        page.route("**/w/**", lambda route: route.abort())
        page.clock.install()
        page.goto(f"http://localhost:{host_site}/helpful")
        tree = AccessibleTree(page)
        until(page, lambda: tree.nodes("button", "No"))
        press_until(page, lambda: bool(tree.one("button", "No").get("focused")))
        page.keyboard.press("Enter")
        until(page, lambda: tree.nodes("Iframe", "Feedback"))
        page.clock.fast_forward(9_000)

        until(page, lambda: tree.nodes("link", LAUNCHER))
        # What the browser shows in the frame's place is gone with it.
        assert not tree.nodes("Iframe", "Feedback")


class TestStartingAgain:
    def test_where_the_conversation_was_ended_elsewhere_what_is_typed_stays(self, open_page, installation):
        # That it is refused is no fault here.
        page = open_page(extra_http_headers=SOMEBODY_ELSE, watched=False)
        page.goto(f"/w/{installation.window_key}")
        say(page, "4")
        elsewhere = page.context.new_page()
        elsewhere.goto((page.locator("#form-instead").get_attribute("href") or "").replace("/form?", "?"))
        say(elsewhere, "stop")
        elsewhere.get_by_role("button", name="Stop here").click()
        expect(elsewhere.locator("#end")).to_be_visible()
        page.locator("#said").fill("by phone")
        page.locator("#said").press("Enter")
        expect(page.locator("#error")).to_contain_text("This conversation is closed")
        expect(page.locator("#said")).to_have_value("by phone")

        page.get_by_role("button", name="Start again").click()

        expect(page.locator("#messages")).not_to_contain_text("4")
        expect(page.locator("#said")).to_have_value("by phone")
        expect(page.locator("#answered")).to_be_hidden()


def say(page: Page, words: str) -> None:
    page.locator("#said").fill(words)
    with page.expect_response("**/turns**"):
        page.locator("#said").press("Enter")
    expect(page.locator(".message--pending")).to_have_count(0)


def begun(page: Page) -> Frame:
    """Return the frame once it goes on with what was begun before."""
    until(page, lambda: [frame for frame in page.frames if "ticket=" in frame.url])
    frame = conversation(page)
    expect(frame.locator("#answered-summary")).to_be_visible()
    return frame


def windows_in(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if "/w/" in frame.url]


def compressed(answers: list[Response], part: str) -> int:
    return sum(len(gzip.compress(answer.body(), mtime=0)) for answer in answers if part in answer.url)


def box_of(page: Page, name: str) -> tuple[float, float, float, float]:
    """Return where a button stands: left, top, right, bottom. It may stand in a closed shadow root."""
    session = page.context.new_cdp_session(page)
    (node,) = [
        each
        for each in session.send("Accessibility.getFullAXTree")["nodes"]
        if each.get("role", {}).get("value") == "button" and each.get("name", {}).get("value") == name
    ]
    quad = session.send("DOM.getBoxModel", {"backendNodeId": node["backendDOMNodeId"]})["model"]["border"]
    session.detach()
    return quad[0], quad[1], quad[4], quad[5]


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
