import re
import unicodedata
from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner

from accounts import people
from cli import installation, yousaid
from exports import insights as exported
from insights import queries
from models import CAN_WAIT, Collector, Insight, Person, Unit, db, set_organisation, transaction
from tallies import Place, of_submission, post, totals
from tests.factories import PASSWORD

GENERIC = "Enter the e-mail address and password of your account"
WAITED = "We waited {} hours in the queue and nobody told us why."
MAY = "from=2026-05-01&to=2026-05-31"


class TestSigningIn:
    def test_it_is_needed_and_leads_back_to_the_page_asked_for(self, client, viewer, survey, sign_in):
        path = f"/manage/insights?service=repairs&{MAY}"

        page = client.get_page(path)
        assert (page.heading, page.path.split("?")[0]) == ("Sign in", "/manage/sign-in")
        page = sign_in("v@example.org", path)

        assert page.heading == "What people say about Repairs"
        assert page.path == path

    def test_every_page_of_the_staff_needs_it(self, client, viewer):
        for path in ("/manage/", "/manage/insights", "/manage/insights/waiting", "/manage/insights/all"):
            assert client.get_page(path).heading == "Sign in"

    def test_what_was_wrong_is_not_said(self, client, viewer, sign_in):
        texts = set()
        for email, password in (
            ("v@example.org", "wrong"),
            ("nobody@example.org", PASSWORD),
            ("v@example.org", ""),
            ("", ""),
            ("no address", "x"),
            ("v@example.org", "\0"),
            ("x" * 5_000, "y" * 5_000),
        ):
            page = sign_in(email, password=password)
            assert page.error_for("email") == GENERIC
            assert page.all(".govuk-error-summary a") == [GENERIC]
            assert page.title.startswith("Error: ")
            texts.add(page.text)
        assert len(texts) == 1

    def test_a_character_that_no_address_has_is_as_wrong_as_any(self, client, viewer):
        page = client.get_page("/manage/sign-in")
        form = {"csrf_token": page.csrf_token, "email": "v\0@example.org", "password": PASSWORD}

        answer = client.request("POST", "/manage/sign-in", data=form)

        assert (answer.status_code, GENERIC in answer.get_data(as_text=True)) == (200, True)

    def test_a_person_who_left_hears_the_same(self, viewer, sign_in):
        with transaction() as session:
            session.query(Person).filter_by(email="v@example.org").one().active = False

        assert sign_in("v@example.org").error_for("email") == GENERIC

    def test_trying_too_often_is_stopped(self, client, viewer, sign_in):
        for _ in range(10):
            sign_in("v@example.org", password="wrong")

        page = sign_in("v@example.org", status=429)

        assert page.heading == "Too many tries"

    def test_the_address_is_taken_in_any_case(self, viewer, survey, sign_in):
        assert sign_in("  V@Example.ORG ").heading.startswith("What people say")

    def test_it_leads_to_no_other_site(self, app, client, viewer, survey):
        for elsewhere in (
            "https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "\\\\evil.example",
            "javascript:alert(1)", "http://localhost@evil.example/", "/\t/evil.example", "///evil.example",
        ):  # fmt: skip
            browser = type(client)(app)
            page = browser.get_page("/manage/sign-in")
            form = {"csrf_token": page.csrf_token, "email": "v@example.org", "password": PASSWORD, "next": elsewhere}

            answer = browser.request("POST", "/manage/sign-in", data=form, query_string={"next": elsewhere})

            leads_to = urljoin("http://localhost/manage/sign-in", answer.headers.get("Location", ""))
            assert urlsplit(leads_to).netloc == "localhost", elsewhere
            assert "\\" not in leads_to, elsewhere

    def test_signing_out_ends_it(self, client, viewer, survey, sign_in):
        page = sign_in("v@example.org")
        token = page.soup.select("form.app-sign-out input[name=csrf_token]")[0]["value"]

        client.request("POST", "/manage/sign-out", data={"csrf_token": token})

        assert client.get_page("/manage/insights").heading == "Sign in"

    def test_an_address_elsewhere_cannot_sign_anybody_out(self, client, viewer, survey, sign_in):
        sign_in("v@example.org")

        assert client.request("GET", "/manage/sign-out").status_code in {400, 404, 405}
        assert client.request("POST", "/manage/sign-out").status_code == 400
        assert client.get_page("/manage/insights").heading.startswith("What people say")

    def test_no_token_stands_for_a_person(self, app, client, viewer):
        with app.test_request_context():
            token = db.session.query(Person).one().get_auth_token()

        for asked in (
            client.request("GET", f"/manage/insights?auth_token={token}"),
            client.request("GET", "/manage/insights", headers={"Authentication-Token": token}),
            client.request("GET", "/manage/insights", json={"auth_token": token}),
        ):
            assert asked.status_code == 302

    def test_a_password_with_accents_opens_from_every_keyboard(self, client, app, service, organisation, monkeypatch):
        monkeypatch.setattr(installation, "create_app", lambda: app)
        monkeypatch.setattr(installation.logs, "configure", lambda: None)
        password = "cŵn a chathod ym Môn"
        added = CliRunner().invoke(
            yousaid,
            [
                "user",
                "add",
                "s@example.org",
                "--name",
                "Siân",
                "--organisation",
                organisation.slug,
                "--password",
                password,
            ],
        )
        assert added.exit_code == 0, added.output

        for form in ("NFC", "NFD"):
            browser = type(client)(app)
            page = browser.get_page("/manage/")
            page = browser.send(page, {"email": "s@example.org", "password": unicodedata.normalize(form, password)})
            assert page.heading.startswith("What people say")

    def test_a_password_hashed_in_an_older_way_is_hashed_anew(self, viewer, survey, sign_in):
        with transaction() as session:
            session.query(Person).one().password = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(
                PASSWORD
            )

        page = sign_in("v@example.org")

        assert page.heading.startswith("What people say")
        assert "m=32," not in db.session.query(Person).one().password


