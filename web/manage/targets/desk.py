"""What the pages of targets begin with: which of them the person may see, and their figures."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, abort

from accounts.people import services_of, units_of
from models import ALL_UNITS, db
from targets import cascade, rebasing, viewing
from targets.nodes import TargetNode
from targets.readings import readings
from targets.viewing import OverTime
from web import access
from web.manage.frame import MAY_READ

bp = Blueprint("targets", __name__, url_prefix="/manage/targets")


def visible() -> list[TargetNode]:
    """Return the targets that the person may see, whole ones with their parts, in the order in which they were set.

    That is all of the services over which they hold a role, and what they own.
    """
    services = services_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
    found = cascade.of_services(db.session(), [each.id for each in services])
    seen = {each.id for each in flat(found)}
    own = [each for each in cascade.answered_for(db.session(), access.person().id) if each.id not in seen]
    units = [
        part
        for unit in units_of(db.session(), person=access.person(), roles=frozenset(MAY_READ))
        for part in cascade.of_unit(db.session(), unit.id)
        if part.id not in seen | {each.id for each in flat(own)}
    ]
    return [*found, *own, *units]


def target_at(key: str) -> TargetNode:
    """Return the target with a key, with its parts, for somebody who may see it; else there is none."""
    node = cascade.one(db.session(), key)
    if node is None or node.id not in {each.id for each in flat(visible())}:
        abort(404)
    return node


def flat(nodes: Iterable[TargetNode]) -> Iterator[TargetNode]:
    """Yield targets and the parts of each after it."""
    for node in nodes:
        yield node
        yield from flat(node.parts)


def over_time(nodes: Iterable[TargetNode]) -> dict[str, OverTime]:
    """Return each target's measure over time, by the target's key."""
    known = list(nodes)
    found = readings(
        db.session(),
        measure_ids={node.measure.id for node in known},
        unit_ids={node.unit.id if node.unit else ALL_UNITS for node in known},
    )
    rebases = rebasing.in_force(db.session(), [node.id for node in known])
    return {
        node.key: viewing.over_time(
            node,
            found.get((node.measure.id, node.unit.id if node.unit else ALL_UNITS), []),
            rebases.get(node.id, ()),
        )
        for node in known
    }
