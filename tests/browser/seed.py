"""``python -m tests.browser.seed ORIGIN``: load a small demonstration; print what the tests need to know of it."""

import json
import re
import secrets
import sys
from pathlib import Path
from typing import Any

from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

import jobs
from accounts import people
from app import create_app
from demo import load as demonstration
from jobs.analysis import analyse_waiting
from jobs.articles import read_articles
from jobs.meanings import read_meanings
from models import Comment, Invitation, Proposal, Survey, db, hash_of_token, now, transaction
from surveys import instruments, invitations, publishing
from tests.factories import RATING, definition
from web import previews

# Enough for a share of negative comments to be shown.
SUBMISSIONS = 1_200
# What the newest comments say, so that names wait to be passed on whichever day it is.
PRAISE = (
    "Priya at the desk was so kind and helpful.",
    "I want to thank Gwenllian Featherstonehaugh-Llewellyn and Bronwen, they were so kind and patient.",
    "Thanks to Tom for being so kind and helpful.",
    "Nurse Rhiannon was lovely and kind.",
)
# A survey with every type of question.
SHOWCASE = Path(demonstration.__file__).parent / "showcase.json"

# No Arabic, but as wide and as high as Arabic is, and written from the right.
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهفغحيجكلمنوبقرستثفوخيز")
ANSWER = re.compile(r"(\{[^{}]*\})")


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
            _praise(session)
            window = publishing.collect(session, survey=survey, kind="widget", origins=[origin])
            showcase = json.loads(SHOWCASE.read_text())
            every_type = publishing.create(session, service=survey.service, slug="every-type")
            publishing.publish(session, survey=every_type, definition=in_three_languages(showcase))
            publishing.collect(session, survey=every_type, kind="link")
            asked = publishing.collect(session, survey=every_type, kind="widget", origins=[origin])
            contact = publishing.create(session, service=survey.service, slug="contact")
            publishing.publish(session, survey=contact, definition=in_polish_and_urdu())
            publishing.collect(session, survey=contact, kind="link")
            contacted = publishing.collect(session, survey=contact, kind="widget", origins=[origin])
            helpful = publishing.create(session, service=survey.service, slug="page-helpful")
            publishing.publish(session, survey=helpful, definition=of_a_page())
            barred = publishing.collect(session, survey=helpful, kind="widget", origins=[origin])
            closed = publishing.create(session, service=survey.service, slug="closed-survey")
            publishing.publish(session, survey=closed, definition=definition(title="Your visit in spring"))
            publishing.collect(session, survey=closed, kind="link")
            publishing.close(session, survey=closed)
            keys = {"window_key": window.key, "showcase_key": asked.key, "contact_key": contacted.key}
            keys |= {"helpful_key": barred.key}
            libraries = session.scalars(select(Survey).where(Survey.slug == "libraries")).one()
            keys |= {"invited": _invited(session, survey, answered=False)}
            keys |= {"answered": _invited(session, survey, answered=True)}
            session.add(Proposal(survey_id=libraries.id, definition=_proposal(), changed_at=now()))
        with create_app().test_request_context():
            keys |= {"preview": previews.ticket_for("libraries")}
        jobs.later(analyse_waiting)
        jobs.later(read_articles)
        jobs.later(read_meanings)
        db.session.remove()
        db.engine.dispose()
    print(json.dumps({"password": password, **keys}))


def _praise(session: Session) -> None:
    newest = select(Comment).where(Comment.language == "en").order_by(Comment.id.desc()).limit(len(PRAISE))
    for comment, text in zip(session.scalars(newest), PRAISE, strict=True):
        comment.text = text


def _invited(session: Session, survey: Survey, *, answered: bool) -> str:
    """Invite somebody as if the mail had gone out; return the link's token."""
    round_of_one = invitations.round_of(session, survey=survey, name="Answered" if answered else "Asked")
    invitations.invite(session, collector=round_of_one, recipients=[invitations.Recipient("jane@example.org")])
    found = session.scalars(select(Invitation).where(Invitation.collector_id == round_of_one.id)).one()
    token = invitations.token_of(found.id, found.address_hash)
    found.token_hash, found.state = hash_of_token(token), "answered" if answered else "sent"
    return token


def _proposal() -> dict[str, Any]:
    """Return a survey of one question, which a preview is soon through with."""
    return definition(RATING, title="Your library")


def of_a_page() -> dict[str, Any]:
    """Return a survey that the bar "Was this page helpful?" may open."""
    helpful = {
        "key": "helpful",
        "type": "yes_no",
        "text": {"en": "Was this page helpful?", "cy": "Oedd y dudalen hon yn ddefnyddiol?"},
    }
    missed = {
        "key": "missed",
        "type": "text",
        "text": {"en": "What were you looking for?", "cy": "Am beth oeddech chi'n chwilio?"},
        "required": False,
    }
    return {
        "format": "yousaid-survey/1",
        "title": {"en": "About this page", "cy": "Am y dudalen hon"},
        "questions": [helpful, missed],
    }


def in_polish_and_urdu() -> dict[str, Any]:
    """Return a survey in two languages that the product does not speak, one of them written from the right."""
    how = {
        "key": "how",
        "type": "choice",
        "text": {"pl": "Jak się z nami skontaktowano?", "ur": "آپ نے ہم سے کیسے رابطہ کیا؟"},
        "options": [
            {"value": "phone", "label": {"pl": "Telefonicznie", "ur": "فون سے"}},
            {"value": "online", "label": {"pl": "Przez internet", "ur": "آن لائن"}},
        ],
    }
    why = {"key": "why", "type": "text", "text": {"pl": "Dlaczego?", "ur": "کیوں؟"}, "required": False}
    return {
        "format": "yousaid-survey/1",
        "title": {"pl": "Kontakt z urzędem", "ur": "ہم سے رابطہ"},
        "questions": [how, why],
    }


def in_three_languages(raw: Any) -> Any:
    """Return a definition with something for Arabic wherever there is English: in standard instruments too."""
    return {**_in_arabic_too(instruments.expanded(raw).raw), "languages": ["en", "cy", "ar"]}


def _in_arabic_too(part: Any) -> Any:
    if isinstance(part, list):
        return [_in_arabic_too(each) for each in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("en"), str):
        return part | {"ar": part.get("ar") or _like_arabic(part["en"])}
    return {name: _in_arabic_too(each) for name, each in part.items()}


def _like_arabic(text: str) -> str:
    """Return a text with letters from the right in place of its own; the answers that are put in stay."""
    parts = ANSWER.split(text)
    return "".join(each if each.startswith("{") else each.lower().translate(LETTERS) for each in parts)


if __name__ == "__main__":
    main(sys.argv[1])
