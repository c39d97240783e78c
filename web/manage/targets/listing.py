"""/manage/targets: my own, and all by agreement; /manage/targets/responsibilities: who does what for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from models import db
from targets import cascade
from targets.nodes import AgreementLine, Place, Responsibility, TargetNode
from targets.viewing import OverTime
from web import access
from web.language import in_reader_language
from web.manage.frame import MAY_READ, frame
from web.manage.targets import words
from web.manage.targets.desk import bp, flat, over_time, visible
from words import Words


@dataclass(frozen=True)
class Line:
    """A target in one row of a board."""

    node: TargetNode
    over_time: OverTime


@dataclass(frozen=True)
class Board:
    """Targets that belong together; ``agreement`` is None for those that flow from none, and for one's own."""

    agreement: AgreementLine | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Chosen:
    """Of which service and unit (their addresses, "" for all) the page shows targets, and of which it could."""

    service: str
    unit: str
    services: tuple[Place, ...]
    units: tuple[Place, ...]

    @property
    def is_narrowed(self) -> bool:
        """Whether not all are shown."""
        return bool(self.service or self.unit)

    def holds(self, node: TargetNode) -> bool:
        """Whether a target is of what was chosen."""
        of_service = self.service in {"", node.measure.service.slug}
        return of_service and (not self.unit or (node.unit is not None and node.unit.slug == self.unit))


@dataclass(frozen=True)
class Seen:
    """What the list shows: one's own targets, and all by agreement, those that flow from none last."""

    mine: tuple[Line, ...]
    boards: tuple[Board, ...]
    chosen: Chosen


@bp.get("")
@access.staff(*MAY_READ)
def index() -> ResponseReturnValue:
    """Show what the person answers for, then every target by the agreement that it flows from."""
    return render_template("manage/targets/index.html", **vars(seen()), words=words, **frame("targets"))


def seen() -> Seen:
    """Return what the person may see of what the address chooses."""
    nodes = visible()
    chosen = _chosen(list(flat(nodes)))
    known = [node for node in flat(nodes) if chosen.holds(node)]
    found = over_time(known)
    mine = [Line(node, found[node.key]) for node in known if node.owner.id == access.person().id]
    groups: dict[int | None, list[TargetNode]] = {}
    for node in known:
        groups.setdefault(node.agreement.id if node.agreement else None, []).append(node)
    boards = [
        Board(group[0].agreement, tuple(Line(node, found[node.key]) for node in group)) for group in groups.values()
    ]
    return Seen(tuple(mine), tuple(sorted(boards, key=lambda board: board.agreement is None)), chosen)


@bp.get("/responsibilities")
@access.staff(*MAY_READ)
def responsibilities() -> ResponseReturnValue:
    """Show who sets, owns, delivers and reviews each target."""
    keys = {node.key for node in flat(visible())}
    rows = [_row(each) for each in cascade.responsibilities(db.session()) if each.target in keys]
    return render_template("manage/targets/responsibilities.html", rows=rows, **frame("targets"))


def _chosen(nodes: Sequence[TargetNode]) -> Chosen:
    services = {node.measure.service.slug: node.measure.service for node in nodes}
    units = {node.unit.slug: node.unit for node in nodes if node.unit}
    service, unit = request.args.get("service", ""), request.args.get("unit", "")
    if (service and service not in services) or (unit and unit not in units):
        abort(404)
    return Chosen(service, unit, tuple(services.values()), tuple(units.values()))


@dataclass(frozen=True)
class Row:
    """Who does what for a target, in the reader's language; empty where nobody has said."""

    key: str
    name: str
    agreement_title: str
    set_by: str
    owner: str
    delivered_by: str
    reviewed_by: str


def _row(of: Responsibility) -> Row:
    def said(words: Words) -> str:
        return in_reader_language(words) if words else ""

    name = said(of.measure) + (f": {said(of.unit)}" if of.unit else "")
    posts = (said(of.set_by), of.owner, said(of.delivered_by), said(of.reviewed_by))
    return Row(of.target, name, said(of.agreement), *posts)
