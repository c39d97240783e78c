"""The conversation beside the pages of the same survey: one set of figures on the page and in the file."""

import csv
from io import StringIO

import pytest

import tallies
from models import Survey, db, now, transaction
from surveys.conversations.modes import mode_effect
from surveys.counted import modes_of
from tests.factories import CHOICE, RATING, TEXT

PATH = "/manage/conversations/visit/modes"


class TestCompletion:
    def test_both_shares_have_their_intervals_and_so_has_the_difference(self, survey, begun):
        begun("page", started=80, completed=56)
        begun("conversation", started=70, completed=63)

        effect = mode_effect(db.session(), survey=survey)

        assert effect.page.share == tallies.share(56, 80)
        assert effect.conversation.share == tallies.share(63, 70)
        assert effect.contrast == tallies.contrast_of_shares(tallies.share(63, 70), tallies.share(56, 80))

    def test_the_page_says_what_it_comes_to(self, survey, begun, designer, client):
        begun("page", started=80, completed=56)
        begun("conversation", started=70, completed=63)

        page = client.get_page(PATH)

        assert "More people complete the conversation than the pages." in page.text
        assert "this is no experiment" in page.text
        row = page.soup.select("#completion tbody tr")[-1].get_text()
        assert "+20.0 points" in row
        assert "Higher in the conversation: more than chance would explain." in row

    def test_where_chance_explains_it_the_page_says_so(self, survey, begun, designer, client):
        begun("page", started=20, completed=14)
        begun("conversation", started=20, completed=15)

        page = client.get_page(PATH)

        assert "As many complete the conversation as the pages, as far as can be told." in page.text
        assert "No difference that chance would not explain." in page.text

    def test_of_fewer_than_ten_there_is_no_figure(self, survey, begun, designer, client):
        begun("page", started=80, completed=56)
        begun("conversation", started=9, completed=8)

        page = client.get_page(PATH)

        assert "Fewer than 10 began: not shown." in page.text
        assert "cannot be told yet" in page.text
        assert "89%" not in page.text

    def test_where_more_were_sent_than_begun_there_is_none(self, survey, begun):
        begun("page", started=10, completed=30)

        assert mode_effect(db.session(), survey=survey).page.share is None


class TestAnswers:
    def test_an_average_and_a_share_are_compared_where_both_have_enough(self, survey, answered):
        answered("page", 20, satisfaction=2, channel="online")
        answered("page", 10, satisfaction=3, channel="phone")
        answered("conversation", 20, satisfaction=5, channel="online")
        answered("conversation", 10, satisfaction=4, channel="phone")

        satisfaction, channel = mode_effect(db.session(), survey=survey).questions

        assert satisfaction.contrast.beyond_chance
        assert channel.page == channel.conversation == tallies.share(20, 30)
        assert channel.contrast.value == 0
        assert not channel.contrast.beyond_chance

    def test_of_too_few_in_one_of_them_neither_is_there(self, survey, answered, designer, client):
        answered("page", 30, satisfaction=2, channel="online")
        answered("conversation", 9, satisfaction=5, channel="phone")

        effect = mode_effect(db.session(), survey=survey)

        assert {(each.page, each.conversation, each.contrast) for each in effect.questions} == {(None, None, None)}
        page = client.get_page(PATH)
        assert "fewer than 10 answered it in one of the two" in page.text
        assert "No question has enough answers from both" in page.text

    def test_the_file_has_the_same_figures(self, survey, answered, begun, designer, client):
        begun("page", started=80, completed=56)
        begun("conversation", started=70, completed=63)
        answered("page", 20, satisfaction=2, channel="online")
        answered("page", 10, satisfaction=3, channel="online")
        answered("conversation", 30, satisfaction=5, channel="online")

        answer = client.request("GET", f"{PATH}.csv")
        rows = list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))
        effect = mode_effect(db.session(), survey=survey)

        assert answer.mimetype == "text/csv"
        assert [row["question"] for row in rows] == ["", "satisfaction", "channel"]
        assert float(rows[0]["difference"]) == pytest.approx(effect.contrast.value)
        assert float(rows[1]["conversation_value"]) == pytest.approx(effect.questions[0].conversation.value)
        assert [row["beyond_chance"] for row in rows] == ["yes", "yes", "no"]


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=[RATING, CHOICE, TEXT])


@pytest.fixture
def window(factories, survey):
    return factories.window(survey=survey)


@pytest.fixture
def begun(survey, window):
    """Count how many began and completed a survey in a mode."""

    def count(mode, *, started, completed):
        with transaction() as session:
            service_id = session.get_one(Survey, survey.id).service_id
            ways = ways_of(session, survey)
            place = tallies.Place(service_id, 0, ways[mode], "en", now().date())
            events = [("started", started), ("completed", completed)]
            for event, n in events:
                tallies.post(session, tallies.of_way(place, event) * n)

    return count


@pytest.fixture
def answered(factories, survey, window):
    """Make so many submissions of a mode with these answers."""

    def make(mode, n, **answers):
        for _ in range(n):
            if mode == "page":
                factories.submission(survey=survey, answers=answers)
            else:
                factories.conversation(window=window, answers=answers)

    return make


def ways_of(session, survey):
    return {mode: ids[0] for mode, ids in modes_of(session, survey).items()}


@pytest.fixture
def designer(factories, service, sign_in, window):
    person = factories.person(roles=["designer"], service=service, email="designer@example.org")
    sign_in("designer@example.org")
    return person
