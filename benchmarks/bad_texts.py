"""``python -m benchmarks.bad_texts``: a megabyte of anything, beside one of prose, through the whole analysis.

Each is analysed in a process of its own on one core. It takes about a quarter of an hour.
"""

import sys
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.nlp import run
from tests.unit.nlp.bad_texts import PIECES, of, prose

MEGABYTE = 1_000_000
ANALYSIS = """
from pathlib import Path
from nlp import Source
from nlp.loading import load
analyser = load()
list(analyser.analyse([Source("An hour in the rain.")]))
began = time.process_time()
list(analyser.analyse(Source(text) for text in texts))
seconds = time.process_time() - began
status = Path("/proc/self/status").read_text()
print(json.dumps({"seconds": seconds, "megabytes": int(status.partition("VmHWM:")[2].split()[0]) / 1024}))
"""


def figures() -> Iterator[Figure]:
    """Measure prose, then the rest."""
    usual = run(ANALYSIS, [prose(MEGABYTE)])
    yield Figure("analysis of a megabyte of prose", usual["seconds"], "s")
    yield Figure("its peak memory", usual["megabytes"], "MB", target=600)
    for name, piece in {**PIECES, "clauses of two letters": "a b; "}.items():
        one = run(ANALYSIS, [of(piece, MEGABYTE)])
        yield Figure(f"a megabyte of {name}", one["seconds"], "s", usual["seconds"], "prose", most_ratio=6)
        yield Figure("its peak memory", one["megabytes"], "MB", target=600)


def main() -> None:
    """Print every figure; exit status 1 where a target is missed."""
    missed = False
    for figure in figures():
        print(figure, flush=True)
        missed = missed or not figure.met
    sys.exit(missed)


if __name__ == "__main__":
    main()
