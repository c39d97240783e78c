"""What a person wants besides answering: understood, or said in plain words."""

import json
from dataclasses import replace

import pytest

import chat
from chat import Memory, State, commands, signposts
from nlp.understanding import INTENTS
from settings import SIGNPOST_COUNTRIES
from surveys.definition import read_definition
from tests.factories import RATING, TEXT, definition
from tests.unit.chat.talk import (
    AGREED,
    DAY,
    OFFICE,
    SETTING,
    SOLVED,
    SURVEY,
    WAIT,
    effects,
    presses,
    resume,
    say,
    words_of,
)
from words.catalogue import worded

BUTTONS = (
    commands.STOP_HERE, commands.GO_ON, commands.DELETE_IT, commands.KEEP_IT, commands.PASS_IT_ON, commands.USE_FORM,
    commands.TALK_TO_PERSON,
)  # fmt: skip
WAITED = State({"wait": 180})
AT_DAY = State({"wait": 180, "office": "leeds"})
NO_COMMENTS = read_definition(definition(WAIT, OFFICE))


class TestStayingOpen:
    @pytest.mark.parametrize("intent", sorted(set(INTENTS) - {"back"}))
    def test_no_wish_alone_answers_a_question_that_is_needed(self, intent):
        following = say(WAITED, "hm", intent)

        assert following.asked.key == "office"
        assert {key: answer for key, answer in following.state.answers.items() if key != "improve"} == {"wait": 180}

    @pytest.mark.parametrize("intent", INTENTS)
    def test_every_intent_is_met(self, intent):
        assert isinstance(say(AT_DAY, "hm", intent), chat.Step)


class TestPassingOver:
    def test_skip_passes_over_what_need_not_be_answered(self):
        assert say(AT_DAY, "I'd rather not say", "skip").state.answers["day"] is None
        assert say(WAITED, "rather not", "skip").replies[0].text.startswith("This one is needed")

    def test_who_does_not_know_passes_over_too(self):
        following = say(AT_DAY, "no idea to be honest", "dont_know")

        assert (following.state.answers["day"], following.asked.key) == (None, "solved")
        assert words_of(following) == ["That is all right."]

    def test_where_it_is_needed_it_says_so_kindly_and_helps_more_each_time(self):
        first = say(WAITED, "no idea", "dont_know")
        second = say(first.state, "no idea", "dont_know")
        third = say(second.state, "no idea", "dont_know")

        assert "best guess" in words_of(first)[0]
        assert len(second.replies) == 2
        assert "use the form" in presses(third)

    def test_values_for_other_questions_are_taken_all_the_same(self):
        following = say(AT_DAY, "skip that, it was solved", "skip", {"solved": True, "day": "2026-01-01"})

        assert following.state.answers["solved"] is True
        assert following.state.answers["day"] is None

    def test_back_goes_back(self):
        following = say(AT_DAY, "the one before, please", "back")

        assert (following.asked.key, following.state.answers) == ("office", {"wait": 180})


class TestAskingAboutTheQuestion:
    @pytest.mark.parametrize("said", ["repeat", "Say that again!", "eto", "أعد السؤال"])
    def test_repeat_asks_in_the_same_words(self, said):
        following = say(WAITED, said)

        assert (following.asked.key, following.replies) == ("office", ())

    @pytest.mark.parametrize("said", ["why?", "Why do you ask", "pam?", "لماذا؟"])
    def test_why_says_the_purpose_and_leads_to_privacy(self, said):
        following = say(WAITED, said)

        assert words_of(following)[0].startswith("Your answer helps")
        assert effects(following) == [("privacy", {})]

    def test_a_hint_says_it_better(self):
        survey = read_definition(definition({**WAIT, "hint": {"en": "To plan our staff."}}))

        assert words_of(say(State(), "what for", "why", survey=survey)) == ["To plan our staff."]

    def test_a_greeting_and_thanks_are_answered_briefly(self):
        assert words_of(say(WAITED, "hiya", "greet")) == ["Hello."]
        assert words_of(say(WAITED, "ta", "thank")) == ["You are welcome."]

    def test_yes_and_no_answer_what_can_be_answered_so(self):
        state = AT_DAY.answered({"day": None})

        assert say(state, "I suppose it was", "yes").state.answers["solved"] is True
        assert say(state, "not as such", "no").state.answers["solved"] is False
        assert say(WAITED, "I suppose", "yes").replies == ()

    def test_nobody_consents_by_half(self):
        survey = read_definition(definition(AGREED, WAIT))

        assert say(State(), "I suppose so", "yes", survey=survey).asked.key == "agreed"


