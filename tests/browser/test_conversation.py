"""The conversation window on a site of somebody else's."""

import gzip
import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser.conftest import DESK, HEIGHTS, PHONE
from tests.browser.installation import Installation
from tests.browser.people import AccessibleTree, press_until, tab_within
from tests.browser.test_every_page import WIDER_THAN_WINDOW, assert_accessible

LARGEST_LOADER = 3_000
LAUNCHER = "Give feedback"
# All these tests say more in a minute than one visitor may.
SOMEBODY_ELSE = {"X-Forwarded-For": "192.0.2.7"}


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


class TestEveryType:
    """The survey with every type, on a phone, by keyboard alone."""

    def test_it_is_answered_by_what_can_be_pressed_and_typed(self, open_page, installation):
        before = installation.count("submission")
        page = open_page(PHONE)
        page.goto(f"/w/{installation.showcase_key}")
        page.locator("#said").focus()

        press(page, "Satisfied", then="How did you tell us that you were moving?")
        # An option of one's own: pressed, then its words.
        go_to(page, "Another way")
        page.keyboard.press("Space")
        expect(page.locator("#said")).to_be_focused()
        expect(page.get_by_label("Say what your other answer is")).to_be_focused()
        write(page, "By letter", then="How long did you wait?")
        expect(page.locator("#messages")).to_contain_text("Another way: By letter")
        expect(page.locator("#hint")).to_have_text("For example, 2 hours 30 minutes.")
        press(page, "Skip this question", then="How many times did you have to contact us?")
        expect(page.locator("#said")).to_have_attribute("inputmode", "decimal")
        write(page, "several", then="Enter a number in figures, like 12")
        write(page, "1", then="Which centre did you deal with?")
        press(page, "Hilltop centre", then="I was told what would happen next.")
        press(page, "Agree", then="How clear was our letter, from 1 to 10?")
        assert_accessible(page)
        press(page, "10 – Completely clear", then="10 – Completely clear")
        # These three come in an order by chance.
        for _ in range(3):
            buttons = page.locator("#choices-buttons button")
            asked = page.locator("#choices-legend").text_content()
            press_until(page, lambda: has_focus(page, buttons.first), key="Shift+Tab")  # noqa: B023
            page.keyboard.press("Enter")
            expect(page.locator("#choices-legend")).not_to_have_text(asked or "")

        several_are_chosen(page)
        write(page, "not a sum", then="Enter an amount of money in figures")
        write(page, "£12.50", then="When did you move?")
        write(page, "27 March 2026", then="When did you tell us?")
        press(page, "Skip this question", then="What is your new postcode?")
        assert_accessible(page)
        write(page, "LS1 4AP", then="How was it, in a word or two?")
        write(page, "Slow", then="How could we improve this service?")
        write(page, "Open on Saturdays.", then="May we contact you about your answers?")
        press(page, "Yes, you may contact me", then="What is your email address?")
        expect(page.locator("#said")).to_have_attribute("type", "email")
        expect(page.locator("#said")).to_have_attribute("autocomplete", "email")
        assert_accessible(page)
        write(page, "name@example.com", then="What is your telephone number?")
        assert installation.count("submission") == before
        write(page, "01632 960 001", then="Thank you. Your feedback has been sent.")

        expect(page.locator("#end-title")).to_be_focused()
        assert installation.count("submission") == before + 1

    def test_from_right_to_left_nothing_is_cut_off(self, open_page, installation):
        page = open_page(PHONE)
        to_the_points(page, installation)

        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert_accessible(page)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        first, last = (page.locator("#choices-buttons .choice").nth(at).bounding_box() for at in (0, 1))
        assert first
        assert last
        assert first["x"] > last["x"]
        assert min(first["width"], first["height"]) >= 24

    def test_what_is_not_in_its_language_says_in_which_it_is(self, open_page, installation):
        page = open_page(PHONE)
        english = "lang=en dir=ltr"
        page.goto(f"/w/{installation.showcase_key}?lang=ar")
        for words in ("4", "Online", "skip", "1"):
            answer(page, words)
        expect(page.locator("#choices-buttons button[lang]")).to_have_text(
            ["Hilltop centre", "Market Square centre", "Mill Lane centre", "Station Road centre"]
        )

        with page.expect_response("**/turns**"):
            page.get_by_role("button", name="Hilltop centre").click()
        page.locator("#answered-summary").click()

        marks = "e => `lang=${e.lang} dir=${e.dir}`"
        said = page.locator("#messages .message--own .message__text").last
        answered = page.locator("#answered-list dd").last.locator(".answered__answer")
        speaker = page.locator("#messages .unseen [lang], #messages .unseen[lang]").last
        for element in (said, answered):
            expect(element).to_have_text("Hilltop centre")
            assert element.evaluate(marks) == english
        expect(speaker).to_have_text("Tarrenmouth Council")
        assert speaker.evaluate(marks) == english
        # What is in the page's language says nothing.
        assert page.locator("#choices-buttons button[lang], #choices-legend [lang], #messages p[lang]").count() == 1

    def test_what_was_pressed_stays_pressed_where_it_is_no_answer(self, open_page, installation):
        page = open_page(PHONE)
        page.goto(f"/w/{installation.showcase_key}")
        for said in ("4", "in person", "skip", "4", "skip"):
            answer(page, said)
        while "problems" not in (page.locator("#choices-legend").text_content() or ""):
            answer(page, "5")
        for name in ("Bins and recycling", "Council tax", "Parking permit", "Something else"):
            page.get_by_role("button", name=name).click()
        page.locator("#said").fill("Signs")

        with page.expect_response("**/turns**"):
            page.get_by_role("button", name="Done").click()

        expect(page.locator("#messages")).to_contain_text("Select 3 answers at most")
        assert pressed(page) == ["Bins and recycling", "Council tax", "Parking permit", "Something else"]


