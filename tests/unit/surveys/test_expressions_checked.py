from datetime import date
from decimal import Decimal

import pytest

from surveys.expressions import Domain, Expression, Fault, Kind
from tests.timing import at_most

RATING, CHANNEL, TOPICS, COMMENT, PLACE = (
    {"answer": key} for key in ("rating", "channel", "topics", "comment", "place")
)
VISITED, AGAIN, SCORE = {"answer": "visited"}, {"answer": "again"}, {"calculated": "score"}

ANSWERS = {
    "rating": Domain(Kind.NUMBER, values=tuple(Decimal(point) for point in range(1, 6))),
    "amount": Domain(Kind.NUMBER),
    "channel": Domain(Kind.CHOICE, options=("online", "phone"), values=("online", "phone")),
    "topics": Domain(Kind.CHOICES, options=("roads", "bins")),
    "place": Domain(Kind.CHOICE),
    "comment": Domain(Kind.TEXT),
    "visited": Domain(Kind.DATE),
    "again": Domain(Kind.BOOLEAN, values=(True, False)),
}
CALCULATED = {"score": Kind.NUMBER}

UNSOUND = [
    ({"answer": "nope"}, None, "", "There is no answer 'nope' to refer to here."),
    ({"not": {"calculated": "nope"}}, Kind.BOOLEAN, "not", "There is no calculated value 'nope' to refer to here."),
    ({"answered": {"answer": "nope"}}, Kind.BOOLEAN, "answered", "There is no answer 'nope' to refer to here."),
    ({"and": [True, RATING]}, Kind.BOOLEAN, "and.1", "'and' needs true or false, but this is a number."),
    ({"not": CHANNEL}, Kind.BOOLEAN, "not", "'not' needs true or false, but this is one of a list of options."),
    (
        {"==": [RATING, "4"]},
        Kind.BOOLEAN,
        "",
        "'==' compares a number with a text. Numbers stand without quotation marks, texts and options with them.",
    ),
    (
        {"<": [VISITED, "2026-03-31"]},
        Kind.BOOLEAN,
        "",
        """'<' compares a date with a text. Write a date as {"date": "2026-03-31"}.""",
    ),
    ({"==": [AGAIN, RATING]}, Kind.BOOLEAN, "", "'==' compares true or false with a number."),
    ({"!=": [CHANNEL, "onlin"]}, Kind.BOOLEAN, "!=.1", "'onlin' is not one of the options of 'channel'."),
    ({"==": ["onlin", CHANNEL]}, Kind.BOOLEAN, "==.0", "'onlin' is not one of the options of 'channel'."),
    ({"==": [RATING, 6]}, Kind.BOOLEAN, "==.1", "6 is not one of the possible answers to 'rating'."),
    (
        {"==": [TOPICS, "bins"]},
        Kind.BOOLEAN,
        "",
        "'==' cannot compare several options. Use any_of, all_of, none_of or count.",
    ),
    ({"<": [COMMENT, "x"]}, Kind.BOOLEAN, "", "'<' puts numbers or dates in order, but this is a text."),
    ({">=": [AGAIN, AGAIN]}, Kind.BOOLEAN, "", "'>=' puts numbers or dates in order, but this is true or false."),
    ({"in": [CHANNEL, ["phone", "post"]]}, Kind.BOOLEAN, "in.1.1", "'post' is not one of the options of 'channel'."),
    ({"in": [RATING, [5, "4"]]}, Kind.BOOLEAN, "in.1.1", "'in' compares a number with a text here."),
    (
        {"in": [TOPICS, ["bins"]]},
        Kind.BOOLEAN,
        "in.0",
        "'in' cannot compare several options. Use any_of, all_of or none_of.",
    ),
    ({"any_of": [TOPICS, ["bin"]]}, Kind.BOOLEAN, "any_of.1.0", "'bin' is not one of the options of 'topics'."),
    (
        {"all_of": [TOPICS, [1]]},
        Kind.BOOLEAN,
        "all_of.1.0",
        "'all_of' compares several of a list of options with a number here.",
    ),
    (
        {"none_of": [CHANNEL, ["phone"]]},
        Kind.BOOLEAN,
        "none_of.0",
        "'none_of' needs several of a list of options, but this is one of a list of options.",
    ),
    ({"count": RATING}, Kind.NUMBER, "count", "'count' needs several of a list of options, but this is a number."),
    ({"+": [1, COMMENT]}, Kind.NUMBER, "+.1", "'+' needs a number, but this is a text."),
    ({"round": [VISITED, 0]}, Kind.NUMBER, "round.0", "'round' needs a number, but this is a date."),
    (
        {"days_between": [VISITED, "2026-03-31"]},
        Kind.NUMBER,
        "days_between.1",
        "'days_between' needs a date, but this is a text.",
    ),
    ({"length": TOPICS}, Kind.NUMBER, "length", "'length' needs a text, but this is several of a list of options."),
    (
        {"if": [RATING, 1, 2]},
        Kind.NUMBER,
        "if.0",
        "'if' needs a condition that is true or false, but this is a number.",
    ),
    ({"if": [True, 1, "x"]}, None, "", "'if' must give the same kind both ways, not a number or a text."),
]

