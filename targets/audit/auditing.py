"""The whole audit: every rule, and its findings in the order in which they are to be put right."""

from collections.abc import Callable, Iterator

from targets.audit import contradicting, fabric, lacking, likeness
from targets.audit.finding import KINDS, Finding, Known, Limits

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


def audit(known: Known, limits: Limits | None = None) -> list[Finding]:
    """Return what does not hang together, by kind as in ``KINDS``, within a kind in the order of the targets."""
    found = [finding for rule in RULES for finding in rule(known, limits or Limits())]
    return sorted(found, key=lambda finding: KINDS.index(finding.kind))
