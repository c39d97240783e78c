from datetime import date, datetime
from decimal import Decimal, localcontext

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from surveys.expressions import OPERATORS, Expression, ExpressionError
from surveys.expressions.schema import GRAMMAR

ANSWERS = {
    "rating": Decimal(4),
    "channel": "phone",
    "topics": ("roads", "bins"),
    "comment": "Rwy'n hapus",
    "visited": date(2026, 3, 1),
    "again": True,
    "passed_over": None,
    "left_blank": "",
    "none_chosen": (),
}
CALCULATED = {"score": Decimal("7.5"), "unknown": None}
TODAY = {"language": "cy", "mode": "page", "today": date(2026, 3, 31)}

RATING, CHANNEL, TOPICS, COMMENT = ({"answer": key} for key in ("rating", "channel", "topics", "comment"))
VISITED, AGAIN, MISSING = ({"answer": key} for key in ("visited", "again", "passed_over"))

WORTH = [
    # Constants and references.
    (True, True),
    (5, Decimal(5)),
    (0.1, Decimal("0.1")),
    (-0.0, Decimal(0)),
    ("", ""),
    ({"date": "2024-02-29"}, date(2024, 2, 29)),
    (RATING, Decimal(4)),
    (TOPICS, ("roads", "bins")),
    ({"answer": "never_asked"}, None),
    ({"answer": "left_blank"}, None),
    ({"answer": "none_chosen"}, None),
    ({"calculated": "score"}, Decimal("7.5")),
    ({"calculated": "never_defined"}, None),
    ({"context": "language"}, "cy"),
    ({"context": "today"}, date(2026, 3, 31)),
    # Conditions.
    ({"and": [True, AGAIN]}, True),
    ({"and": [True, False]}, False),
    ({"or": [False, AGAIN]}, True),
    ({"or": [False]}, False),
    ({"not": AGAIN}, False),
    ({"not": False}, True),
    ({"if": [AGAIN, 1, 2]}, Decimal(1)),
    ({"if": [False, 1, {"if": [True, 3, 4]}]}, Decimal(3)),
    # Comparisons.
    ({"==": [RATING, 4]}, True),
    ({"==": [RATING, 4.0]}, True),
    ({"==": [CHANNEL, "phone"]}, True),
    ({"==": [CHANNEL, "Phone"]}, False),
    ({"==": [AGAIN, True]}, True),
    ({"==": [VISITED, {"date": "2026-03-01"}]}, True),
    ({"!=": [CHANNEL, "online"]}, True),
    ({"!=": [RATING, 4]}, False),
    ({"<": [RATING, 5]}, True),
    ({"<": [RATING, 4]}, False),
    ({"<=": [RATING, 4]}, True),
    ({">": [RATING, 4]}, False),
    ({">=": [RATING, 4]}, True),
    ({"<": [VISITED, {"context": "today"}]}, True),
    ({"in": [CHANNEL, ["online", "phone"]]}, True),
    ({"in": [RATING, [1, 2]]}, False),
    ({"in": [VISITED, [{"date": "2026-03-01"}]]}, True),
    # Several options.
    ({"any_of": [TOPICS, ["bins", "parks"]]}, True),
    ({"any_of": [TOPICS, ["parks"]]}, False),
    ({"all_of": [TOPICS, ["bins", "roads"]]}, True),
    ({"all_of": [TOPICS, ["bins", "parks"]]}, False),
    ({"none_of": [TOPICS, ["parks"]]}, True),
    ({"none_of": [TOPICS, ["parks", "bins"]]}, False),
    ({"count": TOPICS}, Decimal(2)),
    # Numbers.
    ({"+": [RATING, 1, 0.5]}, Decimal("5.5")),
    ({"+": [0.1, 0.2]}, Decimal("0.3")),
    ({"+": [7]}, Decimal(7)),
    ({"-": [RATING, 10]}, Decimal(-6)),
    ({"*": [RATING, {"calculated": "score"}]}, Decimal(30)),
    ({"/": [RATING, 8]}, Decimal("0.5")),
    ({"min": [RATING, 2, 9]}, Decimal(2)),
    ({"max": [RATING, 2, 9]}, Decimal(9)),
    ({"round": [2.5, 0]}, Decimal(3)),
    ({"round": [-2.5, 0]}, Decimal(-3)),
    ({"round": [-0.2, 0]}, Decimal(0)),
    ({"round": [{"/": [2, 3]}, 2]}, Decimal("0.67")),
    ({"round": [1e30, 10]}, Decimal(10) ** 30),
    # Dates and texts.
    ({"days_between": [VISITED, {"context": "today"}]}, Decimal(30)),
    ({"days_between": [{"date": "2026-03-02"}, VISITED]}, Decimal(-1)),
    ({"length": COMMENT}, Decimal(11)),
    # Missing answers.
    ({"answered": RATING}, True),
    ({"answered": MISSING}, False),
    ({"answered": {"answer": "left_blank"}}, False),
    ({"answered": {"answer": "none_chosen"}}, False),
    ({"==": [MISSING, 4]}, None),
    ({"!=": [MISSING, 4]}, None),
    ({"==": [MISSING, MISSING]}, None),
    ({"<": [MISSING, 4]}, None),
    ({"in": [MISSING, [4]]}, None),
    ({"any_of": [MISSING, ["bins"]]}, None),
    ({"none_of": [MISSING, ["bins"]]}, None),
    ({"count": MISSING}, None),
    ({"+": [1, MISSING]}, None),
    ({"max": [1, MISSING]}, None),
    ({"round": [MISSING, 1]}, None),
    ({"days_between": [MISSING, {"context": "today"}]}, None),
    ({"length": MISSING}, None),
    ({"and": [True, {"==": [MISSING, 4]}]}, False),
    ({"or": [{"==": [MISSING, 4]}, True]}, True),
    ({"or": [{"==": [MISSING, 4]}]}, False),
    ({"not": {"==": [MISSING, 4]}}, True),
    ({"if": [{"==": [MISSING, 4]}, 1, 2]}, Decimal(2)),
    ({"if": [True, MISSING, 2]}, None),
    # What cannot be computed.
    ({"/": [1, 0]}, None),
    ({"/": [0, 0]}, None),
    ({"*": [1e30, 10]}, None),
    ({"-": [-1e30, 1e30]}, None),
    # What a check refuses is still no error here.
    ({"==": [True, 1]}, None),
    ({"in": [True, [1]]}, False),
    ({"==": [TOPICS, TOPICS]}, None),
    ({"<": ["a", "b"]}, None),
    ({"<": [False, True]}, None),
    ({"+": [True, 1]}, None),
    ({"and": [1, "yes"]}, False),
    ({"any_of": [CHANNEL, ["phone"]]}, None),
    ({"count": CHANNEL}, None),
    ({"length": TOPICS}, None),
    ({"days_between": [1, 2]}, None),
]

