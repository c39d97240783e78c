"""One way in: its address, what happened on it, whom it was offered to, its invitations or its secret."""

import structlog
from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from jobs import later
from jobs.invitations import send_invitations
from models import Collector, db, transaction
from sheets import SheetError, read_sheet
from surveys import invitations, managing, publishing, volumes
from surveys.invitations import Invited, WrongCollectorError
from surveys.recipients import read_recipients
from surveys.rows import RowsError
from surveys.volumes import OverlappingError
from web import access
from web.language import counted, worded
from web.manage.frame import MAY_READ
from web.manage.surveys.collectors import asked, figures, kind_names, show_secret, way_at
from web.manage.surveys.desk import (
    LARGEST_WORKBOOK,
    MAY_DESIGN,
    Desk,
    bp,
    desk,
    framed,
    kept_for_reading,
    no_file,
    page_of,
    uploaded,
)
from words import Plural

log = structlog.get_logger()

# How each kind of way in is closed; the others cannot be.
CLOSING = {
    "link": publishing.close_way,
    "widget": publishing.close_way,
    "invitation": publishing.close_way,
    "api": publishing.close_api,
}


@bp.get("/<slug>/ways/<key>")
@access.staff(*MAY_READ)
def way(slug: str, key: str) -> ResponseReturnValue:
    """Show one way in."""
    return _page(desk(slug), key), 200


@bp.post("/<slug>/ways/<key>/recipients")
@access.staff(*MAY_DESIGN)
def invite(slug: str, key: str) -> ResponseReturnValue:
    """Invite the people of a list: all of them, or nobody where a row is wrong."""
    found = desk(slug, *MAY_DESIGN)
    collector_id = way_at(found, key).collector.id
    file = uploaded("recipients")
    if file is None:
        return _page(found, key, {"recipients": no_file()}), 400
    try:
        with kept_for_reading(file) as path:
            recipients = read_recipients(read_sheet(path, bounds=LARGEST_WORKBOOK))
        with transaction() as session:
            invited = invitations.invite(
                session, collector=session.get_one(Collector, collector_id), recipients=recipients
            )
    except (SheetError, RowsError, WrongCollectorError) as error:
        return _refused(found, key, "recipients", error)
    later(send_invitations)
    log.info("invitations.added", collector=collector_id, added=invited.added, by=access.person().id)
    flash(_said(invited))
    return redirect(page_of(found, "way", key=key))


@bp.post("/<slug>/ways/<key>/reminders")
@access.staff(*MAY_DESIGN)
def remind(slug: str, key: str) -> ResponseReturnValue:
    """Remind those who have not answered."""
    found = desk(slug, *MAY_DESIGN)
    collector_id = way_at(found, key).collector.id
    try:
        with transaction() as session:
            count = invitations.ask_for_reminders(session, collector=session.get_one(Collector, collector_id))
    except WrongCollectorError as error:
        return _refused(found, key, "remind", error)
    later(send_invitations)
    log.info("invitations.reminders-asked", collector=collector_id, count=count, by=access.person().id)
    flash(
        worded(Plural("One person will be reminded.", "%(count)s people will be reminded.", count))
        if count
        else gettext("Nobody is to be reminded now.")
    )
    return redirect(page_of(found, "way", key=key))


@bp.post("/<slug>/ways/<key>/volumes")
@access.staff(*MAY_DESIGN)
def state_volumes(slug: str, key: str) -> ResponseReturnValue:
    """Take how many people were offered the survey, by period."""
    found = desk(slug, *MAY_DESIGN)
    collector_id = way_at(found, key).collector.id
    file = uploaded("volumes")
    if file is None:
        return _page(found, key, {"volumes": no_file()}), 400
    try:
        with kept_for_reading(file) as path, transaction() as session:
            count = volumes.state_volumes(
                session,
                collector=session.get_one(Collector, collector_id),
                rows=read_sheet(path, bounds=LARGEST_WORKBOOK),
            )
    except (SheetError, RowsError, WrongCollectorError, OverlappingError) as error:
        return _refused(found, key, "volumes", error)
    log.info("volumes.stated", collector=collector_id, periods=count, by=access.person().id)
    flash(worded(Plural("One period is stated.", "%(count)s periods are stated.", count)))
    return redirect(page_of(found, "way", key=key))


