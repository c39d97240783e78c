"""/manage/targets/audit: what does not hang together in the targets that somebody may see, and a shorter list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.people import services_of
from insights import queries
from insights.complaining import most_complained
from insights.queries import Filter
from models import Service, db, now
from sheets import CsvWriter
from surveys.managing import questions_of
from targets import cascade
from targets.audit import KINDS, Complaints, Finding, Known, Limits, Shorter, audit, kinds_about, known_to, shorten
from targets.meanings import measure_vectors
from targets.nodes import Place, TargetNode
from web import access
from web.language import worded
from web.manage.frame import MAY_READ, frame
from web.manage.periods import Period, twelve_months
from web.manage.surveys.desk import day_of, download
from web.manage.targets import findings, words
from web.manage.targets.desk import bp, sight

COLUMNS = ("kind", "targets", "what", "advice")
LIMITS = Limits()


@dataclass(frozen=True)
class Said:
    """A finding in the reader's words. ``comments_url`` leads to the comments behind it, empty where there are none."""

    kind: str
    what: str
    advice: str
    targets: tuple[TargetNode, ...]
    comments_url: str


@dataclass(frozen=True)
class Loss:
    """A target that could go, why, and what goes with it: units' parts, themes that none would answer for any more."""

    target: TargetNode
    why: str
    parts: int
    themes: tuple[str, ...]


@bp.get("/audit")
@access.staff(*MAY_READ)
def audited() -> ResponseReturnValue:
    """Show what an audit of the targets finds, and the shorter list that follows from it."""
    services = _services()
    known = facts(services)
    found = audit(known, LIMITS)
    lines = said(known, found)
    shorter = shorten(known, found)
    return render_template(
        "manage/targets/audit.html",
        known=known,
        found=lines,
        groups=[(kind, own) for kind in KINDS if (own := [line for line in lines if line.kind == kind])],
        shorter=shorter,
        losses=list(losses(known, shorter)),
        has_comments=bool(known.complaints),
        limits=LIMITS,
        findings=findings,
        words=words,
        **frame("targets"),
    )


@bp.get("/audit.csv")
@access.staff(*MAY_READ)
def audited_file() -> ResponseReturnValue:
    """Send what an audit finds as a file: the same as the page shows."""
    known = facts(_services())
    stream = StringIO(newline="")
    writer = CsvWriter(stream, COLUMNS)
    for line in said(known, audit(known, LIMITS)):
        keys = "; ".join(node.key for node in line.targets)
        writer.write({"kind": line.kind, "targets": keys or None, "what": line.what, "advice": line.advice})
    return download(stream.getvalue().encode("utf-8-sig"), "audit.csv", "text/csv")


def facts(services: Sequence[Service]) -> Known:
    """Return what there is to know of the targets that the person may see; ``services`` are those that they may."""
    today = day_of(now())
    return known_to(
        db.session(),
        sees=sight(),
        service_ids=[each.id for each in services],
        today=today,
        complaints=_complaints(services, twelve_months(today)),
        vectors=measure_vectors(db.session()),
        questions=questions_of(db.session(), [each.id for each in services]),
    )


def kinds_of(node: TargetNode) -> list[str]:
    """Return the kinds of findings that a target's page leads to, for whoever may read the audit."""
    if not access.holds(*MAY_READ):
        return []
    beside = cascade.beside(db.session(), node)
    # Whoever reads the service sees them all, and need not be asked of each.
    if len(beside) > 1 and node.measure.service.id not in {each.id for each in _services()}:
        sees = sight()
        beside = [each for each in beside if sees(each)]
    return kinds_about(node, Known(targets=tuple(beside), agreements=(), today=day_of(now())))


def said(known: Known, found: Sequence[Finding]) -> list[Said]:
    """Return findings in the reader's words, in their order."""
    nodes = {node.key: node for node in known.targets}
    period = twelve_months(known.today)
    return [_said(finding, tuple(nodes[key] for key in finding.targets), period) for finding in found]


def losses(known: Known, shorter: Shorter) -> Iterator[Loss]:
    """Yield what would go by a shorter list, and what would be lost with each."""
    lost = {(service.id, theme) for service, theme in shorter.themes}
    parents = {node.key: node.parent for node in known.targets}
    parts: dict[str, int] = {}
    for node in known.targets:
        above = node.parent
        while above is not None:
            parts[above] = parts.get(above, 0) + 1
            above = parents.get(above)
    for each in shorter.dropped:
        service_id = each.target.measure.service.id
        themes = [link.theme for link in each.target.links if link.state == "confirmed"]
        gone = tuple(words.theme(theme) for theme in themes if (service_id, theme) in lost)
        yield Loss(each.target, findings.kind(each.why), parts.get(each.target.key, 0), gone)


def _said(finding: Finding, nodes: tuple[TargetNode, ...], period: Period) -> Said:
    url, service = "", finding.facts.get("service")
    if isinstance(service, Place):
        asked: dict[str, Any] = {"from": period.since, "to": period.until, "service": service.slug, "polarity": "neg"}
        url = url_for("manage.theme", theme=finding.facts["theme"], **asked)
    return Said(finding.kind, findings.said(finding, nodes), worded(finding.advice), nodes, url)


def _complaints(services: Sequence[Service], period: Period) -> Iterator[Complaints]:
    """Yield what citizens complain of most in each service, as far as the insights' pages show it."""
    pipeline = queries.shown_pipeline(db.session())
    for service in services if pipeline else ():
        chosen = Filter(service.id, period.since, period.until, pipeline or "")
        negative = most_complained(db.session(), chosen, most=LIMITS.themes, least=LIMITS.complaints)
        yield Complaints(Place(service.id, service.slug, service.name), negative)


def _services() -> list[Service]:
    return services_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
