"""Mails through a real mail server by a real queue: once each, in turn, and what is refused or lost on the way."""

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from redis import Redis
from sqlalchemy import select, text

import jobs
from jobs.invitations import send_invitations
from jobs.timetable import look
from models import Collector, Invitation, Survey, db, hash_of_token, keyring, now, set_organisation, transaction
from surveys import invitations, inviting, publishing
from surveys.recipients import Recipient

SECRETS = ("blodwen", "Blodwen", "example.org")


class TestSending:
    def test_each_gets_one_mail_of_their_own(self, add, send_all, mail_server, counted):
        add(Recipient("blodwen@example.org", "Blodwen", "cy"), "a@example.org")

        send_all()
        send_all()

        welsh, english = sorted(mail_server.mails, key=lambda mail: mail["To"], reverse=True)
        assert (welsh["To"], english["To"]) == ("blodwen@example.org", "a@example.org")
        assert welsh["From"] == "YouSaid <feedback@example.org>"
        assert english["Subject"] == "Council 1 asks what you think – Your repair"
        assert "Blodwen" in welsh.get_content()
        assert "?lang=cy" in welsh.get_content()
        assert "?lang" not in english.get_content()
        assert welsh["Message-ID"] != english["Message-ID"]
        assert (counted().sent, counted().waiting) == (2, 0)

    def test_it_carries_what_a_mail_program_needs_to_unsubscribe(self, add, send_all, mail_server, tokens):
        add("a@example.org")

        send_all()

        (mail,) = mail_server.mails
        token = tokens["a@example.org"]
        assert mail["List-Unsubscribe"] == f"<http://localhost/unsubscribe/{token}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert f"http://localhost/i/{token}\n" in mail.get_content().replace("\r\n", "\n")
        assert f"http://localhost/unsubscribe/{token}\n" in mail.get_content().replace("\r\n", "\n")

    def test_the_page_names_the_organisation_in_its_language(self, add, send_all, tokens, client):
        add("a@example.org")
        send_all()

        page = client.get_page(f"/unsubscribe/{tokens['a@example.org']}?lang=cy")

        assert [(part["lang"], part.text) for part in page.soup.select("main p [lang]")] == [("en", "Council 1")]

    def test_only_the_tokens_hash_is_kept(self, add, send_all, tokens):
        add("a@example.org")
        send_all()

        row = db.session.scalars(select(Invitation)).one()
        token = tokens["a@example.org"]
        assert row.token_hash == hash_of_token(token)
        assert not any(token in str(value) for value in vars(row).values())
        assert (len(token), token) == (43, invitations.token_of(row.id, row.address_hash))

    def test_a_reminder_carries_the_same_link(self, add, send_all, mail_server, ask, age):
        add("a@example.org")
        send_all()
        age(days=8)
        ask()
        send_all()

        first, second = mail_server.mails
        assert second["Subject"] == f"Reminder: {first['Subject']}"
        assert second["List-Unsubscribe"] == first["List-Unsubscribe"]
        assert second["Message-ID"] != first["Message-ID"]

    def test_who_unsubscribes_by_the_first_mail_gets_no_reminder(
        self, add, send_all, mail_server, ask, age, tokens, leave
    ):
        add("a@example.org")
        send_all()
        age(days=8)
        assert ask() == 1

        leave(tokens["a@example.org"])
        send_all()

        assert len(mail_server.mails) == 1

    def test_who_answers_when_a_reminder_is_due_gets_none(self, add, send_all, mail_server, ask, age, tokens):
        add("a@example.org")
        send_all()
        age(days=8)
        ask()

        with transaction() as session:
            invitations.answered(session, token=tokens["a@example.org"])
        send_all()

        assert len(mail_server.mails) == 1

    def test_who_unsubscribed_while_a_list_was_being_added_gets_nothing(
        self, add, send_all, mail_server, tokens, leave, counted, open_round
    ):
        autumn = open_round("Autumn")
        add("a@example.org", to=autumn)
        send_all()
        leave(tokens["a@example.org"])
        with transaction() as session:
            session.add(
                Invitation(
                    collector_id=open_spring(session),
                    address_hash=invitations.hash_of_address("a@example.org"),
                    recipient={"address": "a@example.org", "name": ""},
                    language="en",
                    not_before=now(),
                )
            )

        send_all()

        assert len(mail_server.mails) == 1
        assert counted().unsubscribed == 1

    def test_a_thousand_go_out_so_many_a_minute(self, add, send_all, clock, monkeypatch, counted, tmp_path):
        add(*(f"citizen-{number}@example.org" for number in range(1000)))
        monkeypatch.setattr("jobs.invitations.MOST_A_MINUTE", 400)
        sent = []

        for _ in range(4):
            send_all((tmp_path / "post").as_uri())
            sent.append(counted().sent)
            clock.minutes += 1

        assert sent == [400, 800, 1000, 1000]
        assert len(list((tmp_path / "post").iterdir())) == 1000

    def test_within_a_minute_no_more_go_however_often_the_bell_rings(
        self, add, send_all, mail_server, clock, monkeypatch
    ):
        monkeypatch.setattr("jobs.invitations.MOST_A_MINUTE", 3)
        add(*(f"citizen-{number}@example.org" for number in range(5)))

        for _ in range(3):
            send_all()
        assert len(mail_server.mails) == 3
        clock.minutes += 1
        send_all()

        assert len(mail_server.mails) == 5

    def test_organisations_take_turns(self, add, send_all, mail_server, clock, monkeypatch, factories):
        monkeypatch.setattr("jobs.invitations.MOST_A_MINUTE", 4)
        add(*(f"first-{number}@example.org" for number in range(8)))
        set_organisation(db.session(), factories.organisation().id)
        other = factories.survey(service=factories.service(), slug="other")
        with transaction() as session:
            theirs = invitations.round_of(session, survey=other).id
        add(*(f"second-{number}@example.org" for number in range(8)), to=theirs)

        send_all()

        assert sorted(mail["To"][:5] for mail in mail_server.mails) == ["first", "first", "secon", "secon"]

    def test_nothing_is_sent_while_the_survey_is_closed(self, add, survey, send_all, mail_server):
        slug = survey.slug
        add("a@example.org")
        with transaction() as session:
            publishing.close(session, survey=session.scalars(select(Survey).where(Survey.slug == slug)).one())
        send_all()
        assert mail_server.mails == []

        with transaction() as session:
            session.scalars(select(Survey).where(Survey.slug == slug)).one().state = "open"
        send_all()

        assert len(mail_server.mails) == 1

    def test_the_timetable_asks_for_it_each_minute(self, add, post, run_jobs, mail_server):
        jobs.give_post(post())
        add("a@example.org")
        db.session.rollback()

        assert "send_invitations" in look(now())
        run_jobs()

        assert len(mail_server.mails) == 1

    def test_only_numbers_are_in_the_queue_and_nothing_personal_in_the_logs(
        self, add, post, settings, capfd, mail_server, run_jobs
    ):
        add(Recipient("blodwen@example.org", "Blodwen"))
        refusing = "smtp://127.0.0.1:9"
        jobs.give_post(post(refusing))
        db.session.rollback()
        jobs.later(send_invitations)
        redis = Redis.from_url(settings.redis_url)

        held = b" ".join(redis.dump(key) or b"" for key in redis.scan_iter())
        run_jobs()

        said = "".join(capfd.readouterr())
        assert "invitation.not-sent" in said
        for secret in SECRETS:
            assert secret.encode() not in held
            assert secret not in said


