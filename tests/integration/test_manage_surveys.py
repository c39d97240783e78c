"""/manage/surveys: the list, one survey's overview, its definition, publishing with approval, closing."""

import json
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from accounts import people
from models import Organisation, Person, Proposal, Survey, SurveyVersion, db, now, set_organisation, transaction
from surveys import proposing
from tests.factories import CHOICE, RATING, TEXT, definition

WELSH_TEXT = {**TEXT, "text": {"en": "What else?"}}


class TestTheList:
    def test_it_says_how_each_survey_stands_and_what_to_do_next(self, client, factories, service, survey, designer, go):
        factories.submission(survey=survey, given_on=today_of(service))

        page = go("/manage/surveys/")

        row = page.one("[data-survey=visit]").text
        assert "Your visit" in row
        assert "Repairs" in row
        assert "Open" in row
        assert "Version 1" in row
        assert "Read the results" in row
        assert page.soup.select("[data-survey=visit] td")[1].text.strip() == "1"

    @pytest.mark.parametrize(
        ("state", "role", "said"),
        [
            ("working", "designer", "Check the proposal, then ask for approval"),
            ("working", "publisher", "Check the proposal, then publish it"),
            ("asked", "designer", "Wait for approval"),
            ("asked", "publisher", "Look at the proposal, then publish or return it"),
            ("returned", "designer", "Change the proposal as the remark says"),
            ("asked", "viewer", "Wait for approval"),
            (None, "viewer", "Check the ways in: nothing came"),
        ],
    )
    def test_what_to_do_next_depends_on_who_reads(self, factories, survey, propose, sign_in, state, role, said):
        factories.person(roles=[role], email="r@example.org")
        if state:
            propose(survey, definition(RATING), state=state)

        page = sign_in("r@example.org", "/manage/surveys/")

        assert page.all("[data-survey=visit] td")[-1] == said

    def test_a_viewer_is_offered_no_new_survey(self, factories, survey, sign_in):
        factories.person(roles=["viewer"], email="v@example.org")

        page = sign_in("v@example.org", "/manage/surveys/")

        assert "Make a survey" not in page.text

    def test_a_designer_of_one_service_sees_nothing_of_another(self, client, factories, service, survey, sign_in):
        other = factories.service(slug="parks", name={"en": "Parks"})
        factories.survey(service=other, slug="benches")
        factories.person(roles=["designer"], email="d@example.org", service=other)

        page = sign_in("d@example.org", "/manage/surveys/")

        assert [row["data-survey"] for row in page.soup.select("[data-survey]")] == ["benches"]
        for path in EVERY_PATH:
            client.get_page(f"/manage/surveys/visit{path}", status=404)

    def test_another_organisations_survey_is_not_found(self, client, factories, survey, designer, go):
        set_organisation(db.session(), factories.organisation().id)
        factories.survey(service=factories.service(), slug="secret")

        page = go("/manage/surveys/")

        assert [row["data-survey"] for row in page.soup.select("[data-survey]")] == ["visit"]
        for path in EVERY_PATH:
            client.get_page(f"/manage/surveys/secret{path}", status=404)

    def test_somebody_who_designs_elsewhere_may_read_here_but_change_nothing(self, client, factories, survey, sign_in):
        other = factories.service(slug="parks")
        person = factories.person(roles=["designer"], email="d@example.org", service=other)
        with transaction() as session:
            people.grant(session, person=session.get_one(Person, person.id), role="viewer", service=survey.service)

        sign_in("d@example.org", "/manage/surveys/visit")

        for path in ("/definition", "/translate", "/publish", "/discard", "/ways/new/link"):
            client.get_page(f"/manage/surveys/visit{path}", status=403)
        assert "Definition" not in client.get_page("/manage/surveys/visit").all(".app-parts__item")


