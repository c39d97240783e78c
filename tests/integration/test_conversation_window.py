"""What the window does beside taking turns: it is counted when opened, kept open, gone on with, and previewed."""

from datetime import timedelta

import pytest

from models import Draft, Proposal, Submission, Survey, db, now, transaction
from surveys import drafts, publishing
from tests.factories import CHOICE, RATING, TEXT, definition
from tests.integration.conftest import Window

BY_PHONE = {"==": [{"answer": "channel"}, "phone"]}
HELLO = {"key": "hello", "type": "statement", "text": {"en": "Hello, {channel|you}"}}
QUOTA = {"key": "callers", "if": BY_PHONE, "limit": 1, "message": {"en": "We have heard from enough callers"}}


@pytest.mark.usefixtures("counted_right")
class TestOpening:
    def test_it_is_counted_once_a_ticket(self, client, conversation, ways):
        client.get_page(f"/w/{conversation.key}?ticket={conversation.ticket}")
        client.get_page(f"/w/{conversation.key}?ticket={conversation.ticket}&lang=cy")
        conversation.turn(said="4")

        assert ways() == {"opened": 1, "started": 1}

    @pytest.mark.parametrize(
        "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}]
    )
    def test_what_a_browser_fetches_ahead_is_not_counted(self, client, window, ways, headers):
        client.get_page(f"/w/{window.key}", headers=headers)
        client.request("HEAD", f"/w/{window.key}")

        assert ways() == {}

    def test_the_loader_and_the_page_around_it_are_not_counted(self, client, window, ways):
        client.request("GET", "/embed/v1.js").close()
        client.get_page(f"/embed/example/{window.key}")

        assert ways() == {}

    def test_the_whole_way_is_counted(self, conversation, ways):
        for said in ("4", "online", "skip"):
            conversation.turn(said=said)

        assert ways() == {"opened": 1, "started": 1, "completed": 1}

    def test_what_is_to_be_asked_next_is_remembered(self, conversation, organisation):
        for said, reached in (
            ("nonsense", "satisfaction"),
            ("4", "channel"),
            ("online", "improve"),
            ("back", "channel"),
        ):
            conversation.turn(said=said)
            assert db.session.query(Draft).one().reached == reached


class TestGoingOn:
    def test_the_ticket_shows_what_was_said_in_another_language(self, client, conversation):
        conversation.turn(said="4")
        conversation.turn(said="Online")

        other = again(conversation, lang="cy")

        assert other.page["state"]["ask"]["text"] == TEXT["text"]["cy"]
        assert [line["answer"] for line in other.page["state"]["answered"]] == ["Bodlon", "Ar-lein"]
        assert other.turn(said="Mwy o seddi")["finished"] is True

    def test_the_end_names_what_it_can_be_asked_about_by(self, client, conversation):
        ends = [conversation.turn(said=said)["reference"] for said in ("4", "Online", "More seats")]

        assert ends == [None, None, db.session.query(Submission).one().reference]

    def test_what_was_deleted_has_no_reference(self, client, conversation):
        for said in ("4", "delete my data"):
            conversation.turn(said=said)

        assert conversation.turn(said="delete it")["reference"] is None

    def test_the_languages_are_offered_with_the_ticket(self, client, conversation):
        page = client.get_page(f"/w/{conversation.key}?lang=cy")

        (english,) = page.soup.select("#languages a")
        assert (english["lang"], english.text) == ("en", "English")
        assert "ticket=" in english["href"]
        assert client.get_page(english["href"]).soup.html["lang"] == "en"

    def test_a_forged_ticket_opens_a_new_conversation(self, conversation):
        conversation.turn(said="4")

        other = again(conversation, ticket="forged")

        assert other.page["state"]["answered"] == []
        assert other.ticket != conversation.ticket

    def test_a_ticket_whose_answers_were_sent_opens_a_new_conversation(self, conversation, row_counts):
        for said in ("4", "online", "skip"):
            conversation.turn(said=said)

        other = again(conversation)

        assert other.page["state"]["ask"]["key"] == "satisfaction"
        assert other.turn(said="4")["ask"]["key"] == "channel"
        assert (row_counts()["draft"], row_counts()["submission"]) == (1, 1)

    def test_where_all_was_answered_elsewhere_the_last_question_is_open(self, conversation, row_counts):
        conversation.turn(said="4")
        with transaction() as session:
            draft = session.query(Draft).one()
            answers = {"satisfaction": 4, "channel": "online", "improve": "Signs"}
            draft.content = drafts.Content(**{**draft.content, "answers": answers}).as_json()

        other = again(conversation)

        assert other.page["state"]["ask"]["key"] == "improve"
        assert other.turn(said="4", asked="satisfaction", turn="turn-1")["finished"] is False
        assert other.turn(said="More signs", asked="improve", turn="new")["finished"] is True
        assert row_counts() | {"submission": 1, "comment": 1} == row_counts()


