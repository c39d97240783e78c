"""A survey from the first draft to its publication, by a designer and a publisher; and every page of it."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.people import sign_in, tab_to
from tests.browser.test_every_page import CUT_OFF, ENLARGED, WIDER_THAN_WINDOW, assert_accessible, assert_focus_is_seen
from tests.factories import CHOICE, RATING, TEXT, definition

DESIGNER, PUBLISHER = "designer@demo.invalid", "publisher@demo.invalid"
LONG = "a" * 120
PROPOSED = definition(
    RATING, {**CHOICE, "text": {"en": f"How did you use it? {LONG}"}}, TEXT, title="A visit to look at"
)
FAULTY = definition({**RATING, "show_if": {"answered": {"answer": "gone"}}}, CHOICE, title="A visit to look at")

# Each page of a survey by its name: the end of its address, and what its heading says.
PAGES = {
    "list": ("", "Surveys"),
    "new": ("new", "Make a survey"),
    "overview": ("{slug}", "A visit to look at"),
    "definition": ("{slug}/definition", "Definition"),
    "languages": ("{slug}/translate", "Translations"),
    "translate": ("{slug}/translate?to=cy", "Translate into Welsh"),
    "right-to-left": ("{slug}/translate?to=ar", "Translate into Arabic"),
    "publish": ("{slug}/publish", "Publish"),
    "publish-breaks": ("break-at/publish", "Publish"),
    "discard": ("{slug}/discard", "Discard the proposal?"),
    "compare": ("{slug}/compare", "Versions"),
    "ways": ("{slug}/ways", "Ways in"),
    "window": ("{slug}/ways/{window}", "The window of the site"),
    "round": ("{slug}/ways/{round}", "Spring round"),
    "new-window": ("{slug}/ways/new/widget", "Open a way in"),
    "results": ("customer-centres/results", "Results"),
    "results-compared": ("customer-centres/results?by=unit", "Results"),
    "results-narrowed": ("customer-centres/results?by=language&from=2026-06-01", "Results"),
    "results-none": ("{slug}/results", "Results"),
}


class TestFromDraftToPublication:
    def test_a_designer_asks_and_a_publisher_publishes(self, open_page, both, installation):
        page = open_page()
        sign_in(page, DESIGNER, installation.password)
        page.get_by_role("link", name="Surveys").click()
        page.get_by_role("button", name="Make a survey").click()
        page.get_by_label("Service").select_option("repairs")
        page.get_by_label("Title").fill("A journey")
        page.get_by_label("Address").fill("a-journey")
        page.get_by_role("button", name="Make the survey").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("A journey")

        page.get_by_role("link", name="Definition", exact=True).click()
        page.get_by_label("As text").fill('{"format": ')
        page.get_by_role("button", name="Save and check").click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        expect(page.get_by_label("As text")).to_have_value('{"format": ')
        page.get_by_label("As text").fill(json.dumps(FAULTY))
        page.get_by_role("button", name="Save and check").click()
        expect(page.locator("#fault-list")).to_contain_text("gone")
        page.get_by_label("As text").fill(json.dumps(definition(RATING, title="A journey")))
        page.get_by_role("button", name="Save and check").click()
        page.get_by_role("link", name="See what would change").click()
        expect(page.get_by_role("button", name="Publish this version")).to_have_count(0)
        page.get_by_role("button", name="Ask for approval").click()
        expect(page.locator(".govuk-notification-banner")).to_contain_text("A publisher of the service is asked")

        other = open_page()
        sign_in(other, PUBLISHER, installation.password)
        other.goto("/manage/surveys/a-journey")
        expect(other.locator("#lead")).to_contain_text("A proposal waits for approval.")
        other.locator("#lead").get_by_role("link", name="See what would change").click()
        other.get_by_role("button", name="Publish this version").click()
        expect(other.locator(".govuk-notification-banner")).to_contain_text("Version 1 is published and open.")
        other.goto("/s/a-journey")
        expect(other.get_by_role("heading", level=1)).to_contain_text("Overall, how did you feel")

    def test_a_survey_is_made_with_the_keyboard_alone(self, open_page, both, installation):
        page = open_page()
        sign_in(page, DESIGNER, installation.password)
        page.goto("/manage/surveys/new")

        tab_to(page, "Service")
        page.keyboard.type("Lib")
        tab_to(page, "Title")
        page.keyboard.type("By keyboard")
        tab_to(page, "Address")
        page.keyboard.type("by-keyboard")
        tab_to(page, "Make the survey")
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_have_text("By keyboard")


@pytest.mark.parametrize("name", PAGES)
class TestEveryPageOfASurvey:
    def test_it_is_without_fault_on_a_desk(self, go, name):
        page = go(name, DESK)

        assert_accessible(page)
        assert_focus_is_seen(page)

    def test_it_is_without_fault_on_a_phone_and_at_four_times_its_size(self, go, name):
        page = go(name, PHONE)

        assert_accessible(page)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        assert page.evaluate(CUT_OFF) == []
        page.set_viewport_size(ENLARGED)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0


class TestPagesThatSayWhatIsWrong:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_faults_and_breaks_are_without_fault_themselves(self, open_page, publisher_state, width, look_at):
        page = open_page(width, storage_state=publisher_state)
        for path, press in (
            ("new", "Make the survey"),
            (f"{look_at['slug']}/ways/new/widget", "Open this way in"),
            ("break-at/publish", "Publish this version"),
            (f"{look_at['slug']}/translate", "Add this language"),
        ):
            page.goto(f"/manage/surveys/{path}")
            page.get_by_role("button", name=press).click()
            expect(page.locator(".govuk-error-summary")).to_be_focused()
            assert_accessible(page)
            assert page.evaluate(WIDER_THAN_WINDOW) <= 0


@pytest.fixture(scope="session")
def both(staff):
    """A designer and a publisher, who sign in by themselves."""
    return [staff(role) for role in ("designer", "publisher")]


@pytest.fixture(scope="session")
def publisher_state(staff):
    return staff("publisher")


@pytest.fixture(scope="session")
def look_at(browser, installation, publisher_state):
    """Make a survey with everything that the pages can show: a version, a proposal that breaks it, ways in."""
    context = browser.new_context(base_url=installation.url, locale="en-GB", storage_state=publisher_state)
    page = context.new_page()
    proposed = {
        "look-at": PROPOSED | {"languages": ["en", "cy", "ar"]},
        "break-at": definition(CHOICE, title="A visit to look at"),
    }
    for slug, raw in proposed.items():
        page.goto("/manage/surveys/new")
        page.get_by_label("Service").select_option("repairs")
        page.get_by_label("Title").fill("A visit to look at")
        page.get_by_label("Address").fill(slug)
        page.get_by_role("button", name="Make the survey").click()
        page.goto(f"/manage/surveys/{slug}/publish")
        page.get_by_role("button", name="Publish this version").click()
        page.goto(f"/manage/surveys/{slug}/definition")
        page.get_by_label("As text").fill(json.dumps(raw))
        page.get_by_role("button", name="Save and check").click()
    made = {"slug": "look-at"}
    for kind, name, origins in (
        ("widget", "The window of the site", "https://www.example.org"),
        ("invitation", "Spring round", None),
    ):
        page.goto(f"/manage/surveys/look-at/ways/new/{kind}")
        page.locator("#name").fill(name)
        if origins:
            page.locator("#origins").fill(origins)
        page.get_by_role("button", name="Open this way in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        made["window" if kind == "widget" else "round"] = page.url.rpartition("/")[2]
    context.close()
    return made


@pytest.fixture
def go(open_page, publisher_state, look_at):
    def go_to(name, width):
        path, heading = PAGES[name]
        page = open_page(width, storage_state=publisher_state)
        page.goto(f"/manage/surveys/{path.format(**look_at)}")
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        return page

    return go_to
