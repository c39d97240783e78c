"""Asking for a person, and having a question passed on: what is said, what is asked, and what follows."""

import pytest

import chat
from chat import Inbox, State
from surveys.definition import read_definition
from tests.factories import TEXT, definition
from tests.unit.chat.talk import OFFICE, RATING, SURVEY, effects, presses, say, words_of

WAITED = State({"wait": 180})
INBOX = Inbox(reply_days=3, reference="K7Q-2MX")
OPEN = Inbox(reply_days=3, reference="K7Q-2MX", is_open=True)
REACHED = Inbox(reply_days=3, reference="K7Q-2MX", is_open=True, has_contact=True)
NO_COMMENTS = read_definition(definition(OFFICE, RATING))
COMMENT_FIRST = read_definition(definition(TEXT, OFFICE))
PERSON = ("case", {"kind": "person"})
HOW = chat.HOW.text


class TestAskingForAPerson:
    @pytest.mark.parametrize("said", ["talk to a person", "Speak to someone", "siarad â rhywun", "التحدث مع شخص"])
    def test_it_is_passed_on_at_once_and_then_asked_how_to_reach_them(self, said):
        following = say(WAITED, said, inbox=INBOX)

        assert effects(following) == [PERSON]
        assert "Nobody reads along while we speak" in words_of(following)[0]
        assert words_of(following)[1:] == ["They usually answer within %(count)s working days.", HOW]
        assert following.replies[1].count == 3
        assert (following.asks_contact, presses(following)) == (True, ["no thanks"])
        assert (following.asked.key, following.state.answers) == ("office", {"wait": 180})

    def test_where_the_service_says_no_time_none_is_promised(self):
        following = say(WAITED, "talk to a person", inbox=Inbox(reference="K7Q-2MX"))

        assert words_of(following)[1] == "I cannot promise when they will answer."

    def test_what_else_was_said_is_kept(self):
        said = "I rang four times last week and nobody ever called back so please let me talk to somebody"

        following = say(WAITED, said, "human", inbox=INBOX)

        assert following.state.answers["improve"] == said
        assert "What you wrote is kept." in words_of(following)

    def test_who_says_at_once_how_to_reach_them_is_not_asked(self):
        following = say(WAITED, "Let somebody ring me on 01632 960 001", "human", inbox=INBOX)

        assert effects(following) == [PERSON, ("contact", {"phone": "+441632960001"})]
        assert not following.asks_contact
        assert following.replies[1].values == {"reference": "K7Q-2MX"}

    def test_asked_again_once_they_can_be_reached_nothing_more_is_asked(self):
        following = say(WAITED, "talk to a person", inbox=REACHED)

        assert words_of(following)[0] == "I have passed it on already that you want to talk to a person."
        assert not following.asks_contact

    def test_asked_again_before_that_it_is_asked_once_more(self):
        assert say(WAITED, "talk to a person", inbox=OPEN).asks_contact