class TestTrouble:
    def test_a_refused_address_has_failed_at_once_and_is_forgotten(self, add, send_all, server, counted):
        add("gone@example.org", "a@example.org")
        server.answers["gone@example.org"] = "550 5.1.1 no such user"

        send_all(server.url)

        assert (counted().failed, counted().sent) == (1, 1)
        (row,) = with_state("failed")
        assert (row.recipient, row.sent_at) == (None, None)
        assert server.got == ["a@example.org"]

    def test_a_fault_for_now_is_tried_again_later(self, add, send_all, server, counted, age):
        add("busy@example.org")
        server.answers["busy@example.org"] = "451 try later"
        send_all(server.url)
        (row,) = with_state("waiting")
        assert (row.attempts, row.not_before > now() + timedelta(minutes=4)) == (1, True)

        server.answers.clear()
        send_all(server.url)
        assert server.got == []
        age(days=1)
        send_all(server.url)

        assert server.got == ["busy@example.org"]
        assert counted().sent == 1

    def test_the_waits_grow_and_end(self, add, send_all, server, counted, age):
        add("busy@example.org")
        server.answers["busy@example.org"] = "451 try later"
        waits = []

        for _ in range(inviting.MOST_ATTEMPTS):
            send_all(server.url)
            for row in with_state("waiting"):
                waits.append(round((row.not_before - now()).total_seconds() / 60))
            age(days=1)

        assert waits[:8] == [5, 10, 20, 40, 80, 160, 320, 360]
        assert timedelta(days=4) < timedelta(minutes=sum(waits)) < timedelta(days=5)
        assert (counted().failed, with_state("failed")[0].recipient) == (1, None)
        send_all(server.url)
        assert server.asked == inviting.MOST_ATTEMPTS

    def test_a_refused_reminder_leaves_the_first_mails_link(self, add, send_all, server, counted, ask, age, client):
        add("a@example.org")
        send_all(server.url)
        age(days=8)
        ask()
        server.answers["a@example.org"] = "550 5.1.1 no such user any more"
        send_all(server.url)

        (row,) = with_state("sent")
        assert (row.recipient, row.remind, row.reminders) == (None, False, 0)
        assert (counted().sent, counted().failed, counted().reminded) == (1, 0, 0)
        age(days=8)
        assert ask() == 0

    def test_a_server_that_is_away_is_asked_once_a_run(self, add, send_all, mail_server, counted, age):
        add(*(f"citizen-{number}@example.org" for number in range(5)))

        send_all(f"smtp://127.0.0.1:{free_port()}")
        assert sorted(row.attempts for row in with_state("waiting")) == [0, 0, 0, 0, 1]
        age(days=1)
        send_all()

        assert counted().sent == len(mail_server.mails) == 5

    def test_a_refused_sender_is_the_installations_fault(self, add, send_all, server):
        add("a@example.org", "b@example.org")
        server.sender_answer = "550 we do not know you"

        send_all(server.url)

        assert sorted(row.attempts for row in with_state("waiting")) == [0, 1]

    def test_without_a_mail_server_all_wait(self, add, send_all, mail_server, counted):
        add("a@example.org")

        send_all(None)
        assert (counted().waiting, with_state("waiting")[0].attempts) == (1, 0)
        send_all()

        assert len(mail_server.mails) == 1

    def test_mails_can_go_into_a_folder(self, add, send_all, tmp_path: Path):
        add("a@example.org", "b@example.org")

        send_all((tmp_path / "post").as_uri())

        assert len(list((tmp_path / "post").iterdir())) == 2

    def test_a_worker_killed_after_sending_sends_the_same_mail_again(
        self, add, post, mail_server, monkeypatch, send_all, counted, age, client
    ):
        add("a@example.org")
        real = inviting.send

        def sent_and_died(*args, **more):
            real(*args, **more)
            raise SystemExit

        monkeypatch.setattr(inviting, "send", sent_and_died)
        with pytest.raises(SystemExit):
            attempt(post)
        monkeypatch.setattr(inviting, "send", real)
        # Nobody else sends while the claim lasts; but the link works already.
        send_all()
        assert len(mail_server.mails) == 1
        assert counted().waiting == 1
        age(days=1)
        send_all()

        first, second = mail_server.mails
        assert first["Message-ID"] == second["Message-ID"]
        assert first.get_content() == second.get_content()
        assert counted().sent == 1

    def test_after_so_many_deaths_it_is_given_up(self, add, post, mail_server, monkeypatch, age, counted, send_all):
        add("a@example.org")

        def died(*args, **more):
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(inviting, "send", died)
            for _ in range(inviting.MOST_ATTEMPTS):
                with pytest.raises(SystemExit):
                    attempt(post)
                db.session.rollback()
                age(days=1)
        send_all()

        assert (mail_server.mails, counted().failed) == ([], 1)

    def test_who_answers_before_it_is_recorded_stays_answered(
        self, add, post, mail_server, tokens, monkeypatch, counted
    ):
        add("a@example.org")
        real = inviting.send

        def sent_and_answered(*args, **more):
            real(*args, **more)
            with transaction() as session:
                invitations.answered(session, token=tokens["a@example.org"])

        monkeypatch.setattr(inviting, "send", sent_and_answered)
        attempt(post)

        assert (counted().answered, counted().sent, counted().waiting) == (1, 1, 0)

    def test_two_senders_at_once_send_one(self, app, add, post, mail_server, at_once):
        add("a@example.org")
        ((organisation_id, invitation_id),) = inviting.due(db.session(), at=now(), most=10)
        db.session.rollback()

        def sender():
            with app.app_context():
                sent = inviting.send_one(organisation_id=organisation_id, invitation_id=invitation_id, post=post())
                db.session.remove()
                return sent.value

        assert sorted(at_once(sender, sender)) == ["not sent", "sent"]
        assert len(mail_server.mails) == 1

    def test_a_broken_seal_keeps_nobody_waiting_and_loses_nothing(self, add, send_all, mail_server, counted, settings):
        add("a@example.org", "b@example.org")
        with transaction() as session:
            broken = session.scalars(select(Invitation.id).order_by(Invitation.id)).first()
            other_key = type(keyring)()
            other_key.unlock(bytes(32))
            sealed = other_key.seal(b"{}", "invitation")
            forged = text("UPDATE invitation SET recipient = :sealed WHERE id = :id")
            session.execute(forged, {"sealed": sealed, "id": broken})

        send_all()

        assert (len(mail_server.mails), counted().waiting) == (1, 1)


