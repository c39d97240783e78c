"""The worker: loads the pipeline once, then forks for each job. The timetable: asks by the clock."""

import signal
import sys
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from rq import Queue, Worker
from rq.job import Job

import jobs
from jobs import timetable
from models import db
from nlp.loading import load

log = structlog.get_logger()


class AppWorker(Worker):
    """An RQ worker whose jobs run inside an application context."""

    app: Flask

    def perform_job(self, job: Job, *args: Any, **kwargs: Any) -> bool:
        """Do one job, in a fork of its own: a connection of the parent's must not be used in it."""
        with self.app.app_context():
            db.engine.dispose(close=False)
            return super().perform_job(job, *args, **kwargs)


def work(app: Flask, *, burst: bool = False, queues: tuple[str, ...] = jobs.QUEUES) -> None:
    """Work until told to stop (SIGTERM: the job at hand is finished first); with ``burst`` until nothing is left."""
    if "analysis" in queues:
        jobs.give_analyser(load())
    connection = jobs.connection()
    worker = AppWorker(
        [Queue(name, connection=connection) for name in queues],
        connection=connection,
        log_job_description=False,
    )
    worker.app = app
    log.info("worker.ready", queues=",".join(queues))
    # The warm stop of RQ answers to one SIGTERM; two would be a cold one.
    worker.work(burst=burst, logging_level="WARNING")


def keep_time(app: Flask) -> None:
    """Run the timetable until told to stop."""
    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    with app.app_context():
        log.info("timetable.ready")
        timetable.keep(lambda: stopped)
