"""What is to be seen of one target: gathered once, so that its page, its paper and its mail say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from models import ALL_UNITS, db
from targets import viewing
from targets.defining import year_to
from targets.means import MeanUnits, means_by_unit
from targets.nodes import TargetNode
from targets.queries import units_with_figures
from targets.readings import Reading, readings
from targets.variation.between import Between
from targets.viewing import OverTime, Units
from web.language import in_reader_language
from web.manage.targets import caveats, differing, evidence, late, words
from web.manage.targets.desk import over_time
from web.manage.targets.evidence import Evidences


@dataclass(frozen=True)
class Compared:
    """A target's units: their names by key, their figures of the last year, and how they differ, in one of two ways."""

    names: Mapping[int, str]
    by_unit: Mapping[int, list[Reading]]
    units: Units | None
    means: MeanUnits | None


@dataclass(frozen=True)
class Sight:
    """One target as the person sees it.

    Attributes:
        node: The target.
        found: Its measure over time, with the period under way.
        units: How units differ in a share; None where the measure is none, or too few may be shown.
        means: The same of a mean.
        names: The names of units with figures, by their keys, in the reader's language.
        between: How much of what differs lies between units.
        places: The places that a unit may have, by its key as a text, in words.
        evidence: What citizens say of it.
        not_compared: Why units with figures are not compared, in a sentence; empty where they are, or there are none.
    """

    node: TargetNode
    found: OverTime
    units: Units | None
    means: MeanUnits | None
    names: Mapping[int, str]
    between: Between | None
    places: Mapping[str, str]
    evidence: Evidences
    not_compared: str

    @property
    def unit(self) -> str:
        """In what the measure's figures are."""
        return self.node.measure.unit_of_measure

    @property
    def name(self) -> str:
        """What is measured, in the reader's language."""
        return in_reader_language(self.node.measure.name)

    @property
    def apart(self) -> str:
        """Which units lie apart from the others, in a sentence; empty where none does."""
        compared = self.units or self.means
        names = [self.names[int(unit)] for unit in compared.apart] if compared else []
        return words.apart(names) if names else ""

    @property
    def hidden_names(self) -> list[str]:
        """The names of the units that are not shown."""
        compared = self.units or self.means
        return [self.names[unit_id] for unit_id in compared.hidden] if compared else []


def adjusts() -> bool:
    """Whether the reader wants limits that allow for what units differ by beyond chance."""
    return "adjusted" in request.args


def sight_of(node: TargetNode) -> Sight:
    """Return what the person may see of a target."""
    found = late.with_so_far(node, over_time([node])[node.key])
    compared = compared_units(node, found)
    units, means = compared.units, compared.means
    between, places = differing.of_shares(node, units)
    return Sight(
        node=node,
        found=found,
        units=units,
        means=means,
        names=compared.names,
        between=means.between if means else between,
        places=places,
        evidence=evidence.of(node, found),
        not_compared="" if units or means else caveats.not_compared(node, compared.by_unit, compared.names),
    )


def compared_units(node: TargetNode, found: OverTime) -> Compared:
    """Return a target's units beside one another."""
    names = {
        unit_id: in_reader_language(name) for unit_id, name in units_with_figures(db.session(), node.measure.id).items()
    }
    by_unit = {} if node.unit or found.latest is None else _by_unit(node, names, found.latest.period_on)
    units, means = viewing.by_unit(node, by_unit, adjust=adjusts()), means_by_unit(node, by_unit)
    return Compared(names, by_unit, units, means)


def _by_unit(node: TargetNode, names: Mapping[int, str], latest: date) -> dict[int, list[Reading]]:
    """Return the last year's figures of all together and of the units that hold no other one with figures."""
    since = year_to(latest, node.measure.cadence)
    found = readings(db.session(), measure_ids=[node.measure.id], unit_ids=[ALL_UNITS, *names], since=since)
    # What is under way is compared with nothing.
    return {unit_id: [each for each in own if each.period_on <= latest] for (_, unit_id), own in found.items()}
