"""What is said, and the answer that it stands for, for each type of question."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat import State, reading, step
from surveys.definition import read_definition
from surveys.errors import AnswerError
from surveys.known import Setting
from surveys.questions import TYPES
from tests.factories import definition
from tests.questions import UNITS, question, written

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)
SETTING = Setting(today=date(2026, 5, 4), mode="conversation")

OPTIONS = [
    {"value": "online", "label": {"en": "Online", "cy": "Ar-lein", "ar": "عبر الإنترنت"}},
    {"value": "phone", "label": {"en": "By phone", "cy": "Dros y ffôn", "ar": "بالهاتف"}},
    {"value": "food", "label": {"en": "Food and drink, on the way", "cy": "Bwyd a diod", "ar": "وجبة"}},
    {"value": "none", "label": {"en": "None of these"}, "exclusive": True},
]
OWN = {"options": OPTIONS, "other": {"en": "Something else", "cy": "Rhywbeth arall", "ar": "غير ذلك"}}
NAMED_ALIKE = [
    {"value": "c", "label": {"en": "C"}},
    {"value": "cpp", "label": {"en": "C++"}},
    {"value": "bus", "label": {"en": "🚌"}},
]

ANSWERS = [
    ("choice", OWN, "Online", "online"),
    ("choice", OWN, " ONLINE! ", "online"),
    ("choice", OWN, "ar lein", "online"),
    ("choice", OWN, "dros y ffon", "phone"),
    ("choice", OWN, "بالهاتف", "phone"),
    ("choice", OWN, "other - my cat", {"chosen": "other", "other": "my cat"}),
    ("choice", OWN, "Other: my\ncat", {"chosen": "other", "other": "my cat"}),
    ("choice", OWN, "something else – a letter: blue", {"chosen": "other", "other": "a letter: blue"}),
    ("choice", OWN, "غير ذلك: رسالة", {"chosen": "other", "other": "رسالة"}),
    ("choice", {"options": NAMED_ALIKE}, "C++", "cpp"),
    ("choice", {"options": NAMED_ALIKE}, "c++", "cpp"),
    ("choice", {"options": NAMED_ALIKE}, "🚌", "bus"),
    ("choices", OWN, "online", ["online"]),
    ("choices", OWN, "Online, by phone", ["online", "phone"]),
    ("choices", OWN, "by phone and online", ["online", "phone"]),
    ("choices", OWN, "By phone\nOnline", ["online", "phone"]),
    ("choices", OWN, "online, phone, and food and drink, on the way", ["online", "phone", "food"]),
    ("choices", OWN, "Ar-lein a bwyd a diod", ["online", "food"]),
    ("choices", OWN, "Ar-lein ac ar-lein,", ["online"]),
    ("choices", OWN, "بالهاتف وعبر الإنترنت", ["online", "phone"]),
    ("choices", OWN, "وجبة، بالهاتف", ["phone", "food"]),
    ("choices", OWN, "none of these", ["none"]),
    ("choices", OWN, "online, other: my cat, and dog", {"chosen": ["online", "other"], "other": "my cat, and dog"}),
    ("choices", OWN, "Rhywbeth arall: llythyr", {"chosen": ["other"], "other": "llythyr"}),
    *[("yes_no", {}, said, True) for said in ("yes", "Yeah!", "yep", "Y", "Ie", "ydw", "do", "نعم")],
    *[("yes_no", {}, said, False) for said in ("no", "Nope.", "nah", "NA", "nac ydw", "naddo", "لا")],
    ("yes_no", {"yes": {"en": "It did"}, "no": {"en": "It did not"}}, "it did not", False),
    ("consent", {}, "I agree", True),
    ("consent", {}, "yes", True),
    ("consent", {}, "Rwy'n cytuno", True),
    ("consent", {"required": False}, "no", False),
    ("consent", {"required": False}, "I don't agree", False),
    *[("rating", {}, said, 4) for said in ("4", "4/5", "4 out of 5", "a 4!", "Good", "04", "٤", "4 allan o 5")],
    ("likert", {}, "Strongly agree", 5),
    ("likert", {}, "anghytuno'n gryf", 1),
    ("likert", {}, "لا أوافق ولا أعارض", None),
    ("csat", {}, "very satisfied", 5),
    ("ces", {}, "7/7", 7),
    ("ces", {}, "Somewhat agree", 5),
    *[("nps", {}, said, 10) for said in ("10", "10/10", "10 out of 10", "10 – Extremely likely", "extremely likely")],
    ("nps", {}, "0", 0),
    ("text", {}, " Fine, thanks \n", " Fine, thanks \n"),
    ("text", {}, "yes", "yes"),
    ("short_text", {}, "slow\nand kind", "slow and kind"),
    ("number", {}, "12", 12),
    ("number", {}, "12.", 12),
    ("number", {}, "١٢", 12),
    ("number", {}, "1,200", 1200),
    ("number", {"unit": {"en": "minutes", "cy": "munud"}}, "12 minutes", 12),
    ("number", {"unit": {"en": "minutes", "cy": "munud"}}, "1 minute", 1),
    ("number", {"unit": {"en": "minutes", "cy": "munud"}}, "12 munud!", 12),
    ("number", {"decimals": 1}, "-1.5", -1.5),
    ("currency", {}, "£12.50", 12.5),
    ("currency", {}, "12.50 pounds", 12.5),
    ("currency", {}, "£1,250", 1250),
    ("currency", {"currency": "EUR"}, "12 euros", 12),
    ("duration", {}, "2 hours 30 minutes", 150),
    ("duration", {}, "2 hours and 30 minutes.", 150),
    ("duration", {}, "2 awr", 120),
    ("duration", {"units": ["minutes"]}, "45", 45),
    ("duration", {"units": ["days"]}, "3", 3 * 1440),
    ("date", {}, "27 3 2026", "2026-03-27"),
    ("date", {}, "27 March 2026.", "2026-03-27"),
    ("date", {}, "27 Mawrth 2026", "2026-03-27"),
    ("date", {}, "2026-03-27", "2026-03-27"),
    ("email", {}, " name@example.com ", "name@example.com"),
    ("phone", {}, "01632 960 001", "+441632960001"),
    ("postcode", {}, "ls1 4ap", "LS1 4AP"),
    ("place", {}, "The north", "north"),
    ("place", {}, "south", "south"),
]

REFUSED = [
    ("choice", OWN, "carrier pigeon"),
    ("choice", OWN, "the phone, by which I mean my own"),
    ("choice", OWN, "other"),
    ("choice", OWN, "other:"),
    ("choice", {"options": OPTIONS}, "other: my cat"),
    ("choice", {"options": OPTIONS}, "2"),
    ("choice", {"options": [*NAMED_ALIKE, {"value": "c2", "label": {"en": "c"}}]}, "c."),
    ("choices", OWN, "online and pigeon"),
    ("choices", OWN, "online, none of these"),
    ("choices", OWN, "other, online"),
    ("yes_no", {}, "maybe"),
    ("yes_no", {}, "yes and no"),
    ("consent", {}, "no"),
    ("consent", {}, "perhaps"),
    *[("rating", {}, said) for said in ("6", "0", "-4", "4.5", "3/10", "4 or 5", "I waited 4 hours", "great")],
    *[("nps", {}, said) for said in ("11", "9/11", "-1", "not likely")],
    ("number", {}, "twelve"),
    ("number", {}, "12 minutes"),
    ("number", {"unit": {"en": "minutes"}}, "12 hours"),
    ("number", {"unit": {"en": "minutes"}}, "between 12 and 15 minutes"),
    ("currency", {}, "12 euros"),
    ("currency", {}, "$12"),
    ("duration", {}, "2"),
    ("duration", {}, "ages"),
    ("date", {}, "31 2 2026"),
    ("date", {}, "last week"),
    ("email", {}, "name at example"),
    ("phone", {}, "call me"),
    ("postcode", {}, "LS1"),
    ("place", {}, "elsewhere"),
]


class TestReading:
    @pytest.mark.parametrize(("kind", "more", "said", "answer"), ANSWERS)
    def test_words_are_read_as_the_answer_that_they_are(self, kind, more, said, answer):
        following = say(kind, more, said)

        assert following.state.answers.get(kind) == (3 if answer is None else answer)
        assert kind in following.state.answers

    @pytest.mark.parametrize(("kind", "more", "said"), REFUSED)
    def test_nothing_is_guessed(self, kind, more, said):
        following = say(kind, more, said)

        assert following.state.answers == {}
        assert following.asked.key == kind
        assert len(following.replies) == 1

    @pytest.mark.parametrize("kind", sorted(set(TYPES) - {"statement"}))
    def test_every_type_can_be_answered_by_words(self, kind):
        assert kind in {answered for answered, *_ in ANSWERS}
        assert kind in {refused for refused, *_ in REFUSED} | {"likert", "csat", "ces", "text", "short_text"}

    @pytest.mark.parametrize(
        ("kind", "value", "answer"),
        [
            ("choice", "online", "online"),
            ("choices", ["phone", "online"], ["online", "phone"]),
            ("yes_no", "no", False),
            ("yes_no", True, True),
            ("rating", "2", 2),
            ("duration", {"hours": "2", "minutes": ""}, 120),
            ("date", {"day": "27", "month": "3", "year": "2026"}, "2026-03-27"),
        ],
    )
    def test_what_a_control_stands_for_is_taken_as_it_is(self, kind, value, answer):
        assert say(kind, {}, "whatever the button says", value=value).state.answers == {kind: answer}

    @pytest.mark.parametrize("value", [{"a": 1}, [["x"]], [None], 7, 1.5, True, "", {"chosen": {}}, {"chosen": [[]]}])
    @pytest.mark.parametrize("kind", sorted(set(TYPES) - {"statement", "yes_no", "number", "currency", "duration"}))
    def test_what_no_control_stands_for_is_refused_or_an_answer(self, kind, value):
        following = say(kind, {}, "x", value=value)

        assert following.asked is None or following.asked.key == kind

    @FEW
    @given(said=st.text(max_size=60), kind=st.sampled_from(sorted(set(TYPES) - {"statement"})))
    def test_any_words_at_all_are_read_or_refused(self, said, kind):
        with suppress(AnswerError):
            reading.raw_of(question(kind, **(OWN if kind.startswith("choice") else {})), said)

    def test_long_messages_are_read_in_no_time(self):
        several = question("choices", options=OPTIONS)

        assert reading.raw_of(several, "online and " * 180 + "by phone")[-1] == "phone"
        assert reading.raw_of(several, "and, " * 100_000) == ("and, " * 100_000).strip()


class TestTheOptionOfOnesOwn:
    @pytest.mark.parametrize(
        ("kind", "said", "begun"), [("choice", "Other", "other"), ("choices", "online, other", ["online", "other"])]
    )
    def test_chosen_alone_it_asks_for_the_words_and_the_next_message_is_they(self, kind, said, begun):
        first = say(kind, OWN, said)

        assert [reply.text for reply in first.replies] == ["Say what your other answer is"]
        assert first.begun == begun
        then = say(kind, OWN, "by train, and bus", value={"chosen": first.begun, "other": "by train, and bus"})
        assert then.state.answers == {kind: {"chosen": begun, "other": "by train, and bus"}}

    def test_an_option_named_instead_is_the_option(self):
        then = say("choice", OWN, "by phone", value={"chosen": "other", "other": "by phone"})

        assert then.state.answers == {"choice": "phone"}

    def test_a_command_is_still_a_command(self):
        then = say("choice", {**OWN, "required": False}, "skip", value={"chosen": "other", "other": "skip"})

        assert then.state.answers == {"choice": None}


def say(kind, more, said, *, value=None):
    """Answer a survey of one question."""
    one = read_definition(definition(written(kind, **more))).with_units(UNITS)
    return step(one, State(), setting=SETTING, said=said, value=value)
