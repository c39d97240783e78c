"""An installation of one's own for conversations: a database, a queue server, the web server and the worker of turns.

It is looked into as no page may: what a message was understood to mean lies sealed with it.
"""

import base64
import os
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import select

import jobs
import settings
from accounts import organisations
from app import create_app
from jobs import asking
from jobs.analysis import complete_silent_conversations
from models import (
    Answer,
    Comment,
    Contact,
    Draft,
    Message,
    Organisation,
    Service,
    Submission,
    Survey,
    db,
    now,
    set_organisation,
    transaction,
)
from surveys import drafts, publishing
from tests import servers
from tests.conversations.transcripts import definition_of
from tests.shape.processes import ROOT, environment, free_port, started

# Loading the model takes seconds, and many times as long where everything is tested at once.
START_SECONDS = 240
PATIENCE_SECONDS = 20
# The longest that may be set: what is rehearsed is understanding, not its speed on a busy machine.
WAIT_MS = 2000
UNITS = {"leeds": "Leeds", "bradford": "Bradford", "york": "York", "bangor": "Bangor"}
WELSH_UNITS = {"york": "Efrog", "bangor": "Bangor"}


@dataclass(frozen=True)
class Understood:
    """What a message was understood to mean."""

    intent: str
    confidence: float
    values: dict[str, Any]


class Installation:
    """A running installation with an invented organisation. Each conversation has a survey of its own in it."""

    looks_inside, patient = True, False

    def __init__(self, url: str, folder: Path, variables: dict[str, str]) -> None:
        self.url, self.folder, self.environment = url, folder, variables
        self.app: Flask = create_app(settings.read(variables))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._published = 0

    def prepare(self) -> None:
        """Make the tables and the organisation."""
        with self.app.app_context():
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
            with transaction() as session:
                made = organisations.create(session, slug="rehearsal", name={"en": "Rehearsal (invented)"})
                service = organisations.add_service(session, slug="offices", name={"en": "Offices"})
                for slug, name in UNITS.items():
                    names = {"en": name, "cy": WELSH_UNITS.get(slug, name)}
                    organisations.add_unit(session, slug=slug, name=names, service=service)
                self.organisation_id = made.id

    def start(self, name: str, *command: str) -> None:
        """Start a part; what it logs goes to a file."""
        self.processes[name] = started(self.folder, name, *command, environment=self.environment)

    def stop(self) -> None:
        """End all parts."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def wait(self) -> None:
        """Wait until it answers and understands."""
        end = time.monotonic() + START_SECONDS
        while not (self._understands() and self._answers()):
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            if ended or time.monotonic() > end:
                name = ended[0] if ended else "web" if self._understands() else "turns"
                raise RuntimeError(f"{name} did not start: {(self.folder / f'{name}.log').read_text()[-2000:]}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _understands(self) -> bool:
        return jobs.connection().get(asking.BEAT) is not None

    def publish(self, survey: str, slug: str = "") -> tuple[str, str]:
        """Publish a survey under an address of its own; return that and the key of a window on it."""
        self._published += 1
        slug = slug or f"{survey}-{self._published}"
        with self._session(), transaction() as session:
            self._act()
            service = session.scalars(select(Service)).one()
            made = publishing.create(session, service=service, slug=slug)
            publishing.publish(session, survey=made, definition=definition_of(survey))
            return slug, publishing.collect(session, survey=made, kind="widget").key

    def publish_again(self, slug: str, survey: str) -> None:
        """Publish another definition as the next version of a survey."""
        with self._session(), transaction() as session:
            self._act()
            found = session.scalars(select(Survey).where(Survey.slug == slug)).one()
            publishing.publish(session, survey=found, definition=definition_of(survey))

    def today(self) -> date:
        """Return the day on which the organisation is."""
        with self._session():
            return db.session.get_one(Organisation, self.organisation_id).day_of(now())

    def silence(self, turn: str, minutes: int) -> None:
        """Let so many minutes pass since a turn, and close what was silent for too long."""
        with self._session():
            with transaction() as session:
                self._act()
                message = session.scalars(select(Message).where(Message.turn == turn).limit(1)).one()
                session.get_one(Draft, message.submission_id).touched_at = now() - timedelta(minutes=minutes)
            complete_silent_conversations()

    def understood(self, turn: str) -> Understood | None:
        """Return what a turn's message was understood to mean; None where plain words told it."""
        with self._session():
            message = db.session.scalar(select(Message).where(Message.turn == turn, Message.who == "person"))
            meaning = None if message is None else message.meaning
            return None if meaning is None else Understood(**meaning)

    def stored(self, turn: str) -> dict[str, Any]:
        """Return the answers that are stored of the conversation that a turn belongs to."""
        with self._session():
            message = db.session.scalar(select(Message).where(Message.turn == turn).limit(1))
            if message is None:
                return {}
            draft = db.session.get(Draft, message.submission_id)
            if draft is not None:
                return {key: value for key, value in drafts.opened(draft).answers.items() if value is not None}
            return _sent(message.submission_id) if db.session.get(Submission, message.submission_id) else {}

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
    def _session(self) -> Iterator[None]:
        with self.app.app_context():
            self._act()
            yield
            db.session.remove()

    def _act(self) -> None:
        set_organisation(db.session(), self.organisation_id)


def _sent(submission_id: Any) -> dict[str, Any]:
    answers = db.session.scalars(select(Answer).where(Answer.submission_id == submission_id))
    comments = db.session.scalars(select(Comment).where(Comment.submission_id == submission_id))
    contacts = db.session.scalars(select(Contact).where(Contact.submission_id == submission_id))
    return {
        **{each.question: each.value for each in answers},
        **{each.question: each.text for each in comments},
        **{each.question: each.value for each in contacts},
    }


@contextmanager
def running(folder: Path) -> Iterator[Installation]:
    """Start an installation in a folder; stop it in the end."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with servers.queue_server() as queue_url:
        variables = environment(
            DATABASE_URL=f"sqlite:///{folder / 'yousaid.db'}",
            REDIS_URL=queue_url,
            SECRET_KEY=secrets.token_urlsafe(48),
            DATA_KEY=base64.b64encode(secrets.token_bytes(32)).decode(),
            PUBLIC_URL=url,
            INSTANCE=str(folder),
            PORT=str(port),
            # Each conversation says that it comes from an address of its own: the rate limits are per visitor.
            TRUSTED_PROXIES="1",
            SIGNPOST_COUNTRY="GB",
            UNDERSTANDING_WAIT_MS=str(WAIT_MS),
            OMP_NUM_THREADS=os.environ.get("OMP_NUM_THREADS", "1"),
        )
        installation = Installation(url, folder, variables)
        try:
            # It takes longest to be ready.
            installation.start("turns", "cli", "worker", "--queues", "turns")
            installation.prepare()
            installation.start(
                "web",
                *("gunicorn", "app:create_web_app()", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
                *("--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "warning"),
            )
            installation.wait()
            yield installation
        finally:
            installation.stop()
