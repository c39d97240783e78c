import io
import json
from urllib.parse import urlencode

import pytest
from itsdangerous import URLSafeTimedSerializer

from app import LARGEST_BODY
from models import Comment, Insight, Survey, db, now, set_organisation, transaction
from surveys import publishing
from surveys.questions import LONGEST_COMMENT
from tests.factories import CHOICE, TEXT

OWN = "http://localhost"
SCRIPT = "<script>alert('x')</script>\"'&"
NEEDED = {**TEXT, "required": True}


class TestABodyThatIsTooMuch:
    def test_a_form_gets_a_page_and_stores_nothing(self, client, visit, row_counts):
        page = client.get_page("/s/visit/3")

        page = client.send(page, {"answer": "x" * LARGEST_BODY}, status=413)

        assert page.heading == "What you sent is too large"
        assert "make it shorter" in page.text
        assert sum(row_counts().values()) == 0

    def test_a_turn_gets_words_that_the_window_can_show(self, window, row_counts):
        answer = window.turn(said="x" * LARGEST_BODY, status=413)

        assert answer["detail"] == "What you sent is too large"
        assert sum(row_counts().values()) == 0


class TestABodyThatIsSomethingElse:
    @pytest.mark.parametrize(
        "content_type",
        ["application/octet-stream", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
         "application/json", "image/png", ""],
    )  # fmt: skip
    def test_a_form_gets_a_page_and_stores_nothing(self, client, visit, row_counts, content_type):
        client.get_page("/s/visit/1")

        for body in (bytes(range(256)) * 20, b"", b"\0", b'{"answer": 4}'):
            answer = client.request("POST", "/s/visit/1", data=body, content_type=content_type)
            assert answer.status_code == 400
            assert b"Your page was open too long" in answer.data

        assert sum(row_counts().values()) == 0

    def test_a_file_where_words_belong_is_refused(self, client, visit, row_counts):
        page = client.get_page("/s/visit/3")
        form = {**page.hidden, "answer": (io.BytesIO(b"words"), "answer.txt")}

        answer = client._page(client.request("POST", "/s/visit/3", data=form), 400)

        assert answer.error_for("answer") == "Answer in words or figures"
        assert "FileStorage" not in answer.html
        assert sum(row_counts().values()) == 0

    def test_a_method_that_nobody_asked_for_is_refused(self, client, visit):
        for method in ("PUT", "DELETE", "PATCH"):
            assert client.request(method, "/s/visit/1").status_code in {400, 405}

    @pytest.mark.parametrize(
        "body",
        [b"", b"\xff\xfe\0", b"{", b"[]", b"null", b'"said"', b"[[[[" * 20_000, b'{"said": 1e999}', b"\x80" * 1000],
    )  # fmt: skip
    def test_a_turn_that_is_no_object_is_refused_in_words(self, window, row_counts, body):
        answer = window.post(body, status=400)

        assert answer["detail"] == "Your message could not be read. Try again."
        assert sum(row_counts().values()) == 0

    @pytest.mark.parametrize(
        "wrong",
        [{"said": None}, {"said": 4}, {"said": ["4"]}, {"said": {"a": 1}}, {"said": True}, {"turn": 1}, {"turn": ""},
         {"turn": "x" * 65}, {"turn": None}],
    )  # fmt: skip
    def test_a_turn_with_wrong_types_is_refused_in_words(self, window, row_counts, wrong):
        answer = window.turn(status=400, **{"said": "4", **wrong})

        assert answer["detail"] == "Your message could not be read. Try again."
        assert sum(row_counts().values()) == 0

    def test_a_turn_as_a_form_is_refused_in_words(self, window, row_counts):
        answer = window.post(b"said=4&turn=1", status=400, content_type="application/x-www-form-urlencoded")

        assert answer["title"] == "Your message could not be read. Try again."
        assert sum(row_counts().values()) == 0

    def test_a_question_that_is_no_text_is_the_open_one(self, window):
        for asked in (7, ["improve"], {}, "nobody", "\0"):
            answer = window.turn(said="nonsense", asked=asked)
            assert answer["ask"]["key"] == "satisfaction"


