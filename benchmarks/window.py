"""What the conversation window weighs, compressed: the loader that every page of a site carries, and the first opening.

``python -m benchmarks.window`` prints these alone. A kB is 1,000 bytes.
"""

import gzip
import logging
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import structlog
from flask.testing import FlaskClient

from app import create_app
from benchmarks.figures import Figure, print_all
from cli.installation import bring_tables_up_to_date
from embedded import environment
from models import db
from settings import read
from tests.factories import Factories

LARGEST_LOADER, LARGEST_FRAME = 3, 40


def figures(folder: Path) -> Iterator[Figure]:
    """Weigh what a browser is sent, in a folder of its own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    app = create_app(read(environment({"INSTANCE": str(folder / "window")})))
    with app.app_context():
        bring_tables_up_to_date()
        key = _window(Factories(app))
        client = app.test_client()
        loader = _kilobytes(client, "/embed/v1.js")
        frame = client.get(f"/w/{key}?lang=en&colour=7a1f5c").get_data(as_text=True)
        parts = re.findall(r'(?:href|src)="(/(?:static|embed)/[^"]+\.(?:css|js))"', frame)
        opened = len(gzip.compress(frame.encode(), mtime=0)) / 1000
        opened += sum(_kilobytes(client, path) for path in parts)
        db.session.remove()
        db.engine.dispose()
    yield Figure("window, the loader compressed", loader, "kB", target=LARGEST_LOADER)
    yield Figure(f"window, first opening compressed ({1 + len(parts)} requests)", opened, "kB", target=LARGEST_FRAME)


def _window(factories: Factories) -> str:
    organisation = factories.organisation()
    db.session().info["organisation_id"] = organisation.id
    service = factories.service()
    questions = [
        {"key": "helpful", "type": "yes_no", "text": {"en": "Was this page helpful?"}},
        {"key": "why", "type": "text", "text": {"en": "What were you looking for?"}, "required": False},
    ]
    survey = factories.survey(service=service, slug="window", questions=questions)
    return factories.window(survey=survey).key


def _kilobytes(client: FlaskClient, path: str) -> float:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return len(gzip.compress(answer.get_data(), mtime=0)) / 1000


def main() -> None:
    """Print the figures; exit status 1 where one is too large."""
    with tempfile.TemporaryDirectory(prefix="yousaid-benchmarks-") as name:
        print_all(figures(Path(name)))


if __name__ == "__main__":
    main()
