"""Every type of question can be asked on a page, in a conversation and by the API, kept, counted and exported."""

from datetime import date

import pytest
from jsonschema import Draft202012Validator

import chat
from surveys.definition import read_definition
from surveys.known import Setting
from surveys.questions import TYPES, Question
from surveys.schema import definition_schema
from tests.factories import definition
from tests.questions import UNITS, written
from web.forms import FIELDS
from web.widget.controls import CONTROLS

SETTING = Setting(today=date(2026, 5, 4), mode="conversation")
# For each type what is no answer to it, and an answer. A statement asks nothing.
ASKED = {
    "choice": ("by carrier pigeon", "online"),
    "choices": ("by carrier pigeon", "online, by phone"),
    "yes_no": ("perhaps", "yes"),
    "consent": ("no", "I agree"),
    "rating": ("11", "4"),
    "likert": ("6", "Agree"),
    "nps": ("11", "10"),
    "csat": ("6", "Satisfied"),
    "ces": ("8", "7"),
    "text": ("x" * 5001, "An hour in the rain"),
    "short_text": ("x" * 201, "Slow"),
    "number": ("twelve", "12"),
    "currency": ("a lot", "£12.50"),
    "duration": ("ages", "2 hours 30 minutes"),
    "date": ("31 2 2026", "27 3 2026"),
    "email": ("name at example", "name@example.com"),
    "phone": ("call me", "01632 960 001"),
    "postcode": ("LS1", "LS1 4AP"),
    "place": ("elsewhere", "The north"),
}
# The figures that a summary can show.
SUMMARIES = {
    "shares", "several", "mean", "nps", "csat", "ces", "number", "dates", "texts", "given", "none",
}  # fmt: skip


class TestEveryTypeOfQuestion:
    def test_it_is_asked_here(self):
        assert set(ASKED) == set(TYPES) - {"statement"}
        assert all(issubclass(kind, Question) for kind in TYPES.values())

    def test_it_is_known_by_its_name(self):
        assert {name: survey_of(name).questions[0].type for name in TYPES} == {name: name for name in TYPES}
        assert all(type(survey_of(name).questions[0]) is kind for name, kind in TYPES.items())

    def test_it_has_a_form_field(self):
        assert set(FIELDS) == set(TYPES)

    def test_the_window_has_a_control_for_it(self):
        assert set(CONTROLS) == set(ASKED)

    @pytest.mark.parametrize("kind", ASKED)
    def test_a_conversation_asks_it(self, kind):
        wrong, right = ASKED[kind]
        survey = survey_of(kind)

        opening = chat.begin(survey, setting=SETTING)
        refused = chat.step(survey, opening.state, setting=SETTING, said=wrong)
        taken = chat.step(survey, refused.state, setting=SETTING, said=right)

        assert opening.asked == survey.questions[0]
        assert (refused.asked, len(refused.replies)) == (survey.questions[0], 1)
        assert taken.asked is None
        assert taken.state.answers[kind] is not None

    def test_a_conversation_says_a_statement_and_goes_on(self):
        survey = read_definition(definition(written("statement"), written("yes_no")))

        opening = chat.begin(survey, setting=SETTING)

        assert (opening.replies, opening.asked.key) == (({"en": "Well?"},), "yes_no")

    @pytest.mark.parametrize("kind", ASKED)
    def test_the_api_takes_what_a_conversation_kept(self, kind):
        asked, answer = kept(kind)

        Draft202012Validator(asked.api_schema()).validate(answer)
        assert asked.parse(answer) == answer

    @pytest.mark.parametrize("kind", ASKED)
    def test_what_is_kept_of_it_stands_in_a_file_or_is_a_comment(self, kind):
        asked, answer = kept(kind)

        closed = asked.closed(answer)
        cells = asked.cells(closed) if closed is not None else []
        assert len(cells) == len(asked.columns())
        assert any(cell is not None for cell in cells) or asked.texts_of(answer)

    @pytest.mark.parametrize("kind", TYPES)
    def test_its_summary_is_of_a_known_kind(self, kind):
        assert TYPES[kind].summary in SUMMARIES

    @pytest.mark.parametrize("kind", TYPES)
    def test_the_published_schema_takes_its_definition(self, kind):
        Draft202012Validator(definition_schema()).validate(definition(written(kind)))


def survey_of(kind):
    return read_definition(definition(written(kind))).with_units(UNITS)


def kept(kind):
    """Return a question of a type and the answer that a conversation keeps."""
    survey = survey_of(kind)
    taken = chat.step(survey, chat.State(), setting=SETTING, said=ASKED[kind][1])
    return survey.questions[0], taken.state.answers[kind]
