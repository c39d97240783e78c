"""Cases: opened in a conversation by whoever wants to be answered."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from followup import cases
from jobs import asking
from jobs.analysis import complete_silent_conversations, forget_expired
from models import (
    Case,
    CaseContact,
    Comment,
    Draft,
    Message,
    Service,
    Submission,
    db,
    now,
    set_organisation,
    transaction,
)
from nlp.understanding import Meaning
from surveys import transcripts
from tests.factories import RATING, TEXT
from tests.integration.conftest import Window
from tests.integration.test_conversation_window import again

ASK, EMAIL = "talk to a person", "jo@example.org"
PLACE = {"key": "office", "type": "place", "text": {"en": "Which office?"}, "required": False}


class TestAskingForAPerson:
    def test_a_case_is_open_at_once_and_the_question_stays(self, conversation, service):
        conversation.turn(said="4")

        answer = conversation.turn(said=ASK)

        case = the_case()
        assert (case.kind, case.state, case.service_id) == ("person", "open", service.id)
        assert case.submission_id == db.session.query(Draft).one().submission_id
        assert [message.said for message in led(case)] == [ASK]
        assert (answer["ask"]["key"], answer["ask"]["type"], answer["ask"]["options"]) == ("improve", "contact", [])
        assert answer["ask"]["text"] == answer["replies"][-1]["text"]
        assert [each["label"] for each in answer["quick"]] == ["No, thanks"]

    def test_how_to_reach_them_is_kept_apart_and_the_reference_told(self, conversation):
        conversation.turn(said=ASK)

        answer = conversation.turn(said=EMAIL)

        case = the_case()
        assert f"Your reference is {case.reference}." in answer["replies"][0]["text"]
        assert (answer["ask"]["key"], answer["ask"]["type"]) == ("satisfaction", "rating")
        contact = db.session.query(CaseContact).one()
        assert (contact.case_id, contact.value) == (case.id, {"email": EMAIL})
        assert contact.forget_on == now().date() + timedelta(days=cases.CONTACT_KEPT_DAYS)
        assert person()[-1].redacted == transcripts.WITHHELD
        assert EMAIL not in everything()

    def test_who_does_not_want_to_be_reached_is_told_that_nobody_can_answer(self, conversation):
        conversation.turn(said=ASK)

        answer = conversation.turn(said="no thanks")

        assert "nobody can answer you" in answer["replies"][0]["text"]
        assert the_case().reference in answer["replies"][0]["text"]
        assert db.session.query(CaseContact).count() == 0
        assert answer["ask"]["key"] == "satisfaction"

    def test_the_time_is_the_services(self, conversation, service):
        assert said_in(conversation.turn(said=ASK))[1] == "I cannot promise when they will answer."
        with transaction() as session:
            cases.set_reply_days(session, service=session.get_one(Service, service.id), days=3)

        answer = conversation.turn(said=EMAIL)

        assert said_in(answer)[1] == "They usually answer within 3 working days."
        # What was said before binds nobody to more.
        assert the_case().due_on is None

    def test_until_when_an_answer_is_promised_is_kept(self, conversation, service):
        with transaction() as session:
            cases.set_reply_days(session, service=session.get_one(Service, service.id), days=5)

        conversation.turn(said=ASK)

        case = the_case()
        assert case.due_on - now().date() in {timedelta(days=7), timedelta(days=6)}

    def test_in_welsh(self, open_window, factories, service):
        conversation = open_window(factories.survey(service=service, languages=("en", "cy")))
        conversation.turn(said="4")
        welsh = again(conversation, lang="cy")
        welsh.path = welsh.page["turns_url"]

        welsh.turn(said="siarad â pherson", turn="a")

        assert the_case().kind == "person"

    def test_whoever_reloads_the_window_is_asked_again(self, conversation):
        conversation.turn(said="4")
        conversation.turn(said=ASK)

        state = again(conversation).page["state"]

        assert (state["ask"]["type"], state["replies"][-1]["text"]) == ("contact", state["ask"]["text"])


class TestOnlyOne:
    def test_a_message_that_comes_twice_is_one(self, conversation):
        asking = conversation.body(said=ASK)
        for _ in range(3):
            conversation.turn(**asking)
        reaching = conversation.body(said=EMAIL)
        for body in (reaching, reaching, asking):
            conversation.turn(**body)

        assert len(the_case().led) == 1
        assert db.session.query(CaseContact).count() == 1

    def test_asking_again_is_the_same_case(self, conversation):
        for said in (ASK, EMAIL, ASK):
            answer = conversation.turn(said=said)

        assert said_in(answer)[0] == "I have passed it on already that you want to talk to a person."
        assert len(the_case().led) == 2

    def test_two_at_once_are_one(self, app, conversation, at_once):
        conversation.turn(said="4")
        bodies = [conversation.body(said=ASK) for _ in range(2)]

        def send(body):
            return lambda: app.test_client().post(conversation.path, json=body).status_code

        assert at_once(*map(send, bodies)) == [200, 200]

        db.session.rollback()
        assert len(the_case().led) == 1

    def test_a_new_address_replaces_the_first(self, conversation):
        for said in (ASK, EMAIL, ASK):
            conversation.turn(said=said)
        with transaction() as session:
            cases.add_contact(
                session, submission_id=the_case().submission_id, value={"phone": "+441632960001"}, day=now().date()
            )

        assert db.session.query(CaseContact).one().value == {"phone": "+441632960001"}

    def test_two_conversations_are_two(self, client, conversation):
        conversation.turn(said=ASK)
        Window(client, conversation.key).turn(said=ASK)

        references = {case.reference for case in db.session.query(Case)}
        assert len(references) == 2
        assert all(len(reference) == 7 and reference[3] == "-" for reference in references)

    def test_one_that_was_closed_meanwhile_is_open_again(self, conversation, factories, service):
        conversation.turn(said=ASK)
        conversation.turn(said=EMAIL)
        close(the_case(), factories, service)
        assert db.session.query(CaseContact).count() == 0

        answer = conversation.turn(said=ASK)

        assert (the_case().state, the_case().closed_by) == ("open", None)
        assert answer["ask"]["type"] == "contact"

    def test_one_that_was_closed_while_an_address_was_typed_is_open_again(self, conversation, factories, service):
        conversation.turn(said=ASK)
        close(the_case(), factories, service)

        conversation.turn(said=EMAIL)

        assert the_case().state == "open"


@pytest.mark.usefixtures("questions_understood")
class TestAQuestion:
    QUESTION = "When will my roof be mended?"

    def test_it_is_passed_on_after_one_yes(self, conversation):
        conversation.turn(said="4")
        asked = conversation.turn(said=self.QUESTION)
        assert [each["said"] for each in asked["quick"]] == ["pass it on", "go on"]
        assert db.session.query(Case).count() == 0

        answer = conversation.turn(said="pass it on")

        assert said_in(answer)[0].startswith("I have passed your question on")
        assert the_case().kind == "question"
        assert [message.said for message in led(the_case())] == [self.QUESTION]
        conversation.turn(said=EMAIL)
        assert db.session.query(CaseContact).count() == 1

    def test_with_a_wish_for_a_person_it_is_one_case(self, conversation):
        for said in (self.QUESTION, "yes", EMAIL, ASK):
            conversation.turn(said=said)

        assert the_case().kind == "person"
        assert [message.said for message in led(the_case())] == [self.QUESTION, ASK]

    @pytest.mark.usefixtures("counted_right")
    def test_answered_by_something_else_it_is_kept_as_a_comment(self, conversation):
        conversation.turn(said=self.QUESTION)

        answer = conversation.turn(said="4")

        assert said_in(answer)[0].startswith("I noted it: ")
        assert db.session.query(Case).count() == 0
        conversation.turn(said="More seats", asked="improve")
        (comment,) = db.session.query(Comment)
        assert comment.text == f"{self.QUESTION}\nMore seats"


class TestUntilItIsSent:
    @pytest.mark.usefixtures("counted_right")
    def test_the_whole_way_leaves_the_case_with_its_transcript(self, conversation, run_jobs):
        for said in ("4", ASK, EMAIL, "More seats, ring 07700 900123"):
            conversation.turn(said=said)
        run_jobs()

        assert the_case().submission_id == db.session.query(Submission).one().id
        assert [message.redacted for message in person()] == ["4", ASK, "[contact]", "More seats, ring [phone]"]

    @pytest.mark.usefixtures("counted_right")
    def test_silence_completes_it_as_partial_also_where_nothing_was_answered(self, conversation, do, run_jobs):
        conversation.turn(said=ASK)
        conversation.turn(said=EMAIL)
        silent()

        do(complete_silent_conversations)
        run_jobs()

        sent = db.session.query(Submission).one()
        assert (sent.partial, the_case().submission_id) == (True, sent.id)
        assert db.session.query(CaseContact).count() == 1
        assert [message.redacted for message in person()] == [ASK, "[contact]"]

    @pytest.mark.usefixtures("counted_right")
    def test_who_goes_on_in_the_form_and_sends_nothing_is_answered_all_the_same(self, conversation, do):
        conversation.turn(said=ASK)
        conversation.turn(said=EMAIL)
        with transaction() as session:
            draft = session.query(Draft).one()
            draft.mode, draft.touched_at = "page", now() - timedelta(days=7, minutes=1)

        do(forget_expired)
        assert db.session.query(CaseContact).count() == 1
        do(complete_silent_conversations)

        sent = db.session.query(Submission).one()
        assert (sent.partial, sent.mode, the_case().submission_id) == (True, "page", sent.id)

    def test_one_that_does_not_open_is_not_kept_for_ever(self, conversation, do):
        conversation.turn(said=ASK)
        with transaction() as session:
            draft = session.query(Draft).one()
            draft.mode, draft.touched_at = "page", now() - timedelta(days=8, minutes=1)

        do(forget_expired)

        assert (db.session.query(Draft).count(), db.session.query(Case).count()) == (0, 0)

    @pytest.mark.usefixtures("counted_right")
    def test_who_stops_without_an_answer_keeps_it_too(self, conversation):
        for said in (ASK, EMAIL, "stop"):
            conversation.turn(said=said)

        ended = conversation.turn(said="yes")

        assert ended["ending"] == "stopped"
        assert the_case().submission_id == db.session.query(Submission).one().id

    def test_what_an_answer_says_of_the_place_is_the_cases(self, open_window, factories, service):
        unit = factories.unit(service=service, slug="north", name={"en": "North"})
        conversation = open_window(factories.survey(service=service, questions=[PLACE, TEXT]))
        for said in (ASK, "no thanks", "North", "skip"):
            conversation.turn(said=said)
        everywhere = cases.Reach(frozenset(), frozenset({unit.id}))

        (case,) = cases.queries.listed(db.session(), everywhere, is_open=True)

        assert case.unit == {"en": "North"}


class TestDeleting:
    @pytest.mark.usefixtures("counted_right")
    def test_delete_my_data_deletes_it(self, conversation):
        for said in ("4", ASK, EMAIL, "delete my data", "delete it"):
            conversation.turn(said=said)

        assert (db.session.query(Case).count(), db.session.query(CaseContact).count()) == (0, 0)

    def test_a_draft_that_expires_takes_it_along(self, conversation, do):
        conversation.turn(said=ASK)
        conversation.turn(said=EMAIL)
        with transaction() as session:
            session.query(Draft).one().touched_at = now() - timedelta(days=8)

        do(forget_expired)

        assert (db.session.query(Case).count(), db.session.query(CaseContact).count()) == (0, 0)

    def test_contact_details_are_forgotten_when_their_time_is_over(self, conversation, do):
        conversation.turn(said=ASK)
        conversation.turn(said=EMAIL)
        do(forget_expired)
        assert db.session.query(CaseContact).count() == 1
        with transaction() as session:
            session.query(CaseContact).one().forget_on = now().date()

        do(forget_expired)

        assert (db.session.query(Case).count(), db.session.query(CaseContact).count()) == (1, 0)

    def test_only_ones_own(self, conversation, client):
        other = Window(client, conversation.key)
        other.turn(said=ASK)
        for said in (ASK, EMAIL, "delete my data", "delete it"):
            conversation.turn(said=said)

        assert db.session.query(Case).count() == 1


class TestAPreview:
    def test_nothing_is_passed_on(self, preview):
        preview.turn(said=ASK)
        preview.turn(said=EMAIL)

        assert (db.session.query(Case).count(), db.session.query(CaseContact).count()) == (0, 0)


class TestTenancy:
    def test_each_organisation_has_its_own(self, conversation, factories, open_window, organisation):
        ours = organisation.id
        conversation.turn(said=ASK)
        set_organisation(db.session(), factories.organisation().id)
        theirs = open_window(factories.survey(service=factories.service(), questions=[TEXT]))
        theirs.turn(said=ASK)
        theirs.turn(said=EMAIL)

        assert db.session.query(CaseContact).count() == 1
        set_organisation(db.session(), ours)
        assert (db.session.query(Case).count(), db.session.query(CaseContact).count()) == (1, 0)


def test_a_turn_without_a_name_that_can_be_kept_is_refused(conversation):
    for turn in ("\0", "a\0b", "", "x" * 65, 7, None):
        problem = conversation.turn(said="4", turn=turn, status=400)
        assert problem["detail"] == "Your message could not be read. Try again."

    assert db.session.query(Draft).count() == 0


def the_case() -> Case:
    db.session.rollback()
    return db.session.query(Case).one()


def led(case: Case) -> list[Message]:
    return [db.session.get_one(Message, UUID(key)) for key in case.led]


def person() -> list[Message]:
    db.session.rollback()
    return db.session.query(Message).filter_by(who="person").order_by(Message.number).all()


def said_in(answer) -> list[str]:
    return [reply["text"] for reply in answer["replies"]]


def everything() -> str:
    return " ".join(
        str(row) for table in ("message", "followup_case", "case_contact", "draft")
        for row in db.session.execute(text(f"SELECT * FROM {table}")).all()
    )  # fmt: skip


def silent() -> None:
    with transaction() as session:
        session.query(Draft).one().touched_at = now() - timedelta(minutes=31)


def close(case, factories, service) -> None:
    person_id, case_id = factories.person(roles=["manager"], service=service).id, case.id
    reach = cases.Reach(frozenset({service.id}), frozenset())
    with transaction() as session:
        by = session.get_one(cases.Person, person_id)
        assert cases.close(session, case_id=case_id, reach=reach, by=by)


@pytest.fixture
def questions_understood(monkeypatch):
    """The worker has understood in time what ends in a question mark, and nothing else."""

    def understood(*, organisation_id, message_id):
        with transaction() as session:
            message = session.get_one(Message, message_id)
            is_question = message.said.endswith("?")
            if is_question:
                transcripts.mean(session, message_id=message_id, meaning=Meaning("ask_question", 0.9, {}))
        return is_question

    monkeypatch.setattr(asking, "is_worth_asking", lambda: True)
    monkeypatch.setattr(asking, "understood", understood)


@pytest.fixture
def conversation(open_window, factories, service) -> Window:
    survey = factories.survey(service=service, slug="visit", questions=[RATING, TEXT])
    return open_window(survey)
