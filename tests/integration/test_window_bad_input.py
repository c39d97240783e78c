"""Whatever is said to the window, it answers in words, and nothing is half written."""

import pytest

from models import Comment, Draft, Message, Submission, Survey, SurveyVersion, db, transaction
from surveys import drafts, publishing
from tests.factories import CHOICE, RATING, TEXT, definition

HTML = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"
SQL = "'; DROP TABLE draft; --"
OVERRIDE = "The wait was \u202edna gnol saw tiaw ehT"
NEW = {**TEXT, "key": "seats", "text": {"en": "What about the seats?"}}


@pytest.mark.usefixtures("counted_right")
class TestWordsThatAreNoAnswer:
    @pytest.mark.parametrize("said", ["", " \n\t ", "\u200b\ufeff", "🚌🚌🚌", HTML, SQL, OVERRIDE, "5,5", "x" * 10_000])
    def test_a_question_with_options_is_asked_again_in_words(self, talk, said, row_counts):
        answer = talk.turn(said=said)

        assert answer["ask"]["key"] == "satisfaction"
        assert answer["answered"] == []
        assert answer["replies"][0]["text"]
        assert (row_counts()["submission"], row_counts()["answer"], row_counts()["comment"]) == (0, 0, 0)

    @pytest.mark.parametrize("said", ["", "   ", "\u202e\u2066"])
    def test_nothing_is_no_answer_to_a_text_that_is_needed(self, open_window, factories, service, said, row_counts):
        talk = open_window(factories.survey(service=service, questions=[{**TEXT, "required": True}]))

        answer = talk.turn(said=said)

        assert answer["ask"]["key"] == TEXT["key"]
        assert "Enter a comment" in answer["replies"][0]["text"]
        assert row_counts()["submission"] == 0

    def test_ten_thousand_characters_are_said_to_be_too_many_and_the_conversation_goes_on(self, talk, row_counts):
        to_the_comment(talk)

        answer = talk.turn(said="x" * 10_000)

        assert answer["replies"][0]["text"].endswith("It has 10,000")
        assert answer["ask"]["key"] == "improve"
        assert talk.turn(said="More seats")["finished"] is True
        assert row_counts()["comment"] == 1

    def test_a_value_that_no_control_sends_is_asked_for_again(self, talk, row_counts):
        for value in (7, -1, 1e400, [], {}, [[[]]], {"chosen": {"x": 1}}, True, "x" * 10_000, "\ud800", HTML):
            answer = talk.turn(said="4", value=value, status=200)
            assert answer["ask"]["key"] == "satisfaction", value

        assert row_counts()["submission"] == 0


@pytest.mark.usefixtures("counted_right")
class TestWordsThatAreKept:
    @pytest.mark.parametrize("said", ["🚌", HTML, SQL, OVERRIDE])
    def test_a_comment_is_kept_as_it_was_said(self, talk, said, row_counts):
        to_the_comment(talk)

        assert talk.turn(said=said)["finished"] is True

        assert db.session.query(Comment).one().text == said
        assert (row_counts()["draft"], row_counts()["submission"]) == (0, 1)

    def test_what_turns_writing_round_is_shown_by_itself(self, open_window, factories, service):
        talk = open_window(factories.survey(service=service, questions=[TEXT, RATING]))

        answer = talk.turn(said=OVERRIDE)

        # Its own direction keeps it apart from the words around it.
        assert answer["answered"][0]["answer"] == [{"text": OVERRIDE, "dir": "auto"}]

    def test_markup_comes_back_as_text_alone(self, open_window, factories, service, client):
        talk = open_window(factories.survey(service=service, questions=[TEXT, RATING]))
        talk.turn(said=HTML)

        page = client.get_page(f"/w/{talk.key}?ticket={talk.ticket}")

        assert "<script>alert" not in page.html
        assert "onerror=alert(1)>" not in page.html.replace("\\u003e", "")


@pytest.mark.usefixtures("counted_right")
class TestAFlood:
    def test_who_says_too_much_is_told_when_to_go_on_and_loses_nothing(self, talk, row_counts):
        talk.turn(said="4")
        bodies = [talk.body(said="carrier pigeon") for _ in range(60)]

        answers = [talk.client.request("POST", talk.path, json=body, headers=PROBLEM) for body in bodies]

        assert [answer.status_code for answer in answers] == [200] * 59 + [429]
        refused = answers[-1]
        seconds = int(refused.headers["Retry-After"])
        assert 1 <= seconds <= 60
        assert refused.mimetype == "application/problem+json"
        assert refused.get_json()["detail"] == (
            f"You have sent a lot of messages in a short time. Wait {seconds} seconds, then send this one again. "
            "Nothing that you said is lost."
        )
        assert (row_counts()["draft"], row_counts()["submission"]) == (1, 0)
        assert drafts.opened(db.session.query(Draft).one()).answers == {"satisfaction": 4}


@pytest.mark.usefixtures("counted_right")
class TestASurveyThatIsPublishedAnew:
    def test_who_has_begun_ends_in_the_version_they_began_with(self, talk, survey, client, row_counts):
        talk.turn(said="4")
        publish(survey, NEW, RATING)

        assert client.get_page(f"/w/{talk.key}?ticket={talk.ticket}").one("#messages").text.count("seats") == 0
        assert talk.turn(said="online")["ask"]["key"] == "improve"
        assert talk.turn(said="More light")["finished"] is True

        sent = db.session.query(Submission).one()
        assert db.session.get_one(SurveyVersion, sent.survey_version_id).number == 1
        assert row_counts() | {"draft": 0, "submission": 1, "answer": 2, "comment": 1} == row_counts()

    def test_who_had_said_nothing_is_asked_the_new_questions(self, talk, survey, row_counts):
        publish(survey, NEW, RATING)

        # The window still shows the first version's question.
        answer = talk.turn(said="Satisfied", value="4", asked="satisfaction")

        assert answer["ask"]["key"] == "seats"
        assert [line["key"] for line in answer["answered"]] == ["satisfaction"]
        assert talk.turn(said="Softer")["finished"] is True
        assert db.session.get_one(SurveyVersion, db.session.query(Submission).one().survey_version_id).number == 2

    def test_an_answer_to_a_question_that_is_gone_is_not_taken_for_another(self, talk, survey, row_counts):
        publish(survey, {**RATING, "key": "speed"}, NEW)

        answer = talk.turn(said="Satisfied", value="4", asked="satisfaction")

        assert answer["ask"]["key"] in {"speed", "seats"}
        assert row_counts()["submission"] == 0
        assert db.session.query(Message).filter_by(who="person").count() == 1


PROBLEM = {"Accept": "application/problem+json"}


def to_the_comment(talk):
    for said in ("4", "online"):
        talk.turn(said=said)


def publish(survey, *questions):
    with transaction() as session:
        publishing.publish(
            session, survey=session.get_one(Survey, survey.id), definition=definition(*questions, languages=("en",))
        )


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=[RATING, CHOICE, TEXT])


@pytest.fixture
def talk(open_window, survey):
    return open_window(survey)
