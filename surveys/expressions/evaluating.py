"""What an expression is worth for given answers. Whatever the values are, nothing here raises.

One rule for missing answers: what is made of a missing value is missing. The exceptions are ``answered``, which says
whether there is one, and the places where a condition is used (``and``, ``or``, ``not``, ``if``), which take a missing
condition for false.
"""

import itertools
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from surveys.expressions.tree import Constant, Node, Operation, Reference, nodes
from surveys.expressions.values import ARITHMETIC, Domain, Value, bounded, cleaned

# Of these, one with nothing in it is no answer.
_SOME_HAVE_NONE = (str, tuple)


class Facts:
    """What the references of an expression stand for: values of exactly the types of ``Value``, None where missing."""

    __slots__ = ("answers", "calculated", "context")

    def __init__(
        self, answers: Mapping[str, object], calculated: Mapping[str, object], context: Mapping[str, object]
    ) -> None:
        self.answers: dict[str, Value] = {}
        for key, answer in answers.items():
            self.learn(key, answer)
        self.calculated = {key: cleaned(value) for key, value in calculated.items()}
        self.context = {key: cleaned(value) for key, value in context.items()}

    def learn(self, key: str, answer: object) -> None:
        """Take an answer. One of no text or no options is none."""
        value = bounded(answer) if type(answer) is Decimal else cleaned(answer)
        self.answers[key] = None if value.__class__ in _SOME_HAVE_NONE and not value else value


# Gives an expression's value for the facts, None where it is missing or cannot be computed (division by zero, beyond
# 1e30).
Evaluation = Callable[[Facts], Value]


def compiled(node: Node) -> Evaluation:
    """Return what evaluates a tree. A way through a survey evaluates hundreds, so the tree is gone through once."""
    if isinstance(node, Constant):
        constant = node.value
        return lambda _facts: constant
    if isinstance(node, Reference):
        return _referring(node)
    arguments = tuple(compiled(argument) for argument in node.arguments)
    if node.operator in _CONDITIONS:
        return _CONDITIONS[node.operator](*arguments)
    if node.listed:
        return _among(_AMONG[node.operator], arguments[0], node.listed)
    if len(arguments) == 2:
        return _of_two(_OPERATIONS[node.operator], *arguments)
    return _of_any(_OPERATIONS[node.operator], arguments)


def _referring(reference: Reference) -> Evaluation:
    key = reference.key
    match reference.source:
        case "answer":
            return lambda facts: facts.answers.get(key)
        case "calculated":
            return lambda facts: facts.calculated.get(key)
        case _:
            return lambda facts: facts.context.get(key)


def _among(look: Callable[[Value, tuple[Value, ...]], Value], of: Evaluation, listed: tuple[Value, ...]) -> Evaluation:
    def evaluate(facts: Facts) -> Value:
        value = of(facts)
        return None if value is None else look(value, listed)

    return evaluate


def _of_two(operation: Callable[..., Value], one: Evaluation, other: Evaluation) -> Evaluation:
    def evaluate(facts: Facts) -> Value:
        left, right = one(facts), other(facts)
        return None if left is None or right is None else operation(left, right)

    return evaluate


def _of_any(operation: Callable[..., Value], arguments: tuple[Evaluation, ...]) -> Evaluation:
    def evaluate(facts: Facts) -> Value:
        values = [argument(facts) for argument in arguments]
        return None if None in values else operation(*values)

    return evaluate


def size_of(node: Node) -> int:
    """Return what evaluating a node costs by itself, in parts of expressions."""
    return 1 + len(node.listed) if isinstance(node, Operation) else 1


def trees_never_hold(roots: Sequence[Node], answers: Mapping[str, Domain], *, most: int, work: int) -> bool:
    """Whether no answers at all make all these trees hold, found out by trying. False also where that is not known.

    ``most`` limits the combinations of answers, ``work`` the nodes evaluated in all.
    """
    conditions = [part for root in roots for part in _parts(root)]
    if len(conditions) == 1 and isinstance(conditions[0], Operation) and conditions[0].operator == "or":
        arguments = conditions[0].arguments
        share = work // len(arguments)
        return all(trees_never_hold([argument], answers, most=most, work=share) for argument in arguments)
    # If those conditions that can be tried are never met together, then the others do not matter.
    tried = [condition for condition in conditions if _is_finite(condition, answers)]
    return bool(tried) and _never_together(tried, answers, most, work)


def _parts(root: Node) -> list[Node]:
    """Return the conditions that all have to hold for a tree to hold."""
    if isinstance(root, Operation) and root.operator == "and":
        return [part for argument in root.arguments for part in _parts(argument)]
    return [root]


