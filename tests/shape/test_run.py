"""``yousaid run``: everything on one machine, as real processes."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.shape.processes import ROOT, Product, descendants, lives, wait_for

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
    pytest.mark.xdist_group("run"),
]


class TestRun:
    def test_it_starts_all_says_where_and_stops_all_in_mid_work(self, product, states):
        product.start()
        wait_for(product.all_run)
        wait_for(product.ready)
        keys = (product.instance / "keys.json").read_text()
        give(product, comments=500)
        wait_for(lambda: states(product)["done"] > 0)
        began = time.monotonic()

        status, out, err = product.stop()

        assert (status, err) == (0, "")
        assert out == f"\nYouSaid is running at http://127.0.0.1:{product.port}\nPress Ctrl-C to stop.\nStopped.\n"
        assert time.monotonic() - began < 15
        assert product.left() == []
        assert not list(product.instance.glob("queue/*.sock"))
        assert states(product)["waiting"] > 0
        assert states(product)["claimed"] == 0

        product.start()
        wait_for(product.ready, seconds=45)
        assert (product.instance / "keys.json").read_text() == keys
        assert product.stop(signal.SIGTERM)[0] == 0
        assert product.left() == []

    def test_it_can_be_stopped_while_it_starts(self, product):
        product.start()
        wait_for(product.parts)

        status, out, _ = product.stop()

        assert (status, out) == (0, "Stopped.\n")
        assert product.left() == []

    def test_nothing_outlives_a_supervisor_that_was_killed(self, far_away):
        far_away.start()
        wait_for(far_away.all_run)

        far_away.stop(signal.SIGKILL)

        wait_for(lambda: far_away.left() == [], seconds=15)
        far_away.start()
        wait_for(far_away.ready, seconds=45)
        assert far_away.stop()[0] == 0

    @pytest.fixture
    def product(self, tmp_path):
        product = Product(tmp_path / "instance")
        yield product
        product.clear_away()

    @pytest.fixture
    def far_away(self, tmp_path):
        product = Product(tmp_path / ("a-long-way-down-" * 7) / "instance")
        assert len(str(product.instance)) > 108
        yield product
        product.clear_away()

    @pytest.fixture
    def states(self):
        """Count an instance's comments by state, and those that are claimed."""

        def count(product: Product) -> dict[str, int]:
            query = "SELECT sum(state = 'waiting'), sum(state = 'done'), count(claimed_by) FROM comment"
            connection = sqlite3.connect(f"file:{product.instance / 'yousaid.db'}?mode=ro", uri=True)
            try:
                waiting, done, claimed = connection.execute(query).fetchone()
            finally:
                connection.close()
            return {"waiting": waiting or 0, "done": done or 0, "claimed": claimed}

        return count


class TestOneThatRuns:
    def test_a_second_on_its_instance_is_one_too_many(self, running):
        refused = outcome(Product(running.instance))

        assert refused == (1, "", f"Error: YouSaid already runs from {running.instance}, or is just ending\n")
        assert running.ready()

    def test_its_port_in_use_is_named(self, running, tmp_path):
        refused = outcome(Product(tmp_path / "other", running.port))

        assert refused == (1, "", f"Error: port {running.port} is in use; choose another with PORT=8001 make run\n")

    def test_whoever_sends_nonsense_is_not_named_in_its_logs(self, running):
        for nonsense in (b"GET /?secret=1 HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", running.port), timeout=5) as connection:
                connection.sendall(nonsense)
                connection.recv(100)

        assert running.status("/?secret=2") == 200
        log = running.log("web")
        assert '"rule": "/"' in log
        assert "secret" not in log
        assert "127.0.0.1" not in log

    def test_a_part_that_is_killed_is_started_again(self, running):
        wait_for(running.all_run)
        before = running.parts()
        servers = list(descendants(before["web"]))

        for name in ("timetable", "web"):
            os.kill(before[name], signal.SIGKILL)

        wait_for(lambda: len({*running.parts().values()} - {*before.values()}) == 2)
        wait_for(running.ready)
        assert not any(lives(pid) for pid in servers)
        after = running.parts()
        assert (after["queue"], after["worker"]) == (before["queue"], before["worker"])
        status, _, err = running.stop()
        assert status == 0
        assert [line.split(";")[0] for line in sorted(err.splitlines())] == [
            "The timetable has ended and is started again in 1 s",
            "The web has ended and is started again in 1 s",
        ]
        assert running.left() == []


def give(product: Product, *, comments: int) -> None:
    command = [sys.executable, "-m", "tests.shape.waiting", str(comments)]
    subprocess.run(command, cwd=ROOT, env=product.environment, check=True)


def outcome(product: Product) -> tuple[int, str, str]:
    """Return status, output and errors of one that ends by itself."""
    process = product.start().process
    assert process is not None
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("running") / "instance")
    product.start()
    wait_for(product.ready)
    yield product
    product.clear_away()
