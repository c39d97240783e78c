"""/manage/surveys: which surveys there are, how they stand, and what to do next; and a new one."""

from datetime import timedelta

import structlog
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from models import Service, db, now, transaction
from surveys import managing, proposing, publishing
from surveys.managing import SurveyLine
from surveys.publishing import AddressTakenError
from web import access
from web.manage.frame import MAY_READ, frame
from web.manage.surveys.desk import MAY_DESIGN, MAY_PUBLISH, bp, by, day_of, services

log = structlog.get_logger()

DAYS = 30
LONGEST_TITLE = 200


@bp.get("/")
@access.staff(*MAY_READ)
def index() -> ResponseReturnValue:
    """List the surveys of the services that the person reaches."""
    today = day_of(now())
    found = managing.listed(db.session(), services(*MAY_READ), since=today - timedelta(days=DAYS - 1), until=today)
    designs, publishes = ({each.id for each in services(*roles)} for roles in (MAY_DESIGN, MAY_PUBLISH))
    lines = [(line, next_step(line, line.service_id in designs, line.service_id in publishes)) for line in found]
    return render_template(
        "manage/surveys/index.html",
        lines=lines,
        may_design=bool(designs),
        days=DAYS,
        day_of=day_of,
        **frame("surveys"),
    )


def next_step(line: SurveyLine, may_design: bool, may_publish: bool) -> str:
    """Return what is to be done next about a survey, by whoever reads it."""
    if line.proposal == "asked":
        return str(
            gettext("Look at the proposal, then publish or return it") if may_publish else gettext("Wait for approval")
        )
    if line.proposal == "returned" and may_design:
        return str(gettext("Change the proposal as the remark says"))
    if line.proposal and may_design:
        return str(
            gettext("Check the proposal, then publish it")
            if may_publish
            else gettext("Check the proposal, then ask for approval")
        )
    if line.version is None:
        return str(gettext("Upload a definition") if may_design else gettext("Nothing: it is being prepared"))
    if line.state == "closed":
        return str(gettext("Read the results"))
    return str(gettext("Read the results") if line.submissions else gettext("Check the ways in: nothing came"))


@bp.route("/new", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def new() -> ResponseReturnValue:
    """Make a survey: a draft with a definition to begin with, which nobody can see."""
    offered = services(*MAY_DESIGN)
    errors = _faults(offered) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        slug = request.form["slug"].strip()
        try:
            _create(next(each for each in offered if each.slug == request.form["service"]), slug)
        except AddressTakenError:
            errors["slug"] = gettext("This address is taken. Choose another.")
        else:
            return redirect(url_for("surveys.overview", slug=slug))
    page = render_template(
        "manage/surveys/new.html",
        services=offered,
        given=request.form,
        errors=errors,
        back_url=url_for("surveys.index"),
        **frame("surveys"),
    )
    return page, (400 if errors else 200)


def _faults(offered: list[Service]) -> dict[str, str]:
    errors: dict[str, str] = {}
    title = request.form.get("title", "").strip()
    if not title:
        errors["title"] = gettext("Enter a title")
    elif len(title) > LONGEST_TITLE:
        errors["title"] = gettext("The title must have %(most)s characters or fewer", most=LONGEST_TITLE)
    if request.form.get("service") not in {each.slug for each in offered}:
        errors["service"] = gettext("Select a service")
    if not publishing.is_address(request.form.get("slug", "").strip()):
        errors["slug"] = gettext("Use small letters, figures and hyphens only, 63 at most, as it will stand in links")
    return errors


def _create(service: Service, slug: str) -> None:
    service_id = service.id
    with transaction() as session:
        survey = publishing.create(session, service=session.get_one(Service, service_id), slug=slug)
        publishing.collect(session, survey=survey, kind="link")
        title = request.form["title"].strip().replace("\0", "")
        proposing.propose(session, survey=survey, definition=proposing.starter(title), by=by(session))
        survey_id = survey.id
    log.info("survey.created", survey=survey_id, by=access.person().id)
