"""Jobs: having the model read articles, so that questions find them.

The worker that understands conversations does it: it holds the model anyway, for their questions.
"""

from articles import reading
from jobs.queue import TURNS, job, later, searcher


@job(TURNS)
def read_articles() -> None:
    """Read one article that waits; ask again where there was one, so that a message may come between.

    Safe to run twice.
    """
    if reading.read_next(searcher()):
        later(read_articles)
