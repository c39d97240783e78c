"""How a conversation is led: by the same conditions, jumps, quotas and checks as pages and API."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chat
from chat import State
from surveys import routing
from surveys.definition import read_definition
from surveys.known import Setting
from tests.factories import CHOICE, RATING, TEXT, definition

SETTING = Setting(today=date(2026, 5, 4), mode="conversation")
FEW = settings(max_examples=80, deadline=None, derandomize=True, database=None)
begin, resume, step = (partial(each, setting=SETTING) for each in (chat.begin, chat.resume, chat.step))

BY_PHONE = {"==": [{"answer": "channel"}, "phone"]}
HELLO = {"key": "hello", "type": "statement", "text": {"en": "Hello"}, "hint": {"en": "It is short."}}
WAITED = {
    "key": "waited",
    "type": "number",
    "text": {"en": "How many minutes did you wait?"},
    "checks": [{"valid_if": {"<=": [{"answer": "waited"}, 90]}, "message": {"en": "Nobody waits that long"}}],
}
ASIDE = {"key": "aside", "type": "statement", "text": {"en": "Calls are recorded"}, "show_if": BY_PHONE}
# The wait is asked of callers alone; the comment is needed where somebody is not satisfied.
LED = read_definition(
    definition(
        HELLO,
        CHOICE,
        ASIDE,
        {**WAITED, "show_if": BY_PHONE},
        RATING,
        {**TEXT, "required_if": {"<": [{"answer": "satisfaction"}, 3]}},
    )
)
QUOTA = {"key": "callers", "if": BY_PHONE, "limit": 1, "message": {"en": "We have heard from enough callers"}}
WITH_QUOTA = read_definition({**definition(CHOICE, RATING, TEXT), "quotas": [QUOTA]})


class TestStatements:
    def test_they_are_said_together_with_the_next_question(self):
        opening = begin(LED)

        assert (opening.replies, opening.asked.key) == (({"en": "Hello"}, {"en": "It is short."}), "channel")
        assert opening.state == State({"hello": None})

    def test_they_are_not_said_again_with_the_first_answer(self):
        """Nothing is stored when a window is opened, so the first message finds no state."""
        following = step(LED, State(), said="online")

        assert (following.replies, following.asked.key) == ((), "satisfaction")
        assert following.state.answers == {"hello": None, "channel": "online"}

    def test_one_that_an_answer_brings_up_is_said_then(self):
        following = step(LED, State({"hello": None}), said="phone")

        assert (following.replies, following.asked.key) == (({"en": "Calls are recorded"},), "waited")

    def test_what_was_said_just_before_is_said_again_to_who_comes_back(self):
        back = resume(LED, step(LED, State(), said="phone").state)

        assert (back.replies, back.asked.key) == (({"en": "Calls are recorded"},), "waited")
        assert resume(LED, State({"hello": None, "channel": "online"})).replies == ()

    def test_a_word_of_theirs_is_no_question_to_answer(self):
        assert step(LED, State(), said="online", asked="hello").state.answers["channel"] == "online"

    def test_one_at_the_end_is_said_before_the_thanks(self):
        survey = read_definition(definition(CHOICE, HELLO))

        following = step(survey, State(), said="phone")

        assert following.replies == ({"en": "Hello"}, {"en": "It is short."}, chat.THANKS)
        assert following.asked is None


class TestConditions:
    def test_what_is_hidden_is_not_asked(self):
        assert told(LED, "online", "4", "skip") == {"channel": "online", "satisfaction": 4, "improve": None}

    def test_a_changed_answer_brings_up_what_it_shows(self):
        state = State({"hello": None, "channel": "online", "satisfaction": 4})

        following = step(LED, state, said="phone", asked="channel")

        assert (following.asked.key, following.state.answers["satisfaction"]) == ("waited", 4)

    def test_what_a_changed_answer_hides_is_no_longer_on_the_way(self):
        state = State({"hello": None, "channel": "phone", "aside": None, "waited": 20})

        following = step(LED, state, said="online", asked="channel")

        assert following.asked.key == "satisfaction"
        assert following.way.kept(following.state.answers) == {"channel": "online"}

    def test_a_late_message_to_what_is_hidden_is_not_taken_for_an_answer_to_something_else(self):
        following = step(LED, State({"hello": None, "channel": "online"}), said="3", asked="waited")

        assert following.replies == (routing.NOT_ASKED,)
        assert (following.asked.key, "satisfaction" in following.state.answers) == ("satisfaction", False)

    def test_what_was_passed_over_is_asked_again_where_it_is_needed_now(self):
        state = State({"hello": None, "channel": "online", "improve": None})

        following = step(LED, state, said="1", asked="satisfaction")

        assert (following.asked.key, following.asked.required) == ("improve", True)
        assert step(LED, following.state, said="skip").replies[0].text.startswith("This one is needed")

    def test_back_goes_over_what_is_hidden_and_over_statements(self):
        state = State({"hello": None, "channel": "online", "waited": 20, "satisfaction": 4})

        once = step(LED, state, said="back")
        twice = step(LED, once.state, said="back")
        thrice = step(LED, twice.state, said="back")

        assert [each.asked.key for each in (once, twice, thrice)] == ["satisfaction", "channel", "channel"]
        assert [each.replies[-1].text for each in (once, thrice)] == [
            "Of course. Here it is again.",
            "This is the first question.",
        ]

    def test_an_option_that_is_hidden_is_no_answer(self):
        options = [CHOICE["options"][0], {**CHOICE["options"][1], "show_if": {">": [{"answer": "satisfaction"}, 3]}}]
        survey = read_definition(definition(RATING, {**CHOICE, "options": options}))

        assert step(survey, State({"satisfaction": 2}), said="phone").state.answers == {"satisfaction": 2}
        assert step(survey, State({"satisfaction": 4}), said="phone").state.answers["channel"] == "phone"

    def test_an_answer_that_no_longer_fits_is_asked_anew(self):
        options = [CHOICE["options"][0], {**CHOICE["options"][1], "show_if": {">": [{"answer": "satisfaction"}, 3]}}]
        survey = read_definition(definition(RATING, {**CHOICE, "options": options}, TEXT))
        state = State({"satisfaction": 4, "channel": "phone"})

        following = step(survey, state, said="1", asked="satisfaction")

        assert (following.asked.key, [value for value, _ in following.asked.offered()]) == ("channel", ["online"])
        assert following.replies[0].text == "Select one of the answers"

    def test_shuffled_options_come_as_the_seed_has_them(self):
        many = [{"value": v, "label": {"en": v}} for v in "abcdef"]
        survey = read_definition(definition({**CHOICE, "options": many, "shuffle": True}))
        orders = {
            tuple(value for value, _ in chat.begin(survey, setting=replace(SETTING, seed=seed)).asked.offered())
            for seed in range(5)
        }

        assert len(orders) > 1
        assert all(sorted(order) == list("abcdef") for order in orders)


class TestChecks:
    def test_their_own_message_is_said(self):
        state = State({"hello": None, "channel": "phone", "aside": None})

        wrong = step(LED, state, said="91")

        assert (wrong.replies, wrong.asked.key) == (({"en": "Nobody waits that long"},), "waited")
        assert "waited" not in wrong.state.answers
        assert step(LED, wrong.state, said="90").state.answers["waited"] == 90

    def test_one_between_two_answers_of_a_page_holds_here_too(self):
        first, last = ({**WAITED, "key": key, "checks": []} for key in ("first", "last"))
        ordered = {"valid_if": {"<=": [{"answer": "first"}, {"answer": "last"}]}, "message": {"en": "In order, please"}}
        page = {"questions": [{**first, "checks": [ordered]}, last]}
        survey = read_definition({**without(definition(), "questions"), "pages": [page]})

        following = step(survey, State({"first": 9}), said="5")

        assert (following.replies, following.asked.key) == (({"en": "In order, please"},), "first")
        assert step(survey, following.state, said="5").asked is None

    def test_consent_that_is_needed_is_asked_for_in_the_conversations_own_words(self):
        survey = read_definition(definition({"key": "agree", "type": "consent", "text": {"en": "Do you agree?"}}))

        assert step(survey, State(), said="no").replies[0].text.startswith("We can only go on if you agree.")
        assert step(survey, State(), said="I agree").state.answers == {"agree": True}


class TestEnds:
    def test_a_jump_ends_it_early(self):
        survey = {**definition(CHOICE, RATING, TEXT)}
        pages = [{"questions": [question]} for question in survey.pop("questions")]
        pages[0]["jumps"] = [{"if": BY_PHONE, "to": "end"}]

        following = step(read_definition({**survey, "pages": pages}), State(), said="phone")

        assert (following.asked, following.replies) == (None, (chat.THANKS,))

    def test_a_full_quota_ends_it_with_its_message(self):
        full = replace(SETTING, full=frozenset({"callers"}))

        following = chat.step(WITH_QUOTA, State(), setting=full, said="phone")

        assert (following.asked, following.replies) == (None, (QUOTA["message"],))
        assert following.state.answers == {"channel": "phone"}

    @pytest.mark.parametrize("said", ["phone", "online"])
    def test_a_quota_that_is_open_or_not_met_ends_nothing(self, said):
        full = frozenset({"callers"} if said == "online" else ())

        following = chat.step(WITH_QUOTA, State(), setting=replace(SETTING, full=full), said=said)

        assert following.asked.key == "satisfaction"


class TestReopen:
    def test_where_all_was_answered_elsewhere_the_last_question_is_open(self):
        answers = {"channel": "phone", "satisfaction": 4, "improve": "Signs"}

        back = chat.reopen(WITH_QUOTA, State(answers), setting=SETTING)

        assert (back.asked.key, back.replies) == ("improve", ())
        last = step(WITH_QUOTA, State(answers), said="More signs", asked="improve")
        assert (last.asked, last.state.answers["improve"]) == (None, "More signs")

    def test_where_something_is_open_that_is_asked(self):
        assert chat.reopen(WITH_QUOTA, State({"channel": "phone"}), setting=SETTING).asked.key == "satisfaction"


class TestAnyConversation:
    @FEW
    @given(
        turns=st.lists(
            st.tuples(
                st.sampled_from(["skip", "back", "no", "4", "1", "online", "phone", "91", "20", "Fine", "", "\0"]),
                st.sampled_from([None, "hello", "channel", "waited", "satisfaction", "improve", "x"]),
            ),
            max_size=20,
        )
    )
    def test_what_it_ends_with_is_what_the_api_takes(self, turns):
        current = begin(LED)
        for said, asked in turns:
            current = step(LED, current.state, said=said, asked=asked)
            if current.asked is None:
                break
        for said in ("online", "4", "Fine", "20", "online", "4", "Fine"):
            if current.asked is None:
                break
            current = step(LED, current.state, said=said)

        if current.asked is None:
            kept = current.way.kept(current.state.answers)
            answers, faults = routing.take_all(LED, kept, SETTING)
            assert faults == {}
            assert {key: answer for key, answer in answers.items() if answer is not None} == kept


def told(survey, *messages):
    """Return the answers, without what statements left, after these messages."""
    current = begin(survey)
    for said in messages:
        current = step(survey, current.state, said=said)
    assert current.asked is None
    return {key: answer for key, answer in current.state.answers.items() if survey.question(key).asks}


def without(mapping, name):
    return {key: value for key, value in mapping.items() if key != name}
