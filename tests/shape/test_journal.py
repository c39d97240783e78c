"""What the parts log goes to a file; the terminal hears of warnings."""

import json

import pytest

import supervisor
from supervisor import Journal


class TestJournal:
    def test_it_tells_of_warnings_once_and_of_whole_lines(self, journal):
        write(journal, line("request", "info"), line("queue.unreachable", "warning"), b"10:M # WARNING overcommit\n")
        with journal.open() as stream:
            stream.write(line("job.failed", "error", exception="KeyError at a.py:1 f")[:-5])

        assert list(journal.warnings()) == ["queue.unreachable"]

        with journal.open() as stream:
            stream.write(line("job.failed", "error", exception="KeyError at a.py:1 f")[-5:])
        assert list(journal.warnings()) == ["job.failed KeyError at a.py:1 f"]
        assert list(journal.warnings()) == []

    def test_it_says_nothing_of_what_an_earlier_run_left(self, journal):
        write(journal, line("queue.unreachable", "warning"))

        assert list(Journal(journal.path).warnings()) == []

    def test_it_is_cut_while_it_is_written_to(self, journal, monkeypatch):
        monkeypatch.setattr(supervisor, "LARGEST_LOG", 100)
        with journal.open() as stream:
            stream.write(line("first", "warning") * 10)
            stream.flush()
            assert list(journal.warnings()) == ["first"] * 10
            stream.write(line("second", "warning"))

        assert list(journal.warnings()) == ["second"]
        assert journal.path.read_bytes() == line("second", "warning")
        assert journal.path.with_suffix(".log.1").read_bytes() == line("first", "warning") * 10

    @pytest.fixture
    def journal(self, tmp_path):
        return Journal(tmp_path / "worker.log")


def line(event: str, level: str, **more: str) -> bytes:
    return json.dumps({"event": event, "level": level, **more}).encode() + b"\n"


def write(journal: Journal, *lines: bytes) -> None:
    with journal.open() as stream:
        stream.writelines(lines)
