"""/manage/surveys/<slug>/ways: the ways in, what happens on each, and new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from flask import abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

import tallies
from insights.queries import units_of_service
from models import Collector, Unit, db, now, transaction
from surveys import invitations, managing, publishing, volumes
from surveys.attention import wording_of
from surveys.definition import Definition
from surveys.invitations import WrongCollectorError
from surveys.managing import Way
from tallies import Share, WayCounts
from web import access
from web.language import worded
from web.manage.frame import MAY_READ
from web.manage.periods import Period, asked_period
from web.manage.surveys.desk import MAY_DESIGN, Desk, again, bp, day_of, desk, framed, page_of

log = structlog.get_logger()

DAYS = 30
KINDS = ("link", "widget", "invitation", "api")
LONGEST_NAME = 200
MOST_ORIGINS = 50


@dataclass(frozen=True)
class Figures:
    """What happened on one way in; ``offered`` and ``rate`` are None where they are not known."""

    counts: WayCounts
    offered: int | None
    rate: Share | None
    exits: list[tuple[str, int]]


@bp.get("/<slug>/ways")
@access.staff(*MAY_READ)
def ways(slug: str) -> ResponseReturnValue:
    """List the ways in with what happened on each."""
    found, period = desk(slug), asked()
    ways_in = managing.ways_in(db.session(), found.survey)
    rows = zip(ways_in, figures(found, [way.collector for way in ways_in], period), strict=True)
    page = render_template(
        "manage/surveys/ways.html",
        rows=list(rows),
        period=period,
        kind_names=kind_names(),
        kinds=KINDS,
        back_url=page_of(found, "overview"),
        **framed(found, "ways"),
    )
    return page, (400 if period.fault else 200)


@bp.route("/<slug>/ways/new/<any(link, widget, invitation, api):kind>", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def new_way(slug: str, kind: str) -> ResponseReturnValue:
    """Open a way in: a link, a window, invitations, or a key for another system."""
    found = desk(slug, *MAY_DESIGN)
    units = list(units_of_service(db.session(), found.service.id))
    errors = _faults(kind, units) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        try:
            return _open(found, kind)
        except WrongCollectorError as error:
            errors["name"] = worded(error.message)
    page = render_template(
        "manage/surveys/new_way.html",
        kind=kind,
        kind_name=kind_names()[kind],
        units=units,
        given=request.form,
        errors=errors,
        back_url=page_of(found, "ways"),
        **framed(found, "ways"),
    )
    return page, (400 if errors else 200)


def figures(found: Desk, collectors: Sequence[Collector], period: Period) -> list[Figures]:
    """Return what happened on each of these ways in, and to how many it was offered where that is known."""
    session, definition = db.session(), asked_now(found)
    counted = tallies.ways(
        session,
        service_id=found.service.id,
        collector_ids=[collector.id for collector in collectors],
        since=period.since,
        until=period.until,
    )
    return [
        Figures(
            counts,
            volumes.offered(session, collector, period.since, period.until),
            _rate(counts),
            [
                (wording_of(definition, key, "en") if key else gettext("not known"), n)
                for key, n in sorted(counts.abandoned.items(), key=lambda each: (-each[1], each[0]))
            ],
        )
        for collector, counts in zip(collectors, counted, strict=True)
    ]


def asked() -> Period:
    """Return the days that the page is about: the last thirty unless the address says otherwise."""
    today = day_of(now())
    return asked_period(since=today - timedelta(days=DAYS - 1), until=today)


def way_at(found: Desk, key: str) -> Way:
    """Return the survey's way in with this key."""
    way = next((each for each in managing.ways_in(db.session(), found.survey) if each.collector.key == key), None)
    if way is None:
        abort(404)
    return way


def kind_names() -> dict[str, str]:
    """Return what each kind of way in is called."""
    return {
        "link": gettext("Link"),
        "widget": gettext("Conversation window"),
        "invitation": gettext("Invitations by e-mail"),
        "api": gettext("Another system (API)"),
        "import": gettext("Import of past feedback"),
        "demonstration": gettext("Demonstration"),
    }


