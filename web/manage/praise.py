"""/manage/praise: staff whom citizens praise by name, to be passed on by their managers, and whether names are kept."""

from uuid import UUID

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from accounts.people import administers, managers_nearest
from insights import praise
from insights.praise import Reach
from models import Organisation, Person, db, organisation_of, transaction
from web import access
from web.language import counted
from web.manage.frame import MAY_PASS_ON, frame, managed
from web.manage.paging import LINES_A_PAGE, asked_page

log = structlog.get_logger()

bp = Blueprint("praise", __name__, url_prefix="/manage/praise")


@bp.get("")
@access.staff(*MAY_PASS_ON)
def index() -> ResponseReturnValue:
    """List whose praise waits to be passed on and what was passed on; for administrators, the choice."""
    session, found, page = db.session(), reach(), asked_page()
    lines = praise.waiting(session, found, offset=(page - 1) * LINES_A_PAGE, limit=LINES_A_PAGE + 1)
    return render_template(
        "manage/praise.html",
        chosen=praise.is_chosen(session),
        may_choose=administers(access.person()),
        lines=lines[:LINES_A_PAGE],
        more=len(lines) > LINES_A_PAGE,
        page=page,
        managers=managers_nearest(session, {(line.service_id, line.unit_id) for line in lines}),
        passed_on=praise.passed_on(session, found, limit=LINES_A_PAGE) if page == 1 else [],
        organisation=session.get_one(Organisation, organisation_of(session)),
        kept_days=praise.KEPT_DAYS,
        **frame("praise"),
    )


@bp.post("/<uuid:praise_id>")
@access.staff(*MAY_PASS_ON)
def pass_on(praise_id: UUID) -> ResponseReturnValue:
    """Note that praise was passed on; its names are deleted."""
    found = reach()
    with transaction() as session:
        by = session.get_one(Person, access.person().id)
        first = praise.pass_on(session, praise_id=praise_id, reach=found, by=by)
    if first:
        log.info("praise.passed-on", praise=str(praise_id), by=access.person().id)
        flash(gettext("Passed on. The names of this comment are deleted."))
    else:
        flash(gettext("This had been passed on already."))
    return redirect(url_for("praise.index", page=asked_page()))


@bp.post("/on")
@access.staff("administrator")
def switch_on() -> ResponseReturnValue:
    """Keep the names of staff who are praised from now on."""
    _choose(on=True)
    flash(gettext("From now on, names of staff who are praised are kept for their managers."))
    return redirect(url_for("praise.index"))


@bp.route("/off", methods=["GET", "POST"])
@access.staff("administrator")
def switch_off() -> ResponseReturnValue:
    """Ask whether names are to be kept no more; delete those that are."""
    if request.method == "GET":
        if not administers(access.person()):
            abort(403)
        return _confirm_off()
    deleted = _choose(on=False)
    flash(
        ngettext(
            "Names are kept no more. Those of %(count)s comment were deleted.",
            "Names are kept no more. Those of %(count)s comments were deleted.",
            deleted,
            count=counted(deleted),
        )
    )
    return redirect(url_for("praise.index"))


def reach() -> Reach:
    """Return whose praise the person who is signed in may pass on."""
    return Reach(*managed())


def _choose(*, on: bool) -> int:
    if not administers(access.person()):
        abort(403)
    with transaction() as session:
        organisation = session.get_one(Organisation, organisation_of(session))
        deleted = praise.choose(session, organisation, on=on)
    log.info("praise.chosen", on=on, deleted=deleted, by=access.person().id)
    return deleted


def _confirm_off() -> str:
    waits = praise.count_waiting(db.session(), reach())
    sentences = [
        ngettext(
            "The names that %(count)s comment praises are deleted at once. They cannot be brought back.",
            "The names that %(count)s comments praise are deleted at once. They cannot be brought back.",
            waits,
            count=counted(waits),
        )
        if waits
        else gettext("No names wait to be passed on."),
        gettext("Comments that come from now on are kept without any name, as before."),
    ]
    return render_template(
        "manage/surveys/confirm.html",
        title=gettext("Praise"),
        question=gettext("Stop keeping names of staff who are praised?"),
        sentences=sentences,
        button=gettext("Stop, and delete the names"),
        back_url=url_for("praise.index"),
        **frame("praise"),
    )
