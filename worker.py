"""The worker: loads the pipeline once, then forks for each job. Another understands what people say, and does not fork.

The timetable: asks by the clock.
"""

import gc
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from redis.client import Pipeline
from rq import Queue, SimpleWorker, Worker
from rq.job import Job

import jobs
import jobs.turns  # the first message waits for no import
import logs
from insights import queries
from jobs import asking, timetable
from models import db, now
from nlp import Analyser, Source
from nlp.errors import PipelineMissingError
from nlp.loading import load, searcher, understander
from nlp.similarity import ArticleText
from nlp.understanding import Said
from supervisor import die_with_parent

log = structlog.get_logger()

# How far what is done later stands back: half of what Linux knows.
NICENESS = 10


class JobFailedError(Exception):
    """A job ended with an error. Says which kind and where, not its text: that may hold what a citizen wrote."""


class AppJob(Job):
    """A job whose failure is told to the log and to the queue server without what it was about."""

    def perform(self) -> Any:
        """Do it.

        Raises:
            JobFailedError: If it fails.
        """
        try:
            return super().perform()
        except Exception as error:
            log.exception("job.failed", job=self.description)
            raise JobFailedError(logs.where_not_what(error)) from None


class AppWorker(Worker):
    """An RQ worker whose jobs run inside an application context, and whose horse does not outlive it."""

    app: Flask

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """Fork, with no connection to the database open: none may be used on both sides."""
        db.session.remove()
        db.engine.dispose()
        super().fork_work_horse(job, queue)

    def setup_work_horse_signals(self) -> None:
        """Let the horse end at the next good place on SIGTERM, and at once where the worker was killed."""
        super().setup_work_horse_signals()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGTERM, lambda _signal, _frame: jobs.stop_soon())
        assert self.pid is not None
        die_with_parent(self.pid, signal.SIGKILL)

    def handle_warm_shutdown_request(self) -> None:
        """Tell the horse as well: a long job ends early and is asked for again."""
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]
        if self.horse_pid:
            os.kill(self.horse_pid, signal.SIGTERM)

    def perform_job(self, job: Job, *args: Any, **kwargs: Any) -> bool:
        """Do one job, in a fork of its own."""
        with self.app.app_context():
            return super().perform_job(job, *args, **kwargs)


class TurnsWorker(SimpleWorker):
    """An RQ worker for what a person waits for: it does its jobs itself, without the time that a fork takes.

    It says about once a second that it is there. While it is busy or hangs it does not, so that nobody waits for it.
    """

    app: Flask
    said_at: float = 0.0

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Say that the worker is there: to RQ, and to the web processes."""
        super().heartbeat(timeout, pipeline)
        if time.monotonic() - self.said_at >= asking.BEAT_SECONDS:
            asking.beat(self.connection)
            self.said_at = time.monotonic()

    def perform_job(self, job: Job, *args: Any, **kwargs: Any) -> bool:
        """Do one job."""
        with self.app.app_context():
            return super().perform_job(job, *args, **kwargs)


def _analyser(app: Flask) -> Analyser:
    """Load the pipeline whose insights are shown: what another one found would be seen by nobody.

    Until somebody promotes another, an upgrade that ships one changes nothing. An installation that shows nothing
    yet begins with the newest.
    """
    with app.app_context():
        shown = queries.pipelines_shown(db.session())
        db.session.remove()
    if len(shown) > 1:
        log.error("pipelines.several-shown", loaded=shown[0], shown=",".join(shown))
    try:
        return load(shown[0] if shown else None)
    except PipelineMissingError:
        log.exception("pipeline.missing", pipeline=shown[0])
        return load()


def work(app: Flask, *, burst: bool = False, queues: tuple[str, ...] = jobs.QUEUES) -> None:
    """Work until told to stop (SIGTERM: the job at hand is ended first); with ``burst`` until nothing is left."""
    if "analysis" in queues:
        jobs.give_analyser(_analyser(app))
    connection = jobs.worker_connection()
    worker = AppWorker(
        [Queue(name, connection=connection, job_class=AppJob) for name in queues],
        connection=connection,
        job_class=AppJob,
        log_job_description=False,
    )
    worker.app = app
    give_way()
    _settle()
    log.info("worker.ready", queues=",".join(queues))
    # The warm stop of RQ answers to one SIGTERM; two would be a cold one.
    worker.work(burst=burst, logging_level="WARNING")


def give_way() -> None:
    """Let whatever a person waits for go first on this machine: what is done later may take a little longer."""
    os.nice(NICENESS)
    # Where Linux shares processors between sessions first, niceness counts within one alone, and each part has its own.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))


def _settle() -> None:
    """Take what was loaded for what stays: it is not looked through again and again, and forks share its memory."""
    gc.collect()
    gc.freeze()


def understand_turns(app: Flask, *, burst: bool = False) -> None:
    """Understand what people say, find articles and themes for it, until told to stop (SIGTERM).

    Raises:
        PipelineMissingError: This installation has no model that understands.
        PipelineDamagedError: One of its files is not what its card describes.
        SimilarityModelError: The model that finds articles is missing, or another one.
    """
    model = understander()
    # What is only made at the first use is made before somebody waits for it.
    list(model.understand([Said("Hello", today=now().date())]))
    jobs.give_understander(model)
    articles = searcher()
    articles.embed(ArticleText("", "en", "Hello", "Hello"))
    jobs.give_searcher(articles)
    analyser = _analyser(app)
    list(analyser.analyse([Source("Hello, I waited for an hour.")]))
    jobs.give_analyser(analyser)
    connection = jobs.worker_connection()
    worker = TurnsWorker(
        [Queue(jobs.TURNS, connection=connection, job_class=AppJob)],
        connection=connection,
        job_class=AppJob,
        log_job_description=False,
        # It looks up from its queue every second.
        worker_ttl=asking.BEAT_SECONDS + 15,
    )
    worker.app = app
    _settle()
    log.info("worker.ready", queues=jobs.TURNS)
    worker.work(burst=burst, logging_level="WARNING")


def keep_time(app: Flask) -> None:
    """Run the timetable until told to stop."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    with app.app_context():
        log.info("timetable.ready")
        timetable.keep(lambda: False)
