"""/manage/targets/report.pdf: the list of targets as a paper; /manage/targets/responsibilities.pdf: who does what."""

from collections.abc import Iterator, Sequence

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from exports import papers
from exports.papers import Block, Grid, Heading, Lines
from insights.queries import with_units_below
from models import db
from targets import queries
from targets.nodes import TargetNode, flat
from web import access
from web.language import in_reader_language
from web.limits import papers_an_hour
from web.manage.frame import MAY_READ
from web.manage.surveys.desk import download
from web.manage.targets import words
from web.manage.targets.desk import bp, over_time, visible
from web.manage.targets.listing import responsible
from web.manage.targets.papers import framed
from web.manage.targets.standing import Board, Line, beside_own, grouped


@bp.get("/report.pdf")
@access.staff(*MAY_READ, owners=True)
@papers_an_hour
def board_report() -> ResponseReturnValue:
    """Send the list of targets as a PDF."""
    service, unit = request.args.get("service", ""), request.args.get("unit", "")
    below = _units_of(unit)
    nodes = [node for node in flat(visible()) if _is_of(node, service, below)]
    if not nodes and (service or unit):
        abort(404)
    made = papers.pdf(framed(gettext("Targets"), _chosen(nodes, service, unit), tuple(_blocks(nodes))))
    return download(made, f"{'-'.join(filter(None, ('targets', service, unit)))}.pdf", "application/pdf")


@bp.get("/responsibilities.pdf")
@access.staff(*MAY_READ, owners=True)
@papers_an_hour
def responsibilities_report() -> ResponseReturnValue:
    """Send who sets, owns, delivers and reviews each target as a PDF, to be published."""
    made = papers.pdf(framed(gettext("Who does what"), "", tuple(_responsibilities())))
    return download(made, "responsibilities.pdf", "application/pdf")


def _responsibilities() -> Iterator[Block]:
    about = gettext(
        "For each target: who set it, the one person who answers for it, who delivers it, and who reviews it."
    )
    yield Lines((about,))
    nobody = gettext("Nobody yet")
    columns = (
        gettext("Target"),
        gettext("Sets it"),
        gettext("Answers for it"),
        gettext("Delivers it"),
        gettext("Reviews it"),
    )
    for agreement, group in responsible():
        yield Heading(agreement or gettext("From no agreement"))
        who = [(row.name, row.set_by, row.owner, row.delivered_by, row.reviewed_by) for row in group]
        cells = tuple((name, *(each or nobody for each in posts)) for name, *posts in who)
        yield Grid("", columns, cells, frozenset(range(1, len(columns))))


def _units_of(slug: str) -> frozenset[int] | None:
    """Return a unit and those below it, as its board shows them; None where all are wanted."""
    known = queries.units(db.session())
    chosen = next((each.id for each in known if each.slug == slug), None)
    if not slug:
        return None
    return frozenset() if chosen is None else frozenset(with_units_below(known, chosen))


def _is_of(node: TargetNode, service: str, units: frozenset[int] | None) -> bool:
    of_unit = units is None or (node.unit is not None and node.unit.id in units)
    return service in {"", node.measure.service.slug} and of_unit


def _chosen(nodes: Sequence[TargetNode], service: str, unit: str) -> str:
    """Return of which service and unit the list is; nothing where it is of all."""
    names = [nodes[0].measure.service.name] if service else []
    names += [each.name for each in queries.units(db.session()) if unit and each.slug == unit]
    return ", ".join(map(in_reader_language, names))


def _blocks(nodes: Sequence[TargetNode]) -> Iterator[Block]:
    found = over_time(nodes)
    mine = [Line(node, found[node.key]) for node in nodes if node.owner.id == access.person().id]
    if mine:
        yield Heading(gettext("Your targets"))
        yield _table(mine)
    for board in grouped(beside_own(nodes), found):
        yield Heading(_heading(board))
        yield _table(board.lines)
    if not nodes:
        yield Lines((gettext("There are no targets of these."),))


def _heading(board: Board) -> str:
    agreement = board.agreement
    if agreement is None:
        return str(gettext("From no agreement"))
    kind = gettext("Public Service Agreement") if agreement.kind == "psa" else gettext("Service Delivery Agreement")
    of = f" – {in_reader_language(agreement.service.name)}" if agreement.service else ""
    return f"{in_reader_language(agreement.title)} ({kind}{of})"


def _table(lines: Sequence[Line]) -> Grid:
    columns = (
        gettext("Target"),
        gettext("Latest figure"),
        gettext("To reach"),
        gettext("Course"),
        gettext("What its figures say"),
        gettext("Owner"),
    )
    strong = frozenset((row, 3) for row, line in enumerate(lines) if line.over_time.course == "behind")
    return Grid("", columns, tuple(map(_row, lines)), frozenset({1, 2, 3, 4, 5}), strong)


def _row(line: Line) -> tuple[str, ...]:
    node, found = line.node, line.over_time
    unit = node.measure.unit_of_measure
    none = gettext("No baseline") if node.baseline is None else "–"
    return (
        words.name(node),
        _latest(line),
        f"{words.figure(node.level, unit)} {gettext('by %(day)s', day=words.day(node.due))}",
        words.course(found.course) if found.course else none,
        words.signs(found.chart),
        node.owner.name if node.owner.active else gettext("Nobody: the owner has left"),
    )


def _latest(line: Line) -> str:
    latest, measure = line.over_time.latest, line.node.measure
    if latest is None:
        return str(gettext("no figure yet"))
    said = (
        words.figure(latest.value, measure.unit_of_measure),
        words.interval(latest, measure.unit_of_measure),
        words.period(latest.period_on, measure.cadence),
    )
    return ", ".join(filter(None, said))
