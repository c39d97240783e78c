"""Whom an invitation was to is forgotten once nobody will write to them again; what keeps its promises is not."""

import pytest
from sqlalchemy import select

from jobs.analysis import forget_expired
from models import Collector, Invitation, Survey, Unsubscribed, db, now, set_organisation, transaction
from surveys import invitations, inviting, publishing
from surveys.invitations import RECIPIENTS_KEPT_DAYS, AlreadyAnsweredError, Invited
from surveys.recipients import Recipient


class TestForgettingRecipients:
    def test_they_are_forgotten_so_many_days_after_the_last_mail(self, add, send_all, age, forget, counted, known):
        add(Recipient("jane@example.org", "Jane"))
        send_all()
        before = counted()

        age(days=RECIPIENTS_KEPT_DAYS - 1)
        forget()
        assert known() == [{"address": "jane@example.org", "name": "Jane"}]
        age(days=1)
        forget()

        assert known() == []
        assert counted() == before

    def test_a_reminder_begins_the_days_anew(self, add, send_all, age, ask, forget, known):
        add("jane@example.org")
        send_all()
        age(days=RECIPIENTS_KEPT_DAYS - 1)
        ask()
        send_all()

        age(days=2)
        forget()
        assert len(known()) == 1
        age(days=RECIPIENTS_KEPT_DAYS)
        forget()
        assert known() == []

    def test_after_the_last_reminder_they_are_forgotten_the_next_night(self, add, send_all, age, ask, forget, known):
        add("jane@example.org")
        send_all()
        for _ in range(2):
            age(days=8)
            ask()
            send_all()

        forget()

        assert known() == []

    @pytest.mark.parametrize("what", ["survey", "way"])
    def test_what_is_closed_forgets_all_the_next_night(self, add, send_all, close, what, forget, counted, known):
        add("sent@example.org")
        send_all()
        add("waiting@example.org")
        before = counted()
        forget()
        assert len(known()) == 2

        close(what)
        forget()

        assert known() == []
        assert counted() == before

    def test_one_that_waits_for_a_reminder_counts_as_sent_again(self, add, send_all, age, ask, close, forget):
        add("jane@example.org")
        send_all()
        age(days=8)
        ask()

        close("survey")
        forget()

        row = db.session.scalars(select(Invitation)).one()
        assert (row.state, row.remind, row.reminders) == ("sent", False, 0)

    def test_one_that_no_server_ever_took_is_forgotten_too(self, add, age, forget, counted, known):
        add("jane@example.org")

        age(days=RECIPIENTS_KEPT_DAYS)
        forget()

        assert known() == []
        assert counted().waiting == 1
        assert inviting.due(db.session(), at=now(), most=10) == []

    def test_one_that_is_being_sent_is_left_for_the_next_night(self, add, close, forget, known):
        add("jane@example.org")
        with transaction() as session:
            session.scalars(select(Invitation)).one().not_before = now() + inviting.CLAIM

        close("survey")
        forget()

        assert len(known()) == 1

    def test_it_is_for_all_organisations(self, add, send_all, age, forget, factories, organisation):
        ours = organisation.id
        add("jane@example.org")
        send_all()
        age(days=RECIPIENTS_KEPT_DAYS)
        set_organisation(db.session(), factories.organisation().id)

        forget()

        set_organisation(db.session(), ours)
        assert db.session.scalars(select(Invitation)).one().recipient is None


class TestWhatIsKept:
    def test_the_link_still_answers_once(self, add, send_all, age, forget, tokens, counted):
        add("jane@example.org")
        send_all()
        token = tokens["jane@example.org"]
        age(days=RECIPIENTS_KEPT_DAYS)
        forget()

        with transaction() as session:
            invitations.answered(session, token=token)
        with pytest.raises(AlreadyAnsweredError), transaction() as session:
            invitations.answered(session, token=token)

        assert counted().answered == 1

    def test_nobody_is_invited_twice(self, add, send_all, age, forget, mail_server):
        add("jane@example.org")
        send_all()
        age(days=RECIPIENTS_KEPT_DAYS)
        forget()

        assert add("Jane@Example.org") == Invited(added=0, already=1, unsubscribed=0, repeated=0)
        send_all()
        assert len(mail_server.mails) == 1

    def test_who_was_never_sent_one_can_be_added_again(self, add, age, forget, send_all, mail_server, known):
        add("jane@example.org")
        age(days=RECIPIENTS_KEPT_DAYS)
        forget()

        assert add(Recipient("jane@example.org", "Jane", "cy")) == Invited(1, 0, 0, 0)
        assert known() == [{"address": "jane@example.org", "name": "Jane"}]
        assert add("jane@example.org") == Invited(0, 1, 0, 0)
        send_all()

        assert [mail["To"] for mail in mail_server.mails] == ["jane@example.org"]

    def test_the_unsubscribe_sticks(self, add, send_all, age, forget, tokens, leave, open_round):
        add("jane@example.org")
        send_all()
        token = tokens["jane@example.org"]
        age(days=RECIPIENTS_KEPT_DAYS)
        forget()

        leave(token)

        assert len(db.session.scalars(select(Unsubscribed)).all()) == 1
        assert add("jane@example.org", to=open_round("Autumn")).unsubscribed == 1

    def test_nobody_forgotten_is_reminded(self, add, send_all, age, forget, ask):
        add("jane@example.org")
        send_all()
        age(days=RECIPIENTS_KEPT_DAYS)
        forget()

        assert ask() == 0


@pytest.fixture
def forget(do):
    """Do what the timetable does each night."""

    def run():
        db.session.rollback()
        do(forget_expired)
        db.session.rollback()

    return run


@pytest.fixture
def known(app):
    """Return whom invitations are still known to be to."""

    def read():
        db.session.rollback()
        rows = db.session.scalars(select(Invitation).order_by(Invitation.id))
        return [row.recipient for row in rows if row.recipient is not None]

    return read


@pytest.fixture
def close(spring):
    """Close the survey, or the way in alone."""

    def run(what):
        db.session.rollback()
        with transaction() as session:
            collector = session.get_one(Collector, spring)
            if what == "way":
                publishing.close_way(session, collector=collector)
            else:
                publishing.close(session, survey=session.get_one(Survey, collector.survey_id))

    return run
