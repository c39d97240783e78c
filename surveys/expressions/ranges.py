"""Ranges that a value may lie in: of numbers and days, truths, texts, options; and the ranges of what is known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from surveys.expressions.values import LARGEST_NUMBER, Domain, Kind, Value


@dataclass(frozen=True)
class Span:
    """Numbers or days from ``low`` to ``high``, both included."""

    low: Decimal | date
    high: Decimal | date


@dataclass(frozen=True)
class Truth:
    """What of true and false is possible."""

    values: frozenset[bool]


@dataclass(frozen=True)
class Some:
    """A text.

    Attributes:
        known: Which it may be; None where that is any of ``shortest`` to ``longest`` characters.
        without: Those that it is not, where ``known`` is None.
    """

    known: frozenset[str] | None = None
    shortest: int = 1
    longest: int = LARGEST_NUMBER
    without: frozenset[str] = frozenset()

    def may_be(self, text: str) -> bool:
        """Whether it is possible that this is the text."""
        if self.known is not None:
            return text in self.known
        return self.shortest <= len(text) <= self.longest and text not in self.without


@dataclass(frozen=True)
class Chosen:
    """Options: all of ``surely``, others of ``perhaps``, ``fewest`` to ``most`` of them together."""

    surely: frozenset[str]
    perhaps: frozenset[str]
    fewest: int
    most: int


@dataclass(frozen=True)
class Anything:
    """Nothing is known of it."""


Range = Span | Truth | Some | Chosen | Anything
ANYTHING = Anything()


@dataclass(frozen=True)
class Possible:
    """The range of a value, None where it is surely missing; ``missing`` says whether it may be."""

    range: Range | None
    missing: bool = False

    @property
    def may_hold(self) -> bool:
        """Whether it may be true."""
        return isinstance(self.range, Anything) or (isinstance(self.range, Truth) and True in self.range.values)

    @property
    def may_fail(self) -> bool:
        """Whether it may be false."""
        return isinstance(self.range, Anything) or (isinstance(self.range, Truth) and False in self.range.values)

    @property
    def may_not_hold(self) -> bool:
        """Whether it may be something else than true."""
        return self.missing or self.range is None or not isinstance(self.range, Truth) or False in self.range.values


NUMBERS = Span(Decimal(-LARGEST_NUMBER), Decimal(LARGEST_NUMBER))
NOTHING = Possible(None, missing=True)
TRUE_OR_FALSE = Truth(frozenset({True, False}))


def range_of(value: Value) -> Range:
    """Return the range that has this value alone."""
    match value:
        case bool():
            return Truth(frozenset({value}))
        case str():
            return Some(frozenset({value}))
        case tuple():
            return Chosen(frozenset(value), frozenset(value), len(set(value)), len(set(value)))
        case None:
            return ANYTHING
    return Span(value, value)


def domain_range(domain: Domain) -> Range:
    """Return what an answer may be at most, by its domain."""
    if domain.kind is Kind.BOOLEAN:
        return TRUE_OR_FALSE
    if domain.kind is Kind.CHOICES:
        fewest = 1 if domain.alone else domain.fewest
        return Chosen(frozenset(), frozenset(domain.options), fewest, min(domain.most, len(domain.options)))
    if domain.kind in {Kind.TEXT, Kind.CHOICE}:
        known = frozenset(value for value in domain.values if isinstance(value, str))
        return Some(known) if known else Some(longest=domain.longest)
    if domain.low is not None and domain.high is not None:
        return Span(domain.low, domain.high)
    return NUMBERS if domain.kind is Kind.NUMBER else ANYTHING
