"""What becomes of runs that do not go out: refused for good, put off, or taken by another sender."""

import smtplib
from datetime import UTC, date, datetime

import pytest

import jobs
from delivery import DeliveryError, Kind, sending
from exports import due, runs
from models import ExportRun, Organisation, Person, Schedule, Target, db, now, set_organisation, transaction
from models.export import new_run_reference

JUNE = datetime(2026, 6, 2, 12, tzinfo=UTC)


class TestRefusedForGood:
    def test_it_has_failed_with_the_reason_and_is_not_tried_again(self, owed, send, refusing, state):
        refusing(permanent=True)

        assert send() is False

        assert state() == ("failed", "the mail server refused the mail (mail.internal, status 550)", None)
        assert owed not in {run for _, run in runs.owed(db.session(), at=now(), at_once=True)}
        assert send() is False

    def test_a_refusal_for_now_stays_owed(self, owed, send, refusing, state):
        refusing(permanent=False)

        assert send() is False

        assert state()[0] == "owed"

    def test_the_list_shows_it_and_the_command_tries_it_again_when_told_to(
        self, owed, run, refusing, mail_server, post
    ):
        jobs.give_post(post)
        refusing(permanent=True)
        refused = run("schedule", "run")
        listed = run("schedule", "list")
        refusing.undo()
        quiet = run("schedule", "run")
        again = run("schedule", "run", "--failed")

        assert (refused.exit_code, quiet.exit_code, again.exit_code) == (1, 0, 0)
        assert "0 still owed, " in refused.stdout
        assert "refused for good" in refused.stdout
        assert "failed (the mail server refused the mail (mail.internal, status 550))" in listed.stdout
        assert "0 sent, 0 still owed" in quiet.stdout
        assert f"{len(mail_server.mails)} sent, 0 still owed" in again.stdout
        assert len(mail_server.mails) >= 2

    def test_the_list_shows_an_earlier_one_too(self, owed, run):
        with transaction() as session:
            first = session.query(ExportRun).order_by(ExportRun.period_from).first()
            first.state, first.trouble = "failed", "the mail server refused the mail"

        assert "    01 Apr 2026 to 30 Apr 2026: failed (the mail server" in run("schedule", "list").stdout

    def test_a_name_in_welsh_alone_is_listed(self, owed, run):
        with transaction() as session:
            session.query(Target).one().measure.name = {"cy": "Gweld pobl ar unwaith"}

        assert "every month  Gweld pobl ar unwaith  " in run("schedule", "list").stdout

    @pytest.fixture
    def refusing(self, monkeypatch):
        class Refusing:
            def __call__(self, *, permanent):
                def refuse(*_args, **_more):
                    raise DeliveryError(Kind.REFUSED, permanent=permanent, host="mail.internal", code=550)

                self.real = runs.send
                monkeypatch.setattr(runs, "send", refuse)

            def undo(self):
                monkeypatch.setattr(runs, "send", self.real)

        return Refusing()


class TestAnOwnerWhoIsSwitchedOff:
    def test_gets_nothing_until_somebody_is_there(self, owed, send, state, mail_server):
        self.switch(active=False)
        assert send() is False
        assert state()[:2] == (
            "owed",
            "the target's owner is switched off; it goes out once the target has an active owner",
        )
        assert mail_server.mails == []

        self.switch(active=True)

        assert send() is True

    def switch(self, *, active):
        with transaction() as session:
            session.query(Person).one().active = active


class TestTheMessageId:
    def test_it_is_the_runs_own_at_the_installations_host(self, owed, send, mail_server):
        send()

        reference = db.session.get_one(ExportRun, owed).reference
        assert mail_server.mails[0]["Message-ID"] == f"<export-{reference}@feedback.example.gov.uk>"
        assert len(reference) == 16

    def test_it_is_the_same_when_it_is_sent_again(self, owed, send, mail_server):
        send()
        with transaction() as session:
            session.get_one(ExportRun, owed).state = "owed"
        send()

        first, second = mail_server.mails
        assert first["Message-ID"] == second["Message-ID"]

    def test_no_two_runs_share_one(self, owed):
        references = [reference for (reference,) in db.session.query(ExportRun.reference)]

        assert len(set(references)) == len(references) == 2
        assert len({new_run_reference() for _ in range(100)}) == 100


