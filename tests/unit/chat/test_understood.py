"""What a conversation does with what was understood: values are taken, words kept, and nothing is guessed silently."""

import pytest

import chat
from chat import Memory, State
from surveys.definition import read_definition
from tests.factories import RATING, TEXT, definition
from tests.questions import written
from tests.unit.chat.talk import OFFICE, SETTING, SOLVED, SURVEY, THREE_HOURS, WAIT, begin, presses, say, words_of

WAITED = State({"wait": 180})
SAID = "Three hours, in Leeds, and nobody told us why."


class TestValues:
    def test_the_open_questions_is_its_answer_and_nothing_is_said_about_it(self):
        following = say(State(), "three hours or thereabouts", "answer", THREE_HOURS)

        assert (following.state.answers, following.asked.key, following.replies) == ({"wait": 180}, "office", ())

    def test_others_are_taken_too_named_and_not_asked(self):
        following = say(State(), SAID, "answer", {**THREE_HOURS, "office": "Leeds", "satisfaction": 2})

        assert following.state.answers == {"wait": 180, "office": "leeds", "satisfaction": 2}
        assert following.asked.key == "day"
        assert words_of(following) == [
            ("I noted:", [("Which office did you use?", ["Leeds"]), (RATING["text"]["en"], ["Dissatisfied"])])
        ]
        assert following.state.memory.assumed == {"office", "satisfaction"}

    def test_the_open_question_stays_open_where_only_others_were_answered(self):
        following = say(State(), "It was in Leeds", "feedback", {"office": "Leeds"})

        assert following.asked.key == "wait"
        assert following.state.answers["office"] == "leeds"

    def test_one_that_does_not_fit_is_left_out_without_fuss(self):
        following = say(State(), "3 hours, in Paris", "answer", {**THREE_HOURS, "office": "Paris"})

        assert (following.state.answers, following.replies) == ({"wait": 180}, ())

    def test_for_the_open_question_it_says_why(self):
        following = say(State(), "years", "answer", {"wait_minutes": 10**7, "office": "Leeds"})

        assert following.asked.key == "wait"
        assert following.state.answers == {"office": "leeds"}
        assert words_of(following)[-1] == "Enter %(count)s days or less"

    def test_a_check_of_the_surveys_holds_here_too(self):
        late = {**WAIT, "checks": [{"valid_if": {"<=": [{"answer": "wait"}, 90]}, "message": {"en": "So long?"}}]}
        survey = read_definition(definition(late, OFFICE))

        assert words_of(say(State(), "3 hours", "answer", THREE_HOURS, survey=survey)) == ["So long?"]

    def test_what_is_answered_already_is_not_changed_in_passing(self):
        following = say(State({"wait": 30}), "then 3 more hours in Leeds", "answer", {**THREE_HOURS, "office": "Leeds"})

        assert following.state.answers == {"wait": 30, "office": "leeds"}

    def test_what_is_hidden_is_not_taken(self):
        shown = {**OFFICE, "show_if": {"==": [{"answer": "solved"}, False]}}
        survey = read_definition(definition(SOLVED, shown))

        hidden = say(State(), "yes, in Leeds", "answer", {"solved": True, "office": "Leeds"}, survey=survey)
        brought_up = say(State(), "no, in Leeds", "answer", {"solved": False, "office": "Leeds"}, survey=survey)

        assert hidden.state.answers == {"solved": True}
        assert brought_up.state.answers == {"solved": False, "office": "leeds"}
        assert hidden.asked is None
        assert (brought_up.asks_first, presses(brought_up)) == ("send", ["send it"])

    def test_nobody_consents_in_passing(self):
        assert "agreed" not in say(State(), "3 hours, sure", "answer", {**THREE_HOURS, "agreed": True}).state.answers

    def test_of_several_options_what_was_understood_is_named(self):
        survey = read_definition(definition(written("choices"), RATING))
        question = survey.questions[0]
        value, label = question.offered()[0]

        following = say(State(), "mostly the first", "answer", {question.key: label["en"]}, survey=survey)

        assert following.state.answers == {question.key: [value]}
        assert words_of(following)[0][0] == "I noted:"

    def test_a_range_is_asked_back_with_both_ends_to_press(self):
        following = say(State(), "two or three hours", "answer", {"wait_minutes": {"min": 120, "max": 180}})

        assert (following.asked.key, following.state.answers) == ("wait", {})
        assert words_of(following) == ["Which of the two is nearer?"]
        assert say(following.state, presses(following)[1]).state.answers == {"wait": 180}

    def test_statements_on_the_way_are_still_said(self):
        hello = {"key": "hello", "type": "statement", "text": {"en": "Calls are recorded"}}
        survey = read_definition(definition(WAIT, hello, OFFICE, RATING))

        following = say(State(), SAID, "answer", {**THREE_HOURS, "office": "Leeds"}, survey=survey)

        assert words_of(following)[1:] == ["Calls are recorded"]
        assert following.asked.key == "satisfaction"

    def test_plain_words_count_as_they_are_whatever_was_understood(self):
        assert say(WAITED, "Leeds", "unclear", confidence=0.1).state.answers["office"] == "leeds"
        assert say(State(), "2 hours", "answer", {"wait_minutes": 5}).state.answers == {"wait": 120}

    def test_where_nobody_could_say_words_are_read_as_they_are(self):
        assert say(State(), SAID).state == State()

    def test_a_button_means_what_it_stands_for(self):
        following = say(WAITED, "Leeds", "stop", value="leeds")

        assert following.state.answers["office"] == "leeds"