class TestANewSurvey:
    def test_it_is_a_draft_that_nobody_sees_with_a_definition_to_begin_with(self, client, service, designer, go):
        page = go("/manage/surveys/new")

        page = client.send(page, {"service": "repairs", "title": "Your repair", "slug": "your-repair"})

        assert page.path == "/manage/surveys/your-repair"
        assert "Your repair" in page.heading
        assert "The proposal is without fault and can be published." in page.text
        client.get_page("/s/your-repair", status=404)
        page = client.get_page("/manage/surveys/your-repair/definition")
        assert [each["questions"][0]["key"] for each in json.loads(page.one("#text").text)["pages"]] == [
            "satisfaction",
            "improve",
        ]

    def test_an_address_that_is_taken_even_elsewhere_is_told(
        self, client, factories, service, designer, organisation, go
    ):
        set_organisation(db.session(), factories.organisation().id)
        factories.survey(service=factories.service(), slug="taken")
        set_organisation(db.session(), organisation.id)
        page = go("/manage/surveys/new")

        page = client.send(page, {"service": "repairs", "title": "Your repair", "slug": "taken"}, status=400)

        assert page.error_for("slug") == "This address is taken. Choose another."
        assert page.one("#title")["value"] == "Your repair"
        assert page.title.startswith("Error: ")

    @pytest.mark.parametrize(
        ("given", "field", "said"),
        [
            ({"title": "  "}, "title", "Enter a title"),
            ({"title": "x" * 201}, "title", "The title must have 200 characters or fewer"),
            (
                {"slug": "Your Repair"},
                "slug",
                "Use small letters, figures and hyphens only, 63 at most, as it will stand in links",
            ),
            (
                {"slug": "x" * 64},
                "slug",
                "Use small letters, figures and hyphens only, 63 at most, as it will stand in links",
            ),
            ({"service": "parks"}, "service", "Select a service"),
        ],
    )
    def test_what_is_wrong_is_told_beside_its_field(self, client, factories, service, designer, go, given, field, said):
        factories.service(slug="elsewhere")
        page = go("/manage/surveys/new")

        page = client.send(page, {"service": "repairs", "title": "T", "slug": "t"} | given, status=400)

        assert page.error_for(field) == said
        assert db.session.query(Survey).count() == 0


