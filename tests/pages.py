"""A test client that inspects every page it gets, and a page that answers what a test asks of it."""

from contextvars import Context
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from models import db


class Page:
    """A page that has been inspected."""

    def __init__(self, html: str, status: int, path: str) -> None:
        self.status, self.path, self.html = status, path, html
        self.soup = BeautifulSoup(html, "html.parser")

    @property
    def title(self) -> str:
        assert self.soup.title is not None
        return text_of(self.soup.title)

    @property
    def heading(self) -> str:
        found = self.soup.find("h1")
        assert isinstance(found, Tag)
        return text_of(found)

    @property
    def text(self) -> str:
        return text_of(self.soup.find("main") or self.soup)

    def all(self, selector: str) -> list[str]:
        return [text_of(element) for element in self.soup.select(selector)]

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} of {selector} in {self.path}"
        return found[0]

    def error_for(self, field: str) -> str | None:
        found = self.soup.find(id=f"{field}-error")
        return text_of(found).removeprefix("Error:").strip() if found else None

    @property
    def action(self) -> str:
        """Where the form is sent."""
        return str(self._form.get("action") or self.path)

    @property
    def _form(self) -> Tag:
        form = self.soup.select_one("main form:has(input[name=csrf_token])")
        assert form is not None, f"no form in {self.path}"
        return form

    @property
    def hidden(self) -> dict[str, str]:
        """What the form sends of itself: its token, and what it asked."""
        return {str(field["name"]): str(field["value"]) for field in self._form.select("input[type=hidden]")}

    @property
    def csrf_token(self) -> str:
        return str(self.soup.select("main form input[name=csrf_token]")[0]["value"])


class InspectingClient:
    """A browser without scripts: follows redirects, keeps cookies, sends forms with their token."""

    def __init__(self, app: Flask) -> None:
        self.flask: FlaskClient = app.test_client()

    def get_page(self, path: str, *, status: int = 200, **more: Any) -> Page:
        return self._page(self.request("GET", path, follow_redirects=True, **more), status)

    def request(self, method: str, path: str, **more: Any) -> Any:
        """Ask as a server process would: outside of the test's own application context."""
        return Context().run(self.flask.open, path, method=method, **more)

    def send(self, page: Page, data: dict[str, str] | None = None, *, status: int = 200) -> Page:
        """Send the page's form."""
        sent = page.hidden | (data or {})
        return self._page(self.request("POST", page.action, data=sent, follow_redirects=True), status)

    def _page(self, response: Any, status: int) -> Page:
        assert response.status_code == status, _gist(response)
        assert not (db.session.new or db.session.dirty or db.session.deleted), "left uncommitted"
        # What the test reads next is what is committed now, not what its own transaction saw before.
        db.session.rollback()
        request = response.request
        path = request.full_path.rstrip("?")
        page = Page(response.get_data(as_text=True), status, path)
        inspect(page)
        return page


def inspect(page: Page) -> None:
    """Fail where a page is not what every page must be."""
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page.html)
    assert page.title.strip(), "no title"
    assert "<span" not in page.title, f"a title has words alone, no marks of language: {page.title}"
    assert len(page.soup.find_all("h1")) == 1, f"{len(page.soup.find_all('h1'))} h1 in {page.path}"
    ids = [str(element["id"]) for element in page.soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"ids twice in {page.path}: {sorted(i for i in ids if ids.count(i) > 1)}"
    for field in page.soup.select("input:not([type=hidden]), select, textarea, progress"):
        labelled = page.soup.select(f"label[for='{field.get('id')}']") or field.get("aria-label")
        assert labelled, f"no label for {field} in {page.path}"
    for reference in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for element in page.soup.select(f"[{reference}]"):
            for name in str(element[reference]).split():
                assert name in ids, f"{reference} names {name}, which is not in {page.path}"
    for element in page.soup.select("[style], [onclick], style"):
        raise AssertionError(f"inline style or script in {page.path}: {element}")


def _gist(response: Any) -> str:
    """Return what an unexpected answer says, without the frame around it."""
    soup = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    return f"{response.status_code} at {response.request.full_path}: {text_of(soup.main or soup)[:1000]}"


def text_of(element: Tag) -> str:
    """Return the text of an element with its white space folded."""
    return " ".join(element.get_text(" ").split())
