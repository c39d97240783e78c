from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chat
from chat import State
from surveys.definition import read_definition
from surveys.routing import Setting
from tests.factories import CHOICE, RATING, TEXT, definition

SETTING = Setting(today=date(2026, 5, 4), mode="conversation")
begin, resume, step = (partial(each, setting=SETTING) for each in (chat.begin, chat.resume, chat.step))

SURVEY = read_definition(definition())
EVERYTHING = {"satisfaction": 4, "channel": "online", "improve": None}
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
WORDS = st.one_of(
    st.sampled_from(
        ["skip", "back", "no", "4", "online", "By phone", "5/5", "", "\ud800", "\0", "👍", "٤", "4 5", "-4"]
    ),
    st.text(max_size=40),
)


class TestBegin:
    def test_it_asks_the_first_question(self):
        assert (begin(SURVEY).asked.key, begin(SURVEY).replies, begin(SURVEY).state) == ("satisfaction", (), State())


class TestResume:
    def test_it_asks_what_is_open(self):
        assert resume(SURVEY, State({"satisfaction": 4})).asked.key == "channel"

    def test_it_thanks_when_nothing_is_open(self):
        assert resume(SURVEY, State(EVERYTHING)).replies == (chat.THANKS,)


class TestStep:
    @pytest.mark.parametrize(
        ("said", "point"),
        [("4", 4), (" 4 ", 4), ("4 out of 5", 4), ("4/5", 4), ("a 4!", 4), ("Satisfied", 4), ("VERY SATISFIED", 5),
         ("very dissatisfied.", 1)],
    )  # fmt: skip
    def test_it_understands_a_rating_in_figures_and_words(self, said, point):
        assert step(SURVEY, State(), said=said).state.answers == {"satisfaction": point}

    @pytest.mark.parametrize("said", ["6", "0", "4 or 5", "3/10", "4.5 of 5", "I waited 4 hours", "1 2 3", "great", ""])
    def test_it_guesses_no_rating(self, said):
        following = step(SURVEY, State(), said=said)

        assert (following.state, following.asked.key) == (State(), "satisfaction")
        assert following.replies[0].text == "Select one of the answers"

    @pytest.mark.parametrize("said", ["online", "Online", "ONLINE!", "Ar-lein", "ar lein"])
    def test_it_understands_an_option_by_value_and_by_label_in_any_language(self, said):
        assert step(SURVEY, State({"satisfaction": 4}), said=said).state.answers["channel"] == "online"

    def test_an_accent_left_out_is_understood(self):
        assert step(SURVEY, State({"satisfaction": 4}), said="dros y ffon").state.answers["channel"] == "phone"

    def test_no_is_an_answer_to_an_open_question(self):
        assert step(SURVEY, State({"satisfaction": 4, "channel": "phone"}), said="No").state.answers["improve"] == "No"

    def test_no_passes_over_an_optional_question_with_options(self):
        optional = read_definition(definition({**CHOICE, "required": False}))

        assert step(optional, State(), said="No thanks").state.answers == {"channel": None}

    @pytest.mark.parametrize("said", ["skip", "Pass", "hepgor", "SKIP."])
    def test_an_optional_question_is_passed_over(self, said):
        following = step(SURVEY, State({"satisfaction": 4, "channel": "phone"}), said=said)

        assert following.state.answers["improve"] is None
        assert following.asked is None

    def test_an_option_named_like_a_command_is_the_option(self):
        survey = read_definition(
            definition({**CHOICE, "options": [{"value": v, "label": {"en": v}} for v in ("none", "skip")]})
        )

        assert step(survey, State(), said="none").state.answers == {"channel": "none"}
        assert step(survey, State(), said="skip").state.answers == {"channel": "skip"}

    def test_an_option_named_back_is_the_option(self):
        survey = read_definition(
            definition(RATING, {**CHOICE, "options": [{"value": v, "label": {"en": v}} for v in ("back", "knee")]})
        )

        assert step(survey, State({"satisfaction": 4}), said="Back").state.answers["channel"] == "back"

    def test_back_takes_the_last_answer_away(self):
        following = step(SURVEY, State({"satisfaction": 4, "channel": "phone"}), said="back")

        assert (following.state.answers, following.asked.key) == ({"satisfaction": 4}, "channel")

    def test_back_at_the_beginning_stays_there(self):
        assert step(SURVEY, State(), said="back").asked.key == "satisfaction"

    def test_an_earlier_question_is_answered_anew_when_it_is_named(self):
        following = step(SURVEY, State({"satisfaction": 4}), said="2", asked="satisfaction")

        assert (following.state.answers, following.asked.key) == ({"satisfaction": 2}, "channel")

    def test_a_later_question_can_be_answered_early(self):
        following = step(SURVEY, State(), said="phone", asked="channel")

        assert (following.state.answers, following.asked.key) == ({"channel": "phone"}, "satisfaction")

    def test_a_question_that_nobody_knows_is_the_open_one(self):
        assert step(SURVEY, State(), said="2", asked="nobody").state.answers == {"satisfaction": 2}

    def test_nothing_more_is_asked_after_the_end(self):
        following = step(SURVEY, State(EVERYTHING), said="one thing more")

        assert (following.replies, following.asked, following.state.answers) == ((chat.THANKS,), None, EVERYTHING)

    def test_it_changes_nothing_that_it_was_given(self):
        state = State({"satisfaction": 4})

        step(SURVEY, state, said="online")

        assert state == State({"satisfaction": 4})

    @FEW
    @given(turns=st.lists(st.tuples(WORDS, st.sampled_from([None, "satisfaction", "improve", "x"])), max_size=15))
    def test_it_never_raises_and_always_answers_or_asks(self, turns):
        current = begin(SURVEY)

        for said, asked in turns:
            current = step(SURVEY, current.state, said=said, asked=asked)
            assert current.asked is not None or current.replies == (chat.THANKS,)
            for key, answer in current.state.answers.items():
                assert answer is None or SURVEY.question(key).parse(answer) == answer

    @FEW
    @given(before=st.lists(WORDS, max_size=8))
    def test_it_always_ends_for_somebody_who_answers(self, before):
        current = begin(SURVEY)
        for said in before:
            current = step(SURVEY, current.state, said=said)

        for _ in SURVEY.questions:
            if current.asked is None:
                break
            offered = current.asked.offered()
            current = step(SURVEY, current.state, said=offered[0][0] if offered else "Fine", asked=current.asked.key)

        assert current.asked is None
        assert set(current.state.answers) == {RATING["key"], CHOICE["key"], TEXT["key"]}
