"""/manage/cases: who sees which cases, what of them, and how they are closed."""

from datetime import timedelta

import pytest
import structlog
from sqlalchemy import text

from followup import cases
from models import Case, CaseContact, Service, Unit, db, now, set_organisation, transaction
from tests.factories import RATING, TEXT
from tests.integration.conftest import Window
from tests.integration.test_cases import EMAIL, the_case
from tests.integration.test_praise import sign_out

# Other words than the page has of its own.
ASK = "speak to a human"
SAID = "My name is Jane Marmalade, ring 07700 900123, nobody ever called me back about the roof"


class TestTheList:
    def test_it_shows_what_waits_and_the_count_stands_in_the_navigation(self, asked, head, sign_in, run_jobs):
        for said in ("4", "More seats"):
            asked.turn(said=said)
        run_jobs()
        page = sign_in("head@example.org", "/manage/cases")

        assert page.heading == "Cases"
        assert page.all("#cases") == ["Open cases (1)"]
        assert "Cases (1)" in page.all("nav a")
        case = page.one("main article").get_text(" ", strip=True)
        assert case.startswith(f"{the_case().reference} : wants to talk to a person")
        assert ASK in case
        assert "Repairs, North" in case
        assert "Opened today. No time was promised. They can be reached." in case
        assert EMAIL not in page.html

    def test_the_oldest_comes_first_and_what_is_over_the_time_says_so(self, say, head, sign_in):
        for days, due in ((1, None), (9, -7), (3, 0)):
            say(ASK)
            with transaction() as session:
                newest = session.query(Case).order_by(Case.id.desc()).first()
                newest.opened_at = now() - timedelta(days=days)
                newest.due_on = None if due is None else now().date() + timedelta(days=due)

        page = sign_in("head@example.org", "/manage/cases")

        texts = [each.get_text(" ", strip=True) for each in page.soup.select("main article")]
        assert ["9 days ago" in texts[0], "3 days ago" in texts[1], "1 day ago" in texts[2]] == [True] * 3
        assert "Over the time by 5 working days" in texts[0]
        assert "To be answered by" in texts[1]
        assert "No time was promised." in texts[2]
        assert "They left no way to reach them." in texts[2]

    def test_there_are_pages_of_it(self, say, head, sign_in, client, monkeypatch):
        monkeypatch.setattr("web.manage.cases.LINES_A_PAGE", 2)
        for _ in range(3):
            say(ASK)

        first = sign_in("head@example.org", "/manage/cases")
        second = client.get_page("/manage/cases?page=2")

        assert (len(first.all("main h3")), len(second.all("main h3"))) == (2, 1)
        assert (first.all(".app-pages a"), second.all(".app-pages a")) == (["Next page"], ["Previous page"])

    def test_it_is_of_all_services_or_of_one(self, asked, factories, sign_in, client, open_window):
        other = factories.service(slug="bins", name={"en": "Bins"})
        open_window(factories.survey(service=other, questions=[TEXT])).turn(said=ASK)
        factories.person(roles=["manager"], email="all@example.org")

        assert len(sign_in("all@example.org", "/manage/cases").all("main h3")) == 2
        page = client.get_page("/manage/cases?service=bins")
        assert page.all("#cases") == ["Open cases (1)"]
        assert "Bins" in page.one("main article").text

    def test_what_was_said_stays_sealed_until_it_is_cleaned(self, asked, head, sign_in):
        page = sign_in("head@example.org", "/manage/cases")

        assert "is not cleaned of personal data yet" in page.one("main article").text
        assert ASK not in page.one("main article").text


