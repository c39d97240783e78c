"""/manage/targets: my own, and all by agreement; /manage/targets/responsibilities: who does what for each."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from models import db
from targets import cascade
from targets.nodes import AgreementLine, Responsibility, TargetNode
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


@bp.get("")
@access.staff(*MAY_READ)
def index() -> ResponseReturnValue:
    """Show what the person answers for, then every target by the agreement that it flows from."""
    nodes = visible()
    known = list(flat(nodes))
    found = over_time(known)
    mine = [Line(node, found[node.key]) for node in known if node.owner.id == access.person().id]
    groups: dict[int | None, list[TargetNode]] = {}
    for node in nodes:
        groups.setdefault(node.agreement.id if node.agreement else None, []).append(node)
    boards = [
        Board(group[0].agreement, tuple(Line(node, found[node.key]) for node in flat(group)))
        for group in groups.values()
    ]
    return render_template(
        "manage/targets/index.html",
        mine=mine,
        boards=sorted(boards, key=lambda board: board.agreement is None),
        words=words,
        **frame("targets"),
    )


@bp.get("/responsibilities")
@access.staff(*MAY_READ)
def responsibilities() -> ResponseReturnValue:
    """Show who sets, owns, delivers and reviews each target."""
    keys = {node.key for node in flat(visible())}
    rows = [_row(each) for each in cascade.responsibilities(db.session()) if each.target in keys]
    return render_template("manage/targets/responsibilities.html", rows=rows, **frame("targets"))


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
