"""Where the last message was taken for more than was asked, it is asked whether that is right before all is sent."""

from dataclasses import replace

import pytest

import chat
from chat import THANKS, State
from surveys.definition import read_definition
from tests.factories import RATING, TEXT, definition
from tests.unit.chat.talk import OFFICE, SETTING, SOLVED, SURVEY, effects, presses, say, words_of

SHORT = read_definition(definition(RATING, OFFICE, TEXT, languages=("en", "cy")))
STORY = "I waited ages in Leeds and nobody told me a thing, two out of five"
ASKED = "Is that right? Say what to change, or send it."


@pytest.fixture
def guessed():
    """A conversation whose first message has answered all there is to ask."""
    return say(State(), STORY, "complain", {"satisfaction": 2, "office": "Leeds"}, survey=SHORT)


class TestGuesses:
    def test_all_that_was_taken_is_named_and_it_waits(self, guessed):
        assert guessed.state.answers == {"satisfaction": 2, "office": "leeds", "improve": STORY}
        named = [
            (RATING["text"]["en"], ["Dissatisfied"]),
            (OFFICE["text"]["en"], ["Leeds"]),
            (TEXT["text"]["en"], ["in your words"]),
        ]
        assert words_of(guessed)[0] == ("I noted:", named)
        assert words_of(guessed)[-1] == ASKED
        assert THANKS.text not in words_of(guessed)
        assert (guessed.asks_first, presses(guessed)) == ("send", ["send it"])

    @pytest.mark.parametrize("said", ["send it", "Yes", "that's right", "ei anfon", "أرسله"])
    def test_a_yes_sends_it(self, guessed, said):
        sent = say(guessed.state, said, survey=SHORT, asked=guessed.asked.key)

        assert (sent.asked, words_of(sent)) == (None, [THANKS.text])
        assert sent.state.answers == guessed.state.answers

    def test_a_no_says_how_it_is_changed_and_waits_on(self, guessed):
        asked = say(guessed.state, "no", survey=SHORT, asked=guessed.asked.key)

        assert words_of(asked)[-1] == ASKED
        assert "press “Change” beside it" in words_of(asked)[0]
        assert (asked.asks_first, asked.state.answers) == ("send", guessed.state.answers)

    def test_a_correction_is_taken_and_asked_about(self, guessed):
        mended = say(
            guessed.state, "no, it was Bangor", "change", {"office": "Bangor"}, survey=SHORT, asked=guessed.asked.key
        )

        assert mended.state.answers["office"] == "bangor"
        assert (mended.asks_first, words_of(mended)[-1]) == ("send", ASKED)

    def test_an_answer_that_is_pressed_anew_is_taken_and_asked_about(self, guessed):
        mended = say(guessed.state, "Bangor", value="bangor", survey=SHORT, asked="office")

        assert (mended.state.answers["office"], mended.asks_first) == ("bangor", "send")
        assert say(mended.state, "send it", survey=SHORT, asked=mended.asked.key).asked is None

    def test_a_yes_to_another_answer_that_is_changed_is_no_yes_to_this(self):
        survey = read_definition(definition(SOLVED, OFFICE))
        guessed = say(State(), "no, in Leeds", "answer", {"solved": False, "office": "Leeds"}, survey=survey)

        mended = say(guessed.state, "Bangor", "answer", {"office": "Bangor"}, survey=survey, asked="office")
        changed = say(mended.state, "yes", survey=survey, asked="solved")

        assert mended.state.answers == {"solved": False, "office": "bangor"}
        assert (changed.state.answers["solved"], changed.asks_first) == (True, "send")

    @pytest.mark.parametrize(
        ("said", "intent", "values"),
        [
            ("skip", None, {}),
            ("no idea", "dont_know", {}),
            ("that's all", None, {}),
            ("yes that looks fine I think", None, {}),
            ("the seats were broken", "complain", {}),
            ("4", None, {}),
            ("whatever", "unclear", {}),
        ],
    )
    def test_nothing_else_is_taken_for_an_answer(self, guessed, said, intent, values):
        asked = say(guessed.state, said, intent, values, survey=SHORT, asked=guessed.asked.key)

        assert asked.state.answers == guessed.state.answers
        assert (asked.asks_first, presses(asked)[-1]) == ("send", "send it")

    def test_a_yes_in_other_words_sends_it(self, guessed):
        assert say(guessed.state, "yes looks good", "yes", survey=SHORT, asked=guessed.asked.key).asked is None

    def test_it_is_asked_of_the_understanding_without_a_question(self, guessed):
        said = chat.to_understand(SHORT, guessed.state, setting=SETTING, said="it was Bangor", asked=guessed.asked.key)

        assert said.asked is None
        assert {each.key for each in said.open} == {"satisfaction", "office"}

    def test_the_same_answer_named_again_changes_nothing(self, guessed):
        asked = say(guessed.state, "Leeds, I said", "answer", {"office": "Leeds"}, survey=SHORT)

        assert words_of(asked)[0].startswith("You can change what you have answered")

    @pytest.mark.parametrize(("first", "second"), [("stop", "go on"), ("delete my data", "keep it")])
    def test_after_something_else_it_is_asked_again(self, guessed, first, second):
        between = say(guessed.state, first, survey=SHORT, asked=guessed.asked.key)
        again = say(between.state, second, survey=SHORT, asked=between.asked.key)

        assert again.asks_first == "send"
        assert say(again.state, "send it", survey=SHORT, asked=again.asked.key).state.answers == guessed.state.answers

    @pytest.mark.parametrize("first", ["stop", "delete my data"])
    def test_what_waits_for_a_yes_meanwhile_is_asked_alone(self, guessed, first):
        between = say(guessed.state, first, survey=SHORT, asked=guessed.asked.key)

        assert between.asks_first in {"stop", "delete"}

    @pytest.mark.parametrize("asked", [None, "satisfaction"])
    @pytest.mark.parametrize("first", ["stop", "delete my data"])
    def test_words_that_are_no_yes_neither_end_nor_answer_anything(self, guessed, first, asked):
        between = say(guessed.state, first, survey=SHORT, asked=guessed.asked.key)

        after = say(between.state, "hmm", "unclear", survey=SHORT, asked=asked)

        assert (after.asks_first, after.state.answers, effects(after)) == ("send", guessed.state.answers, [])

    def test_the_third_time_that_nothing_is_understood_there_are_other_ways(self, guessed):
        asked = guessed
        for _ in range(3):
            asked = say(asked.state, "mumble", "unclear", survey=SHORT, asked=asked.asked.key)

        assert presses(asked) == ["use the form", "talk to a person", "stop here", "send it"]

    def test_somebody_who_wants_a_person_is_handed_over_and_asked_again(self, guessed):
        wanted = say(guessed.state, "talk to a person", survey=SHORT, asked=guessed.asked.key)
        reached = say(wanted.state, "jo@example.org", survey=SHORT, asked=wanted.asked.key)

        assert (wanted.asks_first, reached.asks_first) == ("reach", "send")

    def test_other_languages_stand_beside_it(self, guessed):
        asked = say(guessed.state, "change language", survey=SHORT, asked=guessed.asked.key)

        assert presses(asked) == ["language cy", "send it"]

    def test_what_is_about_something_else_leaves_it_waiting(self, guessed):
        thanked = say(guessed.state, "thanks a lot", "thank", survey=SHORT, asked=guessed.asked.key)

        assert (thanked.asks_first, words_of(thanked)[-1]) == ("send", ASKED)

    def test_stopping_and_deleting_come_first(self, guessed):
        assert presses(say(guessed.state, "stop", survey=SHORT, asked=guessed.asked.key)) == ["stop here", "go on"]
        assert presses(say(guessed.state, "delete my data", survey=SHORT, asked=guessed.asked.key))[0] == "delete it"

    def test_whoever_comes_back_is_asked_again(self, guessed):
        again = chat.reopen(SHORT, guessed.state, setting=SETTING)

        assert (again.asks_first, words_of(again), presses(again)) == ("send", [ASKED], ["send it"])
        assert say(again.state, "send it", survey=SHORT, asked=again.asked.key).asked is None