class TestOneCase:
    def test_its_transcript_is_what_was_cleaned(self, conversation, head, sign_in, run_jobs):
        for said in ("4", ASK, EMAIL, SAID):
            conversation.turn(said=said)
        run_jobs()

        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}")

        assert page.heading == f"Case {the_case().reference}"
        said = page.text
        assert "nobody ever called me back about the roof" in said
        assert "[contact]" in said
        for secret in ("Marmalade", "900123", EMAIL):
            assert secret not in page.html
        (opened,) = [each for each in page.all("main ol > li") if "this opened the case" in each]
        assert ASK in opened

    def test_before_that_none_of_it_is_shown(self, asked, head, sign_in):
        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}")

        assert "The conversation is still going on." in page.text
        assert "not cleaned of personal data yet" in page.text
        assert ASK not in page.html

    def test_how_to_reach_them_is_shown_when_asked_for_and_noted(self, asked, head, sign_in, client):
        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}")
        assert EMAIL not in page.html

        with structlog.testing.capture_logs() as logs:
            shown = client.send(page)

        assert page_link(shown) == f"mailto:{EMAIL}"
        (line,) = [line for line in logs if line["event"] == "case.contact-shown"]
        assert (line["case"], line["by"]) == (str(the_case().id), head.id)
        assert EMAIL not in str(logs)

    def test_a_number_can_be_rung(self, conversation, head, sign_in, client):
        conversation.turn(said=ASK)
        conversation.turn(said="01632 960 001")
        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}")

        assert page_link(client.send(page)) == "tel:+441632960001"

    def test_one_that_does_not_open_hides_nothing_else(self, asked, head, sign_in, client):
        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}")
        with transaction() as session:
            session.execute(text("UPDATE case_contact SET value = :value"), {"value": b"\x01 broken"})

        assert "cannot be opened" in client.send(page).text

    def test_one_whose_way_to_reach_is_forgotten_says_so(self, asked, head, sign_in):
        with transaction() as session:
            session.delete(session.query(CaseContact).one())

        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}")

        assert "They left no way to reach them, or it is deleted." in page.text


class TestClosing:
    def test_it_is_asked_once_and_then_how_to_reach_them_is_gone(self, asked, head, sign_in, client):
        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}/close")
        assert page.heading == "Close this case?"
        assert "How to reach the person is deleted at once." in page.text
        assert db.session.query(CaseContact).count() == 1

        page = client.send(page)

        assert "The case is closed. How to reach the person is deleted." in page.html
        assert "Nobody waits for an answer." in page.text
        case = the_case()
        assert (case.state, case.closed_by) == ("closed", head.id)
        assert case.closed_at is not None
        assert db.session.query(CaseContact).count() == 0
        closed = client.get_page("/manage/cases?state=closed")
        assert case.reference in closed.text
        assert "by Head of Repairs" in closed.text
        assert "Deleted when the case was closed." in client.get_page(f"/manage/cases/{case.id}").text

    def test_what_another_has_closed_says_so(self, asked, head, sign_in, client):
        page = sign_in("head@example.org", f"/manage/cases/{the_case().id}/close")
        client.send(page)

        assert "This case had been closed already." in client.send(page).html

    def test_without_the_token_nothing_is_closed(self, asked, head, sign_in, client):
        sign_in("head@example.org", "/manage/cases")

        client.request("POST", f"/manage/cases/{the_case().id}/close")

        assert the_case().state == "open"

    def test_of_two_at_once_one_is_first(self, app, asked, head, at_once, organisation, service):
        organisation_id, head_id, case_id = organisation.id, head.id, the_case().id
        reach = cases.Reach(frozenset({service.id}), frozenset())

        def do():
            with app.app_context(), transaction() as session:
                set_organisation(session, organisation_id)
                return cases.close(session, case_id=case_id, reach=reach, by=session.get_one(cases.Person, head_id))

        db.session.rollback()
        assert sorted(at_once(do, do)) == [False, True]


class TestHowSoon:
    def test_a_manager_of_the_service_says_it(self, head, sign_in, client, service, conversation):
        page = sign_in("head@example.org", "/manage/cases")
        assert page.one("#times ~ dl .govuk-summary-list__value").text.strip() == "No time is promised"

        page = client.send(client.get_page("/manage/cases/times/repairs"), {"days": "3"})

        assert page.one("#times ~ dl .govuk-summary-list__value").text.strip() == "Usually within 3 working days"
        assert "within 3 working days" in conversation.turn(said=ASK)["replies"][1]["text"]
        page = client.send(client.get_page("/manage/cases/times/repairs"), {"days": " "})
        assert page.one("#times ~ dl .govuk-summary-list__value").text.strip() == "No time is promised"

    @pytest.mark.parametrize("days", ["0", "61", "-1", "3.5", "soon", "9" * 30, "\u0663"])
    def test_what_is_no_number_of_days_is_refused(self, head, sign_in, client, days):
        sign_in("head@example.org", "/manage/cases")

        page = client.send(client.get_page("/manage/cases/times/repairs"), {"days": days}, status=400)

        assert page.error_for("days") == "Enter a whole number of days from 1 to 60, or nothing"
        assert page.one("#days")["value"] == days

    def test_nobody_says_it_of_a_service_that_is_not_theirs(self, factories, north, service, sign_in, client):
        factories.service(slug="bins", name={"en": "Bins"})
        factories.person(roles=["manager"], service=service, email="head@example.org")
        factories.person(roles=["manager"], unit=north, email="north@example.org")
        page = sign_in("head@example.org", "/manage/cases")
        client.get_page("/manage/cases/times/bins", status=404)
        sign_out(client, page)

        page = sign_in("north@example.org", "/manage/cases")
        assert not page.soup.select("#times")
        client.get_page("/manage/cases/times/repairs", status=404)
        answer = client.request("POST", "/manage/cases/times/repairs", data={"days": "1", "csrf_token": token(page)})
        assert answer.status_code == 404
        db.session.rollback()
        assert db.session.get_one(Service, service.id).reply_days is None


