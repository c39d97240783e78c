"""The test of data quality by the six letters of FABRIC, as far as what is stored can tell.

HM Treasury and others, Choosing the Right FABRIC: a framework for performance information (2001). It asks for systems
of performance information that are focused, appropriate, balanced, robust, integrated and cost effective. What each
letter is checked by here is this product's own reading of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from targets.audit.finding import FABRIC, Finding, Known, Limits, evidence
from targets.nodes import AgreementNode, TargetNode
from words import Message

# Letters that hang on the agreement that a target flows from.
OF_AGREEMENTS = "FBC"
# What to do about the first letter that fails.
ADVICE: Mapping[str, Message] = {
    "F": Message("Let it flow from an agreement that has objectives, so that it is plain what it is for."),
    "A": Message("Link a theme that citizens speak of."),
    "B": Message("Set a target of another kind beside it: what people say, what is counted, or what it costs."),
    "R": Message("Open a technical note with source, numerator and the least number of answers."),
    "I": Message("Say which post reviews it, so that its figures are used as they come."),
    "C": Message("Feed it by feedback, or set a target for value for money in its agreement."),
}


def failing(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find whole targets that fail a letter of FABRIC; units' parts are measured as their whole is.

    What is a finding of its own is not said twice: that a target flows from no agreement, and what follows from it,
    that its owner has left, that nothing citizens say bears on it, and that its PSA has none for value for money.
    """
    del limits
    agreements = {each.line.id: each for each in known.agreements}
    for node in known.whole:
        chain = _chain(node, agreements, known.above)
        said = _said_elsewhere(node, chain, agreements)
        letters = "".join(letter for letter in failed(node, chain) if letter not in said)
        if letters:
            yield Finding(FABRIC, (node.key,), {"letters": letters}, ADVICE[letters[0]])


def failed(node: TargetNode, chain: Sequence[AgreementNode]) -> str:
    """Return the letters of FABRIC that a target fails, in their order; empty where it passes all.

    ``chain`` is the agreement that it flows from, the one that this delivers, and so on; empty where there is none.
    """
    agreement = chain[0] if chain else None
    passed = {
        "F": agreement is not None and bool(agreement.objectives),
        "A": node.owner.active and bool(evidence(node)),
        "B": agreement is not None and _is_balanced(agreement),
        "R": _is_robust(node),
        "I": node.measure.cadence in {"month", "quarter"} and any(node.reviewed_by.values()),
        "C": node.measure.source == "feedback" or _watches_cost(node, chain),
    }
    return "".join(letter for letter, passes in passed.items() if not passes)


def kind_of(node: TargetNode) -> str:
    """Return which of three kinds a target is of: what it costs, what people say, what is counted."""
    if node.value_for_money:
        return "cost"
    return "said" if node.measure.source == "feedback" else "counted"


def _is_robust(node: TargetNode) -> bool:
    if node.measure.note is None:
        return False
    terms = node.measure.note.terms
    return any(terms.source.values()) and any(terms.numerator.values()) and terms.minimum_n > 0


def _is_balanced(agreement: AgreementNode) -> bool:
    """Whether its targets are of several kinds; of a single one nobody can tell."""
    return len(agreement.targets) < 2 or len({kind_of(each) for each in agreement.targets}) > 1


def _watches_cost(node: TargetNode, chain: Sequence[AgreementNode]) -> bool:
    return node.value_for_money or any(each.value_for_money for agreement in chain for each in agreement.targets)


def _chain(
    node: TargetNode, agreements: Mapping[int, AgreementNode], above: Mapping[int, AgreementNode]
) -> list[AgreementNode]:
    chain: list[AgreementNode] = []
    at = agreements.get(node.agreement.id) if node.agreement else None
    while at is not None:
        chain.append(at)
        at = above.get(at.line.id)
    return chain


def _said_elsewhere(
    node: TargetNode, chain: Sequence[AgreementNode], agreements: Mapping[int, AgreementNode]
) -> frozenset[str]:
    """Return the letters whose failing another finding says already."""
    said = set(OF_AGREEMENTS) if node.agreement is None else set()
    # Without evidence and not fed by feedback is a finding, and so is an owner who has left.
    if evidence(node) or node.measure.source != "feedback":
        said.add("A")
    if any(each.line.kind == "psa" and each.line.id in agreements for each in chain):
        said.add("C")
    return frozenset(said)
