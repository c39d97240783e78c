"""What an audit is told of targets, and what it says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from targets.nodes import AgreementNode, Cascade, Place, TargetNode
from words import Message

ORPHAN = "orphan"
CONTRADICTION = "contradiction"
NEAR_DUPLICATE = "near_duplicate"
TOO_MANY = "too_many"
NO_DATA = "no_data"
GAP = "gap"
NO_EVIDENCE = "no_evidence"
NO_VALUE_FOR_MONEY = "no_value_for_money"
NO_OWNER = "no_owner"
NO_BASELINE = "no_baseline"
FABRIC = "fabric"
# In the order in which they are to be put right.
KINDS = (
    CONTRADICTION, ORPHAN, GAP, NO_OWNER, NO_DATA, NEAR_DUPLICATE, TOO_MANY, NO_VALUE_FOR_MONEY, NO_BASELINE,
    NO_EVIDENCE, FABRIC,
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that does not hang together.

    Attributes:
        kind: One of ``KINDS``.
        targets: Keys of the targets concerned; of two that clash the one to go by stands first. None in a gap.
        facts: What was found, by name: numbers, days, keys, and words in every language.
        advice: What to do, in one sentence.
    """

    kind: str
    targets: tuple[str, ...]
    facts: Mapping[str, object]
    advice: Message


@dataclass(frozen=True)
class Complaints:
    """How many comments on a service are negative, by theme, over a period that the asker chose."""

    service: Place
    negative: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an audit goes by.

    Attributes:
        targets: Each once, units' parts beside the whole ones, in the order in which findings are to come.
        agreements: All from which they flow, with every target of theirs, also of those that are not audited.
        today: The day that the audit is of.
        latest: Measure's id and unit's (0: all together) -> first day of the last period that has a figure.
        complaints: Of each service whose comments are known.
        vectors: Measure's key -> what a model of meanings made of its name, all of one length.
        above: Agreement's id -> the one that it delivers, where it delivers one, also out of the asker's sight.
        unfed: Ids of the measures that feedback is to feed and of which nothing was ever recorded.
        questions: Service's id -> keys of what its surveys ask, of each service whose surveys are known.
    """

    targets: tuple[TargetNode, ...]
    agreements: tuple[AgreementNode, ...]
    today: date
    latest: Mapping[tuple[int, int], date] = field(default_factory=dict)
    complaints: tuple[Complaints, ...] = ()
    vectors: Mapping[str, Sequence[float]] = field(default_factory=dict)
    above: Mapping[int, AgreementNode] = field(default_factory=dict)
    unfed: frozenset[int] = frozenset()
    questions: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @property
    def whole(self) -> tuple[TargetNode, ...]:
        """The targets that are no unit's part of another one."""
        return tuple(node for node in self.targets if node.parent is None)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From where on an audit speaks up.

    Attributes:
        targets: The most that one owner answers for, or one unit owes.
        periods: So many of the last periods that are over may have no figure.
        themes: So many themes matter most in each service.
        complaints: A theme of fewer negative comments matters to too few.
        alike: The cosine from which on two names mean the same.
        same_words: The share of words in common from which on they do, where a name has no vector.
    """

    targets: int = 7
    periods: int = 4
    themes: int = 3
    complaints: int = 10
    alike: float = 0.72
    same_words: float = 0.75


def agreements_of(cascade: Cascade) -> tuple[AgreementNode, ...]:
    """Return every agreement of a cascade, each before those that deliver it."""
    roots = [*(node for aspiration in cascade.aspirations for node in aspiration.agreements), *cascade.agreements]
    return tuple(_below(roots))


def above_each(agreements: Iterable[AgreementNode]) -> dict[int, AgreementNode]:
    """Return, by the id of each agreement that delivers one of these, the one that it delivers."""
    return {each.line.id: agreement for agreement in agreements for each in agreement.delivered_by}


def evidence(node: TargetNode) -> frozenset[str]:
    """Return the themes whose comments a person has confirmed as evidence for a target."""
    return frozenset(link.theme for link in node.links if link.state == "confirmed")


def _below(nodes: Iterable[AgreementNode]) -> Iterator[AgreementNode]:
    for node in nodes:
        yield node
        yield from _below(node.delivered_by)
