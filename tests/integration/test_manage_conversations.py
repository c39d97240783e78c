"""How conversations go: transcripts, where people leave, and what was not understood, for who may see them."""

from datetime import timedelta

import pytest

import tallies
from jobs.analysis import forget_expired
from models import Answer, Message, Submission, Survey, UnderstandingExample, db, now, set_organisation, transaction
from surveys.forgetting import TRANSCRIPTS_KEPT_DAYS
from tests.factories import CHOICE, RATING, TEXT

EMAIL = {"key": "reach", "type": "email", "text": {"en": "What is your email address?"}, "required": False}
MARMALADE = "Jane Marmalade kept me waiting, ring 07700 900123"
BASE = "/manage/conversations"


SENT = [
    {"asked": "satisfaction", "said": "4", "filled": ["satisfaction"]},
    {"asked": "channel", "said": "online", "filled": ["channel"]},
    {"asked": "improve", "said": "skip", "intent": "skip", "confidence": 0.98},
]
LEFT = [
    *SENT[:1],
    {"asked": "channel", "said": "by carrier pigeon", "intent": "unclear", "confidence": 0.4, "repaired": True},
]
LEFT_ASKED_AGAIN = [*LEFT, {"asked": "channel"}]


class TestWhoMaySee:
    @pytest.mark.parametrize("role", ["designer", "publisher", "manager", "administrator"])
    def test_these_roles_do(self, window, factories, sign_in, client, role):
        factories.person(roles=[role], email="post@example.org")
        page = sign_in("post@example.org")

        assert "Conversations" in page.all("nav a")
        for path in ("", "/visit", "/visit/transcripts", "/visit/words", "/visit/modes"):
            assert client.get_page(BASE + path)

    @pytest.mark.parametrize("role", ["viewer", "owner", "reviewer"])
    def test_these_do_not(self, window, held, factories, sign_in, client, role):
        one = held(SENT)
        factories.person(roles=[role], email="post@example.org")
        page = sign_in("post@example.org")

        assert "Conversations" not in page.all("nav a")
        for path in ("", "/visit", "/visit/transcripts", f"/visit/transcripts/{one.reference}", "/visit/words"):
            client.get_page(BASE + path, status=403)
        for path in ("/visit/modes", "/visit/modes.csv"):
            assert client.request("GET", BASE + path).status_code == 403

    def test_a_manager_reads_and_does_not_teach(self, window, held, factories, sign_in, client):
        held(LEFT)
        factories.person(roles=["manager"], email="post@example.org")
        page = sign_in("post@example.org", f"{BASE}/visit/words")

        assert "by carrier pigeon" in page.text
        assert not page.soup.select("main form[method=post]")
        message = db.session.query(Message).filter_by(repaired=True).one()
        answer = client.request(
            "POST", f"{BASE}/visit/words/{message.id}", data={"csrf_token": token(page), "intent": "unclear"}
        )
        assert answer.status_code == 403
        assert db.session.query(UnderstandingExample).count() == 0

    def test_of_another_service_nothing_is_found(self, window, held, factories, sign_in, client):
        one = held(SENT)
        factories.person(roles=["designer"], service=factories.service(), email="post@example.org")
        sign_in("post@example.org")

        assert "Your visit" not in client.get_page(BASE).text
        for path in ("/visit", "/visit/transcripts", f"/visit/transcripts/{one.reference}", "/visit/words"):
            client.get_page(BASE + path, status=404)

    def test_nor_of_another_organisation(self, window, held, factories, sign_in, client, organisation):
        one = held(LEFT)
        message = db.session.query(Message).filter_by(repaired=True).one().id
        set_organisation(db.session(), factories.organisation().id)
        theirs = factories.survey(service=factories.service(), slug="theirs")
        factories.window(survey=theirs)
        factories.person(roles=["administrator"], email="other@example.org")
        page = sign_in("other@example.org", f"{BASE}/theirs/words")

        for path in ("/visit", "/visit/transcripts", f"/theirs/transcripts/{one.reference}"):
            client.get_page(BASE + path, status=404)
        for slug in ("visit", "theirs"):
            answer = client.request(
                "POST",
                f"{BASE}/{slug}/words/{message}",
                data={"csrf_token": token(page), "intent": "unclear"},
            )
            assert answer.status_code == 404


