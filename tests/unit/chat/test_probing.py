"""What a conversation asks further: chosen by what was said, seldom, and never of somebody who is done."""

import json

import pytest

import chat
from chat import Memory, State
from chat.probing import AT_LENGTH, choose, is_brief, is_explained
from nlp.opinions import Opinion
from nlp.themes import THEME_KEYS
from nlp.understanding import Meaning
from surveys import probing
from surveys.definition import read_definition
from surveys.known import Setting
from surveys.probed import Probe, added
from tests.factories import TEXT, definition
from tests.unit.chat.talk import SETTING, WAIT, effects, presses, resume, words_of

LAST = {"key": "more", "type": "text", "text": {"en": "Anything else?"}, "required": False}
NOTE = {"key": "note", "type": "statement", "text": {"en": "Nearly there."}}
SURVEY = read_definition(definition(TEXT, NOTE, WAIT, LAST))
SHIPPED = probing.shipped()
BAD_WAIT = Opinion("waiting", "neg", 0.95, 8, figures=False)
KIND = Opinion("staff_manner", "pos", 0.9, 6, figures=False)
RUDE = Opinion("staff_manner", "neg", 0.8, 6, figures=False)
OFFICE = Opinion("facilities", "neg", 0.85, 5, figures=False)
LOST = Opinion("information", "neg", 0.7, 5, figures=False)
LONG_ENOUGH = "It took far too long until somebody came to see to me"
THANKS = "Thank you, that helps."
ENOUGH = "That is all right. Thank you."


def pick(*opinions, asked=(), offered=SHIPPED, language="en", follows="improve"):
    found = choose(opinions, asked=asked, offered=offered, language=language, follows=follows)
    return found and (found.theme, found.polarity)


def probe(theme, follows="improve", polarity="neg"):
    return Probe(follows, theme, polarity, SHIPPED[theme][polarity])


def tell(state, said, *opinions, intent="feedback", offered=SHIPPED, survey=SURVEY, **more):
    """Return what follows from words of which this was found; without an intent nobody has understood them."""
    meaning = Meaning(intent, 0.9, more.pop("values", {})) if intent else None
    more = {"setting": SETTING, "meaning": meaning, "opinions": opinions, "offered": offered, **more}
    return chat.step(added(survey, state.probes), state, said=said, **more)


class TestTheChoice:
    @pytest.mark.parametrize("theme", THEME_KEYS)
    @pytest.mark.parametrize("polarity", ["neg", "pos", "any"])
    def test_there_is_a_probe_for_each_theme_and_polarity_in_english_and_welsh(self, theme, polarity):
        opinion = Opinion(theme, polarity, 0.9, 5, figures=False)
        for language in ("en", "cy"):
            assert pick(opinion, language=language) == (theme, polarity)
            assert SHIPPED[theme][polarity][language].endswith("?")

    def test_all_texts_differ(self):
        texts = [text for each in SHIPPED.values() for words in each.values() for text in words.values()]

        assert len(set(texts)) == len(texts) == len(THEME_KEYS) * 3 * 2

    def test_blame_goes_before_praise_however_sure(self):
        assert pick(KIND, LOST) == ("information", "neg")

    def test_the_surest_goes_first(self):
        assert pick(LOST, OFFICE, BAD_WAIT) == ("waiting", "neg")

    def test_what_names_no_figure_goes_before_what_does(self):
        with_figure = Opinion("facilities", "neg", 0.99, 5, figures=True)

        assert pick(with_figure, LOST) == ("information", "neg")
        assert pick(with_figure) == ("facilities", "neg")

    def test_praise_is_asked_about_too(self):
        assert pick(KIND) == ("staff_manner", "pos")

    def test_what_is_not_sure_is_not_asked_about(self):
        assert pick(Opinion("waiting", "neg", 0.59, 8, figures=False)) is None

    def test_what_was_asked_about_is_not_asked_about_again_whatever_it_followed(self):
        assert pick(BAD_WAIT, asked=[probe("waiting")]) is None
        assert pick(BAD_WAIT, asked=[probe("waiting", follows="more")]) is None
        assert pick(BAD_WAIT, OFFICE, asked=[probe("waiting")]) == ("facilities", "neg")

    def test_two_follow_one_answer_and_three_a_conversation(self):
        two = [probe("waiting"), probe("cost")]

        assert pick(OFFICE, asked=two) is None
        assert pick(OFFICE, asked=two, follows="more") == ("facilities", "neg")
        assert pick(OFFICE, asked=[*two, probe("access", follows="more")], follows="more") is None

    def test_what_is_explained_at_length_is_not_asked_about(self):
        assert is_explained(Opinion("facilities", "neg", 0.9, AT_LENGTH, figures=False))
        assert not is_explained(Opinion("facilities", "neg", 0.9, AT_LENGTH - 1, figures=True))

    def test_nor_how_long_it_took_where_that_was_said(self):
        assert pick(Opinion("waiting", "neg", 0.9, 8, figures=True)) is None

    def test_nor_what_is_switched_off(self):
        assert pick(BAD_WAIT, offered={theme: SHIPPED[theme] for theme in THEME_KEYS if theme != "waiting"}) is None
        assert pick(BAD_WAIT, offered={}) is None

    def test_nor_in_a_language_that_it_is_not_written_in(self):
        assert pick(BAD_WAIT, language="ar") is None
        assert pick(BAD_WAIT, language="en-GB") == ("waiting", "neg")
        welsh = {"waiting": {"neg": {"cy": "Pa mor hir?"}}}
        assert pick(BAD_WAIT, offered=welsh) is None
        assert pick(BAD_WAIT, offered=welsh, language="cy") == ("waiting", "neg")


