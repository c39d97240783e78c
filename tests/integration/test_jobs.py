import time
from datetime import UTC, datetime, timedelta

import pytest
from rq import Queue
from rq.job import Job

import jobs
from app import create_app
from jobs import timetable
from jobs.analysis import analyse_waiting, complete_silent_conversations, forget_expired, redact_transcripts
from jobs.mail import send_due_exports
from models import (
    Comment,
    Draft,
    TimetableSlot,
    TransactionError,
    Unit,
    db,
    in_transaction,
    now,
    set_organisation,
    take_slot,
    transaction,
)
from tests.factories import RATING
from tests.pages import InspectingClient

MORNING = datetime(2026, 5, 4, 8, 17, 42, tzinfo=UTC)


class TestLater:
    def test_inside_a_transaction_it_is_refused(self, app, organisation):
        with transaction(), pytest.raises(jobs.AskedTooSoonError, match="analyse_waiting"):
            jobs.later(analyse_waiting)

        assert self.waiting() == 0

    def test_after_it_the_job_waits_in_its_queue(self, app):
        assert jobs.later(analyse_waiting) is True

        assert self.waiting() == 1

    def test_what_lies_in_the_queue_says_nothing_of_anybody(self, app):
        jobs.later(analyse_waiting)

        connection = jobs.connection()
        (job_id,) = Queue("analysis", connection=connection).get_job_ids()
        job = Job.fetch(job_id, connection=connection)
        assert (job.description, job.args, job.kwargs) == ("analyse_waiting", (), {})

    def test_without_a_queue_server_it_says_so_and_goes_on(self, app, no_queue_server):
        began = time.monotonic()

        assert jobs.later(analyse_waiting) is False
        assert time.monotonic() - began < 5

    def test_an_unknown_queue_is_refused_when_it_is_declared(self):
        with pytest.raises(ValueError, match="no queue 'slow'"):
            jobs.job("slow")

    def waiting(self):
        return Queue("analysis", connection=jobs.connection()).count


class TestTheTransactionRule:
    def test_one_inside_another_is_refused(self, organisation):
        with transaction():
            with pytest.raises(TransactionError, match="under way"), transaction():
                pass
            assert in_transaction()

        assert not in_transaction()

    def test_something_changed_outside_is_refused(self, service):
        service.name = {"en": "Changed"}

        with pytest.raises(TransactionError, match="outside"), transaction():
            pass
        db.session.rollback()

        assert service.name == {"en": "Repairs"}

    def test_something_made_outside_is_refused(self, organisation):
        db.session.add(Unit(slug="new", name={"en": "New"}))

        with pytest.raises(TransactionError, match="outside"), transaction():
            pass
        db.session.rollback()

    def test_an_error_leaves_nothing(self, organisation, service, row_counts):
        before = row_counts()

        with pytest.raises(ZeroDivisionError), transaction() as session:
            session.add(Unit(slug="new", name={"en": "New"}))
            session.flush()
            raise ZeroDivisionError

        assert db.session.query(Unit).count() == 0
        assert row_counts() == before
        assert not in_transaction()

    def test_what_another_committed_meanwhile_is_seen_inside(self, app, service):
        assert service.name == {"en": "Repairs"}
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE service SET slug = 'mended'")

        with transaction():
            assert service.slug == "mended"

    def test_writers_wait_for_one_another(self, app, at_once, organisation, service):
        def add(number):
            def write():
                with app.app_context():
                    with transaction() as session:
                        set_organisation(session, organisation_id)
                        session.add(Unit(slug=f"unit-{number}", name={"en": "x"}))
                        session.flush()
                        time.sleep(0.05)
                    db.session.remove()

            return write

        organisation_id = organisation.id
        db.session.rollback()

        at_once(*(add(number) for number in range(4)))

        assert db.session.query(Unit).count() == 4


class TestAQueueServerThatIsDown:
    def test_sending_works_and_the_sweep_analyses_later(
        self, client, answer_pages, survey, app, queue_url, do, analyser, no_queue_server
    ):
        page = client.send(answer_pages("visit", "4", "online", "We waited three hours."))
        assert "Feedback sent" in page.heading
        assert db.session.query(Comment).one().state == "waiting"

        jobs.connect(queue_url)
        jobs.give_analyser(analyser)
        assert "analyse_waiting" in timetable.look(MORNING)
        do(analyse_waiting)

        assert db.session.query(Comment).one().state == "done"

    def test_a_conversation_works_too(self, open_window, factories, service, no_queue_server):
        window = open_window(factories.survey(service=service, questions=[RATING]))

        assert window.turn(said="4")["finished"] is True

    def test_nobodys_number_of_tries_is_lost_or_stops_anybody(self, survey, make_settings, settings, tmp_path):
        gone = create_app(make_settings(settings.database_url, tmp_path, redis_url=f"unix://{tmp_path / 'gone.sock'}"))
        client = InspectingClient(gone)

        page = client.get_page("/s/visit")
        for answer in ("4", "online", "Seats"):
            page = client.send(page, {"answer": answer})

        assert "Feedback sent" in client.send(page).heading
        with gone.app_context():
            db.engine.dispose()

    def test_the_timetable_asks_again_when_it_is_back(self, app, queue_url, no_queue_server):
        assert timetable.look(MORNING) == []
        jobs.connect(queue_url)

        assert "forget_expired" in timetable.look(MORNING)