class TestRoles:
    def test_a_viewer_of_one_service_sees_no_other(self, client, factories, service, survey, sign_in):
        other = factories.service(slug="parks", name={"en": "Parks"})
        factories.person(roles=["viewer"], email="v@example.org", service=other)

        page = sign_in("v@example.org")

        assert page.heading == "What people say about Parks"
        assert page.all("#service option") == ["Parks"]
        for path in ("/manage/insights", "/manage/insights/waiting"):
            assert client.get_page(f"{path}?service=repairs", status=404).heading == "Page not found"

    def test_a_role_over_a_unit_alone_opens_no_services_page(self, client, factories, service, survey, sign_in):
        unit = factories.unit(service=service)
        person = factories.person(roles=[], email="v@example.org")
        with transaction() as session:
            people.grant(
                session,
                person=session.get_one(Person, person.id),
                role="manager",
                unit=session.get_one(Unit, unit.id),
            )

        page = sign_in("v@example.org")

        assert "There is no service that you may see yet." in page.text
        assert client.get_page("/manage/insights/waiting", status=404).heading == "Page not found"

    def test_an_administrator_sees_every_service(self, factories, service, survey, sign_in):
        factories.service(slug="parks", name={"en": "Parks"})
        factories.person(roles=["administrator"], email="a@example.org")

        assert sign_in("a@example.org").all("#service option") == ["Parks", "Repairs"]

    def test_somebody_without_a_role_may_see_nothing(self, factories, service, survey, sign_in):
        factories.person(roles=[], email="n@example.org")

        assert sign_in("n@example.org", status=403).heading == "You cannot see this page"

    def test_another_organisations_service_is_not_found(self, client, factories, survey, viewer, sign_in):
        set_organisation(db.session(), factories.organisation().id)
        factories.service(slug="secret")

        sign_in("v@example.org")

        client.get_page("/manage/insights?service=secret", status=404)


