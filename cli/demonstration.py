"""Loading the demonstration from the command line, and the password that it is seen with."""

import json
import os
import secrets
from datetime import date
from pathlib import Path

from flask_security.utils import hash_password

from demo import load as demonstration
from models import db, now, transaction

SEED = 2026


def load(*, instance: Path, seed: int = SEED, until: date | None = None) -> list[str]:
    """Load the demonstration unless it is there; return the lines that say how to look at it."""
    password = _password(instance / "demonstration.json")
    lines = []
    if demonstration.find(db.session()) is None:
        with transaction() as session:
            loaded = demonstration.load(
                session, seed=seed, until=until or now().date(), password_hash=hash_password(password)
            )
        lines.append(
            f"Demonstration loaded: {loaded.submissions:,} submissions, {loaded.comments:,} with a comment. "
            "The comments are analysed in the background."
        )
    else:
        with transaction() as session:
            demonstration.manager(session).password = hash_password(password)
    lines.append(f"Sign in at /manage/ as {demonstration.MANAGER_EMAIL} with the password {password}")
    return lines


def _password(path: Path) -> str:
    """Return the password of the demonstration: made at random once an installation."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump({"password": secrets.token_urlsafe(12)}, stream)
    password: str = json.loads(path.read_text())["password"]
    return password