class TestTranscripts:
    def test_they_are_listed_by_day_the_newest_first(self, held, designer, client):
        today = now().date()
        old = held(SENT, given_on=today - timedelta(days=2))
        new = held(LEFT_ASKED_AGAIN, ending="left")

        page = client.get_page(f"{BASE}/visit/transcripts")

        assert page.all("main tbody th") == [new.reference, old.reference]
        assert page.all("main h2") == [f"{day.day} {day:%B %Y}" for day in (today, today - timedelta(days=2))]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("ending=sent", ["sent", "muddled"]),
            ("ending=stopped", ["stopped"]),
            ("ending=left", ["left"]),
            ("words=not-understood", ["left", "stopped", "muddled"]),
            ("ending=sent&words=not-understood", ["muddled"]),
        ],
    )
    def test_they_are_narrowed(self, held, designer, client, query, expected):
        made = {
            "sent": held(SENT),
            "left": held(LEFT_ASKED_AGAIN, ending="left"),
            "stopped": held(LEFT_ASKED_AGAIN, ending="stopped"),
            "muddled": held([*LEFT_ASKED_AGAIN, *SENT[1:]]),
        }

        page = client.get_page(f"{BASE}/visit/transcripts?{query}")

        assert set(page.all("main tbody th")) == {made[name].reference for name in expected}

    def test_there_are_twenty_a_page(self, held, designer, client):
        for _ in range(21):
            held(SENT)

        first = client.get_page(f"{BASE}/visit/transcripts?ending=sent")
        second = client.get_page(first.soup.select_one("a[rel=next]")["href"])

        assert (len(first.all("main tbody th")), len(second.all("main tbody th"))) == (20, 1)
        assert "ending=sent" in second.soup.select_one("a[rel=prev]")["href"]
        client.get_page(f"{BASE}/visit/transcripts?page=999999999999999999999")

    def test_an_ending_that_there_is_not_is_not_found(self, held, designer, client):
        client.get_page(f"{BASE}/visit/transcripts?ending=burnt", status=404)

    def test_one_reads_as_a_dialogue_with_what_was_understood(self, held, designer, client):
        one = held(LEFT_ASKED_AGAIN, ending="left", language="cy")

        page = client.get_page(f"{BASE}/visit/transcripts/{one.reference}")

        said = page.soup.select("ol.app-dialogue > li")
        assert [each.select_one("p").get_text() for each in said[:2]] == ["The window", "The person"]
        assert said[3].select_one("[lang=cy]").get_text() == "by carrier pigeon"
        assert "Not understood" in said[3].get_text()
        assert "Taken for: Unclear (40% sure)" in said[3].get_text()
        assert "Answered: Overall, how did you feel" in said[1].get_text()
        assert "The open question was “How did you use the service?”" in page.text

    def test_what_is_not_cleaned_yet_is_said_to_come_and_contacts_never_do(
        self, conversation, designer, client, run_jobs
    ):
        for said in ("4", "online", MARMALADE, "jane.marmalade@example.org"):
            conversation.turn(said=said)
        path = f"{BASE}/contact/transcripts/{db.session.query(Submission).one().reference}"

        before = client.get_page(path)
        run_jobs()
        after = client.get_page(path)

        for page in (before, after):
            assert "armalade" not in page.text
            assert "07700" not in page.text
            assert "[contact]: what was said to a question for contact details" in page.text
        assert "still to be cleaned" in before.text
        assert "still to be cleaned" not in after.text
        assert "kept me waiting, ring [phone]" in after.text

    def test_one_of_another_survey_is_not_found_under_this(self, held, factories, service, designer, client):
        one = held(SENT)
        factories.window(survey=factories.survey(service=service, slug="other"))

        client.get_page(f"{BASE}/other/transcripts/{one.reference}", status=404)
        client.get_page(f"{BASE}/visit/transcripts/AAAAAAAAAA", status=404)


