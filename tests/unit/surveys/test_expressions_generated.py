import json
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic_core import SchemaValidator

from surveys.expressions import CONTEXT, OPERATORS, Domain, Expression, ExpressionError, Fault, Kind
from surveys.expressions.schema import GRAMMAR

SOME = settings(max_examples=300, deadline=None, derandomize=True, database=None)

DOMAINS = {
    "rating": Domain(Kind.NUMBER, values=(Decimal(1), Decimal(2), Decimal(3))),
    "amount": Domain(Kind.NUMBER),
    "channel": Domain(Kind.CHOICE, options=("online", "phone"), values=("online", "phone")),
    "topics": Domain(Kind.CHOICES, options=("roads", "bins")),
    "comment": Domain(Kind.TEXT),
    "visited": Domain(Kind.DATE),
    "again": Domain(Kind.BOOLEAN, values=(True, False)),
}
CALCULATED = {"score": Kind.NUMBER, "due": Kind.DATE, "urgent": Kind.BOOLEAN, "name": Kind.TEXT}
TYPES = {
    Kind.BOOLEAN: bool,
    Kind.NUMBER: Decimal,
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.CHOICE: str,
    Kind.CHOICES: tuple,
}

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
)
references = st.one_of(
    st.sampled_from([{"answer": key} for key in [*DOMAINS, "nope"]]),
    st.sampled_from([{"calculated": key} for key in CALCULATED]),
    st.sampled_from([{"context": key} for key in CONTEXT]),
)
texts = st.sampled_from(["online", "roads", "", "x"])
dates = st.dates().map(lambda day: {"date": day.isoformat()})
numbers = st.integers(-5, 5) | st.floats(-1e30, 1e30, allow_nan=False)
constants = st.one_of(st.booleans(), numbers, texts, dates)


