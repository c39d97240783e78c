"""Every type of question can be asked on a page and in a conversation."""

from typing import get_args

import pytest

import chat
from surveys.definition import read_definition
from surveys.questions import AnyQuestion, Question
from tests.factories import CHOICE, RATING, TEXT, definition
from web.forms import FIELDS

TYPES = {get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(get_args(AnyQuestion)[0])}
# A question of each type, what is no answer to it, and an answer.
ASKED = {
    "rating": (RATING, "11", "4"),
    "choice": (CHOICE, "by carrier pigeon", "online"),
    "text": (TEXT, "x" * 5001, "An hour in the rain"),
}


class TestEveryTypeOfQuestion:
    def test_it_is_asked_here(self):
        assert set(ASKED) == set(TYPES)
        assert all(issubclass(kind, Question) for kind in TYPES.values())

    def test_it_has_a_form_field(self):
        assert set(FIELDS) == set(TYPES)

    @pytest.mark.parametrize("kind", TYPES)
    def test_a_conversation_asks_it(self, kind):
        question, wrong, right = ASKED[kind]
        survey = read_definition(definition(question))

        opening = chat.begin(survey)
        refused = chat.step(survey, opening.state, said=wrong)
        taken = chat.step(survey, refused.state, said=right)

        assert opening.asked == survey.questions[0]
        assert (refused.asked, len(refused.replies)) == (survey.questions[0], 1)
        assert taken.asked is None
        assert {str(answer) for answer in taken.state.answers.values()} == {right}