FROM_OUTSIDE = [
    (4, Decimal(4)),
    (0.1, Decimal("0.1")),
    (["roads"], ("roads",)),
    (datetime(2026, 3, 1, 12, 30), date(2026, 3, 1)),
    (10**31, None),
    (10**100_000, None),
    (Decimal("1E+999999"), None),
    (Decimal("1E-999999"), Decimal("1E-999999")),
    (Decimal("NaN"), None),
    (Decimal("sNaN"), None),
    (Decimal("-Infinity"), None),
    (float("inf"), None),
    ([1, 2], None),
    ({"a": 1}, None),
    (object(), None),
]


class TestEvaluate:
    @pytest.mark.parametrize(("raw", "worth"), WORTH, ids=repr)
    def test_it_gives_a_value_of_exactly_this_type(self, raw, worth):
        value = Expression.read(raw).evaluate(ANSWERS, CALCULATED, TODAY)

        assert (value, type(value)) == (worth, type(worth))

    @pytest.mark.parametrize(("raw", "worth"), WORTH, ids=repr)
    def test_a_condition_holds_if_it_is_true_and_not_if_it_is_missing(self, raw, worth):
        assert Expression.read(raw).holds(ANSWERS, CALCULATED, TODAY) is (worth is True)

    def test_every_operator_is_in_the_table(self):
        assert {name for name in OPERATORS if f"'{name}': " in repr(WORTH)} == set(OPERATORS)

    @pytest.mark.parametrize(("given", "value"), FROM_OUTSIDE, ids=lambda value: type(value).__name__)
    def test_an_answer_of_any_type_is_taken_as_a_value_or_as_missing(self, given, value):
        assert Expression.read({"answer": "a"}).evaluate({"a": given}, {}, {}) == value

    def test_the_callers_own_arithmetic_does_not_matter(self):
        with localcontext() as context:
            context.prec = 2

            assert Expression.read({"+": [1000, 1]}).evaluate({}, {}, {}) == Decimal(1001)

    def test_multiplying_again_and_again_ends_in_no_number(self):
        raw = {"answer": "a"}
        for _ in range(18):
            raw = {"*": [raw, 1e30, 1e30, 1e30]}

        assert Expression.read(raw).evaluate({"a": 10}, {}, {}) is None


