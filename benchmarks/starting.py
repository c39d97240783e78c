"""How soon a web process answers, and how much memory it takes."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from benchmarks.servers import BARE, PRODUCT, serving
from tests.shape.processes import ROOT, environment

ROUNDS = 3
LANGUAGE = """
from pathlib import Path
from nlp import Source
from nlp.loading import load
list(load().analyse([Source("An hour in the rain", question="", language="en")]))
print(int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024)
"""


def figures(folder: Path) -> Iterator[Figure]:
    """Measure, in a folder of its own."""
    seconds: dict[str, list[float]] = {PRODUCT: [], BARE: []}
    megabytes: dict[str, list[float]] = {PRODUCT: [], BARE: []}
    for _ in range(ROUNDS):
        for application in (BARE, PRODUCT):
            with serving(application, INSTANCE=str(folder / "start"), BARE_DATABASE=str(folder / "bare.db")) as server:
                seconds[application].append(server.seconds)
                megabytes[application].append(server.megabytes)
    yield Figure(
        "web process, start to first answer",
        median(seconds[PRODUCT]),
        "s",
        median(seconds[BARE]),
        "a bare Flask",
        2,
    )
    memory = median(megabytes[PRODUCT])
    yield Figure("web process, memory", memory, "MB", median(megabytes[BARE]), "a bare Flask")
    done = subprocess.run(
        [sys.executable, "-c", LANGUAGE], cwd=ROOT, env=environment(), check=True, capture_output=True, text=True
    )
    yield Figure("web process, memory", memory, "MB", float(done.stdout), "a process with the language libraries")
