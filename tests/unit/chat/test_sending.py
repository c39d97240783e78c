"""Where the last message was taken for more than was asked, it is asked whether that is right before all is sent."""

import pytest

import chat
from chat import THANKS, State
from surveys.definition import read_definition
from tests.factories import RATING, TEXT, definition
from tests.unit.chat.talk import OFFICE, SETTING, SURVEY, presses, say, words_of

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
        assert words_of(guessed)[0] == ("I noted:", [(RATING["text"]["en"], ["Dissatisfied"])])
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

    def test_an_answer_that_is_pressed_is_taken_and_sent(self, guessed):
        sent = say(guessed.state, "Satisfied", value="4", survey=SHORT, asked="satisfaction")

        assert (sent.state.answers["satisfaction"], sent.asked) == (4, None)

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


class TestWhatIsPlain:
    def test_an_answer_to_what_was_asked_is_sent_at_once(self):
        state = State({"satisfaction": 4, "office": "leeds"})

        sent = say(state, "More chairs", "answer", {"improve": "More chairs"}, survey=SHORT)

        assert (sent.asked, words_of(sent)) == (None, [THANKS.text])

    def test_in_mid_conversation_nothing_more_is_asked(self):
        following = say(State(), "two hours, in Leeds", "answer", {"wait_minutes": 120, "office": "Leeds"})

        assert (following.asks_first, following.asked.key) == ("", "day")
        assert following.asked in SURVEY.questions
