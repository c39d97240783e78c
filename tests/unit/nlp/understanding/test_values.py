"""What messages answer, without the model: what the words say themselves."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.understanding import Asked, Said
from nlp.understanding.filling import values_of
from tests.timing import at_most

TODAY = date(2026, 3, 18)
WAIT = Asked("wait", "duration", "How long did you wait to be seen?")
DAY = Asked("visit_date", "date", "When did you visit us?")
OFFICE = Asked(
    "office", "unit", "Which office did you go to?", ("Leeds Office", "Bradford Office", "Moor Lane Library")
)
OVERALL = Asked(
    "overall",
    "rating_1_5",
    "Overall, how would you rate the service? 1 very poor, 2 poor, 3 okay, 4 good, 5 very good.",
)
RECOMMEND = Asked("recommend", "rating_0_10", "How likely are you to recommend us, from 0 to 10?")
CHANNEL = Asked("channel", "choice", "How did you contact us?", ("In person", "By phone", "Online", "By post"))
AGE = Asked("age_group", "choice", "Which age group are you in?", ("Under 18", "18 to 34", "35 to 54", "55 or over"))
CALLS = Asked("calls", "number", "How many times did you have to call?")
HOME = Asked("household", "number", "How many people live in your home?")
COST = Asked("cost", "number", "How much did the journey cost you, in pounds?")
SORTED = Asked("resolved", "yes_no", "Was your problem sorted out?")
EMAIL = Asked("email", "email", "What is your email address?")
PHONE = Asked("phone", "phone", "What phone number can we reach you on?")


def read(said, asked=None, *others):
    return values_of(Said(said, TODAY, asked, others))


class TestTheOpenQuestion:
    @pytest.mark.parametrize(
        "said",
        [
            "I waited ages and nobody told me anything, but the lady at the desk was lovely",
            "brilliant doctor though the wait was three hours and the loo was out of order",
        ],
    )
    def test_an_account_with_a_but_is_no_rating(self, said):
        assert "overall" not in values_of(Said(said, TODAY, OVERALL))

    @pytest.mark.parametrize(
        ("asked", "said", "value"),
        [
            (WAIT, "45", 45),
            (WAIT, "they told me 20 minutes and it was two hours", 120),
            (WAIT, "2 minutes, no sorry, 20 minutes", 20),
            (DAY, "it was Monday not Tuesday", "2026-03-16"),
            (OFFICE, "leeds", "Leeds Office"),
            (OFFICE, "moorlane", "Moor Lane Library"),
            (OFFICE, "bradfrod", "Bradford Office"),
            (OFFICE, "Leeds, no sorry, Bradford", "Bradford Office"),
            (OFFICE, "the second one", "Bradford Office"),
            (OVERALL, "three stars", 3),
            (OVERALL, "8 out of 10", 4),
            (OVERALL, "Good. Not excellent, but good.", 4),
            (OVERALL, "terrible", 1),
            (OVERALL, "⭐⭐", 2),
            (RECOMMEND, "4 out of 5", 8),
            (RECOMMEND, "somewhere between 6 and 7", {"min": 6, "max": 7}),
            (RECOMMEND, "Nine. I never give tens.", 9),
            (CHANNEL, "i rang", "By phone"),
            (CHANNEL, "option 3", "Online"),
            (CHANNEL, "the last one I'm afraid", "By post"),
            (AGE, "I'm 67", "55 or over"),
            (CALLS, "i called 3 times no actually 4", 4),
            (CALLS, "twice", 2),
            (CALLS, "there were 40 people waiting when I rang, it took 3 times", 3),
            (HOME, "just me", 1),
            (HOME, "five of us, me the wife and three kids", 5),
            (COST, "£12.40", 12.4),
            (SORTED, "no way", False),
            (SORTED, "by all means", True),
            (EMAIL, "jo underscore lee at example dot org", "jo_lee@example.org"),
            (PHONE, "oh seven seven double oh nine double oh one two three", "07700900123"),
        ],
    )
    def test_a_short_or_loose_reply_answers_it(self, asked, said, value):
        assert list(read(said, asked).values()) == [value]

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (WAIT, "why do you ask?"),
            (OFFICE, "can't remember"),
            (OVERALL, "11"),
            (RECOMMEND, "7.3"),
            (EMAIL, "it's on my letter"),
            (PHONE, "12"),
        ],
    )
    def test_nothing_is_guessed(self, asked, said):
        assert read(said, asked) == {}


class TestSeveralAtOnce:
    def test_an_opening_fills_all_that_it_answers(self):
        said = "waited about three hours at the Leeds office on Tuesday and the woman at the desk was lovely"

        assert read(said, None, WAIT, OFFICE, DAY, OVERALL, CALLS) == {
            "wait_minutes": 180,
            "office": "Leeds Office",
            "visit_date": "2026-03-17",
        }

    def test_each_rating_goes_to_its_own(self):
        assert read("5 overall and 9 for recommending", OVERALL, RECOMMEND) == {"overall": 5, "recommend": 9}

    def test_a_figure_goes_to_the_question_beside_whose_words_it_stands(self):
        assert read("rang 6 times and waited 2 hours", None, CALLS, WAIT) == {"calls": 6, "wait_minutes": 120}

    def test_what_is_asked_back_tells_nothing(self):
        assert read("what time does Leeds shut on Tuesdays?", WAIT, OFFICE, DAY) == {}

    def test_the_question_that_is_named_is_corrected(self):
        assert read("actually change the overall one to a 3", RECOMMEND, OVERALL) == {"overall": 3}

    @settings(deadline=None)
    @given(st.text(max_size=120))
    def test_any_text_is_taken(self, said):
        values = read(said, WAIT, DAY, OFFICE, OVERALL, RECOMMEND, CHANNEL, AGE, CALLS, SORTED, EMAIL, PHONE)

        assert values.get("office", "Leeds Office") in OFFICE.options
        assert values.get("channel", "Online") in CHANNEL.options


class TestLongMessages:
    @pytest.mark.parametrize(
        "piece",
        [
            "a",
            "1",
            "1 ",
            "5 stars ",
            "yes ",
            "well, ",
            "a dot ",
            "one ",
            "hundred ",
            "x at y ",
            "the ",
            ".",
            "9 to ",
            "a@",
            "um ",
            "adot",
            "i go for it was ",
        ],
    )
    def test_of_anything_they_take_no_time(self, piece):
        with at_most(3):
            read(piece * (5_000 // len(piece)), CHANNEL, WAIT, DAY, OFFICE, OVERALL, RECOMMEND, CALLS, EMAIL, PHONE)

    @pytest.mark.parametrize(
        "said",
        ["9" * 400, f"{'9' * 9} years ago", f"in {'9' * 9} days time", "31/2/2026"],
    )
    def test_no_calendar_is_too_short(self, said):
        assert read(said, DAY, WAIT) == {}