def origin_of(text: str) -> str | None:
    """Return the exact origin that a text is, as browsers send it; None if it is none.

    An origin is scheme, host and port: no path, no user, no star. A port that goes without saying is left out.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"https", "http"} or parts.path not in {"", "/"} or parts.query or parts.fragment:
        return None
    if "@" in parts.netloc or not host or not all(c.isalnum() or c in "-.:" for c in host):
        return None
    if port == 0 or parts.netloc.endswith(":"):
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (
        "" if port in {None, {"https": 443, "http": 80}[parts.scheme]} else f":{port}"
    )


def asked_now(found: Desk) -> Definition | None:
    """Return what is asked now; None where nothing is published."""
    published = managing.versions(db.session(), found.survey)
    return managing.version(db.session(), found.survey, published[0].number) if published else None


def _rate(counts: WayCounts) -> Share | None:
    """Return which share of those who start complete it; None where nobody did, or some of them started before."""
    return tallies.share(counts.completed, counts.started) if 0 < counts.started >= counts.completed else None


def _origins() -> list[str]:
    return [line.strip() for line in request.form.get("origins", "").splitlines() if line.strip()]


def _faults(kind: str, units: list[Unit]) -> dict[str, str]:
    errors: dict[str, str] = {}
    name = request.form.get("name", "").strip()
    if len(name) > LONGEST_NAME:
        errors["name"] = gettext("The name must have %(most)s characters or fewer", most=LONGEST_NAME)
    elif not name and kind == "api":
        errors["name"] = gettext("Enter the name of the system that will use the key")
    if request.form.get("unit", "") not in {"", *(unit.slug for unit in units)}:
        errors["unit"] = gettext("Select one of the units")
    if kind != "widget":
        return errors
    wrong = [line for line in _origins() if origin_of(line) is None]
    if not _origins():
        errors["origins"] = gettext("Enter the address of at least one site")
    elif len(_origins()) > MOST_ORIGINS:
        errors["origins"] = gettext("Enter %(most)s sites at most", most=MOST_ORIGINS)
    elif wrong:
        errors["origins"] = gettext(
            "%(line)s is not the address of a site. Give https:// and the host only, such as https://www.example.org",
            line=wrong[0][:100],
        )
    return errors


def _open(found: Desk, kind: str) -> ResponseReturnValue:
    name = request.form.get("name", "").strip().replace("\0", "")
    units = {unit.slug: unit.id for unit in units_of_service(db.session(), found.service.id)}
    unit_id = units.get(request.form.get("unit", ""))
    secret = None
    with transaction() as session:
        survey = again(session, found)
        unit = session.get_one(Unit, unit_id) if unit_id else None
        if kind == "invitation":
            collector = invitations.round_of(session, survey=survey, name=name, unit=unit)
        elif kind == "api":
            collector, secret = publishing.open_api(session, survey=survey, name=name, unit=unit)
        else:
            origins = dict.fromkeys(origin for line in _origins() if (origin := origin_of(line)))
            collector = publishing.collect(
                session, survey=survey, kind=kind, unit=unit, origins=list(origins) if kind == "widget" else []
            )
            collector.name = name
        key, collector_id = collector.key, collector.id
    log.info("way-in.opened", survey=found.survey.id, collector=collector_id, kind=kind, by=access.person().id)
    if secret is not None:
        # Not a redirect: nothing may keep the secret, not even the cookie.
        return show_secret(found, key, secret)
    return redirect(page_of(found, "way", key=key))


def show_secret(found: Desk, key: str, secret: str) -> str:
    """Show the secret of another system's way in, the only time that anybody can."""
    return render_template(
        "manage/surveys/secret.html",
        way=way_at(found, key),
        secret=secret,
        public_url=current_app.config["PUBLIC_URL"],
        **framed(found, "ways"),
    )