class TestWhoIsBrief:
    @pytest.mark.parametrize("said", ["", "Long", "Long wait"])
    def test_two_words_to_an_open_question_are_brief(self, said):
        assert is_brief(said, None)
        assert not is_brief("The long wait", None)

    def test_three_to_a_probe_are(self):
        assert is_brief("About two hours", "It took long")
        assert not is_brief("About two hours, really", "It took long")

    def test_an_answer_much_shorter_than_the_one_before_is(self):
        assert is_brief("Five words are not many", LONG_ENOUGH)
        assert not is_brief("Six words are half of it", LONG_ENOUGH)
        assert not is_brief("Eight words are enough whatever was said before", LONG_ENOUGH * 3)


class TestAfterAnOpenAnswer:
    def test_the_probe_is_the_open_question(self):
        following = tell(State(), LONG_ENOUGH, BAD_WAIT)

        assert following.asked.key == "improve.probe.waiting"
        assert following.asked.text["en"] == "How long did you wait, and what would have been a fair time?"
        assert (following.asked.required, presses(following)) == (False, ["no more questions like this"])
        assert following.state.probes == (probe("waiting"),)
        assert following.state.answers == {"improve": LONG_ENOUGH}

    def test_its_answer_is_thanked_for_and_kept_by_itself(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)

        following = tell(asked.state, "Three hours, and one would have been fair")

        assert words_of(following) == [THANKS, "Nearly there."]
        assert following.asked.key == "wait"
        assert following.state.answers["improve.probe.waiting"] == "Three hours, and one would have been fair"
        assert following.state.answers["improve"] == LONG_ENOUGH

    def test_a_second_follows_about_what_else_was_raised(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT, OFFICE, LOST)

        second = tell(asked.state, "Three hours, and one would have been fair", BAD_WAIT)
        third = tell(second.state, "The benches in the hall, they are all broken", OFFICE)

        assert [second.asked.key, third.asked.key] == ["improve.probe.facilities", "wait"]

    def test_or_about_what_the_answer_to_the_probe_raised(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)

        assert tell(asked.state, "An hour, while they were shouting at us", RUDE).asked.key == (
            "improve.probe.staff_manner"
        )

    def test_what_else_is_told_fills_other_questions(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)

        following = tell(asked.state, "Three hours, and one would have been fair", values={"wait_minutes": 180})

        assert following.state.answers["wait"] == 180
        assert following.asked.key == "more"

    def test_nothing_follows_where_nothing_was_found_or_nothing_is_offered(self):
        assert tell(State(), LONG_ENOUGH).asked.key == "wait"
        assert tell(State(), LONG_ENOUGH, BAD_WAIT, offered={}).asked.key == "wait"
        assert tell(State(), LONG_ENOUGH, BAD_WAIT, intent=None).state.probes == (probe("waiting"),)

    def test_nor_after_two_words(self):
        assert tell(State(), "Long wait", BAD_WAIT).asked.key == "wait"

    def test_nor_where_the_survey_does_not_want_it(self):
        quiet = read_definition(definition({**TEXT, "probing": False}, WAIT))

        assert tell(State(), LONG_ENOUGH, BAD_WAIT, survey=quiet).asked.key == "wait"
        assert to_analyse(quiet) is None

    def test_nor_where_an_earlier_answer_is_changed(self):
        state = State({"improve": "The wait", "note": None})

        assert tell(state, LONG_ENOUGH, BAD_WAIT, asked="improve").asked.key == "wait"

    def test_it_says_what_the_analyser_is_asked(self):
        source = to_analyse()

        assert (source.text, source.question, source.language) == (LONG_ENOUGH, TEXT["text"]["en"], "en")
        assert to_analyse(intent="skip") is None
        assert to_analyse(intent="stop", confidence=0.3) is not None
        assert to_analyse(intent="urgent", confidence=0.3) is None
        assert to_analyse(said="x" * 1001) is None
        assert to_analyse(state=State(memory=Memory(unprobed=True))) is None
        assert to_analyse(state=State({"improve": "x", "note": None})) is None


