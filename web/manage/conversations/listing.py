"""/manage/conversations: the surveys that are answered in conversations."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from models import db, now
from surveys import managing
from surveys.conversations.reading import with_conversations
from web import access
from web.manage.conversations.desk import bp, day_of
from web.manage.frame import MAY_FOLLOW, frame
from web.manage.surveys.desk import services


@bp.get("")
@access.staff(*MAY_FOLLOW)
def index() -> ResponseReturnValue:
    """List the surveys whose conversations the person may follow."""
    today, reached = day_of(now()), services(*MAY_FOLLOW)
    slugs = with_conversations(db.session(), reached)
    lines = managing.listed(db.session(), reached, since=today - timedelta(days=1), until=today)
    return render_template(
        "manage/conversations/index.html",
        lines=[line for line in lines if line.slug in slugs],
        **frame("conversations"),
    )
