"""What a reader must know beside what a target's figures say: limits made anew, former versions, no comparison."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from targets import defining, viewing
from targets.bounds import is_share
from targets.defining import Outdated
from targets.means import MEANS, NETS
from targets.nodes import TargetNode
from targets.readings import Reading
from targets.viewing import OverTime
from web.manage.targets import words


def limits_anew(node: TargetNode, found: OverTime) -> list[str]:
    """Say where somebody last let the limits start anew, why, and what the chart would say without that."""
    if not found.rebases or found.latest is None:
        return []
    last = found.rebases[-1]
    said = [
        gettext(
            "%(person)s let the limits start anew from %(period)s on: “%(reason)s”. What the figures before it showed "
            "is judged no more.",
            person=last.added_by,
            period=words.period(last.period_on, node.measure.cadence),
            reason=last.reason,
        )
    ]
    if found.unless_rebased not in (None, "none"):
        without = words.variation(found.unless_rebased)
        said.append(gettext("Without that, its latest figure would say: %(variation)s.", variation=without))
    return said


def outdated(node: TargetNode, found: OverTime) -> list[str]:
    """Say which figures are still by a former version of the technical note, and what becomes of them."""
    return [_outdated(node, each) for each in found.outdated]


def _outdated(node: TargetNode, of: Outdated) -> str:
    cadence = node.measure.cadence
    periods = words.period(of.first, cadence)
    if of.last != of.first:
        periods = gettext("%(first)s to %(last)s", first=periods, last=words.period(of.last, cadence))
    facts = {"periods": periods, "former": of.version, "counts": of.counts}
    if of.locked:
        return str(
            gettext(
                "The figures of %(periods)s are by version %(former)s of how it is measured, though version %(counts)s "
                "counts there: their periods are locked.",
                **facts,
            )
        )
    if node.measure.formula is not None:
        return str(
            gettext(
                "The figures of %(periods)s are still by version %(former)s of how it is measured, though version "
                "%(counts)s counts there: they are counted anew in the night.",
                **facts,
            )
        )
    return str(
        gettext(
            "The figures of %(periods)s are still by version %(former)s of how it is measured, though version "
            "%(counts)s counts there: upload them again.",
            **facts,
        )
    )


def defined_anew() -> str:
    """Say that a comparison leaves out what was measured otherwise."""
    return str(gettext("Figures by another version of how it is measured are left out."))


def not_compared(node: TargetNode, readings: Mapping[int, Sequence[Reading]], names: Mapping[int, str]) -> str:
    """Say why units of which there are figures are not compared; empty where fewer than two have any."""
    found = defining.comparable(readings, node.measure.cadence)
    if found is None or len(names) < 2:
        return ""
    if (node.measure.formula or "") in MEANS | NETS:
        return _too_few()
    if not is_share(node.measure.unit_of_measure):
        return str(
            gettext(
                "Units are not compared: that takes figures that are shares of people, or means that feedback makes, "
                "since of others nobody can tell what chance does."
            )
        )
    bare = [names[unit_id] for unit_id in viewing.without_counts(found.by_unit) if unit_id in names]
    if bare:
        return str(
            gettext(
                "Units are not compared: figures of %(units)s do not say of how many people they are how many "
                "(numerator and denominator, whole numbers).",
                units=", ".join(bare),
            )
        )
    return _too_few()


def _too_few() -> str:
    return str(gettext("Units are not compared: fewer than two have figures that may be shown."))
