"""Who is invited, what is counted, who answered and who wants no more."""

import pytest
from sqlalchemy import select, text

from models import Collector, Invitation, Unsubscribed, db, now, set_organisation, transaction
from surveys import invitations
from surveys.invitations import (
    AlreadyAnsweredError,
    Figures,
    InvitationNotFoundError,
    Invited,
    WrongCollectorError,
)
from surveys.recipients import Recipient


class TestInviting:
    def test_each_address_is_invited_once(self, add, counted):
        first = add("a@example.org", "A@EXAMPLE.org", "b@example.org")
        second = add("B@example.org", "c@example.org", "c@example.org")

        assert first == Invited(added=2, already=0, unsubscribed=0, repeated=1)
        assert second == Invited(added=1, already=1, unsubscribed=0, repeated=1)
        assert counted() == Figures(3, 3, 0, 0, 0, 0, 0)

    def test_a_thousand_are_added_at_once(self, add):
        many = [f"citizen-{number}@example.org" for number in range(1000)]

        assert add(*many).added == 1000
        assert add(*many, "one-more@example.org") == Invited(1, 1000, 0, 0)

    def test_no_address_or_name_lies_open(self, add, app):
        add(Recipient("blodwen@example.org", "Blodwen", "cy"))

        row = db.session.execute(text("SELECT * FROM invitation")).one()
        assert not any("lodwen" in str(value) for value in row)
        assert db.session.scalars(select(Invitation)).one().recipient == {
            "address": "blodwen@example.org",
            "name": "Blodwen",
        }

    def test_another_round_invites_anew(self, add, open_round):
        autumn = open_round("Autumn")

        add("a@example.org")

        assert add("a@example.org", to=autumn) == Invited(1, 0, 0, 0)

    def test_a_round_is_opened_once_by_name(self, survey, factories, service):
        unit = factories.unit(service=service)
        with transaction() as session:
            first = invitations.round_of(session, survey=survey, name="Spring", unit=unit)
            again = invitations.round_of(session, survey=survey, name="Spring", unit=unit)
            other = invitations.round_of(session, survey=survey, name="Autumn")

            assert (first.id, first.kind, first.name, first.unit_id) == (again.id, "invitation", "Spring", unit.id)
            assert other.id != first.id
            with pytest.raises(WrongCollectorError, match="about another unit"):
                invitations.round_of(session, survey=survey, name="Spring")

    def test_who_unsubscribed_is_left_out_of_every_later_list(self, add, send_all, tokens, leave, open_round):
        add("a@example.org", "b@example.org")
        send_all()
        leave(tokens["a@example.org"])

        autumn = open_round("Autumn")
        assert add("A@example.org", "c@example.org", to=autumn) == Invited(1, 0, 1, 0)
        assert add("a@example.org") == Invited(0, 0, 1, 0)

    def test_only_an_invitation_collector_invites(self, factories, survey):
        window = factories.window(survey=survey)

        with transaction() as session, pytest.raises(WrongCollectorError):
            invitations.invite(session, collector=window, recipients=[Recipient("a@example.org")])

    def test_two_lists_at_once_invite_each_address_once(self, app, at_once, spring, organisation):
        organisation_id = organisation.id
        db.session.rollback()

        def inviter():
            with app.app_context():
                set_organisation(db.session(), organisation_id)
                with transaction() as session:
                    collector = session.get_one(Collector, spring)
                    people = [Recipient(f"citizen-{number}@example.org") for number in range(50)]
                    done = invitations.invite(session, collector=collector, recipients=people)
                db.session.remove()
                return done

        results = at_once(inviter, inviter)

        assert sorted(each.added for each in results) == [0, 50]


class TestAnswering:
    def test_an_invitation_is_answered_once_and_forgets_whom_it_was_to(self, add, send_all, tokens, counted):
        add("a@example.org", "b@example.org")
        send_all()

        with transaction() as session:
            invitations.answered(session, token=tokens["a@example.org"])

        row = db.session.scalars(select(Invitation).where(Invitation.state == "answered")).one()
        assert (row.recipient, row.remind) == (None, False)
        assert counted() == Figures(2, 0, 2, 1, 0, 0, 0)
        with transaction() as session, pytest.raises(AlreadyAnsweredError):
            invitations.answered(session, token=tokens["a@example.org"])

    def test_nothing_of_it_says_when_or_by_which_submission(self):
        columns = set(Invitation.__table__.columns.keys())

        assert not {name for name in columns if "submission" in name or "draft" in name or "answered" in name}
        # The two moments are when a mail went out, and when one is to be tried.
        moments = {column.name for column in Invitation.__table__.columns if "DateTime" in repr(column.type)}
        assert moments == {"sent_at", "not_before"}

    def test_answering_leaves_its_moments_as_they_were(self, add, send_all, tokens):
        add("a@example.org")
        send_all()
        before = db.session.execute(select(Invitation.sent_at, Invitation.not_before)).one()

        with transaction() as session:
            invitations.answered(session, token=tokens["a@example.org"])

        assert db.session.execute(select(Invitation.sent_at, Invitation.not_before)).one() == before

    def test_of_two_at_once_one_counts(self, app, add, send_all, tokens, organisation, at_once):
        organisation_id = organisation.id
        add("a@example.org")
        send_all()
        token = tokens["a@example.org"]
        db.session.rollback()

        def answer():
            with app.app_context():
                set_organisation(db.session(), organisation_id)
                try:
                    with transaction() as session:
                        invitations.answered(session, token=token)
                    return "answered"
                except AlreadyAnsweredError:
                    return "already"
                finally:
                    db.session.remove()

        assert sorted(at_once(answer, answer)) == ["already", "answered"]

    def test_what_the_transaction_was_to_keep_is_not_kept(self, add, send_all, tokens):
        add("a@example.org")
        send_all()

        with pytest.raises(RuntimeError), transaction() as session:
            invitations.answered(session, token=tokens["a@example.org"])
            raise RuntimeError

        assert db.session.scalars(select(Invitation.state)).one() == "sent"

    @pytest.mark.parametrize("token", ["", "x", "x" * 43, "ŷ\ud800"])
    def test_a_token_of_nobody_is_none(self, app, token):
        for use in (invitations.answered, invitations.unsubscribe):
            with pytest.raises(InvitationNotFoundError), transaction() as session:
                use(session, token=token)


