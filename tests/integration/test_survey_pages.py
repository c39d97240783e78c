from datetime import date

import pytest

from models import Answer, Comment, Submission, Survey, db, set_organisation, transaction
from surveys import publishing
from tests.factories import CHOICE, RATING, TEXT, definition
from tests.pages import InspectingClient

REFERENCE = "[234679CDFGHJKLMNPQRTVWXYZ]{10}"
NEEDED_TEXT = {**TEXT, "key": "why", "required": True, "max_length": 20}


class TestAnsweringAPage:
    def test_a_wrong_rating_is_named_at_the_top_and_at_the_field(self, client, survey, row_counts):
        page = client.get_page("/s/visit/1")

        for wrong in ("", "0", "6", "1.5", "five", "-1", "04444", "1;2", "<b>1</b>"):
            page = client.send(page, {"answer": wrong}, status=400)
            assert page.title.startswith("Error: ")
            assert page.all(".govuk-error-summary a") == ["Select one of the answers"]
            assert page.error_for("answer") == "Select one of the answers"

        # The link leads to the first of the radio buttons.
        assert page.one("input#answer")["type"] == "radio"
        assert page.one(".govuk-error-summary a")["href"] == "#answer"
        assert sum(row_counts().values()) == 0

    def test_a_wrong_choice_is_named_at_the_top_and_at_the_field(self, client, survey, row_counts):
        page = client.get_page("/s/visit/2")

        for wrong in ("", "pigeon", "Online", "online phone", "By phone", "4"):
            page = client.send(page, {"answer": wrong}, status=400)
            assert page.all(".govuk-error-summary a") == ["Select one of the answers"] == [page.error_for("answer")]

        assert sum(row_counts().values()) == 0

    def test_a_wrong_comment_is_named_at_the_top_and_at_the_field(self, client, survey, row_counts):
        page = client.get_page("/s/visit/3")

        for wrong, words in {
            "": "Enter a comment",
            "  \r\n ": "Enter a comment",
            "x" * 23: "Your comment must have 20 characters or fewer. It has 23",
        }.items():
            page = client.send(page, {"answer": wrong}, status=400)
            assert page.all(".govuk-error-summary a") == [words] == [page.error_for("answer")]

        assert sum(row_counts().values()) == 0

    def test_a_form_without_the_field_is_an_empty_answer(self, client, survey):
        page = client.send(client.get_page("/s/visit/1"), status=400)

        assert page.error_for("answer") == "Select one of the answers"

    def test_an_error_goes_away_with_a_right_answer(self, client, survey):
        page = client.send(client.get_page("/s/visit/1"), {"answer": "9"}, status=400)

        page = client.send(page, {"answer": "5"})

        assert page.path == "/s/visit/2"
        assert page.all(".govuk-error-summary") == []

    def test_the_page_says_where_in_the_survey_it_is(self, client, survey):
        page = client.get_page("/s/visit")

        assert page.action == "/s/visit/1"
        assert "Question 1 of 4" in page.text
        assert page.title == f"{RATING['text']['en']} – Your visit – Council 1 – YouSaid"

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit", questions=[RATING, CHOICE, NEEDED_TEXT, TEXT])