class TestStopping:
    @pytest.mark.parametrize(
        "said", ["stop", "Stop here", "I want to stop", "stopio", "rhoi'r gorau iddi", "أريد التوقف"]
    )
    def test_it_is_asked_once_and_then_done(self, said):
        asked = say(WAITED, said)
        assert (asked.asked.key, presses(asked), asked.effects) == ("office", ["stop here", "go on"], ())

        done = say(asked.state, "stop here")

        assert (done.asked, effects(done), done.state.answers) == (None, [("stop", {})], {"wait": 180})
        assert words_of(done) == ["Thank you. What you said is kept, and this conversation is at its end."]

    @pytest.mark.parametrize(("said", "intent"), [("yes", None), ("aye go on then", "yes"), ("I said stop", "stop")])
    def test_a_yes_in_any_words_will_do(self, said, intent):
        asked = say(WAITED, "enough", "stop")

        assert effects(say(asked.state, said, intent)) == [("stop", {})]

    @pytest.mark.parametrize(("said", "intent"), [("go on", None), ("No", None), ("not yet", "no"), ("تابع", None)])
    def test_a_no_goes_on(self, said, intent):
        following = say(say(WAITED, "enough", "stop").state, said, intent)

        assert (following.asked.key, words_of(following)) == ("office", ["All right, let us go on."])
        assert following.state.memory == Memory(unprobed=True)

    @pytest.mark.parametrize("said", ["yes stop", "Yes, stop it please", "ie, stopio", "yeah stop here now"])
    def test_a_yes_that_says_what_it_is_to_is_one(self, said):
        assert effects(say(say(WAITED, "stop").state, said)) == [("stop", {})]

    @pytest.mark.parametrize("said", ["no carry on", "No, go on please", "nope, continue"])
    def test_so_is_a_no(self, said):
        assert words_of(say(say(WAITED, "stop").state, said)) == ["All right, let us go on."]

    @pytest.mark.parametrize("said", ["no stop", "yes but not now", "yes Leeds"])
    def test_what_says_two_things_is_neither(self, said):
        assert commands.answer_to("stop", said) is None

    def test_an_answer_goes_on_too(self):
        following = say(say(WAITED, "stop").state, "Leeds")

        assert (following.state.answers["office"], following.state.memory.pending) == ("leeds", "")

    def test_a_button_of_the_question_is_no_yes(self):
        state = AT_DAY.answered({"day": None})

        assert say(say(state, "stop").state, "Yes", value="yes").state.answers["solved"] is True

    def test_who_gives_an_answer_with_it_is_heard(self):
        following = say(WAITED, "Leeds and that's it", "stop", {"office": "Leeds"})

        assert (following.state.answers["office"], following.state.memory.pending) == ("leeds", "stop")
        assert following.asked.key == "day"

    def test_where_nothing_was_said_nothing_is_kept(self):
        assert "nothing to keep" in words_of(say(say(State(), "stop").state, "yes"))[0]

    def test_whoever_comes_back_is_asked_again(self):
        back = resume(SURVEY, say(WAITED, "stop").state)

        assert (words_of(back)[-1], presses(back)) == (
            "Do you want to stop here? What you have said is kept.",
            ["stop here", "go on"],
        )


