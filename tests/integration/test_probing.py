"""Asking further in the window: with the real worker, kept as comments, carried to the form, and not missed without."""

import json
import time

import pytest

import jobs
from jobs import asking
from jobs.analysis import complete_silent_conversations, redact_transcripts
from models import (
    Comment,
    Draft,
    Message,
    Organisation,
    SealBrokenError,
    Submission,
    ThemeProbes,
    db,
    set_organisation,
    transaction,
)
from nlp.loading import understander
from surveys import probing, transcripts
from surveys.probing import ThemeNotFoundError, shipped
from tests.factories import IN_WELSH, RATING, TEXT
from tests.integration.conftest import Window
from tests.integration.test_conversation_window import again
from tests.integration.test_understanding_turns import proposal
from tests.integration.turns import understanding
from web import previews

LONG_WAIT = "The queue was dreadful and it took forever until anybody saw me"
HOW_LONG = shipped()["waiting"]["neg"]["en"]
THREE_HOURS = "It was three hours, and half an hour would have been fair"
KEY = "improve.probe.waiting"


@pytest.mark.usefixtures("worker", "counted_right")
class TestAProbe:
    def test_it_is_asked_about_what_was_said(self, conversation):
        answer = conversation.turn(said=LONG_WAIT)

        assert (answer["ask"]["key"], answer["ask"]["text"], answer["ask"]["optional"]) == (KEY, HOW_LONG, True)
        assert [(each["said"], each["label"]) for each in answer["quick"]] == [
            ("no more questions like this", "No more questions like this")
        ]
        (message,) = db.session.query(Message).filter_by(who="person")
        assert [(each["theme"], each["polarity"]) for each in message.opinions] == [("waiting", "neg")]
        assert db.session.query(Draft).one().reached == KEY

    def test_its_answer_is_a_comment_with_the_probe_as_its_question(self, conversation, run_jobs, organisation):
        conversation.turn(said=LONG_WAIT)
        answer = conversation.turn(said=THREE_HOURS)
        assert answer["replies"][0]["text"] == "Thank you, that helps."
        assert [(each["key"], each["question"]) for each in answer["answered"]][1] == (KEY, HOW_LONG)
        conversation.turn(said="4", value="4")

        run_jobs()

        comments = db.session.query(Comment).order_by(Comment.question).all()
        assert [(each.question, each.asked) for each in comments] == [("improve", TEXT["text"]["en"]), (KEY, HOW_LONG)]
        assert comments[1].redacted == THREE_HOURS
        assert {each.state for each in comments} == {"done"}
        assert len({each.submission_id for each in comments}) == 1

    def test_what_was_found_is_forgotten_when_the_conversation_is_redacted(self, conversation, run_jobs, do):
        conversation.turn(said=LONG_WAIT)
        conversation.turn(said=THREE_HOURS)
        conversation.turn(said="4", value="4")
        do(redact_transcripts)
        run_jobs()

        assert [each.opinions for each in db.session.query(Message)] == [None] * 7

    def test_it_can_be_answered_again_under_answered(self, conversation):
        conversation.turn(said=LONG_WAIT)
        conversation.turn(said=THREE_HOURS)

        answer = conversation.turn(said="Four hours, to be exact, and one is fair", asked=KEY)

        (line,) = (each for each in answer["answered"] if each["key"] == KEY)
        assert line["answer"] == "Four hours, to be exact, and one is fair"
        assert answer["asks"][KEY]["text"] == HOW_LONG

    def test_one_that_is_passed_over_leaves_no_comment(self, conversation, row_counts):
        conversation.turn(said=LONG_WAIT)
        answer = conversation.turn(said="no more questions like this")
        assert answer["replies"][0]["text"] == "That is all right. Thank you."
        conversation.turn(said="4", value="4")

        assert row_counts() | {"comment": 1, "submission": 1} == row_counts()

    def test_the_windows_own_button_passes_over_it_too(self, conversation):
        conversation.turn(said=LONG_WAIT)

        answer = conversation.turn(said="Skip", value="")

        assert answer["replies"][0]["text"] == "That is all right. Thank you."
        assert answer["ask"]["key"] == "satisfaction"

    def test_whoever_comes_back_finds_it_open(self, conversation):
        conversation.turn(said=LONG_WAIT)

        back = again(conversation)

        assert (back.page["state"]["ask"]["key"], back.page["state"]["ask"]["text"]) == (KEY, HOW_LONG)
        assert [each["said"] for each in back.page["state"]["quick"]] == ["no more questions like this"]
        back.path = back.page["turns_url"]
        assert back.turn(said=THREE_HOURS)["ask"]["key"] == "satisfaction"

    def test_a_message_that_comes_twice_asks_once(self, conversation):
        body = conversation.body(said=LONG_WAIT)
        for _ in range(2):
            answer = conversation.post(json.dumps(body).encode())
            assert answer["ask"]["key"] == KEY

        assert len(db.session.query(Draft).one().content["probes"]) == 1

    def test_an_answer_sent_twice_is_one_and_one_out_of_order_is_the_probes(self, conversation, row_counts):
        conversation.turn(said=LONG_WAIT)
        body = json.dumps(conversation.body(said=THREE_HOURS, asked=KEY)).encode()
        rating = conversation.turn(said="4", value="4", asked="satisfaction")
        assert rating["ask"]["key"] == KEY

        ended = conversation.post(body)

        assert ended["finished"] is True
        assert conversation.post(body)["finished"] is True
        assert row_counts() | {"comment": 2, "answer": 1, "submission": 1} == row_counts()

    def test_an_invented_probe_is_none(self, conversation):
        conversation.turn(said=LONG_WAIT)

        answer = conversation.turn(said=THREE_HOURS, asked="improve.probe.cost")

        assert [each["key"] for each in answer["answered"]] == ["improve", KEY]

    def test_a_conversation_left_at_it_keeps_what_was_said(self, conversation, do, row_counts):
        conversation.turn(said=LONG_WAIT)
        with transaction():
            draft = db.session.query(Draft).one()
            draft.touched_at = draft.touched_at.replace(year=draft.touched_at.year - 1)

        do(complete_silent_conversations)

        assert db.session.query(Submission).one().partial
        assert row_counts()["comment"] == 1

    def test_in_welsh_it_is_asked_in_welsh(self, open_window, factories, service):
        survey = factories.survey(service=service, questions=IN_WELSH, languages=("en", "cy"))
        window = open_window(survey)
        welsh = again(window, lang="cy")
        welsh.path = welsh.page["turns_url"]
        key = next(each["key"] for each in IN_WELSH if each["type"] == "text")

        answer = welsh.turn(said=LONG_WAIT, asked=key)

        assert db.session.query(Draft).one().content["answers"][key] == LONG_WAIT
        # It came before its turn, so that nothing is asked further about it.
        assert answer["ask"]["key"] != f"{key}.probe.waiting"

    def test_nor_is_anything_where_the_organisation_does_not_want_it(self, conversation, organisation):
        with transaction() as session:
            probing.switch(session, session.get_one(Organisation, organisation.id), on=False)

        assert conversation.turn(said=LONG_WAIT)["ask"]["key"] == "satisfaction"
        assert [each.opinions for each in db.session.query(Message).filter_by(who="person")] == [None]

    def test_in_a_preview_it_is_asked_too_and_kept_by_nobody(self, factories, service, client, row_counts):
        survey = factories.survey(service=service, questions=[TEXT])
        with transaction() as session:
            session.add(proposal(survey))
        preview = Window(client, f"preview/{previews.ticket_for(survey.slug)}")

        assert preview.turn(said=LONG_WAIT)["ask"]["key"] == KEY
        assert preview.turn(said=THREE_HOURS)["finished"] is True

        assert row_counts()["comment"] == 0