class TestUnsubscribing:
    def test_it_ends_all_that_waits_and_was_sent_to_the_address(
        self, organisation, add, send_all, tokens, leave, counted, open_round
    ):
        autumn, today = open_round("Autumn"), organisation.day_of(now())
        add("a@example.org", "b@example.org")
        send_all()
        add("A@example.org", to=autumn)

        leave(tokens["a@example.org"])
        leave(tokens["a@example.org"])

        left = db.session.scalars(select(Invitation).where(Invitation.state == "unsubscribed")).all()
        assert [(row.recipient, row.remind) for row in left] == [(None, False)] * 2
        assert db.session.scalars(select(Unsubscribed)).one().since == today
        assert counted() == Figures(2, 0, 2, 0, 0, 1, 0)

    def test_an_answered_one_stays_answered(self, add, send_all, tokens, leave):
        add("a@example.org")
        send_all()
        with transaction() as session:
            invitations.answered(session, token=tokens["a@example.org"])

        leave(tokens["a@example.org"])

        assert db.session.scalars(select(Invitation.state)).one() == "answered"
        assert add("a@example.org").unsubscribed == 1

    def test_another_organisation_may_still_ask(self, factories, add, send_all, tokens, leave):
        add("a@example.org")
        send_all()
        leave(tokens["a@example.org"])
        set_organisation(db.session(), factories.organisation().id)
        elsewhere = factories.survey(service=factories.service(), slug="elsewhere")
        with transaction() as session:
            autumn = invitations.round_of(session, survey=elsewhere).id

        assert add("a@example.org", to=autumn).added == 1

    def test_two_links_pressed_at_once_are_one(self, app, add, send_all, tokens, at_once, leave, open_round):
        autumn = open_round("Autumn")
        add("a@example.org")
        send_all()
        first = tokens["a@example.org"]
        add("a@example.org", to=autumn)
        send_all()
        second = tokens["a@example.org"]
        db.session.rollback()

        def press(token):
            def do():
                with app.app_context():
                    leave(token)
                    db.session.remove()

            return do

        at_once(press(first), press(second), press(first), press(second))

        assert first != second
        assert len(db.session.scalars(select(Unsubscribed)).all()) == 1
        assert set(db.session.scalars(select(Invitation.state))) == {"unsubscribed"}


class TestReminders:
    def test_only_who_was_sent_one_long_ago_and_has_not_answered_is_reminded(
        self, add, send_all, tokens, leave, ask, age
    ):
        add("answered@x.org", "left@x.org", "old@x.org", "new@x.org", "refused@x.org")
        send_all()
        add("waiting@x.org")
        with transaction() as session:
            invitations.answered(session, token=tokens["answered@x.org"])
        leave(tokens["left@x.org"])
        age(days=8, but="new@x.org")
        with transaction() as session:
            row = session.scalars(
                select(Invitation).where(Invitation.address_hash == invitations.hash_of_address("refused@x.org"))
            ).one()
            row.recipient = None

        assert ask() == 1

        assert [row.recipient["address"] for row in reminded()] == ["old@x.org"]
        assert ask() == 0

    def test_nobody_is_reminded_more_than_twice(self, add, send_all, ask, age, counted):
        add("a@example.org")
        send_all()

        asked = []
        for _ in range(4):
            age(days=8)
            asked.append(ask())
            send_all()

        assert asked == [1, 1, 0, 0]
        assert db.session.scalars(select(Invitation.reminders)).one() == 2
        assert counted().reminded == 1

    def test_the_days_count_from_the_last_mail(self, add, send_all, ask, age):
        add("a@example.org")
        send_all()
        age(days=8)
        ask()
        send_all()

        assert ask() == 0
        age(days=3)
        assert (ask(), ask(days_since=3)) == (0, 1)

    def test_only_an_invitation_collector_reminds(self, factories, survey):
        window = factories.window(survey=survey)

        with transaction() as session, pytest.raises(WrongCollectorError):
            invitations.ask_for_reminders(session, collector=window)


def reminded():
    return db.session.scalars(select(Invitation).where(Invitation.remind)).all()
