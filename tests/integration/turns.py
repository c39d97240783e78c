"""The worker that understands, in a thread of the test, with whatever models it is given."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from rq import Queue
from rq.timeouts import TimerDeathPenalty

import jobs
from jobs import asking
from worker import AppJob, TurnsWorker


class InThread(TurnsWorker):
    """The worker in a thread of the test, where no signals come."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self) -> None:
        return None


@contextmanager
def understanding(app: Flask) -> Iterator[InThread]:
    """Run the worker until the end, from when it gives a sign; its models were given to ``jobs`` before."""
    connection = jobs.worker_connection()
    queue = Queue(jobs.TURNS, connection=connection, job_class=AppJob)
    with app.app_context():
        made = InThread([queue], connection=connection, job_class=AppJob, worker_ttl=16)
    made.app = app
    jobs.connection().delete(asking.BEAT)
    thread = threading.Thread(target=made.work, kwargs={"logging_level": "CRITICAL"})
    thread.start()
    while not jobs.connection().get(asking.BEAT):
        time.sleep(0.01)
    yield made
    made._stop_requested = True
    Queue(jobs.TURNS, connection=connection).enqueue_call("builtins.len", args=("",), result_ttl=0)
    thread.join(10)
    queue.empty()
    jobs.connection().delete(asking.BEAT)
    assert not thread.is_alive()
