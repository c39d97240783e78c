"""A shorter list of targets: what could go, and what would be lost with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from targets.audit.finding import (
    CONTRADICTION,
    FABRIC,
    NEAR_DUPLICATE,
    NO_DATA,
    ORPHAN,
    TOO_MANY,
    Finding,
    Known,
    evidence,
)
from targets.nodes import AgreementLine, Place, TargetNode

# What goes first. The last only as far as its owner has too many.
REASONS = (NEAR_DUPLICATE, ORPHAN, NO_DATA, CONTRADICTION, TOO_MANY)


@dataclass(frozen=True)
class Dropped:
    """A target that could go with all its units' parts, and the kind of finding that says so."""

    target: TargetNode
    why: str


@dataclass(frozen=True)
class AgreementLeft:
    """An agreement that would have fewer targets than before."""

    agreement: AgreementLine
    before: int
    left: int


@dataclass(frozen=True)
class Shorter:
    """A proposal: which whole targets stay, which go, and what would be lost.

    ``themes`` are those that no target of the service would be touched by any more.
    """

    kept: tuple[TargetNode, ...]
    dropped: tuple[Dropped, ...]
    themes: tuple[tuple[Place, str], ...]
    agreements: tuple[AgreementLeft, ...]


@dataclass
class _Draft:
    """What was dropped so far, and how many targets each agreement has left."""

    nodes: Mapping[str, TargetNode]
    left: dict[int, int]
    dropped: dict[str, str] = field(default_factory=dict)

    def drop(self, key: str, why: str) -> bool:
        """Drop a target where it may go: not the last of its agreement, nor one for value for money."""
        node = self.nodes.get(key)
        if node is None or node.value_for_money or key in self.dropped:
            return False
        if node.agreement is not None:
            if self.left.get(node.agreement.id, 0) <= 1:
                return False
            self.left[node.agreement.id] -= 1
        self.dropped[key] = why
        return True


def shorten(known: Known, findings: Sequence[Finding]) -> Shorter:
    """Return a shorter list of whole targets, by what an audit of them found.

    Every agreement keeps one target at least, and what is for value for money stays.
    """
    before = _targets_of(known)
    draft = _Draft({node.key: node for node in known.whole}, dict(before))
    weak = {key: str(each.facts["letters"]) for each in findings if each.kind == FABRIC for key in each.targets}
    # What is to be recorded tonight for the first time is no reason to give a target up.
    found = [each for each in findings if "unfed" not in each.facts]
    silent = {key for each in found if each.kind == NO_DATA for key in each.targets}
    for why in REASONS:
        for finding in (each for each in found if each.kind == why):
            for key in _candidates(finding, draft, weak, silent):
                draft.drop(key, why)
    kept = tuple(node for node in known.whole if node.key not in draft.dropped)
    dropped = tuple(Dropped(node, draft.dropped[node.key]) for node in known.whole if node.key in draft.dropped)
    return Shorter(kept, dropped, _lost(kept, dropped), _affected(dropped, before, draft.left))


def _targets_of(known: Known) -> dict[int, int]:
    """Return how many whole targets each agreement has, by its id."""
    counted: dict[int, int] = {}
    for node in known.whole:
        if node.agreement is not None:
            counted[node.agreement.id] = counted.get(node.agreement.id, 0) + 1
    # Targets that are not audited count too, where they are known.
    return counted | {each.line.id: max(len(each.targets), counted.get(each.line.id, 0)) for each in known.agreements}


def _candidates(finding: Finding, draft: _Draft, weak: Mapping[str, str], silent: set[str]) -> Iterator[str]:
    """Yield the targets of a finding that could go, the first to go first."""
    there = [key for key in finding.targets if key in draft.nodes and key not in draft.dropped]

    def by_worth(key: str) -> tuple[bool, bool, bool, int, int]:
        # What is for value for money, serves an agreement, has figures and fails less is worth more; of equals the one
        # that was set first.
        return (
            not draft.nodes[key].value_for_money,
            draft.nodes[key].agreement is None,
            key in silent,
            len(weak.get(key, "")),
            finding.targets.index(key),
        )

    if finding.kind == NEAR_DUPLICATE and len(there) > 1:
        yield max(there, key=by_worth)
    elif finding.kind == CONTRADICTION and len(there) > 1:
        # Which way is right only people can say; what merely lets another one slip can go.
        if finding.facts["why"] == "less":
            yield there[-1]
    elif finding.kind == TOO_MANY and "owner" in finding.facts:
        over = len(there) - int(str(finding.facts["most"]))
        yield from sorted(there, key=by_worth, reverse=True)[: max(0, over)]
    elif finding.kind in {ORPHAN, NO_DATA}:
        yield from there


def _lost(kept: Sequence[TargetNode], dropped: Sequence[Dropped]) -> tuple[tuple[Place, str], ...]:
    still = {(node.measure.service.id, theme) for node in kept for theme in evidence(node)}
    lost: dict[tuple[int, str], Place] = {}
    for each in dropped:
        service = each.target.measure.service
        for theme in sorted(evidence(each.target)):
            if (service.id, theme) not in still:
                lost.setdefault((service.id, theme), service)
    return tuple((service, theme) for (_, theme), service in lost.items())


def _affected(
    dropped: Sequence[Dropped], before: Mapping[int, int], left: Mapping[int, int]
) -> tuple[AgreementLeft, ...]:
    lines = {each.target.agreement.id: each.target.agreement for each in dropped if each.target.agreement}
    return tuple(AgreementLeft(line, before[id_], left[id_]) for id_, line in lines.items())
