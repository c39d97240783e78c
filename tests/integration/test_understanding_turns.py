"""What a person types is understood in the worker that understands, or the conversation goes on without."""

import socket
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest
from rq import Queue

import chat
import jobs
from app import create_app
from jobs import asking, turns
from jobs.analysis import complete_silent_conversations, forget_expired
from models import Draft, Message, Proposal, Submission, db, now, transaction
from nlp.understanding import Asked, Meaning
from surveys import transcripts
from tests.factories import CHOICE, RATING, TEXT, definition
from tests.integration.conftest import Window
from tests.integration.turns import understanding
from tests.pages import InspectingClient
from tests.understanding import SmallUnderstander
from web import previews

WAIT = {"key": "wait", "type": "duration", "units": ["hours", "minutes"], "text": {"en": "How long did you wait?"}}


class TestATypedMessage:
    def test_its_meaning_reaches_the_dialogue(self, conversation, worker, steps):
        answer = conversation.turn(said="4 I think, we rang them by phone")

        values = {"satisfaction": 4, "wait_minutes": 4, "channel": "By phone"}
        assert steps[-1]["meaning"] == Meaning("answer", 0.9, values)
        assert answer["ask"] is not None
        (seen,) = worker.seen
        assert (seen.asked.key, seen.asked.type) == ("satisfaction", "rating_1_5")
        assert [(each.key, each.type) for each in seen.open] == [
            ("channel", "choice"),
            ("wait", "duration"),
        ]
        assert seen.open[0] == Asked("channel", "choice", CHOICE["text"]["en"], ("Online", "By phone"))
        assert seen.today == now().date()

    def test_what_is_answered_comes_last_since_it_may_be_changed(self, conversation, worker):
        conversation.turn(said="4", value="4")
        conversation.turn(said="rather not say")

        (seen,) = worker.seen
        assert seen.asked.key == "channel"
        assert [each.key for each in seen.open] == ["wait", "satisfaction"]

    def test_the_question_that_the_window_saw_is_the_one_that_is_asked(self, conversation, worker):
        conversation.turn(said="4", value="4")
        conversation.turn(said="2 rather", asked="satisfaction")

        assert worker.seen[-1].asked.key == "satisfaction"

    @pytest.mark.parametrize("value", ["4", ""])
    def test_what_a_control_stands_for_needs_no_understanding(self, conversation, worker, steps, value):
        conversation.turn(said="Satisfied", value=value)

        assert worker.seen == []
        assert steps[-1]["meaning"] is None
        assert [message.who for message in said()] == ["service", "person", "service"]

    @pytest.mark.parametrize("words", [" \n", "x" * 5_001])
    def test_what_no_question_takes_is_not_waited_for(self, conversation, worker, words):
        conversation.turn(said=words)

        assert worker.seen == []

    def test_it_is_understood_in_a_preview_too_and_kept_by_nobody(self, factories, service, client, worker, steps):
        survey = factories.survey(service=service, questions=[TEXT])
        with transaction() as session:
            session.add(proposal(survey))
        window = factories.window(survey=survey)
        preview = Window(client, f"preview/{previews.ticket_for(survey.slug)}")

        assert preview.turn(said="More seats")["finished"] is True

        assert steps[-1]["meaning"].values == {"improve": "More seats"}
        assert said() == []
        assert window.key

    def test_one_that_cannot_be_understood_makes_nobody_wait(self, conversation, worker, steps):
        began = time.monotonic()

        answer = conversation.turn(said="This will break down")

        assert time.monotonic() - began < 2
        assert steps[-1]["meaning"] is None
        assert answer["replies"][0]["text"] == "Select one of the answers"

    def test_asking_inside_a_transaction_is_refused(self, conversation, organisation):
        with transaction(), pytest.raises(jobs.AskedTooSoonError):
            asking.understood(organisation_id=organisation.id, message_id=transcripts.WITHHELD)