class TestChanging:
    def test_what_was_assumed_is_changed_where_it_is_said(self):
        noted = say(State(), SAID, "answer", {**THREE_HOURS, "office": "Leeds"})

        following = say(noted.state, "no, I meant Cardiff", "change", {"office": "Cardiff"})

        assert following.state.answers["office"] == "cardiff"
        assert words_of(following) == [("I changed it:", [("Which office did you use?", ["Cardiff"])])]
        assert following.asked.key == noted.asked.key

    def test_what_does_not_fit_is_not_changed_and_says_why(self):
        following = say(WAITED.answered({"office": "leeds"}), "no, Paris", "change", {"office": "Paris"})

        assert following.state.answers["office"] == "leeds"
        assert words_of(following) == ["Select one of the answers"]

    def test_without_a_value_it_says_how(self):
        following = say(WAITED, "that's wrong", "change")

        assert words_of(following)[0].startswith("You can change what you have answered")
        assert following.asked.key == "office"

    def test_a_value_for_the_open_question_is_its_answer(self):
        assert say(WAITED, "no, Leeds I mean", "change", {"office": "Leeds"}).state.answers["office"] == "leeds"

    def test_an_answer_of_the_persons_own_is_no_longer_assumed(self):
        noted = say(State(), SAID, "answer", {**THREE_HOURS, "office": "Leeds"})

        assert say(noted.state, "Cardiff", asked="office").state.memory.assumed == frozenset()


class TestWords:
    @pytest.mark.parametrize("intent", ["answer", "feedback", "complain", "praise", "suggest", "yes", "no"])
    def test_under_an_open_text_question_the_whole_message_is_its_comment(self, intent):
        state = State({"wait": 180, "office": "leeds", "day": None, "solved": True})

        following = say(state, SAID, intent, {"improve": "less", "satisfaction": 2}, asked="improve")

        assert following.state.answers["improve"] == SAID
        assert following.state.answers["satisfaction"] == 2
        assert following.asked.key == "agreed"

    @pytest.mark.parametrize("intent", ["feedback", "complain", "praise", "suggest"])
    def test_under_another_question_they_go_where_there_is_room(self, intent):
        following = say(State(), SAID, intent, {"office": "Leeds"})

        assert (following.asked.key, following.state.answers) == ("wait", {"improve": SAID, "office": "leeds"})
        assert words_of(following)[0][1][-1] == (TEXT["text"]["en"], ["in your words"])

    def test_a_second_account_is_put_below_the_first(self):
        first = say(State(), "It was cold.", "complain")

        second = say(first.state, "And dark.", "complain")

        assert second.state.answers["improve"] == "It was cold.\nAnd dark."
        assert "improve" in second.state.memory.assumed

    def test_they_are_kept_beside_the_answer_that_they_hold(self):
        following = say(State(), SAID, "complain", THREE_HOURS)

        assert following.state.answers == {"wait": 180, "improve": SAID}
        assert following.asked.key == "office"

    def test_a_comment_about_changing_things_is_not_lost(self):
        survey = read_definition(definition(TEXT, OFFICE))
        first = say(State(), "Change the opening hours", "change", survey=survey)
        assert words_of(first)[0].startswith("You can change what you have answered")

        second = say(first.state, "Change the opening hours", "change", survey=survey)

        assert second.state.answers == {"improve": "Change the opening hours"}

    def test_where_there_is_no_room_it_says_so(self):
        survey = read_definition(definition(WAIT, OFFICE))

        following = say(State(), "It was cold.", "complain", survey=survey)

        assert words_of(following) == ["I cannot keep that, since this survey asks for no comments."]
        assert following.asked.key == "wait"

    def test_what_is_too_long_says_so_and_keeps_the_rest(self):
        survey = read_definition(definition({**TEXT, "max_length": 10}, OFFICE))

        following = say(State(), "Far too long, in Leeds", "answer", {"office": "Leeds"}, survey=survey)

        assert following.asked.key == "improve"
        assert following.state.answers == {"office": "leeds"}

    @pytest.mark.parametrize(("intent", "confidence"), [("stop", 0.3), ("abuse", 0.44), ("skip", 0.2)])
    def test_under_an_open_text_question_an_unsure_wish_is_a_comment(self, intent, confidence):
        survey = read_definition(definition(TEXT, OFFICE))

        assert say(State(), "Hm, stop signs", intent, confidence=confidence, survey=survey).state.answers == {
            "improve": "Hm, stop signs"
        }


