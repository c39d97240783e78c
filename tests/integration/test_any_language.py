"""Surveys in languages that the product does not speak: read in theirs, with English words around."""

import pytest
from sqlalchemy import select

from models import Comment, Draft, Submission, Tally, db, transaction
from surveys import publishing
from tests.integration.conftest import Window

POLISH, URDU, PORTUGUESE = "pl", "ur", "pt-BR"
WORDS = {"pl": "Kontakt", "ur": "رابطہ", "pt-BR": "Contato"}
CHANNEL = {
    "key": "channel",
    "type": "choice",
    "text": {"pl": "Jak?", "ur": "کیسے؟", "pt-BR": "Como?"},
    "options": [
        {"value": "phone", "label": {"pl": "Telefon", "ur": "فون", "pt-BR": "Telefone"}},
        {"value": "online", "label": {"pl": "Internet", "ur": "آن لائن", "pt-BR": "Internet"}},
    ],
}
WHY = {
    "key": "why",
    "type": "text",
    "text": {"pl": "Dlaczego {channel}?", "ur": "{channel} کیوں؟", "pt-BR": "Por que {channel}?"},
    "required": False,
}
SURVEY = {
    "format": "yousaid-survey/1",
    "title": WORDS,
    "languages": [POLISH, URDU, PORTUGUESE],
    "questions": [CHANNEL, WHY],
}
ISOLATED = "\u2066{}\u2069"


@pytest.mark.usefixtures("contact")
class TestPages:
    def test_the_product_s_words_are_english_and_the_survey_s_are_marked(self, client):
        page = client.get_page("/s/contact/1?lang=pl")

        assert (page.soup.html["lang"], page.soup.html["dir"]) == ("en", "ltr")
        assert marked(page.soup.h1) == [("pl", None, "Jak?")]
        assert [marked(label) for label in page.soup.select(".govuk-radios__label")] == [
            [("pl", None, "Telefon")],
            [("pl", None, "Internet")],
        ]
        assert page.soup.select_one("main button[type=submit]").text.strip() == "Continue"

    def test_a_page_read_from_the_right_is_laid_out_so_and_english_in_it_keeps_its_order(self, client):
        page = client.get_page("/s/contact/1?lang=ur")
        page = client.send(page, {"answer": ""}, status=400)

        assert (page.soup.html["lang"], page.soup.html["dir"]) == ("en", "rtl")
        assert "public.rtl" in page.soup.select_one("link[rel=stylesheet]")["href"]
        assert marked(page.soup.h1) == [("ur", None, "کیسے؟")]
        # An organisation has its name in English alone.
        assert marked(page.one(".govuk-service-navigation__service-name")) == [(None, "ltr", "Council 1")]
        assert page.one(".govuk-error-summary a").text == ISOLATED.format("Select one of the answers")
        assert page.soup.select_one("main button[type=submit]").text.strip() == ISOLATED.format("Continue")

    def test_the_languages_stand_by_their_own_names(self, client):
        page = client.get_page("/s/contact/1?lang=ur")

        assert [
            (each["lang"], each["dir"], each.text.strip()) for each in page.soup.select(".app-languages li > *")
        ] == [
            ("pl", "ltr", "polski"),
            ("ur", "rtl", "اردو"),
            ("pt-BR", "ltr", "português (Brasil)"),
        ]
        assert page.one(".app-languages [aria-current]").text.strip() == "اردو"

    @pytest.mark.parametrize(
        ("accepted", "read"),
        [
            ("pl", "pl"),
            ("de, ur-PK;q=0.8, pl;q=0.5", "ur"),
            ("pt", "pt-BR"),
            ("pt-PT", "pt-BR"),
            # Nobody offers English here: the survey's first.
            ("en-GB", "pl"),
            ("pl;q=0, ur", "ur"),
            ("*", "pl"),
        ],
    )
    def test_the_browser_s_wish_is_met_by_region_too(self, client, accepted, read):
        page = client.get_page("/s/contact/1", headers={"Accept-Language": accepted})

        assert marked(page.soup.h1)[0][0] == read

    def test_it_is_stored_with_the_submission_and_its_comment(self, client):
        page = client.get_page("/s/contact?lang=pt")
        page = client.send(page, {"answer": "phone"})
        assert db.session.scalars(select(Draft.language)).one() == "pt-BR"
        db.session.rollback()
        # Chosen once, it stays.
        assert marked(page.soup.h1) == [("pt-BR", None, "Por que Telefone?")]
        page = client.send(page, {"answer": "Era mais fácil"})
        page = client.send(page)

        assert page.path == "/s/contact/sent"
        assert db.session.scalars(select(Submission.language)).one() == "pt-BR"
        comment = db.session.scalars(select(Comment)).one()
        assert (comment.language, comment.asked) == ("pt-BR", "Por que Telefone?")

    def test_that_it_was_opened_is_counted_by_it(self, client):
        client.get_page("/s/contact?lang=ur")

        opened = select(Tally.language).where(Tally.subject == "way", Tally.value == "opened")
        assert db.session.scalars(opened).all() == ["ur"]

    def test_what_is_cached_of_one_direction_is_not_shown_in_another(self, client):
        pages = [client.get_page(f"/s/contact/1?lang={code}") for code in ("pl", "ur", "pl")]

        assert [page.soup.html["dir"] for page in pages] == ["ltr", "rtl", "ltr"]


