"""/manage/conversations/<survey>: how conversations end, and where people leave them."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from models import db, now
from surveys.conversations.leaving import leaving
from surveys.forgetting import TRANSCRIPTS_KEPT_DAYS
from web import access
from web.manage.conversations.desk import bp, day_of, framed, questions_now, survey_desk
from web.manage.frame import MAY_FOLLOW


@bp.get("/<slug>")
@access.staff(*MAY_FOLLOW)
def overview(slug: str) -> ResponseReturnValue:
    """Show of each question how many came to it, and how many went no further."""
    found = survey_desk(slug)
    since = day_of(now()) - timedelta(days=TRANSCRIPTS_KEPT_DAYS - 1)
    counted = leaving(db.session(), survey=found.survey, questions=questions_now(found), since=since)
    return render_template(
        "manage/conversations/leaving.html",
        counted=counted,
        kept_days=TRANSCRIPTS_KEPT_DAYS,
        **framed(found, "overview"),
    )
