"""What a person wants in the window besides answering, carried out: ending, deleting, another language, the form."""

from datetime import timedelta

import pytest

from chat import Memory, Noted, State, Step
from jobs.analysis import forget_expired
from models import Answer, Comment, DeletedDraft, Draft, Submission, db, now, transaction
from surveys import drafts
from surveys.definition import read_definition
from surveys.routing import Setting, route
from tests.factories import IN_WELSH, RATING, TEXT, definition
from tests.integration.conftest import Window
from tests.integration.test_conversation_window import again
from web.widget.showing import state
from words import Message


@pytest.mark.usefixtures("counted_right")
class TestStopping:
    def test_what_was_given_is_kept_as_partial_after_one_yes(self, conversation, row_counts, ways, run_jobs):
        conversation.turn(said="4")
        asked = conversation.turn(said="stop")
        assert [each["said"] for each in asked["quick"]] == ["stop here", "go on"]
        assert (asked["ask"]["key"], asked["finished"], asked["ending"]) == ("channel", False, "")

        ended = conversation.turn(said="stop here")
        run_jobs()

        assert (ended["finished"], ended["ending"], ended["ask"]) == (True, "stopped", None)
        assert ended["replies"][0]["text"] == "Thank you. What you said is kept, and this conversation is at its end."
        sent = db.session.query(Submission).one()
        assert (sent.partial, sent.mode) == (True, "conversation")
        assert row_counts() | {"draft": 0, "submission": 1, "answer": 1} == row_counts()
        assert ways() == {"opened": 1, "started": 1, "abandoned:channel": 1}

    def test_going_on_goes_on(self, conversation, row_counts):
        conversation.turn(said="4")
        conversation.turn(said="stop")

        answer = conversation.turn(said="go on")

        assert (answer["ask"]["key"], answer["quick"]) == ("channel", [])
        assert row_counts()["submission"] == 0

    def test_where_nothing_was_said_nothing_is_kept(self, conversation, row_counts):
        conversation.turn(said="stop")

        assert conversation.turn(said="yes")["ending"] == "empty"
        assert sum(row_counts().values()) == 0

    def test_a_late_message_hears_that_it_is_closed(self, conversation):
        for said in ("4", "stop", "yes"):
            conversation.turn(said=said)

        assert "you ended it" in conversation.turn(said="online", status=409)["detail"]

    def test_what_is_pending_is_asked_again_of_whoever_comes_back(self, conversation):
        conversation.turn(said="4")
        conversation.turn(said="stop")

        page = again(conversation).page

        assert page["state"]["replies"][-1]["text"].startswith("Do you want to stop here?")
        assert [each["label"] for each in page["state"]["quick"]] == ["Stop here", "Go on"]


@pytest.mark.usefixtures("counted_right")
class TestDeleting:
    def test_all_that_was_said_is_gone_after_one_yes(self, conversation, row_counts, client):
        conversation.turn(said="4")
        conversation.turn(said="online")
        asked = conversation.turn(said="delete my data")
        assert [each["label"] for each in asked["quick"]] == ["Delete it", "Keep it"]
        assert row_counts()["draft"] == 1

        ended = conversation.turn(said="delete it")

        assert (ended["finished"], ended["ending"], ended["answered"]) == (True, "deleted", [])
        assert ended["replies"][0]["text"] == "It is done: what you said here is deleted."
        assert sum(row_counts().values()) == 0
        assert again(conversation).page["state"]["answered"] == []

    def test_what_comes_once_more_hears_that_it_is_done_and_is_not_kept(self, conversation, row_counts, ways):
        first = conversation.body(said="4")
        conversation.turn(**first)
        conversation.turn(said="delete my data")
        # Typed, so that it would be an answer in a new conversation.
        yes = conversation.body(said="yes")
        conversation.turn(**yes)
        counted = ways()

        for late in (yes, first, conversation.body(said="More seats")):
            answer = conversation.turn(**late)
            assert (answer["ending"], answer["replies"][0]["text"]) == (
                "deleted",
                "It is done: what you said here is deleted.",
            )

        assert sum(row_counts().values()) == 0
        assert ways() == counted

    def test_whoever_opens_the_window_again_begins_anew(self, conversation, row_counts):
        for said in ("4", "delete my data", "yes"):
            conversation.turn(said=said)

        anew = again(conversation)
        anew.turn(said="5")

        assert row_counts()["draft"] == 1

    def test_that_it_was_deleted_is_forgotten_after_a_day(self, conversation, do, organisation):
        for said in ("4", "delete my data", "yes"):
            conversation.turn(said=said)
        assert db.session.query(DeletedDraft).count() == 1
        with transaction() as session:
            session.query(DeletedDraft).one().deleted_at = now() - drafts.DELETED_LIFE - timedelta(minutes=1)

        do(forget_expired)

        assert db.session.query(DeletedDraft).count() == 0

    def test_the_code_for_another_device_opens_nothing_any_more(self, conversation, client):
        conversation.turn(said="4")
        code = client.request(
            "POST", conversation.path.replace("/turns", "/code"), json={"token": conversation.ticket}
        ).get_json()["code"]
        for said in ("delete everything", "yes"):
            conversation.turn(said=said)

        with pytest.raises(drafts.DraftNotFoundError):
            drafts.of_code(db.session(), code)

    def test_keeping_it_keeps_it(self, conversation, row_counts):
        for said in ("4", "delete my data", "keep it"):
            conversation.turn(said=said)

        assert row_counts()["draft"] == 1
        assert conversation.turn(said="online")["ask"]["key"] == "improve"

    def test_in_welsh(self, client, conversation):
        conversation.turn(said="4")
        welsh = again(conversation, lang="cy")
        welsh.path = welsh.page["turns_url"]

        asked = welsh.turn(said="dileu popeth", turn="a")
        assert [each["label"] for each in asked["quick"]] == ["Ei ddileu", "Ei gadw"]
        assert welsh.turn(said=asked["quick"][0]["said"], turn="b")["ending"] == "deleted"