class TestFigures:
    def test_they_are_the_tallies_and_the_files(self, client, evidence, service, viewer, sign_in):
        page = sign_in("v@example.org", f"/manage/insights?{MAY}")

        pipeline = queries.shown_pipeline(db.session())
        counted = {}
        for count in totals(
            db.session(),
            service_id=service.id,
            since=date(2026, 5, 1),
            until=date(2026, 5, 31),
            pipeline=pipeline,
        ):
            counted[count.subject, count.value] = count.n
        chosen = exported.Chosen(service, date(2026, 5, 1), date(2026, 5, 31), pipeline)
        rows = list(exported.rows(db.session(), chosen))
        shown = page.soup.select("#theme-table tbody tr")
        assert {row["data-theme"] for row in shown} == {
            theme
            for theme in exported.THEMES
            if sum(n for (of, _), n in counted.items() if of == f"theme:{theme}") >= 10
        }
        for row in shown:
            key, cells = row["data-theme"], [figure(cell) for cell in row.select("td")[:3]]
            by_polarity = [counted.get((f"theme:{key}", polarity), 0) for polarity in ("pos", "neg", "neu")]
            assert cells == [sum(by_polarity), by_polarity[0], by_polarity[1]]
            name = exported.THEMES[key]["en"]
            assert cells[0] == len([each for each in rows if each["theme"] == name])
            assert cells[2] == len([each for each in rows if each["theme"] == name and each["polarity"] == "neg"])

    def test_under_ten_comments_a_theme_is_named_without_figures(self, client, evidence, viewer, sign_in):
        page = sign_in("v@example.org", f"/manage/insights?{MAY}")

        for row in page.soup.select("#theme-table tbody tr"):
            assert figure(row.select("td")[0]) >= 10
            assert "%" in row.select("td")[3].text
        assert "Staff manner" in page.one("#left-out").text
        assert "Fewer than 10 comments speak of each" in page.one("#left-out").text

    def test_a_theme_stands_beside_its_target_and_owner(self, evidence, viewer, sign_in, client):
        page = sign_in("v@example.org", f"/manage/insights?{MAY}")

        row = page.one("#theme-table [data-theme=waiting]").text
        assert "Seen within 20 minutes" in row
        assert "90%" in row
        assert "Head of Repairs" in row
        agreement = page.one("#target-table [data-label='From the agreement']")
        assert agreement.text.strip() == "Homes kept in good repair"
        page = client.get_page(f"/manage/insights/waiting?{MAY}")
        assert "Seen within 20 minutes" in page.text
        assert "Head of Repairs answers for it." in page.text

    def test_a_region_sums_its_units(self, client, evidence, many_more, viewer, sign_in):
        sign_in("v@example.org")
        whole, region, north, east = (self.submissions(client, unit) for unit in ("", "region", "north", "east"))

        assert (whole, region, north, east) == (15 + 3 * 12, 12 + 2 * 12, 8 + 12, 4 + 12)

    def test_the_quotes_are_those_of_the_unit(self, client, evidence, viewer, sign_in):
        sign_in("v@example.org")

        for unit, quotes in (("north", 8), ("east", 4), ("region", 12)):
            page = client.get_page(f"/manage/insights/all?{MAY}&unit={unit}")
            assert len(page.soup.select("blockquote")) == quotes

    def test_a_unit_that_is_not_there_is_not_found(self, client, evidence, viewer, sign_in):
        sign_in("v@example.org")

        client.get_page("/manage/insights?unit=nowhere", status=404)

    def test_the_demonstration_is_labelled(self, client, factories, sign_in):
        organisation = factories.organisation(demonstration=True)
        set_organisation(db.session(), organisation.id)
        factories.survey(service=factories.service(), slug="visit")
        factories.person(roles=["viewer"], email="v@example.org")

        page = sign_in("v@example.org")

        for each in (page, client.get_page("/s/visit"), client.get_page("/")):
            assert "this organisation and its data are invented" in each.html

    def submissions(self, client, unit):
        page = client.get_page(f"/manage/insights?{MAY}&unit={unit}")
        (found,) = [each for each in page.soup.select("dl div") if "Submissions" in each.text]
        return figure(found.dd)

    @pytest.fixture
    def many_more(self, evidence, service):
        """Count twelve more submissions without a comment in each unit and in none."""
        way = db.session.query(Collector).first()
        units = [0, *(db.session.query(Unit).filter_by(slug=slug).one().id for slug in ("north", "east"))]
        with transaction() as session:
            for unit_id in units:
                place = Place(service.id, unit_id, way.id, "en", date(2026, 5, 4))
                post(session, of_submission(place, mode="page", answers={}) * 12)


class TestDates:
    def test_wrong_ones_get_one_sentence(self, client, evidence, viewer, sign_in):
        sign_in("v@example.org")

        for dates, sentence in (
            ("from=yesterday", "Enter the dates as day, month and year"),
            ("from=2026-02-30", "Enter the dates as day, month and year"),
            ("to=31/05/2026", "Enter the dates as day, month and year"),
            ("from=2026-05-31&to=2026-05-01", "The first day must not be after the last day"),
            ("from=9999-01-01", "The first day must not be after the last day"),
            ("from=0001-01-01", "Choose a period of ten years or less"),
            ("from=2026-01-01&to=9998-12-31", "Choose a period of ten years or less"),
            ("from=9999-11-01&to=9999-12-31", "Enter the dates as day, month and year"),
        ):
            page = client.get_page(f"/manage/insights?{dates}", status=400)
            assert page.all(".govuk-error-summary a") == [sentence]
            assert page.title.startswith("Error: ")
            page = client.get_page(f"/manage/insights/waiting?{dates}", status=400)
            assert sentence in page.text

    def test_a_period_to_come_is_empty(self, client, evidence, viewer, sign_in):
        sign_in("v@example.org")

        page = client.get_page("/manage/insights?from=9998-11-01&to=9998-12-31")

        assert "Nothing was sent in this period yet." in page.text


