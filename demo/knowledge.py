"""The invented organisation's articles, which its conversations answer with. Their links lead nowhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from articles import saving
from articles.saving import Reach, Written
from models import Service


def rows() -> list[dict[str, Any]]:
    """Return the articles: the service's key (None for all), the link, and title and body by language."""
    found: list[dict[str, Any]] = json.loads((Path(__file__).parent / "articles.json").read_text(encoding="utf-8"))
    return found


def write(session: Session, services: Mapping[str, Service]) -> None:
    """Write and publish them; the worker that understands reads them when it next looks."""
    reach = Reach(frozenset(service.id for service in services.values()), whole=True)
    for row in rows():
        service_id = services[row["service"]].id if row["service"] else None
        written = Written.of(service_id, row["title"], row["body"], row["source"])
        article = saving.write(session, written=written, reach=reach, by=None)
        saving.publish(session, article_id=article.id, on=True, reach=reach, by=None)
