"""What people do in a browser, and what a page shows them: shared by the journeys."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Frame, Page, expect

# Where the focus is, in one line: what a person would say has it.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "nothing";
  const label = e.labels && e.labels.length ? e.labels[0].textContent : "";
  return [e.tagName, e.type || "", e.id || "", (label || e.textContent || "").replace(/\\s+/g, " ").trim()].join("|");
}"""


def press_until(page: Page, there: Callable[[], bool], key: str = "Tab", *, at_most: int = 60) -> None:
    """Press a key until the focus is where it should be."""
    for _ in range(at_most):
        if there():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead there; the focus is on {page.evaluate(FOCUSED)}")


def tab_to(page: Page, words: str, *, key: str = "Tab") -> None:
    """Reach, with the keyboard alone, what has these words on it."""
    press_until(page, lambda: words in page.evaluate(FOCUSED), key)


def tab_within(page: Page, frame: Frame, words: str, *, key: str = "Tab") -> None:
    """Reach, with the keyboard alone, what has these words on it in a frame."""
    press_until(page, lambda: words in frame.evaluate(FOCUSED), key)


def continue_on(page: Page) -> None:
    """Press "Continue" with the mouse."""
    page.get_by_role("button", name="Continue").click()


def to_the_comment(page: Page, slug: str = "customer-centres", *, rating: str = "Dissatisfied") -> None:
    """Answer a survey's pages up to the one for the comment."""
    page.goto(f"/s/{slug}/1")
    page.get_by_label(rating, exact=True).check()
    continue_on(page)
    page.get_by_role("radio").first.check()
    continue_on(page)
    expect(page.locator("textarea")).to_be_visible()


def to_the_check(page: Page, comment: str, slug: str = "customer-centres", *, rating: str = "Dissatisfied") -> None:
    """Answer a survey's pages up to "check your answers"."""
    to_the_comment(page, slug, rating=rating)
    page.locator("textarea").fill(comment)
    continue_on(page)
    page.wait_for_url(f"**/s/{slug}/check")


def sign_in(page: Page, address: str, password: str) -> None:
    """Sign in as staff."""
    page.goto("/manage/")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/manage/insights")


class AccessibleTree:
    """What assistive technology is told of a page, closed shadow roots included."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def nodes(self, role: str, name: str) -> list[dict[str, Any]]:
        """Return the nodes with a role and a name."""
        found = self.session.send("Accessibility.getFullAXTree")["nodes"]
        return [
            {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
            for node in found
            if not node.get("ignored")
            and node.get("role", {}).get("value") == role
            and node.get("name", {}).get("value") == name
        ]

    def one(self, role: str, name: str) -> dict[str, Any]:
        """Return the properties of the only node with a role and a name."""
        found = self.nodes(role, name)
        assert len(found) == 1, f"{len(found)} of {role} {name!r}"
        return found[0]