class TestDeleting:
    @pytest.mark.parametrize("said", ["delete my data", "Delete everything.", "dileu popeth", "احذف بياناتي"])
    def test_it_is_asked_once_and_then_all_is_gone(self, said):
        asked = say(WAITED, said)
        assert (presses(asked), asked.state.answers) == (["delete it", "keep it"], {"wait": 180})

        done = say(asked.state, "delete it")

        assert (done.asked, done.state, effects(done)) == (None, State(), [("delete", {})])
        assert words_of(done) == ["It is done: what you said here is deleted."]

    @pytest.mark.parametrize("said", ["do what?", "do i?", "do it in Leeds", "yes what", "yes my answers are fine"])
    def test_nothing_is_deleted_by_words_that_are_no_yes(self, said):
        asked = say(WAITED, "delete my data")

        assert commands.answer_to("delete", said) is None
        assert effects(say(asked.state, said, "unclear")) == []

    def test_kept_is_kept(self):
        kept = say(say(WAITED, "delete my data").state, "keep it").state

        assert kept == WAITED.remembering(unprobed=True)


class TestOtherWays:
    @pytest.mark.parametrize("said", ["use the form", "defnyddio'r ffurflen", "استخدم الاستمارة"])
    def test_the_form(self, said):
        assert effects(say(WAITED, said)) == [("form", {})]


class TestLanguage:
    def test_the_others_are_offered(self):
        following = say(WAITED, "another language please", "language")

        assert presses(following) == ["language cy"]
        assert following.quick[0].label == ("Cymraeg",)
        assert effects(say(following.state, "language cy")) == [("language", {"code": "cy"})]

    @pytest.mark.parametrize("said", ["Welsh please", "Cymraeg os gwelwch yn dda", "can we do it in welsh?"])
    def test_the_one_that_is_named_is_gone_on_in(self, said):
        assert effects(say(WAITED, said, "language")) == [("language", {"code": "cy"})]

    def test_one_that_is_not_offered_is_not_gone_to(self):
        following = say(WAITED, "language pl")

        assert (effects(following), presses(following)) == ([], ["language cy"])

    def test_from_the_other_it_leads_back(self):
        following = say(WAITED, "newid iaith", setting=replace(SETTING, language="cy"))

        assert presses(following) == ["language en"]

    def test_where_there_is_only_one_it_says_so(self):
        assert words_of(say(State(), "in Welsh?", "language", survey=NO_COMMENTS)) == [
            "This survey is offered in one language only."
        ]


class TestCare:
    def test_help_is_named_first_the_words_are_kept_and_the_question_stays_open(self):
        following = say(WAITED, "I cannot go on living", "urgent", confidence=0.2, country="GB")

        assert "116 123" in words_of(following)[0]
        assert words_of(following)[1:] == [
            "What you wrote is kept.",
            "Nobody reads it at once, so please do not wait for an answer here.",
        ]
        assert (following.asked.key, following.state.answers["improve"]) == ("office", "I cannot go on living")

    @pytest.mark.parametrize("said", ["I feel suicidal", "dw i eisiau marw"])
    def test_it_is_shown_where_help_is_also_where_nobody_understands(self, said):
        following = say(WAITED, said, country="GB")

        assert effects(following) == effects(say(WAITED, said, "urgent", country="GB"))
        assert words_of(following) == words_of(say(WAITED, said, "urgent", country="GB"))
        assert "999" in words_of(following)[0]

    def test_it_is_not_said_twice_in_a_row_but_again_where_it_is_raised_anew(self):
        first = say(WAITED, "help me", "urgent", country="GB")
        second = say(first.state, "please", "urgent", country="GB")
        then = say(second.state, "Leeds", country="GB")
        anew = say(then.state, "help me", "urgent", country="GB")

        assert ["116 123" in words_of(each)[0] for each in (first, second, anew)] == [True, False, True]

    def test_where_no_country_is_named_no_number_is(self):
        said = words_of(say(WAITED, "help me", "urgent"))[0]

        assert "local emergency number" in said
        assert not any(character.isdigit() for character in said)

    @pytest.mark.parametrize("more", [{"said": "More seats"}, {"said": "skip"}, {"said": "skip", "value": ""}])
    def test_under_a_text_question_more_can_be_said_and_nothing_is_lost(self, more):
        survey = read_definition(definition(TEXT, OFFICE))
        first = say(State(), "help me", "urgent", survey=survey)
        assert first.asked.key == "improve"

        then = chat.step(survey, first.state, setting=SETTING, asked="improve", **more)

        expected = "help me\nMore seats" if more["said"] == "More seats" else "help me"
        assert (then.state.answers["improve"], then.asked.key) == (expected, "office")

    def test_where_there_is_no_room_it_does_not_say_that_it_is_kept(self):
        following = say(State(), "help me", "urgent", survey=NO_COMMENTS)

        assert len(following.replies) == 2

    def test_abuse_is_met_once_and_then_ignored(self):
        first = say(WAITED, "you are all useless", "abuse")
        second = say(first.state, "useless", "abuse")

        assert words_of(first)[0].startswith("You may be angry")
        assert (second.replies, second.asked.key) == ((), "office")

    def test_every_country_that_can_be_set_has_its_text_in_the_languages_of_the_window(self):
        assert set(signposts.COUNTRIES) == set(SIGNPOST_COUNTRIES)
        for text in (signposts.ANYWHERE, *signposts.COUNTRIES.values()):
            assert set(text) >= {"en", "cy", "ar"}