class TestHowToReachThem:
    @pytest.mark.parametrize(
        ("said", "details"),
        [
            ("jo@example.org", {"email": "jo@example.org"}),
            ("My address is <jo@example.org>, thanks", {"email": "jo@example.org"}),
            ("01632 960001", {"phone": "+441632960001"}),
            ("+44 1632 960 001", {"phone": "+441632960001"}),
            ("٠١٦٣٢ ٩٦٠٠٠١", {"phone": "+441632960001"}),
            ("ring me on (01632) 960-001 please", {"phone": "+441632960001"}),
            ("jo@example.org or 01632 960001", {"email": "jo@example.org", "phone": "+441632960001"}),
        ],
    )
    def test_an_address_or_a_number_is_taken_and_the_question_is_open_again(self, asked, said, details):
        following = say(asked.state, said, inbox=OPEN)

        assert effects(following) == [("contact", details)]
        assert (following.asks_contact, following.asked.key, presses(following)) == (False, "office", [])
        assert following.replies[0].values == {"reference": "K7Q-2MX"}
        assert words_of(following)[1] == "They usually answer within %(count)s working days."

    @pytest.mark.parametrize(
        ("said", "meaning"),
        [("no thanks", None), ("No", None), ("skip", None), ("dim diolch", None), ("I'd rather not", "no")],
    )
    def test_who_would_rather_not_hears_that_nobody_can_answer(self, asked, said, meaning):
        following = say(asked.state, said, meaning, inbox=OPEN)

        assert "nobody can answer you" in words_of(following)[0]
        assert following.replies[0].values == {"reference": "K7Q-2MX"}
        assert (effects(following), following.asks_contact, following.asked.key) == ([], False, "office")

    @pytest.mark.parametrize(
        ("said", "fault"),
        [
            ("jo@", "Enter an email address, like name@example.com"),
            ("call 123", "Enter a telephone number, like 01632 960 001 or +44 808 157 0192"),
            ("carrier pigeon", "I could not read that as an email address or a telephone number."),
        ],
    )
    @pytest.mark.parametrize("intent", [None, "answer"])
    def test_what_is_neither_is_asked_for_once_more(self, asked, said, fault, intent):
        following = say(asked.state, said, intent, inbox=OPEN)

        assert words_of(following) == [fault, HOW]
        assert (following.asks_contact, following.state.answers) == (True, {"wait": 180})

    def test_the_second_time_it_is_taken_as_what_it_is(self, asked):
        again = say(asked.state, "the one in Leeds", inbox=OPEN)

        following = say(again.state, "Leeds then", "answer", {"office": "Leeds"}, inbox=OPEN)

        assert following.state.answers["office"] == "leeds"
        assert "nobody can answer you" in words_of(following)[0]

    def test_the_second_time_words_nobody_understands_leave_it(self, asked):
        again = say(asked.state, "pigeon", inbox=OPEN)

        assert not say(again.state, "pigeon", inbox=OPEN).asks_contact

    def test_an_answer_that_is_pressed_counts_and_leaves_it(self, asked):
        following = say(asked.state, "Leeds", value="leeds", inbox=OPEN)

        assert following.state.answers["office"] == "leeds"
        assert "nobody can answer you" in words_of(following)[0]

    def test_what_answers_the_open_question_is_taken_for_it_at_once(self, asked):
        following = say(asked.state, "The Leeds one", "answer", {"office": "Leeds"}, inbox=OPEN)

        assert following.state.answers["office"] == "leeds"
        assert "nobody can answer you" in words_of(following)[0]
        assert not following.asks_contact

    def test_figures_that_are_no_number_are_asked_for_again_though_they_could_be_an_answer(self, asked):
        following = say(asked.state, "the number ends in 12345", "answer", {"office": "Leeds"}, inbox=OPEN)

        assert following.asks_contact

    def test_an_account_under_a_question_for_a_comment_is_its_answer(self):
        state = State().remembering(pending="reach", case=True)
        said = "I waited for hours and nobody came to help me or my mother"

        following = say(state, said, "answer", {"improve": said}, survey=COMMENT_FIRST, inbox=OPEN)

        assert following.state.answers == {"improve": said}
        assert (following.asks_contact, following.asked.key) == (False, "office")
        assert "nobody can answer you" in words_of(following)[0]

    @pytest.mark.parametrize("pending", ["stop", "delete", "pass_on", "send", "reach"])
    def test_where_help_is_comes_before_all_that_waits(self, pending):
        state = WAITED.remembering(pending=pending, words="wait")

        following = say(state, "yes, I want to kill myself", "yes", inbox=OPEN)

        assert following.state.memory.urgent
        assert following.state.answers["wait"] == 180

    @pytest.mark.parametrize("said", ["27 3 2026", "27/3/2026", "2732026"])
    def test_a_date_is_no_telephone_number(self, asked, said):
        assert ("contact" in dict(effects(say(asked.state, said, "answer", inbox=OPEN)))) is False

    @pytest.mark.parametrize("said", ["yes", "why?", "repeat", "talk to a person"])
    def test_some_words_have_it_asked_again(self, asked, said):
        following = say(asked.state, said, inbox=OPEN)

        assert (words_of(following), following.asks_contact, effects(following)) == ([HOW], True, [])

    @pytest.mark.parametrize(("said", "pending"), [("stop", "stop"), ("delete my data", "delete")])
    def test_ending_and_deleting_come_before_it(self, asked, said, pending):
        following = say(asked.state, said, inbox=OPEN)

        assert following.state.memory.pending == pending
        assert "nobody can answer you" in words_of(following)[0]

    @pytest.mark.parametrize("intent", [None, "urgent"])
    def test_where_help_is_comes_first_and_then_it_is_asked_again(self, asked, intent):
        following = say(asked.state, "I want to kill myself, jo@example.org", intent, country="GB", inbox=OPEN)

        assert "116 123" in words_of(following)[0]
        assert words_of(following)[-1] == HOW
        assert (following.asks_contact, presses(following), effects(following)) == (True, ["no thanks"], [])

    def test_under_a_question_that_takes_any_words_it_is_no_comment(self):
        asked = say(State(), "talk to a person", survey=COMMENT_FIRST, inbox=INBOX)

        following = say(asked.state, "jo at example dot org", survey=COMMENT_FIRST, inbox=OPEN)

        assert (following.asks_contact, following.state.answers) == (True, {})

    def test_whoever_comes_back_is_asked_again(self, asked):
        here = chat.resume(SURVEY, asked.state, setting=asked.way.known.setting)

        assert words_of(here)[-1] == HOW
        assert (presses(here), here.asks_contact) == (["no thanks"], True)

    def test_nothing_plain_is_asked_of_the_understanding(self, asked):
        def wanted(said):
            return chat.to_understand(SURVEY, asked.state, setting=asked.way.known.setting, said=said)

        assert wanted("jo@example.org") is None
        assert wanted("no thanks") is None
        assert wanted("I would rather you did not") is not None

    @pytest.fixture
    def asked(self):
        return say(WAITED, "talk to a person", inbox=INBOX)


