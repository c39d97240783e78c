"""Citizens' pages are put together from kept pieces: the same for everyone, and nothing of anyone's own."""

import re

import pytest
from flask import Flask

from tests.factories import CHOICE, TEXT
from tests.pages import InspectingClient
from web.public.rendering import MOST_KEPT, Pieces

QUOTING = {**CHOICE, "key": "why", "text": {"en": "You wrote {improve}. Why?", "cy": "{improve}. Pam?"}}
GOOD = {"key": "good", "type": "yes_no", "text": {"en": "Was it good?", "cy": "A oedd yn dda?"}}
WORDS = "The lift was out of order"


class TestKeptPieces:
    def test_a_page_is_rendered_once_for_all_who_come(self, app, client, survey):
        first = client.get_page("/s/visit/1")
        kept = pieces(app)

        other = InspectingClient(app).get_page("/s/visit/1")

        assert pieces(app) == kept
        assert without_own(other.html) == without_own(first.html)

    def test_each_has_a_token_and_a_nonce_of_its_own(self, app, survey):
        pages = [InspectingClient(app).request("GET", "/s/visit/1") for _ in range(2)]

        tokens = [re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page.text)[1] for page in pages]
        nonces = [set(re.findall(r'nonce="([^"]+)"', page.text)) for page in pages]
        assert tokens[0] != tokens[1]
        assert nonces[0] != nonces[1]
        for page, own in zip(pages, nonces, strict=True):
            (nonce,) = own
            assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]
            assert "\0" not in page.text

    def test_nothing_that_a_person_said_is_kept(self, app, client, survey):
        page = client.send(client.get_page("/s/visit/1"), {"answer": "yes"})
        quoting = client.send(page, {"answer": WORDS})
        assert WORDS in quoting.text
        assert WORDS in client.send(quoting, {"answer": "no option"}, status=400).text
        assert WORDS in client.get_page("/s/visit/2").html
        checking = client.send(client.get_page("/s/visit/3"), {"answer": "online"})
        assert WORDS in checking.text
        reference = client.send(checking).one(".govuk-panel strong").text

        kept = " ".join(pieces(app))
        assert "Was it good?" in kept
        assert WORDS not in kept
        assert " checked" not in kept
        assert reference not in kept

    def test_each_language_has_its_own(self, app, client, survey):
        client.get_page("/s/visit/1")

        assert "Parhau" in client.get_page("/s/visit/1?lang=cy").text

    def test_there_is_a_most(self, app):
        kept = Pieces()
        with app.test_request_context():
            for number in range(MOST_KEPT + 1):
                kept.render("public/preview_ended.html", {"around": "public/pieces.html", "slug": "a", "title": number},
                            keep=True)  # fmt: skip

        assert len(kept._kept) == 1

    @pytest.fixture
    def survey(self, factories, service):
        questions = [GOOD, TEXT, QUOTING]
        return factories.survey(service=service, slug="visit", questions=questions, languages=["en", "cy"])


def pieces(app: Flask) -> list[str]:
    return sorted(app.extensions["pieces"]._kept.values())


def without_own(html: str) -> str:
    return re.sub(r'(nonce|value)="[^"]{20,}"', "", html)