class TestATokenThatIsNotOurs:
    def test_a_forged_form_token_gets_a_clear_page_and_stores_nothing(self, client, visit, row_counts):
        page = client.get_page("/s/visit/3")

        for token in ("", "forged", page.csrf_token[:-3] + "xxx", "\0"):
            answer = client.send(page, {"csrf_token": token, "answer": "More seats"}, status=400)
            assert answer.heading == "Your page was open too long"
            assert "What you just sent was not saved." in answer.text

        assert sum(row_counts().values()) == 0

    def test_another_browsers_form_token_is_refused(self, app, client, visit, row_counts):
        theirs = type(client)(app).get_page("/s/visit/1").csrf_token
        page = client.get_page("/s/visit/1")

        client.send(page, {"csrf_token": theirs, "answer": "4"}, status=400)

        assert sum(row_counts().values()) == 0

    def test_a_forged_form_token_sends_nothing_and_loses_nothing(self, client, answer_pages, visit, row_counts):
        page = answer_pages("visit", "4", "online", "More seats")

        client.send(page, {"csrf_token": "forged"}, status=400)

        assert (row_counts()["draft"], row_counts()["submission"]) == (1, 0)
        assert "Feedback sent" in client.send(client.get_page("/s/visit/check")).heading

    def test_a_forged_ticket_is_refused_in_words(self, window, row_counts):
        for ticket in ("forged", "", None, 7, window.ticket[:-2] + "xx", "\ud800", "a.b.c", [window.ticket]):
            answer = window.turn(said="4", token=ticket, status=403)
            assert answer["detail"] == "This window was open too long. Close it and open it again."

        assert sum(row_counts().values()) == 0

    def test_a_ticket_of_another_window_is_refused(self, window, other_window, row_counts):
        window.turn(said="4", token=other_window.ticket, status=403)

        assert sum(row_counts().values()) == 0

    def test_a_ticket_signed_with_another_key_is_refused(self, window, row_counts):
        made = URLSafeTimedSerializer("another secret than the installation's own", salt="conversation")

        window.turn(said="4", token=made.dumps([window.key, "token"]), status=403)

        assert sum(row_counts().values()) == 0

    def test_a_ticket_is_good_for_half_a_day(self, window, row_counts, monkeypatch):
        monkeypatch.setattr("web.widget.windows.TICKET_SECONDS", -1)

        answer = window.turn(said="4", status=403)

        assert answer["detail"] == "This window was open too long. Close it and open it again."
        assert sum(row_counts().values()) == 0

    def test_a_turn_from_another_site_is_refused(self, window, row_counts):
        for origin in ("https://evil.example", "null", "http://localhost.evil.example", "http://localhost:81", ""):
            answer = window.turn(said="4", headers={"Origin": origin}, status=403)
            assert answer["detail"] == "This conversation can only be held in its own window."
        assert sum(row_counts().values()) == 0

        window.turn(said="4", headers={"Origin": OWN})

    def test_a_cookie_that_was_tampered_with_opens_nothing(self, client, answer_pages, visit):
        answer_pages("visit", "4")
        cookie = client.flask.get_cookie("yousaid").value
        client.flask.set_cookie("yousaid", cookie[:-4] + "AAAA")

        page = client.get_page("/s/visit/1")

        assert page.all("input[checked]") == []


