"""Nobody reads what was said in a conversation until it is sent and cleaned; then only what was cleaned is kept."""

import json

import pytest
from sqlalchemy import text

import jobs
from jobs.analysis import redact_transcripts
from jobs.timetable import TIMETABLE
from models import Message, Submission, db, set_organisation, transaction
from nlp.understanding import Meaning
from surveys import transcripts
from tests.factories import CHOICE, RATING, TEXT

EMAIL = {"key": "reach", "type": "email", "text": {"en": "What is your email address?"}, "required": False}
SECRETS = ("marmalade", "example.org", "07700")
COMMENT = "Jane Marmalade kept me waiting, ring 07700 900123 or write to jane.marmalade@example.org"


@pytest.mark.usefixtures("counted_right")
class TestRedacting:
    def test_before_it_lies_sealed_and_after_it_cleaned(self, sent, run_jobs):
        assert [message.said is None for message in person()] == [False, False, False, True]

        run_jobs()

        kept = person()
        assert [message.said for message in kept] == [None] * 4
        assert [message.redacted for message in kept[:2]] == ["4", "online"]
        assert kept[2].redacted.endswith("kept me waiting, ring [phone] or write to [email]")
        assert "Marmalade" not in kept[2].redacted
        assert everything() == []

    def test_what_the_window_showed_is_cleaned_too(self, sent, run_jobs):
        run_jobs()

        shown = [message for message in messages() if message.who == "service"]
        assert [message.said for message in shown] == [None] * 5
        assert shown[0].redacted == RATING["text"]["en"]
        assert shown[-1].redacted == "Thank you. Your feedback has been sent."

    def test_an_answer_to_a_question_for_contact_details_is_not_kept_at_all(self, sent):
        assert (person()[-1].redacted, person()[-1].said) == (transcripts.WITHHELD, None)

    def test_of_a_meaning_only_what_was_wanted_stays(self, sent, run_jobs):
        self.give_meaning(person()[2], {"improve": COMMENT})

        run_jobs()

        kept = person()[2]
        assert (kept.meaning, kept.intent, kept.confidence) == (None, "answer", 0.9)

    def test_of_each_message_it_is_noted_which_questions_it_answered_and_whether_it_was_asked_for_again(
        self, conversation, run_jobs
    ):
        for said in ("purple elephants", "4", "online", "skip", "skip"):
            conversation.turn(said=said)

        run_jobs()

        assert [(message.filled, message.repaired) for message in person()] == [
            (None, True),
            (["satisfaction"], False),
            (["channel"], False),
            (None, False),
            (None, False),
        ]

    def test_a_meaning_that_comes_later_is_not_kept(self, sent, run_jobs):
        run_jobs()
        with transaction() as session:
            transcripts.mean(session, message_id=person()[2].id, meaning=Meaning("answer", 0.9, {"improve": COMMENT}))

        assert person()[2].meaning is None

    def test_it_may_run_twice(self, sent, run_jobs, do, analyser):
        run_jobs()
        before = [(message.redacted, message.sealed_said) for message in messages()]

        do(redact_transcripts)

        assert [(message.redacted, message.sealed_said) for message in messages()] == before

    def test_the_sweep_finds_what_nobody_asked_for(self, sent, do, analyser):
        jobs.give_analyser(analyser)
        assert redact_transcripts in [entry.job for entry in TIMETABLE]

        do(redact_transcripts)

        assert {message.said for message in messages()} == {None}

    def test_what_is_not_sent_is_left_alone(self, conversation, do, analyser):
        jobs.give_analyser(analyser)
        conversation.turn(said="4")

        do(redact_transcripts)

        assert [message.said for message in person()] == ["4"]

    def test_one_that_does_not_open_holds_up_no_other(self, sent, do, analyser):
        jobs.give_analyser(analyser)
        with transaction() as session:
            broken = session.query(Message).filter_by(who="person", number=4).one()
            broken.sealed_said = b"\x02" + bytes(40)

        do(redact_transcripts)

        assert [message.sealed_said is None for message in person()] == [True, False, True, True]

    def test_one_that_the_redaction_cannot_take_holds_up_no_other(self, sent, do, analyser):
        jobs.give_analyser(Stumbling(analyser))

        do(redact_transcripts)

        assert [message.said is None for message in person()] == [True, True, False, True]

    def test_names_of_the_organisations_own_are_no_personal_data(self, conversation, factories, service, run_jobs):
        factories.unit(service=service, name={"en": "Marmalade House"})
        conversation.turn(said="4")
        conversation.turn(said="online")
        conversation.turn(said="I went to Marmalade House")
        conversation.turn(said="skip")

        run_jobs()

        assert person()[2].redacted == "I went to Marmalade House"

    def test_each_organisation_keeps_its_own(self, sent, factories, run_jobs, organisation, open_window):
        ours, other = organisation.id, factories.organisation()
        set_organisation(db.session(), other.id)
        window = open_window(factories.survey(service=factories.service(), questions=[TEXT]))
        window.turn(said="Theirs, write to jane.marmalade@example.org")

        run_jobs()

        assert [message.redacted for message in person()] == ["Theirs, write to [email]"]
        set_organisation(db.session(), ours)
        assert len(person()) == 4
        assert everything() == []

    def give_meaning(self, message, values):
        with transaction() as session:
            session.get(Message, message.id).meaning = {"intent": "answer", "confidence": 0.9, "values": values}


class TestWhatLiesReadable:
    def test_nothing_that_was_said_before_it_is_cleaned(self, conversation):
        conversation.turn(said="4")
        conversation.turn(said=COMMENT)
        conversation.turn(said=COMMENT, asked="improve")

        assert len(messages()) == 7
        assert everything() == []

    def test_two_conversations_are_sealed_under_two_keys(self, conversation, client, open_window):
        conversation.turn(said="4")
        type(conversation)(client, conversation.key).turn(said="4")
        first, second = person()

        with transaction() as session:
            session.get(Message, first.id).sealed_said = second.sealed_said

        with pytest.raises(Exception, match="does not open"):
            _ = session.get(Message, first.id).said


class Stumbling:
    """A redactor that cannot take one text."""

    pipeline = "stumbling"

    def __init__(self, analyser):
        self.analyser = analyser

    def redact(self, sources):
        for source in sources:
            if "Marmalade" in source.text:
                raise RecursionError
            yield from self.analyser.redact([source])


def messages() -> list[Message]:
    db.session.rollback()
    return db.session.query(Message).order_by(Message.submission_id, Message.number).all()


def person() -> list[Message]:
    return [message for message in messages() if message.who == "person"]


def everything() -> list[str]:
    """Return which of the secrets lie readable in the table."""
    rows = db.session.execute(text("SELECT * FROM message")).all()
    db.session.rollback()
    readable = json.dumps([[str(value) for value in row] for row in rows]).casefold()
    return [secret for secret in SECRETS if secret in readable]


@pytest.fixture
def conversation(open_window, factories, service):
    return open_window(factories.survey(service=service, slug="visit", questions=[RATING, CHOICE, TEXT, EMAIL]))


@pytest.fixture
def sent(conversation):
    """A conversation that was sent; nothing of it is redacted yet."""
    for said in ("4", "online", COMMENT, "jane.marmalade@example.org"):
        conversation.turn(said=said)
    assert db.session.query(Submission).count() == 1
    return conversation
