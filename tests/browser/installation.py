"""The product, started for real: web server, worker and queue server as processes of their own, on PostgreSQL."""

import base64
import json
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.shape.processes import ROOT, free_port, started

START_SECONDS = 240
PATIENCE_SECONDS = 20
SIGN_IN = "manager@demo.invalid"
LEAVER = "leaver@demo.invalid"


@dataclass
class Installation:
    """A running installation, and what the tests need to know of it."""

    url: str
    folder: Path
    environment: dict[str, str]
    password: str = ""
    # What ``tests.browser.seed`` has made: the keys of the conversation windows.
    window_key: str = ""
    showcase_key: str = ""
    contact_key: str = ""
    helpful_key: str = ""
    closed_survey: str = "closed-survey"
    # The tokens of two invitations, one of them answered, and the ticket of a preview.
    invited: str = ""
    answered: str = ""
    preview: str = ""
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        """Start a part in a session of its own; what it says goes to a file."""
        self.processes[name] = started(self.folder, name, *command, environment=self.environment)

    def stop(self, name: str) -> None:
        """End a part and wait for it."""
        process = self.processes.pop(name, None)
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def command(self, *arguments: str) -> str:
        """Run ``yousaid`` with arguments and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            row = connection.execute(f'SELECT count(*) FROM "{table}"'.encode()).fetchone()
        assert row is not None
        return int(row[0])

    def waiting(self) -> int:
        """Return how many comments are still to be analysed."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            row = connection.execute("SELECT count(*) FROM comment WHERE state = 'waiting'").fetchone()
        assert row is not None
        return int(row[0])

    def troubles(self) -> list[str]:
        """Return the lines of the logs that say that something went wrong."""
        marks = ('"level": "error"', '"level": "critical"', "Traceback (most recent", "request.failed", "job.failed")
        return [
            f"{path.stem}: {line}"
            for path in sorted(self.folder.glob("*.log"))
            for line in path.read_text().splitlines()
            if any(mark in line for mark in marks)
        ]


@contextmanager
def running(*, database_url: str, queue_url: str, folder: Path, host_origin: str) -> Iterator[Installation]:
    """Start an installation with a small demonstration; stop it in order, and fail if its logs tell of errors."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}} | {
        "DATABASE_URL": database_url,
        "REDIS_URL": queue_url,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATA_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "PUBLIC_URL": url,
        "PORT": str(port),
        "INSTANCE": str(folder / "instance"),
        # A test that tries too often says that it is somebody else.
        "TRUSTED_PROXIES": "1",
        # Where a test starts the worker that understands, it is waited for however busy the machine is.
        "UNDERSTANDING_WAIT_MS": "2000",
        "PYTHONWARNINGS": "default",
        "PYTHONUNBUFFERED": "1",
    }
    (folder / "instance").mkdir()
    installation = Installation(url, folder, environment)
    try:
        installation.start("worker", "cli", "worker")
        installation.start(
            "web",
            *("gunicorn", "app:create_web_app()", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
            *("--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "warning"),
        )
        seed = subprocess.run(
            [sys.executable, "-m", "tests.browser.seed", host_origin],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert seed.returncode == 0, seed.stderr
        vars(installation).update(json.loads(seed.stdout))
        _wait(installation)
        yield installation
    finally:
        for name in ("web", "turns", "worker"):
            installation.stop(name)
    assert not installation.troubles(), "\n".join(installation.troubles())


def _wait(installation: Installation) -> None:
    """Wait until pages are answered and the demonstration is analysed: the tests look at settled figures."""
    end = time.monotonic() + START_SECONDS
    while not (_answers(installation.url) and installation.waiting() == 0):
        for name, process in installation.processes.items():
            assert process.poll() is None, f"the {name} ended: {(installation.folder / f'{name}.log').read_text()}"
        assert time.monotonic() < end, f"not ready: {installation.waiting()} comments wait; {installation.troubles()}"
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False