@pytest.mark.usefixtures("counted_right")
class TestInTheForm:
    def test_the_form_shows_it_below_its_question_and_check_your_answers_says_it(
        self, worker, conversation, client, run_jobs
    ):
        conversation.turn(said=LONG_WAIT)
        (link,) = conversation.turn(said="use the form")["links"]

        page = client.get_page(link["url"])
        assert [label.get_text(strip=True) for label in page.soup.select("form label")] == [
            f"{TEXT['text']['en']} (optional)",
            f"{HOW_LONG} (optional)",
        ]
        assert page.soup.find("textarea", attrs={"name": "q-improve"}).text.strip() == LONG_WAIT
        page = client.send(page, {f"q-{KEY}": THREE_HOURS, "q-improve": LONG_WAIT})
        page = client.send(page, {"answer": "4"})

        assert page.heading == "Check your answers before you send them"
        assert page.all("dt") == [TEXT["text"]["en"], HOW_LONG, RATING["text"]["en"]]
        client.send(page)
        run_jobs()
        kept = {each.asked: each.redacted for each in db.session.query(Comment)}
        assert kept == {TEXT["text"]["en"]: LONG_WAIT, HOW_LONG: THREE_HOURS}

    def test_what_was_answered_in_the_window_is_kept_and_can_be_changed(self, worker, conversation, client):
        conversation.turn(said=LONG_WAIT)
        conversation.turn(said=THREE_HOURS)
        (link,) = conversation.turn(said="use the form")["links"]
        page = client.send(client.get_page(link["url"]), {"answer": "4"})

        assert THREE_HOURS in page.text
        change = page.soup.select(".app-answers a")[1]["href"]
        page = client.send(client.get_page(change), {f"q-{KEY}": "Four hours, I mean", "q-improve": LONG_WAIT})

        assert "Four hours, I mean" in page.text

    def test_and_the_window_goes_on_with_it(self, worker, conversation, client):
        conversation.turn(said=LONG_WAIT)
        (link,) = conversation.turn(said="use the form")["links"]
        client.send(client.get_page(link["url"]), {f"q-{KEY}": THREE_HOURS, "q-improve": LONG_WAIT})

        state = again(conversation).page["state"]

        assert [each["key"] for each in state["answered"]] == ["improve", KEY]
        assert state["ask"]["key"] == "satisfaction"


