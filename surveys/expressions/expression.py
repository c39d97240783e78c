"""One expression: what it was written as, what it refers to, and what can be asked of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, JsonValue
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from surveys.expressions.checking import check_tree
from surveys.expressions.evaluating import Evaluation, Facts, compiled, size_of, trees_never_hold
from surveys.expressions.ranges import Possible
from surveys.expressions.ranging import Ranges
from surveys.expressions.schema import DESCRIPTION, GRAMMAR
from surveys.expressions.tree import Constant, Node, Operation, Reference, nodes, read_tree
from surveys.expressions.values import Domain, ExpressionError, Fault, Kind, Value

# How many nodes ``never_holds`` evaluates for each combination that it may try: a long expression gets fewer.
NODES_A_COMBINATION = 20


@dataclass(frozen=True)
class Expression:
    """A condition or a calculation of a survey, made with ``read``.

    ``raw`` is the JSON as given, which is what is stored; two expressions written alike are equal. ``answers`` and
    ``calculated`` are the keys that it refers to. In a pydantic model it is a field like any other.
    """

    raw: JsonValue = field(compare=False)
    answers: frozenset[str] = field(compare=False, repr=False)
    calculated: frozenset[str] = field(compare=False, repr=False)
    _root: Node = field(compare=False, repr=False)
    # The raw JSON as text: it tells true from 1, which Python's == does not.
    _written: str = field(repr=False)

    @classmethod
    def read(cls, raw: object) -> "Expression":
        """Read an expression from JSON, or from any object at all.

        Raises:
            ExpressionError: If it is none or exceeds a limit; every fault is named with its place.
        """
        root = read_tree(raw)
        written = json.dumps(raw)
        references = [node for node in nodes(root) if isinstance(node, Reference)]
        return cls(
            raw=json.loads(written),  # a copy, that nobody else can change
            answers=frozenset(node.key for node in references if node.source == "answer"),
            calculated=frozenset(node.key for node in references if node.source == "calculated"),
            _root=root,
            _written=written,
        )

    @classmethod
    def joined(cls, operator: str, parts: Sequence["Expression"]) -> "Expression":
        """Return an operator on what was read before; together the parts may be longer than what anybody may write."""
        return cls(
            raw={operator: [part.raw for part in parts]},
            answers=frozenset().union(*(part.answers for part in parts)),
            calculated=frozenset().union(*(part.calculated for part in parts)),
            _root=Operation("", operator, tuple(part._root for part in parts)),
            _written=f'{{"{operator}": [{", ".join(part._written for part in parts)}]}}',
        )

    @cached_property
    def worth(self) -> Evaluation:
        """Its value for facts gathered before; ``evaluate`` gathers them from what is given."""
        return compiled(self._root)

    @cached_property
    def size(self) -> int:
        """How many operators, references and constants it has: what evaluating it costs."""
        return sum(size_of(node) for node in nodes(self._root))

    @cached_property
    def is_of_answers(self) -> bool:
        """Whether it refers to nothing but answers."""
        return all(node.source == "answer" for node in nodes(self._root) if isinstance(node, Reference))

    def check(
        self, answers: Mapping[str, Domain], calculated: Mapping[str, Kind], *, wanted: Kind | None = None
    ) -> tuple[Kind | None, list[Fault]]:
        """Check an expression against the survey that it stands in.

        Args:
            answers: What each answer that it may refer to can be, by key.
            calculated: The kind of each calculated value that it may refer to, by key.
            wanted: The kind that it must give, None for any.

        Returns:
            The kind that it gives, None where faults leave it open, and the faults. Without faults it evaluates to a
            value of this kind, or to None, whatever the answers are.
        """
        return check_tree(self._root, answers, calculated, wanted)

    def evaluate(
        self, values: Mapping[str, Value], calculated: Mapping[str, Value], context: Mapping[str, Value]
    ) -> Value:
        """Return its value for these answers, None where it is missing or cannot be computed. Never raises.

        Args:
            values: The answers by key; None or left out where there is none.
            calculated: The calculated values by key.
            context: ``language`` and ``mode`` (texts) and ``today`` (a date).
        """
        return self.worth(Facts(values, calculated, context))

    def holds(self, values: Mapping[str, Value], calculated: Mapping[str, Value], context: Mapping[str, Value]) -> bool:
        """Whether it is true for these answers; a missing value is not. The arguments are those of ``evaluate``."""
        return self.evaluate(values, calculated, context) is True

    def possible(self, ranges: Ranges) -> Possible:
        """Return what it may be worth while its answers lie within these ranges."""
        return ranges.of(self._root)

    @cached_property
    def texts(self) -> frozenset[str]:
        """The texts written into it."""
        within = list(nodes(self._root))
        listed = [each for node in within if isinstance(node, Operation) for each in node.listed]
        values = [node.value for node in within if isinstance(node, Constant)]
        return frozenset(value for value in (*values, *listed) if isinstance(value, str))

    def never_holds(self, answers: Mapping[str, Domain], *, most: int = 20_000) -> bool:
        """Whether no answers at all make it hold.

        It tries every combination of answers whose domains give their values, each question also unanswered. Parts
        of an ``and`` that refer to anything else are left out, since they cannot make up for the others.

        Args:
            answers: What each answer can be, by key.
            most: How many combinations to try. An expression of more than 20 parts is given fewer.

        Returns:
            True if it can never hold; False if it can, or if that is not known.
        """
        return never_together([self], answers, most=most)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate raw JSON or an expression; serialise as the raw JSON."""
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.plain_serializer_function_ser_schema(lambda given: given.raw)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the grammar, which refers to itself."""
        reference = handler(GRAMMAR)
        handler.resolve_ref_schema(reference).update(title="Expression", description=DESCRIPTION)
        # Wrapped, or else pydantic would put the whole grammar in the place of the reference.
        return {"allOf": [reference]}


def never_together(conditions: Sequence[Expression], answers: Mapping[str, Domain], *, most: int = 20_000) -> bool:
    """Whether no answers at all make all the conditions hold together; the arguments are those of ``never_holds``."""
    roots = [condition._root for condition in conditions]
    return trees_never_hold(roots, answers, most=most, work=most * NODES_A_COMBINATION)


def _validated(given: object) -> Expression:
    try:
        return given if isinstance(given, Expression) else Expression.read(given)
    except ExpressionError as error:
        raise PydanticCustomError("expression", "{faults}", {"faults": str(error)}) from error
