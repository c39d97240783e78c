"""Every page, on a desk and on a phone: no fault that a program can find, nothing cut off, the focus always seen."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.installation import Installation
from tests.browser.people import continue_on, to_the_check, to_the_comment

# What the enlargement of 1280 x 1024 to 400 % leaves.
ENLARGED = {"width": 320, "height": 256}

Visit = Callable[[Page, Installation], None]


@dataclass(frozen=True)
class Place:
    """A page: how to get there, and what its heading must say, so that another page is not tested in its stead."""

    heading: str
    visit: Visit
    staff: bool = False


def at(path: str) -> Visit:
    return lambda page, made: page.goto(path.format(key=made.window_key, closed=made.closed_survey)) and None


def nothing_chosen(page: Page, _made: Installation) -> None:
    page.goto("/s/repairs/1")
    continue_on(page)


def too_long(page: Page, _made: Installation) -> None:
    to_the_comment(page)
    page.locator("textarea").fill("a" * 5_001)
    continue_on(page)


def far_too_long(page: Page, _made: Installation) -> None:
    to_the_comment(page)
    page.locator("textarea").fill("a" * 300_000)
    continue_on(page)


def checking(page: Page, _made: Installation) -> None:
    to_the_check(page, "a" * 200 + " the counter was shut\n\nand so was the door")


def sent(page: Page, made: Installation) -> None:
    checking(page, made)
    page.get_by_role("button", name="Send your feedback").click()


def old_token(page: Page, _made: Installation) -> None:
    page.goto("/s/repairs/1")
    page.context.clear_cookies()
    page.get_by_role("radio").first.check()
    continue_on(page)


def too_often(page: Page, _made: Installation) -> None:
    page.set_extra_http_headers({"X-Forwarded-For": f"203.0.113.{page.viewport_size['width'] % 250}"})
    for _ in range(11):
        page.goto("/manage/sign-in")
        page.get_by_role("button", name="Sign in").click()


def saving(page: Page, _made: Installation) -> None:
    page.goto("/s/repairs")
    page.get_by_role("radio").first.check()
    continue_on(page)
    page.get_by_role("link", name="Save and come back later").click()


def a_wrong_address(page: Page, made: Installation) -> None:
    saving(page, made)
    page.get_by_label("Email address").fill("nobody")
    page.get_by_role("button", name="Send the link").click()


def a_wrong_code(page: Page, _made: Installation) -> None:
    page.set_extra_http_headers({"X-Forwarded-For": f"203.0.113.{page.viewport_size['width'] % 250}"})
    page.goto("/resume")
    page.get_by_label("Your code").fill("7CKQ-M4RT")
    continue_on(page)


def changed_meanwhile(page: Page, _made: Installation) -> None:
    page.goto("/s/repairs")
    page.evaluate("document.querySelector('input[name=asked]').value = 'another version'")
    page.get_by_role("radio").first.check()
    continue_on(page)


def unsubscribed(page: Page, made: Installation) -> None:
    page.goto(f"/unsubscribe/{made.invited}")
    page.get_by_role("button").click()


def previewing(page: Page, made: Installation) -> None:
    page.goto(f"/preview/{made.preview}")


def preview_ended(page: Page, made: Installation) -> None:
    previewing(page, made)
    page.get_by_role("radio").first.check()
    continue_on(page)
    page.get_by_role("button", name="Send your feedback").click()


def not_signed_in(page: Page, _made: Installation) -> None:
    page.goto("/manage/sign-in")
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_role("button", name="Sign in").click()


def a_case(page: Page, _made: Installation) -> None:
    page.goto("/manage/cases")
    page.locator("main article h3 a").first.click()
    page.get_by_role("button", name="Show how to reach them").click()


def closing_a_case(page: Page, _made: Installation) -> None:
    page.goto("/manage/cases")
    page.locator("main article h3 a").first.click()
    page.get_by_role("link", name="Close the case").click()


def no_days(page: Page, _made: Installation) -> None:
    page.goto("/manage/cases/times/repairs")
    page.get_by_label("Working days").fill("soon")
    page.get_by_role("button", name="Save").click()


def no_reason(page: Page, _made: Installation) -> None:
    page.goto("/manage/targets/repairs-in-20-days/limits")
    page.get_by_role("button", name="Start the limits anew").click()


def started_anew(page: Page, _made: Installation) -> None:
    page.goto("/manage/targets/online-loans/limits")
    if not page.get_by_role("button", name="Take it back").count():
        page.get_by_label("They start anew from").select_option(index=4)
        page.get_by_label("What was changed").fill("Readers renew by telephone, and at https://example.org/" + "a" * 80)
        page.get_by_role("button", name="Start the limits anew").click()
        page.goto("/manage/targets/online-loans/limits")


def anew_on_the_chart(page: Page, made: Installation) -> None:
    started_anew(page, made)
    page.goto("/manage/targets/online-loans")


def no_theme(page: Page, _made: Installation) -> None:
    page.goto("/manage/targets/first-contact/links")
    page.get_by_role("button", name="Add it as evidence").click()


MANAGE = "/manage/insights"
PLACES = {
    "front": Place("Say how public services are doing", at("/")),
    "front-welsh": Place("Dywedwch", at("/?lang=cy")),
    "privacy": Place("Privacy", at("/privacy")),
    "accessibility": Place("Accessibility", at("/accessibility")),
    "rating": Place("Overall, how did you feel", at("/s/repairs/1")),
    "rating-welsh": Place("At ei gilydd", at("/s/repairs/1?lang=cy")),
    "rating-error": Place("Overall, how did you feel", nothing_chosen),
    "choice": Place("How did you use the service?", at("/s/customer-centres/2")),
    "comment": Place("improve this service", lambda page, _made: to_the_comment(page)),
    "comment-error": Place("improve this service", too_long),
    "check": Place("Check your answers before you send them", checking),
    "sent": Place("Feedback sent", sent),
    "changed": Place("Overall, how did you feel", changed_meanwhile),
    "save": Place("Come back later", saving),
    "save-error": Place("Come back later", a_wrong_address),
    "resume": Place("Go on with your answers", at("/resume")),
    "resume-error": Place("Go on with your answers", a_wrong_code),
    "answered": Place("answered", lambda page, made: page.goto(f"/i/{made.answered}") and None),
    "unsubscribe": Place(
        "Get no more invitations", lambda page, made: page.goto(f"/unsubscribe/{made.invited}") and None
    ),
    "unsubscribed": Place("You will get no more invitations", unsubscribed),
    "preview": Place("Overall, how did you feel", previewing),
    "preview-ended": Place("End of the preview", preview_ended),
    "closed": Place("This survey has closed", at("/s/{closed}")),
    "not-found": Place("Page not found", at("/s/nothing-here")),
    "too-large": Place("What you sent is too large", far_too_long),
    "old-token": Place("Your page was open too long", old_token),
    "too-often": Place("Too many tries", too_often),
    "example": Place("The conversation window", at("/embed/example/{key}")),
    "conversation": Place("Your visit or call", at("/w/{key}")),
    "sign-in": Place("Sign in", at("/manage/sign-in")),
    "sign-in-error": Place("Sign in", not_signed_in),
    "insights": Place("What people say about Customer service centres", at(MANAGE), staff=True),
    "insights-fault": Place("What people say", at(f"{MANAGE}?from=2026-05-02&to=2026-05-01"), staff=True),
    "insights-empty": Place("What people say", at(f"{MANAGE}?from=2001-01-01&to=2001-02-01"), staff=True),
    "theme": Place("Waiting and timeliness", at(f"{MANAGE}/waiting"), staff=True),
    "targets": Place("Targets", at("/manage/targets"), staff=True),
    "target": Place("Repairs completed within 20", at("/manage/targets/repairs-in-20-days"), staff=True),
    "target-part": Place(
        "working days: Quayside repairs team",
        at("/manage/targets/repairs-in-20-days-repairs-quayside"),
        staff=True,
    ),
    "links": Place("Themes and this target", at("/manage/targets/first-contact/links"), staff=True),
    "links-error": Place("Themes and this target", no_theme, staff=True),
    "targets-service": Place("Housing", at("/manage/targets/services/repairs"), staff=True),
    "targets-unit": Place("Quayside", at("/manage/targets/units/repairs-quayside"), staff=True),
    "agreement": Place("Homes", at("/manage/targets/agreements/psa-homes"), staff=True),
    "limits": Place("Where the limits start anew", at("/manage/targets/repairs-in-20-days/limits"), staff=True),
    "limits-anew": Place("Where the limits start anew", started_anew, staff=True),
    "target-anew": Place("Renewals and reservations", anew_on_the_chart, staff=True),
    "limits-error": Place("Where the limits start anew", no_reason, staff=True),
    "responsibilities": Place("Who does what", at("/manage/targets/responsibilities"), staff=True),
    "audit": Place("Do the targets hang together", at("/manage/targets/audit"), staff=True),
    "analysis": Place("How good the analysis is", at("/manage/analysis"), staff=True),
    "praise": Place("Praise for staff by name", at("/manage/praise"), staff=True),
    "cases": Place("Cases", at("/manage/cases"), staff=True),
    "case": Place("Case ", a_case, staff=True),
    "case-closing": Place("Close this case?", closing_a_case, staff=True),
    "case-times": Place("How soon you answer", at("/manage/cases/times/repairs"), staff=True),
    "case-times-error": Place("How soon you answer", no_days, staff=True),
    "all-comments": Place("All comments", at(f"{MANAGE}/all?sentiment=negative"), staff=True),
}

WIDER_THAN_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# Cut off: text that its own box hides. Scrolling regions and words for screen readers alone are meant to.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, .app-header *")].filter((e) => {
  const s = getComputedStyle(e);
  if (["visible", "auto"].includes(s.overflowX) || s.position === "absolute" || !e.childNodes.length) return false;
  return e.scrollWidth > e.clientWidth + 1 && e.tagName !== "TEXTAREA" && !e.closest("svg");
}).map((e) => e.outerHTML.slice(0, 120))"""

