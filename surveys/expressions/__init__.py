"""The logic of surveys: expressions written as JSON, read into a tree, checked and evaluated. Nothing is ever run."""

from surveys.expressions.evaluating import Facts
from surveys.expressions.expression import Expression, never_together
from surveys.expressions.operators import CONTEXT, OPERATORS
from surveys.expressions.ranges import ANYTHING, Chosen, Possible, Range, Some, Span, domain_range, range_of
from surveys.expressions.ranging import Ranges
from surveys.expressions.tree import DEEPEST, LONGEST_LIST, LONGEST_TEXT, MOST_NODES
from surveys.expressions.values import LARGEST_NUMBER, Domain, ExpressionError, Fault, Kind, Value

__all__ = [
    "ANYTHING",
    "CONTEXT",
    "DEEPEST",
    "LARGEST_NUMBER",
    "LONGEST_LIST",
    "LONGEST_TEXT",
    "MOST_NODES",
    "OPERATORS",
    "Chosen",
    "Domain",
    "Expression",
    "ExpressionError",
    "Facts",
    "Fault",
    "Kind",
    "Possible",
    "Range",
    "Ranges",
    "Some",
    "Span",
    "Value",
    "domain_range",
    "never_together",
    "range_of",
]
