"""Rules on targets that pull apart, or that cannot both be met."""

from collections.abc import Iterator, Sequence

from targets.audit.finding import CONTRADICTION, Finding, Known, Limits
from targets.nodes import MeasureNode, TargetNode, unit_of
from words import Message

# All rise with the answers to their question.
RISING = frozenset(
    {"a11_agreement", "ces", "csat", "gds_performance_platform", "gds_satisfaction", "mean_answer", "nps",
     "share_satisfied"}
)  # fmt: skip
SHARES = frozenset({"a11_trust", "share_of_answers"})
PER_CENT = 100.0
# Why two contradict each other.
APART, LESS, OPPOSITE, OVER = "apart", "less", "opposite", "over"


def on_one_measure(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find targets on one measure and unit that pull apart, or of which one lets the other slip.

    Each target is held against the most demanding one that is due before it or with it. What is due later is to be as
    demanding at least; two that are due together are to be one. What lies on the other side of where the measure stood
    pulls apart.
    """
    del limits
    groups: dict[tuple[int, int], list[TargetNode]] = {}
    for node in known.targets:
        groups.setdefault((node.measure.id, unit_of(node)), []).append(node)
    for own in groups.values():
        if len(own) > 1:
            yield from _of_group(sorted(own, key=lambda node: node.due))


def on_one_question(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find measures that ask the same of people with better on the other side, and shares that exceed the whole."""
    del limits
    asked: dict[tuple[int, str, str], list[TargetNode]] = {}
    shares: dict[tuple[int, str, int], list[TargetNode]] = {}
    for node in known.targets:
        measure = node.measure
        if measure.formula is None or measure.better == "neutral":
            continue
        question, service = str(measure.parameters.get("question", "")), measure.service.id
        if measure.formula in SHARES:
            shares.setdefault((service, question, unit_of(node)), []).append(node)
        # Units' parts pull as the whole ones do.
        if node.parent is None:
            asked.setdefault((service, *_counted(measure)), []).append(node)
    for own in asked.values():
        yield from _opposite(own)
    for own in shares.values():
        yield from _over_the_whole(own)


def _of_group(own: Sequence[TargetNode]) -> Iterator[Finding]:
    first = own[0]
    for node in own[1:]:
        if _sides(first) * _sides(node) < 0:
            advice = Message("Decide which way the measure is to go, and give up the target that goes the other.")
            yield _finding(APART, (first, node), advice)
        elif first.measure.better == "neutral":
            if node.due == first.due and node.level != first.level:
                yield _finding(APART, (first, node), Message("Keep one of the two: both are due on one day."))
        elif node.due == first.due and node.level != first.level:
            keep, other = (first, node) if _further(first, node) else (node, first)
            yield _finding(
                LESS, (keep, other), Message("Keep the level that is meant, as stretch the other if higher.")
            )
        elif _further(first, node):
            advice = Message("Raise the later target to the earlier one at least, or give it up: it lets it slip.")
            yield _finding(LESS, (first, node), advice)
        if _further(node, first):
            first = node


def _opposite(own: Sequence[TargetNode]) -> Iterator[Finding]:
    first = own[0]
    against = [node for node in own if node.measure.better != first.measure.better]
    if against:
        advice = Message("Decide which way is better: both are made of the same answers, and only one can be met.")
        yield _finding(OPPOSITE, (first, *against), advice)


def _over_the_whole(own: Sequence[TargetNode]) -> Iterator[Finding]:
    """Find shares of the same people that would add up to more than all of them."""
    furthest: dict[int, TargetNode] = {}
    for node in own:
        if node.measure.better == "higher":
            known = furthest.setdefault(node.measure.id, node)
            furthest[node.measure.id] = node if node.level > known.level else known
    # Once the two largest fit together, all smaller ones do.
    by_level = sorted(furthest.values(), key=lambda node: -node.level)
    advice = Message(
        "Lower one of the two, unless people may choose several answers: they come to more than everybody."
    )
    for place, node in enumerate(by_level):
        for other in by_level[place + 1 :]:
            if node.level + other.level <= PER_CENT:
                break
            if not _values(node) & _values(other):
                yield _finding(OVER, (node, other), advice)
                break


def _finding(why: str, nodes: Sequence[TargetNode], advice: Message) -> Finding:
    facts = {"why": why, "levels": tuple(node.level for node in nodes), "dates": tuple(node.due for node in nodes)}
    return Finding(CONTRADICTION, tuple(node.key for node in nodes), facts, advice)


def _counted(measure: MeasureNode) -> tuple[str, str]:
    """Return what a measure counts, so that two that count the same are told."""
    if measure.formula in RISING:
        return "question", str(measure.parameters.get("question", ""))
    return str(measure.formula), repr(sorted((name, repr(value)) for name, value in measure.parameters.items()))


def _values(node: TargetNode) -> frozenset[str]:
    return frozenset(map(str, node.measure.parameters.get("values", ())))


def _sides(node: TargetNode) -> int:
    """Return on which side of its baseline a target lies: 1 above, -1 below, 0 not known."""
    if node.baseline is None or node.level == node.baseline:
        return 0
    return 1 if node.level > node.baseline else -1


def _further(one: TargetNode, other: TargetNode) -> bool:
    """Return whether one target asks for more than another on the same measure."""
    ahead = one.level - other.level
    return {"higher": ahead > 0, "lower": ahead < 0}.get(one.measure.better, False)
