"""Jobs: having the model read what measures are called and what themes mean, so that they can be compared.

The worker that understands conversations does it: it holds the model anyway, for their questions.
"""

from jobs.queue import TURNS, job, later, searcher
from jobs.targets import suggest_links
from targets import meanings


@job(TURNS)
def read_meanings() -> None:
    """Read some that wait; ask again where there were any, so that a message may come between.

    What is read now may be near to what was read before: links are suggested after it.

    Safe to run twice.
    """
    if meanings.read_some(searcher()):
        later(read_meanings)
        later(suggest_links)
