from datetime import timedelta

import pytest

from jobs.analysis import complete_silent_conversations
from models import Answer, Collector, Comment, Draft, Submission, Survey, Tally, db, now, transaction
from surveys import drafts, publishing
from tests.factories import CHOICE, RATING, TEXT

NEEDED = {**TEXT, "key": "why", "required": True}


class TestLoadedAgain:
    def test_what_was_said_stands_again_with_the_open_question_once(self, client, conversation):
        conversation.turn(said="4")

        page = client.get_page(f"/w/{conversation.key}?ticket={conversation.ticket}")

        own = [item.get_text(" ", strip=True) for item in page.soup.select("#messages .message--own")]
        assert own == ["You said: 4"]
        assert page.one("#messages").get_text().count(RATING["text"]["en"]) == 1
        assert page.one("#messages").get_text().count(CHOICE["text"]["en"]) == 1

    def test_in_another_language_the_open_question_is_asked_in_it(self, client, open_window, factories, service):
        asked = [
            {"key": key, "type": "short_text", "text": {"en": f"What {key}?", "cy": f"Beth {key}?"}}
            for key in ("now", "next")
        ]
        talk = open_window(factories.survey(service=service, questions=asked, languages=["en", "cy"]))
        talk.turn(said="seats")

        page = client.get_page(f"/w/{talk.key}?ticket={talk.ticket}&lang=cy")

        messages = page.soup.select("#messages .message")
        assert messages[0].p["lang"] == "en"
        assert "Dywedoch" in messages[1].get_text()
        assert "Beth next?" in messages[-1].get_text()

    def test_how_to_reach_somebody_is_not_shown_again(self, client, open_window, factories, service):
        survey = factories.survey(
            service=service, questions=[{"key": "mail", "type": "email", "text": {"en": "Your e-mail?"}}, TEXT]
        )
        talk = open_window(survey=survey)
        talk.turn(said="ann@example.org")

        page = client.get_page(f"/w/{talk.key}?ticket={talk.ticket}")

        assert "ann@example.org" not in page.one("#messages").get_text()
        assert TEXT["text"]["en"] in page.one("#messages").get_text()

    def test_nothing_stands_there_before_anything_was_said(self, client, conversation):
        page = client.get_page(f"/w/{conversation.key}?ticket={conversation.ticket}")

        assert not page.soup.select("#messages .message--own")


@pytest.mark.usefixtures("counted_right")
class TestTheSameSurvey:
    def test_it_makes_the_same_kind_of_submission_as_the_pages(
        self, client, answer_pages, conversation, organisation, run_jobs
    ):
        said = "We waited three hours and nobody told us why."
        client.send(answer_pages("visit", "4", "online", said))
        for words in ("4", "Online", said):
            answer = conversation.turn(said=words)
        run_jobs()

        assert answer["finished"] is True
        page, talk = self.facts("page"), self.facts("conversation")
        assert page == talk
        assert page["answers"] == [("channel", "online"), ("satisfaction", 4)]
        assert page["tallies"]
        assert page["comments"][0][0] == "improve"
        assert page["comments"][0][2] == "done"
        assert page["comments"][0][3] == said

    def test_it_asks_what_the_pages_ask_in_the_readers_language(self, open_window, client, survey, factories):
        key = factories.window(survey=survey).key

        page = client.get_page(f"/w/{key}?lang=cy")

        assert page.soup.html["lang"] == "cy"
        assert RATING["text"]["cy"] in page.text
        assert page.one("#form-instead")["href"].startswith(f"/w/{key}/form?")
        assert client.get_page(page.one("#form-instead")["href"]).heading == RATING["text"]["cy"]

    def test_the_form_instead_is_the_same_survey_by_the_same_way_in(self, client, conversation):
        page = client.get_page(f"/w/{conversation.key}/form")
        for answer in ("4", "online", ""):
            page = client.send(page, {"answer": answer})
        client.send(page)

        sent, window = db.session.query(Submission).one(), db.session.query(Collector).filter_by(kind="widget").one()
        assert (sent.mode, sent.collector_id) == ("page", window.id)

    def test_the_form_goes_on_where_the_conversation_stood(self, client, conversation, row_counts):
        conversation.turn(said="4")

        page = client.get_page(f"/w/{conversation.key}/form?ticket={conversation.ticket}")
        assert page.heading == CHOICE["text"]["en"]
        page = client.send(page, {"answer": "online"})
        page = client.send(page, {"answer": "More seats"})
        assert page.all(".govuk-summary-list__value") == ["Satisfied", "Online", "More seats"]
        client.send(page)

        assert row_counts() | {"draft": 0, "submission": 1, "answer": 2, "comment": 1} == row_counts()

    def test_a_forged_ticket_in_the_forms_address_opens_nobodys_answers(self, client, conversation):
        conversation.turn(said="4")

        for ticket in ("", "forged", conversation.ticket[:-1], "%00"):
            answer = client.request("GET", f"/w/{conversation.key}/form?ticket={ticket}", follow_redirects=True)
            assert b"checked" not in answer.data

    def facts(self, mode):
        sent = db.session.query(Submission).filter_by(mode=mode).one()
        answers = db.session.query(Answer.question, Answer.value).filter_by(submission_id=sent.id)
        comments = db.session.query(Comment).filter_by(submission_id=sent.id)
        tallies = db.session.query(Tally).filter_by(collector_id=sent.collector_id).all()
        return {
            "answers": sorted(tuple(row) for row in answers),
            "comments": [(c.question, c.asked, c.state, c.redacted, c.language) for c in comments],
            "partial": sent.partial,
            "tallies": sorted((t.subject, t.value.replace(mode, "mode"), t.pipeline, t.n) for t in tallies),
        }