class TestWhatIsKept:
    def test_all_that_was_said_and_shown_in_order(self, conversation, worker):
        conversation.turn(said="4")
        conversation.turn(said="online please", asked="channel")

        kept = said()
        assert [(message.number, message.who, message.asked) for message in kept] == [
            (1, "service", "satisfaction"),
            (2, "person", "satisfaction"),
            (3, "service", "channel"),
            (4, "person", "channel"),
            (5, "service", "wait"),
        ]
        assert kept[0].said == RATING["text"]["en"]
        assert kept[3].said == "online please"
        assert kept[4].said == WAIT["text"]["en"]
        assert {message.submission_id for message in kept} == {db.session.query(Draft).one().submission_id}

    def test_a_message_that_comes_twice_is_one(self, conversation, worker):
        body = conversation.body(said="I think a 4")
        for _ in range(3):
            conversation.turn(**body)

        assert [message.who for message in said()] == ["service", "person", "service"]
        assert len(worker.seen) == 1

    def test_one_that_comes_late_once_more_is_not_taken_again(self, conversation, worker):
        body = conversation.body(said="4")
        conversation.turn(**body)
        conversation.turn(said="back")

        assert conversation.turn(**body)["answered"] == []
        assert len(said()) == 5

    def test_two_at_once_are_one(self, app, conversation, worker, at_once):
        body = conversation.body(said="4")

        def send():
            return app.test_client().post(conversation.path, json=body).get_json()

        answers = at_once(send, send, send)

        assert {answer["ask"]["key"] for answer in answers} == {"channel"}
        assert [message.who for message in said()] == ["service", "person", "service"]

    def test_its_meaning_is_kept_with_it(self, conversation, worker):
        conversation.turn(said="I think a 4")

        assert said()[1].meaning["values"]["satisfaction"] == 4

    def test_another_organisation_sees_none_of_it(self, conversation, worker, factories, organisation):
        conversation.turn(said="I think a 4")
        message = said()[1]
        other = factories.organisation()

        assert transcripts.heard(db.session(), organisation_id=other.id, message_id=message.id) is None
        assert said() == []
        turns.understand(organisation_id=other.id, message_id=str(message.id))
        assert len(worker.seen) == 1

    def test_understanding_twice_changes_nothing(self, conversation, worker, do, organisation):
        conversation.turn(said="I think a 4")
        before = said()[1].meaning

        do(turns.understand, organisation_id=organisation.id, message_id=str(said()[1].id))

        assert said()[1].meaning == before

    def test_what_is_sent_meanwhile_is_not_understood_any_more(self, conversation, worker, do, organisation):
        conversation.turn(said="4", value="4")
        message_id = said()[1].id
        with transaction() as session:
            session.query(Draft).delete()

        do(turns.understand, organisation_id=organisation.id, message_id=str(message_id))

        assert worker.seen == []


class TestAWorkerThatIsNotThere:
    def test_where_none_ever_was_nobody_waits(self, conversation, took, waiting):
        assert took(lambda: conversation.turn(said="4")["ask"]["key"]) == "channel"

        assert took.in_asking < 0.2
        assert waiting() == 0

    def test_where_one_has_stopped_each_of_three_waits_the_limit_and_the_next_not_at_all(
        self, conversation, took, waiting, steps
    ):
        asking.beat(jobs.connection())
        for _ in range(3):
            assert took(lambda: conversation.turn(said="nonsense"))["replies"][0]["text"] == "Select one of the answers"
            assert 0.35 < took.in_asking < 0.5
        for _ in range(3):
            took(lambda: conversation.turn(said="nonsense"))
            assert took.in_asking < 0.2

        assert waiting() == 3
        assert {step["meaning"] for step in steps} == {None}

    def test_once_it_is_back_it_is_asked_again(self, conversation, took, waiting, monkeypatch, start, steps):
        monkeypatch.setattr(asking, "LOOK_EVERY_SECONDS", 0.0)
        asking.beat(jobs.connection())
        for _ in range(4):
            conversation.turn(said="nonsense")
        assert waiting() == 3

        started = start()

        assert conversation.turn(said="I think a 4")["ask"]["key"] == "channel"
        assert steps[-1]["meaning"].values["satisfaction"] == 4
        assert started.seen[-1].said == "I think a 4"

    def test_one_answer_in_time_and_three_more_may_be_missed(self, conversation, waiting, start):
        asking.beat(jobs.connection())
        for _ in range(2):
            conversation.turn(said="nonsense")
        started = start()
        conversation.turn(said="nonsense")
        started.stop()
        for _ in range(4):
            conversation.turn(said="nonsense")

        assert waiting() == 3

    def test_whoever_sets_no_time_asks_nobody(self, make_settings, settings, tmp_path, survey, factories, waiting):
        asking.beat(jobs.connection())
        key = factories.window(survey=survey).key
        patient = create_app(make_settings(settings.database_url, tmp_path, understanding_wait_ms=0))
        Window(InspectingClient(patient), key).turn(said="nonsense")
        with patient.app_context():
            db.engine.dispose()

        assert waiting() == 0


