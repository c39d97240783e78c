"""How long the demonstration takes to load."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from app import create_app
from benchmarks.figures import Figure
from cli.installation import bring_tables_up_to_date
from demo import load as demonstration
from embedded import environment
from models import Base, db, transaction
from settings import read


def figures(folder: Path) -> Iterator[Figure]:
    """Measure, in a folder of its own."""
    yield _load(folder)


def _load(folder: Path) -> Figure:
    app = create_app(read(environment({"INSTANCE": str(folder / "load")})))
    with app.app_context():
        bring_tables_up_to_date()
        began = time.perf_counter()
        with transaction() as session:
            demonstration.load(session, seed=1, until=date(2026, 6, 30), password_hash="none")
        seconds = time.perf_counter() - began
        with db.engine.connect() as connection:
            rows = sum(
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in Base.metadata.sorted_tables
            )
        db.session.remove()
        db.engine.dispose()
    return Figure(
        f"demonstration, {rows:,} rows", seconds, "s", _bare_rows(folder / "rows.db", rows), "a bare executemany", 60
    )


def _bare_rows(path: Path, rows: int) -> float:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h)")
    connection.execute("CREATE INDEX by_a ON row (a, b, c)")
    values = [(number * 7919 % 10_007, "service", number, 1, 2, 3, "2026-06-30", "x" * 60) for number in range(rows)]
    began = time.perf_counter()
    with connection:
        connection.executemany("INSERT INTO row (a, b, c, d, e, f, g, h) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    seconds = time.perf_counter() - began
    connection.close()
    return seconds