@pytest.mark.usefixtures("counted_right")
class TestADoubleSubmit:
    def test_pressing_twice_one_after_the_other_is_one_submission(self, client, answer_pages, visit, row_counts):
        page = answer_pages("visit", "4", "online", "More seats")
        cookie = client.flask.get_cookie("yousaid").value

        first = client.send(page)
        client.flask.set_cookie("yousaid", cookie)  # as the second press left before the first was answered
        second = client.send(page)

        assert first.one(".govuk-panel strong").text == second.one(".govuk-panel strong").text
        assert row_counts() | {"draft": 0, "submission": 1, "answer": 2, "comment": 1} == row_counts()

    def test_pressing_again_after_the_answer_came_is_the_same_thanks(self, client, answer_pages, visit, row_counts):
        page = answer_pages("visit", "4", "online", "More seats")
        first = client.send(page)

        second = client.send(page)

        assert first.one(".govuk-panel strong").text == second.one(".govuk-panel strong").text
        assert row_counts()["submission"] == 1

    def test_pressing_twice_at_once_is_one_submission(self, at_once, app, client, answer_pages, visit, row_counts):
        page = answer_pages("visit", "4", "online", "More seats")
        cookie = client.flask.get_cookie("yousaid").value

        def press():
            browser = app.test_client()
            browser.set_cookie("yousaid", cookie)
            return browser.post(page.path, data={"csrf_token": page.csrf_token}).headers["Location"]

        assert at_once(press, press, press) == ["/s/visit/sent"] * 3
        assert row_counts() | {"draft": 0, "submission": 1, "answer": 2, "comment": 1} == row_counts()

    def test_the_last_turn_twice_at_once_is_one_submission(self, at_once, app, window, row_counts):
        window.turn(said="4")
        window.turn(said="online")

        body = window.body(said="More seats")

        def say():
            answer = app.test_client().post(window.path, json=body)
            return answer.status_code, answer.get_json()["finished"]

        assert at_once(say, say, say) == [(200, True)] * 3
        assert row_counts() | {"draft": 0, "submission": 1, "answer": 2, "comment": 1} == row_counts()

    def test_the_first_turn_twice_at_once_is_one_draft(self, at_once, app, window, row_counts):
        body = window.body(said="4")

        def say():
            answer = app.test_client().post(window.path, json=body)
            return answer.status_code, answer.get_json()["ask"]["key"]

        assert at_once(say, say, say) == [(200, "channel")] * 3
        assert row_counts()["draft"] == 1


