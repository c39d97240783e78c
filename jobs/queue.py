"""RQ in every shape: jobs name their queue, take ids by keyword, and may run twice."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue

from exports.runs import Post
from models import db, in_transaction
from nlp import Analyser
from nlp.similarity import Searcher
from nlp.understanding import Understander

log = structlog.get_logger()

# By cost, dearest last: a worker looks at them in this order.
QUEUES = ("mail", "analysis", "heavy")
# What a person waits for, in a queue of its own: its worker does not fork, and does nothing else.
TURNS = "turns"

LONGEST_JOB_SECONDS = 15 * 60
REMEMBER_ASKING_SECONDS = 24 * 3600
# For how long a person waits for their words to be understood, where nothing else is set.
UNDERSTANDING_SECONDS = 0.4


class AskedTooSoonError(RuntimeError):
    """A job was asked for inside a transaction: it might run before the commit, or without one."""


class _Process:
    """What this process was given: its connections, and in a worker the analyser."""

    connection: "Redis | None" = None
    worker_connection: "Redis | None" = None
    hurried_connection: "Redis | None" = None
    patience: float = UNDERSTANDING_SECONDS
    analyser: Analyser | None = None
    understander: Understander | None = None
    searcher: Searcher | None = None
    post: Post | None = None
    stopping: bool = False


def connect(url: str, *, patience: float = UNDERSTANDING_SECONDS) -> None:
    """Use the queue server at ``url`` (``redis://``, ``rediss://`` or ``unix://``). Nothing is sent yet.

    ``patience`` is for how many seconds a person waits for their words to be understood; 0: nobody asks.
    """
    # Whoever asks for a job has a citizen waiting: a server that is there but says nothing is as good as away.
    _Process.connection = Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
    _Process.worker_connection = Redis.from_url(url, socket_connect_timeout=2)
    _Process.hurried_connection = Redis.from_url(url, **once_within(patience))
    _Process.patience = patience


def once_within(seconds: float) -> dict[str, Any]:
    """Return the options of a connection that gives up after so many seconds: by itself it would try several times."""
    return {"retry": Retry(NoBackoff(), 0), "socket_connect_timeout": seconds, "socket_timeout": seconds}


def connection() -> "Redis":
    """Return the connection to the queue server for asking: it gives up after two seconds."""
    return _given(_Process.connection)


def worker_connection() -> "Redis":
    """Return the connection to the queue server for a worker, which waits minutes for the next job."""
    return _given(_Process.worker_connection)


def hurried_connection() -> "Redis":
    """Return the connection to the queue server for asking while a person waits: it does not try twice."""
    return _given(_Process.hurried_connection)


def patience() -> float:
    """Return for how many seconds a person waits for their words to be understood."""
    return _Process.patience


def _given(connection: "Redis | None") -> "Redis":
    if connection is None:
        raise RuntimeError("the queue server's address was not given to this process")
    return connection


def give_analyser(analyser: Analyser) -> None:
    """Hand the loaded pipeline to the jobs of this worker."""
    _Process.analyser = analyser


def analyser() -> Analyser:
    """Return the pipeline that this worker has loaded."""
    if _Process.analyser is None:
        raise RuntimeError("this process is no worker: it has no pipeline")
    return _Process.analyser


def give_understander(understander: Understander) -> None:
    """Hand what understands messages to the jobs of this worker."""
    _Process.understander = understander


def understander() -> Understander:
    """Return what understands messages, as this worker has loaded it."""
    if _Process.understander is None:
        raise RuntimeError("this process does not understand messages")
    return _Process.understander


def give_searcher(searcher: Searcher) -> None:
    """Hand what finds articles to the jobs of this worker."""
    _Process.searcher = searcher


def searcher() -> Searcher:
    """Return what finds articles, as this worker has loaded it."""
    if _Process.searcher is None:
        raise RuntimeError("this process finds no articles")
    return _Process.searcher


def give_post(post: Post) -> None:
    """Tell the jobs of this process how to send mail."""
    _Process.post = post


def post() -> Post:
    """Return how to send mail."""
    if _Process.post is None:
        raise RuntimeError("this process was not told how to send mail")
    return _Process.post


def stop_soon() -> None:
    """Tell the job of this process to end where it can be gone on with later."""
    _Process.stopping = True


def stopping() -> bool:
    """Whether this process was told to stop. Long jobs look, and ask for themselves again."""
    return _Process.stopping


def job(queue: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a function to be a job of a queue."""
    if queue not in (*QUEUES, TURNS):
        raise ValueError(f"there is no queue {queue!r}")

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def run(**ids: Any) -> None:
            # Each job begins with a session of its own: nothing read by the one before, no organisation set.
            db.session.remove()
            try:
                function(**ids)
            finally:
                db.session.remove()

        run.queue = queue  # type: ignore[attr-defined]
        return run

    return declare


def later(function: Callable[..., None], **ids: int | str) -> bool:
    """Ask for a job, unless the same waits in its queue already: one bell wakes as well as fifty.

    One that has begun is asked for again, since it may have looked before there was something new.

    Returns False where the queue server does not answer: the sweep finds what was forgotten.

    Raises:
        AskedTooSoonError: Inside a transaction.
    """
    if in_transaction():
        raise AskedTooSoonError(function.__name__)
    queue = Queue(function.queue, connection=connection())  # type: ignore[attr-defined]
    last = "yousaid:asked:" + ":".join([function.__name__, *(f"{name}={ids[name]}" for name in sorted(ids))])
    try:
        if _waits(queue, last):
            return True
        job = queue.enqueue_call(
            function,
            kwargs=ids,
            # RQ would write the arguments into it, and from there into logs.
            description=function.__name__,
            timeout=LONGEST_JOB_SECONDS,
            result_ttl=0,
            failure_ttl=7 * 24 * 3600,
        )
        connection().set(last, job.id, ex=REMEMBER_ASKING_SECONDS)
    except RedisError as error:
        log.warning("queue.unreachable", job=function.__name__, error=type(error).__name__)
        return False
    return True


def _waits(queue: Queue, last: str) -> bool:
    """Whether the job that was last asked for under this key is still in the queue's list, so that nobody has begun.

    RQ's own ``unique`` does not tell: to it a job that runs, or failed a week ago, is there as well. Two that ask at
    the same moment may both find nothing; one job too many does no harm.
    """
    job_id = connection().get(last)
    return job_id is not None and connection().lpos(queue.key, job_id.decode()) is not None  # type: ignore[union-attr]