class TestPlainWords:
    def test_what_is_pressed_is_known_without_a_model(self):
        for quick in (commands.STOP_HERE, commands.USE_FORM, commands.TALK_TO_PERSON):
            assert commands.named(quick.said, is_comment=True) is not None
        assert commands.answer_to("stop", commands.STOP_HERE.said) is True
        assert commands.answer_to("delete", commands.DELETE_IT.said) is True
        assert commands.answer_to("pass_on", commands.PASS_IT_ON.said) is True
        for pending in ("stop", "delete", "pass_on"):
            assert commands.answer_to(pending, commands.GO_ON.said) is False
            assert commands.answer_to(pending, commands.KEEP_IT.said) is False

    @pytest.mark.parametrize("language", ["en", "cy", "ar"])
    def test_what_a_button_says_can_be_typed_too(self, language):
        label = {quick.said: worded(quick.label[0], language) for quick in BUTTONS}

        assert commands.named(label["stop here"], is_comment=True) == "stop"
        assert commands.named(label["use the form"], is_comment=True) == "use_form"
        assert commands.named(label["talk to a person"], is_comment=True) == "human"
        for pending, yes, no in (("stop", "stop here", "go on"), ("delete", "delete it", "keep it"),
                                 ("pass_on", "pass it on", "go on")):  # fmt: skip
            assert commands.answer_to(pending, label[yes]) is True
            assert commands.answer_to(pending, label[no]) is False

    def test_a_button_pressed_twice_is_no_answer(self):
        survey = read_definition(definition(TEXT, OFFICE))

        for said in ("go on", "keep it", "delete it", "stop here"):
            assert say(State(), said, survey=survey).state.answers == {}

    def test_an_option_named_like_a_command_is_the_option(self):
        options = [{"value": value, "label": {"en": value.title()}} for value in ("stop", "form")]
        survey = read_definition(definition({**OFFICE, "options": options}, RATING))

        assert say(State(), "Stop", survey=survey).state.answers == {"office": "stop"}
        assert say(State(), "form", "use_form", survey=survey).state.answers == {"office": "form"}

    @pytest.mark.parametrize(
        "said", ["I want to stop people parking here", "why not open on Sundays", "the form was long"]
    )
    def test_a_sentence_with_such_a_word_is_a_comment(self, said):
        assert say(State(), said, survey=read_definition(definition(TEXT, OFFICE))).state.answers == {"improve": said}

    def test_what_is_remembered_can_be_kept(self):
        for said in ("stop", "delete my data"):
            memory = say(WAITED, said).state.memory
            assert Memory.of(json.loads(json.dumps(memory.as_json()))) == memory

    def test_the_survey_asks_them_in_this_order(self):
        assert [question["key"] for question in (WAIT, OFFICE, DAY, SOLVED)] == [
            question.key for question in SURVEY.questions[:4]
        ]