class TestWhoMay:
    @pytest.mark.parametrize("role", ["viewer", "owner", "reviewer", "designer", "publisher"])
    def test_others_may_not_see_it(self, asked, factories, sign_in, client, role):
        factories.person(roles=[role], email="other@example.org")
        page = sign_in("other@example.org", "/manage/insights")
        case_id = the_case().id

        assert not [each for each in page.all("nav a") if each.startswith("Cases")]
        for path in ("", f"/{case_id}", f"/{case_id}/close", "/times/repairs"):
            client.get_page(f"/manage/cases{path}", status=403)
        for path in (f"/{case_id}/contact", f"/{case_id}/close"):
            answer = client.request("POST", f"/manage/cases{path}", data={"csrf_token": token(page)})
            assert answer.status_code == 403

    def test_a_manager_of_a_unit_sees_that_of_the_unit_and_those_below_alone(
        self, asked, factories, north, service, sign_in, client
    ):
        region, case_id = db.session.get(Unit, north.parent_id), the_case().id
        south = factories.unit(service=service, slug="south")
        for email, unit in (("north@example.org", north), ("region@example.org", region), ("south@example.org", south)):
            factories.person(roles=["manager"], unit=unit, email=email)

        for email, seen in (("north", 1), ("region", 1), ("south", 0)):
            page = sign_in(f"{email}@example.org", "/manage/cases")
            assert len(page.all("main h3")) == seen
            client.get_page(f"/manage/cases/{case_id}", status=200 if seen else 404)
            sign_out(client, page)

    @pytest.mark.parametrize("where", ["another service", "another unit", "another organisation"])
    def test_who_manages_something_else_sees_and_does_nothing(
        self, asked, factories, service, sign_in, client, where, organisation
    ):
        case_id = the_case().id
        scope = {}
        if where == "another service":
            scope = {"service": factories.service(slug="bins")}
        elif where == "another unit":
            scope = {"unit": factories.unit(service=service, slug="south")}
        else:
            set_organisation(db.session(), factories.organisation().id)
        factories.person(roles=["manager"], email="other@example.org", **scope)
        page = sign_in("other@example.org", "/manage/cases")

        assert page.all("main h3") == []
        assert "Cases" in page.all("nav a")
        for path in ("", "/close"):
            client.get_page(f"/manage/cases/{case_id}{path}", status=404)
        for path in ("/contact", "/close"):
            answer = client.request("POST", f"/manage/cases/{case_id}{path}", data={"csrf_token": token(page)})
            assert answer.status_code == 404
        db.session.rollback()
        set_organisation(db.session(), organisation.id)
        assert (the_case().state, db.session.query(CaseContact).count()) == ("open", 1)

    def test_an_administrator_sees_all(self, asked, factories, sign_in):
        factories.person(roles=["administrator"], email="admin@example.org")

        assert len(sign_in("admin@example.org", "/manage/cases").all("main h3")) == 1


def page_link(page) -> str:
    return page.one("#contact + ul a")["href"]


def token(page) -> str:
    return page.soup.select_one("form.app-sign-out input")["value"]


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=[RATING, TEXT])


@pytest.fixture
def north(factories, service):
    region = factories.unit(service=None, slug="region", name={"en": "Region"})
    return factories.unit(service=service, slug="north", name={"en": "North"}, parent=region)


@pytest.fixture
def conversation(open_window, survey, north) -> Window:
    return open_window(survey, unit=north)


@pytest.fixture
def say(client, factories, survey):
    """Say something in a conversation of its own."""
    key = factories.window(survey=survey).key
    return lambda said: Window(client, key).turn(said=said)


@pytest.fixture
def asked(conversation) -> Window:
    """A conversation in which somebody asked for a person and said how to reach them."""
    conversation.turn(said=ASK)
    conversation.turn(said=EMAIL)
    return conversation


@pytest.fixture
def head(factories, service):
    return factories.person(roles=["manager"], service=service, name="Head of Repairs", email="head@example.org")