class TestProgress:
    def test_what_waits_is_shown_until_it_is_done(self, client, factories, survey, viewer, sign_in, analyse):
        for number in range(3):
            factories.comment(survey=survey, text=f"Slow {number}", given_on=date(2026, 5, 4), priority=CAN_WAIT)
        page = sign_in("v@example.org", f"/manage/insights?{MAY}")
        assert "3 comments are still being analysed." in page.text
        assert (page.one("#analysed")["max"], page.one("#analysed")["value"]) == ("3", "0")

        analyse()

        page = client.get_page(f"/manage/insights?{MAY}")
        assert page.all("#analysed") == []
        assert "still being analysed" not in page.text

    def test_a_service_without_anything_says_so(self, viewer, survey, sign_in):
        page = sign_in("v@example.org")

        assert "Nothing was sent in this period yet." in page.text
        assert "This service has no targets yet." in page.text


class TestQuotes:
    def test_an_unsure_one_is_marked(self, client, factories, survey, viewer, sign_in, analyse):
        sure = factories.comment(survey=survey, text="Slow and rude", given_on=date(2026, 5, 4))
        unsure = factories.comment(survey=survey, text="It was a day", given_on=date(2026, 5, 5))
        analyse()
        with transaction() as session:
            for comment, confidence in ((sure, 0.95), (unsure, 0.41)):
                session.query(Insight).filter_by(comment_id=comment.id, clause=0).one().confidence = confidence

        sign_in("v@example.org")
        quotes = client.get_page(f"/manage/insights/all?{MAY}").all("blockquote")

        assert ["(unsure)" in quote for quote in quotes] == [True, False]

    def test_they_come_in_pages_newest_first(self, client, factories, survey, viewer, sign_in, analyse):
        for number in range(25):
            factories.comment(
                survey=survey, text=f"Slow no. {number}", given_on=date(2026, 5, 1) + timedelta(days=number)
            )
        analyse()
        sign_in("v@example.org")

        first = client.get_page(f"/manage/insights/all?{MAY}")
        second = client.get_page(first.one("a[rel=next]")["href"])
        back = client.get_page(second.one("a[rel=prev]")["href"])

        numbers = [
            int(re.search(r"no\. (\d+)", quote)[1]) for quote in first.all("blockquote") + second.all("blockquote")
        ]
        assert numbers == list(range(24, -1, -1))
        assert first.all("a[rel=prev]") == [] == second.all("a[rel=next]")
        assert back.all("blockquote") == first.all("blockquote")

    def test_a_page_that_is_not_there_is_empty_or_the_first(self, client, evidence, viewer, sign_in):
        sign_in("v@example.org")

        for number, quotes in (("-1", 15), ("0", 15), ("x", 15), ("99", 0), ("9" * 18, 0), ("9" * 5_000, 15)):
            page = client.get_page(f"/manage/insights/all?{MAY}&page={number}")
            assert len(page.soup.select("blockquote")) == quotes

    def test_they_are_those_behind_the_number(self, client, evidence, viewer, sign_in):
        page = sign_in("v@example.org", f"/manage/insights?{MAY}")

        for row in page.soup.select("#theme-table tbody tr"):
            for link in row.select("td a[href*=polarity]"):
                quotes = client.get_page(link["href"])
                assert len(quotes.soup.select("blockquote")) == figure(link)

    def test_an_unknown_theme_is_not_found(self, client, evidence, viewer, sign_in):
        sign_in("v@example.org")

        client.get_page("/manage/insights/weather", status=404)

    def test_what_may_be_urgent_is_shown_first(self, client, factories, survey, viewer, sign_in, analyse):
        factories.comment(survey=survey, text="I cannot go on and want to kill myself", given_on=date(2026, 5, 4))
        analyse()

        page = sign_in("v@example.org", f"/manage/insights?{MAY}")

        assert "May be urgent" in page.all("h2")
        assert "I cannot go on" in page.all("blockquote")[0]


def figure(element):
    """Return the number that an element begins with."""
    return int(re.search(r"[\d,]+", element.text)[0].replace(",", ""))


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def viewer(factories, organisation):
    return factories.person(roles=["viewer"], email="v@example.org")


@pytest.fixture
def evidence(factories, survey, service, analyse):
    region = factories.unit(service=None, slug="region", name={"en": "Region"})
    units = [factories.unit(service=service, slug=slug, parent=region) for slug in ("north", "east")]
    owner = factories.person(roles=["owner"], name="Head of Repairs")
    psa = factories.agreement(service=service, title={"en": "Homes kept in good repair"}, aim={"en": "Mend it once"})
    factories.target(service=service, owner=owner, themes=["waiting"], agreement=psa)
    texts = [WAITED.format(hours) for hours in range(2, 13)]
    texts += [
        "The receptionist was lovely and kind.",
        "The receptionist was rude.",
        "n/a",
        "Roedd pawb yn garedig iawn.",
    ]
    for number, text in enumerate(texts):
        factories.comment(
            survey=survey,
            text=text,
            unit=(*units, units[0], None)[number % 4],
            given_on=date(2026, 5, 1) + timedelta(days=number),
            answers={"satisfaction": 1 + number % 5},
        )
    analyse()
