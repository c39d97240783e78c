"""Expressions of what people want, found in messages."""

import pytest

from nlp.understanding import INTENTS
from nlp.understanding.phrases import Phrases
from nlp.understanding.wording import plain


@pytest.fixture(scope="module")
def phrases():
    return Phrases()


class TestIntents:
    @pytest.mark.parametrize(
        ("said", "intent"),
        [
            ("Could I talk to an actual person please?", "human"),
            ("put me through to somebody in the office", "human"),
            ("siarad â pherson os gwelwch yn dda", "human"),
            ("Stop", "stop"),
            ("I've had enough", "stop"),
            ("I'd rather not say", "skip"),
            ("haven't the foggiest", "dont_know"),
            ("please delete everything I said", "delete_data"),
            ("go back one question", "back"),
            ("what happens with my answers?", "why"),
            ("can we do this in Polish", "language"),
            ("is there a paper version", "use_form"),
            ("any news about my claim", "case_status"),
        ],
    )
    def test_an_expression_tells_what_is_wanted(self, phrases, said, intent):
        assert intent in phrases.intents(plain(said))

    @pytest.mark.parametrize("said", ["", "?", "Three hours in the rain", "The bus to Leeds was late on Tuesday"])
    def test_an_account_holds_none(self, phrases, said):
        assert phrases.intents(plain(said)) == set()

    def test_one_that_is_a_whole_message_is_not_found_in_a_longer_one(self, phrases):
        assert "stop" in phrases.intents("stop")
        assert "stop" not in phrases.intents("the bus does not stop here any more")

    def test_several_may_stand_in_one(self, phrases):
        assert {"human", "delete_data"} <= phrases.intents(plain("let me speak to a manager and delete all my answers"))

    def test_every_line_is_of_an_intent(self, phrases):
        assert phrases.known <= set(INTENTS)
        assert len(phrases.known) >= 15
