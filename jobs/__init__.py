"""What is done later, and when. A job is asked for with `later`, after the commit, by ids alone."""

from jobs.queue import (
    QUEUES,
    TURNS,
    AskedTooSoonError,
    analyser,
    connect,
    connection,
    give_analyser,
    give_post,
    give_understander,
    job,
    later,
    once_within,
    post,
    stop_soon,
    stopping,
    worker_connection,
)

__all__ = [
    "QUEUES",
    "TURNS",
    "AskedTooSoonError",
    "analyser",
    "connect",
    "connection",
    "give_analyser",
    "give_post",
    "give_understander",
    "job",
    "later",
    "once_within",
    "post",
    "stop_soon",
    "stopping",
    "worker_connection",
]
