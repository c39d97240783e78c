"""Texts that are not there in the reader's language say in which they are (WCAG 2.2, 3.1.2)."""

import pytest

from models import Proposal, Survey, now, transaction
from surveys import publishing
from tests.factories import definition
from tests.integration.conftest import Window
from tests.pages import text_of
from web import previews

# The title is English alone; of the other texts some are Welsh or Arabic too.
CHANNEL = {
    "key": "channel",
    "type": "choices",
    "text": {"en": "How did you <contact> us?", "cy": "Sut wnaethoch chi gysylltu?"},
    "hint": {"en": "Tick all", "ar": "اختر الكل"},
    "options": [
        {"value": "online", "label": {"en": "Online & so on", "ar": "عبر الإنترنت"}},
        {"value": "phone", "label": {"en": "By phone", "cy": "Dros y ffôn"}},
    ],
}
CALLS = {
    "key": "calls",
    "type": "number",
    "text": {"en": "How many calls by {channel}?"},
    "unit": {"en": "calls", "ar": "مكالمات"},
    "required": False,
    "checks": [
        {"valid_if": {"<": [{"answer": "calls"}, 9]}, "message": {"en": "Fewer than 9 by {channel}"}},
    ],
}
CLEAR = {
    "key": "clear",
    "type": "rating",
    "text": {"en": "How clear?", "cy": "Pa mor glir?", "ar": "ما مدى الوضوح؟"},
    "points": [{"en": "Not at all", "ar": "إطلاقا"}, {}, {"en": "Completely"}],
}
PARTLY = definition(CHANNEL, CALLS, CLEAR, title="Your <visit>") | {"languages": ["en", "cy", "ar"]}


class TestPages:
    def test_each_text_is_marked_where_it_is_in_another_language(self, client, partly):
        page = client.get_page(f"{partly}/1?lang=ar")

        assert page.soup.html["lang"] == "ar"
        assert marked(page.soup.select_one(".govuk-caption-l")) == [("en", "ltr", "Your <visit>")]
        assert marked(page.soup.h1) == [("en", "ltr", "How did you <contact> us?")]
        assert marked(page.one(".govuk-hint")) == []
        assert [marked(label) for label in page.soup.select(".govuk-checkboxes__label")] == [
            [],
            [("en", "ltr", "By phone")],
        ]
        assert marked(page.one(".govuk-service-navigation__service-name")) == [("en", "ltr", "Council 1")]
        assert page.title == "How did you <contact> us? – Your <visit> – Council 1 – YouSaid"

    def test_a_direction_is_said_only_where_it_differs(self, client, partly):
        page = client.get_page(f"{partly}/1?lang=cy")

        assert marked(page.soup.h1) == []
        assert marked(page.one(".govuk-hint")) == [("en", None, "Tick all")]
        assert [marked(label) for label in page.soup.select(".govuk-checkboxes__label")] == [
            [("en", None, "Online & so on")],
            [],
        ]

    def test_in_the_language_that_has_all_nothing_is_marked(self, client, partly):
        page = client.get_page(f"{partly}/1?lang=en")

        assert page.soup.select("main [lang]:not(.app-languages [lang])") == []

    def test_a_message_of_the_designers_is_marked_at_the_top_and_at_the_field(self, client, partly):
        page = client.get_page(f"{partly}/1?lang=ar")
        page = client.send(page, {"answer": "phone"})
        assert marked(page.soup.h1) == [("en", "ltr", "How many calls by By phone?")]
        assert page.heading.endswith("(اختياري)")
        assert marked(page.one(".govuk-input__suffix")) == []

        page = client.send(page, {"answer": "9"}, status=400)

        told = [("en", "ltr", "Fewer than 9 by By phone")]
        assert marked(page.one(".govuk-error-summary a")) == marked(page.one("#answer-error")) == told

    def test_a_point_that_is_only_a_number_has_no_language(self, client, partly):
        page = client.get_page(f"{partly}/3?lang=ar")

        assert [marked(label) for label in page.soup.select(".govuk-radios__label")] == [
            [],
            [],
            [("en", "ltr", "3 – Completely")],
        ]

    def test_the_check_page_marks_questions_and_each_piece_of_an_answer(self, client, partly):
        page = client.get_page(f"{partly}/1?lang=ar")
        page = client.send(page, {"answer": ["online", "phone"]})
        page = client.send(client.send(page, {"answer": ""}), {"answer": "3"})
        assert page.path.endswith("/check")

        keys, values = page.soup.select(".govuk-summary-list__key"), page.soup.select(".govuk-summary-list__value")
        assert [marked(each) for each in keys] == [
            [("en", "ltr", "How did you <contact> us?")],
            [("en", "ltr", "How many calls by عبر الإنترنت، By phone?")],
            [],
        ]
        assert text_of(values[0]) == "عبر الإنترنت، By phone"
        assert marked(values[0]) == [("en", "ltr", "By phone")]
        changes = page.soup.select(".govuk-summary-list__actions a")
        assert [len(marked(change)) for change in changes] == [1, 1, 0]

    def test_an_organisations_name_is_marked_to_the_thanks(self, client, factories, service):
        factories.survey(service=service, slug="visit", title="Eich ymweliad", languages=["en", "cy"])
        page = client.get_page("/s/visit?lang=cy")
        for answer in ("4", "online", ""):
            page = client.send(page, {"answer": answer})

        page = client.send(page)

        assert (page.path, page.soup.html["lang"]) == ("/s/visit/sent", "cy")
        assert marked(page.one(".govuk-service-navigation__service-name")) == [("en", None, "Council 1")]

    def test_a_list_of_places_marks_its_options(self, client, factories, service):
        factories.unit(service=service, slug="a", name={"en": "Only <English>"})
        for letter in "bcdefghijk":
            factories.unit(service=service, slug=letter, name={"en": "Office", "cy": "Swyddfa"})
        place = {"key": "place", "type": "place", "text": {"en": "Which?", "cy": "Pa un?"}}
        factories.survey(service=service, slug="visit", questions=[place], languages=["en", "cy"])

        page = client.get_page("/s/visit?lang=cy")

        assert [(option.get("lang"), option.text.strip()) for option in page.soup.select("option")[1:3]] == [
            ("en", "Only <English>"),
            (None, "Swyddfa"),
        ]


