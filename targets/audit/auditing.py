"""The whole audit: every rule, and its findings in the order in which they are to be put right."""

from collections.abc import Callable, Iterator

from targets.audit import contradicting, fabric, lacking, likeness
from targets.audit.finding import KINDS, Finding, Known, Limits
from targets.nodes import TargetNode

Rule = Callable[[Known, Limits], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    lacking.orphans,
    contradicting.on_one_measure,
    contradicting.on_one_question,
    likeness.near_duplicates,
    lacking.too_many,
    lacking.without_data,
    lacking.gaps,
    lacking.without_evidence,
    lacking.without_value_for_money,
    lacking.without_owner,
    lacking.without_baseline,
    fabric.failing,
)


# What can be told from the targets on one measure and unit alone.
OF_ONE_MEASURE: tuple[Rule, ...] = (
    lacking.orphans,
    contradicting.on_one_measure,
    likeness.near_duplicates,
    lacking.without_evidence,
    lacking.without_owner,
    lacking.without_baseline,
)


def kinds_about(node: TargetNode, known: Known) -> list[str]:
    """Return the kinds of what is found of a target among those on its measure and unit, in order of ``KINDS``.

    Of the whole audit this is what costs next to nothing: a target's page is opened more often than the audit's.
    """
    found = (finding for rule in OF_ONE_MEASURE for finding in rule(known, Limits()))
    kinds = {finding.kind for finding in found if node.key in finding.targets}
    return [kind for kind in KINDS if kind in kinds]


def audit(known: Known, limits: Limits | None = None) -> list[Finding]:
    """Return what does not hang together, by kind as in ``KINDS``, within a kind in the order of the targets."""
    found = [finding for rule in RULES for finding in rule(known, limits or Limits())]
    return sorted(found, key=lambda finding: KINDS.index(finding.kind))
