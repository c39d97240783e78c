"""Asking for jobs: one bell wakes as well as fifty, and nobody waits long for a queue server."""

import socket
import time

import pytest
from rq import Queue, SimpleWorker

import jobs
from jobs.analysis import analyse_waiting
from jobs.mail import send_export
from models import Comment, db
from tests.factories import TEXT
from tests.pages import InspectingClient


class TestBells:
    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_fifty_submissions_with_no_worker_leave_one_job(self, app, survey, waiting):
        for _ in range(50):
            client = InspectingClient(app)
            page = client.get_page("/s/visit")
            client.send(client.send(page, {"answer": "We waited three hours."}))

        assert db.session.query(Comment).count() == 50
        assert waiting("analysis") == 1

    def test_a_bell_while_the_job_runs_leads_to_another_run(self, app, waiting):
        WAITING.clear()
        jobs.later(asking)

        self.work(app)

        assert WAITING == [1, 0]
        assert waiting("mail") == 0

    def test_one_that_has_run_is_asked_for_again(self, app, waiting, run_jobs):
        for _ in range(2):
            jobs.later(analyse_waiting)
            assert waiting("analysis") == 1
            assert run_jobs() == 1

    def test_one_that_failed_is_asked_for_again(self, app, waiting):
        jobs.later(failing)
        self.work(app)
        assert waiting("mail") == 0

        jobs.later(failing)

        assert waiting("mail") == 1

    def test_other_ids_are_another_job(self, app, waiting):
        for run_id in (1, 2, 1, 2):
            jobs.later(send_export, organisation_id=1, run_id=run_id)

        assert waiting("mail") == 2

    def test_a_queue_that_was_emptied_is_filled_again(self, app, waiting):
        jobs.later(analyse_waiting)
        Queue("analysis", connection=jobs.connection()).empty()

        jobs.later(analyse_waiting)

        assert waiting("analysis") == 1

    def work(self, app):
        class Worker(SimpleWorker):
            def perform_job(self, *args, **more):
                with app.app_context():
                    return super().perform_job(*args, **more)

        connection = jobs.worker_connection()
        Worker([Queue("mail", connection=connection)], connection=connection).work(burst=True, logging_level="CRITICAL")


class TestAQueueServerThatSaysNothing:
    def test_whoever_asks_gives_up_soon(self, app, queue_url):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            jobs.connect(f"redis://127.0.0.1:{silent.getsockname()[1]}")
            began = time.monotonic()
            try:
                assert jobs.later(analyse_waiting) is False
            finally:
                jobs.connect(queue_url)

        assert time.monotonic() - began < 8

    def test_a_worker_has_a_connection_of_its_own_that_waits(self, app):
        def limit(connection):
            return connection.connection_pool.connection_kwargs.get("socket_timeout")

        assert limit(jobs.connection()) == 2
        assert limit(jobs.worker_connection()) is None


@jobs.job("mail")
def failing() -> None:
    raise ZeroDivisionError


WAITING: list[int] = []


@jobs.job("mail")
def asking() -> None:
    if not WAITING:
        for _ in range(5):
            assert jobs.later(asking)
    WAITING.append(Queue("mail", connection=jobs.connection()).count)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=[TEXT])


@pytest.fixture
def waiting(app):
    return lambda queue: Queue(queue, connection=jobs.connection()).count