def written(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Anything that looks like an expression, of whatever kinds."""
    several = st.lists(inner | constants, min_size=1, max_size=4)
    listed = st.tuples(inner, st.lists(constants, max_size=3)).map(list)
    content = st.one_of(inner, several, listed, st.tuples(inner, st.integers(-1, 11)).map(list))
    return st.builds(lambda name, content: {name: content}, st.sampled_from(list(OPERATORS)), content)


likely = st.recursive(references | constants, written, max_leaves=12)


def one(name: str, *arguments: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(*arguments).map(lambda content: {name: list(content)})


def several(name: str, argument: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(argument, min_size=1, max_size=3).map(lambda content: {name: content})


def sound(depth: int) -> tuple[st.SearchStrategy, st.SearchStrategy, st.SearchStrategy]:
    """Conditions, numbers and dates that a check accepts."""
    condition = st.booleans() | st.sampled_from([{"answer": "again"}, {"calculated": "urgent"}])
    number = numbers | st.sampled_from([{"answer": "rating"}, {"answer": "amount"}, {"calculated": "score"}])
    day = dates | st.sampled_from([{"answer": "visited"}, {"calculated": "due"}, {"context": "today"}])
    text = texts | st.sampled_from([{"answer": "comment"}, {"context": "language"}])
    channel = st.sampled_from([{"==": [{"answer": "channel"}, "phone"]}, {"in": [{"answer": "channel"}, ["online"]]}])
    chosen = st.lists(st.sampled_from(["roads", "bins"]), min_size=1, max_size=2)
    for _ in range(depth):
        condition, number, day = (
            st.one_of(
                condition,
                channel,
                st.sampled_from([{"answered": {"answer": key}} for key in DOMAINS]),
                *(several(name, condition) for name in ("and", "or")),
                condition.map(lambda inner: {"not": inner}),
                *(one(name, number, number) for name in ("<", "<=", ">", ">=")),
                *(one(name, day, day) for name in ("==", "!=", "<", ">=")),
                one("!=", text, text),
                *(one(name, st.just({"answer": "topics"}), chosen) for name in ("any_of", "all_of", "none_of")),
            ),
            st.one_of(
                number,
                *(several(name, number) for name in ("+", "*", "min", "max")),
                one("-", number, number),
                one("/", number, number),
                one("round", number, st.integers(0, 10)),
                one("if", condition, number, number),
                one("days_between", day, day),
                text.map(lambda inner: {"length": inner}),
                st.just({"count": {"answer": "topics"}}),
            ),
            day | one("if", condition, day, day),
        )
    return condition, number, day


SOUND = dict(zip((Kind.BOOLEAN, Kind.NUMBER, Kind.DATE), sound(3), strict=True))

amounts = st.decimals(allow_nan=True, allow_infinity=True) | st.integers()
answers = st.fixed_dictionaries(
    {},
    optional={
        "rating": st.sampled_from([None, Decimal(1), Decimal(2), Decimal(3)]),
        "amount": st.none() | amounts,
        "channel": st.sampled_from([None, "online", "phone"]),
        "topics": st.sampled_from([None, (), ("roads",), ("roads", "bins")]),
        "comment": st.none() | st.text(),
        "visited": st.none() | st.dates(),
        "again": st.sampled_from([None, True, False]),
    },
)
calculated = st.fixed_dictionaries(
    {"score": st.none() | amounts, "due": st.none() | st.dates(), "urgent": st.booleans(), "name": st.text()}
)
contexts = st.fixed_dictionaries({"language": st.text(), "mode": st.text(), "today": st.dates()})
facts = st.tuples(answers, calculated, contexts)
anything = st.dictionaries(st.sampled_from([*DOMAINS, *CALCULATED, *CONTEXT]), any_json | st.dates() | amounts)


class TestAnyJson:
    @SOME
    @given(any_json | likely)
    def test_it_is_read_or_refused_with_reasons(self, raw):
        expression, faults = read(raw)

        if expression:
            assert expression.raw == raw
            SchemaValidator(GRAMMAR).validate_json(json.dumps(raw), strict=True)
        else:
            assert faults
            assert all(fault.sentence.endswith(".") for fault in faults)

    @SOME
    @given(likely, st.tuples(anything, anything, anything))
    def test_what_is_read_is_evaluated_whatever_the_answers_and_twice_the_same(self, raw, facts):
        (one, _), (same, _) = read(raw), read(raw)
        assume(one and same)

        assert one.evaluate(*facts) == same.evaluate(*facts)
        one.check(DOMAINS, CALCULATED)
        one.never_holds(DOMAINS, most=50)

    @SOME
    @given(likely, facts)
    def test_what_passes_a_check_gives_its_kind_or_nothing(self, raw, facts):
        expression, _ = read(raw)
        assume(expression)

        kind, faults = expression.check(DOMAINS, CALCULATED)
        value = expression.evaluate(*facts)

        assert faults or value is None or type(value) is TYPES[kind]


class TestSoundExpressions:
    @SOME
    @given(
        st.sampled_from(list(SOUND)).flatmap(lambda kind: st.tuples(st.just(kind), SOUND[kind])),
        facts,
    )
    def test_they_pass_and_give_their_kind_or_nothing(self, wanted_and_raw, facts):
        wanted, raw = wanted_and_raw
        expression, faults = read(raw)
        assert expression or "200 parts" in faults[0].sentence
        assume(expression)

        kind, faults = expression.check(DOMAINS, CALCULATED, wanted=wanted)
        value = expression.evaluate(*facts)

        assert (kind, faults) == (wanted, [])
        assert value is None or (type(value) is TYPES[wanted] and expression.holds(*facts) is (value is True))
        assert not isinstance(value, Decimal) or abs(value) <= Decimal(10) ** 30

    @SOME
    @given(SOUND[Kind.BOOLEAN], facts)
    def test_what_never_holds_does_not_hold(self, raw, facts):
        expression, _ = read({"and": [raw, {"<": [{"answer": "rating"}, 3]}]})
        assume(expression)

        assert not (expression.never_holds(DOMAINS, most=200) and expression.holds(*facts))


def read(raw: object) -> tuple[Expression | None, list[Fault]]:
    try:
        return Expression.read(raw), []
    except ExpressionError as error:
        return None, error.faults