class TestRepairs:
    def test_first_it_says_so_then_helps_then_leads_to_another_way(self):
        first = say(State(), "mumble", "unclear")
        second = say(first.state, "mumble", "answer", confidence=0.3)
        third = say(second.state, "mumble", "answer", confidence=0.9)
        fourth = say(third.state, "mumble", "unclear")

        assert words_of(first)[0] == "I did not understand that."
        assert words_of(second)[-1].startswith("You can say it like this")
        assert (
            words_of(third)
            == words_of(fourth)
            == ["We do not seem to understand each other. You can answer in the form instead, or ask for a person."]
        )
        assert presses(third) == ["use the form", "talk to a person", "stop here"]
        assert {each.asked.key for each in (first, second, third, fourth)} == {"wait"}

    def test_an_answer_begins_it_anew(self):
        failed = say(say(State(), "mumble", "unclear").state, "mumble", "unclear")
        assert failed.state.memory.repairs == {"wait": 2}

        answered = say(failed.state, "2 hours", "answer")

        assert answered.state.memory.repairs == {}
        assert words_of(say(answered.state, "mumble", "unclear"))[0] == "I did not understand that."

    @pytest.mark.parametrize("kind", ["rating", "nps", "date", "number", "yes_no", "email", "phone", "choice", "ces"])
    def test_every_type_has_its_help(self, kind):
        survey = read_definition(definition(written(kind)))
        failed = State(memory=Memory(repairs={kind: 1}))

        assert len(words_of(say(failed, "mumble", "unclear", survey=survey))) == 3

    def test_words_for_an_open_text_question_are_taken_the_second_time(self):
        survey = read_definition(definition(TEXT, OFFICE))
        first = say(State(), "asdf", "unclear", survey=survey)
        second = say(first.state, "asdf", "unclear", survey=survey)

        assert (first.asked.key, second.asked.key) == ("improve", "office")
        assert second.state.answers == {"improve": "asdf"}

    def test_what_was_understood_though_unsure_is_taken(self):
        assert say(State(), "3 hours ish", "unclear", THREE_HOURS, confidence=0.1).state.answers == {"wait": 180}


class TestMemory:
    def test_it_is_kept_as_json_and_read_again(self):
        memory = Memory(frozenset({"a"}), {"b": 2}, frozenset({"abuse"}), "stop", "words", "c", urgent=True)

        assert Memory.of(memory.as_json()) == memory
        assert Memory.of({}) == Memory()
        assert Memory().as_json() == {}

    def test_nothing_is_remembered_of_a_conversation_that_only_answers(self):
        assert say(begin(SURVEY).state, "3 hours").state.memory == Memory()


