"""How long something may take, whatever machine the tests run on and however much they have in memory by then."""

import gc
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

_WORK = json.dumps([{"key": f"q{number}", "text": {"en": "x" * 20}} for number in range(5_000)])
# What ``_work`` takes on the machine that the limits in the tests were written for.
_USUAL = 0.006


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail if what is done takes more of this process's time; slower machines are allowed more, by what they show.

    What the tests before it have left in memory is kept from the garbage collector meanwhile: going through all that
    would be counted to whoever happened to make the collector run.
    """
    allowed = seconds * slowness()
    gc.freeze()
    began = time.process_time()
    try:
        yield
        took = time.process_time() - began
    finally:
        gc.unfreeze()
    assert took < allowed, f"it took {took:.2f} s, of {allowed:.2f} s allowed"


def slowness() -> float:
    """Return how many times longer than usual this machine takes, 1 at least."""
    return max(1.0, min(_work() for _ in range(3)) / _USUAL)


def _work() -> float:
    began = time.process_time()
    json.loads(_WORK)
    sum(len(str(number)) for number in range(20_000))
    return time.process_time() - began
