"""Intent and values are brought into line."""

from datetime import date

import numpy as np
import pytest

from nlp.understanding import INTENTS, Asked, Said
from nlp.understanding.understander import settled, told_beside

TODAY = date(2026, 3, 18)
OVERALL = Asked("overall", "rating_1_5", "How was it?")
SORTED = Asked("sorted", "yes_no", "Was it sorted out?")
IMPROVE = Asked("improve", "text", "What could be better?")


def chances(**given):
    rest = (1 - sum(given.values())) / len(INTENTS)
    return np.array([given.get(intent, 0.0) + rest for intent in INTENTS])


class TestSettled:
    def test_an_account_that_replies_to_an_open_question_answers_it_in_its_own_words(self):
        meaning = settled(Said("Nobody cared.", TODAY, IMPROVE), {}, chances(complain=0.9))

        assert (meaning.intent, meaning.values) == ("answer", {"improve": "Nobody cared."})

    def test_where_nothing_was_asked_nothing_is_an_answer(self):
        assert settled(Said("fine", TODAY), {}, chances(answer=0.7, feedback=0.2)).intent == "feedback"

    def test_what_answers_is_an_answer_whatever_its_tone(self):
        meaning = settled(Said("2, disgraceful", TODAY, OVERALL), {"overall": 2}, chances(complain=0.8))

        assert (meaning.intent, meaning.values) == ("answer", {"overall": 2})

    def test_a_plain_yes_to_a_question_of_yes_and_no_is_an_answer(self):
        assert settled(Said("yes", TODAY, SORTED), {"sorted": True}, chances(yes=0.9)).intent == "answer"

    def test_a_correction_is_no_comment(self):
        said = Said("no actually make it 2", TODAY, IMPROVE, (OVERALL,))

        meaning = settled(said, {"overall": 2}, chances(answer=0.7, change=0.2))

        assert (meaning.intent, meaning.values) == ("change", {"overall": 2})

    def test_a_correction_of_what_is_shown_as_open_is_a_change(self):
        meaning = settled(Said("make that a 4", TODAY, OVERALL), {"overall": 4}, chances(answer=0.9))

        assert (meaning.intent, meaning.values) == ("change", {"overall": 4})

    @pytest.mark.parametrize("said", ["no, nothing else", "that's all thanks", "dim diolch", "no"])
    def test_nothing_more_to_an_open_question_is_no_answer(self, said):
        meaning = settled(Said(said, TODAY, IMPROVE), {}, chances(answer=0.9))

        assert (meaning.intent, meaning.values) == ("no", {})

    @pytest.mark.parametrize("intent", ["why", "urgent", "ask_question", "unclear", "language"])
    def test_what_wants_something_else_answers_nothing(self, intent):
        assert settled(Said("5?", TODAY, IMPROVE, (OVERALL,)), {"overall": 5}, chances(**{intent: 0.95})).values == {}

    def test_who_does_not_know_may_answer_something_else(self):
        said = Said("no idea, but it was sorted", TODAY, OVERALL, (SORTED,))

        assert settled(said, {"overall": 3, "sorted": True}, chances(dont_know=0.95)).values == {"sorted": True}

    def test_words_that_nobody_knows_are_unclear_where_they_answer_nothing(self):
        message = Said("blargh flumph", TODAY, SORTED)

        assert settled(message, {}, chances(answer=0.9, unclear=0.1), is_known=False).intent == "unclear"
        assert settled(message, {}, chances(answer=0.9, unclear=0.1)).intent == "answer"

    @pytest.mark.parametrize(
        ("said", "intent", "told"),
        [
            ("I waited 3 weeks. What time do you open?", "ask_question", "I waited 3 weeks."),
            ("What time do you open? I came by bus.", "ask_question", "I came by bus."),
            ("It was ok, online. Can we speak Welsh please", "language", "It was ok, online."),
            ("What time do you open?", "ask_question", None),
            ("Cymraeg plis", "language", None),
            ("I waited 3 weeks. What time do you open?", "complain", None),
        ],
    )
    def test_beside_what_asks_the_other_sentences_tell(self, said, intent, told):
        assert told_beside(said, intent) == told

    def test_the_confidence_is_a_probability(self):
        meaning = settled(Said("2", TODAY, OVERALL), {"overall": 2}, chances(answer=0.5))

        assert 0.5 <= meaning.confidence <= 1
