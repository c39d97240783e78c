"""Fixtures of the tests that go through the whole product."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

import tallies
from cli import installation, yousaid
from insights import analysis
from models import Base, Organisation, Proposal, Service, Survey, Tally, db, now, set_organisation, transaction
from nlp import Analyser
from surveys import publishing
from tests.factories import CHOICE, PASSWORD, RATING, Factories, definition
from tests.pages import InspectingClient, Page
from web import previews

Counts = dict[str, int]


@pytest.fixture
def organisation(factories: Factories) -> Organisation:
    """An organisation that the test's own session acts for."""
    made = factories.organisation()
    set_organisation(db.session(), made.id)
    return made


@pytest.fixture
def service(organisation: Organisation, factories: Factories) -> Service:
    return factories.service(slug="repairs", name={"en": "Repairs"})


@pytest.fixture
def commands(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command line inside the test's own application."""
    monkeypatch.setattr(installation, "create_app", lambda: app)
    monkeypatch.setattr(installation.logs, "configure", lambda: None)
    return lambda *arguments: CliRunner().invoke(yousaid, [str(each) for each in arguments])


@pytest.fixture
def row_counts(app: Flask) -> Callable[[], Counts]:
    """Count the rows of every table that citizens' answers may touch, whoever they belong to.

    That a survey was opened, started, completed or abandoned is counted with nothing of an answer: it is left out.
    """
    kept = ("draft", "submission", "answer", "comment", "insight", "insight_theme", "tally")

    def count() -> Counts:
        queries = {name: select(func.count()).select_from(Base.metadata.tables[name]) for name in kept}
        queries["tally"] = queries["tally"].where(Tally.subject != "way")
        with db.engine.connect() as connection:
            return {name: connection.execute(query).scalar_one() for name, query in queries.items()}

    return count


@pytest.fixture
def analyse(app: Flask, analyser: Analyser) -> Callable[[], int]:
    """Analyse what waits, as a worker does."""

    def drain() -> int:
        stored = analysis.drain(analyser)
        db.session.rollback()
        return stored

    return drain


@pytest.fixture
def run_jobs(run_jobs: Callable[[], int]) -> Callable[[], int]:
    """Drain the queue, and then act for the same organisation as before."""

    def drain() -> int:
        acted_for = db.session().info.get("organisation_id")
        ran = run_jobs()
        set_organisation(db.session(), acted_for)
        return ran

    return drain


@pytest.fixture
def do(app: Flask) -> Callable[..., None]:
    """Do one job as a worker does, and then act for the same organisation as before."""

    def run(job: Callable[..., None], **ids: Any) -> None:
        acted_for = db.session().info.get("organisation_id")
        job(**ids)
        set_organisation(db.session(), acted_for)

    return run


@pytest.fixture
def counted_right(organisation: Organisation) -> Iterator[None]:
    """After the test, every kept count is what the rows say."""
    organisation_id = organisation.id
    yield
    db.session.rollback()
    set_organisation(db.session(), organisation_id)
    assert tallies.differences(db.session()) == []


@pytest.fixture
def answer_pages(client: InspectingClient) -> Callable[..., Page]:
    """Answer a survey's pages one after the other; return the page after the last answer."""

    def answer(slug: str, *answers: str) -> Page:
        page = client.get_page(f"/s/{slug}")
        for each in answers:
            page = client.send(page, {"answer": each})
        return page

    return answer


class Window:
    """A conversation window as its script uses it."""

    def __init__(self, client: InspectingClient, key: str, *, path: str | None = None) -> None:
        self.client, self.key, self.path = client, key, path or f"/w/{key}/turns"
        response = client.request("GET", f"/w/{key}")
        assert response.status_code == 200
        soup = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        self.page: dict[str, Any] = json.loads(soup.find(id="conversation").text)
        self.policy: str = response.headers["Content-Security-Policy"]
        self.ticket: str = self.page["token"]
        self.turns = count(1)

    def body(self, *, said: Any, **more: Any) -> dict[str, Any]:
        return {"token": self.ticket, "said": said, "asked": None, "turn": f"turn-{next(self.turns)}", **more}

    def turn(
        self, *, said: Any, status: int = 200, headers: dict[str, str] | None = None, **more: Any
    ) -> dict[str, Any]:
        """Say something and return what the window is told."""
        body = json.dumps(self.body(said=said, **more)).encode()
        return self.post(body, status=status, headers=headers)

    def post(
        self,
        body: bytes,
        *,
        status: int = 200,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        asked_for = {"Accept": "application/json, application/problem+json", **(headers or {})}
        response = self.client.request("POST", self.path, data=body, content_type=content_type, headers=asked_for)
        assert response.status_code == status, response.get_data(as_text=True)[:1000]
        assert response.mimetype == ("application/json" if status == 200 else "application/problem+json")
        db.session.rollback()
        return response.get_json()


@pytest.fixture
def proposed(factories: Factories, service: Service, app: Flask) -> str:
    """Where a survey that is only proposed is previewed as a conversation."""
    with transaction() as session:
        survey = publishing.create(session, service=session.merge(service), slug="planned")
        proposal = definition(CHOICE, RATING, title="Planned")
        session.add(Proposal(survey_id=survey.id, definition=proposal, changed_at=now()))
    with app.test_request_context():
        return f"/w/preview/{previews.ticket_for('planned')}"


@pytest.fixture
def preview(client: InspectingClient, proposed: str) -> Window:
    return Window(client, proposed.removeprefix("/w/"))


@pytest.fixture
def ways(organisation: Organisation) -> Callable[[], Counts]:
    """Return how often each thing happened on the way in."""

    def counted() -> Counts:
        db.session.rollback()
        return {row.value: row.n for row in db.session.query(Tally).filter_by(subject="way")}

    return counted


@pytest.fixture
def open_window(client: InspectingClient, factories: Factories) -> Callable[..., Window]:
    """Open a conversation window of a survey."""

    def open_(survey: Survey, **more: Any) -> Window:
        return Window(client, factories.window(survey=survey, **more).key)

    return open_


@pytest.fixture
def sign_in(client: InspectingClient) -> Callable[..., Page]:
    """Sign in and return the page that follows."""

    def sign(email: str, path: str = "/manage/", password: str = PASSWORD, status: int = 200) -> Page:
        return client.send(client.get_page(path), {"email": email, "password": password}, status=status)

    return sign


class MailServer:
    """A real SMTP server on loopback that keeps what it gets."""

    def __init__(self) -> None:
        self.envelopes: list[object] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.envelopes]

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.controller.start()
    yield server
    server.controller.stop()


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Call each in a thread of its own, all at the same moment; return what they returned."""

    def call(*calls: Callable[[], Any]) -> list[Any]:
        barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

        def run(number: int, each: Callable[[], Any]) -> None:
            barrier.wait()
            results[number] = each()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return call