class TestInsights:
    def test_the_answer_is_a_quote_beside_the_first_words(self, worker, conversation, run_jobs, sign_in, factories):
        factories.person(roles=["manager"], email="head@example.org")
        conversation.turn(said=LONG_WAIT)
        conversation.turn(said=THREE_HOURS)
        conversation.turn(said="4", value="4")
        run_jobs()

        shown = db.session.query(Comment).filter_by(question=KEY).one()
        page = sign_in("head@example.org", "/manage/insights/waiting?service=repairs&polarity=neg")
        assert shown.redacted in page.text
        assert LONG_WAIT in page.text


class TestWithoutTheWorker:
    def test_there_is_no_probe_and_nobody_waits_for_long(self, conversation, monkeypatch):
        monkeypatch.setattr(asking, "LOOK_EVERY_SECONDS", 0.0)
        jobs.connection().delete(asking.BEAT)
        took = []
        for said in (LONG_WAIT, "4", "1"):
            began = time.monotonic()
            answer = conversation.turn(said=said, asked="improve" if said == LONG_WAIT else None)
            took.append(time.monotonic() - began)
            if said == LONG_WAIT:
                assert answer["ask"]["key"] == "satisfaction"

        # Far less than a job may take, and far more than a machine that is busy with other tests needs for a turn.
        assert max(took) < 5.0
        assert db.session.query(Message).filter_by(who="person").order_by(Message.number).first().opinions is None

    def test_where_only_the_analyser_fails_the_meaning_is_there(self, conversation, worker, monkeypatch):
        class Broken:
            pipeline = "broken"

            def analyse(self, sources):
                raise ValueError("broken")

        jobs.give_analyser(Broken())

        assert conversation.turn(said=LONG_WAIT)["ask"]["key"] == "satisfaction"
        (message,) = db.session.query(Message).filter_by(who="person")
        assert message.meaning["intent"] in {"complain", "feedback", "answer"}
        assert message.opinions is None

    def test_what_does_not_open_is_nothing(self, conversation, worker):
        conversation.turn(said=LONG_WAIT)
        with transaction():
            message = db.session.query(Message).filter_by(who="person").one()
            message.sealed_opinions = b"\x01 broken"
        db.session.expire_all()

        assert transcripts.opinions_of(db.session(), message.id) == ()
        with pytest.raises(SealBrokenError):
            _ = message.opinions


class TestOwnProbes:
    def test_an_organisations_own_is_asked_and_another_organisation_has_the_products(
        self, worker, conversation, organisation, factories
    ):
        own = {"neg": {"en": "Which queue was it?"}, "pos": {"en": "Why?"}, "any": {"en": "And then?"}}
        with transaction() as session:
            probing.write(session, theme="waiting", texts=own)

        assert conversation.turn(said=LONG_WAIT)["ask"]["text"] == "Which queue was it?"
        other = factories.organisation()
        set_organisation(db.session(), other.id)
        assert probing.offered(db.session())["waiting"] == shipped()["waiting"]
        set_organisation(db.session(), organisation.id)

    def test_what_was_asked_stays_what_it_was_when_its_text_changes(self, worker, conversation):
        conversation.turn(said=LONG_WAIT)
        with transaction() as session:
            probing.write(session, theme="waiting", texts={**shipped()["waiting"], "neg": {"en": "Which queue?"}})

        assert again(conversation).page["state"]["ask"]["text"] == HOW_LONG

    def test_a_theme_that_is_switched_off_is_not_asked_about(self, worker, conversation):
        with transaction() as session:
            probing.switch_theme(session, theme="waiting", on=False)

        assert conversation.turn(said=LONG_WAIT)["ask"]["key"] == "satisfaction"

    def test_the_products_text_is_no_own_one(self, organisation):
        with transaction() as session:
            line = probing.write(session, theme="cost", texts=shipped()["cost"])

        assert line.own == frozenset()
        assert db.session.query(ThemeProbes).one().texts == {}

    def test_two_who_write_first_at_once_both_write(self, app, organisation, at_once):
        def do(text):
            def write():
                with app.app_context(), transaction() as session:
                    set_organisation(session, organisation_id)
                    probing.write(session, theme="cost", texts={**shipped()["cost"], "neg": {"en": text}})
                return True

            return write

        organisation_id = organisation.id
        db.session.rollback()
        assert at_once(do("One?"), do("Two?")) == [True, True]
        set_organisation(db.session(), organisation_id)
        assert probing.line(db.session(), "cost").texts["neg"]["en"] in {"One?", "Two?"}

    def test_of_an_unknown_theme_there_is_nothing(self, organisation):
        with pytest.raises(ThemeNotFoundError):
            probing.line(db.session(), "weather")


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=[TEXT, RATING])


@pytest.fixture
def conversation(open_window, survey) -> Window:
    return open_window(survey)


@pytest.fixture(scope="session")
def shipped_understander():
    return understander()


@pytest.fixture
def worker(app, queue_url, analyser, shipped_understander):
    """The worker that understands, with the models that are shipped, waited for however busy the machine is."""
    jobs.connect(queue_url, patience=5.0)
    jobs.give_understander(shipped_understander)
    jobs.give_analyser(analyser)
    with understanding(app) as made:
        yield made
