"""/manage/targets/<key>/links: which themes are evidence for a target, why a program thinks so, and who decided."""

from dataclasses import dataclass

import structlog
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext

from models import db, transaction
from nlp.themes import THEMES
from targets import linking
from targets.comoving import Movement
from targets.errors import LinkChangedError
from targets.linking import LinkVersion
from targets.nodes import TargetNode
from targets.suggesting import reason_of
from web import access
from web.manage.frame import MAY_READ, frame, managed
from web.manage.targets import evidence, words
from web.manage.targets.desk import bp, target_at

log = structlog.get_logger()

# How much a theme says of a target, in three steps.
STEPS = (1.0, 0.6, 0.3)
DECISIONS = {"confirm": "confirmed", "reject": "rejected"}
# Below it one does not say how seldom chance makes as much.
SELDOM = 0.001


@dataclass(frozen=True)
class Line:
    """What counts of one link: its newest version, and in words what it was suggested by."""

    link: LinkVersion
    name: str
    reasons: tuple[str, ...]


@bp.get("/<key>/links")
@access.staff(*MAY_READ, owners=True)
def links(key: str) -> ResponseReturnValue:
    """Show which themes are suggested, confirmed and rejected as evidence, and every decision of before."""
    return _page(target_at(key))


@bp.post("/<key>/links")
@access.staff(*MAY_READ, owners=True)
def decide(key: str) -> ResponseReturnValue:
    """Confirm a theme as evidence with a weight, or reject it."""
    node = target_at(key)
    theme, state, seen = request.form.get("theme", ""), DECISIONS.get(request.form.get("decision", "")), _seen()
    if not theme:
        return _page(node, {"theme-new": gettext("Select a theme")}), 400
    # What is confirmed lets the owner read what citizens say of it: which themes there are to choose of, others say.
    if not (_manages(node) or (_may_decide(node) and seen)):
        abort(403)
    weight = _weight(node, theme)
    if theme not in THEMES or state is None or weight is None or seen is None:
        abort(400)
    try:
        with transaction() as session:
            target = linking.locked(session, key)
            linking.decide(
                session, target=target, theme=theme, state=state, weight=weight, by=access.person(), seen=seen
            )
    except LinkChangedError:
        db.session.expire_all()
        fault = gettext(
            "Somebody else decided about “%(theme)s” meanwhile. See below what stands now, then decide again if you "
            "still want to.",
            theme=words.theme(theme),
        )
        return _page(target_at(key), {"decided": fault}), 409
    log.info("link.decided", target=node.id, theme=theme, state=state, by=access.person().id)
    name = words.theme(theme)
    flash(
        gettext("“%(theme)s” counts as evidence.", theme=name)
        if state == "confirmed"
        else gettext("“%(theme)s” is no evidence for it. It will not be suggested again.", theme=name)
    )
    return redirect(url_for("targets.links", key=key))


def _page(node: TargetNode, errors: dict[str, str] | None = None) -> str:
    versions = linking.versions(db.session(), target_id=node.id)
    suggested_by: dict[str, LinkVersion] = {}
    newest: dict[str, LinkVersion] = {}
    for each in versions:
        if each.version > (newest[each.theme].version if each.theme in newest else 0):
            newest[each.theme] = each
        if each.why and each.version > (suggested_by[each.theme].version if each.theme in suggested_by else 0):
            suggested_by[each.theme] = each
    lines = [
        Line(newest[theme], words.theme(theme), _reasons(node, theme, suggested_by.get(theme)))
        for theme in sorted(newest, key=lambda theme: list(THEMES).index(theme) if theme in THEMES else len(THEMES))
    ]
    return render_template(
        "manage/targets/links.html",
        node=node,
        groups={state: [each for each in lines if each.link.state == state] for state in STATES},
        others=[(theme, words.theme(theme)) for theme in THEMES if theme not in newest],
        versions=versions,
        names={each.theme: words.theme(each.theme) for each in versions},
        may_decide=_may_decide(node),
        may_add=_manages(node),
        reads=evidence.reads(node),
        steps=[(step, words.weight(step)) for step in STEPS],
        say_weight=words.weight,
        errors=errors or {},
        **frame("targets"),
    )


STATES = ("suggested", "confirmed", "rejected")


def _reasons(node: TargetNode, theme: str, link: LinkVersion | None) -> tuple[str, ...]:
    """Return in a sentence or two each why a theme was suggested."""
    found = reason_of(link.why) if link else reason_of({})
    said = []
    if found.meaning is not None:
        near = format_decimal(found.meaning, "0.00")
        said.append(
            gettext("The theme means something near to the target's name (%(near)s, where 1 is the same).", near=near)
        )
    if found.movement is not None:
        said.append(_moving(node, theme, found.movement))
    return tuple(said)


def _moving(node: TargetNode, theme: str, found: Movement) -> str:
    monthly = node.measure.cadence == "month"
    falls, values = found.correlation < 0, {"theme": words.theme(theme)}
    if not found.lag:
        what = (
            gettext("When more people complain of “%(theme)s”, the figure falls.", **values)
            if falls
            else gettext("When more people complain of “%(theme)s”, the figure rises.", **values)
        )
    elif monthly:
        what = (
            gettext("When more people complain of “%(theme)s”, the figure falls a month later.", **values)
            if falls
            else gettext("When more people complain of “%(theme)s”, the figure rises a month later.", **values)
        )
    else:
        what = (
            gettext("When more people complain of “%(theme)s”, the figure falls a quarter later.", **values)
            if falls
            else gettext("When more people complain of “%(theme)s”, the figure rises a quarter later.", **values)
        )
    figures = {"correlation": format_decimal(found.correlation, "+0.00;−0.00"), "chance": _chance(found.p)}
    counted = (
        gettext(
            "They move together over %(steps)s months (rank correlation %(correlation)s); %(chance)s.",
            steps=found.steps,
            **figures,
        )
        if monthly
        else gettext(
            "They move together over %(steps)s quarters (rank correlation %(correlation)s); %(chance)s.",
            steps=found.steps,
            **figures,
        )
    )
    odd = node.measure.better != "neutral" and falls == (node.measure.better == "lower")
    doubt = gettext("One would expect the opposite: look into it before you confirm it.") if odd else ""
    return f"{what} {counted} {doubt}".strip()


def _chance(p: float) -> str:
    """Return how often chance alone would make two things move together as closely."""
    if p < SELDOM:
        return str(gettext("chance alone would show that less than once in 1,000 times"))
    return str(
        gettext("chance alone would show that about once in %(times)s times", times=format_decimal(round(1 / p)))
    )


def _may_decide(node: TargetNode) -> bool:
    return node.owner.id == access.person().id or _manages(node)


def _manages(node: TargetNode) -> bool:
    return node.measure.service.id in managed()[0]


def _seen() -> int | None:
    """Return which version of the link the person has seen; 0 for none."""
    said = request.form.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else None


def _weight(node: TargetNode, theme: str) -> float | None:
    """Return the chosen weight: one of the steps, or the one that the link has already."""
    said = request.form.get("weight", "")
    known = [*STEPS, *(link.weight for link in node.links if link.theme == theme)]
    return next((weight for weight in known if said == str(weight)), None)
