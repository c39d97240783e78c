"""What the pages of targets begin with: which of them the person may see, and their figures."""

from collections.abc import Callable, Iterable

from flask import Blueprint, abort

from accounts.people import services_of, units_of
from models import db
from targets import cascade, series
from targets.nodes import TargetNode, flat
from targets.viewing import OverTime
from web import access
from web.manage.frame import MAY_READ

bp = Blueprint("targets", __name__, url_prefix="/manage/targets")


def sight() -> Callable[[TargetNode], bool]:
    """Return whether the person may see a target: the same as ``visible``, for whoever has read the targets already."""
    person, roles = access.person(), frozenset(MAY_READ)
    services = {each.id for each in services_of(db.session(), person=person, roles=roles)}
    units = {each.id for each in units_of(db.session(), person=person, roles=roles)}
    owned = {each.id for each in flat(cascade.answered_for(db.session(), person.id))}

    def sees(node: TargetNode) -> bool:
        of_unit = node.unit is not None and node.unit.id in units
        return node.measure.service.id in services or node.id in owned or of_unit

    return sees


def visible() -> list[TargetNode]:
    """Return the targets that the person may see, whole ones with their parts, in the order in which they were set.

    That is all of the services over which they hold a role, and what they own.
    """
    services = services_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
    found = cascade.of_services(db.session(), [each.id for each in services])
    seen = {each.id for each in flat(found)}
    own = [each for each in cascade.answered_for(db.session(), access.person().id) if each.id not in seen]
    seen |= {each.id for each in flat(own)}
    units = [
        part
        for unit in units_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
        for part in cascade.of_unit(db.session(), unit.id)
        if part.id not in seen
    ]
    return [*found, *own, *units]


def target_at(key: str) -> TargetNode:
    """Return the target with a key, with its parts, for somebody who may see it; else there is none."""
    node = cascade.one(db.session(), key)
    if node is None or not sight()(node):
        abort(404)
    return node


def whole_of(part: TargetNode) -> TargetNode | None:
    """Return the target of which one is a part, for somebody who may see both."""
    whole = cascade.one(db.session(), part.parent) if part.parent else None
    return whole if whole is not None and sight()(whole) else None


def over_time(nodes: Iterable[TargetNode]) -> dict[str, OverTime]:
    """Return each target's measure over time, by the target's key."""
    return series.over_time(db.session(), nodes)