class TestWherePeopleLeave:
    def test_of_fewer_than_ten_nothing_is_shown(self, held, designer, client):
        for _ in range(9):
            held(SENT)

        page = client.get_page(f"{BASE}/visit")

        assert "Fewer than 10 conversations: too few to show any figure." in page.text
        assert not page.soup.select("#stops tbody td")

    def test_each_question_says_how_many_came_were_asked_and_left(self, held, designer, client):
        for _ in range(20):
            held(SENT)
        for _ in range(15):
            held(LEFT_ASKED_AGAIN, ending="left")
        held([*SENT[:2], {"asked": "improve"}], ending="stopped")
        # Said at once: it is never asked.
        for _ in range(4):
            held(
                [{"asked": "satisfaction", "said": "5, by phone", "filled": ["satisfaction", "channel"]}, SENT[2]],
                answers={"satisfaction": 5, "channel": "phone"},
            )

        page = client.get_page(f"{BASE}/visit")

        rows = {row["data-question"]: row for row in page.soup.select("#stops tbody tr")}
        numbers = {key: [cell.get_text(strip=True) for cell in row.select("td")[:3]] for key, row in rows.items()}
        assert numbers == {
            "satisfaction": ["40", "40", "0"],
            "channel": ["40", "36", "15"],
            "improve": ["25", "25", "1"],
        }
        assert "Most are lost at “How did you use the service?”: 15 of the 40 who came to it." in page.text
        assert "40 conversations" in page.text

    def test_whoever_left_with_nothing_answered_is_counted_where_they_were(self, held, window, designer, client):
        for _ in range(12):
            held(SENT)
        abandon(window, "satisfaction", times=3)

        page = client.get_page(f"{BASE}/visit")

        row = page.soup.select_one("#stops tr[data-question=satisfaction]")
        assert [cell.get_text(strip=True) for cell in row.select("td")[:3]] == ["15", "15", "3"]
        assert "left with nothing answered are counted here" in page.text

    def test_a_question_that_few_came_to_is_hidden_and_one_beside_it(self, held, designer, client):
        for _ in range(30):
            held(LEFT_ASKED_AGAIN, ending="left")
        for _ in range(3):
            held(SENT)

        page = client.get_page(f"{BASE}/visit")

        rows = {row["data-question"]: row.get_text() for row in page.soup.select("#stops tbody tr")}
        assert ["Not shown" in rows[key] for key in ("satisfaction", "channel", "improve")] == [False, True, True]

    def test_what_was_held_before_words_are_kept_is_not_counted(self, held, designer, client):
        for _ in range(12):
            held(SENT, given_on=now().date() - timedelta(days=TRANSCRIPTS_KEPT_DAYS + 1))

        assert "Fewer than 10 conversations" in client.get_page(f"{BASE}/visit").text


class TestTeaching:
    def test_words_are_gathered_by_question_the_most_frequent_first(self, held, designer, client):
        for said in ("Pigeon", "by owl", "pigeon ", "PIGEON"):
            held([SENT[0], {"asked": "channel", "said": said, "repaired": True}])
        held([{"asked": "satisfaction", "said": "meh?", "intent": "unclear", "confidence": 0.3}])
        # Understood, or a comment that was taken as it is.
        held(
            [{"asked": "improve", "said": "more seats", "intent": "suggest", "confidence": 0.2, "filled": ["improve"]}]
        )

        page = client.get_page(f"{BASE}/visit/words")

        assert page.all("main h2") == [RATING["text"]["en"], CHOICE["text"]["en"]]
        assert [said.casefold().strip() for said in page.all("main blockquote p")] == ["meh?", "pigeon", "by owl"]
        assert "said fewer than 10 times" in page.text

    def test_how_often_is_said_of_ten_or_more(self, held, designer, client):
        for _ in range(10):
            held(LEFT)

        assert "said 10 times" in client.get_page(f"{BASE}/visit/words").text

    def test_one_click_makes_an_example_and_another_undoes_it(self, held, designer, client, organisation, survey):
        held(LEFT)
        page = client.get_page(f"{BASE}/visit/words")
        form = page.soup.select_one("main article form")

        page = post(client, page, form["action"], intent="answer", value="By phone")

        example = db.session.query(UnderstandingExample).one()
        assert (example.said, example.intent, example.value) == ("by carrier pigeon", "answer", "By phone")
        assert (example.asked, example.asked_type, example.options) == ("channel", "choice", ["Online", "By phone"])
        assert (example.survey_id, example.made_by) == (survey.id, designer.id)
        example_id = example.id
        assert not page.soup.select("main article")
        assert "Kept as an example" in page.html
        assert "Post" in page.soup.select_one("#taught ~ ul footer").get_text()

        page = post(client, page, page.soup.select_one("main li form")["action"])

        assert db.session.query(UnderstandingExample).count() == 0
        assert len(page.soup.select("main article")) == 1
        gone = post(client, page, f"{BASE}/visit/examples/{example_id}/undo")
        assert "had been deleted already" in gone.html

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            ({"intent": "answer"}, "Choose which answer the words mean"),
            ({"intent": "answer", "value": "By owl"}, "The question does not offer this answer"),
            ({"intent": "mischief"}, "Choose what the words mean"),
            ({}, "Choose what the words mean"),
        ],
    )
    def test_what_cannot_be_is_refused_with_a_reason(self, held, designer, client, given, fault):
        held(LEFT)
        page = client.get_page(f"{BASE}/visit/words")
        action = page.soup.select_one("main article form")["action"]

        answer = client.request("POST", action, data={"csrf_token": token(page), **given})

        assert answer.status_code == 400
        assert fault in answer.get_data(as_text=True)
        assert db.session.query(UnderstandingExample).count() == 0

    def test_what_is_no_answer_needs_no_option(self, held, designer, client):
        held(LEFT)
        page = client.get_page(f"{BASE}/visit/words")

        post(client, page, page.soup.select_one("main article form")["action"], intent="human", value="Online")

        example = db.session.query(UnderstandingExample).one()
        assert (example.intent, example.value) == ("human", None)

    def test_words_that_were_understood_are_no_examples(self, held, designer, client):
        held(LEFT)
        page = client.get_page(f"{BASE}/visit/words")
        plain = db.session.query(Message).filter_by(who="person", repaired=False).one()

        answer = client.request(
            "POST", f"{BASE}/visit/words/{plain.id}", data={"csrf_token": token(page), "intent": "greet"}
        )

        assert answer.status_code == 404
        overlong = client.request("POST", f"{BASE}/visit/examples/{10**30}/undo", data={"csrf_token": token(page)})
        assert overlong.status_code == 404

    def test_an_example_outlives_the_words_that_it_was_made_from(self, held, designer, client, do):
        one = held(LEFT, given_on=now().date() - timedelta(days=TRANSCRIPTS_KEPT_DAYS - 1))
        page = client.get_page(f"{BASE}/visit/words")
        post(client, page, page.soup.select_one("main article form")["action"], intent="unclear")
        with transaction() as session:
            session.get_one(Submission, one.id).submitted_at -= timedelta(days=2)

        do(forget_expired)

        assert db.session.query(Message).count() == 0
        assert "by carrier pigeon" in client.get_page(f"{BASE}/visit/words").text


