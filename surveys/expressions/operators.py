"""The operators of expressions: how each is written, what it needs and what it gives."""

from dataclasses import dataclass
from enum import Enum, auto

from surveys.expressions.values import Kind


class Shape(Enum):
    """How an operator's arguments are written."""

    ONE = auto()  # {"not": x}
    PAIR = auto()  # {"<": [a, b]}
    THREE = auto()  # {"if": [condition, then, else]}
    SEVERAL = auto()  # {"and": [a, b, ...]}, one at least
    LISTED = auto()  # {"in": [a, [constant, ...]]}
    ROUNDED = auto()  # {"round": [a, digits]}
    ANSWER = auto()  # {"answered": {"answer": key}}


@dataclass(frozen=True)
class Operator:
    """One operator.

    ``needs`` is the kind that each of its arguments must have, None where ``checking`` knows more of it.
    ``gives`` is the kind of its value, None where that depends on its arguments.
    """

    shape: Shape
    needs: Kind | None
    gives: Kind | None


_LOGIC = Operator(Shape.SEVERAL, Kind.BOOLEAN, Kind.BOOLEAN)
_COMPARISON = Operator(Shape.PAIR, None, Kind.BOOLEAN)
_CHOSEN = Operator(Shape.LISTED, Kind.CHOICES, Kind.BOOLEAN)
_SUM = Operator(Shape.SEVERAL, Kind.NUMBER, Kind.NUMBER)
_DIFFERENCE = Operator(Shape.PAIR, Kind.NUMBER, Kind.NUMBER)

OPERATORS = {
    "and": _LOGIC,
    "or": _LOGIC,
    "not": Operator(Shape.ONE, Kind.BOOLEAN, Kind.BOOLEAN),
    "if": Operator(Shape.THREE, None, None),
    "answered": Operator(Shape.ANSWER, None, Kind.BOOLEAN),
    "==": _COMPARISON,
    "!=": _COMPARISON,
    "<": _COMPARISON,
    "<=": _COMPARISON,
    ">": _COMPARISON,
    ">=": _COMPARISON,
    "in": Operator(Shape.LISTED, None, Kind.BOOLEAN),
    "any_of": _CHOSEN,
    "all_of": _CHOSEN,
    "none_of": _CHOSEN,
    "count": Operator(Shape.ONE, Kind.CHOICES, Kind.NUMBER),
    "+": _SUM,
    "-": _DIFFERENCE,
    "*": _SUM,
    "/": _DIFFERENCE,
    "min": _SUM,
    "max": _SUM,
    "round": Operator(Shape.ROUNDED, Kind.NUMBER, Kind.NUMBER),
    "days_between": Operator(Shape.PAIR, Kind.DATE, Kind.NUMBER),
    "length": Operator(Shape.ONE, Kind.TEXT, Kind.NUMBER),
}

# What an expression may ask of the way the survey is given.
CONTEXT = {"language": Kind.TEXT, "mode": Kind.TEXT, "today": Kind.DATE}

# The names that an object may have without being an operator.
REFERENCES = ("answer", "calculated", "context")
DATE = "date"
