"""Every type of question as pages, in three languages, with scripts and without, on the smallest screen there is."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.people import press_until
from tests.browser.seed import SHOWCASE
from tests.browser.test_every_page import CUT_OFF, WIDER_THAN_WINDOW, assert_accessible

SURVEY = "/s/every-type"
DIRECTIONS = {"en": "ltr", "cy": "ltr", "ar": "rtl"}
FAULTS = ".govuk-error-summary__list a"
LONG = "a long word " * 101

Given = Mapping[str, str | list[str]]
Look = Callable[[Page], None]


@dataclass(frozen=True)
class Filled:
    """What is filled into a page, by the names of its fields; ``wrong`` before ``right``, None where nothing is."""

    right: Given = field(default_factory=dict)
    wrong: Given | None = None


# By the key of the page.
FILLED = {
    "welcome": Filled(),
    "satisfaction": Filled({"answer": "4"}, {}),
    "channel": Filled({"answer": "other", "answer-other": "By pigeon"}, {"answer": "other"}),
    "waiting": Filled(
        {"q-waited-hours": "2", "q-waited-minutes": "30", "q-contacts": "3"},
        {"q-waited-hours": "two", "q-contacts": "many"},
    ),
    "resolved": Filled({"answer": "yes"}, {}),
    "place": Filled({"answer": "centre-hilltop"}),
    "scores": Filled({"q-informed": "2", "q-waiting_room": "9"}, {}),
    "letting_us_know": Filled({"answer": "5"}, {}),
    "effort": Filled({"answer": "7"}, {}),
    "recommend": Filled({"answer": "10"}),
    "problems": Filled(
        {"answer": ["bins", "tax"]}, {"answer": ["bins", "tax", "parking", "other"], "answer-other": "Gulls"}
    ),
    "tax": Filled({"answer": "£1,250.50"}, {"answer": "a lot"}),
    "dates": Filled(
        {
            "q-moved_on-day": "1", "q-moved_on-month": "3", "q-moved_on-year": "2026",
            "q-told_on-day": "1", "q-told_on-month": "4", "q-told_on-year": "2026",
        },
        {
            "q-moved_on-day": "31", "q-moved_on-month": "2", "q-moved_on-year": "2026",
            "q-told_on-day": "x", "q-told_on-month": "", "q-told_on-year": "",
        },
    ),
    "late": Filled({"answer": "I forgot"}, {"answer": LONG}),
    "where": Filled({"q-postcode": "ls1 4ap", "q-one_word": "Slow"}, {"q-postcode": "here", "q-one_word": LONG}),
    "improve": Filled({"answer": "Answer the phone"}),
    "contact": Filled({"answer": ["yes"]}),
    "address": Filled(
        {"q-email": "name@example.org", "q-phone": "01632 960 001"}, {"q-email": "nobody", "q-phone": "1"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", DIRECTIONS)
class TestEveryType:
    def test_it_is_answered_on_a_phone_and_no_page_has_a_fault(self, open_page, installation, language):
        before = installation.count("submission")
        page = open_page(PHONE)

        walk(page, language, look=lambda page: assert_right(page, language), err=follow_each_fault)

        assert installation.count("submission") == before + 1


class TestFromRightToLeft:
    def test_what_has_sides_is_mirrored_and_figures_are_not(self, open_page):
        page = open_page(PHONE)
        page.goto(f"{SURVEY}/2?lang=ar")

        back, radio, label = (
            page.locator(f"{each} >> nth=0") for each in (".govuk-back-link", "[type=radio]", "label")
        )
        assert right_of(back) > PHONE - 40
        assert left_of(radio) > right_of(label) - 1
        give(page, FILLED["satisfaction"].right)
        go_on(page)
        for key in ("channel", "waiting", "resolved", "place", "scores"):
            give(page, FILLED[key].right)
            go_on(page)
        page.goto(f"{SURVEY}/11")
        give(page, FILLED["problems"].right)
        go_on(page)
        assert right_of(page.locator(".govuk-input__prefix")) <= left_of(page.locator("#answer")) + 1
        expect(page.locator("#answer")).to_have_css("direction", "ltr")

    def test_what_is_to_be_copied_from_the_page_to_come_back_with_stays_as_it_is(self, open_page):
        page = open_page(PHONE)
        page.goto(f"{SURVEY}/2?lang=ar")
        give(page, FILLED["satisfaction"].right)
        go_on(page)
        page.goto(f"{SURVEY}/save?lang=ar")
        page.locator("#address").fill("nobody")
        go_on(page)

        follow_each_fault(page)
        assert_right(page, "ar")
        for selector in (".app-code", "main a[href$='/resume']", "#address"):
            expect(page.locator(selector)).to_have_css("direction", "ltr")
        link = page.get_by_role("link", name="/resume")
        link.evaluate("e => { e.textContent = 'https://feedback.a-council-with-a-long-name.example/resume' }")
        assert_fits(page)

    def test_a_scale_is_gone_through_with_the_arrow_that_points_on(self, open_page):
        page = open_page(PHONE)
        page.goto(f"{SURVEY}/7?lang=ar")
        points = page.locator("[name='q-waiting_room']")
        assert left_of(points.nth(0)) > right_of(points.nth(1))

        press_until(page, lambda: page.evaluate("document.activeElement.name") == "q-informed")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(2):
            page.keyboard.press("ArrowLeft")

        expect(points.nth(2)).to_be_checked()
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(re.compile("/7"))


class TestTheKeyboard:
    def test_boxes_and_words_of_one_s_own(self, open_page):
        page = open_page(PHONE)
        page.goto(f"{SURVEY}/11?lang=cy")
        boxes = page.locator("[name=answer]")
        press_until(page, lambda: boxes.first.evaluate("e => e === document.activeElement"))

        for _ in range(4):
            page.keyboard.press("Space")
            page.keyboard.press("Tab")
        # The fourth box has shown its line, which comes next.
        expect(page.locator("#answer-other")).to_be_focused()
        page.keyboard.type("Gwylanod")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")

        # "None of these" lets go of all the others.
        assert [box.is_checked() for box in boxes.all()] == [False] * 4 + [True]
        expect(page.locator("#answer-other")).to_be_hidden()


class TestWithoutScripts:
    def test_it_is_answered_from_right_to_left(self, open_page, installation):
        before = installation.count("submission")
        page = open_page(PHONE, java_script_enabled=False)

        walk(page, "ar", look=assert_fits, err=find_each_fault)

        assert installation.count("submission") == before + 1


def walk(page: Page, language: str, *, look: Look, err: Look) -> None:
    """Answer the survey from the first page to the thanks: each page wrongly first, where that can be."""
    keys = [each.get("key") or key_of(each["questions"][0]) for each in json.loads(SHOWCASE.read_text())["pages"]]
    seen = set()
    page.goto(f"{SURVEY}/1?lang={language}")
    while "/check" not in page.url:
        key = keys[int(page.url.partition("?")[0].rpartition("/")[2]) - 1]
        seen.add(key)
        look(page)
        filled = FILLED[key]
        if filled.wrong is not None:
            give(page, filled.wrong)
            go_on(page)
            expect(page.locator(FAULTS).first).to_be_visible()
            look(page)
            err(page)
        give(page, filled.right)
        go_on(page)
    assert seen == set(FILLED)
    look(page)
    go_on(page)
    expect(page.locator(".govuk-panel")).to_be_visible()
    look(page)


def key_of(question: dict[str, Any]) -> str:
    """Return the key of a question, or of the one that an entry for a standard instrument stands for."""
    standard = {"ces": "effort", "nps": "recommend"}
    return str(question.get("key") or standard.get(question["instrument"]) or question["only"][0])


def give(page: Page, given: Given) -> None:
    """Fill in the fields of a page; of several boxes to tick, those named and no others."""
    for name, value in given.items():
        fields = page.locator(f"[name='{name}']")
        if fields.first.get_attribute("type") not in {"radio", "checkbox"}:
            fields.fill(str(value))
            continue
        for box in fields.all():
            box.set_checked(box.get_attribute("value") in value) if isinstance(value, list) else None
        if isinstance(value, str):
            page.locator(f"[name='{name}'][value='{value}']").check()


def go_on(page: Page) -> None:
    page.locator("main form button").click()
    page.wait_for_load_state()


def assert_right(page: Page, language: str) -> None:
    """See that a page says its language and direction, that no program finds a fault in it, and that it fits."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", DIRECTIONS[language])
    assert_accessible(page)
    assert_fits(page)


def assert_fits(page: Page) -> None:
    assert page.evaluate(WIDER_THAN_WINDOW) <= 0, page.url
    assert page.evaluate(CUT_OFF) == [], page.url


def follow_each_fault(page: Page) -> None:
    """Press each link at the top: it leads into the field that it is about."""
    for link in page.locator(FAULTS).all():
        target = link.get_attribute("href") or ""
        press_until(page, lambda: link.evaluate("e => e === document.activeElement"), key="Tab")  # noqa: B023
        page.keyboard.press("Enter")
        expect(page.locator(target)).to_be_focused()


def left_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["x"]


def right_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["x"] + box["width"]


def find_each_fault(page: Page) -> None:
    """See that each link at the top names a field that is there."""
    for link in page.locator(FAULTS).all():
        expect(page.locator(f"input{link.get_attribute('href')}, textarea{link.get_attribute('href')}")).to_have_count(
            1
        )
