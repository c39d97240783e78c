"""/manage/surveys: translating, here and with spreadsheets, and comparing versions."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from werkzeug.datastructures import FileStorage

from models import Proposal, Survey, db, transaction
from surveys import proposing, publishing
from tests.factories import CHOICE, RATING, TEXT, definition

BASE = "/manage/surveys/visit"
CY = f"{BASE}/translate?to=cy"
LIKERT = {"key": "easy", "type": "likert", "text": {"en": "It was easy"}}


class TestTranslating:
    def test_a_language_is_added_to_what_is_published(self, client, survey, go):
        page = go(f"{BASE}/translate")
        assert "The survey is in one language only." in page.text

        page = add(client, page, "pl")

        assert page.heading == "Translate into Polish"
        assert page.one("#missing").text.strip() == "11 texts of 11 are missing."
        assert db.session.query(Proposal).one().definition["languages"] == ["en", "pl"]

    def test_one_that_is_none_is_refused(self, client, survey, go):
        page = add(client, go(f"{BASE}/translate"), "xx", status=400)

        assert page.error_for("language") == "Select a language"
        assert db.session.query(Proposal).count() == 0

    def test_missing_ones_come_first_with_their_places(self, client, welsh, go):
        page = go(CY)

        assert page.one("#missing").text.strip() == "7 texts of 11 are missing."
        hints = page.all(".app-translation .govuk-hint")
        assert [hint.endswith("missing") for hint in hints] == [True] * 7 + [False] * 4
        assert hints[0].startswith("title")
        languages = client.get_page(f"{BASE}/translate")
        assert "Welsh : 7 texts of 11 are missing" in languages.text
        assert "A text in Welsh is missing in 7 places." in client.get_page(BASE).text

    def test_what_is_written_is_saved_into_the_proposal(self, client, welsh, go):
        page = go(CY)

        page = client.send(page, fields(page, {"title": "Eich ymweliad", "questions.channel.options.0.label": ""}))

        assert "2 texts are saved in the proposal." in page.html
        raw = db.session.query(Proposal).one().definition
        assert raw["title"] == {"en": "Your visit", "cy": "Eich ymweliad"}
        assert raw["pages"][1]["questions"][0]["options"][0]["label"] == {"en": "Online"}
        assert page.one("#missing").text.strip() == "7 texts of 11 are missing."

    def test_saving_nothing_changes_nothing(self, client, welsh, go):
        before = db.session.query(Proposal).one().changed_at
        page = go(CY)

        page = client.send(page, fields(page, {}))

        assert "Nothing was changed." in page.html
        assert db.session.query(Proposal).one().changed_at == before

    def test_what_is_wrong_is_told_beside_it_and_all_that_was_written_stays(self, client, propose, survey, go):
        piped = {**TEXT, "text": {"en": "Why {channel}?"}}
        propose(definition(CHOICE, piped) | {"languages": ["en", "cy"]})
        page = go(CY)

        page = client.send(page, fields(page, {"title": "Eich ymweliad", "questions.improve.text": "Pam?"}), status=400)

        assert "the translation must put in the same answers" in page.error_for("to.questions.improve.text")
        assert page.soup.find(id="to.title").text.strip() == "Eich ymweliad"
        assert "cy" not in db.session.query(Proposal).one().definition["title"]

    def test_a_proposal_that_was_changed_meanwhile_is_not_overwritten(self, client, welsh, propose, go):
        page = go(CY)
        propose(definition(RATING, title="Another") | {"languages": ["en", "cy"]})

        for given in (fields(page, {"title": "Eich ymweliad"}), {"seen": "", "to.title": "Eich ymweliad"}):
            refused = client.send(page, given, status=400)
            assert (
                "meanwhile" in refused.text
                or "Somebody changed" in refused.text
                or "not there any more" in refused.text
            )

        assert db.session.query(Proposal).one().definition["title"] == {"en": "Another"}

    def test_words_from_right_to_left_are_written_so(self, propose, survey, go):
        propose(definition(RATING) | {"languages": ["en", "ar"]})

        page = go(f"{BASE}/translate?to=ar")

        assert {(field["lang"], field["dir"]) for field in page.soup.select(".app-translation textarea")} == {
            ("ar", "rtl")
        }

    def test_many_texts_come_in_pages(self, client, propose, survey, go):
        propose(definition(*({**TEXT, "key": f"q{n}"} for n in range(60))) | {"languages": ["en", "pl"]})

        first = go(f"{BASE}/translate?to=pl")
        second = client.get_page(first.one("a[rel=next]")["href"])

        assert [len(page.soup.select(".app-translation")) for page in (first, second)] == [50, 11]
        page = client.send(second, fields(second, {"questions.q59.text": "Co jeszcze?"}))
        assert "A text is saved in the proposal." in page.html

    def test_a_language_that_is_none_of_the_surveys_is_not_found(self, client, welsh, go):
        go(CY)

        for language in ("pl", "en", "xx"):
            client.get_page(f"{BASE}/translate?to={language}", status=404)

    def test_what_cannot_be_read_cannot_be_translated(self, client, propose, survey, go):
        propose({"not": "a definition"})

        page = go(f"{BASE}/translate")

        assert "There is no definition that can be translated." in page.text
        for path in ("/cy.csv", "/cy.xlsx"):
            client.get_page(f"{BASE}/translate{path}", status=404)


class TestSpreadsheets:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_table_goes_out_and_comes_back_translated(self, client, welsh, go, kind):
        page = go(CY)
        rows = table(client.request("GET", f"{BASE}/translate/cy.{kind}").data, kind)
        assert [row[0] for row in rows][:3] == ["place", "title", "questions.satisfaction.text"]
        assert rows[1][1:] == ["Your visit", ""]

        filled = [rows[0], *([place, source, to or f"[{source}]"] for place, source, to in rows[1:])]
        page = send_file(client, page, written(filled, kind), f"cy.{kind}")

        assert "7 texts are saved in the proposal." in page.html
        assert page.one("#missing").text.strip() == "Every text is there."
        assert db.session.query(Proposal).one().definition["title"]["cy"] == "[Your visit]"

    def test_a_wrong_row_is_named_and_nothing_is_taken(self, client, welsh, go):
        rows = [
            ["place", "from", "to"],
            ["title", "Your visit", "Eich ymweliad"],
            ["questions.gone.text", "x", "y"],
            ["questions.improve.text", "An older text", "y"],
        ]

        page = send_file(client, go(CY), written(rows, "csv"), "cy.csv", status=400)

        said = page.one(".govuk-error-summary").text
        assert "line 3: there is no text at this place" in said
        assert "line 4: the text at this place has changed since the table was made" in said
        assert "cy" not in db.session.query(Proposal).one().definition["title"]

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"place,from\r\ntitle,x\r\n", "cy.csv", "has no column"),
            (b"", "cy.csv", "is empty"),
            (b"caf\xe9,from,to", "cy.csv", "is not UTF-8 text"),
            (b"no workbook", "cy.xlsx", "cy.xlsx"),
            (b"x", "cy.xls", "is not read here"),
            (b"place,from,to\r\n", "cy.csv", "the list has no rows"),
        ],
    )
    def test_what_is_no_table_is_refused(self, client, welsh, go, content, name, said):
        page = send_file(client, go(CY), content, name, status=400)

        assert said in page.error_for("file")

    def test_no_file_is_told(self, client, welsh, go):
        page = go(CY)
        data = {"csrf_token": page.csrf_token, "seen": ""}

        response = client.request("POST", f"{BASE}/translate/cy/upload", data=data)

        assert client._page(response, 400).error_for("file") == "Nothing was taken from this file. Choose a file"


class TestComparing:
    def test_the_proposal_is_compared_with_what_is_published(self, client, survey, propose, go):
        reworded = {**RATING, "text": {**RATING["text"], "en": "How was it?"}}
        hidden = {**TEXT, "show_if": {"<": [{"answer": "satisfaction"}, 3]}}
        propose(definition(reworded, hidden, LIKERT))

        page = go(f"{BASE}/compare")

        assert "From Version 1 to Proposal" in page.all("h2")
        assert page.all("#summary li") == [
            "1 question is added.",
            "1 question is no longer asked.",
            "2 questions are changed.",
        ]
        assert "easy" in page.one("#added").text
        assert "channel" in page.one("#removed").text
        changed = page.one("#question-satisfaction")
        cells = [cell.text.strip() for cell in changed.select("td")]
        assert cells == [RATING["text"]["en"], "How was it?"]
        assert changed.select("td span")[0]["lang"] == "en"
        assert "with care" in changed.text
        assert '"answer": "satisfaction"' in page.one("#question-improve pre").text

    def test_any_two_versions_are_compared(self, client, survey, go):
        for title in ("Second", "Third"):
            with transaction() as session:
                found = session.get_one(Survey, survey.id)
                publishing.publish(session, survey=found, definition=definition(title=title))

        page = go(f"{BASE}/compare?from=3&to=1")

        assert "From Version 3 to Version 1" in page.all("h2")
        assert [cell.text.strip() for cell in page.soup.select("#summary + h2 + div td")] == ["Third", "Your visit"]
        assert "Nothing differs." in client.get_page(f"{BASE}/compare?from=2&to=2").text
        for asked in ("from=4", "to=proposal", "from=x", "from=1&to=0"):
            client.get_page(f"{BASE}/compare?{asked}", status=404)

    def test_one_version_alone_cannot_be(self, survey, go):
        assert "There are no two versions to compare yet." in go(f"{BASE}/compare").text


def add(client, page, code, status=200):
    data = {"csrf_token": page.csrf_token, "language": code}
    response = client.request("POST", f"{BASE}/translate/language", data=data, follow_redirects=True)
    return client._page(response, status)


def fields(page, changed):
    """Return what a browser sends of the page's fields, with some written anew."""
    shown = {field["name"]: field.text.removeprefix("\n") for field in page.soup.select(".app-translation textarea")}
    seen = page.soup.select("#page input[name=seen]")[0]["value"]
    return shown | {"seen": seen} | {f"to.{place}": text for place, text in changed.items()}


def table(content, kind):
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(BytesIO(content))
    return [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]


def written(rows, kind):
    if kind == "csv":
        stream = StringIO(newline="")
        csv.writer(stream).writerows(rows)
        return stream.getvalue().encode()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def send_file(client, page, content, name, status=200):
    seen = page.soup.select("#page input[name=seen]")[0]["value"]
    data = {"csrf_token": page.csrf_token, "seen": seen, "file": FileStorage(BytesIO(content), name)}
    response = client.request("POST", f"{BASE}/translate/cy/upload", data=data, follow_redirects=True)
    return client._page(response, status)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def welsh(survey, propose):
    propose(definition() | {"languages": ["en", "cy"]})


@pytest.fixture
def go(factories, organisation, sign_in):
    factories.person(roles=["designer"], email="d@example.org")
    return lambda path: sign_in("d@example.org", path)


@pytest.fixture
def propose(survey):
    def make(raw):
        with transaction() as session:
            proposing.propose(session, survey=session.get_one(Survey, survey.id), definition=raw, by=None)

    return make
