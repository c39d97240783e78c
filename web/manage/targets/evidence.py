"""What citizens say of a target: its themes' figures and newest quotes, as the insights pages have them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from accounts.people import services_of
from insights import queries
from insights.queries import Filter, Quote, ThemeSummary
from models import db, now
from nlp.themes import THEMES
from tallies import period_after, period_of
from targets import cascade
from targets.nodes import Link, TargetNode
from targets.viewing import OverTime
from web import access
from web.language import counted
from web.manage.frame import MAY_READ
from web.manage.surveys.desk import day_of
from web.manage.targets import words

QUOTES = 3


@dataclass(frozen=True)
class Evidence:
    """A theme that a person confirmed, and how much it says of the target: above 0 and at most 1.

    ``summary`` is None where nothing was counted, ``address`` empty where the reader may not see the insights.
    """

    name: str
    weight: float
    summary: ThemeSummary | None
    quotes: tuple[Quote, ...]
    address: str


@dataclass(frozen=True)
class Evidences:
    """The evidence of one period, both days included, and the names of themes that are only suggested.

    What says most of the target comes first.
    """

    since: date
    until: date
    confirmed: tuple[Evidence, ...]
    suggested: tuple[str, ...]
    # Whether comments of the service wait to be analysed: that none speaks of a theme is then not sure.
    waiting: bool = False


def of(node: TargetNode, found: OverTime) -> Evidences:
    """Return what citizens say of a target in the newest period, of its unit and those below where it is a part."""
    since, until = _newest(node, found)
    links = _links(node)
    suggested = tuple(words.theme(link.theme) for link in links if link.state == "suggested")
    weights = {link.theme: link.weight for link in links if link.state == "confirmed" and link.theme in THEMES}
    themes = sorted(weights, key=lambda theme: -weights[theme])
    session = db.session()
    pipeline = queries.shown_pipeline(session)
    if pipeline is None or not themes:
        nothing = tuple(Evidence(words.theme(theme), weights[theme], None, (), "") for theme in themes)
        return Evidences(since, until, nothing, suggested, waiting=bool(themes))
    service_id = node.measure.service.id
    units = None
    if node.unit is not None:
        units = queries.with_units_below(queries.units_of_service(session, service_id), node.unit.id)
    chosen = Filter(service_id, since, until, pipeline, units)
    summaries = {each.theme: each for each in queries.theme_summaries(session, chosen, themes=themes)}
    leads_on = reads(node)
    confirmed = tuple(
        Evidence(
            words.theme(theme),
            weights[theme],
            summaries.get(theme),
            tuple(queries.quotes(session, chosen, theme=theme, limit=QUOTES)),
            _address(node, theme, since, until) if leads_on else "",
        )
        for theme in themes
    )
    # Counting what waits costs more than all else here: it is asked where it matters.
    waiting = len(summaries) < len(themes) and queries.progress(session, service_id).waiting > 0
    return Evidences(since, until, confirmed, suggested, waiting)


def reads(node: TargetNode) -> bool:
    """Whether the person may read the insights of a target's service."""
    services = services_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
    return node.measure.service.id in {each.id for each in services}


def sentence(each: Evidence, *, waiting: bool) -> str:
    """Say how much a theme says of the target, and how many comments speak of it, as far as that may be shown."""
    return f"{words.weight(each.weight)}. {_counted(each, waiting=waiting)}"


def _counted(each: Evidence, *, waiting: bool) -> str:
    """Say how many comments speak of a theme and how many of them complain."""
    summary = each.summary
    if summary is None and waiting:
        return str(gettext("Comments are still being analysed; so far none speaks of it."))
    if summary is None:
        return str(gettext("No comment speaks of it."))
    if summary.decision == "others":
        return str(
            gettext("How many comments speak of it is not shown: it would tell of a few people who are left out here.")
        )
    if summary.decision != "shown":
        return str(
            gettext("Fewer than 10 comments speak of it, or too few people sent any: too few to show any figure.")
        )
    said = ngettext(
        "%(count)s comment speaks of it.",
        "%(count)s comments speak of it.",
        summary.comments,
        count=counted(summary.comments),
    )
    negative = summary.negative_share
    if not negative.shown:
        return str(said)
    share, low, high = (f"{each:.0%}" for each in (negative.value, negative.low, negative.high))
    complain = gettext("%(share)s of them complain (between %(low)s and %(high)s).", share=share, low=low, high=high)
    return f"{said} {complain}"


def _links(node: TargetNode) -> list[Link]:
    """Return a target's links, in order of theme; a unit's part has those of the whole where it has none of its own."""
    links = {link.theme: link for link in node.links}
    above = cascade.one(db.session(), node.parent) if node.parent else None
    if above is not None:
        links = {link.theme: link for link in _links(above)} | links
    return [links[theme] for theme in sorted(links)]


def _newest(node: TargetNode, found: OverTime) -> tuple[date, date]:
    """Return the first and last day of the latest period with a figure; without one, of the last that is over."""
    cadence = node.measure.cadence
    if found.latest is not None:
        first = found.latest.period_on
    else:
        first = period_of(period_of(day_of(now()), cadence) - timedelta(days=1), cadence)
    return first, period_after(first, cadence) - timedelta(days=1)


def _address(node: TargetNode, theme: str, since: date, until: date) -> str:
    asked: dict[str, Any] = {"service": node.measure.service.slug, "from": since.isoformat(), "to": until.isoformat()}
    if node.unit is not None:
        asked["unit"] = node.unit.slug
    return url_for("manage.theme", theme=theme, **asked)