class TestTheDefinition:
    def test_a_file_with_faults_is_kept_and_each_fault_told_with_its_place(self, client, survey, designer, go, upload):
        page = go("/manage/surveys/visit/definition")

        raw = definition(RATING, {**CHOICE, "text": {}}, {**TEXT, "show_if": {"answer": "nothing"}, "colour": "red"})
        page = upload(page, "file", json.dumps(raw))

        assert "The proposal is saved. It has" in page.text or "faults" in page.text
        assert json.loads(page.one("#text").text) == raw
        said = page.one("#fault-list").text
        assert "questions.channel" in said
        assert "questions.improve" in said
        assert "colour" in said

    def test_what_makes_no_sense_as_a_whole_is_told_too(self, client, survey, designer, go, upload):
        page = go("/manage/surveys/visit/definition")

        page = upload(
            page, "file", json.dumps(definition(RATING, {**CHOICE, "show_if": {"answered": {"answer": "gone"}}}))
        )

        assert "questions.channel" in page.all("#fault-list h3")
        assert "gone" in page.one("#fault-list").text

    def test_one_without_fault_can_be_published(self, client, survey, designer, go, upload):
        page = go("/manage/surveys/visit/definition")

        page = upload(page, "file", json.dumps(definition(RATING)))

        assert "The proposal is saved and without fault." in page.html
        assert "None. The proposal can be published." in page.text

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ('{"format": "yousaid-survey/1",\n  "title" "x"}', "line 2, column 11"),
            ("", "line 1, column 1"),
            ("[" * 41 + "]" * 41, "nested more than 40 deep"),
            (" " * 1_000_001, "larger than 1,000 kB"),
            ('{"title": 1, "title": 2}', "written twice"),
            (json.dumps({"title": {"en": "\ud800"}}), "half of one"),
            (json.dumps({"title": {"en": "a\0"}}), "NUL"),
        ],
    )
    def test_what_is_no_json_is_refused_and_nothing_changes(self, survey, designer, go, upload, propose, content, said):
        propose(survey, definition(RATING))
        before = db.session.query(Proposal).one().definition
        page = go("/manage/surveys/visit/definition")

        page = upload(page, "file", content, status=400)

        assert said in page.error_for("file")
        assert db.session.query(Proposal).one().definition == before

    def test_what_is_not_utf_8_is_refused(self, survey, designer, go, upload):
        page = upload(go("/manage/surveys/visit/definition"), "file", b'{"title": "caf\xe9"}', status=400)

        assert "not written in UTF-8" in page.error_for("file")

    def test_no_file_at_all_is_told(self, survey, designer, go, upload):
        page = upload(go("/manage/surveys/visit/definition"), None, "", status=400)

        assert "choose a file" in page.error_for("file")

    def test_text_is_checked_like_a_file_and_stays_where_it_is_refused(self, client, survey, designer, go):
        page = go("/manage/surveys/visit/definition")
        refused = client.send(page, {"seen": "", "text": '{"format": '}, status=400)

        kept = client.send(page, {"seen": "", "text": json.dumps(definition(RATING))})

        assert refused.one("#text").text.strip() == '{"format":'
        assert "line 1" in refused.error_for("text")
        assert "None. The proposal can be published." in kept.text

    def test_a_text_as_large_as_a_definition_may_be_is_taken(self, client, survey, designer, go):
        page = go("/manage/surveys/visit/definition")
        raw = definition(*({**TEXT, "key": f"q{n}", "text": {"en": "é" * 1_900}} for n in range(200)))

        page = client.send(page, {"seen": "", "text": json.dumps(raw, ensure_ascii=False)})

        assert "None. The proposal can be published." in page.text

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, client, survey, designer, go, propose):
        page = go("/manage/surveys/visit/definition")
        propose(survey, definition(RATING, title="Theirs"))

        page = client.send(page, {"seen": "", "text": json.dumps(definition(TEXT, title="Mine"))}, status=400)

        assert "Somebody changed the proposal" in page.error_for("text")
        assert "Mine" in page.one("#text").text
        assert db.session.query(Proposal).one().definition["title"] == {"en": "Theirs"}
        seen = page.soup.select("input[name=seen]")[0]["value"]
        client.send(page, {"seen": seen, "text": page.one("#text").text})
        assert db.session.query(Proposal).one().definition["title"] == {"en": "Mine"}

    def test_hostile_texts_are_shown_as_text(self, client, survey, designer, go, upload):
        title = "</textarea><script>alert(1)</script>"
        page = upload(go("/manage/surveys/visit/definition"), "file", json.dumps({"title": {"en": title}, "<b>": 1}))

        assert page.soup.find("script", string="alert(1)") is None
        assert title in page.one("#text").text

    def test_versions_and_the_proposal_are_sent_as_files(self, client, survey, designer, go, propose):
        propose(survey, {"not": "a definition"})
        go("/manage/surveys/")

        version = client.request("GET", "/manage/surveys/visit/versions/1.json")
        proposal = client.request("GET", "/manage/surveys/visit/proposal.json")

        assert version.get_json()["title"] == {"en": "Your visit"}
        assert proposal.get_json() == {"not": "a definition"}
        assert proposal.headers["Content-Disposition"] == "attachment; filename=visit-proposal.json"
        client.get_page("/manage/surveys/visit/versions/2.json", status=404)
        client.get_page(f"/manage/surveys/visit/versions/{'9' * 30}.json", status=404)

    def test_a_proposal_is_discarded_once_that_is_confirmed(self, client, survey, designer, go, propose):
        propose(survey, definition(RATING))
        page = go("/manage/surveys/visit/discard")
        assert db.session.query(Proposal).count() == 1

        page = client.send(page, {"seen": page.one("input[name=seen]")["value"]})

        assert "The proposal is discarded." in page.html
        assert db.session.query(Proposal).count() == 0

    def test_the_preview_is_there_only_where_the_proposal_can_be_read(self, client, survey, designer, go, propose):
        propose(survey, {"not": "a definition"})
        assert "as conversation" not in go("/manage/surveys/visit").text

        propose(survey, definition(RATING))

        page = client.get_page("/manage/surveys/visit")
        links = [link["href"] for link in page.soup.select("main a[href^='/preview/']")]
        assert len(links) == 2
        assert links[1] == links[0] + "?as=conversation"
        assert "You may give these links to others" in page.text