class TestOtherWays:
    def test_the_form_is_a_link_that_opens_the_same_answers(self, conversation, client):
        conversation.turn(said="4")

        answer = conversation.turn(said="use the form")

        (link,) = answer["links"]
        assert (link["label"], answer["ask"]["key"]) == ("Use the form instead", "channel")
        assert client.get_page(link["url"]).heading == "How did you use the service?"

    def test_why_leads_to_what_happens_with_the_answers(self, conversation):
        (link,) = conversation.turn(said="why?")["links"]

        assert link == {"label": "How we use what you say", "url": "/privacy"}

    def test_another_language_is_where_the_window_goes(self, conversation, client):
        conversation.turn(said="4")
        offered = conversation.turn(said="change language")
        assert [(each["said"], each["label"]) for each in offered["quick"]] == [("language cy", "Cymraeg")]
        assert offered["go_to"] is None

        answer = conversation.turn(said="language cy")

        page = client.get_page(answer["go_to"])
        assert page.soup.html["lang"] == "cy"
        assert IN_WELSH[1]["text"]["cy"] in page.text

    def test_what_a_conversation_remembers_is_sealed_with_its_answers(self, conversation, organisation):
        conversation.turn(said="4")
        conversation.turn(said="stop")

        draft = db.session.query(Draft).one()
        assert drafts.opened(draft).memory == {"pending": "stop", "unprobed": True}
        assert drafts.opened(draft).answers == {"satisfaction": 4}

    def test_the_whole_way_is_as_ever(self, conversation, organisation):
        for said in ("4", "why", "repeat", "online", "stop", "go on", "More seats"):
            answer = conversation.turn(said=said)

        assert (answer["finished"], answer["ending"]) == (True, "sent")
        assert db.session.query(Submission).one().partial is False
        assert db.session.query(Answer).count() == 2
        assert db.session.query(Comment).count() == 1


class TestAPreview:
    @pytest.mark.parametrize(("said", "then"), [("stop", "stop here"), ("delete my data", "delete it")])
    def test_it_ends_with_nothing_kept(self, preview, said, then, row_counts):
        preview.turn(said="phone")
        preview.turn(said=said)

        ended = preview.turn(said=then)

        assert ended["finished"] is True
        assert "Nothing was kept." in ended["replies"][0]["text"] or then == "delete it"
        assert sum(row_counts().values()) == 0

    def test_it_has_no_form_to_lead_to(self, preview):
        assert preview.turn(said="use the form")["links"] == []


class TestWhatWasNoted:
    SURVEY = read_definition(definition({**RATING, "text": {"en": "How was it?"}}, TEXT, languages=("en", "cy")))

    @pytest.mark.parametrize(
        ("lang", "expected"),
        [
            ("en", "I noted: How was it? – Satisfied; {comment} – in your words. Say so if anything is wrong."),
            (
                "cy",
                (
                    "Rwyf wedi nodi: How was it? – Satisfied; {comment} – yn eich geiriau chi. "
                    "Dywedwch os oes unrhyw beth yn anghywir."
                ),
            ),
        ],
    )
    def test_it_stands_on_one_line_in_the_readers_language(self, app, lang, expected):
        rating, text = self.SURVEY.questions
        lines = (
            (rating.text, tuple(rating.shown(4))),
            (text.text, (Message("in your words"),)),
        )
        noted = Noted(Message("I noted:"), lines, Message("Say so if anything is wrong."))
        here = State({"satisfaction": 4}, Memory())
        way = route(self.SURVEY, here.answers, Setting(today=None, mode="conversation"))

        with app.test_request_context(f"/w/x?lang={lang}"):
            (reply,) = state(Step(here, way, (noted,), text), turn="1")["replies"]

        pieces = reply["text"] if isinstance(reply["text"], list) else [{"text": reply["text"]}]
        assert "".join(piece["text"] for piece in pieces) == expected.format(comment=TEXT["text"][lang])
        assert [piece["lang"] for piece in pieces if "lang" in piece] == (["en", "en"] if lang == "cy" else [])


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", languages=("en", "cy"))


@pytest.fixture
def conversation(open_window, survey) -> Window:
    return open_window(survey)


@pytest.fixture
def window(factories, survey):
    return factories.window(survey=survey)
