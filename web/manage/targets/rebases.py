"""/manage/targets/<key>/limits: where the limits of a target's chart start anew, and why."""

from datetime import date

import structlog
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from models import Person, Target, db, transaction
from targets import linking, rebasing
from targets.errors import TargetError
from targets.nodes import TargetNode
from web import access
from web.language import worded
from web.manage.frame import MAY_PASS_ON, frame, managed
from web.manage.targets import words
from web.manage.targets.desk import bp, over_time, target_at

log = structlog.get_logger()


def may_rebase(node: TargetNode) -> bool:
    """Whether who is signed in manages the target's service, or the unit whose part it is."""
    services, units = managed()
    return node.measure.service.id in services or (node.unit is not None and node.unit.id in units)


@bp.route("/<key>/limits", methods=["GET", "POST"])
@access.staff(*MAY_PASS_ON)
def limits(key: str) -> ResponseReturnValue:
    """Show where the limits start anew; let them start anew at another period, for a reason."""
    node = _managed(key)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _start_anew(node)
        if not errors:
            flash(gettext("The limits start anew from then on."))
            return redirect(url_for("targets.show", key=key))
    page = render_template(
        "manage/targets/limits.html",
        node=node,
        # The first has nothing before it that limits could have been made of.
        periods=over_time([node])[node.key].periods[:0:-1],
        history=rebasing.history(db.session(), node.id),
        given=request.form,
        errors=errors,
        most=rebasing.LONGEST_REASON,
        words=words,
        **frame("targets"),
    )
    return page, 400 if errors else 200


@bp.post("/<key>/limits/<int(max=2147483647):rebase_id>/take-back")
@access.staff(*MAY_PASS_ON)
def take_back(key: str, rebase_id: int) -> ResponseReturnValue:
    """Let the limits no longer start anew at a period; that they did is kept."""
    node = _managed(key)
    with transaction() as session:
        target = session.get_one(Target, node.id)
        by = session.get_one(Person, access.person().id)
        held = rebasing.take_back(session, target=target, rebase_id=rebase_id, by=by)
    if held:
        log.info("target.rebase-taken-back", target=node.key, rebase=rebase_id, by=access.person().id)
        flash(gettext("Taken back. That the limits started anew there is kept below."))
    return redirect(url_for("targets.limits", key=key))


def _start_anew(node: TargetNode) -> dict[str, str]:
    """Let the limits start anew as the form says; return what is wrong with it, all at once, by field."""
    errors: dict[str, str] = {}
    reason = request.form.get("reason", "")
    try:
        period_on = date.fromisoformat(request.form.get("period", ""))
    except ValueError:
        errors["period"] = gettext("Choose from when on the limits start anew")
    try:
        rebasing.checked_reason(reason)
    except TargetError as error:
        errors["reason"] = worded(error.message)
    if errors:
        return errors
    try:
        with transaction() as session:
            target = linking.locked(session, node.key)
            by = session.get_one(Person, access.person().id)
            rebasing.rebase(session, target=target, period_on=period_on, reason=reason, by=by)
    except TargetError as error:
        return {"period": worded(error.message)}
    log.info("target.rebased", target=node.key, period=period_on.isoformat(), by=access.person().id)
    return {}


def _managed(key: str) -> TargetNode:
    node = target_at(key)
    if not may_rebase(node):
        abort(403)
    return node
