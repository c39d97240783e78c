"""The grammar of expressions as a schema, for the published JSON Schema of definitions."""

from pydantic_core import CoreSchema, core_schema

from surveys.expressions.operators import CONTEXT, DATE, OPERATORS, Shape
from surveys.expressions.tree import LONGEST_KEY, LONGEST_LIST, LONGEST_TEXT, MOST_DIGITS
from surveys.expressions.values import LARGEST_NUMBER

DESCRIPTION = (
    "A condition or a calculation: a constant, or an object with exactly one operator or reference. "
    "It is only ever evaluated by the server."
)
_NAME = "surveys.expressions.Expression"
_CONSTANT = "surveys.expressions.Constant"


def _object(name: str, content: CoreSchema) -> CoreSchema:
    field = core_schema.typed_dict_field(content, required=True)
    return core_schema.typed_dict_schema({name: field}, extra_behavior="forbid")


def _arguments(shape: Shape) -> CoreSchema:
    """Return the grammar of what stands after an operator."""
    node = core_schema.definition_reference_schema(_NAME)
    match shape:
        case Shape.ONE:
            return node
        case Shape.PAIR:
            return core_schema.tuple_positional_schema([node, node])
        case Shape.THREE:
            return core_schema.tuple_positional_schema([node, node, node])
        case Shape.SEVERAL:
            return core_schema.list_schema(node, min_length=1, max_length=LONGEST_LIST)
        case Shape.LISTED:
            constant = core_schema.definition_reference_schema(_CONSTANT)
            listed = core_schema.list_schema(constant, min_length=1, max_length=LONGEST_LIST)
            return core_schema.tuple_positional_schema([node, listed])
        case Shape.ROUNDED:
            return core_schema.tuple_positional_schema([node, core_schema.int_schema(ge=0, le=MOST_DIGITS)])
        case Shape.ANSWER:
            return _object("answer", _KEY)


_LARGEST = float(LARGEST_NUMBER)
_KEY = core_schema.str_schema(min_length=1, max_length=LONGEST_KEY)

GRAMMAR = core_schema.definitions_schema(
    core_schema.definition_reference_schema(_NAME),
    [
        core_schema.union_schema(
            [
                core_schema.bool_schema(),
                core_schema.float_schema(ge=-_LARGEST, le=_LARGEST),
                core_schema.str_schema(max_length=LONGEST_TEXT),
                _object(DATE, core_schema.date_schema()),
            ],
            ref=_CONSTANT,
        ),
        core_schema.union_schema(
            [
                core_schema.definition_reference_schema(_CONSTANT),
                _object("answer", _KEY),
                _object("calculated", _KEY),
                _object("context", core_schema.literal_schema(list(CONTEXT))),
                *(_object(name, _arguments(operator.shape)) for name, operator in OPERATORS.items()),
            ],
            ref=_NAME,
        ),
    ],
)
