from surveys import routing
from surveys.definition import read_definition
from tests.factories import definition

SURVEY = read_definition(definition())


class TestRouting:
    def test_pages_are_numbered_in_the_order_of_the_questions(self):
        assert [routing.page_number(SURVEY, question.key) for question in SURVEY.questions] == [1, 2, 3]

    def test_after_the_last_page_the_answers_are_checked(self):
        assert [routing.after(SURVEY, number) for number in (1, 2, 3)] == [2, 3, None]

    def test_only_what_is_needed_is_missing(self):
        assert routing.first_missing(SURVEY, {}).key == "satisfaction"
        assert routing.first_missing(SURVEY, {"satisfaction": 4, "channel": None}).key == "channel"
        assert routing.first_missing(SURVEY, {"satisfaction": 4, "channel": "online"}) is None

    def test_what_was_passed_over_is_not_asked_again(self):
        assert routing.next_unasked(SURVEY, {"satisfaction": 4, "channel": "online"}).key == "improve"
        assert routing.next_unasked(SURVEY, {"satisfaction": 4, "channel": "online", "improve": None}) is None
