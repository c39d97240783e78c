import pytest

from surveys.expressions import Expression, ExpressionError, Fault
from tests.timing import at_most

RATING, CHANNEL, TOPICS = ({"answer": key} for key in ("rating", "channel", "topics"))
SCORE = {"calculated": "score"}

UNREADABLE = [
    (None, "", "A constant cannot be null"),
    ([], "", "A list cannot stand here"),
    ({}, "", "exactly one operator. This one has 0"),
    ({"==": [1, 1], "and": []}, "", "exactly one operator. This one has 2"),
    (b"x", "", "not JSON"),
    ({1: 2}, "", "this is not an operator"),
    ({"eval": "1"}, "", "'eval' is not an operator. Use one of: answer, "),
    ({"x" * 1000: 1}, "", f"'{'x' * 40}…' is not an operator"),
    ({"__class__": []}, "", "'__class__' is not an operator"),
    (float("nan"), "", "between -1e30 and 1e30"),
    (float("-inf"), "", "between -1e30 and 1e30"),
    (1.1e30, "", "between -1e30 and 1e30"),
    (10**30 + 1, "", "between -1e30 and 1e30"),
    ("x" * 501, "", "at most 500 characters. This one has 501"),
    ("a\x00", "", "control characters"),
    ("\ud800", "", "half characters"),
    ({"date": "2026-02-29"}, "date", "a date of the calendar"),
    ({"date": "20260331"}, "date", "a date of the calendar"),
    ({"date": "2026-W01-1"}, "date", "a date of the calendar"),
    ({"date": 2026}, "date", "a date of the calendar"),
    ({"answer": ""}, "", "by its key"),
    ({"answer": ["a"]}, "", "by its key"),
    ({"answer": "x" * 81}, "", "by its key"),
    ({"calculated": {"answer": "a"}}, "", "by its key"),
    ({"context": "clock"}, "", "language, mode, today, not 'clock'"),
    ({"context": []}, "", "language, mode, today, not this"),
    ({"and": True}, "and", "'and' takes a list of 1 to 100"),
    ({"and": []}, "and", "'and' takes a list of 1 to 100. This list has 0"),
    ({"or": [True] * 101}, "or", "This list has 101"),
    ({"not": [True]}, "not", "A list cannot stand here"),
    ({"and": [True, {"==": [None, 1]}]}, "and.1.==.0", "A constant cannot be null"),
    ({"<": [1, 2, 3]}, "<", "'<' takes a list of two. This list has 3"),
    ({"if": [True, 1]}, "if", "a condition, what holds then, and what holds else. This list has 2"),
    ({"in": ["a"]}, "in", "the second a list of constants. This list has 1"),
    ({"in": ["a", "a"]}, "in.1", "a list of 1 to 100 constants"),
    ({"in": ["a", []]}, "in.1", "a list of 1 to 100 constants"),
    ({"in": [1, list(range(101))]}, "in.1", "a list of 1 to 100 constants"),
    ({"in": ["a", ["b", CHANNEL]]}, "in.1.1", "Only constants can stand in this list"),
    ({"any_of": [TOPICS, ["bins", None]]}, "any_of.1.1", "A constant cannot be null"),
    ({"answered": "rating"}, "answered", "'answered' asks of an answer"),
    ({"answered": SCORE}, "answered", "'answered' asks of an answer"),
    ({"round": [1, 11]}, "round.1", "0 to 10"),
    ({"round": [1, True]}, "round.1", "0 to 10"),
    ({"round": [1, 0.5]}, "round.1", "0 to 10"),
    ({"round": [1, RATING]}, "round.1", "0 to 10"),
    ({"count": {"length": {"if": [True, {"x": 1}, ""]}}}, "count.length.if.1", "'x' is not an operator"),
]


def nested(times: int, operator: str = "not") -> object:
    raw: object = True
    for _ in range(times):
        raw = {operator: raw}
    return raw


def endless() -> object:
    raw: dict[str, list[object]] = {"and": []}
    raw["and"] += [raw] * 100
    return raw


def bushy() -> object:
    raw: object = True
    for _ in range(15):
        raw = {"or": [raw] * 100}
    return raw


BOMBS = {
    "deep": lambda: nested(10_000),
    "deep outside the grammar": lambda: nested(10_000, "x"),
    "wide": lambda: {"and": [True] * 1_000_000},
    "a wide object": lambda: dict.fromkeys(map(str, range(1_000_000)), True),
    "endless": endless,
    "bushy": bushy,
    "a long name": lambda: {"x" * 10_000_000: True},
    "a long text": lambda: {"length": "x" * 10_000_000},
    "a long number": lambda: {"+": [1 << 10_000_000]},
}


class TestRead:
    @pytest.mark.parametrize(("raw", "place", "sentence"), UNREADABLE, ids=lambda value: repr(value)[:60])
    def test_what_cannot_be_read_is_named_with_its_place(self, raw, place, sentence):
        (fault,) = faults_of(raw)

        assert fault.place == place
        assert sentence in fault.sentence

    def test_every_fault_is_named(self):
        raw = {"and": [None, {"in": [{"x": 1}, [None, RATING]]}, {"not": []}, True]}

        assert [fault.place for fault in faults_of(raw)] == ["and.0", "and.1.in.0", "and.1.in.1.0", "and.2.not"]

    def test_the_error_says_all_of_it(self):
        with pytest.raises(ExpressionError) as error:
            Expression.read({"and": [None, {}]})

        assert str(error.value).startswith("and.0: A constant cannot be null.")
        assert " and.1: Write an object with exactly one operator." in str(error.value)

    def test_the_largest_are_read(self):
        Expression.read({"and": [*([True] * 98), {"or": [True] * 100}]})
        Expression.read({"in": [1, list(range(100))]})
        Expression.read(nested(19))
        Expression.read(10**30)

    def test_one_part_more_is_refused_once(self):
        raw = {"and": [{"or": [True] * 98}, {"or": [True] * 99}, None]}

        assert faults_of(raw) == [Fault("", "An expression has at most 200 parts. Move some into a calculated value.")]

    def test_one_level_more_is_refused(self):
        (fault,) = faults_of(nested(20))

        assert fault.place.count("not") == 20
        assert fault.sentence == "Expressions nest at most 20 deep. Move this part into a calculated value."

    @pytest.mark.parametrize("bomb", BOMBS)
    def test_bombs_are_refused_at_once(self, bomb):
        raw = BOMBS[bomb]()

        with at_most(0.5):
            found = faults_of(raw)

        assert len(found) <= 200


def faults_of(raw: object) -> list[Fault]:
    with pytest.raises(ExpressionError) as error:
        Expression.read(raw)
    return error.value.faults
