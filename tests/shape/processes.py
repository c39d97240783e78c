"""The product as real processes. Only what a test has started is ever looked at or ended, by its own number."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nlp.loading import can_understand

ROOT = Path(__file__).parents[2]
# What the command lines of the supervisor's parts end with, or hold.
PARTS = {
    "valkey-server": "queue",
    "cli worker --queues turns": "turns",
    "cli worker \n": "worker",
    "cli timetable": "timetable",
    "gunicorn": "web",
}
WORKERS = {"worker", "turns"}
SETTINGS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_KEY", "PUBLIC_URL", "MAIL_URL", "MAIL_SENDER", "INSTANCE")


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without settings of somebody's own, and with ``more``."""
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in (*SETTINGS, "PORT", "WEB_WORKERS", "UNDERSTANDING_WAIT_MS")
    }
    return own | {"PYTHONPATH": str(ROOT)} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], object], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{condition} did not come true in {seconds} s"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether a process is there and is more than an entry for its parent to read."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat[1]) == pid and stat[0] != "Z":
            found.append(int(folder.name))
    return sorted(found)


def descendants(pid: int) -> Iterator[int]:
    for child in children(pid):
        yield child
        yield from descendants(child)


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def started(folder: Path, name: str, *command: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start a part of the product in a session of its own; what it says goes to a file of its name."""
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


class Product:
    """``yousaid run`` on an instance folder and a port of its own."""

    def __init__(self, instance: Path, port: int | None = None, arguments: Sequence[str] = ()) -> None:
        self.instance, self.port, self.arguments = instance, port or free_port(), arguments
        self.environment = environment(INSTANCE=str(instance), PORT=str(self.port), WEB_WORKERS="1")
        self.process: subprocess.Popen[str] | None = None
        self._seen: set[int] = set()

    def start(self) -> "Product":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli", "run", *self.arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.process.communicate()
        return self.status("/readyz") == 200

    def status(self, path: str) -> int | None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def parts(self) -> dict[str, int]:
        """Return the supervisor's own children by name."""
        self._seen.update(descendants(self.pid))
        found = {pid: f"{command_line(pid)}\n" for pid in children(self.pid)}
        return {name: pid for pid, line in found.items() for word, name in PARTS.items() if word in line}

    def all_run(self) -> bool:
        names = {"queue", "worker", "timetable", "web"} | ({"turns"} if can_understand() else set())
        return set(self.parts()) == names and all("worker.ready" in self.log(name) for name in names & WORKERS)

    def left(self) -> list[str]:
        """Return what still runs of all that was seen to run."""
        return [command_line(pid) for pid in sorted(self._seen) if lives(pid)]

    def log(self, name: str) -> str:
        path = self.instance / "log" / f"{name}.log"
        return path.read_text() if path.exists() else ""

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Send a signal, wait for the end, and return status, output and errors."""
        assert self.process is not None
        self._seen.update(descendants(self.pid))
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err

    def clear_away(self) -> None:
        """End what a failed test has left."""
        if self.process is not None and self.process.poll() is None:
            self._seen.update(descendants(self.pid))
            self.process.kill()
            self.process.communicate()
        for pid in self._seen:
            if str(self.instance) in _environment_of(pid):
                os.kill(pid, signal.SIGKILL)


def _environment_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    except OSError:
        return ""
