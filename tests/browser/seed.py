"""``python -m tests.browser.seed ORIGIN``: load a small demonstration; print what the tests need to know of it."""

import json
import secrets
import sys
from pathlib import Path

from flask_security.utils import hash_password
from sqlalchemy import select

import jobs
from accounts import people
from app import create_app
from demo import load as demonstration
from jobs.analysis import analyse_waiting
from models import Survey, db, now, transaction
from surveys import publishing
from tests.factories import definition

# Enough for a share of negative comments to be shown.
SUBMISSIONS = 1_200
# A survey with every type of question.
SHOWCASE = Path(demonstration.__file__).parent / "showcase.json"


def main(origin: str) -> None:
    """Load it, with a window that pages of ``origin`` may show and a survey that is closed."""
    password = secrets.token_urlsafe(12)
    with create_app().app_context():
        with transaction() as session:
            demonstration.load(
                session,
                seed=2026,
                until=now().date(),
                password_hash=hash_password(password),
                submissions=SUBMISSIONS,
            )
        with transaction() as session:
            demonstration.manager(session)
            # Signing out ends all sessions of a person: the test of it needs one of its own.
            leaver = people.add(
                session, name="Leaver", email="leaver@demo.invalid", password_hash=hash_password(password)
            )
            people.grant(session, person=leaver, role="manager")
            survey = session.scalars(select(Survey).where(Survey.slug == "customer-centres")).one()
            window = publishing.collect(session, survey=survey, kind="widget", origins=[origin])
            every_type = publishing.create(session, service=survey.service, slug="every-type")
            publishing.publish(session, survey=every_type, definition=json.loads(SHOWCASE.read_text()))
            showcase = publishing.collect(session, survey=every_type, kind="widget", origins=[origin])
            closed = publishing.create(session, service=survey.service, slug="closed-survey")
            publishing.publish(session, survey=closed, definition=definition(title="Your visit in spring"))
            publishing.collect(session, survey=closed, kind="link")
            publishing.close(session, survey=closed)
            keys = {"window_key": window.key, "showcase_key": showcase.key}
        jobs.later(analyse_waiting)
        db.session.remove()
        db.engine.dispose()
    print(json.dumps({"password": password, **keys}))


if __name__ == "__main__":
    main(sys.argv[1])
