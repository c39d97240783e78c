"""Questions as the understanding sees them, and its values as questions read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chat
from chat import asking
from nlp.understanding import TYPES as UNDERSTOOD
from surveys.errors import AnswerError
from surveys.questions import TYPES
from tests.questions import question
from tests.unit.chat.talk import KEYS, SETTING, SURVEY, begin
from tests.unit.chat.test_reading import FEW, OWN

KINDS = sorted(set(TYPES) - {"statement"})


class TestAskedOf:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_type_is_one_that_is_understood(self, kind):
        assert asking.asked_of(question(kind), "en").type in UNDERSTOOD

    @pytest.mark.parametrize(
        ("kind", "more", "expected"),
        [
            ("duration", {}, "duration"),
            ("date", {}, "date"),
            ("nps", {}, "rating_0_10"),
            ("csat", {}, "rating_1_5"),
            ("rating", {"points": [{"en": "Bad"}, {"en": "Good"}]}, "choice"),
            ("rating", {"points": [{}] * 7}, "number"),
            ("rating", {"points": [{}] * 10}, "rating_0_10"),
            ("rating", {"points": [{}] * 5}, "rating_1_5"),
            ("ces", {}, "choice"),
            ("place", {}, "unit"),
            ("currency", {}, "number"),
            ("consent", {}, "yes_no"),
            ("short_text", {}, "text"),
        ],
    )
    def test_it_is_known_by_what_it_asks_for(self, kind, more, expected):
        assert asking.asked_of(question(kind, **more), "en").type == expected

    def test_its_options_are_the_labels_in_the_language_without_the_one_of_ones_own(self):
        assert asking.asked_of(question("choice", **OWN), "cy").options == (
            "Ar-lein", "Dros y ffôn", "Bwyd a diod", "None of these",
        )  # fmt: skip

    def test_nobodys_answer_is_put_into_its_text(self):
        asked = asking.asked_of(question("text", text={"en": "Why did you choose {channel|this way}?"}), "en")

        assert asked.text == "Why did you choose this way?"


class TestMessageOf:
    def test_what_is_answered_comes_last_and_comments_and_consent_are_left_out(self):
        here = begin(SURVEY)
        answered = here.state.answered({"office": "leeds"})
        here = begin(SURVEY).__class__(answered, here.way, (), here.asked)

        message = asking.message_of(here, "Hm", asked=None)

        assert (message.asked.key, message.said, message.today) == ("wait", "Hm", SETTING.today)
        assert [each.key for each in message.open] == ["day", "solved", "satisfaction", "office"]
        assert set(KEYS) - {each.key for each in message.open} == {"wait", "improve", "agreed"}

    def test_the_question_that_the_window_saw_is_the_open_one(self):
        message = asking.message_of(begin(SURVEY), "x", asked="office")

        assert message.asked.key == "office"
        assert "wait" in {each.key for each in message.open}

    @pytest.mark.parametrize(
        "said",
        ["no, I meant Leeds", "I mean Bangor", "sorry, make it Leeds", "wait, no, Leeds", "actually Leeds",
         "Change my answer to Leeds", "na, correction: Leeds"],
    )  # fmt: skip
    def test_what_takes_back_is_said_to_the_answer_before(self, said):
        here = begin(SURVEY)
        state = here.state.answered({"wait": 10, "office": "bangor"})

        message = chat.to_understand(SURVEY, state, setting=SETTING, said=said, asked="day")

        assert message.asked.key == "office"

    @pytest.mark.parametrize(
        "said", ["It should be 10 minutes at most", "Actually I liked it", "Make it quicker", "Change the hours"]
    )
    def test_under_an_open_question_that_is_a_comment(self, said):
        assert not asking.is_correction(said, question("text"))

    @pytest.mark.parametrize("said", ["no, I meant Leeds", "sorry, that should be Leeds"])
    def test_unless_it_says_that_it_takes_back(self, said):
        assert asking.is_correction(said, question("text"))

    def test_where_nothing_was_answered_it_is_said_to_what_is_open(self):
        assert asking.message_of(begin(SURVEY), "no, I meant two hours", asked=None).asked.key == "wait"


class TestToUnderstand:
    @pytest.mark.parametrize(
        ("said", "more"),
        [("2 hours", {}), ("stop", {}), ("anything", {"value": {"hours": "2"}}), ("Leeds", {"asked": "office"}),
         ("why?", {"asked": "improve"})],
    )  # fmt: skip
    def test_what_is_plain_need_not_be_understood(self, said, more):
        assert chat.to_understand(SURVEY, chat.State(), setting=SETTING, said=said, **more) is None

    def test_what_settles_something_pending_need_not_either(self):
        pending = chat.State(memory=chat.Memory(pending="stop"))

        assert chat.to_understand(SURVEY, pending, setting=SETTING, said="yes") is None
        assert chat.to_understand(SURVEY, pending, setting=SETTING, said="oh all right").asked.key == "wait"

    def test_other_words_are(self):
        message = chat.to_understand(SURVEY, chat.State(), setting=SETTING, said="all morning, in Leeds")

        assert (message.said, message.asked.type) == ("all morning, in Leeds", "duration")
        assert message.open[0].options == ("Leeds", "Bangor", "Cardiff")

    def test_after_the_end_nothing_is(self):
        answers = dict.fromkeys(KEYS, None) | {"wait": 1, "office": "leeds", "solved": True, "satisfaction": 4}

        assert chat.to_understand(SURVEY, chat.State(answers), setting=SETTING, said="one more thing") is None


class TestRawOf:
    @pytest.mark.parametrize(
        ("kind", "more", "value", "answer"),
        [
            ("choice", OWN, "By phone", "phone"),
            ("choice", OWN, "Dros y ffôn", "phone"),
            ("choices", OWN, "Online", ["online"]),
            ("place", {}, "The north", "north"),
            ("yes_no", {}, True, True),
            ("yes_no", {}, False, False),
            ("duration", {}, 150, 150),
            ("duration", {}, 7.5, 8),
            ("duration", {}, {"min": 60, "max": 60}, 60),
            ("date", {}, "2026-03-27", "2026-03-27"),
            ("rating", {}, 4, 4),
            ("rating", {}, 4.0, 4),
            ("nps", {}, 10, 10),
            ("number", {}, 12, 12),
            ("number", {"decimals": 1}, 1.5, 1.5),
            ("currency", {}, 12.5, 12.5),
            ("email", {}, "name@example.com", "name@example.com"),
            ("phone", {}, "01632960001", "+441632960001"),
        ],
    )
    def test_what_was_found_is_the_answer_that_it_stands_for(self, kind, more, value, answer):
        asked = question(kind, **more)

        assert asked.parse(asking.raw_of(asked, value)) == answer

    @pytest.mark.parametrize(
        ("kind", "value"),
        [("rating", 6), ("rating", True), ("choice", "Carrier pigeon"), ("number", "many"), ("duration", 10**9),
         ("date", "2026-02-31"), ("nps", 4.5), ("number", True)],
    )  # fmt: skip
    def test_what_the_question_cannot_hold_it_refuses_itself(self, kind, value):
        asked = question(kind)

        with pytest.raises(AnswerError):
            asked.parse(asking.raw_of(asked, value))

    def test_a_range_is_no_answer_and_its_ends_can_be_pressed(self):
        asked = question("duration")

        with pytest.raises(AnswerError) as caught:
            asking.raw_of(asked, {"min": 120, "max": 180})

        assert caught.value.message == asking.WHICH
        assert [quick.said for quick in asking.ends_of(asked, {"min": 120, "max": 180})] == [
            "120 minutes", "180 minutes",
        ]  # fmt: skip

    def test_ends_that_the_question_cannot_hold_are_not_offered(self):
        assert asking.ends_of(question("rating"), {"min": 4, "max": 8}) == ()

    @FEW
    @given(
        kind=st.sampled_from(KINDS),
        value=st.one_of(
            st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20)
        ),
    )
    def test_any_value_is_an_answer_or_refused(self, kind, value):
        asked = question(kind)

        try:
            answer = asked.parse(asking.raw_of(asked, value))
        except AnswerError:
            return
        assert answer is None or asked.parse(answer) == answer