class TestPublishing:
    def test_a_publisher_publishes_directly(self, client, survey, publisher, go, propose, decide):
        propose(survey, definition(RATING, CHOICE, TEXT, WELSH_TEXT | {"key": "more"}))

        page = decide(go("/manage/surveys/visit/publish"), "publish")

        assert "Version 2 is published and open." in page.html
        version = newest()
        assert (version.number, version.published_by, version.asked_by) == (2, publisher.id, None)
        assert db.session.query(Proposal).count() == 0

    def test_a_designer_asks_and_a_publisher_sees_what_would_change_and_publishes(
        self, client, factories, survey, designer, publisher, go, propose, decide, sign_in, sign_out
    ):
        propose(survey, definition(RATING, CHOICE, TEXT, WELSH_TEXT | {"key": "more"}))
        page = go("/manage/surveys/visit/publish")
        assert "Publish this version" not in page.text
        decide(page, "ask")
        sign_out()

        page = sign_in("p@example.org", "/manage/surveys/visit/publish")
        assert "1 question is added." in page.text
        assert f"{designer.name} asks for approval." in page.text
        assert "A proposal waits for approval." in client.get_page("/manage/surveys/visit").text
        decide(page, "publish")

        version = newest()
        assert (version.published_by, version.asked_by) == (publisher.id, designer.id)
        page = client.get_page("/manage/surveys/visit")
        assert publisher.name in page.text
        assert designer.name in page.text

    def test_a_designer_cannot_publish_nor_return(self, client, survey, designer, go, propose, decide):
        propose(survey, definition(RATING), state="asked")

        page = go("/manage/surveys/visit/publish")

        for do in ("publish", "return"):
            decide(page, do, status=403, breaks="yes", remark="no")
        assert newest().number == 1

    def test_a_publisher_returns_it_with_a_remark(self, client, survey, publisher, go, propose, decide):
        propose(survey, definition(RATING, CHOICE, TEXT), state="asked")
        page = go("/manage/surveys/visit/publish")
        assert decide(page, "return", status=400).error_for("remark") == "Say what is to be changed"

        decide(page, "return", remark="Ask about waiting too")

        page = client.get_page("/manage/surveys/visit/definition")
        assert "Ask about waiting too" in page.text
        assert db.session.query(Proposal).one().state == "returned"

    def test_a_proposal_changed_after_asking_is_worked_on_again(self, client, survey, designer, go, propose, upload):
        propose(survey, definition(RATING, CHOICE, TEXT), state="asked")

        upload(go("/manage/surveys/visit/definition"), "file", json.dumps(definition(RATING)))

        proposal = db.session.query(Proposal).one()
        assert (proposal.state, proposal.asked_by) == ("working", None)

    def test_what_is_approved_is_what_was_seen(self, client, survey, publisher, go, propose, decide):
        propose(survey, definition(RATING, CHOICE, TEXT), state="asked")
        page = go("/manage/surveys/visit/publish")
        propose(survey, definition(RATING, CHOICE, TEXT, title="Another"))

        for do in ("publish", "ask"):
            page_after = decide(page, do, status=400)
            assert "Somebody changed the proposal after you opened this page." in page_after.text

        assert newest().number == 1

    def test_one_published_a_moment_ago_is_not_published_twice(self, client, survey, publisher, go, propose, decide):
        propose(survey, definition(RATING, CHOICE, TEXT))
        page = go("/manage/surveys/visit/publish")
        decide(page, "publish")

        page = decide(page, "publish", status=400)

        assert "There is no proposal any more." in page.text
        assert newest().number == 2

    def test_results_that_end_must_be_meant(self, client, survey, publisher, go, propose, decide):
        shorter = {**CHOICE, "options": CHOICE["options"][:1] + [{"value": "post", "label": {"en": "By post"}}]}
        propose(survey, definition({**RATING, "points": RATING["points"][:4]}, shorter))
        page = go("/manage/surveys/visit/publish")
        assert page.all("#break-list li") == [
            "satisfaction had 5 points and now has 4.",
            "channel no longer offers phone.",
            "improve is no longer asked.",
        ]

        refused = decide(page, "publish", status=400)
        decide(page, "publish", breaks="yes")

        assert refused.error_for("breaks") == "Tick the box to say that results may end where this list says"
        assert newest().number == 2

    def test_one_with_faults_is_neither_asked_for_nor_published(self, client, survey, publisher, go, propose, decide):
        propose(survey, definition({**RATING, "show_if": {"answered": {"answer": "gone"}}}))
        page = go("/manage/surveys/visit/publish")
        assert "The proposal has" in page.text

        seen = proposing.fingerprint(db.session.query(Proposal).one().definition)
        for do in ("publish", "ask"):
            response = client.request(
                "POST",
                "/manage/surveys/visit/publish",
                data={"csrf_token": token(client), "seen": seen, "do": do, "breaks": "yes"},
            )
            assert response.status_code == 400
        assert newest().number == 1


