"""What an expression may be worth while its answers lie within ranges: never less than what is possible, at times more.

So what cannot come out here cannot come out at all. It is worked out for each operator from the ends of its arguments'
ranges, in the arithmetic of ``evaluating``, which keeps the order of numbers where it rounds.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce

from surveys.expressions.ranges import (
    ANYTHING,
    NOTHING,
    NUMBERS,
    TRUE_OR_FALSE,
    Anything,
    Chosen,
    Possible,
    Range,
    Some,
    Span,
    Truth,
    range_of,
)
from surveys.expressions.tree import Constant, Node, Operation, Reference
from surveys.expressions.values import ARITHMETIC, Value, bounded


@dataclass(frozen=True)
class Ranges:
    """What the references of an expression may be; of what is not named nothing is known."""

    answers: Mapping[str, Possible]
    calculated: Mapping[str, Possible]
    context: Mapping[str, Possible]

    def of(self, node: Node) -> Possible:
        """Return what a tree may be worth."""
        if isinstance(node, Constant):
            return Possible(range_of(node.value))
        if isinstance(node, Reference):
            known = {"answer": self.answers, "calculated": self.calculated, "context": self.context}[node.source]
            return known.get(node.key, Possible(ANYTHING, missing=True))
        arguments = [self.of(argument) for argument in node.arguments]
        if node.operator in _LOGIC:
            return _LOGIC[node.operator](arguments)
        if any(argument.range is None for argument in arguments):
            return NOTHING
        found = _found(node, [argument.range for argument in arguments if argument.range is not None])
        missing = found.missing or any(argument.missing for argument in arguments)
        return Possible(found.range, missing)


def _truth(*, may_hold: bool, may_fail: bool) -> Possible:
    values = frozenset(value for value, may in ((True, may_hold), (False, may_fail)) if may)
    return Possible(Truth(values), missing=not values)


def _and(arguments: Sequence[Possible]) -> Possible:
    return _truth(
        may_hold=all(each.may_hold for each in arguments), may_fail=any(each.may_not_hold for each in arguments)
    )


def _or(arguments: Sequence[Possible]) -> Possible:
    return _truth(
        may_hold=any(each.may_hold for each in arguments), may_fail=all(each.may_not_hold for each in arguments)
    )


def _not(arguments: Sequence[Possible]) -> Possible:
    return _truth(may_hold=arguments[0].may_not_hold, may_fail=arguments[0].may_hold)


def _answered(arguments: Sequence[Possible]) -> Possible:
    return _truth(may_hold=arguments[0].range is not None, may_fail=arguments[0].missing)


def _if(arguments: Sequence[Possible]) -> Possible:
    condition, then, otherwise = arguments
    if not condition.may_not_hold:
        return then
    if not condition.may_hold:
        return otherwise
    return Possible(_either(then.range, otherwise.range), then.missing or otherwise.missing)


_LOGIC: dict[str, Callable[[Sequence[Possible]], Possible]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "answered": _answered,
    "if": _if,
}


def _either(one: Range | None, other: Range | None) -> Range | None:
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, Truth) and isinstance(other, Truth):
        return Truth(one.values | other.values)
    if isinstance(one, Span) and isinstance(other, Span) and type(one.low) is type(other.low):
        return Span(min(one.low, other.low), max(one.high, other.high))
    if isinstance(one, Some) and isinstance(other, Some) and one.known is not None and other.known is not None:
        return Some(one.known | other.known)
    return one if one == other else ANYTHING


def _found(node: Operation, arguments: Sequence[Range]) -> Possible:
    """Return what an operator gives for arguments that are there."""
    name = node.operator
    if name in _COMPARISONS:
        return _compared(name, *arguments)
    if name == "in":
        return _in(arguments[0], node.listed)
    if name in {"any_of", "all_of", "none_of"}:
        return _chosen(name, arguments[0], frozenset(each for each in node.listed if isinstance(each, str)))
    if name == "length":
        return _length(arguments[0])
    if name == "count":
        found = arguments[0]
        if isinstance(found, Chosen):
            return Possible(Span(Decimal(found.fewest), Decimal(found.most)))
        return Possible(NUMBERS, missing=True)
    if name == "days_between":
        return _days_between(*arguments)
    numbers = [each for each in arguments if isinstance(each, Span) and isinstance(each.low, Decimal)]
    if len(numbers) < len(arguments):
        return Possible(NUMBERS, missing=True)
    return _within(_CALCULATIONS[name]([(_number(each.low), _number(each.high)) for each in numbers]))


def _number(end: object) -> Decimal:
    assert isinstance(end, Decimal)
    return end


_COMPARISONS: dict[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_UNKNOWN = Possible(TRUE_OR_FALSE, missing=True)


def _compared(name: str, one: Range, other: Range) -> Possible:
    if isinstance(one, Anything) or isinstance(other, Anything) or type(one) is not type(other):
        return _UNKNOWN
    if name in {"==", "!="}:
        same, differ = _equal(one, other)
        return _truth(may_hold=same if name == "==" else differ, may_fail=differ if name == "==" else same)
    if not isinstance(one, Span) or not isinstance(other, Span) or type(one.low) is not type(other.low):
        return _UNKNOWN
    compare = _COMPARISONS[name]
    # The ends at which it holds most easily, and least.
    easily = (one.low, other.high) if name in {"<", "<="} else (one.high, other.low)
    hardly = (one.high, other.low) if name in {"<", "<="} else (one.low, other.high)
    return _truth(may_hold=compare(*easily), may_fail=not compare(*hardly))


def _equal(one: Range, other: Range) -> tuple[bool, bool]:
    """Return whether two values of a kind may be equal, and whether they may differ."""
    if isinstance(one, Span) and isinstance(other, Span) and type(one.low) is type(other.low):
        together = one.low <= other.high and other.low <= one.high  # type: ignore[operator]
        return together, not one.low == one.high == other.low == other.high
    if isinstance(one, Truth) and isinstance(other, Truth):
        return bool(one.values & other.values), len(one.values | other.values) > 1
    if isinstance(one, Some) and isinstance(other, Some):
        if one.known is None and other.known is None:
            return True, True
        known, rest = (one.known, other) if one.known is not None else (other.known or frozenset(), one)
        return any(map(rest.may_be, known)), rest.known is None or len(known | rest.known) > 1
    return True, True


def _in(of: Range, listed: Sequence[Value]) -> Possible:
    if isinstance(of, Span):
        among = [each for each in listed if type(each) is type(of.low) and of.low <= each <= of.high]  # type: ignore[operator]
        return _truth(may_hold=bool(among), may_fail=not (among and of.low == of.high))
    if isinstance(of, Truth):
        bools = {each for each in listed if isinstance(each, bool)}
        return _truth(may_hold=bool(of.values & bools), may_fail=bool(of.values - bools))
    if isinstance(of, Some):
        texts = {each for each in listed if isinstance(each, str)}
        return _truth(may_hold=any(map(of.may_be, texts)), may_fail=of.known is None or bool(of.known - texts))
    return _UNKNOWN


def _chosen(name: str, of: Range, listed: frozenset[str]) -> Possible:
    if not isinstance(of, Chosen):
        return _UNKNOWN
    if name == "all_of":
        together = len(of.surely | listed) <= of.most
        return _truth(may_hold=listed <= of.perhaps and together, may_fail=not listed <= of.surely)
    some = bool(of.perhaps & listed) and bool(of.surely & listed or len(of.surely) < of.most)
    none = not of.surely & listed and len(of.perhaps - listed) >= of.fewest
    return _truth(may_hold=some if name == "any_of" else none, may_fail=none if name == "any_of" else some)


def _length(of: Range) -> Possible:
    if not isinstance(of, Some):
        return Possible(NUMBERS, missing=True)
    lengths = [len(text) for text in of.known] if of.known else [of.shortest, of.longest]
    return Possible(Span(Decimal(min(lengths)), Decimal(max(lengths))))


def _days_between(first: Range, second: Range) -> Possible:
    ends = [each for span in (first, second) if isinstance(span, Span) for each in (span.low, span.high)]
    days = [each for each in ends if isinstance(each, date)]
    if len(days) < 4:
        return Possible(NUMBERS, missing=True)
    return Possible(Span(Decimal((days[2] - days[1]).days), Decimal((days[3] - days[0]).days)))


Ends = tuple[Decimal, Decimal]


def _within(ends: Ends | None) -> Possible:
    """Return the span between two ends, cut where numbers are no longer computed with."""
    low, high = (bounded(end) for end in ends) if ends else (None, None)
    if low is None or high is None:
        return Possible(NUMBERS, missing=True)
    return Possible(Span(low, high))


def _corners(step: Callable[[Decimal, Decimal], Decimal], one: Ends, other: Ends) -> Ends:
    found = [step(left, right) for left in one for right in other]
    return min(found), max(found)


def _stepwise(step: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Sequence[Ends]], Ends | None]:
    return lambda spans: reduce(lambda one, other: _corners(step, one, other), spans)


def _added(spans: Sequence[Ends]) -> Ends:
    return reduce(ARITHMETIC.add, (low for low, _ in spans)), reduce(ARITHMETIC.add, (high for _, high in spans))


def _divided(spans: Sequence[Ends]) -> Ends | None:
    low, high = spans[1]
    return None if low <= 0 <= high else _corners(ARITHMETIC.divide, *spans)


def _rounded(spans: Sequence[Ends]) -> Ends:
    unit = Decimal((0, (1,), -int(spans[1][0])))
    return ARITHMETIC.quantize(spans[0][0], unit), ARITHMETIC.quantize(spans[0][1], unit)


_CALCULATIONS: dict[str, Callable[[Sequence[Ends]], Ends | None]] = {
    "+": _added,
    "-": _stepwise(ARITHMETIC.subtract),
    "*": _stepwise(ARITHMETIC.multiply),
    "/": _divided,
    "min": lambda spans: (min(low for low, _ in spans), min(high for _, high in spans)),
    "max": lambda spans: (max(low for low, _ in spans), max(high for _, high in spans)),
    "round": _rounded,
}