class TestWishes:
    def test_words_to_press_end_it_and_say_how_it_ended(self, open_page, installation):
        before = installation.count("submission")
        page = open_page(PHONE, extra_http_headers=SOMEBODY_ELSE)
        page.goto(f"/w/{installation.window_key}")
        page.locator("#said").focus()
        write(page, "4", then="How did you use the service?")
        write(page, "stop", then="Do you want to stop here?")
        assert_accessible(page)
        press(page, "Go on", then="All right, let us go on.")
        expect(page.get_by_role("button", name="Stop here")).to_have_count(0)
        write(page, "delete my data", then="Do you want to delete all")
        go_to(page, "Delete it")
        page.keyboard.press("Enter")

        expect(page.locator("#end-title")).to_have_text("Deleted")
        expect(page.locator("#end-text")).to_have_text("What you said is deleted. Nothing was sent.")
        assert installation.count("submission") == before

    def test_links_stand_before_the_question(self, open_page, installation):
        page = open_page(PHONE, extra_http_headers=SOMEBODY_ELSE)
        page.goto(f"/w/{installation.window_key}")
        page.locator("#said").focus()

        write(page, "why?", then="How we use what you say")

        messages = page.locator("#messages .message__text")
        expect(messages.nth(-2).get_by_role("link")).to_have_attribute("href", "/privacy")
        expect(messages.last).to_contain_text("Overall, how did you feel")
        assert_accessible(page)

    def test_another_language_is_gone_on_in(self, open_page, installation):
        page = open_page(PHONE, extra_http_headers=SOMEBODY_ELSE)
        page.goto(f"/w/{installation.showcase_key}")
        page.locator("#said").focus()
        write(page, "4", then="How did you tell us")
        write(page, "change language", then="You can go on in one of these languages.")

        go_to(page, "Cymraeg")
        page.keyboard.press("Enter")

        expect(page.locator("html")).to_have_attribute("lang", "cy")
        expect(page.locator("#answered-summary")).to_contain_text("(1)")


class TestSilence:
    def test_who_says_nothing_is_warned_and_can_stay(self, open_page, installation):
        page = open_page(PHONE)
        page.clock.install()
        page.goto(f"/w/{installation.window_key}")
        page.clock.fast_forward("26:00")
        expect(page.locator("#staying")).to_be_hidden()
        answer(page, "4")
        page.clock.fast_forward("24:00")
        expect(page.locator("#staying")).to_be_hidden()

        page.clock.fast_forward("01:01")

        expect(page.locator("#messages li").last).to_contain_text("This conversation will be closed in 5 minutes.")
        assert_accessible(page)
        with page.expect_response("**/stay**"):
            page.get_by_role("button", name="Stay").click()
        expect(page.locator("#messages li").last).to_contain_text("The conversation stays open.")
        expect(page.locator("#staying")).to_be_hidden()
        expect(page.locator("#said")).to_be_focused()
        page.clock.fast_forward("25:01")
        expect(page.locator("#staying")).to_be_visible()


