"""The worker that understands, as a process: quick, silent about what is said, and not missed when it is killed."""

import base64
import json
import signal
import subprocess
import sys
import time
import zlib
from contextlib import suppress

import pytest

import chat
import jobs
from jobs import asking
from models import Message, db, set_organisation
from tests.factories import CHOICE, RATING, TEXT
from tests.integration.conftest import Window
from tests.shape.processes import ROOT, children, environment, wait_for

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
    pytest.mark.xdist_group("run"),
]

SECRET = "marmalade"


class TestAWorkerProcess:
    def test_it_understands_without_a_fork_and_soon(self, start, conversation, steps):
        worker = start()
        conversation.turn(said="We rang them by phone")

        times = []
        for _ in range(20):
            began = time.monotonic()
            conversation.turn(said="We rang them by phone", asked="channel")
            times.append(time.monotonic() - began)
            assert steps[-1]["meaning"].values["channel"] == "By phone"

        assert children(worker.pid) == []
        # A whole turn, on a machine that is busy with other tests.
        assert sorted(times)[10] < 0.2

    def test_the_model_that_is_shipped_fills_what_was_not_asked(self, start, conversation, steps):
        start("cli", "worker", "--queues", "turns")

        answer = conversation.turn(said="I rang you and sat there for an hour and a half, so a 2 from me")

        assert steps[-1]["meaning"].values == {"satisfaction": 2, "channel": "By phone"}
        # The account is kept in its own words too, and nothing of what was only understood is sent unseen.
        assert [each["key"] for each in answer["answered"]] == ["satisfaction", "channel", "improve"]
        assert answer["ask"]["type"] == "sending"

    def test_one_that_is_told_to_stop_ends(self, start):
        worker = start()

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(5) == 0

    def test_one_that_is_killed_in_mid_job_is_not_waited_for_and_the_next_one_understands(
        self, start, conversation, steps, monkeypatch
    ):
        monkeypatch.setattr(asking, "LOOK_EVERY_SECONDS", 0.0)
        worker = start()
        began = time.monotonic()

        answer = conversation.turn(said=f"Please take your time with the {SECRET}")

        assert 0.3 < time.monotonic() - began < 5
        assert (answer["ask"]["key"], steps[-1]["meaning"]) == ("satisfaction", None)
        worker.kill()
        worker.wait(5)
        for _ in range(3):
            assert conversation.turn(said="nonsense")["ask"]["key"] == "satisfaction"
        waits = []
        for _ in range(3):
            began = time.monotonic()
            conversation.turn(said="nonsense")
            waits.append(time.monotonic() - began)
        # One of them may meet a machine that is busy with other tests.
        assert min(waits) < 0.3
        start()
        assert conversation.turn(said="I think a 4")["ask"]["key"] == "channel"
        assert steps[-1]["meaning"].values["satisfaction"] == 4

    def test_neither_queue_server_nor_log_nor_database_hold_what_was_said(self, start, conversation, log, settings):
        worker = start()
        for said in (f"The {SECRET} was online", f"This {SECRET} will break down"):
            conversation.turn(said=said)
        wait_for(lambda: "job.failed" in log.read_text())
        worker.terminate()
        worker.wait(5)

        lines = [json.loads(line) for line in log.read_text().splitlines()]
        (failed,) = (line for line in lines if line["event"] == "job.failed")
        assert failed["exception"].startswith("ValueError at understanding.py:")
        assert SECRET not in log.read_text()
        assert SECRET not in readable(jobs.connection())
        assert db.session.query(Message).filter_by(who="person").count() == 2
        with db.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM message").all()
        assert SECRET not in repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows])

    @pytest.fixture
    def log(self, tmp_path):
        return tmp_path / "turns.log"

    @pytest.fixture
    def start(self, settings, tmp_path, log):
        started = []

        def begin(*command: str) -> subprocess.Popen[bytes]:
            jobs.connection().delete(asking.BEAT)
            with log.open("ab") as output:
                process = subprocess.Popen(
                    [sys.executable, "-m", *(command or ("tests.shape.understanding",))],
                    cwd=ROOT,
                    env=environment(
                        DATABASE_URL=settings.database_url,
                        REDIS_URL=settings.redis_url,
                        SECRET_KEY=settings.secret_key,
                        DATA_KEY=base64.b64encode(settings.data_key).decode(),
                        INSTANCE=str(tmp_path),
                    ),
                    stdin=subprocess.DEVNULL,
                    stderr=output,
                )
            started.append(process)
            wait_for(lambda: jobs.connection().get(asking.BEAT))
            return process

        yield begin
        for process in started:
            process.kill()
            process.wait()
        jobs.connection().flushall()

    @pytest.fixture
    def conversation(self, factories, client):
        set_organisation(db.session(), factories.organisation().id)
        survey = factories.survey(service=factories.service(), questions=[RATING, CHOICE, TEXT])
        return Window(client, factories.window(survey=survey).key)

    @pytest.fixture
    def steps(self, monkeypatch):
        calls, step = [], chat.step

        def recording(*args, **kwargs):
            calls.append(kwargs)
            return step(*args, **kwargs)

        monkeypatch.setattr(chat, "step", recording)
        return calls


def readable(connection) -> str:
    """Return all that a queue server holds, unpacked as far as it can be read."""
    found = []
    for key in connection.scan_iter():
        kind = connection.type(key)
        found.append(key)
        if kind == b"hash":
            found += [part for pair in connection.hgetall(key).items() for part in pair]
        elif kind == b"list":
            found += connection.lrange(key, 0, -1)
        elif kind == b"string":
            found.append(connection.get(key))
        elif kind == b"stream":
            found += [part for _, entry in connection.xrange(key) for pair in entry.items() for part in pair]
        else:
            found.append(connection.dump(key))
    return "\n".join(_unpacked(part) for part in found)


def _unpacked(part: bytes) -> str:
    with suppress(zlib.error):
        part += zlib.decompress(part)
    return part.decode(errors="replace")