class TestExpression:
    def test_it_says_what_it_refers_to(self):
        expression = Expression.read(
            {"if": [{"answered": RATING}, {"+": [RATING, {"calculated": "score"}]}, {"count": TOPICS}]}
        )

        assert expression.answers == {"rating", "topics"}
        assert expression.calculated == {"score"}

    def test_those_written_alike_are_equal(self):
        one, same = Expression.read({"==": [RATING, 4]}), Expression.read({"==": [{"answer": "rating"}, 4]})

        assert one == same
        assert len({one, same}) == 1

    def test_true_is_not_written_like_1(self):
        assert Expression.read(True) != Expression.read(1)

    def test_what_it_was_read_from_may_change_later(self):
        raw = {"and": [True]}
        expression = Expression.read(raw)

        raw["and"].append(False)

        assert expression.raw == {"and": [True]}


class Page(BaseModel):
    shown: Expression | None = None
    calculated: list[Expression] = []


class TestAsAField:
    def test_it_is_stored_as_it_was_given(self):
        raw = {"shown": {"<": [RATING, 2.5]}, "calculated": [{"date": "2026-03-31"}, "x", True]}

        page = Page.model_validate(raw)

        assert page.model_dump() == page.model_dump(mode="json") == raw
        assert Page.model_validate_json(page.model_dump_json()) == page

    def test_it_may_be_given_ready_made(self):
        expression = Expression.read(RATING)

        assert Page(shown=expression).shown is expression

    def test_a_fault_names_its_place_in_the_definition_and_in_the_expression(self):
        with pytest.raises(ValidationError) as error:
            Page.model_validate({"calculated": [1, {"and": [True, {"==": [1]}]}]})

        (fault,) = error.value.errors()
        assert fault["loc"] == ("calculated", 1)
        assert fault["msg"] == "and.1.==: '==' takes a list of two. This list has 1."

    def test_braces_in_what_was_given_do_not_matter(self):
        with pytest.raises(ValidationError, match=r"'\{faults\}' is not an operator"):
            Page.model_validate({"shown": {"{faults}": 1}})

    @pytest.mark.parametrize("mode", ["validation", "serialization"])
    def test_its_json_schema_defines_the_grammar_once_and_refers_to_it(self, mode):
        schema = Page.model_json_schema(mode=mode)

        assert schema["properties"]["calculated"]["items"] == {"allOf": [{"$ref": "#/$defs/Expression"}]}
        assert set(schema["$defs"]) == {"Expression", "Constant"}
        written = [set(way["properties"]) for way in schema["$defs"]["Expression"]["anyOf"] if "properties" in way]
        assert set().union(*written) == {"answer", "calculated", "context", *OPERATORS}

    def test_its_json_schema_can_stand_alone(self):
        assert TypeAdapter(Expression).json_schema()["allOf"] == [{"$ref": "#/$defs/Expression"}]

    @pytest.mark.parametrize("raw", [raw for raw, _ in WORTH], ids=repr)
    def test_the_grammar_has_all_that_can_be_read(self, raw):
        json = TypeAdapter(Expression).dump_json(Expression.read(raw))

        SchemaValidator(GRAMMAR).validate_json(json, strict=True)

    @pytest.mark.parametrize(
        "raw", ["null", "[]", "{}", '{"and": []}', '{"==": [1]}', '{"eval": "1"}', '{"in": [1, 1]}']
    )
    def test_the_grammar_has_nothing_that_cannot_be_read(self, raw):
        with pytest.raises(ValidationError):
            SchemaValidator(GRAMMAR).validate_json(raw, strict=True)
        with pytest.raises(ExpressionError):
            Expression.read(TypeAdapter(object).validate_json(raw))