class TestWhileItIsSent:
    def test_no_transaction_is_open(self, owed, send, monkeypatch):
        seen = []
        monkeypatch.setattr(runs, "send", lambda *_args, **_more: seen.append(db.session().in_transaction()))

        assert send() is True
        assert seen == [False]

    def test_the_claim_outlasts_a_job(self):
        assert runs.CLAIM.total_seconds() > jobs.queue.LONGEST_JOB_SECONDS

    def test_what_another_has_taken_meanwhile_is_left_to_it(self, owed, send, monkeypatch, mail_server, state):
        real = runs._pack

        def slow(*arguments):
            pack = real(*arguments)
            with transaction() as session:
                session.get_one(ExportRun, owed).attempts += 1
            return pack

        monkeypatch.setattr(runs, "_pack", slow)

        assert send() is False
        assert mail_server.mails == []
        assert state()[0] == "owed"

    def test_whoever_lost_it_does_not_write_over_the_others_word(self, owed, send, monkeypatch, state):
        def fail_late(*_arguments, **_more):
            with transaction() as session:
                run = session.get_one(ExportRun, owed)
                run.attempts, run.state = run.attempts + 1, "sent"
            raise DeliveryError(Kind.UNREACHABLE, permanent=False)

        monkeypatch.setattr(runs, "send", fail_late)

        assert send() is False
        assert state()[:2] == ("sent", None)

    def test_a_server_that_refuses_the_sender_is_asked_again_later(self):
        server = sending.Server("smtp", "mail.internal", 25, None, "")

        error = sending._named(smtplib.SMTPSenderRefused(530, b"sign in first", "a@b.org"), server)

        assert (error.kind, error.permanent, error.code) == (Kind.REFUSED, False, 530)


class TestNotingAtOnce:
    def test_several_timetables_note_each_period_once_and_none_fails(self, at_once, app, schedule):
        def note():
            with app.app_context():
                try:
                    with transaction() as session:
                        return runs.note_due(session, at=JUNE)
                finally:
                    db.session.remove()

        assert sorted(at_once(note, note)) == [0, 2]
        db.session.rollback()
        assert db.session.query(ExportRun).count() == 2

    def test_it_goes_on_from_the_last_that_was_noted(self, owed, schedule, monkeypatch):
        began = []

        def ended_periods(*, starts_on, **more):
            began.append(starts_on)
            return real(starts_on=starts_on, **more)

        real = due.ended_periods
        monkeypatch.setattr(due, "ended_periods", ended_periods)

        with transaction() as session:
            assert runs.note_due(session, at=JUNE.replace(month=7)) == 1
        assert began == [date(2026, 6, 1)]

    @pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe", ""])
    def test_a_time_zone_that_nobody_knows_stops_only_its_own(self, schedule, factories, organisation, zone):
        here = organisation.id
        with transaction() as session:
            session.get_one(Organisation, here).time_zone = zone
        set_organisation(db.session(), factories.organisation().id)
        owner = factories.person(roles=["owner"])
        target = factories.target(service=factories.service(), owner=owner, themes=["waiting"])
        factories.schedule(target=target, starts_on=date(2026, 4, 1))

        with transaction() as session:
            assert runs.note_due(session, at=JUNE) == 2
        assert db.session.query(ExportRun).count() == 2
        set_organisation(db.session(), here)
        assert db.session.query(ExportRun).count() == 0


@pytest.fixture
def schedule(factories, service) -> Schedule:
    owner = factories.person(roles=["owner"], email="owner@example.org", name="Head of Repairs")
    target = factories.target(service=service, owner=owner, themes=["waiting"])
    return factories.schedule(target=target, starts_on=date(2026, 4, 1))


@pytest.fixture
def owed(schedule, factories, service, analyse):
    """The number of the run for May, of two that are owed."""
    survey = factories.survey(service=service)
    factories.comment(survey=survey, text="We waited three hours in the queue.", given_on=date(2026, 5, 4))
    analyse()
    with transaction() as session:
        runs.note_due(session, at=JUNE)
    return db.session.query(ExportRun.id).filter_by(period_from=date(2026, 5, 1)).scalar()


@pytest.fixture
def post(mail_server):
    return runs.Post(mail_server.url, "no-reply@example.org", "https://feedback.example.gov.uk:8443")


@pytest.fixture
def send(owed, organisation, post):
    organisation_id = organisation.id
    return lambda: runs.send_run(organisation_id=organisation_id, run_id=owed, post=post)


@pytest.fixture
def state(owed):
    def look():
        db.session.rollback()
        run = db.session.get_one(ExportRun, owed)
        return run.state, run.trouble, run.claimed_until

    return look


@pytest.fixture
def run(commands, organisation):
    """Run a command inside the test's application, on the second of June."""
    organisation_id = organisation.id

    def run(*arguments):
        db.session.rollback()
        result = commands(*arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        set_organisation(db.session(), organisation_id)
        return result

    return run
