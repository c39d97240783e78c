"""/manage/targets: my own, and all by agreement; /manage/targets/responsibilities: who does what for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models import db
from sheets import CsvWriter
from targets import boards, cascade
from targets.nodes import Place, Responsibility, TargetNode, flat
from web import access
from web.language import in_reader_language
from web.manage.frame import MAY_READ, frame
from web.manage.surveys.desk import download
from web.manage.targets import words
from web.manage.targets.desk import bp, over_time, visible
from web.manage.targets.standing import Line, beside_own, first_of, grouped
from words import Words

COLUMNS = ("key", "name", "agreement_title", "set_by", "owner", "delivered_by", "reviewed_by")


@dataclass(frozen=True)
class Places:
    """Of which services and units there are boards."""

    services: tuple[Place, ...]
    units: tuple[Place, ...]


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


@bp.get("")
@access.staff(*MAY_READ, owners=True)
def index() -> ResponseReturnValue:
    """Show what the person answers for, then every whole target by the agreement that it flows from."""
    service, unit = request.args.get("service", ""), request.args.get("unit", "")
    if unit:
        return redirect(url_for("targets.unit", slug=unit))
    if service:
        return redirect(url_for("targets.service", slug=service))
    nodes = list(flat(visible()))
    own = [node for node in nodes if node.owner.id == access.person().id]
    found = over_time(nodes)
    # Of all that a role shows, the whole ones say how it stands; of one's own also parts do.
    shown = own or [node for node in nodes if node.unit is None] or nodes
    return render_template(
        "manage/targets/index.html",
        mine=[Line(node, found[node.key]) for node in own],
        standing=boards.standing(found[node.key] for node in shown),
        first=first_of(shown, found),
        boards=grouped(beside_own(nodes), found),
        places=_places(nodes),
        may_read=access.holds(*MAY_READ),
        words=words,
        **frame("targets"),
    )


@bp.get("/responsibilities")
@access.staff(*MAY_READ, owners=True)
def responsibilities() -> ResponseReturnValue:
    """Show who sets, owns, delivers and reviews each target."""
    return render_template("manage/targets/responsibilities.html", groups=responsible(), **frame("targets"))


@bp.get("/responsibilities.csv")
@access.staff(*MAY_READ, owners=True)
def responsibilities_file() -> ResponseReturnValue:
    """Send the same as a file."""
    stream = StringIO(newline="")
    writer = CsvWriter(stream, COLUMNS)
    for row in (row for _, rows in responsible() for row in rows):
        writer.write({column: getattr(row, column) or None for column in COLUMNS})
    return download(stream.getvalue().encode("utf-8-sig"), "responsibilities.csv", "text/csv")


def responsible() -> list[tuple[str, list[Row]]]:
    """Return who does what for each target that the person may see, by agreement's title; "" for none, last."""
    keys = {node.key for node in flat(visible())}
    rows = [_row(each) for each in cascade.responsibilities(db.session()) if each.target in keys]
    return [(title, list(group)) for title, group in groupby(rows, key=lambda row: row.agreement_title)]


def _places(nodes: Sequence[TargetNode]) -> Places:
    services = {node.measure.service.slug: node.measure.service for node in nodes}
    units = {node.unit.slug: node.unit for node in nodes if node.unit}
    return Places(tuple(services.values()), tuple(each for _, each in sorted(units.items())))


def _row(of: Responsibility) -> Row:
    def said(words: Words) -> str:
        return in_reader_language(words) if words else ""

    name = said(of.measure) + (f": {said(of.unit)}" if of.unit else "")
    posts = (said(of.set_by), of.owner, said(of.delivered_by), said(of.reviewed_by))
    return Row(of.target, name, said(of.agreement), *posts)