class TestOtherPages:
    def test_the_front_page_marks_titles_and_organisations(self, client, survey):
        page = client.get_page("/?lang=cy")

        titles, organisations = page.soup.select("main li a[href^='/s/']"), page.soup.select("main li")
        assert marked(titles[0]) == [("en", None, "Your visit")]
        assert ("en", None, "Council 1") in marked(organisations[0])

    def test_a_closed_survey_is_named_in_its_language(self, client, survey):
        with transaction() as session:
            publishing.close(session, survey=session.get_one(Survey, survey.id))

        page = client.get_page("/s/visit?lang=cy", status=410)

        assert marked(page.one("main p")) == [("en", None, "Your visit")]

    def test_a_survey_in_a_language_that_the_product_does_not_speak(self, client, factories, service):
        asked = {"key": "why", "type": "short_text", "text": {"fr": "Pourquoi ?"}}
        factories.survey(service=service, slug="visite", questions=[asked], title="Votre visite", languages=["fr"])

        page = client.get_page("/s/visite")

        assert page.soup.html["lang"] == "en"
        assert marked(page.soup.h1) == [("fr", None, "Pourquoi ?")]

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit")


class TestTheWindow:
    def test_its_head_and_its_first_words_are_marked(self, client, window):
        page = client.get_page(f"{window}?lang=ar")

        assert marked(page.soup.h1) == [("en", "ltr", "Your <visit>")]
        assert marked(page.one(".top__line")) == [("en", "ltr", "Council 1")]
        said = page.one(".message__text")
        assert (said["lang"], said["dir"], said.text) == ("en", "ltr", "How did you <contact> us?")

    def test_in_its_own_language_a_message_finds_its_direction_itself(self, client, window):
        said = client.get_page(f"{window}?lang=cy").one(".message__text")

        assert (said.get("lang"), said["dir"]) == (None, "auto")

    def test_it_is_told_the_language_of_each_text(self, client, window):
        conversation = Window(client, window.removeprefix("/w/") + "?lang=ar")
        ask = conversation.page["state"]["ask"]

        assert conversation.page["organisation"] == [{"text": "Council 1", "lang": "en", "dir": "ltr"}]
        assert ask["text"] == [{"text": "How did you <contact> us?", "lang": "en", "dir": "ltr"}]
        assert ask["hint"] == "اختر الكل"
        assert [option["label"] for option in ask["options"]] == [
            "عبر الإنترنت",
            [{"text": "By phone", "lang": "en", "dir": "ltr"}],
        ]

    @pytest.fixture
    def window(self, app, proposed):
        with app.test_request_context():
            return f"/w/preview/{previews.ticket_for('partly')}"


def marked(element):
    """Return (language, direction, text) of each part of an element that says that it is in another language."""
    return [(part["lang"], part.get("dir"), part.get_text()) for part in element.select("[lang]")]


@pytest.fixture
def proposed(factories, service):
    """A survey that is not whole in its languages yet: nobody could publish it, but it can be looked at."""
    with transaction() as session:
        survey = publishing.create(session, service=session.merge(service), slug="partly")
        session.add(Proposal(survey_id=survey.id, definition=PARTLY, changed_at=now()))


@pytest.fixture
def partly(app, client, proposed):
    """The address of its preview's pages, which this browser may see."""
    with app.test_request_context():
        client.get_page(f"/preview/{previews.ticket_for('partly')}")
    return "/s/partly"
