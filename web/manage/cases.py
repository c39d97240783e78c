"""/manage/cases: what citizens want to be answered, for the managers who answer it, and how soon a service does."""

from datetime import date, datetime
from uuid import UUID

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext, ngettext

from accounts.people import services_of
from followup import cases, promises, queries
from followup.queries import ListedCase, Reach
from models import Organisation, Person, Service, db, now, organisation_of, transaction
from web import access
from web.language import counted, in_reader_language
from web.manage.frame import MAY_ANSWER, frame, managed
from web.manage.paging import LINES_A_PAGE, asked_page

log = structlog.get_logger()

bp = Blueprint("cases", __name__, url_prefix="/manage/cases")


@bp.get("")
@access.staff(*MAY_ANSWER)
def index() -> ResponseReturnValue:
    """List the open cases, oldest first, or the closed ones; of every service that the person reaches, or of one."""
    session, reach, page = db.session(), _reach(), asked_page()
    services = _services()
    chosen = next((each for each in services if each.slug == request.args.get("service")), None)
    closed = request.args.get("state") == "closed"
    lines = queries.listed(
        session,
        reach,
        is_open=not closed,
        service_id=chosen.id if chosen else None,
        offset=(page - 1) * LINES_A_PAGE,
        limit=LINES_A_PAGE + 1,
    )
    return render_template(
        "manage/cases.html",
        lines=lines[:LINES_A_PAGE],
        more=len(lines) > LINES_A_PAGE,
        page=page,
        closed=closed,
        services=services,
        chosen=chosen,
        waiting=queries.count_open(session, reach, service_id=chosen.id if chosen else None),
        age_of=age_of,
        promise_of=promise_of,
        soon=_soon,
        **frame("cases"),
    )


@bp.get("/<uuid:case_id>")
@access.staff(*MAY_ANSWER)
def show(case_id: UUID) -> ResponseReturnValue:
    """Show one case with its transcript."""
    return _page_of(queries.find(db.session(), case_id, _reach()))


@bp.post("/<uuid:case_id>/contact")
@access.staff(*MAY_ANSWER)
def contact(case_id: UUID) -> ResponseReturnValue:
    """Show how the person of a case wants to be reached; that somebody looked is noted."""
    reach = _reach()
    details = cases.contact_of(db.session(), case_id=case_id, reach=reach)
    log.info("case.contact-shown", case=str(case_id), by=access.person().id)
    return _page_of(queries.find(db.session(), case_id, reach), details=details, looked=True)


@bp.route("/<uuid:case_id>/close", methods=["GET", "POST"])
@access.staff(*MAY_ANSWER)
def close(case_id: UUID) -> ResponseReturnValue:
    """Ask whether a case is done; close it, and delete how its person could be reached."""
    reach = _reach()
    if request.method == "GET":
        return _confirm(queries.find(db.session(), case_id, reach))
    with transaction() as session:
        by = session.get_one(Person, access.person().id)
        first = cases.close(session, case_id=case_id, reach=reach, by=by)
    if first:
        log.info("case.closed", case=str(case_id), by=access.person().id)
        flash(gettext("The case is closed. How to reach the person is deleted."))
    else:
        flash(gettext("This case had been closed already."))
    return redirect(url_for("cases.index"))


@bp.route("/times/<slug>", methods=["GET", "POST"])
@access.staff(*MAY_ANSWER)
def times(slug: str) -> ResponseReturnValue:
    """Change within how many working days a service says that it usually answers."""
    service = next((each for each in _services() if each.slug == slug), None)
    if service is None:
        abort(404)
    given = request.form.get("days", "") if request.method == "POST" else str(service.reply_days or "")
    fault = None
    if request.method == "POST":
        days = _days(given)
        if days is not None or not given.strip():
            with transaction() as session:
                cases.set_reply_days(session, service=session.get_one(Service, service.id), days=days)
            log.info("case.reply-days", service=service.slug, days=days, by=access.person().id)
            flash(gettext("Saved. People who ask from now on are told so."))
            return redirect(url_for("cases.index", _anchor="times"))
        fault = gettext("Enter a whole number of days from 1 to %(most)s, or nothing", most=promises.MOST_DAYS)
    page = render_template(
        "manage/case_times.html",
        service=service,
        given={"days": given},
        errors={"days": fault} if fault else {},
        most=promises.MOST_DAYS,
        **frame("cases"),
    )
    return page, 400 if fault else 200


def age_of(case: ListedCase) -> str:
    """Return since when a case is open, in words."""
    days = (_today() - _day_of(case.opened_at)).days
    if days <= 0:
        return str(gettext("Opened today"))
    return str(ngettext("Opened %(count)s day ago", "Opened %(count)s days ago", days, count=counted(days)))


def promise_of(case: ListedCase) -> str:
    """Return by when an answer was promised, and by how much that is over, in words."""
    if case.due_on is None:
        return str(gettext("No time was promised."))
    day = format_date(case.due_on, "d MMMM yyyy")
    over = promises.days_over(case.due_on, _today())
    if not over:
        return str(gettext("To be answered by %(day)s.", day=day))
    words = ngettext(
        "Over the time by %(count)s working day: to be answered by %(day)s.",
        "Over the time by %(count)s working days: to be answered by %(day)s.",
        over,
        count=counted(over),
        day=day,
    )
    return str(words)


def _soon(service: Service) -> str:
    """Return what people are told of how soon a service answers."""
    days = service.reply_days
    if days is None:
        return str(gettext("No time is promised"))
    words = ngettext(
        "Usually within %(count)s working day",
        "Usually within %(count)s working days",
        days,
        count=counted(days),
    )
    return str(words)


def _page_of(case: ListedCase, *, details: dict[str, str] | None = None, looked: bool = False) -> str:
    return render_template(
        "manage/case.html",
        case=case,
        lines=queries.transcript(db.session(), case),
        details=details,
        looked=looked,
        age=age_of(case),
        promise=promise_of(case),
        kept_days=cases.CONTACT_KEPT_DAYS,
        **frame("cases"),
    )


def _confirm(case: ListedCase) -> str:
    sentences = [gettext("Close it once the person has their answer, or nobody can give one.")]
    if case.has_contact:
        sentences.append(gettext("How to reach the person is deleted at once. It cannot be brought back."))
    sentences.append(gettext("What was said stays, cleaned of personal data."))
    return render_template(
        "manage/surveys/confirm.html",
        title=case.reference,
        question=gettext("Close this case?"),
        sentences=sentences,
        button=gettext("Close the case"),
        back_url=url_for("cases.show", case_id=case.case_id),
        **frame("cases"),
    )


def _reach() -> Reach:
    """Return whose cases the person who is signed in may answer."""
    return Reach(*managed())


def _services() -> list[Service]:
    """Return the services whose cases the person may answer, by name; not those of which only a unit is theirs."""
    services = services_of(db.session(), person=access.person(), roles=frozenset(MAY_ANSWER))
    return sorted(services, key=lambda each: (in_reader_language(each.name), each.id))


def _days(given: str) -> int | None:
    text = given.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(promises.MOST_DAYS))):
        return None
    return int(text) if 1 <= int(text) <= promises.MOST_DAYS else None


def _organisation() -> Organisation:
    return db.session.get_one(Organisation, organisation_of(db.session()))


def _day_of(moment: datetime) -> date:
    return _organisation().day_of(moment)


def _today() -> date:
    return _day_of(now())