class TestWhoHasHadEnough:
    @pytest.mark.parametrize(
        "said",
        [
            "dunno",
            "That's all.",
            "no",
            "Nothing else",
            "no more questions like this",
            "Dyna'r cyfan",
            "هذا كل شيء",
            "n/a",
        ],
    )
    def test_is_asked_no_more_also_where_nobody_understands(self, said):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT, OFFICE)

        following = tell(asked.state, said, intent=None)

        assert words_of(following) == [ENOUGH, "Nearly there."]
        assert following.asked.key == "wait"
        assert following.state.answers["improve.probe.waiting"] is None
        assert tell(following.state.answered({"wait": 5}), LONG_ENOUGH, OFFICE).asked is None

    def test_whoever_skips_is_asked_no_more(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT, OFFICE)

        for more in ({"said": "skip", "value": ""}, {"said": "skip"}, {"said": "I would rather not", "intent": "skip"}):
            following = tell(asked.state, **more)
            assert words_of(following)[0] == ENOUGH
            assert following.state.memory.unprobed
            assert following.asked.key == "wait"

    def test_whoever_is_brief_is_thanked_and_asked_no_more(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT, OFFICE)

        following = tell(asked.state, "Two hours", BAD_WAIT)

        assert words_of(following)[0] == THANKS
        assert following.state.answers["improve.probe.waiting"] == "Two hours"
        assert (following.asked.key, following.state.memory.unprobed) == ("wait", True)

    def test_a_no_with_a_reason_is_an_answer(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)
        said = "No idea how long it was, but it was dark when I came out"

        assert tell(asked.state, said, intent="no").state.answers["improve.probe.waiting"] == said

    def test_to_the_surveys_own_question_no_is_an_answer_as_ever(self):
        assert tell(State(), "no", intent=None).state.answers == {"improve": "no", "note": None}


class TestWhoIsInNeedOrLeaves:
    def test_after_words_of_harm_nothing_is_asked_further(self):
        harmed = tell(State(), "My neighbour beats her child every night", intent="urgent")

        following = tell(harmed.state, LONG_ENOUGH, BAD_WAIT)

        assert (following.asked.key, following.state.probes) == ("wait", ())
        assert tell(following.state.answered({"wait": 5}), LONG_ENOUGH, OFFICE).asked is None

    def test_nor_after_abuse(self):
        met = tell(State(), "You useless lot", intent="abuse")

        assert tell(met.state, LONG_ENOUGH, BAD_WAIT).asked.key == "wait"

    @pytest.mark.parametrize("said", ["stop", "delete my data"])
    def test_nor_after_a_wish_to_stop_or_delete(self, said):
        asked = tell(State(), said, intent=None)
        back = tell(asked.state, "go on", intent=None)

        assert tell(back.state, LONG_ENOUGH, BAD_WAIT).asked.key == "wait"

    def test_words_of_harm_said_to_a_probe_are_kept_and_help_is_shown(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)

        following = tell(asked.state, "I want to kill myself", intent="urgent", country="GB")

        assert following.state.answers["improve.probe.waiting"] == "I want to kill myself"
        assert following.asked.key == "improve.probe.waiting"
        assert following.state.memory.unprobed


