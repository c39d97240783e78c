"""Boards of targets: /manage/targets/agreements/<key>, …/services/<slug>, …/units/<slug>."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from accounts.people import holds_over_all, services_of
from insights.queries import with_units_below
from models import db
from targets import boards, cascade, queries
from targets.boards import Standing
from targets.nodes import AgreementLine, Place, TargetNode, flat
from targets.viewing import OverTime
from web import access
from web.manage.frame import MAY_READ, frame
from web.manage.targets import words
from web.manage.targets.apart import apart
from web.manage.targets.desk import bp, over_time, visible


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
class UnitLine:
    """A unit in one row of a service's board: where its parts of targets stand."""

    unit: Place
    standing: Standing


@bp.get("/agreements/<key>")
@access.staff(*MAY_READ, owners=True)
def agreement(key: str) -> ResponseReturnValue:
    """Show what an agreement is about, and where its targets stand."""
    found = boards.agreement(db.session(), key)
    nodes = [node for node in flat(visible()) if node.agreement and node.agreement.key == key]
    if found is None or not (nodes or _may_read(found.line)):
        abort(404)
    return _page(
        "manage/targets/agreement.html",
        nodes,
        agreement=found,
        linked={each.key for each in (found.delivers, *found.delivered_by) if each and _may_read(each)},
        # Of all its targets, also those out of the person's sight.
        value_for_money=key not in {each.key for each in cascade.without_value_for_money(db.session())},
    )


@bp.get("/services/<slug>")
@access.staff(*MAY_READ, owners=True)
def service(slug: str) -> ResponseReturnValue:
    """Show the targets of a service as a whole, and below where its units stand with their parts of them."""
    nodes = [node for node in flat(visible()) if node.measure.service.slug == slug]
    if not nodes:
        abort(404)
    place, parts, found = nodes[0].measure.service, [node for node in nodes if node.unit], over_time(nodes)
    return _page(
        "manage/targets/board.html",
        nodes,
        found,
        place=place,
        units=_by_unit(parts, found),
        unit=None,
        apart=apart(nodes, found),
    )


@bp.get("/units/<slug>")
@access.staff(*MAY_READ, owners=True)
def unit(slug: str) -> ResponseReturnValue:
    """Show a unit's parts of targets, and those of the units below it."""
    known = queries.units(db.session())
    chosen = next((each for each in known if each.slug == slug), None)
    if chosen is None:
        abort(404)
    below = with_units_below(known, chosen.id)
    seen = list(flat(visible()))
    nodes = [node for node in seen if node.unit and node.unit.id in below]
    if not nodes:
        abort(404)
    services = {node.measure.service.id for node in nodes}
    whole = [node for node in seen if node.unit is None and node.measure.service.id in services]
    found = over_time(nodes)
    units = [line for line in _by_unit(nodes, found) if line.unit.id != chosen.id]
    place = Place(chosen.id, chosen.slug, chosen.name)
    lying_apart = [each for each in apart(whole, over_time(whole)) if each.unit_id in below]
    return _page("manage/targets/board.html", nodes, found, place=place, units=units, unit=place, apart=lying_apart)


def grouped(nodes: Iterable[TargetNode], found: dict[str, OverTime]) -> list[Board]:
    """Return targets by the agreement that they flow from, those that flow from none last."""
    groups: dict[int | None, list[TargetNode]] = {}
    for node in nodes:
        groups.setdefault(node.agreement.id if node.agreement else None, []).append(node)
    made = [
        Board(group[0].agreement, tuple(Line(node, found[node.key]) for node in group)) for group in groups.values()
    ]
    return sorted(made, key=lambda board: board.agreement is None)


def beside_own(nodes: Iterable[TargetNode]) -> list[TargetNode]:
    """Return what stands below one's own targets: all that a role shows; to whoever holds none, others' parts alone."""
    return [node for node in nodes if node.owner.id != access.person().id or access.holds(*MAY_READ)]


def lines_of(nodes: Sequence[TargetNode]) -> list[Line]:
    """Return targets as rows of a board."""
    found = over_time(nodes)
    return [Line(node, found[node.key]) for node in nodes]


def first_of(nodes: Iterable[TargetNode], found: Mapping[str, OverTime]) -> list[Line]:
    """Return the targets to look at first."""
    return [Line(node, found[node.key]) for node in boards.furthest_behind((node, found[node.key]) for node in nodes)]


def _page(
    template: str, nodes: Sequence[TargetNode], found: dict[str, OverTime] | None = None, **facts: object
) -> ResponseReturnValue:
    """Show targets with how many stand where; unless of a unit, the whole ones alone if there are any."""
    known = nodes if facts.get("unit") else [node for node in nodes if node.unit is None] or nodes
    found = over_time(known) if found is None else found
    return render_template(
        template,
        boards=grouped(known, found),
        standing=boards.standing(found[node.key] for node in known),
        first=first_of(known, found),
        may_read=access.holds(*MAY_READ),
        words=words,
        **facts,
        **frame("targets"),
    )


def _by_unit(parts: Sequence[TargetNode], found: dict[str, OverTime]) -> list[UnitLine]:
    units = {node.unit.slug: node.unit for node in parts if node.unit}
    return [
        UnitLine(each, boards.standing(found[node.key] for node in parts if node.unit and node.unit.slug == slug))
        for slug, each in sorted(units.items())
    ]


def _may_read(line: AgreementLine) -> bool:
    """Whether the person reads what an agreement is about: its service, or the whole organisation."""
    if line.service is None:
        return holds_over_all(access.person(), frozenset(MAY_READ))
    services = services_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
    return line.service.id in {each.id for each in services}