# Each press of Tab: what has the focus, and whether it then looks different from before.
SEEN = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  // The conversation's button stands in a closed shadow root; it is looked at in test_conversation.
  if (!e.matches("a, button, input, select, textarea, summary, [tabindex]")) return { name: "", seen: true };
  const look = () => [e, ...(e.labels || [])].flatMap((part) => [undefined, "::before", "::after"].map((pseudo) => {
    const s = getComputedStyle(part, pseudo);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.color];
  })).join();
  const focused = look();
  e.blur();
  const rest = look();
  e.focus({ preventScroll: true });
  return { name: e.outerHTML.slice(0, 140), seen: focused !== rest };
}"""


@pytest.mark.parametrize("name", PLACES)
class TestEveryPage:
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


class TestTablesAndCharts:
    def test_on_a_phone_every_figure_of_the_themes_is_in_sight_without_scrolling_sideways(self, go):
        page = go("insights", PHONE)

        for table in ("#theme-table", "#target-table"):
            assert page.locator(table).evaluate("e => e.scrollWidth <= e.parentElement.clientWidth")
        assert page.locator("#theme-table tbody tr").first.get_by_role("cell").count() == 5

    @pytest.mark.parametrize("width", [DESK, PHONE])
    def test_no_letter_of_a_chart_is_smaller_than_twelve_pixels(self, go, width):
        page = go("insights", width)

        sizes = page.evaluate(
            """() => [...document.querySelectorAll(".app-chart svg text")].filter((t) => t.getClientRects().length)
              .map((t) => parseFloat(t.getAttribute("font-size")) * t.ownerSVGElement.getScreenCTM().a)"""
        )
        assert sizes
        assert min(sizes) >= 12


class TestForcedColours:
    @pytest.mark.parametrize("name", ["rating-error", "conversation", "insights"])
    def test_what_can_be_pressed_keeps_an_edge(self, go, name):
        page = go(name, PHONE, forced_colors="active")

        edges = page.evaluate(
            """() => [...document.querySelectorAll("main button, main .govuk-button, main select, main textarea")]
              .filter((e) => e.offsetParent && !e.classList.contains("plain") && !e.classList.contains("choice--skip"))
              .map((e) => [e.outerHTML.slice(0, 80), getComputedStyle(e)])
              .filter(([, s]) => (s.borderStyle === "none" || !parseFloat(s.borderWidth)) && s.outlineStyle === "none")
              .map(([name]) => name)"""
        )
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert edges == []


@pytest.fixture
def go(open_page, installation):
    """Go to a page by its name, and see that it is the right one."""

    def go_to(name: str, width: int, **more: object) -> Page:
        place = PLACES[name]
        page = open_page(width, staff=place.staff, **more)
        place.visit(page, installation)
        # Only the conversation goes on loading after its page did, and to wait for quiet takes half a second.
        page.wait_for_load_state("networkidle" if name in {"conversation", "example"} else "load")
        expect(page.get_by_role("heading", level=1)).to_contain_text(place.heading)
        return page

    return go_to


def assert_accessible(page: Page | Frame) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def assert_focus_is_seen(page: Page) -> None:
    """Press Tab through the page: what has the focus always shows it, and is large enough to be hit."""
    first, count = None, 0
    page.evaluate("document.activeElement.blur()")
    while count < 200:
        page.keyboard.press("Tab")
        here = page.evaluate(SEEN)
        if here is None or here["name"] == first:
            break
        first, count = first or here["name"], count + 1
        assert here["seen"], f"nothing shows that it has the focus: {here['name']}"
    assert count