class TestTheTimetable:
    def test_each_job_is_asked_for_once_a_slot(self, app):
        asked = timetable.look(MORNING)

        each_minute = [
            "analyse_waiting",
            "redact_transcripts",
            "read_articles",
            "send_invitations",
            "send_resume_mails",
            "send_papers",
        ]
        daily = ["forget_expired", "feed_measures", "suggest_links"]
        each_five_minutes = ["read_meanings", "complete_silent_conversations", "send_due_exports"]
        assert asked == [*each_minute, *each_five_minutes, *daily]
        assert timetable.look(MORNING) == []
        assert timetable.look(MORNING + timedelta(minutes=1)) == each_minute
        assert timetable.look(MORNING + timedelta(minutes=3)) == [
            *each_minute,
            *each_five_minutes,
        ]
        assert timetable.look(MORNING + timedelta(days=1))[-3:] == daily

    def test_two_at_once_ask_once(self, app, at_once):
        def look():
            with app.app_context():
                asked = timetable.look(MORNING)
                db.session.remove()
                return asked

        asked = [name for names in at_once(look, look, look) for name in names]

        assert sorted(asked) == sorted(set(asked))
        assert len(asked) == len(timetable.TIMETABLE)
        assert db.session.query(TimetableSlot).count() == len(timetable.TIMETABLE)
        assert sum(Queue(name, connection=jobs.connection()).count for name in (*jobs.QUEUES, jobs.TURNS)) == len(asked)

    def test_a_slot_is_taken_by_one(self, app, at_once):
        def take():
            with app.app_context():
                taken = take_slot("job", MORNING)
                db.session.remove()
                return taken

        assert sorted(at_once(take, take, take)) == [False, False, True]

    def test_old_slots_are_forgotten(self, app):
        for days in range(6):
            take_slot("job", MORNING + timedelta(days=days))

        assert db.session.query(TimetableSlot).count() == 4

    @pytest.mark.parametrize(
        ("entry", "at", "slot"),
        [
            (timetable.Every(1, analyse_waiting), "2026-05-04T08:17:42+00:00", "2026-05-04T08:17:00+00:00"),
            (timetable.Every(5, analyse_waiting), "2026-05-04T08:17:42+00:00", "2026-05-04T08:15:00+00:00"),
            (timetable.Every(5, analyse_waiting), "2026-05-04T00:00:00+00:00", "2026-05-04T00:00:00+00:00"),
            (timetable.Every(5, analyse_waiting), "2026-05-04T00:03:00+01:00", "2026-05-03T23:00:00+00:00"),
            (timetable.Daily("02:00", forget_expired), "2026-05-04T08:17:42+00:00", "2026-05-04T02:00:00+00:00"),
            (timetable.Daily("02:00", forget_expired), "2026-05-04T01:59:59+00:00", "2026-05-03T02:00:00+00:00"),
            (timetable.Daily("02:00", forget_expired), "2026-05-04T02:30:00+01:00", "2026-05-03T02:00:00+00:00"),
        ],
    )
    def test_slots(self, entry, at, slot):
        assert entry.slot(datetime.fromisoformat(at)) == datetime.fromisoformat(slot)


class TestForgetExpired:
    def test_only_what_is_too_old_goes(self, answer_pages, survey, open_window, do):
        answer_pages("visit", "4")
        self.touched(days=8)
        open_window(survey).turn(said="4")

        do(forget_expired)
        do(forget_expired)

        assert [draft.mode for draft in db.session.query(Draft)] == ["conversation"]

    def test_a_draft_of_this_week_stays(self, client, answer_pages, survey, do):
        answer_pages("visit", "4", "phone")
        self.touched(days=6)

        do(forget_expired)

        assert client.get_page("/s/visit/2").one("input[checked]")["value"] == "phone"

    def test_somebody_who_comes_back_too_late_begins_anew(self, client, answer_pages, survey, do):
        page = answer_pages("visit", "4", "online", "Seats")
        self.touched(days=8)
        do(forget_expired)

        page = client.send(page, status=400)
        assert page.heading == "Your page was open too long"
        assert client.get_page("/s/visit").all("input[checked]") == []
        assert "Feedback sent" in client.send(answer_pages("visit", "4", "online", "Seats")).heading

    def touched(self, *, days):
        with transaction() as session:
            session.query(Draft).one().touched_at = now() - timedelta(days=days)


class TestRunningTwice:
    @pytest.mark.parametrize(
        "job", [analyse_waiting, redact_transcripts, complete_silent_conversations, forget_expired, send_due_exports]
    )
    def test_the_second_time_changes_nothing(self, job, factories, survey, do, analyser, row_counts):
        jobs.give_analyser(analyser)
        factories.comment(survey=survey, text="We waited three hours.")
        do(job)
        after = row_counts()

        do(job)

        assert row_counts() == after

    def test_a_job_sees_nothing_of_the_one_before(self, app, organisation, do):
        seen = []

        @jobs.job("mail")
        def look():
            seen.append(db.session().info.get("organisation_id"))

        look()

        assert seen == [None]


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def no_queue_server(app, tmp_path, queue_url):
    """The queue server's socket is gone."""
    jobs.connect(f"unix://{tmp_path / 'gone.sock'}")
    yield
    jobs.connect(queue_url)