class TestACommentNobodyAskedFor:
    def test_it_is_looked_at_with_the_rest_before_it_is_sent(self, told):
        pressed = say(told.state, "4", value="4", survey=SHORT, asked="satisfaction")

        assert (pressed.asks_first, words_of(pressed)) == ("send", [ASKED])
        assert say(pressed.state, "send it", survey=SHORT, asked=pressed.asked.key).asked is None

    def test_who_was_asked_for_more_has_seen_it(self, told):
        state = replace(told.state, memory=replace(told.state.memory, more="improve"))
        added = say(state, "And more chairs", "answer", {}, survey=SHORT, asked="improve")

        assert say(added.state, "4", value="4", survey=SHORT, asked="satisfaction").asked is None

    @pytest.fixture
    def told(self):
        return say(State({"office": "leeds"}), "Nobody told me a thing", "complain", {}, survey=SHORT)


class TestWhatIsPlain:
    def test_an_answer_to_what_was_asked_is_sent_at_once(self):
        state = State({"satisfaction": 4, "office": "leeds"})

        sent = say(state, "More chairs", "answer", {"improve": "More chairs"}, survey=SHORT)

        assert (sent.asked, words_of(sent)) == (None, [THANKS.text])

    def test_a_wish_beside_the_last_answer_is_granted(self):
        state = State({"satisfaction": 4, "improve": None})

        wanted = say(state, "Leeds, and I want to speak to somebody", "human", {"office": "Leeds"}, survey=SHORT)

        assert wanted.state.answers["office"] == "leeds"
        assert (effects(wanted)[0][0], wanted.asks_first) == ("case", "reach")

    def test_where_more_is_to_be_asked_meanwhile_that_comes_first(self):
        survey = read_definition(definition(RATING, OFFICE, SOLVED))
        state = State({"satisfaction": 2, "office": "leeds"}).remembering(pending="send", words="office")

        sent = say(state, "no", survey=survey, asked="solved")

        assert (sent.state.answers["solved"], sent.asked) == (False, None)

    def test_in_mid_conversation_nothing_more_is_asked(self):
        following = say(State(), "two hours, in Leeds", "answer", {"wait_minutes": 120, "office": "Leeds"})

        assert (following.asks_first, following.asked.key) == ("", "day")
        assert following.asked in SURVEY.questions
