"""The front page: what this is, and the surveys that are open. And what every page can lead to."""

from flask import Flask, current_app, render_template

from followup.cases import CONTACT_KEPT_DAYS
from insights.praise import KEPT_DAYS as PRAISE_KEPT_DAYS
from models import db
from surveys.forgetting import TRANSCRIPTS_KEPT_DAYS
from surveys.invitations import RECIPIENTS_KEPT_DAYS
from surveys.queries import listed
from surveys.questions.contacts import KEEP_DAYS, LONGEST_KEEP_DAYS
from web import access
from web.language import choices


def register(app: Flask) -> None:
    """Add the pages."""
    app.add_url_rule("/", "home", home)
    app.add_url_rule("/privacy", "privacy", privacy)
    app.add_url_rule("/accessibility", "accessibility", accessibility)
    app.context_processor(_everywhere)


@access.public
def home() -> str:
    """Say what this is, and link to the surveys that are open."""
    surveys = listed(db.session())
    return render_template(
        "home.html",
        surveys=surveys,
        languages=choices(),
        demonstration=any(survey.demonstration for survey in surveys),
        origin=current_app.config["PUBLIC_ORIGIN"],
    )


@access.public
def privacy() -> str:
    """Say what becomes of what people write."""
    return render_template(
        "privacy.html",
        languages=choices(),
        contacts_kept=KEEP_DAYS,
        contacts_kept_longest=LONGEST_KEEP_DAYS,
        recipients_kept=RECIPIENTS_KEPT_DAYS,
        praise_kept=PRAISE_KEPT_DAYS,
        case_contacts_kept=CONTACT_KEPT_DAYS,
        transcripts_kept=TRANSCRIPTS_KEPT_DAYS,
    )


@access.public
def accessibility() -> str:
    """Say how these pages can be used, and what to do when one cannot."""
    return render_template("accessibility.html", languages=choices())


def _everywhere() -> dict[str, object]:
    return {
        "product_name": "YouSaid",
        "home_url": "/",
        "privacy_url": "/privacy",
        "accessibility_url": "/accessibility",
    }
