"""Nothing of what citizens write, and nothing that says who they are, is in the logs."""

import json
import logging
import sys
from io import StringIO

import pytest
import structlog

import jobs
import logs
from models import db, set_organisation
from web import access
from worker import AppJob, JobFailedError

COMMENT = "The lift smelt of marmalade, write to jane.marmalade@example.org"
ADDRESS = "203.0.113.77"
SECRETS = ("marmalade", "example.org", ADDRESS, "secret-in-the-query")


class TestLogs:
    def test_a_submission_leaves_only_what_it_took(self, survey, client, logged):
        page = client.get_page("/s/repairs?lang=en&from=secret-in-the-query", environ_base={"REMOTE_ADDR": ADDRESS})
        for answer in ("4", "online", COMMENT):
            page = client.send(page, {"answer": answer})
        client.send(page)

        lines = logged()
        assert [line["rule"] for line in lines if line.get("method") == "POST"][-1] == "/s/<slug>/check"
        assert set(lines[0]) <= {"event", "method", "rule", "status", "ms", "request", "level", "timestamp"}

    def test_an_error_is_logged_by_its_kind_and_place(self, app, client, logged):
        @access.public
        def broken() -> str:
            raise ValueError(COMMENT)

        app.view_functions["home"] = broken
        app.testing = False

        client.get_page("/?q=secret-in-the-query", status=500, environ_base={"REMOTE_ADDR": ADDRESS})

        (line,) = (line for line in logged() if line["level"] == "error")
        assert line["event"] == "request.failed"
        assert line["exception"].startswith("ValueError at test_private_logs.py:")

    def test_a_failed_job_says_its_kind_and_place(self, app, logged):
        job = AppJob.create(fail, connection=jobs.connection(), description="fail")

        with pytest.raises(JobFailedError, match=r"^ValueError at test_private_logs\.py:\d+ fail") as failure:
            job.perform()

        assert failure.value.__suppress_context__
        (line,) = logged()
        assert (line["event"], line["job"]) == ("job.failed", "fail")

    def test_a_library_says_its_sentence_without_values(self, logged):
        logging.getLogger("gunicorn.error").error("Error handling request %s %s", "GET", "/?q=secret-in-the-query")
        logging.getLogger("a.library").warning("retrying %s in %d seconds", COMMENT, 4)
        logging.getLogger("another").error(ValueError(COMMENT))
        try:
            fail()
        except ValueError:
            logging.getLogger("another").exception("failed for %(who)s", {"who": ADDRESS})

        assert [line["event"] for line in logged()] == [
            "Error handling request … …",
            "retrying … in 4 seconds",
            "ValueError",
            "failed for …",
        ]

    @pytest.fixture
    def logged(self, capfd, monkeypatch):
        """Log as the product does; return the lines, once it is seen that they hold nothing personal."""
        root, gunicorn = logging.getLogger(), logging.getLogger("gunicorn.error")
        before = (root.handlers[:], root.level, gunicorn.handlers[:], gunicorn.propagate)
        stream = StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stderr", stream)
            logs.configure()

        def read() -> list[dict[str, object]]:
            text = stream.getvalue()
            # Nor is there anything that went past the logs.
            everything = text + "".join(capfd.readouterr())
            assert [secret for secret in SECRETS if secret in everything] == []
            return [json.loads(line) for line in text.splitlines()]

        yield read
        root.handlers[:], gunicorn.handlers[:], gunicorn.propagate = before[0], before[2], before[3]
        root.setLevel(before[1])
        structlog.reset_defaults()

    @pytest.fixture
    def survey(self, factories):
        set_organisation(db.session(), factories.organisation().id)
        return factories.survey(service=factories.service(), slug="repairs")

    @pytest.fixture(params=["sqlite"])
    def database_url(self, tmp_path, sqlite_template):
        copy = tmp_path / "yousaid.db"
        copy.write_bytes(sqlite_template.read_bytes())
        return f"sqlite:///{copy}"


def fail() -> None:
    raise ValueError(COMMENT)
