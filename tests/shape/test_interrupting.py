"""Ctrl-C before the parts run ends quietly; the queue server is told no secret; logs may be taken away."""

import signal
import subprocess
import sys
import time

import pytest

from supervisor import Journal, _environment_of
from tests.shape.processes import ROOT, Product, environment, wait_for
from tests.shape.test_journal import line, write

pytestmark = pytest.mark.xdist_group("run")

DESTRUCTOR = """
import time, cli
class Interrupted:
    def __del__(self):
        raise KeyboardInterrupt
Interrupted()
try:
    time.sleep(20)
except KeyboardInterrupt:
    print("heard")
"""


class TestCtrlC:
    @pytest.mark.parametrize("seconds", [0.3, 0.8])
    def test_while_it_loads_it_ends_with_a_word(self, tmp_path, seconds):
        process = subprocess.Popen(
            [sys.executable, "-c", "import cli; cli.main()", "run"],
            cwd=ROOT,
            env=environment(INSTANCE=str(tmp_path / "instance"), PORT="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

        assert "Traceback" not in err
        # How far it had come depends on the machine, and whether it may use the port on who runs it.
        last = (out + err).strip().splitlines()[-1]
        assert last in {"Stopped.", "Error: port 1 is in use; choose another with PORT=8001 make run"}

    def test_one_that_fell_into_a_destructor_is_heard_all_the_same(self):
        ended = subprocess.run([sys.executable, "-c", DESTRUCTOR], cwd=ROOT, capture_output=True, text=True, timeout=30)

        assert (ended.stdout, ended.stderr) == ("heard\n", "")

    def test_during_the_demonstration_it_ends_with_a_word(self, product):
        product.start()
        wait_for(lambda: (product.instance / "demonstration.json").exists())

        status, out, err = product.stop()

        assert (status, out) == (130, "")
        assert [each for each in err.splitlines() if not each.startswith("{")] == ["Stopped."]

    @pytest.fixture
    def product(self, tmp_path):
        product = Product(tmp_path / "instance", arguments=["--demo"])
        yield product
        product.clear_away()


class TestTheQueueServersEnvironment:
    def test_it_holds_no_secret(self):
        whole = {
            "PATH": "/bin",
            "LANG": "C.UTF-8",
            "SECRET_KEY": "x",
            "DATA_KEY": "y",
            "MAIL_URL": "z",
            "INSTANCE": "i",
        }

        assert _environment_of("queue", whole) == {"PATH": "/bin", "LANG": "C.UTF-8"}
        assert _environment_of("worker", whole) == whole


class TestALogThatWasTakenAway:
    def test_it_is_read_again_from_its_beginning(self, journal):
        write(journal, line("first", "warning"))
        assert list(journal.warnings()) == ["first"]
        journal.path.unlink()

        assert list(journal.warnings()) == []
        write(journal, line("second", "warning"))
        assert list(journal.warnings()) == ["second"]

    def test_one_that_was_cut_too(self, journal):
        write(journal, line("first", "warning") * 3)
        assert list(journal.warnings()) == ["first"] * 3
        journal.path.write_bytes(b"")
        write(journal, line("second", "warning"))

        assert list(journal.warnings()) == ["second"]

    def test_one_that_cannot_be_cut_is_left_long(self, journal, monkeypatch):
        monkeypatch.setattr("supervisor.LARGEST_LOG", 10)
        journal.path.with_suffix(".log.1").mkdir()
        write(journal, line("first", "warning"))

        assert list(journal.warnings()) == ["first"]
        assert list(journal.warnings()) == []

    @pytest.fixture
    def journal(self, tmp_path):
        return Journal(tmp_path / "worker.log")