def open_spring(session):
    return session.scalars(select(Collector.id).where(Collector.name == "Spring")).one()


def attempt(post):
    """Send what is due, in this process."""
    acted_for = db.session().info["organisation_id"]
    db.session.rollback()
    try:
        for organisation_id, invitation_id in inviting.due(db.session(), at=now(), most=10):
            inviting.send_one(organisation_id=organisation_id, invitation_id=invitation_id, post=post())
    finally:
        db.session.rollback()
        set_organisation(db.session(), acted_for)


def with_state(state):
    db.session.rollback()
    return db.session.scalars(select(Invitation).where(Invitation.state == state)).all()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Server:
    """A real SMTP server on loopback that answers each recipient as told."""

    def __init__(self):
        self.answers, self.got, self.asked, self.sender_answer = {}, [], 0, None
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.url = f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.sender_answer or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked += 1
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server, session, envelope):
        self.got += envelope.rcpt_tos
        return "250 OK"


class Clock:
    """A clock that stands, until a test says that minutes have passed."""

    def __init__(self):
        self.minutes, self.began = 0, now() + timedelta(minutes=10)

    def __call__(self):
        return self.began + timedelta(minutes=self.minutes)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("jobs.invitations.now", clock)
    return clock


@pytest.fixture
def server():
    real = Server()
    real.controller.start()
    yield real
    real.controller.stop()