class TestGoingThroughASurvey:
    def test_an_optional_question_can_be_left_empty(self, client, answer_pages, survey):
        page = answer_pages("visit", "4", "online", "")

        assert page.heading == "Check your answers before you send them"
        assert "Not answered" in page.text
        assert "(optional)" in client.get_page("/s/visit/3").heading

    def test_going_back_shows_the_answer_given(self, client, answer_pages, survey):
        page = answer_pages("visit", "4", "phone")

        page = client.get_page(page.one(".govuk-back-link")["href"])

        assert page.path == "/s/visit/2"
        assert page.one("input[checked]")["value"] == "phone"

    def test_the_first_page_leads_back_to_nowhere(self, client, survey):
        assert client.get_page("/s/visit").all(".govuk-back-link") == []

    def test_an_answer_is_changed_from_the_check_page(self, client, answer_pages, survey):
        page = answer_pages("visit", "4", "online", "More seats")
        change = page.soup.select(".govuk-summary-list__actions a")[0]["href"]

        page = client.get_page(change)
        assert page.one("input[checked]")["value"] == "4"
        assert page.one(".govuk-back-link")["href"] == "/s/visit/check"
        page = client.send(page, {"answer": "1"})

        assert page.path == "/s/visit/check"
        assert page.all(".govuk-summary-list__value") == ["Very dissatisfied", "Online", "More seats"]

    def test_a_wrong_change_is_refused_and_the_answer_stays(self, client, answer_pages, survey):
        page = answer_pages("visit", "4", "online", "")

        page = client.send(client.get_page("/s/visit/1?change=1"), {"answer": "8"}, status=400)

        assert page.error_for("answer") == "Select one of the answers"
        assert page.one(".govuk-back-link")["href"] == "/s/visit/check"
        assert client.get_page("/s/visit/check").all(".govuk-summary-list__value")[0] == "Satisfied"

    def test_the_check_page_leads_to_what_is_missing(self, client, answer_pages, survey):
        answer_pages("visit", "4")

        page = client.get_page("/s/visit/check")

        assert page.path == "/s/visit/2?change=1"
        page = client.send(page, {"answer": "phone"})
        # What was never asked is asked before the answers are checked.
        assert page.path == "/s/visit/3?change=1"
        assert client.send(page, {"answer": ""}).path == "/s/visit/check"

    def test_the_check_page_of_somebody_who_said_nothing_is_the_first_question(self, client, survey):
        assert client.get_page("/s/visit/check").path == "/s/visit/1?change=1"

    def test_what_is_missing_is_asked_for_when_sending_too(self, client, answer_pages, survey, row_counts):
        page = answer_pages("visit", "4")
        page.path = "/s/visit/check"

        page = client.send(page)

        assert page.path == "/s/visit/2?change=1"
        assert (row_counts()["draft"], row_counts()["submission"]) == (1, 0)

    def test_sending_thanks_with_a_reference(self, client, answer_pages, survey, row_counts, organisation):
        page = client.send(answer_pages("visit", "4", "online", "More seats"))

        reference = page.one(".govuk-panel strong").text
        sent = db.session.query(Submission).one()
        assert page.path == "/s/visit/sent"
        assert "Feedback sent" in page.heading
        assert reference == sent.reference
        assert (sent.mode, sent.partial, sent.language) == ("page", False, "en")
        answers = db.session.query(Answer.question, Answer.value).order_by(Answer.question).all()
        assert [tuple(row) for row in answers] == [("channel", "online"), ("satisfaction", 4)]
        comment = db.session.query(Comment).one()
        assert (comment.text, comment.asked, comment.state) == ("More seats", TEXT["text"]["en"], "waiting")
        # submissions, satisfaction, channel, that something was written
        assert row_counts() | {"tally": 4, "draft": 0} == row_counts()

    def test_the_thanks_can_be_read_again(self, client, answer_pages, survey):
        reference = client.send(answer_pages("visit", "4", "online", "")).one(".govuk-panel strong").text

        assert client.get_page("/s/visit/sent").one(".govuk-panel strong").text == reference

    def test_nobody_who_sent_nothing_is_thanked(self, client, survey):
        assert client.get_page("/s/visit/sent").path == "/s/visit"

    def test_a_second_time_begins_anew(self, client, answer_pages, survey, row_counts):
        client.send(answer_pages("visit", "4", "online", ""))

        page = client.get_page("/s/visit")
        assert page.all("input[checked]") == []
        client.send(answer_pages("visit", "2", "phone", ""))

        assert row_counts()["submission"] == 2

    def test_nobody_sees_the_answers_of_another_browser(self, app, answer_pages, survey):
        answer_pages("visit", "4", "phone")

        page = InspectingClient(app).get_page("/s/visit/2")

        assert page.all("input[checked]") == []

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit")


class TestTheLanguage:
    def test_it_is_kept_from_the_first_page_to_the_thanks(self, client, organisation, survey):
        page = client.get_page("/s/visit?lang=cy")
        assert page.heading == RATING["text"]["cy"]
        assert page.soup.html["lang"] == "cy"
        page = client.send(page, {"answer": "4"})
        assert page.all(".govuk-radios__label") == ["Ar-lein", "Dros y ffôn"]
        page = client.send(page, {"answer": "online"})
        assert page.heading.startswith(TEXT["text"]["cy"])
        page = client.send(page, {"answer": "Mwy o seddi"})
        assert page.soup.html["lang"] == "cy"
        client.send(page)

        assert db.session.query(Submission).one().language == "cy"
        comment = db.session.query(Comment).one()
        assert (comment.language, comment.asked) == ("cy", TEXT["text"]["cy"])

    def test_it_can_be_changed_on_the_way_without_losing_an_answer(self, client, answer_pages, survey):
        page = answer_pages("visit", "4")

        page = client.get_page(page.one(".app-languages a")["href"])

        assert page.soup.html["lang"] == "cy"
        assert client.get_page("/s/visit/1").one("input[checked]")["value"] == "4"

    def test_the_browsers_language_is_taken_until_another_is_chosen(self, client, survey):
        page = client.get_page("/s/visit/1", headers={"Accept-Language": "cy, en;q=0.5"})

        assert page.soup.html["lang"] == "cy"

    def test_an_unknown_language_is_english(self, client, survey):
        assert client.get_page("/s/visit?lang=xx").soup.html["lang"] == "en"

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit", languages=("en", "cy"))