@bp.route("/<slug>/ways/<key>/secret", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def renew_secret(slug: str, key: str) -> ResponseReturnValue:
    """Ask whether another system is to get a new secret; make one and show it."""
    found = desk(slug, *MAY_DESIGN)
    collector = _of_api(found, key)
    if collector is None:
        return redirect(page_of(found, "way", key=key))
    if request.method == "GET":
        sentences = [gettext("The former secret opens nothing from then on: change it in the other system at once.")]
        return _confirm(found, key, gettext("Make a new secret?"), gettext("Make a new secret"), sentences)
    collector_id = collector.id
    with transaction() as session:
        secret = publishing.renew_secret(session, collector=session.get_one(Collector, collector_id))
    log.info("secret.renewed", collector=collector_id, by=access.person().id)
    return show_secret(found, key, secret)


@bp.route("/<slug>/ways/<key>/close", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def close_way(slug: str, key: str) -> ResponseReturnValue:
    """Ask whether a way in is to take no more answers, or another system's secret to open nothing; close it."""
    found = desk(slug, *MAY_DESIGN)
    collector = way_at(found, key).collector
    if collector.kind not in CLOSING:
        return redirect(page_of(found, "way", key=key))
    if request.method == "GET":
        sentences = _closing(found, collector)
        return _confirm(found, key, gettext("Close this way in?"), gettext("Close this way in"), sentences)
    collector_id, close = collector.id, CLOSING[collector.kind]
    with transaction() as session:
        close(session, collector=session.get_one(Collector, collector_id))
    log.info("way-in.closed", collector=collector_id, by=access.person().id)
    flash(gettext("This way in is closed."))
    return redirect(page_of(found, "way", key=key))


@bp.route("/<slug>/ways/<key>/open", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def open_way(slug: str, key: str) -> ResponseReturnValue:
    """Ask whether a way in that was closed is to take answers again; open it.

    Another system's opens with a new secret instead.
    """
    found = desk(slug, *MAY_DESIGN)
    collector = way_at(found, key).collector
    if collector.closed_on is None:
        return redirect(page_of(found, "way", key=key))
    if request.method == "GET":
        sentences = [gettext("It takes answers again, while the survey itself is open.")]
        return _confirm(found, key, gettext("Open this way in again?"), gettext("Open this way in"), sentences)
    collector_id = collector.id
    with transaction() as session:
        publishing.open_way_again(session, collector=session.get_one(Collector, collector_id))
    log.info("way-in.opened-again", collector=collector_id, by=access.person().id)
    flash(gettext("This way in is open."))
    return redirect(page_of(found, "way", key=key))


def _page(found: Desk, key: str, errors: dict[str, str] | None = None, faults: list[str] | None = None) -> str:
    here, period = way_at(found, key), asked()
    collector = here.collector
    return render_template(
        "manage/surveys/way.html",
        way=here,
        kind_name=kind_names()[collector.kind],
        figures=figures(found, [collector], period)[0],
        period=period,
        address=_address(found, collector),
        origin=current_app.config["PUBLIC_ORIGIN"],
        public_url=current_app.config["PUBLIC_URL"],
        invited=invitations.figures(db.session(), collector.id) if collector.kind == "invitation" else None,
        remind_after=invitations.REMIND_AFTER_DAYS,
        kept_days=invitations.RECIPIENTS_KEPT_DAYS,
        can_mail=current_app.extensions["settings"].mail_url is not None,
        stated=volumes.stated(db.session(), collector.id),
        errors=errors or {},
        faults=faults or [],
        back_url=page_of(found, "ways"),
        **framed(found, "ways"),
    )


def _address(found: Desk, collector: Collector) -> str:
    """Return the address that people are given; the first link's is the survey's own."""
    plain = f"{current_app.config['PUBLIC_URL']}/s/{found.survey.slug}"
    return plain if _is_own(found, collector) else f"{plain}?via={collector.key}"


def _is_own(found: Desk, collector: Collector) -> bool:
    """Whether a way in is the survey's own address: its first link."""
    links = [each.collector for each in managing.ways_in(db.session(), found.survey) if each.collector.kind == "link"]
    return bool(links) and links[0].id == collector.id


def _closing(found: Desk, collector: Collector) -> list[str]:
    """Return what closing a way in does."""
    if collector.kind == "api":
        return [gettext("Its secret opens nothing from then on. What it sent is kept.")]
    said = [
        gettext("Who comes by it is told that it has closed. What was sent by it is kept."),
        gettext("Answers begun and not sent cannot be sent while it is closed. Conversations under way are kept."),
    ]
    if _is_own(found, collector):
        said.append(gettext("This link is the survey's own address. Other links, invitations and windows stay open."))
    if collector.kind == "invitation":
        said.append(
            gettext(
                "No more mail goes out, and addresses and names are deleted the following night. The links in mails "
                "already sent work again if you open it again."
            )
        )
    return [*said, gettext("You can open it again later.")]


def _of_api(found: Desk, key: str) -> Collector | None:
    collector = way_at(found, key).collector
    return collector if collector.kind == "api" else None


def _refused(found: Desk, key: str, field: str, error: Exception) -> ResponseReturnValue:
    if isinstance(error, RowsError):
        faults = [str(fault) for fault in error.faults]
    else:
        faults = [worded(error.message) if isinstance(error, WrongCollectorError | OverlappingError) else str(error)]
    return _page(found, key, {field: gettext("Nothing was taken. %(first)s", first=faults[0])}, faults), 400


def _said(invited: Invited) -> str:
    said = [
        worded(Plural("One person will be invited.", "%(count)s people will be invited.", invited.added))
        if invited.added
        else gettext("Nobody new is invited.")
    ]
    left_out = [
        (invited.already, gettext("invited before")),
        (invited.unsubscribed, gettext("want no invitations")),
        (invited.repeated, gettext("twice in the list")),
    ]
    named = ", ".join(f"{counted(count)} {why}" for count, why in left_out if count)
    return " ".join([*said, *([gettext("Left out: %(named)s.", named=named)] if named else [])])


def _confirm(found: Desk, key: str, question: str, button: str, sentences: list[str]) -> str:
    return render_template(
        "manage/surveys/confirm.html",
        question=question,
        button=button,
        sentences=sentences,
        back_url=page_of(found, "way", key=key),
        **framed(found, "ways"),
    )