@pytest.mark.usefixtures("contact")
class TestElsewhere:
    def test_other_pages_stay_in_what_the_product_speaks(self, client):
        page = client.get_page("/privacy?lang=ur")

        assert (page.soup.html["lang"], page.soup.html["dir"]) == ("en", "ltr")

    @pytest.mark.parametrize("code", ["qq", "", '"><b>', "x" * 5_000, "pl-" * 40])
    def test_a_code_that_is_none_changes_nothing(self, client, code):
        page = client.request("GET", "/s/contact/1", query_string={"lang": code})

        assert page.status_code == 200
        assert 'lang="pl"' in page.get_data(as_text=True)


class TestTheWindow:
    def test_it_is_held_in_the_survey_s_language(self, client, key):
        conversation = Window(client, f"{key}?lang=ur", path=f"/w/{key}/turns?lang=ur")

        assert conversation.page["state"]["ask"]["text"] == [{"text": "کیسے؟", "lang": "ur"}]
        assert conversation.page["turns_url"].endswith("lang=ur")
        assert conversation.page["words"]["choose"] == ISOLATED.format("Choose one")
        assert conversation.page["words"]["comma"] == "، "
        conversation.turn(said="فون", asked="channel")
        conversation.turn(said="skip", asked="why")
        assert db.session.scalars(select(Submission.language)).one() == "ur"

    def test_its_page_says_in_which_language_each_part_is(self, client, key):
        page = client.get_page(f"/w/{key}?lang=pl-PL")

        assert (page.soup.html["lang"], page.soup.html["dir"]) == ("en", "ltr")
        assert marked(page.soup.h1) == [("pl", None, "Kontakt")]
        assert page.one(".message__text")["lang"] == "pl"
        assert [each.text for each in page.soup.select("#languages a")] == ["اردو", "português (Brasil)"]

    def test_the_form_goes_on_in_it(self, client, key):
        answer = client.request("GET", f"/w/{key}/form?lang=ur")

        assert answer.headers["Location"].endswith(f"/s/contact?via={key}&lang=ur")

    @pytest.fixture
    def key(self, factories, contact):
        return factories.window(survey=contact).key


class TestTheApi:
    @pytest.mark.parametrize(("given", "kept"), [("ur", "ur"), ("pt", "pt-BR"), ("pl-PL", "pl"), (None, "pl")])
    def test_the_language_is_one_of_the_survey_s(self, client, secret, given, kept):
        answer = self.send(client, secret, language=given)

        assert answer.status_code == 201
        assert db.session.scalars(select(Submission.language)).one() == kept

    def test_another_is_refused(self, client, secret):
        answer = self.send(client, secret, language="en")

        assert answer.status_code == 422
        assert answer.get_json()["errors"] == [
            {"pointer": "#/language", "detail": "Use one of the survey's languages: pl, ur, pt-BR"}
        ]

    def send(self, client, secret, **more):
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "first"}
        body = {"answers": {"channel": "phone"}, **more}
        answer = client.request("POST", "/api/v1/surveys/contact/submissions", json=body, headers=headers)
        db.session.rollback()
        return answer

    @pytest.fixture
    def secret(self, contact):
        with transaction() as session:
            return publishing.open_api(session, survey=contact, name="Booking system")[1]


def marked(element):
    """Return (language, direction, text) of each part of an element that says how it differs from the page."""
    return [(part.get("lang"), part.get("dir"), part.get_text()) for part in element.select("[lang], [dir]")]


@pytest.fixture
def contact(service):
    with transaction() as session:
        survey = publishing.create(session, service=session.merge(service), slug="contact")
        publishing.publish(session, survey=survey, definition=SURVEY)
        publishing.collect(session, survey=survey, kind="link")
        return survey
