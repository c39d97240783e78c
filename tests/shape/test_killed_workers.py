"""A worker that is killed in mid-batch loses nothing and doubles nothing."""

import base64
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

import jobs
import tallies
from jobs.analysis import analyse_waiting
from models import WHOLE, Comment, Insight, across_organisations, db
from tests.shape.processes import ROOT, children, environment, lives, wait_for
from tests.shape.waiting import fill

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
    pytest.mark.xdist_group("run"),
]

COMMENTS = 240


class TestAKilledWorker:
    @pytest.mark.parametrize("victim", ["worker", "horse"])
    def test_it_loses_nothing_and_doubles_nothing(self, start, counts, comments, victim):
        worker = start()
        jobs.later(analyse_waiting)
        wait_for(lambda: counts()["done"] > 0 and counts()["claimed"] > 0)
        (horse,) = children(worker.pid)

        os.kill({"worker": worker.pid, "horse": horse}[victim], signal.SIGKILL)

        wait_for(lambda: not lives(horse), seconds=5)
        left = counts()
        assert left["claimed"] > 0
        assert left["done"] + left["waiting"] == COMMENTS
        assert left["waiting"] > 0
        if victim == "worker":
            worker.wait(5)
            worker = start()
        end = time.monotonic() + 60
        while counts()["waiting"] and time.monotonic() < end:
            # As the timetable does each minute.
            jobs.later(analyse_waiting)
            time.sleep(1)
        assert counts() == {"waiting": 0, "done": COMMENTS, "failed": 0, "claimed": 0}
        found = comments()
        assert max(found.attempts) == 2
        assert found.wholes == [1] * COMMENTS
        assert found.differences == []

    def test_one_that_is_told_to_stop_ends_its_batch_first(self, start, counts, comments):
        worker = start()
        jobs.later(analyse_waiting)
        wait_for(lambda: counts()["done"] > 0 and counts()["claimed"] > 0)

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(10) == 0
        left = counts()
        assert (left["claimed"], left["failed"]) == (0, 0)
        assert left["done"] + left["waiting"] == COMMENTS
        assert left["waiting"] > 0
        assert comments().differences == []
        # It has asked for the rest itself.
        assert jobs.connection().llen("rq:queue:analysis") == 1

    # Seen where the database is a file.
    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_its_horse_shares_no_connection_with_it(self, start, counts):
        worker = start()
        jobs.later(analyse_waiting)
        wait_for(lambda: counts()["done"] > 0)
        (horse,) = children(worker.pid)

        assert databases_open_in(worker.pid) == set()
        assert databases_open_in(horse)

    @pytest.fixture
    def start(self, settings, tmp_path, waiting):
        started = []

        def start() -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.shape.impatient"],
                cwd=ROOT,
                env=environment(
                    DATABASE_URL=settings.database_url,
                    REDIS_URL=settings.redis_url,
                    SECRET_KEY=settings.secret_key,
                    DATA_KEY=base64.b64encode(settings.data_key).decode(),
                    INSTANCE=str(tmp_path),
                ),
                stdin=subprocess.DEVNULL,
            )
            started.append(process)
            return process

        yield start
        for process in started:
            process.kill()
            process.wait()
        jobs.connection().flushall()

    @pytest.fixture
    def waiting(self, factories):
        fill(factories, COMMENTS)

    @pytest.fixture
    def counts(self, app):
        def count() -> dict[str, int]:
            query = select(Comment.state, func.count(), func.count(Comment.claimed_by)).group_by(Comment.state)
            with across_organisations(db.session(), "test"):
                rows = db.session.execute(query).all()
            db.session.rollback()
            states = {"waiting": 0, "done": 0, "failed": 0, "claimed": sum(row[2] for row in rows)}
            return states | {state: n for state, n, _ in rows}

        return count

    @pytest.fixture
    def comments(self, app):
        return Kept


class Kept:
    """What the database holds of the comments."""

    def __init__(self) -> None:
        session = db.session()
        session.rollback()
        self.attempts = list(session.scalars(select(Comment.attempts)))
        wholes = select(func.count()).where(Insight.clause == WHOLE).group_by(Insight.comment_id)
        self.wholes = list(session.scalars(wholes))
        self.differences = tallies.differences(session)


def databases_open_in(pid: int) -> set[str]:
    links = set()
    for path in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.add(os.readlink(path))
        except OSError:
            continue
    return {link for link in links if "yousaid.db" in link}