@pytest.mark.usefixtures("counted_right")
class TestATurn:
    def test_opening_the_window_stores_nothing(self, conversation, row_counts):
        assert conversation.page["state"]["ask"]["key"] == "satisfaction"
        assert [option["value"] for option in conversation.page["state"]["ask"]["options"]] == ["5", "4", "3", "2", "1"]
        assert sum(row_counts().values()) == 0

    def test_it_asks_the_next_question_and_shows_what_was_answered(self, conversation):
        answer = conversation.turn(said="4 out of 5")

        assert answer["ask"]["key"] == "channel"
        assert answer["answered"] == [
            {"key": "satisfaction", "question": RATING["text"]["en"], "answer": "Satisfied"},
        ]
        assert answer["finished"] is False

    def test_the_same_turn_again_is_taken_once(self, conversation, row_counts):
        body = conversation.body(said="4")
        first = conversation.turn(**body)
        conversation.turn(said="online")

        again = conversation.turn(**conversation.body(said="back") | {"turn": "late-1"})
        assert again["ask"]["key"] == "channel"
        repeated = conversation.turn(said="x", turn="late-1")

        assert repeated["ask"]["key"] == "channel"
        assert repeated["replies"] == []
        assert first["ask"]["key"] == "channel"
        assert row_counts()["draft"] == 1

    def test_the_last_turn_again_is_the_same_thanks(self, conversation, row_counts):
        conversation.turn(said="4")
        conversation.turn(said="online")
        body = conversation.body(said="More seats")

        answers = [conversation.turn(**body) for _ in range(3)]

        assert [answer["finished"] for answer in answers] == [True] * 3
        assert {answer["replies"][0]["text"] for answer in answers} == {"Thank you. Your feedback has been sent."}
        assert row_counts() | {"submission": 1, "comment": 1, "draft": 0} == row_counts()

    def test_an_optional_question_is_skipped(self, conversation, row_counts):
        conversation.turn(said="4")
        conversation.turn(said="online")

        assert conversation.turn(said="Skip")["finished"] is True
        assert row_counts() | {"submission": 1, "comment": 0, "answer": 2} == row_counts()

    def test_a_needed_question_is_not_skipped(self, conversation):
        answer = conversation.turn(said="skip")

        assert answer["replies"][0]["text"] == "This one is needed, so that the rest can be understood."
        assert answer["ask"]["key"] == "satisfaction"

    def test_back_asks_the_question_before_again(self, conversation):
        conversation.turn(said="4")

        answer = conversation.turn(said="go back!")

        assert (answer["ask"]["key"], answer["answered"]) == ("satisfaction", [])
        assert answer["replies"][0]["text"] == "Of course. Here it is again."
        assert conversation.turn(said="back")["replies"][0]["text"] == "This is the first question."

    def test_an_earlier_answer_is_changed_where_the_window_says_so(self, conversation, organisation):
        conversation.turn(said="4")

        answer = conversation.turn(said="1", asked="satisfaction")
        assert answer["answered"][0]["answer"] == "Very dissatisfied"
        assert answer["ask"]["key"] == "channel"
        conversation.turn(said="online")
        conversation.turn(said="skip")

        assert db.session.query(Answer).filter_by(question="satisfaction").one().value == 1

    def test_a_late_message_answers_the_question_that_it_saw(self, conversation):
        conversation.turn(said="4", asked="satisfaction")
        conversation.turn(said="online", asked="channel")

        late = conversation.turn(said="phone", asked="channel")

        assert late["ask"]["key"] == "improve"
        assert late["answered"][1]["answer"] == "By phone"

    def test_a_message_after_the_end_changes_nothing(self, conversation, row_counts):
        for words in ("4", "online", "More seats"):
            conversation.turn(said=words)
        before = row_counts()

        answer = conversation.turn(said="1", asked="satisfaction")

        assert answer["finished"] is True
        assert row_counts() == before

    def test_what_is_no_answer_is_said_and_asked_again(self, conversation):
        answer = conversation.turn(said="the staff were lovely")

        assert answer["replies"][0]["text"] == "Select one of the answers"
        assert answer["ask"]["key"] == "satisfaction"

    def test_two_people_do_not_hear_one_another(self, open_window, conversation, survey, client):
        conversation.turn(said="4")

        other = type(conversation)(client, conversation.key)

        assert other.turn(said="nonsense")["answered"] == []

    def test_every_reply_has_an_id_of_its_own(self, conversation):
        ids = [conversation.turn(said="nonsense")["replies"][0]["id"] for _ in range(3)]

        assert len(set(ids)) == 3