class TestWhatIsNotThere:
    def test_it_is_not_found_in_clear_words(self, client, survey):
        for path in (
            "/s/nobody",
            "/s/nobody/1",
            "/s/nobody/check",
            "/s/visit/0",
            "/s/visit/4",
            "/s/visit/99999999999999999999",
            "/s/visit/-1",
            "/s/visit/one",
            "/s/" + "9" * 300,
            "/s/%00",
            "/s/visit?via=%00",
            "/s/visit?via=nobody",
            "/w/%00",
            "/w/nobody",
            "/embed/example/%00",
            "/s/%ED%A0%80",
            "/s/visit/" + "9" * 5000,
        ):
            assert client.get_page(path, status=404).heading == "Page not found"

    def test_an_unpublished_survey_is_not_found(self, client, factories, service):
        with transaction() as session:
            survey = publishing.create(session, service=service, slug="secret")
            publishing.collect(session, survey=survey, kind="link")

        for path in ("/s/secret", "/s/secret/1", "/s/secret/check"):
            assert client.get_page(path, status=404).heading == "Page not found"

    def test_a_survey_without_a_public_way_in_is_not_found(self, client, factories, service):
        with transaction() as session:
            survey = publishing.create(session, service=service, slug="inside")
            publishing.publish(session, survey=survey, definition=definition())

        assert client.get_page("/s/inside", status=404).heading == "Page not found"

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit")


class TestAClosedSurvey:
    def test_it_says_which_survey_closed_and_when(self, client, closed):
        for path in ("/s/visit", "/s/visit/1", "/s/visit/check", "/s/visit/sent"):
            page = client.get_page(path, status=410)

            assert page.heading == "This survey has closed"
            assert "“Your visit” closed on 3 May 2026. It no longer takes answers." in page.text

    def test_it_says_so_in_welsh(self, client, closed):
        page = client.get_page("/s/visit?lang=cy", status=410)

        assert "3 Mai 2026" in page.text

    def test_a_survey_that_closes_on_the_way_takes_nothing_more(self, client, answer_pages, survey, row_counts):
        page = answer_pages("visit", "4", "online", "")
        self.close(survey)

        page = client.send(page, status=410)

        assert "Your visit" in page.text
        assert (row_counts()["submission"], row_counts()["draft"]) == (0, 1)

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit", languages=("en", "cy"))

    @pytest.fixture
    def closed(self, survey):
        self.close(survey)

    def close(self, survey):
        with transaction() as session:
            found = session.get_one(Survey, survey.id)
            publishing.close(session, survey=found)
            found.closed_on = date(2026, 5, 3)


class TestTheWayIn:
    def test_it_decides_the_unit(self, client, organisation, factories, service, survey):
        unit = factories.unit(service=service)
        poster = factories.window(survey=survey, unit=unit)

        page = client.get_page(f"/s/visit?via={poster.key}")
        for answer in ("4", "online", ""):
            page = client.send(page, {"answer": answer})
        client.send(page)

        sent = db.session.query(Submission).one()
        assert (sent.unit_id, sent.collector_id) == (unit.id, poster.id)

    def test_one_of_another_survey_is_not_found(self, client, factories, service, survey):
        other = factories.window(survey=factories.survey(service=service, slug="other"))

        assert client.get_page(f"/s/visit?via={other.key}", status=404).heading == "Page not found"

    def test_one_of_another_organisation_is_not_found(self, client, factories, survey):
        set_organisation(db.session(), factories.organisation().id)
        other = factories.window(survey=factories.survey(service=factories.service(), slug="other"))

        assert client.get_page(f"/s/visit?via={other.key}", status=404).heading == "Page not found"

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit")


class TestANewVersion:
    def test_it_asks_nobody_in_mid_answer(self, client, answer_pages, organisation, survey):
        page = answer_pages("visit", "4")
        with transaction() as session:
            found = session.get_one(Survey, survey.id)
            publishing.publish(session, survey=found, definition=definition({**CHOICE, "key": "new"}))

        page = client.send(page, {"answer": "online"})
        page = client.send(page, {"answer": "More seats"})
        page = client.send(page)

        assert "Feedback sent" in page.heading
        assert {row.question for row in db.session.query(Answer)} == {"satisfaction", "channel"}
        assert db.session.query(Comment).one().text == "More seats"

    def test_it_asks_whoever_comes_after(self, client, survey):
        with transaction() as session:
            found = session.get_one(Survey, survey.id)
            publishing.publish(session, survey=found, definition=definition({**CHOICE, "key": "new"}))

        assert client.get_page("/s/visit").heading == CHOICE["text"]["en"]

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit")
