"""``python -m benchmarks``: print every figure; exit status 1 where a target is missed."""

import tempfile
from pathlib import Path

from benchmarks import answering, loading, sending, starting, window
from benchmarks.figures import print_all


def main() -> None:
    """Measure one thing after the other, so that none disturbs another."""
    with tempfile.TemporaryDirectory(prefix="yousaid-benchmarks-") as name:
        parts = (window, starting, loading, answering, sending)
        print_all(figure for part in parts for figure in part.figures(Path(name)))


if __name__ == "__main__":
    main()
