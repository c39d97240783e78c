"""Which units lie apart from the others in a target's measure, for the boards: who is far behind is easily missed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from targets.nodes import TargetNode
from targets.viewing import OverTime
from web.manage.targets import words
from web.manage.targets.sights import compared_units


@dataclass(frozen=True)
class Apart:
    """A unit that lies further from the others than chance would explain; ``figure`` and ``others`` are in words."""

    node: TargetNode
    unit_id: int
    unit: str
    figure: str
    others: str


def apart(nodes: Iterable[TargetNode], found: Mapping[str, OverTime]) -> list[Apart]:
    """Return the units that lie apart in the measures of some targets: one measure once, in order of target."""
    rows: dict[int, list[Apart]] = {}
    for node in nodes:
        if node.unit is None and node.measure.id not in rows:
            rows[node.measure.id] = list(_of(node, found[node.key]))
    return [each for row in rows.values() for each in row]


def _of(node: TargetNode, found: OverTime) -> Iterable[Apart]:
    compared = compared_units(node, found)
    names, units, means = compared.names, compared.units, compared.means
    unit = node.measure.unit_of_measure
    if units is not None:
        shares = {row.unit: row.value.value for row in units.comparisons.rows}
        others = words.figure(100 * units.funnel.centre, unit)
        for key in units.apart:
            yield Apart(node, int(key), names[int(key)], words.figure(_percent(shares[key]), unit), others)
    elif means is not None:
        rows = means.comparisons.rows
        people = sum(row.value.n for row in rows)
        others = words.figure(sum(row.value.n * (row.value.value or 0.0) for row in rows) / people, unit)
        for row in rows:
            if row.differs:
                yield Apart(node, int(row.unit), names[int(row.unit)], words.figure(row.value.value, unit), others)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
