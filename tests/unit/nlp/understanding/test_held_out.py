"""How well messages are understood that nobody has learnt from, written apart from the examples."""

import json
from pathlib import Path

import pytest

from nlp import cards, loading
from nlp.understanding import INTENTS
from nlp.understanding.examples import messages

HELD_OUT = Path(__file__).parents[4] / "nlp" / "data" / "understood_held_out.jsonl"


class TestHeldOut:
    def test_intents_are_told(self, figures):
        assert figures["intents"]["macro_f1"] >= 0.92, figures["intents"]["mistaken"]

    def test_values_are_right(self, figures):
        assert figures["values"]["all_right"] >= 0.72

    def test_the_card_says_the_same(self, figures):
        card = json.loads((cards.PIPELINES / cards.UNDERSTANDING / cards.CARD).read_text(encoding="utf-8"))

        assert card["test"]["intents"]["macro_f1"] == pytest.approx(figures["intents"]["macro_f1"], abs=0.006)
        assert card["test"]["values"]["all_right"] == pytest.approx(figures["values"]["all_right"], abs=0.006)

    def test_every_intent_is_asked_for_often_enough(self):
        intents = [one.intent for one in messages(HELD_OUT)]

        assert all(intents.count(intent) >= 10 for intent in INTENTS)


@pytest.fixture(scope="module")
def figures():
    return loading.score_understanding(loading.understander(), HELD_OUT)
