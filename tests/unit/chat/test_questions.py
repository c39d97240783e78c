"""What a person asks the service, answered from an article."""

import pytest

from articles.answering import Answer
from chat import State, is_asking
from chat.questions import ANSWER
from nlp.understanding import Meaning
from tests.unit.chat.talk import effects, presses, say, words_of

WAITED = State({"wait": 180})
AT_IMPROVE = State({"wait": 180, "office": "leeds", "day": None, "solved": True, "satisfaction": 4})
FOUND = Answer({"en": "Opening hours"}, {"en": "We are open from 9 to 5."}, "https://council.example.org/hours")


class TestAnAnswer:
    @pytest.mark.parametrize("intent", ["ask_question", "case_status"])
    def test_it_is_quoted_and_the_question_stays_open(self, intent):
        following = say(WAITED, "when are you open?", intent, found=FOUND)

        assert words_of(following) == [ANSWER.text, "We are open from 9 to 5."]
        assert following.answer == FOUND
        assert (following.asked.key, dict(following.state.answers)) == ("office", {"wait": 180})
        assert (presses(following), effects(following)) == ([], [])

    def test_beside_an_answer_both_are_taken(self):
        following = say(State(), "3 hours, when do you open?", "ask_question", {"wait_minutes": 180}, found=FOUND)

        assert following.state.answers["wait"] == 180
        assert following.answer == FOUND

    def test_where_none_was_found_it_says_that_it_does_not_know(self):
        following = say(WAITED, "when are you open?", "ask_question")

        assert words_of(following)[0].startswith("I do not know the answer")
        assert following.answer is None
        assert presses(following) == ["pass it on", "go on"]

    def test_words_that_may_be_a_comment_are_answered_and_passed_on_or_kept(self):
        asked = say(AT_IMPROVE, "when are you open on Sundays", "answer", {"improve": "…"}, found=FOUND)
        assert asked.answer == FOUND
        assert (asked.asked.key, presses(asked)) == ("improve", ["pass it on", "go on"])

        assert effects(say(asked.state, "pass it on")) == [("case", {"kind": "question"})]
        kept = say(asked.state, "More chairs, please", "answer", {"improve": "More chairs, please"})
        assert "when are you open on Sundays" in kept.state.answers["improve"]
        assert "More chairs, please" in kept.state.answers["improve"]

    def test_unsure_words_are_answered_rather_than_repaired(self):
        following = say(WAITED, "open sundays?", "unclear", confidence=0.3, found=FOUND)

        assert words_of(following)[:2] == [ANSWER.text, "We are open from 9 to 5."]

    @pytest.mark.parametrize(
        ("said", "intent"),
        [("when will somebody help me", "urgent"), ("where can I go, I want to die", "ask_question")],
    )
    def test_care_comes_first(self, said, intent):
        following = say(WAITED, said, intent, found=FOUND)

        assert following.answer is None
        assert following.state.memory.urgent
        assert ANSWER.text not in words_of(following)


class TestAsking:
    @pytest.mark.parametrize(
        ("said", "intent", "confidence", "asks"),
        [
            ("my order", "case_status", 0.2, True),
            ("when do you open", "answer", 0.99, True),
            ("Pryd dych chi ar agor", "answer", 0.9, True),
            ("open today?", "unclear", 0.9, True),
            ("why do you never open on Saturdays", "answer", 0.9, False),
            ("open more often", "suggest", 0.9, False),
            (
                "how long it took to be seen was a joke and then nobody could tell me what to do next",
                "answer",
                0.9,
                False,
            ),
            ("how do I stop", "stop", 0.9, False),
            ("can I go and die now?", "urgent", 0.5, False),
            ("what is the point, I want to kill myself", "ask_question", 0.9, False),
        ],
    )
    def test_what_may_ask_something_is_searched_for(self, said, intent, confidence, asks):
        assert is_asking(said, Meaning(intent, confidence, {})) is asks