def _is_finite(root: Node, answers: Mapping[str, Domain]) -> bool:
    references = [node for node in nodes(root) if isinstance(node, Reference)]
    return all(r.source == "answer" and r.key in answers and answers[r.key].values for r in references)


def _never_together(conditions: Sequence[Node], answers: Mapping[str, Domain], most: int, work: int) -> bool:
    within = [node for condition in conditions for node in nodes(condition)]
    keys = sorted({node.key for node in within if isinstance(node, Reference)})
    possible = [(None, *answers[key].values) for key in keys]
    combinations = math.prod(len(values) for values in possible)
    size = sum(map(size_of, within))
    if combinations > most or combinations * size > work:
        return False
    tests = [compiled(condition) for condition in conditions]
    for combination in itertools.product(*possible):
        facts = Facts(dict(zip(keys, combination, strict=True)), {}, {})
        if all(test(facts) is True for test in tests):
            return False
    return True


def _if(condition: Evaluation, then: Evaluation, otherwise: Evaluation) -> Evaluation:
    return lambda facts: then(facts) if condition(facts) is True else otherwise(facts)


_CONDITIONS: dict[str, Callable[..., Evaluation]] = {
    "and": lambda *arguments: lambda facts: all(argument(facts) is True for argument in arguments),
    "or": lambda *arguments: lambda facts: any(argument(facts) is True for argument in arguments),
    "not": lambda argument: lambda facts: argument(facts) is not True,
    "answered": lambda argument: lambda facts: argument(facts) is not None,
    "if": _if,
}


def _compared(compare: Callable[[Any, Any], bool], *types: type) -> Callable[[Value, Value], Value]:
    """Compare two values of one of these types; of any others it is not known how they compare."""

    def compared(left: Value, right: Value) -> Value:
        return compare(left, right) if type(left) is type(right) and type(left) in types else None

    return compared


def _computed(compute: Callable[[Sequence[Decimal]], Decimal]) -> Callable[..., Value]:
    """Compute with numbers; what comes of anything else is no number."""

    def computed(*values: Value) -> Value:
        numbers = [value for value in values if isinstance(value, Decimal)]
        return bounded(compute(numbers)) if len(numbers) == len(values) else None

    return computed


def _stepwise(step: Callable[[Decimal, Decimal], Decimal]) -> Callable[..., Value]:
    return _computed(lambda numbers: reduce(step, numbers))


def _rounded(numbers: Sequence[Decimal]) -> Decimal:
    return ARITHMETIC.quantize(numbers[0], Decimal((0, (1,), -int(numbers[1]))))


def _days_between(first: Value, second: Value) -> Value:
    return Decimal((second - first).days) if isinstance(first, date) and isinstance(second, date) else None


def _length(text: Value) -> Value:
    return Decimal(len(text)) if isinstance(text, str) else None


def _count(chosen: Value) -> Value:
    return Decimal(len(set(chosen))) if isinstance(chosen, tuple) else None


def _in(value: Value, listed: tuple[Value, ...]) -> Value:
    # True is 1 to Python, but not to whoever wrote the survey.
    return any(type(value) is type(item) and value == item for item in listed)


def _chosen(compare: Callable[[set[str], set[Value]], bool]) -> Callable[[Value, tuple[Value, ...]], Value]:
    def compared(chosen: Value, listed: tuple[Value, ...]) -> Value:
        return compare(set(chosen), set(listed)) if isinstance(chosen, tuple) else None

    return compared


_AMONG: dict[str, Callable[[Value, tuple[Value, ...]], Value]] = {
    "in": _in,
    "any_of": _chosen(lambda chosen, listed: bool(chosen & listed)),
    "all_of": _chosen(lambda chosen, listed: chosen >= listed),
    "none_of": _chosen(lambda chosen, listed: not chosen & listed),
}

_OPERATIONS: dict[str, Callable[..., Value]] = {
    "==": _compared(operator.eq, bool, Decimal, str, date),
    "!=": _compared(operator.ne, bool, Decimal, str, date),
    "<": _compared(operator.lt, Decimal, date),
    "<=": _compared(operator.le, Decimal, date),
    ">": _compared(operator.gt, Decimal, date),
    ">=": _compared(operator.ge, Decimal, date),
    "count": _count,
    "+": _stepwise(ARITHMETIC.add),
    "-": _stepwise(ARITHMETIC.subtract),
    "*": _stepwise(ARITHMETIC.multiply),
    "/": _stepwise(ARITHMETIC.divide),
    "min": _computed(min),
    "max": _computed(max),
    "round": _computed(_rounded),
    "days_between": _days_between,
    "length": _length,
}