class TestStopping:
    def test_with_a_case_there_is_something_to_keep(self):
        asked = say(State(), "talk to a person", inbox=INBOX)
        told = say(asked.state, "jo@example.org", inbox=OPEN)
        stopping = say(told.state, "stop", inbox=REACHED)

        ended = say(stopping.state, "yes", inbox=REACHED)

        assert words_of(ended) == [chat.STOPPED.text]


class TestAQuestion:
    QUESTION = "When will my roof be mended?"

    def test_it_is_passed_on_where_the_person_agrees(self):
        asked = say(WAITED, self.QUESTION, "ask_question", inbox=INBOX)
        assert (presses(asked), asked.effects, asked.asked.key) == (["pass it on", "go on"], (), "office")

        passed_on = say(asked.state, "pass it on", inbox=INBOX)

        assert effects(passed_on) == [("case", {"kind": "question"})]
        assert words_of(passed_on)[0].startswith("I have passed your question on")
        assert (passed_on.asks_contact, passed_on.state.answers) == (True, {"wait": 180})

    def test_it_can_be_passed_on_also_where_no_comment_is_asked_for(self):
        asked = say(State(), self.QUESTION, "ask_question", survey=NO_COMMENTS, inbox=INBOX)

        assert effects(say(asked.state, "yes", survey=NO_COMMENTS)) == [("case", {"kind": "question"})]

    def test_where_they_can_be_reached_already_the_reference_is_told_at_once(self):
        asked = say(WAITED, self.QUESTION, "ask_question", inbox=REACHED)

        passed_on = say(asked.state, "yes", inbox=REACHED)

        assert (passed_on.asks_contact, passed_on.replies[1].values) == (False, {"reference": "K7Q-2MX"})

    def test_refused_it_is_left(self):
        asked = say(WAITED, self.QUESTION, "ask_question")

        refused = say(asked.state, "go on")

        assert (effects(refused), "improve" in refused.state.answers) == ([], False)

    @pytest.mark.parametrize("more", [{"said": "Leeds"}, {"said": "Leeds", "value": "leeds"}])
    def test_where_something_else_is_said_the_words_are_a_comment(self, more):
        asked = say(WAITED, self.QUESTION, "ask_question")

        following = say(asked.state, **more)

        assert following.state.answers == {"wait": 180, "office": "leeds", "improve": self.QUESTION}
        assert words_of(following)[0] == ("I noted it:", [("How could we improve this service?", ["in your words"])])
        assert following.asked.key == "day"

    def test_under_the_question_that_takes_them_more_words_go_below(self):
        asked = say(State(), self.QUESTION, "ask_question", survey=COMMENT_FIRST)
        between = say(asked.state, "why?", survey=COMMENT_FIRST)

        following = say(between.state, "Also more seats", survey=COMMENT_FIRST, asked="improve")

        assert following.state.answers["improve"] == f"{self.QUESTION}\nAlso more seats"

    def test_where_there_is_no_room_they_are_told_so(self):
        asked = say(State(), self.QUESTION, "ask_question", survey=NO_COMMENTS)

        following = say(asked.state, "Leeds", survey=NO_COMMENTS)

        assert words_of(following)[0] == "I did not pass on what you wrote before."

    def test_whoever_asks_for_a_person_instead_has_all_of_it_passed_on(self):
        asked = say(WAITED, self.QUESTION, "ask_question", inbox=INBOX)

        following = say(asked.state, "talk to a person", inbox=INBOX)

        assert (effects(following), following.asks_contact) == ([PERSON], True)
        assert "improve" not in following.state.answers


class TestMasking:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("Talk to a person please, 0161 - 496 - 0000", "Talk to a person please, [phone]"),
            ("my address is <jo@example.org>, thanks", "my address is [email] thanks"),
            ("ring +44 1632 960 001 or 01632 960002", "ring [phone] or [phone]"),
            ("I came on 3 May at 10", "I came on 3 May at 10"),
        ],
    )
    def test_how_to_reach_them_is_in_no_words_that_are_kept(self, said, kept):
        assert chat.masked(said) == kept

    def test_not_in_the_comment_either(self):
        said = "I rang four times last week and nobody called back so please ring me on 01632 960 001"

        following = say(WAITED, said, "human", inbox=INBOX)

        assert following.state.answers["improve"].endswith("ring me on [phone]")
        assert effects(following)[-1] == ("contact", {"phone": "+441632960001"})