SOUND = [
    ({"==": [CHANNEL, "phone"]}, Kind.BOOLEAN),
    ({"==": [CHANNEL, COMMENT]}, Kind.BOOLEAN),
    ({"==": [PLACE, "any place at all"]}, Kind.BOOLEAN),
    ({"==": [{"answer": "amount"}, 6]}, Kind.BOOLEAN),
    ({"<": [RATING, 6]}, Kind.BOOLEAN),
    ({"in": [PLACE, ["here", "there"]]}, Kind.BOOLEAN),
    ({"any_of": [TOPICS, ["bins"]]}, Kind.BOOLEAN),
    ({"==": [{"context": "language"}, "cy"]}, Kind.BOOLEAN),
    ({"<": [VISITED, {"context": "today"}]}, Kind.BOOLEAN),
    ({"+": [RATING, SCORE, {"count": TOPICS}, {"length": COMMENT}]}, Kind.NUMBER),
    ({"if": [AGAIN, CHANNEL, PLACE]}, Kind.CHOICE),
    ({"if": [AGAIN, CHANNEL, ""]}, Kind.TEXT),
    (TOPICS, Kind.CHOICES),
    ({"date": "2026-03-31"}, Kind.DATE),
]


class TestCheck:
    @pytest.mark.parametrize(("raw", "kind", "place", "sentence"), UNSOUND, ids=lambda value: repr(value)[:60])
    def test_what_makes_no_sense_is_named_with_its_place(self, raw, kind, place, sentence):
        assert Expression.read(raw).check(ANSWERS, CALCULATED) == (kind, [Fault(place, sentence)])

    @pytest.mark.parametrize(("raw", "kind"), SOUND, ids=repr)
    def test_what_makes_sense_has_a_kind(self, raw, kind):
        assert Expression.read(raw).check(ANSWERS, CALCULATED, wanted=kind) == (kind, [])

    def test_what_gives_another_kind_than_wanted_is_refused(self):
        kind, faults = Expression.read(RATING).check(ANSWERS, CALCULATED, wanted=Kind.BOOLEAN)

        assert kind is Kind.NUMBER
        assert faults == [Fault("", "This must give true or false, but it gives a number.")]

    def test_an_option_chosen_will_do_for_a_text(self):
        assert Expression.read(CHANNEL).check(ANSWERS, CALCULATED, wanted=Kind.TEXT) == (Kind.CHOICE, [])

    def test_a_fault_is_not_named_again_further_out(self):
        raw = {"and": [{"<": [{"+": [{"answer": "nope"}, 1]}, 2]}, {"==": [{"answer": "nor_this"}, "x"]}]}

        _, faults = Expression.read(raw).check(ANSWERS, CALCULATED, wanted=Kind.BOOLEAN)

        assert [fault.place for fault in faults] == ["and.0.<.0.+.0", "and.1.==.0"]


class TestNeverHolds:
    @pytest.mark.parametrize(
        "raw",
        [
            False,
            {"and": [{"==": [CHANNEL, "phone"]}, {"==": [CHANNEL, "online"]}]},
            {"and": [{"answered": CHANNEL}, {"not": {"answered": CHANNEL}}]},
            {">": [RATING, 5]},
            {"and": [{"<": [RATING, 2]}, AGAIN, {"==": [{"+": [RATING, RATING]}, 6]}]},
            # What else is asked cannot make up for a contradiction.
            {"and": [{"==": [COMMENT, "x"]}, {"<": [RATING, 2]}, {">": [RATING, 4]}, {">": [SCORE, 1]}]},
            {"or": [{">": [RATING, 5]}, {"and": [{"context": "today"}, False]}]},
        ],
        ids=repr,
    )
    def test_a_contradiction_is_found(self, raw):
        assert Expression.read(raw).never_holds(ANSWERS)

    @pytest.mark.parametrize(
        "raw",
        [
            True,
            {"==": [CHANNEL, "phone"]},
            {"not": {"answered": CHANNEL}},
            {"and": [{"==": [RATING, 5]}, {"not": AGAIN}]},
            {"or": [{">": [RATING, 5]}, AGAIN]},
            # Not known.
            {"and": [{"==": [COMMENT, "x"]}, {"==": [COMMENT, "y"]}]},
            {">": [SCORE, 10]},
            {"==": [{"context": "mode"}, "nothing of the kind"]},
            {"answered": {"answer": "nope"}},
        ],
        ids=repr,
    )
    def test_what_holds_or_may_hold_is_let_be(self, raw):
        assert not Expression.read(raw).never_holds(ANSWERS)

    def test_it_tries_no_more_combinations_than_allowed(self):
        contradiction = Expression.read({"and": [{"==": [RATING, 1]}, AGAIN, {"not": AGAIN}]})

        assert contradiction.never_holds(ANSWERS, most=18)
        assert not contradiction.never_holds(ANSWERS, most=17)

    def test_a_long_expression_takes_no_longer(self):
        domains = {
            f"q{i}": Domain(Kind.DATE, values=tuple(date(2026, 1, day) for day in range(1, 12))) for i in range(4)
        }
        differ = [{"!=": [{"answer": f"q{i % 4}"}, {"date": "2026-03-31"}]} for i in range(60)]

        with at_most(2):
            Expression.read({"and": [*differ, False]}).never_holds(domains)
            Expression.read({"or": [{"and": [*differ[:4], False]}] * 11}).never_holds(domains)
