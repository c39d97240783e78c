"""/manage/insights: what citizens say of a service, by theme and over time, with their words behind each number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts.people import services_of
from insights import praise, queries
from insights.queries import Filter, ThemeSummary
from models import Organisation, Service, Unit, db, now
from nlp.themes import THEMES
from targets.queries import TargetLine, by_theme, targets_of_service
from web import access
from web.language import in_reader_language
from web.manage.frame import MAY_READ, frame
from web.manage.paging import asked_page
from web.manage.periods import asked_period, last_year
from web.manage.pictures import sentiment_months, theme_bars
from web.manage.praise import reach

bp = Blueprint("manage", __name__, url_prefix="/manage")

QUOTES_A_PAGE = 20

POLARITIES = ("neg", "neu", "pos")


@dataclass(frozen=True)
class Chosen:
    """What the page is about, as the address says."""

    service: Service
    services: list[Service]
    units: list[Unit]
    unit: Unit | None
    since: date
    until: date
    fault: str | None

    def link(self, **more: object) -> dict[str, Any]:
        """Return the address's parameters, with some more or other."""
        kept: dict[str, Any] = {"service": self.service.slug, "from": self.since, "to": self.until}
        if self.unit:
            kept["unit"] = self.unit.slug
        return kept | more


@dataclass(frozen=True)
class Lead:
    """What to look at first: a theme, and the targets that it bears on."""

    summary: ThemeSummary
    name: str
    targets: tuple[TargetLine, ...]


@bp.get("/")
@access.staff(*MAY_READ, owners=True)
def home() -> ResponseReturnValue:
    """Lead to the insights, and who holds no role to the targets that they answer for."""
    return redirect(url_for("manage.insights" if access.holds(*MAY_READ) else "targets.index"))


@bp.get("/insights")
@access.staff(*MAY_READ)
def insights() -> ResponseReturnValue:
    """Show a service's themes by volume and sentiment, and the targets that they touch."""
    chosen = _chosen()
    if chosen is None:
        return render_template("manage/nothing.html", **frame("insights"))
    found = _filter(chosen)
    lines = targets_of_service(db.session(), chosen.service.id)
    facts: dict[str, Any] = {
        "overview": None,
        "summaries": [],
        "left_out": [],
        "months": None,
        "bars": None,
        "urgent": [],
    }
    if found is not None:
        summaries = queries.theme_summaries(db.session(), found)
        months = queries.months(db.session(), found)
        facts = {
            "overview": queries.overview(db.session(), found),
            "summaries": [summary for summary in summaries if summary.decision == "shown"],
            "left_out": [summary.theme for summary in summaries if summary.decision != "shown"],
            "months": sentiment_months(months, since=chosen.since, until=chosen.until),
            "bars": theme_bars(summaries),
            "urgent": queries.urgent(db.session(), found),
        }
    return render_template(
        "manage/insights.html",
        chosen=chosen,
        progress=queries.progress(db.session(), chosen.service.id),
        targets=lines,
        targets_by_theme=by_theme(lines),
        themes=THEMES,
        praised=praise.count_waiting(db.session(), reach(), service_id=chosen.service.id),
        lead=_lead(facts["summaries"], by_theme(lines)),
        **facts,
        **frame("insights"),
    ), (400 if chosen.fault else 200)


@bp.get("/insights/<theme>")
@access.staff(*MAY_READ)
def theme(theme: str) -> ResponseReturnValue:
    """Show the words behind a theme's numbers."""
    chosen = _chosen()
    if chosen is None or (theme != "all" and theme not in THEMES):
        abort(404)
    if chosen.fault:
        return render_template("errors/400.html", sentence=chosen.fault, **frame("insights")), 400
    key = None if theme == "all" else theme
    found = _filter(chosen)
    page = asked_page()
    polarity, sentiment = request.args.get("polarity"), request.args.get("sentiment")
    quotes, months, summary = [], None, None
    if found is not None:
        counted = queries.months(db.session(), found, theme=key)
        months = sentiment_months(counted, since=chosen.since, until=chosen.until, polarity=bool(key))
        summary = next((each for each in queries.theme_summaries(db.session(), found) if each.theme == key), None)
        quotes = queries.quotes(
            db.session(),
            found,
            theme=key,
            polarity=polarity if polarity in POLARITIES else None,
            sentiment=sentiment if sentiment in queries.SENTIMENTS else None,
            offset=(page - 1) * QUOTES_A_PAGE,
            limit=QUOTES_A_PAGE + 1,
        )
    lines = targets_of_service(db.session(), chosen.service.id)
    return render_template(
        "manage/theme.html",
        chosen=chosen,
        theme=key,
        name=in_reader_language(THEMES[key]) if key else gettext("All comments"),
        months=months,
        summary=summary,
        quotes=quotes[:QUOTES_A_PAGE],
        page=page,
        more=len(quotes) > QUOTES_A_PAGE,
        polarity=polarity if polarity in POLARITIES else None,
        sentiment=sentiment if sentiment in queries.SENTIMENTS else None,
        targets=by_theme(lines).get(key or "", []),
        back_url=url_for("manage.insights", **chosen.link()),
        **frame("insights"),
    )


def _chosen() -> Chosen | None:
    """Return what the address asks for, of the services that the person may see."""
    services = services_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
    if not services:
        return None
    asked = request.args.get("service")
    service = next((each for each in services if each.slug == asked), None if asked else services[0])
    if service is None:
        abort(404)
    units = list(queries.units_of_service(db.session(), service.id))
    asked_unit = request.args.get("unit")
    unit = next((each for each in units if each.slug == asked_unit), None)
    if asked_unit and unit is None:
        abort(404)
    today = db.session.get_one(Organisation, access.person().organisation_id).day_of(now())
    usual = last_year(today)
    period = asked_period(since=usual.since, until=usual.until)
    return Chosen(service, services, units, unit, period.since, period.until, period.fault)


def _filter(chosen: Chosen) -> Filter | None:
    pipeline = queries.shown_pipeline(db.session())
    if pipeline is None:
        return None
    below = queries.with_units_below(chosen.units, chosen.unit.id) if chosen.unit else None
    return Filter(chosen.service.id, chosen.since, chosen.until, pipeline, below)


def _lead(summaries: list[ThemeSummary], lines: dict[str, list[TargetLine]]) -> Lead | None:
    """Return what a manager should look at first: the theme most complained of, and who answers for it."""
    worst = max(summaries, key=lambda summary: (summary.negative, summary.theme), default=None)
    if worst is None or not worst.negative or not worst.negative_share.shown:
        return None
    return Lead(worst, in_reader_language(THEMES[worst.theme]), tuple(lines.get(worst.theme, ())))
