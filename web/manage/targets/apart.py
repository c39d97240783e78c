"""Which units lie apart from the others in a target's measure, for the boards: who is far behind is easily missed."""

from collections.abc import Iterable, Iterator, Mapping
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


def _of(node: TargetNode, found: OverTime) -> Iterator[Apart]:
    compared = compared_units(node, found)
    differing = compared.units or compared.means
    if differing is None:
        return
    scale = 100 if compared.units else 1
    for row in differing.comparisons.rows:
        value = row.value.value
        if row.unit in differing.apart and value is not None:
            own, others = (
                words.figure(scale * each, node.measure.unit_of_measure)
                for each in (value, value - row.difference.value)
            )
            yield Apart(node, int(row.unit), compared.names[int(row.unit)], own, others)
