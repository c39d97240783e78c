"""/manage/conversations/<survey>/transcripts: what was said, conversation by conversation, cleaned of personal data."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from models import db
from surveys.conversations import reading
from surveys.conversations.kept import ENDINGS, Ending
from surveys.forgetting import TRANSCRIPTS_KEPT_DAYS
from surveys.transcripts import WITHHELD
from surveys.translating import name_of
from web import access
from web.manage.conversations.desk import bp, framed, intent_names, survey_desk, text_of
from web.manage.frame import MAY_FOLLOW
from web.manage.paging import LINES_A_PAGE, asked_page
from words.languages import direction_of


@bp.get("/<slug>/transcripts")
@access.staff(*MAY_FOLLOW)
def transcripts(slug: str) -> ResponseReturnValue:
    """List the conversations by day, the newest first."""
    found, page, ending = survey_desk(slug), asked_page(), _ending()
    not_understood = request.args.get("words") == "not-understood"
    lines = reading.listed(
        db.session(),
        survey=found.survey,
        ending=ending,
        not_understood=not_understood,
        offset=(page - 1) * LINES_A_PAGE,
        limit=LINES_A_PAGE + 1,
    )
    chosen = {"ending": ending, "words": "not-understood" if not_understood else None}
    return render_template(
        "manage/conversations/transcripts.html",
        lines=lines[:LINES_A_PAGE],
        more=len(lines) > LINES_A_PAGE,
        page=page,
        chosen={name: value for name, value in chosen.items() if value},
        name_of=name_of,
        kept_days=TRANSCRIPTS_KEPT_DAYS,
        **framed(found, "transcripts"),
    )


@bp.get("/<slug>/transcripts/<reference>")
@access.staff(*MAY_FOLLOW)
def transcript(slug: str, reference: str) -> ResponseReturnValue:
    """Show one conversation as a dialogue, with what was understood of each message."""
    found = survey_desk(slug)
    row = reading.found(db.session(), survey=found.survey, reference=reference)
    if row is None:
        abort(404)
    conversation, definition = row
    return render_template(
        "manage/conversations/transcript.html",
        conversation=conversation,
        text_of=lambda key: text_of(definition, key),
        intents=intent_names(),
        name_of=name_of,
        direction_of=direction_of,
        withheld=WITHHELD,
        **framed(found, "transcripts"),
    )


def _ending() -> Ending | None:
    asked = request.args.get("ending")
    if asked and asked not in ENDINGS:
        abort(404)
    return next((each for each in ENDINGS if each == asked), None)