class TestNothingIsLost:
    def test_what_was_taken_in_passing_does_not_hide_the_question_that_the_words_answer(self):
        shown = {**TEXT, "show_if": {"not": {"==": [{"answer": "satisfaction"}, 5]}}}
        survey = read_definition(definition({**RATING, "required": False}, shown))
        said = "Lovely staff, 5 out of 5, but the door was broken"

        following = say(State({"satisfaction": None}), said, "answer", {"satisfaction": 5}, survey=survey)

        assert following.state.answers["improve"] == said

    def test_who_wants_a_person_and_says_why_finds_it_kept(self):
        said = "Nobody rang my mother back for six whole weeks so I want a person"

        following = say(State(), said, "human")

        assert following.state.answers["improve"] == said
        assert following.asked.key == "wait"
        assert "What you wrote is kept." in words_of(following)

    def test_who_only_wants_a_person_is_promised_nothing(self):
        following = say(State(), "can I talk to a person", "human")

        assert following.state.answers == {}
        assert not any("kept" in each for each in words_of(following))

    def test_an_opinion_that_finds_no_room_is_said_not_to_be_kept(self):
        survey = read_definition(definition(WAIT, OFFICE))

        following = say(State(), "The Leeds office was filthy", "complain", {"office": "Leeds"}, survey=survey)

        assert following.state.answers == {"office": "leeds"}
        assert any("cannot keep that" in str(each) for each in words_of(following))

    def test_what_nobody_understood_in_time_is_kept_and_the_question_asked_again(self):
        said = "Nobody rang my mother back for six whole weeks now"

        following = say(State(), said)

        assert (following.asked.key, following.state.answers) == ("wait", {"improve": said})
        assert words_of(following)[0] == ("I noted:", [(TEXT["text"]["en"], ["in your words"])])

    def test_a_mere_answer_that_was_not_read_is_no_comment(self):
        assert say(State(), "dunno mate ages").state.answers == {}

    def test_what_is_told_beside_the_answers_is_kept(self):
        said = "I waited three hours in Leeds on Tuesday and the woman at the desk was so lovely to us all"

        following = say(State(), said, "answer", {**THREE_HOURS, "office": "Leeds"})

        assert following.state.answers == {"wait": 180, "office": "leeds", "improve": said}
        assert words_of(following)[0][1][-1] == (TEXT["text"]["en"], ["in your words"])

    def test_answers_alone_are_no_comment(self):
        said = "I waited about three hours at the Leeds office last Tuesday"

        following = say(State(), said, "answer", {**THREE_HOURS, "office": "Leeds", "day": "2026-04-28"})

        assert "improve" not in following.state.answers

    @pytest.mark.parametrize("intent", ["answer", "unclear"])
    def test_many_words_that_answer_nothing_are_kept_and_the_question_asked_again(self, intent):
        said = "Well the room was as cold as a barn the whole time we sat there"

        following = say(State(), said, intent)

        assert (following.asked.key, following.state.answers) == ("wait", {"improve": said})

    def test_what_is_said_to_a_question_for_an_address_is_kept_nowhere_else(self):
        survey = read_definition(definition(written("email"), TEXT))
        said = "you can write to me at jo at example dot com but please only before noon"

        for intent in (None, "answer", "unclear"):
            assert say(State(), said, intent, survey=survey).state.answers == {}

    def test_where_no_comment_is_asked_for_many_words_are_asked_again(self):
        survey = read_definition(definition(WAIT, OFFICE))
        said = "Well the room was as cold as a barn the whole time we sat there"

        assert words_of(say(State(), said, "answer", survey=survey))[0] == "I did not understand that."


class TestABareFigure:
    def test_where_it_could_be_either_unit_the_person_says_which(self):
        following = say(State(), "2", "answer", {"wait_minutes": 2})

        assert (following.asked.key, following.state.answers) == ("wait", {})
        assert presses(following) == ["120 minutes", "2 minutes"]
        assert say(following.state, "120 minutes").state.answers == {"wait": 120}

    def test_where_only_one_unit_fits_it_is_that(self):
        survey = read_definition(definition({**WAIT, "max_minutes": 600}, OFFICE))

        assert say(State(), "50", survey=survey).state.answers == {"wait": 50}

    def test_where_no_unit_fits_it_says_what_is_wanted(self):
        survey = read_definition(definition({**WAIT, "max_minutes": 30}, OFFICE))

        assert say(State(), "50", "answer", survey=survey).state.answers == {}

    def test_it_is_not_sent_to_be_understood(self):
        assert chat.to_understand(SURVEY, State(), setting=SETTING, said="2") is None