class TestStaying:
    def test_it_begins_the_half_hour_anew(self, client, conversation, organisation):
        conversation.turn(said="4")
        silent_for(minutes=28)

        status, answer = post(client, conversation, "stay")

        assert (status, answer["open"]) == (200, True)

        assert now() - db.session.query(Draft).one().touched_at < timedelta(minutes=1)

    def test_the_window_knows_how_long_it_is_until_the_warning(self, conversation, organisation):
        assert conversation.page["warn_after"] is None
        conversation.turn(said="4")
        silent_for(minutes=20)

        assert 290 <= again(conversation).page["warn_after"] <= 300
        assert conversation.page["warn_seconds"] == 1500

    def test_what_was_closed_or_never_begun_cannot_stay(self, client, conversation):
        status, answer = post(client, conversation, "stay")
        assert (status, answer["detail"]) == (409, "This conversation has ended. There is nothing to go on with.")
        for said in ("4", "online", "skip"):
            conversation.turn(said=said)

        assert post(client, conversation, "stay")[0] == 409

    @pytest.mark.parametrize("name", ["stay", "code"])
    @pytest.mark.parametrize(
        ("body", "headers", "status"),
        [(b"", {}, 400), (b"[]", {}, 400), (b"{}", {}, 403), (b'{"token": "x"}', {}, 403),
         (b"{}", {"Origin": "https://elsewhere.example"}, 403)],
    )  # fmt: skip
    def test_nobody_else_may_ask_for_it(self, client, conversation, name, body, headers, status):
        conversation.turn(said="4")

        answer = client.request(
            "POST", f"/w/{conversation.key}/{name}", data=body, content_type="application/json", headers=headers
        )

        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")

    def test_of_a_closed_survey_it_cannot(self, client, conversation, survey):
        conversation.turn(said="4")
        with transaction() as session:
            publishing.close(session, survey=session.get_one(Survey, survey.id))

        assert [post(client, conversation, name)[0] for name in ("stay", "code")] == [410, 410]


class TestAnotherDevice:
    def test_the_code_opens_the_same_answers(self, client, conversation):
        conversation.turn(said="4")

        status, given = post(client, conversation, "code")

        assert (status, given["address"]) == (200, "http://localhost/resume")
        draft = drafts.of_code(db.session(), given["code"])
        assert drafts.opened(draft).answers == {"satisfaction": 4}
        assert post(client, conversation, "code")[1] == given

    def test_it_still_does_after_more_was_said(self, client, conversation):
        conversation.turn(said="4")
        code = post(client, conversation, "code")[1]["code"]
        conversation.turn(said="online")

        assert drafts.opened(drafts.of_code(db.session(), code)).answers == {"satisfaction": 4, "channel": "online"}

    def test_before_anything_was_said_there_is_none(self, client, conversation):
        status, answer = post(client, conversation, "code")

        assert (status, answer["detail"]) == (
            409,
            "Answer a question first. Then you can go on with another device.",
        )


