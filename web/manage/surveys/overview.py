"""/manage/surveys/<slug>: how one survey stands, and what of it deserves attention; closing and opening it."""

from datetime import timedelta

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from models import db, now, transaction
from surveys import managing, publishing
from surveys.attention import Standing, attention
from surveys.publishing import NothingPublishedError
from web import access, previews
from web.manage.frame import MAY_READ
from web.manage.surveys.checking import checked
from web.manage.surveys.desk import MAY_PUBLISH, Desk, again, bp, day_of, desk, framed, page_of
from web.manage.surveys.listing import DAYS

log = structlog.get_logger()


@bp.get("/<slug>")
@access.staff(*MAY_READ)
def overview(slug: str) -> ResponseReturnValue:
    """Say first what deserves attention, then how the survey stands."""
    found = desk(slug)
    given = framed(found, "overview")
    standing = _standing(found)
    return render_template(
        "manage/surveys/overview.html",
        attention=attention(standing),
        standing=standing,
        days=DAYS,
        preview=preview(found),
        back_url=url_for("surveys.index"),
        **given,
    )


@bp.route("/<slug>/close", methods=["GET", "POST"])
@access.staff(*MAY_PUBLISH)
def close(slug: str) -> ResponseReturnValue:
    """Ask whether the survey is to take no more answers; close it."""
    found = desk(slug, *MAY_PUBLISH)
    if request.method == "GET":
        sentences = [
            gettext("It takes no more answers from now on. Conversations under way are kept."),
            gettext("You can open it again later. Whom invitations were to is deleted the following night."),
        ]
        return _confirm(found, gettext("Close this survey?"), gettext("Close the survey"), sentences)
    with transaction() as session:
        publishing.close(session, survey=again(session, found))
    log.info("survey.closed", survey=found.survey.id, by=access.person().id)
    flash(gettext("The survey is closed."))
    return redirect(page_of(found, "overview"))


@bp.route("/<slug>/open", methods=["GET", "POST"])
@access.staff(*MAY_PUBLISH)
def reopen(slug: str) -> ResponseReturnValue:
    """Ask whether the survey is to take answers again; open it."""
    found = desk(slug, *MAY_PUBLISH)
    if request.method == "GET":
        asked = gettext("It takes answers again, to the version that was published last.")
        return _confirm(found, gettext("Open this survey again?"), gettext("Open the survey"), [asked])
    try:
        with transaction() as session:
            publishing.open_again(session, survey=again(session, found))
    except NothingPublishedError:
        flash(gettext("Nothing of this survey is published yet."), "error")
        return redirect(page_of(found, "overview"))
    log.info("survey.opened-again", survey=found.survey.id, by=access.person().id)
    flash(gettext("The survey is open."))
    return redirect(page_of(found, "overview"))


def preview(found: Desk) -> dict[str, str] | None:
    """Return the addresses where the proposal can be looked at; None where it cannot be read, or there is none."""
    proposed = managing.proposal(db.session(), found.survey)
    if proposed is None or checked(proposed.raw).definition is None:
        return None
    page = f"/preview/{previews.ticket_for(found.survey.slug)}"
    hours = previews.TICKET_SECONDS // 3600
    lasts = gettext("%(days)s days", days=hours // 24) if hours >= 48 else gettext("%(hours)s hours", hours=hours)
    return {"page": page, "conversation": f"{page}?as=conversation", "lasts": lasts}


def _standing(found: Desk) -> Standing:
    session, today = db.session(), day_of(now())
    since = today - timedelta(days=DAYS - 1)
    proposed = managing.proposal(session, found.survey)
    report = checked(proposed.raw) if proposed else None
    published = managing.versions(session, found.survey)
    definition = report.definition if report else None
    if definition is None and published:
        definition = managing.version(session, found.survey, published[0].number)
    return Standing(
        state=found.survey.state,
        proposal=proposed.state if proposed else None,
        faults=report.sentences if report else (),
        definition=definition,
        way=managing.funnel(session, found.survey, since=since, until=today),
        submissions=managing.submissions(session, found.survey, since=since, until=today),
        days=DAYS,
    )


def _confirm(found: Desk, question: str, button: str, sentences: list[str]) -> str:
    return render_template(
        "manage/surveys/confirm.html",
        question=question,
        button=button,
        sentences=sentences,
        back_url=page_of(found, "overview"),
        **framed(found, "overview"),
    )