@pytest.mark.usefixtures("counted_right")
class TestASilentConversation:
    def test_it_is_completed_as_partial_after_half_an_hour(self, do, conversation, row_counts, run_jobs):
        conversation.turn(said="4")
        self.silent_for(minutes=31)

        do(complete_silent_conversations)

        sent = db.session.query(Submission).one()
        assert (sent.partial, sent.mode) == (True, "conversation")
        assert row_counts() | {"draft": 0, "answer": 1, "comment": 0} == row_counts()

    def test_one_in_which_something_was_said_a_moment_ago_goes_on(self, do, conversation, row_counts):
        conversation.turn(said="4")
        self.silent_for(minutes=29)

        do(complete_silent_conversations)

        assert (row_counts()["draft"], row_counts()["submission"]) == (1, 0)
        assert conversation.turn(said="online")["ask"]["key"] == "improve"

    def test_one_that_goes_on_while_the_job_looks_is_left_alone(self, do, conversation, row_counts, monkeypatch):
        conversation.turn(said="4")
        self.silent_for(minutes=31)
        found = drafts.silent(db.session(), at=now())
        conversation.turn(said="online")
        monkeypatch.setattr(drafts, "silent", lambda session, at: found)

        do(complete_silent_conversations)

        assert (row_counts()["draft"], row_counts()["submission"]) == (1, 0)

    def test_its_comment_is_analysed(self, do, open_window, factories, service, row_counts, run_jobs):
        window = open_window(factories.survey(service=service, questions=[NEEDED, RATING]))
        window.turn(said="We waited three hours and nobody told us why.")
        self.silent_for(minutes=31)

        do(complete_silent_conversations)
        run_jobs()

        assert db.session.query(Comment).one().state == "done"

    def test_the_job_may_run_twice(self, do, conversation, row_counts):
        conversation.turn(said="4")
        self.silent_for(minutes=31)

        do(complete_silent_conversations)
        do(complete_silent_conversations)

        assert row_counts()["submission"] == 1

    def test_a_late_message_hears_that_it_was_closed(self, do, conversation, row_counts):
        conversation.turn(said="4")
        self.silent_for(minutes=31)
        do(complete_silent_conversations)

        answer = conversation.turn(said="online", status=409)

        assert "What you had said is kept." in answer["detail"]
        assert row_counts() | {"submission": 1, "answer": 1} == row_counts()

    def test_one_in_which_nothing_was_answered_is_forgotten(self, do, conversation, row_counts):
        conversation.turn(said="hello?")
        self.silent_for(minutes=31)

        do(complete_silent_conversations)

        assert (row_counts()["submission"], row_counts()["draft"], row_counts()["tally"]) == (0, 0, 0)

    def test_a_page_left_in_the_middle_is_no_submission(self, do, answer_pages, survey, row_counts):
        answer_pages("visit", "4")
        self.silent_for(minutes=31)

        do(complete_silent_conversations)

        assert (row_counts()["draft"], row_counts()["submission"]) == (1, 0)

    def silent_for(self, *, minutes):
        with transaction() as session:
            session.query(Draft).one().touched_at = now() - timedelta(minutes=minutes)


class TestAClosedSurvey:
    def test_its_conversation_says_so(self, conversation, survey, client, row_counts):
        conversation.turn(said="4")
        with transaction() as session:
            publishing.close(session, survey=session.get_one(Survey, survey.id))

        answer = conversation.turn(said="online", status=410)

        assert answer["detail"] == "This conversation is closed. Nothing more can be sent."
        page = client.get_page(f"/w/{conversation.key}", status=410)
        assert "“Your visit” closed on" in page.text
        assert row_counts()["draft"] == 1


class TestWhoMayFrame:
    def test_the_window_by_exactly_its_collectors_origins(self, open_window, survey):
        window = open_window(survey, origins=["https://www.example.gov.uk", "https://jobs.example.gov.uk:8443"])

        ancestors = [part for part in window.policy.split("; ") if part.startswith("frame-ancestors ")]

        assert ancestors == [
            "frame-ancestors 'self' https://www.example.gov.uk https://jobs.example.gov.uk:8443",
        ]

    def test_every_other_page_by_nobody(self, client, conversation):
        for path in ("/", "/privacy", "/s/visit/1", "/s/nobody", "/manage/sign-in", "/w/nobody",
                     f"/embed/example/{conversation.key}"):  # fmt: skip
            headers = client.request("GET", path, follow_redirects=True).headers
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Frame-Options"] == "DENY"

    def test_the_windows_answers_are_kept_by_nobody(self, client, conversation):
        assert client.request("GET", f"/w/{conversation.key}").headers["Cache-Control"] == "no-store"


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", languages=("en", "cy"))


@pytest.fixture
def conversation(open_window, survey):
    return open_window(survey)