class TestClosing:
    def test_it_is_asked_first_and_can_be_undone(self, client, survey, publisher, go):
        page = go("/manage/surveys/visit/close")
        assert client.get_page("/s/visit").status == 200

        assert "The survey is closed." in client.send(page).html
        client.get_page("/s/visit", status=410)
        assert "The survey is open." in client.send(client.get_page("/manage/surveys/visit/open")).html
        client.get_page("/s/visit")

    def test_a_survey_that_was_never_published_cannot_be_opened(self, client, service, publisher, go):
        page = go("/manage/surveys/new")
        client.send(page, {"service": "repairs", "title": "T", "slug": "t"})

        page = client.send(client.get_page("/manage/surveys/t/open"))

        assert "Nothing of this survey is published yet." in page.html
        client.get_page("/s/t", status=404)

    def test_a_designer_cannot(self, client, survey, designer, go):
        go("/manage/surveys/")

        client.get_page("/manage/surveys/visit/close", status=403)


EVERY_PATH = (
    "",
    "/definition",
    "/translate",
    "/translate/cy.csv",
    "/publish",
    "/discard",
    "/compare",
    "/ways",
    "/ways/new/link",
    "/results",
    "/results.csv",
    "/proposal.json",
    "/versions/1.json",
)


def newest():
    return db.session.query(SurveyVersion).order_by(SurveyVersion.number.desc()).first()


def today_of(service):
    return db.session.get_one(Organisation, service.organisation_id).day_of(now())


def token(client):
    return client.get_page("/manage/surveys/new").csrf_token


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def designer(factories, organisation):
    return factories.person(roles=["designer"], email="d@example.org", name="Dee")


@pytest.fixture
def publisher(factories, organisation):
    return factories.person(roles=["publisher"], email="p@example.org", name="Pat")


@pytest.fixture
def go(sign_in, request):
    """Sign in as the designer, or as the publisher where a test has only one, and go to a page."""
    email = "d@example.org" if "designer" in request.fixturenames else "p@example.org"
    return lambda path: sign_in(email, path)


@pytest.fixture
def sign_out(client):
    return lambda: client.request("POST", "/manage/sign-out", data={"csrf_token": token(client)})


@pytest.fixture
def propose(app):
    def make(survey, raw, state="working"):
        with transaction() as session:
            found = session.get_one(Survey, survey.id)
            proposal = proposing.propose(session, survey=found, definition=raw, by=None)
            proposal.state = state

    return make


@pytest.fixture
def decide(client):
    def send(page, do, status=200, **more):
        seen = page.soup.select("main input[name=seen]")[0]["value"]
        return client.send(page, {"seen": seen, "do": do, **more}, status=status)

    return send


@pytest.fixture
def upload(client):
    def send(page, field, content, status=200, name="definition.json"):
        raw = content.encode() if isinstance(content, str) else content
        seen = page.soup.select("main input[name=seen]")[0]["value"]
        data = {"csrf_token": page.csrf_token, "seen": seen} | (
            {field: FileStorage(BytesIO(raw), name)} if field else {}
        )
        boundary, body = encode_multipart(data)
        kind = f"multipart/form-data; boundary={boundary}"
        response = client.request("POST", page.path, data=body, content_type=kind, follow_redirects=True)
        return client._page(response, status)

    return send