class TestAnotherDevice:
    def test_its_code_is_said_in_the_log(self, open_page, installation):
        page = open_page(PHONE)
        page.goto(f"/w/{installation.window_key}")
        answer(page, "4")

        page.locator("#answered-summary").click()
        page.get_by_role("button", name="Continue on another device").click()

        expect(page.locator("#messages li").last).to_contain_text(re.compile(r"this code: [A-Z0-9]{4}-[A-Z0-9]{4}$"))

    def test_the_language_is_changed_and_the_answers_stay(self, open_page, installation):
        page = open_page(PHONE)
        page.goto(f"/w/{installation.window_key}")
        answer(page, "4")

        page.get_by_role("link", name="Cymraeg").click()

        expect(page.locator("html")).to_have_attribute("lang", "cy")
        expect(page.locator("#answered-list")).to_contain_text("At ei gilydd")


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
        assert tree.one("link", LAUNCHER)


class TestMotion:
    @pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
    def test_the_dots_move_only_for_those_who_do_not_mind(self, open_page, installation, wish, moves):
        page = open_page(PHONE, reduced_motion=wish)
        page.goto(f"/w/{installation.window_key}")
        page.route("**/turns**", lambda _route: None)

        page.get_by_role("button", name="Satisfied", exact=True).click()

        expect(page.locator("#waiting")).to_be_visible()
        assert (page.evaluate("document.getAnimations().length") > 0) is moves


def to_the_points(page: Page, installation: Installation) -> None:
    """Answer in Arabic up to a scale of numbers; what is pressed has other words in each language."""
    page.goto(f"/w/{installation.showcase_key}?lang=ar")
    for words in ("4", "Online", "skip", "1", "skip", "4"):
        answer(page, words)
    expect(page.locator("#choices-buttons")).to_have_attribute("data-control", "points")


def several_are_chosen(page: Page) -> None:
    """Choose several: what is chosen alone lets go of the others, and the one of one's own wants its words."""
    for name in ("Bins and recycling", "None of these"):
        go_to(page, name, key="Tab")
        page.keyboard.press("Space")
    assert pressed(page) == ["None of these"]
    for name in ("Something else", "Council tax"):
        go_to(page, name, key="Shift+Tab")
        page.keyboard.press("Space")
    assert pressed(page) == ["Council tax", "Something else"]
    assert_accessible(page)
    go_to(page, "Done", key="Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#error")).to_have_text("Say what your other answer is")
    expect(page.locator("#said")).to_be_focused()
    write(page, "No signs", then="How much council tax did you pay too much?")


def go_to(page: Page, name: str, *, key: str = "Shift+Tab") -> None:
    button = page.get_by_role("button", name=name, exact=True)
    press_until(page, lambda: has_focus(page, button), key)


def press(page: Page, name: str, *, then: str) -> None:
    """Press a button with the keyboard, from the input or from a button before."""
    button = page.get_by_role("button", name=name, exact=True)
    press_until(page, lambda: has_focus(page, button), "Tab" if focus_is_on_button(page) else "Shift+Tab")
    page.keyboard.press("Enter")
    heard(page, then)


def write(page: Page, words: str, *, then: str) -> None:
    """Write in the input, wherever the focus is."""
    press_until(page, lambda: has_focus(page, page.locator("#said")))
    page.locator("#said").press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    heard(page, then)


def heard(page: Page, words: str) -> None:
    expect(page.locator("#messages")).to_contain_text(words)
    expect(page.locator(".message--pending")).to_have_count(0)
    assert page.evaluate(WIDER_THAN_WINDOW) <= 0


def answer(page: Page, said: str) -> None:
    page.locator("#said").fill(said)
    with page.expect_response("**/turns**"):
        page.locator("#said").press("Enter")
    expect(page.locator("body")).not_to_have_class("is-sending")


def pressed(page: Page) -> list[str]:
    return page.locator("#choices-buttons [aria-pressed=true]").all_text_contents()


def has_focus(page: Page, locator: Locator) -> bool:
    return bool(locator.evaluate("e => e === document.activeElement"))


def focus_is_on_button(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.matches('#choices-buttons button')"))


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
    # On a phone the window covers the button until it is closed, and the tree is told a moment later.
    until(page, lambda: [node for node in tree.nodes("button", LAUNCHER) if node.get("focused")])


def until(page: Page, there: Callable[[], object]) -> None:
    """Wait for what no locator can see: a frame, or what stands in a closed shadow root."""
    for _ in range(250):
        if there():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not come about within 5 seconds")
