"""The proposal: uploaded, changed as text, checked, asked about, returned, published, discarded, downloaded."""

from typing import Any

import structlog
from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from models import db, transaction
from surveys import managing, proposing
from surveys.definition import json_of
from surveys.errors import DefinitionError
from surveys.proposing import BreaksError, ChangedMeanwhileError, ProposalError, fingerprint
from web import access
from web.language import worded
from web.manage.frame import MAY_READ
from web.manage.surveys.checking import checked
from web.manage.surveys.comparisons import compared
from web.manage.surveys.desk import (
    MAY_DESIGN,
    Desk,
    again,
    as_text,
    bp,
    by,
    desk,
    download,
    framed,
    page_of,
    uploaded,
)
from web.manage.surveys.overview import preview

log = structlog.get_logger()

JSON = "application/json"


@bp.route("/<slug>/definition", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def definition(slug: str) -> ResponseReturnValue:
    """Show the proposal as text with its faults beside; take another, as a file or as text."""
    found = desk(slug, *MAY_DESIGN)
    errors: dict[str, str] = {}
    if request.method == "POST":
        field = "text" if "text" in request.form else "file"
        try:
            return _propose(found, _given(field))
        except DefinitionError as error:
            errors[field] = gettext("Nothing was changed: %(fault)s", fault="; ".join(error.faults))
        except ProposalError as error:
            errors[field] = worded(error.message)
    given = framed(found, "definition")
    proposed = managing.proposal(db.session(), found.survey)
    raw = proposed.raw if proposed else _published(found)
    page = render_template(
        "manage/surveys/definition.html",
        report=checked(proposed.raw) if proposed else None,
        text=request.form.get("text") or (as_text(raw) if raw is not None else ""),
        seen=fingerprint(proposed.raw) if proposed else "",
        preview=preview(found),
        errors=errors,
        back_url=page_of(found, "overview"),
        **given,
    )
    return page, (400 if errors else 200)


@bp.route("/<slug>/publish", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def publish(slug: str) -> ResponseReturnValue:
    """Show what would change; publish it, ask for approval, or return it."""
    found = desk(slug, *MAY_DESIGN)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _decide(found, request.form.get("do", ""))
        except BreaksError as error:
            errors["breaks"] = worded(error.message)
        except DefinitionError:
            errors["do"] = gettext("The proposal has faults. They are listed on the page of the definition.")
        except ProposalError as error:
            errors["remark" if request.form.get("do") == "return" else "do"] = worded(error.message)
    given = framed(found, "publish")
    proposed = managing.proposal(db.session(), found.survey)
    report = checked(proposed.raw) if proposed else None
    readable = report.definition if report else None
    page = render_template(
        "manage/surveys/publish.html",
        report=report,
        breaks=proposing.breaks_of(db.session(), found.survey, readable) if readable else [],
        comparison=compared(found, readable) if readable else None,
        seen=fingerprint(proposed.raw) if proposed else "",
        preview=preview(found),
        errors=errors,
        remark=request.form.get("remark", ""),
        back_url=page_of(found, "overview"),
        **given,
    )
    return page, (400 if errors else 200)


@bp.route("/<slug>/discard", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def discard(slug: str) -> ResponseReturnValue:
    """Ask whether the proposal is to be thrown away; delete it."""
    found = desk(slug, *MAY_DESIGN)
    proposed = managing.proposal(db.session(), found.survey)
    if proposed is None:
        return redirect(page_of(found, "overview"))
    if request.method == "POST":
        try:
            with transaction() as session:
                proposing.discard(session, survey=again(session, found), seen=request.form.get("seen", ""))
        except ProposalError as error:
            flash(worded(error.message), "error")
            return redirect(page_of(found, "discard"))
        log.info("proposal.discarded", survey=found.survey.id, by=access.person().id)
        flash(gettext("The proposal is discarded."))
        return redirect(page_of(found, "overview"))
    return render_template(
        "manage/surveys/confirm.html",
        question=gettext("Discard the proposal?"),
        sentences=[
            gettext("It is deleted for good. Download it first if you may want it again."),
            gettext("What is published stays as it is."),
        ],
        button=gettext("Discard the proposal"),
        seen=fingerprint(proposed.raw),
        back_url=page_of(found, "definition"),
        **framed(found, "definition"),
    )


@bp.get("/<slug>/proposal.json")
@access.staff(*MAY_READ)
def proposal_file(slug: str) -> ResponseReturnValue:
    """Send the proposal as a file."""
    found = desk(slug)
    proposed = managing.proposal(db.session(), found.survey)
    if proposed is None:
        abort(404)
    return download(as_text(proposed.raw).encode(), f"{slug}-proposal.json", JSON)


@bp.get("/<slug>/versions/<int:number>.json")
@access.staff(*MAY_READ)
def version_file(slug: str, number: int) -> ResponseReturnValue:
    """Send a version as a file."""
    raw = managing.raw_version(db.session(), desk(slug).survey, number)
    if raw is None:
        abort(404)
    return download(as_text(raw).encode(), f"{slug}-{number}.json", JSON)


def _given(field: str) -> Any:
    """Return the JSON value that the form brought.

    Raises:
        DefinitionError: If it is none.
    """
    if field == "text":
        return json_of(request.form["text"])
    file = uploaded("file")
    if file is None:
        raise DefinitionError([gettext("choose a file")])
    return json_of(file.read())


def _propose(found: Desk, raw: Any) -> ResponseReturnValue:
    with transaction() as session:
        proposing.propose(
            session,
            survey=again(session, found),
            definition=raw,
            by=by(session),
            seen=request.form.get("seen", ""),
        )
    faults = checked(raw).sentences
    log.info("proposal.changed", survey=found.survey.id, by=access.person().id, faults=len(faults))
    if faults:
        flash(
            ngettext(
                "The proposal is saved. It has a fault.", "The proposal is saved. It has %(num)s faults.", len(faults)
            ),
            "warning",
        )
    else:
        flash(gettext("The proposal is saved and without fault."))
    return redirect(page_of(found, "definition"))


def _published(found: Desk) -> Any:
    """Return what is published, to begin a proposal with; None where nothing is."""
    published = managing.versions(db.session(), found.survey)
    return managing.raw_version(db.session(), found.survey, published[0].number) if published else None


def _decide(found: Desk, do: str) -> ResponseReturnValue:
    seen = request.form.get("seen", "")
    if do == "ask":
        with transaction() as session:
            proposing.ask(session, survey=again(session, found), by=by(session), seen=seen)
        log.info("proposal.asked", survey=found.survey.id, by=access.person().id)
        flash(gettext("A publisher of the service is asked for approval."))
        return redirect(page_of(found, "overview"))
    if do not in {"publish", "return"}:
        raise ChangedMeanwhileError
    if not found.may_publish:
        abort(403)
    if do == "return":
        with transaction() as session:
            remark = request.form.get("remark", "").replace("\0", "")
            proposing.give_back(session, survey=again(session, found), seen=seen, remark=remark)
        log.info("proposal.returned", survey=found.survey.id, by=access.person().id)
        flash(gettext("The proposal is returned with your remark."))
        return redirect(page_of(found, "overview"))
    with transaction() as session:
        version = proposing.approve(
            session,
            survey=again(session, found),
            by=by(session),
            seen=seen,
            breaks_meant=request.form.get("breaks") == "yes",
        )
        number = version.number
    log.info("survey.published", survey=found.survey.id, version=number, by=access.person().id)
    flash(gettext("Version %(number)s is published and open.", number=number))
    return redirect(page_of(found, "overview"))
