"""Asking what a message means while a person waits: for so long and no longer, and not where nobody answers.

The answer is a row; through the queue server goes the message's id alone.
"""

import threading
import time
from uuid import UUID

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

from jobs.queue import TURNS, AskedTooSoonError, hurried_connection, patience
from models import in_transaction

log = structlog.get_logger()

# A worker that understands writes here that it is there; what it writes is another each time.
BEAT = "yousaid:turns:beat"
BEAT_SECONDS = 1
BEAT_KEPT_SECONDS = 10
# After so many that were not answered in time nobody is asked, until the worker has given a sign since.
MOST_MISSED = 3
SAYING_SO_SECONDS = 0.01
LOOK_EVERY_SECONDS = 1.0
# What nobody has begun with by then, nobody waits for any more.
WORTH_SECONDS = 5
LONGEST_JOB_SECONDS = 10
FAILURES_KEPT_SECONDS = 3600


def answer_key(message_id: str) -> str:
    """Return the name of the list through which whoever waits for a message's meaning is woken."""
    return f"yousaid:turn:{message_id}"


def beat(connection: Redis) -> None:
    """Say that there is a worker that understands."""
    connection.set(BEAT, str(time.time_ns()), ex=BEAT_KEPT_SECONDS)


class Line:
    """Whether somebody is there to ask, as far as this process knows.

    It begins with looking for a sign of the worker: an installation without one makes nobody wait.
    """

    def __init__(self, connection: Redis) -> None:
        self.connection = connection
        # Kept, since RQ asks each new one for the server's version.
        self.queue = Queue(TURNS, connection=connection)
        # The worker's, when it was asked last: one that is to be believed after it was given up is another.
        self.sign: bytes | None = None
        self._lock = threading.Lock()
        self._missed = MOST_MISSED
        self._look_at = 0.0

    def is_open(self) -> bool:
        """Whether to ask. Where it was given up, the worker's sign is looked for, at most once a second."""
        with self._lock:
            if self._missed < MOST_MISSED:
                return True
            if time.monotonic() < self._look_at:
                return False
            self._look_at = time.monotonic() + LOOK_EVERY_SECONDS
        try:
            seen = self.connection.get(BEAT)
        except RedisError:
            return False
        if seen is None or seen == self.sign:
            return False
        with self._lock:
            self._missed = 0
        return True

    def answered(self) -> None:
        """Go on asking."""
        with self._lock:
            self._missed = 0

    def missed(self) -> None:
        """Count one that was not answered in time."""
        with self._lock:
            self._missed += 1
            given_up = self._missed == MOST_MISSED
        if given_up:
            log.warning("understanding.given-up", missed=MOST_MISSED)


class _Process:
    """What this process knows. One object: an attribute of a class is not safe to change while threads read it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.line: Line | None = None


_process = _Process()


def _line() -> Line:
    """Return what is known of the worker at the queue server that this process was told of."""
    with _process.lock:
        if _process.line is None or _process.line.connection is not hurried_connection():
            _process.line = Line(hurried_connection())
        return _process.line


def is_worth_asking() -> bool:
    """Whether a worker that understands seems to be there."""
    return patience() > 0 and _line().is_open()


def understood(*, organisation_id: int, message_id: UUID) -> bool:
    """Ask what a stored message means, and wait for that; return whether there is an answer in time.

    Raises:
        AskedTooSoonError: Inside a transaction: the worker would not find the message.
    """
    if in_transaction():
        raise AskedTooSoonError("understand")
    line, end = _line(), time.monotonic() + patience()
    try:
        line.sign = _ask(line, organisation_id, str(message_id))
        # The server takes 0 for "for ever", and is to say that there is no answer before the time is up.
        left = max(0.001, end - time.monotonic() - SAYING_SO_SECONDS)
        answer = line.connection.blpop([answer_key(str(message_id))], timeout=left)
    except RedisError as error:
        log.info("understanding.unreachable", error=type(error).__name__)
        answer = None
    if answer is None:
        line.missed()
        return False
    line.answered()
    return True


def _ask(line: Line, organisation_id: int, message_id: str) -> bytes | None:
    """Put the job into its queue, in one message to the server; return the worker's last sign."""
    with line.connection.pipeline() as pipeline:
        line.queue.enqueue_call(
            "jobs.turns.understand",
            kwargs={"organisation_id": organisation_id, "message_id": message_id},
            description="understand",
            timeout=LONGEST_JOB_SECONDS,
            ttl=WORTH_SECONDS,
            result_ttl=0,
            failure_ttl=FAILURES_KEPT_SECONDS,
            pipeline=pipeline,
        )
        pipeline.get(BEAT)
        sign = pipeline.execute()[-1]
    return sign if isinstance(sign, bytes) else None