class TestForgetting:
    def test_words_go_after_their_days_and_all_else_stays(self, held, do, organisation, factories, designer):
        today = now().date()
        held(SENT, answers={"satisfaction": 4}, given_on=today - timedelta(days=TRANSCRIPTS_KEPT_DAYS + 1))
        young = held(SENT, given_on=today - timedelta(days=TRANSCRIPTS_KEPT_DAYS - 2)).id

        do(forget_expired)
        do(forget_expired)

        assert {message.submission_id for message in db.session.query(Message)} == {young}
        assert db.session.query(Submission).count() == 2
        assert db.session.query(Answer).count() == 1

    def test_what_is_not_sent_yet_stays_however_old(self, conversation, do):
        conversation.turn(said="4")
        with transaction() as session:
            for message in session.query(Message):
                message.at -= timedelta(days=3 * TRANSCRIPTS_KEPT_DAYS)
        before = db.session.query(Message).count()

        do(forget_expired)

        assert db.session.query(Message).count() == before


def token(page):
    """Return the token of any form of a page: to sign out, there is always one."""
    return page.soup.select_one("input[name=csrf_token]")["value"]


def post(client, page, path, **given):
    """Send a form of a page, and return the page that follows."""
    answer = client.request("POST", path, data={"csrf_token": token(page), **given})
    assert answer.status_code == 302
    db.session.rollback()
    return client.get_page(answer.headers["Location"])


def abandon(window, question, *, times):
    with transaction() as session:
        service_id = session.get_one(Survey, window.survey_id).service_id
        place = tallies.Place(service_id, 0, window.id, "en", now().date())
        tallies.post(session, [*tallies.of_way(place, "abandoned", question)] * times)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def window(factories, survey):
    return factories.window(survey=survey)


@pytest.fixture
def held(factories, window):
    """Make a conversation that was held and is cleaned."""
    return lambda said, **more: factories.conversation(window=window, said=said, **more)


@pytest.fixture
def conversation(open_window, factories, service):
    survey = factories.survey(service=service, slug="contact", questions=[RATING, CHOICE, TEXT, EMAIL])
    return open_window(survey)


@pytest.fixture
def designer(factories, service, sign_in, window):
    person = factories.person(roles=["designer"], service=service, email="designer@example.org")
    sign_in("designer@example.org")
    return person