@pytest.mark.usefixtures("counted_right")
class TestAPreview:
    def test_nothing_of_it_is_kept_or_counted(self, preview, row_counts):
        assert preview.turn(said="phone")["ask"]["key"] == "satisfaction"
        assert row_counts()["draft"] == 1

        ended = preview.turn(said="4")

        assert (ended["finished"], ended["replies"][0]["text"]) == (
            True,
            "This is the end of the preview. Nothing was kept.",
        )
        assert sum(row_counts().values()) == 0

    def test_it_says_what_it_is_and_offers_nothing_that_would_be_kept(self, client, preview):
        page = client.get_page(preview.path.removesuffix("/turns"))

        assert "This is a preview. Nothing that you answer is kept." in page.text
        assert not page.soup.select("#form-instead, #elsewhere")
        assert preview.page["code_url"] is None

    def test_only_our_own_pages_may_frame_it(self, preview):
        assert "frame-ancestors 'self'" in preview.policy.split("; ")

    def test_it_may_be_begun_again_and_stays_open(self, client, preview):
        preview.turn(said="phone")

        status, answer = post(client, preview, "stay")

        assert (status, answer["open"]) == (200, True)

    @pytest.mark.parametrize("ticket", ["forged", "x.y.z", "turns"])
    def test_a_forged_ticket_shows_nothing(self, client, proposed, ticket):
        assert client.get_page(f"/w/preview/{ticket}", status=404)

    def test_of_a_proposal_that_is_no_definition_it_shows_nothing(self, client, proposed):
        with transaction() as session:
            session.query(Proposal).one().definition = {"title": 7}

        client.get_page(proposed, status=404)

    def test_its_ticket_opens_no_other_conversation(self, client, preview, window):
        preview.turn(said="phone")

        answer = client.request("POST", f"/w/{window.key}/turns", json=preview.body(said="4"))

        assert answer.status_code == 403


@pytest.mark.usefixtures("counted_right")
class TestAQuota:
    def test_whom_it_stops_is_told_and_what_was_said_is_kept(self, limited, open_window, row_counts, organisation):
        first, second = open_window(limited), open_window(limited)
        for said in ("phone", "4", "skip"):
            first.turn(said=said)

        told = second.turn(said="phone")

        assert (told["finished"], told["replies"][0]["text"]) == (True, "We have heard from enough callers")
        stopped = db.session.query(Submission).order_by(Submission.id.desc()).first()
        assert (stopped.over_quota, stopped.partial) == ("callers", False)
        assert row_counts() | {"draft": 0, "submission": 2} == row_counts()

    def test_others_go_on(self, limited, open_window):
        first = open_window(limited)
        for said in ("phone", "4", "skip"):
            first.turn(said=said)

        assert open_window(limited).turn(said="online")["ask"]["key"] == "satisfaction"

    @pytest.fixture
    def limited(self, factories, service):
        survey = factories.survey(service=service, slug="limited")
        with transaction() as session:
            asked = {**definition(CHOICE, RATING, TEXT), "quotas": [QUOTA]}
            publishing.publish(session, survey=session.get_one(Survey, survey.id), definition=asked)
        return survey


class TestAStatement:
    def test_it_is_said_with_the_next_question_and_again_where_the_answer_got_lost(
        self, factories, service, open_window
    ):
        survey = factories.survey(service=service, questions=[CHOICE, HELLO, RATING])
        window = open_window(survey)
        body = window.body(said="phone")

        answers = [window.turn(**body), window.turn(**body)]

        assert {answer["replies"][0]["text"] for answer in answers} == {"Hello, By phone"}
        assert {answer["ask"]["key"] for answer in answers} == {"satisfaction"}
        assert window.turn(said="4")["finished"] is True


def again(window, *, lang="en", ticket=None):
    """Open the window's address once more, with its ticket."""
    opened = Window(window.client, f"{window.key}?lang={lang}&ticket={ticket or window.ticket}", path=window.path)
    # No two turns of a conversation are called the same.
    opened.turns = window.turns
    return opened


def post(client, window, name):
    answer = client.request("POST", window.path.replace("/turns", f"/{name}"), json={"token": window.ticket})
    db.session.rollback()
    return answer.status_code, answer.get_json()


def silent_for(*, minutes):
    with transaction() as session:
        session.query(Draft).one().touched_at = now() - timedelta(minutes=minutes)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", languages=("en", "cy"))


@pytest.fixture
def window(factories, survey):
    return factories.window(survey=survey)


@pytest.fixture
def conversation(client, window):
    return Window(client, window.key)