class TestAQueueServerThatIsAway:
    def test_nobody_waits(self, conversation, took, tmp_path, queue_url):
        jobs.connect(f"unix://{tmp_path / 'gone.sock'}")
        try:
            assert took(lambda: conversation.turn(said="4")["ask"]["key"]) == "channel"
            assert took.in_asking < 0.2
        finally:
            jobs.connect(queue_url)

    def test_one_that_goes_away_while_somebody_waits_is_not_waited_for(self, conversation, took, queue_url, worker):
        conversation.turn(said="4")
        with socket.create_server(("127.0.0.1", 0)) as silent:
            line = asking._line()
            jobs.connect(f"redis://127.0.0.1:{silent.getsockname()[1]}")
            asking._line()._missed = 0
            try:
                assert took(lambda: conversation.turn(said="online")["ask"]["key"]) == "wait"
                assert took.in_asking < 0.5
            finally:
                jobs.connect(queue_url)
        assert line is not asking._line()

    def test_one_that_says_nothing_is_waited_for_no_longer(self, make_settings, settings, tmp_path, survey, factories):
        key = factories.window(survey=survey).key
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"redis://127.0.0.1:{silent.getsockname()[1]}"
            cut_off = create_app(make_settings(settings.database_url, tmp_path, redis_url=url))
            window = Window(InspectingClient(cut_off), key)
            times = []
            for _ in range(3):
                began = time.monotonic()
                assert window.turn(said="nonsense")["ask"]["key"] == "satisfaction"
                times.append(time.monotonic() - began)
            with cut_off.app_context():
                db.engine.dispose()

        assert max(times) < 1.5


class TestForgetting:
    def test_what_was_said_goes_with_an_expired_draft(self, conversation, worker, do):
        conversation.turn(said="nonsense")
        self.touched(timedelta(days=8))

        do(forget_expired)

        assert (db.session.query(Draft).count(), said()) == (0, [])

    def test_and_with_one_in_which_nothing_was_answered(self, conversation, worker, do):
        conversation.turn(said="nonsense")
        self.touched(timedelta(minutes=31))

        do(complete_silent_conversations)

        assert (db.session.query(Draft).count(), db.session.query(Submission).count(), said()) == (0, 0, [])

    def test_what_somebody_else_said_stays(self, conversation, client, worker, do):
        conversation.turn(said="nonsense")
        self.touched(timedelta(days=8))
        Window(client, conversation.key).turn(said="nonsense")

        do(forget_expired)

        assert len(said()) == 3

    def touched(self, ago):
        with transaction() as session:
            session.query(Draft).one().touched_at = now() - ago


def said() -> list[Message]:
    db.session.rollback()
    return db.session.query(Message).order_by(Message.submission_id, Message.number).all()


def proposal(survey):
    return Proposal(
        organisation_id=survey.organisation_id,
        survey_id=survey.id,
        definition=definition(TEXT),
        changed_at=now(),
    )


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=[RATING, CHOICE, WAIT, TEXT])


@pytest.fixture
def conversation(open_window, survey):
    return open_window(survey)


@pytest.fixture
def steps(monkeypatch):
    """What the dialogue was called with."""
    calls, step = [], chat.step

    def recording(*args, **kwargs):
        calls.append(kwargs)
        return step(*args, **kwargs)

    monkeypatch.setattr(chat, "step", recording)
    return calls


@pytest.fixture
def waiting(app):
    return lambda: Queue(jobs.TURNS, connection=jobs.connection()).count


@pytest.fixture
def took(monkeypatch):
    """Call something and measure how long it waited for the worker, in seconds."""

    class Took:
        in_asking = 0.0

        def __call__(self, call):
            self.in_asking = 0.0
            return call()

    measured = Took()

    def timing(function):
        def timed(*args, **kwargs):
            began = time.monotonic()
            try:
                return function(*args, **kwargs)
            finally:
                measured.in_asking += time.monotonic() - began

        return timed

    for name in ("understood", "is_worth_asking"):
        monkeypatch.setattr(asking, name, timing(getattr(asking, name)))
    return measured


@pytest.fixture
def start(app):
    """Start a worker that understands, and wait until it is there."""
    with ExitStack() as started:

        def begin() -> SmallUnderstander:
            small = SmallUnderstander()
            jobs.give_understander(small)
            own = started.enter_context(ExitStack())
            own.enter_context(understanding(app))
            small.stop = own.close
            return small

        yield begin


@pytest.fixture
def worker(start, queue_url):
    """A worker that is waited for however busy the machine is."""
    jobs.connect(queue_url, patience=5.0)
    return start()