class TestWhatElseCanBeSaidToAProbe:
    def test_commands_work_and_the_probe_stays_open(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)

        for said, kinds, buttons in (
            ("why", ["privacy"], ["no more questions like this"]),
            ("use the form", ["form"], ["no more questions like this"]),
            ("talk to a person", ["case"], ["no thanks"]),
        ):
            following = tell(asked.state, said, intent=None)
            assert following.asked.key == "improve.probe.waiting"
            assert [kind for kind, _ in effects(following)] == kinds
            assert presses(following) == buttons

    def test_stopping_asks_whether_and_going_on_asks_the_probe(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)
        stopping = tell(asked.state, "stop", intent=None)
        assert presses(stopping) == ["stop here", "go on"]

        assert tell(stopping.state, "no", intent=None).asked.key == "improve.probe.waiting"
        assert effects(tell(stopping.state, "stop here", intent=None)) == [("stop", {})]

    def test_back_asks_the_open_question_again_and_then_the_probe(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)
        back = tell(asked.state, "back", intent=None)
        assert back.asked.key == "improve"

        assert tell(back.state, LONG_ENOUGH, BAD_WAIT).asked.key == "improve.probe.waiting"

    def test_a_question_of_theirs_is_heard(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)

        following = tell(asked.state, "When do you open?", intent="ask_question")

        assert following.asked.key == "improve.probe.waiting"
        assert presses(following) == ["pass it on", "go on"]
        passed_on = tell(following.state, "pass it on", intent=None)
        assert effects(passed_on) == [("case", {"kind": "question"})]
        assert passed_on.asked.key == "improve.probe.waiting"

    def test_whoever_comes_back_finds_it_open(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)
        kept = Memory.of(json.loads(json.dumps(asked.state.memory.as_json())))

        again = resume(added(SURVEY, asked.state.probes), State(asked.state.answers, kept, asked.state.probes))

        assert (again.asked.key, presses(again)) == ("improve.probe.waiting", ["no more questions like this"])
        assert kept == asked.state.memory
        assert kept.raised == (BAD_WAIT,)

    def test_an_answer_that_comes_late_changes_its_own(self):
        asked = tell(State(), LONG_ENOUGH, BAD_WAIT)
        gone_on = tell(asked.state, "Three hours, and one would have been fair")

        late = tell(gone_on.state, "Four hours, I mean", asked="improve.probe.waiting")

        assert late.state.answers["improve.probe.waiting"] == "Four hours, I mean"
        assert late.asked.key == "wait"


class TestWhereTheQuestionIsHidden:
    def test_so_is_its_probe(self):
        shown = {**LAST, "show_if": {">": [{"answer": "wait"}, 60]}}
        survey = read_definition(definition(WAIT, shown))
        asked = tell(State({"wait": 90}), LONG_ENOUGH, BAD_WAIT, survey=survey)
        assert asked.asked.key == "more.probe.waiting"

        changed = tell(asked.state, "30 minutes", asked="wait", survey=survey, intent=None)

        assert changed.asked is None
        assert changed.way.kept(changed.state.answers) == {"wait": 30}


def to_analyse(survey=SURVEY, state=None, *, said=LONG_ENOUGH, intent="feedback", confidence=0.9):
    meaning = Meaning(intent, confidence, {})
    setting = Setting(today=SETTING.today, mode="conversation")
    return chat.to_analyse(survey, state or State(), setting=setting, said=said, meaning=meaning)