@pytest.mark.usefixtures("counted_right")
class TestWhatPeopleWrite:
    def test_a_comment_longer_than_its_box_is_kept_in_the_box(self, client, visit, row_counts):
        page = client.get_page("/s/visit/3")
        long = "Rain. " * 1000

        page = client.send(page, {"answer": long}, status=400)

        words = "Your comment must have 5,000 characters or fewer. It has 6,000"
        assert page.all(".govuk-error-summary a") == [words] == [page.error_for("answer")]
        assert page.one("textarea").text.strip("\n") == long
        assert sum(row_counts().values()) == 0

    def test_the_designers_own_limit_holds(self, client, factories, service):
        factories.survey(service=service, slug="short", questions=[{**TEXT, "max_length": 10}])

        page = client.send(client.get_page("/s/short"), {"answer": "12345678901"}, status=400)

        assert page.error_for("answer") == "Your comment must have 10 characters or fewer. It has 11"
        assert client.send(page, {"answer": "1234567890"}).path == "/s/short/check"

    def test_a_long_turn_says_by_how_much(self, window, row_counts):
        window.turn(said="4")
        window.turn(said="online")

        answer = window.turn(said="x" * 5_001)

        assert "must have" in answer["replies"][0]["text"]
        assert answer["ask"]["key"] == "improve"
        assert row_counts()["submission"] == 0

    def test_five_thousand_emoji_fit_exactly(self, client, answer_pages, visit, stored_comment):
        page = answer_pages("visit", "4", "online", "🚌" * LONGEST_COMMENT)
        assert page.heading == "Check your answers before you send them"
        client.send(page)

        assert stored_comment().text == "🚌" * LONGEST_COMMENT

    def test_line_ends_count_once(self, client, answer_pages, visit, stored_comment):
        client.send(answer_pages("visit", "4", "online", "a\r\n" * 2_500))

        assert stored_comment().text == "a\n" * 2_500

    def test_emoji_alone_have_a_sentiment(self, client, answer_pages, visit, analyse, stored_comment):
        client.send(answer_pages("visit", "4", "online", "👍👍🏽"))

        analyse()

        assert (stored_comment().state, stored_comment().redacted) == ("done", "👍👍🏽")
        assert db.session.query(Insight).filter_by(clause=0).one().sentiment == "positive"

    @pytest.mark.parametrize(
        "nothing", ["\u200b\u200b\ufeff", "\u202e\u2066", "\x00\x01\x07", "\u00ad \u2060", "\ufffe"]
    )
    def test_what_nobody_can_see_is_no_answer(self, client, factories, service, answer_pages, row_counts, nothing):
        factories.survey(service=service, slug="visit", questions=[TEXT, {**NEEDED, "key": "needed"}])

        page = answer_pages("visit", nothing)
        page = client.send(page, {"answer": nothing}, status=400)

        assert page.error_for("answer") == "Enter a comment"
        page = client.send(page, {"answer": "Seats"})
        assert page.all(".govuk-summary-list__value") == ["Not answered", "Seats"]
        client.send(page)
        assert row_counts()["comment"] == 1

    def test_control_characters_are_left_out_and_the_rest_is_kept(
        self, client, answer_pages, visit, analyse, stored_comment
    ):
        client.send(answer_pages("visit", "4", "online", "Long\x00 wait\x1b[31m in\x07 the\train\r\nand\rcold"))

        assert stored_comment().text == "Long wait[31m in the\train\nand\ncold"
        analyse()
        assert "\x1b" not in stored_comment().redacted

    def test_lone_surrogates_are_replaced_and_the_rest_is_kept(self, window, analyse, stored_comment):
        window.turn(said="4")
        window.turn(said="online")
        body = (
            b'{"token": %s, "turn": "\\ud800", "said": "No \\udfff seats \\ud83d"}' % json.dumps(window.ticket).encode()
        )

        assert window.post(body)["finished"] is True

        assert stored_comment().text == "No ? seats ?"
        analyse()
        assert stored_comment().redacted == "No ? seats ?"

    def test_bytes_that_are_no_text_are_kept_as_something_visible(self, client, answer_pages, visit, stored_comment):
        page = answer_pages("visit", "4", "online")
        body = urlencode(page.hidden).encode() + b"&answer=caf%e9+%ff%fe+ok"

        answer = client.request(
            "POST", page.action, data=body, content_type="application/x-www-form-urlencoded", follow_redirects=True
        )
        client.send(client._page(answer, 200))

        assert stored_comment().text.endswith("ok")
        assert stored_comment().text.startswith("caf")

    def test_a_right_to_left_override_turns_nothing_round(
        self, client, answer_pages, visit, analyse, factories, sign_in, stored_comment
    ):
        client.send(answer_pages("visit", "4", "online", "The wait was \u202edna gnol saw tiaw ehT\u202c and dreadful"))
        analyse()
        factories.person(roles=["viewer"], email="v@example.org")
        sign_in("v@example.org")

        page = client.get_page("/manage/insights/all")

        assert "\u202e" not in page.html
        assert "\u202e" not in stored_comment().redacted
        assert "and dreadful" in page.one("blockquote").text

    @pytest.mark.parametrize(
        ("lang", "text", "redacted"),
        [
            ("cy", "Roedd y staff yn garedig iawn ond arhosais am oriau. Ffoniwch 029 2018 0123.", "Ffoniwch [phone]."),
            ("en", "Le personnel était très aimable mais nous avons attendu des heures. Appelez le 029 2018 0123.",
             "Appelez le [phone]."),
        ],
    )  # fmt: skip
    def test_another_language_is_kept_and_cleaned_but_not_analysed(
        self, client, visit, analyse, factories, sign_in, stored_comment, lang, text, redacted
    ):
        page = client.get_page(f"/s/visit?lang={lang}")
        for answer in ("4", "online", text):
            page = client.send(page, {"answer": answer})
        client.send(page)
        analyse()

        assert (stored_comment().state, stored_comment().text) == ("done", None)
        assert stored_comment().redacted.endswith(redacted)
        assert db.session.query(Insight).one().sentiment is None
        factories.person(roles=["viewer"], email="v@example.org")
        sign_in("v@example.org")
        page = client.get_page("/manage/insights/all")
        assert redacted in page.one("blockquote").text
        assert "Not analysed" in page.one("blockquote").text

    @pytest.fixture
    def stored_comment(self, organisation):
        return lambda: db.session.query(Comment).one()


