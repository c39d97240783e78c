"""Fixtures for every depth. A test that asks for no server starts none."""

import base64
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import flask_migrate
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.registry import FailedJobRegistry

import jobs
from app import create_app, give_process
from models import db
from nlp import Analyser
from nlp.loading import load
from settings import Settings
from tests import servers
from tests.factories import Factories
from tests.pages import InspectingClient
from web.limits import limiter

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with servers.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def queue_url() -> Iterator[str]:
    with servers.queue_server() as url:
        yield url


@pytest.fixture(scope="session")
def make_settings(queue_url: str) -> Callable[..., Settings]:
    def make(database_url: str, folder: Path, **more: object) -> Settings:
        known = {
            "database_url": database_url,
            "redis_url": queue_url,
            "secret_key": "a secret that only the tests know and nobody else",
            "data_key": base64.b64decode("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
            "public_url": "http://localhost",
            "instance": folder,
        }
        return Settings(**(known | more))  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def sqlite_template(make_settings: Callable[..., Settings], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    _migrate(make_settings(f"sqlite:///{folder / 'yousaid.db'}", folder))
    return folder / "yousaid.db"


@pytest.fixture(scope="session")
def postgresql_template(
    postgresql_server: str, make_settings: Callable[..., Settings], tmp_path_factory: pytest.TempPathFactory
) -> str:
    name = f"template_{uuid.uuid4().hex[:12]}"
    url = servers.create_database(postgresql_server, name)
    _migrate(make_settings(url.replace("postgresql://", "postgresql+psycopg://"), tmp_path_factory.mktemp("pg")))
    return name


class EmptyDatabases:
    """Gives each test an empty PostgreSQL database: the one before it, emptied, which is far quicker than a new one."""

    def __init__(self, server: str, template: str) -> None:
        self.server, self.template = server, template
        self.name = self.shape = ""

    def take(self) -> str:
        """Return the address of an empty one."""
        if not self.name:
            self.name = f"t_{uuid.uuid4().hex[:16]}"
            self.shape = servers.shape_of(servers.create_database(self.server, self.name, self.template))
        return servers.at(self.server, self.name)

    def give_back(self) -> None:
        """Empty it again, or forget it."""
        if not servers.empty_database(servers.at(self.server, self.name), self.shape):
            servers.drop_database(self.server, self.name)
            self.name = ""


@pytest.fixture(scope="session")
def empty_databases(postgresql_server: str, postgresql_template: str) -> EmptyDatabases:
    return EmptyDatabases(postgresql_server, postgresql_template)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = template.parent / "emptied" / template.name
        # A new file: whoever still had the old one open does not see it.
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    databases: EmptyDatabases = request.getfixturevalue("empty_databases")
    yield databases.take().replace("postgresql://", "postgresql+psycopg://")
    databases.give_back()


@pytest.fixture
def settings(database_url: str, make_settings: Callable[..., Settings], tmp_path: Path, queue_url: str) -> Settings:
    Redis.from_url(queue_url).flushall()
    return make_settings(database_url, tmp_path)


class CompiledTemplates(BytecodeCache):
    """Keeps what templates were compiled to, so that not every test's application compiles them anew."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


class KeptApplications:
    """Gives each test an application for its settings: the one before it, where it has the same ones.

    To make one takes longer than most pages do, and one that is kept also keeps what its queries were compiled to.
    """

    def __init__(self) -> None:
        self.kept: dict[Settings, Flask] = {}
        self.storage: object = None

    def take(self, settings: Settings) -> Flask:
        """Return one that nobody has used, as far as the next can tell."""
        # All applications of a process count requests in the same place, which is that of the last one made.
        if self.storage is not limiter.storage:
            self.kept.clear()
        # Nothing but commands reads where an installation keeps its files.
        known = replace(settings, instance=Path())
        if known not in self.kept:
            self.kept[known] = _made(settings)
            self.storage = limiter.storage
        app = self.kept[known]
        app.testing = True
        app.extensions["settings"] = settings
        app.extensions.pop("pieces", None)
        give_process(settings)
        return app


def _made(settings: Settings) -> Flask:
    app = create_app(settings)
    app.jinja_env.bytecode_cache = CompiledTemplates()
    # Hashing passwords is slow on purpose; how slow is the product's business, and not each test's.
    app.extensions["security"].pwd_context.update(argon2__time_cost=1, argon2__memory_cost=64, argon2__parallelism=1)
    return app


@pytest.fixture(scope="session")
def applications() -> KeptApplications:
    return KeptApplications()


@pytest.fixture
def app(settings: Settings, applications: KeptApplications) -> Iterator[Flask]:
    app = applications.take(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    return InspectingClient(app)


@pytest.fixture
def factories(app: Flask) -> Factories:
    return Factories(app)


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return load()


@pytest.fixture
def run_jobs(app: Flask, analyser: Analyser) -> Callable[[], int]:
    """Drain the real queue, each job in a fresh context; fail if a job failed. Returns how many ran."""

    class Drainer(SimpleWorker):
        ran = 0

        def perform_job(self, job: Job, *args: object, **kwargs: object) -> bool:
            type(self).ran += 1
            with app.app_context():
                return super().perform_job(job, *args, **kwargs)  # type: ignore[arg-type]

    def drain() -> int:
        jobs.give_analyser(analyser)
        connection = jobs.connection()
        queues = [Queue(name, connection=connection) for name in jobs.QUEUES]
        Drainer.ran = 0
        Drainer(queues, connection=connection).work(burst=True, logging_level="ERROR")
        for queue in queues:
            for job_id in FailedJobRegistry(queue=queue).get_job_ids():
                job = Job.fetch(job_id, connection=connection)
                result = job.latest_result()
                pytest.fail(f"{job.description} failed: {result.exc_string if result else 'no result'}")
        db.session.remove()
        return Drainer.ran

    return drain


def _migrate(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=str(Path(app.root_path) / "migrations"))
        db.session.remove()
        db.engine.dispose()
