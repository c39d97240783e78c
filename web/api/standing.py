"""Targets as another system is told of them."""

from dataclasses import asdict
from typing import Any

from targets import series
from targets.nodes import TargetNode
from targets.viewing import OverTime

# Only what is over is told, and as it is now.
LEFT_OUT = frozenset(("revised_from", "revised_at", "so_far"))


def with_standing(node: TargetNode, found: OverTime) -> dict[str, Any]:
    """Return a target and where it stands: its latest figure that may be shown, and what that says."""
    shown = [row for row in _recorded(found) if row.figure is not None]
    return {
        "target": node.key,
        "measure": node.measure.key,
        "name": dict(node.measure.name),
        "service": node.measure.service.slug,
        "unit": node.unit.slug if node.unit else None,
        "part_of": node.parent,
        "agreement": node.agreement.key if node.agreement else None,
        "unit_of_measure": node.measure.unit_of_measure,
        "better": node.measure.better,
        "cadence": node.measure.cadence,
        "source": node.measure.source,
        "level": node.level,
        "stretch": node.stretch,
        "baseline": node.baseline,
        "baseline_on": node.baseline_on.isoformat() if node.baseline_on else None,
        "due": node.due.isoformat(),
        "latest": _figure(shown[-1]) if shown else None,
        "course": found.course,
        "variation": found.chart.variation,
        "assurance": found.chart.assurance,
    }


def with_series(node: TargetNode, found: OverTime) -> dict[str, Any]:
    """Return the same with the measure's figures, period by period."""
    return with_standing(node, found) | {"figures": [_figure(row) for row in _recorded(found)]}


def _recorded(found: OverTime) -> list[series.Row]:
    """Return the periods that are over."""
    return [row for row in series.rows(found) if not row.so_far]


def _figure(row: series.Row) -> dict[str, Any]:
    told = {name: value for name, value in asdict(row).items() if name not in LEFT_OUT}
    return told | {"period": row.period.isoformat()}
