"""What a citizen's way through a survey costs the processor, against a bare page and insert; and routing alone."""

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import flask_migrate
import psycopg
import structlog
from flask import Flask, request
from itsdangerous import URLSafeTimedSerializer

from app import create_app
from benchmarks.figures import Figure
from models import db
from settings import Settings
from surveys.definition import read_definition
from surveys.routing import Setting, route
from tests import servers
from tests.factories import Factories
from tests.pages import InspectingClient

TIMES = 30
MANY = 200
PAGE = """<!doctype html><html lang="en"><title>How was it?</title><form method="post"><label>How was it?
<input name="answer"></label><input type="hidden" name="token" value="{}"><button>Send</button></form></html>"""


def figures(folder: Path) -> Iterator[Figure]:
    """Measure processor time in this process: the product's application and a bare one, on one PostgreSQL."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with servers.postgresql() as server, servers.queue_server() as queue:
        url = servers.create_database(server, f"answering_{uuid.uuid4().hex[:8]}")
        app = product(url, queue, folder)
        with app.app_context():
            yield from _figures(app, url)
            db.session.remove()
            db.engine.dispose()


def _figures(app: Flask, url: str) -> Iterator[Figure]:
    factories = Factories(app)
    organisation = factories.organisation()
    db.session().info["organisation_id"] = organisation.id
    service = factories.service()
    question = {"key": "q0", "type": "yes_no", "text": {"en": "Did you get what you came for?"}}
    factories.survey(service=service, slug="short", questions=[question])
    bare_app = _bare(url)
    # Each in a context of its own, as a server has it.
    bare = median(_costs(lambda: Context().run(_send_bare, bare_app)))
    path = median(_costs(lambda: Context().run(_send, app)))
    yield Figure("open, answer and send (CPU)", path, "ms", bare, "a bare page and insert (CPU)", target=3 * bare)
    yield from _routing(factories, service, app)


def _routing(factories: Factories, service: Any, app: Flask) -> Iterator[Figure]:
    questions: list[dict[str, Any]] = [
        {
            "key": f"q{number}",
            "type": "rating",
            "text": {"en": f"How was part {number}?"},
            "points": [{"en": "Bad"}, {"en": "Good"}],
            **({"show_if": {">=": [{"answer": f"q{number - 1}"}, 1]}} if number else {}),
        }
        for number in range(MANY)
    ]
    factories.survey(service=service, slug="long", questions=questions)
    definition = read_definition({"format": "yousaid-survey/1", "title": {"en": "Long"}, "questions": questions})
    answers = {f"q{number}": 1 for number in range(MANY)}
    setting = Setting(today=date(2026, 5, 4))
    routing = median(_costs(lambda: route(definition, answers, setting)))
    client = InspectingClient(app)
    client.get_page("/s/long/1")

    def rendered_anew() -> None:
        app.extensions.pop("pieces")
        client.request("GET", "/s/long/1")

    page = median(_costs(rendered_anew))
    name = f"routing {MANY} questions (CPU)"
    yield Figure(name, routing, "ms", page, "its page, rendered anew (CPU)", target=page / 10)
    again = median(_costs(lambda: client.request("GET", "/s/long/1")))
    yield Figure("the same page, rendered before (CPU)", again, "ms", page, "rendered anew")


def _costs(do: Callable[[], object]) -> list[float]:
    """Return milliseconds of this process's processor time, each time."""
    do()
    costs = []
    for _ in range(TIMES):
        before = time.process_time()
        do()
        costs.append(1000 * (time.process_time() - before))
    return costs


def product(url: str, queue: str, folder: Path) -> Flask:
    """Return the product's application on a new PostgreSQL database, its tables made."""
    app = create_app(
        Settings(
            database_url=url.replace("postgresql://", "postgresql+psycopg://"),
            redis_url=queue,
            secret_key="for measuring only" * 3,
            data_key=b"k" * 32,
            public_url="http://localhost",
            instance=folder,
        )
    )
    with app.app_context():
        flask_migrate.upgrade(directory=str(Path(app.root_path) / "migrations"))
    return app


def _send(app: Flask) -> None:
    browser = app.test_client()
    browser.post("/s/short/1", data={**_hidden(browser.get("/s/short").text), "answer": "yes"})
    sent = browser.post("/s/short/check", data=_hidden(browser.get("/s/short/check").text))
    assert sent.status_code == 302, sent.status


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r' name="(\w+)" type="hidden" value="([^"]*)"', page))


def _bare(url: str) -> Flask:
    tokens = URLSafeTimedSerializer("a secret")
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE TABLE IF NOT EXISTS given (id serial PRIMARY KEY, text text)")
    app = Flask("bare")

    @app.get("/")
    def page() -> str:
        return PAGE.format(tokens.dumps("visit"))

    @app.post("/")
    def insert() -> str:
        tokens.loads(request.form["token"], max_age=3600)
        connection.execute("INSERT INTO given (text) VALUES (%s)", (request.form["answer"],))
        return "thanks"

    return app


def _send_bare(app: Flask) -> None:
    browser = app.test_client()
    token = browser.get("/").text.partition('name="token" value="')[2].partition('"')[0]
    assert browser.post("/", data={"token": token, "answer": "yes"}).text == "thanks"