class TestMarkup:
    def test_in_a_comment_it_is_shown_as_it_was_written_on_every_page(
        self, client, answer_pages, visit, analyse, factories, sign_in
    ):
        too_long = client.send(client.get_page("/s/visit/3"), {"answer": SCRIPT + "x" * 5_000}, status=400)
        check = answer_pages("visit", "4", "online", f"Terrible wait {SCRIPT}")
        again = client.get_page("/s/visit/3")
        client.send(check)
        analyse()
        factories.person(roles=["viewer"], email="v@example.org")
        sign_in("v@example.org")
        quotes = client.get_page("/manage/insights/all")

        for page in (too_long, check, again, quotes):
            assert "<script>alert" not in page.html
            assert "&lt;script&gt;alert" in page.html
        assert SCRIPT in again.one("textarea").text

    def test_in_a_survey_it_is_shown_as_it_was_written_on_every_page(
        self, client, answer_pages, factories, open_window, analyse, sign_in
    ):
        organisation = factories.organisation(name={"en": f"Council {SCRIPT}"})
        set_organisation(db.session(), organisation.id)
        service = factories.service(slug="s", name={"en": f"Service {SCRIPT}"})
        unit = factories.unit(service=service, name={"en": f"Unit {SCRIPT}"})
        questions = [
            {**CHOICE, "text": {"en": SCRIPT}, "options": [{"value": v, "label": {"en": SCRIPT + v}} for v in "ab"]},
            {**TEXT, "text": {"en": SCRIPT}, "hint": {"en": SCRIPT}},
        ]
        survey = factories.survey(service=service, slug="visit", questions=questions, title=SCRIPT)
        owner = factories.person(roles=["viewer"], email="v@example.org", name=SCRIPT)
        factories.target(service=service, owner=owner, themes=["waiting"], name={"en": SCRIPT})
        factories.submission(
            survey=survey, comment="We waited three hours in the queue", unit=unit, given_on=now().date()
        )
        analyse()
        pages = [client.get_page(path) for path in ("/", "/s/visit/1", "/s/visit/2")]
        check = answer_pages("visit", "a", "")
        pages += [check, client.send(check)]
        conversation = open_window(survey)
        pages += [client.get_page(f"/w/{conversation.key}"), client.get_page(f"/embed/example/{conversation.key}")]
        sign_in("v@example.org")
        pages += [client.get_page(path) for path in ("/manage/insights", "/manage/insights/waiting")]
        with transaction() as session:
            publishing.close(session, survey=session.get_one(Survey, survey.id))
        pages.append(client.get_page("/s/visit", status=410))

        for page in pages:
            assert "<script>alert" not in page.html, page.path
            assert "alert(" in page.html, page.path
            for script in page.soup.find_all("script"):
                assert "alert" not in script.text or script["type"] == "application/json", page.path


@pytest.fixture
def visit(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def window(open_window, visit):
    return open_window(visit)


@pytest.fixture
def other_window(open_window, factories, service):
    return open_window(factories.survey(service=service))
