"""/manage/surveys: the ways in, what happens on them, and the results per question."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from werkzeug.datastructures import FileStorage

from models import Collector, Invitation, Organisation, Survey, Volume, db, hash_of_token, now, transaction
from surveys import invitations, proposing, publishing
from tallies import Place, of_way, post
from tests.factories import CHOICE, RATING, TEXT, definition
from web.manage.surveys.collectors import origin_of

BASE = "/manage/surveys/visit"
NPS = {"key": "nps", "type": "nps", "text": {"en": "Would you recommend us?"}}
MANY = {**CHOICE, "key": "many", "type": "choices", "text": {"en": "Which ways?"}}


class TestFigures:
    def test_each_way_in_has_its_own_with_offered_not_known(self, client, survey, designer, go, happen):
        happen(opened=40, started=20, completed=15, abandoned={"channel": 4, "": 1})

        page = go(f"{BASE}/ways")

        cells = [" ".join(cell.text.split()) for cell in page.soup.select("#way-table td")]
        assert cells == ["not known", "40", "20", "15", "5", "75% 53% to 89%"]
        page = client.get_page(page.one("#way-table a")["href"])
        assert "75% of those who start complete it (between 53% and 89%)." in page.text
        assert page.all("#exits + div tbody tr") == ["How did you use the service? 4", "not known 1"]

    def test_under_ten_no_share_is_given(self, client, survey, designer, go, happen):
        happen(opened=9, started=9, completed=3)

        page = go(f"{BASE}/ways")

        assert page.all("#way-table td")[-1] == "too few to say"

    def test_who_started_before_these_days_makes_no_impossible_share(self, client, survey, designer, go, happen):
        happen(started=1, completed=12)

        assert go(f"{BASE}/ways").all("#way-table td")[-1] == "not known"

    def test_another_period_has_other_figures(self, client, survey, designer, go, happen):
        happen(opened=40)

        page = go(f"{BASE}/ways?from=2001-01-01&to=2001-02-01")

        assert page.all("#way-table td")[1] == "0"
        page = client.get_page(f"{BASE}/ways?from=2001-02-01&to=2001-01-01", status=400)
        assert page.error_for("from") == "The first day must not be after the last day"

    def test_the_overview_says_first_where_many_leave(self, survey, designer, go, happen):
        happen(opened=40, started=20, completed=9, abandoned={"channel": 10})

        page = go(BASE)

        assert page.all("#lead li")[0].startswith(
            "50% of those who start leave at “How did you use the service?” (10 of 20)."
        )

    def test_the_overview_says_that_nothing_came(self, survey, designer, go):
        assert "Nothing was sent in the last 30 days. Check the ways in." in go(BASE).all("#lead li")[0]


class TestOpeningWaysIn:
    def test_a_link_has_an_address_of_its_own_that_opens_the_survey(
        self, client, factories, service, survey, designer, go
    ):
        factories.unit(service=service, slug="north", name={"en": "North"})
        page = go(f"{BASE}/ways/new/link")

        page = client.send(page, {"name": "Leaflet", "unit": "north"})

        address = page.one("#address").text
        assert address.startswith("http://localhost/s/visit?via=")
        assert "Link, North" in page.text
        assert client.get_page(address.removeprefix("http://localhost")).heading.startswith("Overall")

    def test_the_first_link_has_the_surveys_own(self, client, survey, designer, go):
        page = go(f"{BASE}/ways")

        assert client.get_page(page.one("#way-table a")["href"]).one("#address").text == "http://localhost/s/visit"

    def test_a_window_is_for_exact_origins_and_shows_the_lines_to_paste(self, client, survey, designer, go):
        page = go(f"{BASE}/ways/new/widget")

        page = client.send(
            page, {"name": "", "unit": "", "origins": "https://WWW.example.org/\r\n\r\nhttps://a.example"}
        )

        collector = collector_of("widget")
        assert collector.origins == ["https://www.example.org", "https://a.example"]
        assert (
            f'<script src="http://localhost/embed/v1.js" data-key="{collector.key}" async></script>'
            in page.one("#tag").text
        )

    @pytest.mark.parametrize(
        ("kind", "given", "field", "said"),
        [
            ("widget", {"origins": " "}, "origins", "Enter the address of at least one site"),
            (
                "widget",
                {"origins": "https://a.example/page"},
                "origins",
                "https://a.example/page is not the address of a site.",
            ),
            ("link", {"unit": "nowhere"}, "unit", "Select one of the units"),
            ("link", {"name": "x" * 201}, "name", "The name must have 200 characters or fewer"),
            ("api", {"name": ""}, "name", "Enter the name of the system that will use the key"),
        ],
    )
    def test_what_is_wrong_is_told_beside_its_field(self, client, survey, designer, go, kind, given, field, said):
        page = go(f"{BASE}/ways/new/{kind}")

        page = client.send(page, {"name": "", "unit": "", "origins": ""} | given, status=400)

        assert page.error_for(field).startswith(said)
        assert db.session.query(Collector).count() == 1

    @pytest.mark.parametrize(
        ("text", "origin"),
        [
            ("https://example.org", "https://example.org"),
            (" HTTPS://Example.ORG/ ", "https://example.org"),
            ("https://example.org:8443", "https://example.org:8443"),
            ("https://example.org:443", "https://example.org"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("https://[::1]:8000", "https://[::1]:8000"),
            ("example.org", None),
            ("https://*.example.org", None),
            ("https://example.org/a", None),
            ("https://example.org?a", None),
            ("https://example.org#a", None),
            ("https://u:p@example.org", None),
            ("https://example.org:99999", None),
            ("https://example.org:", None),
            ("https://example.org;script-src", None),
            ("https://exa mple.org", None),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("https://" + "a" * 64 + ".org", None),
            ("null", None),
        ],
    )
    def test_an_origin_is_scheme_host_and_port_alone(self, text, origin):
        assert origin_of(text) == origin

    def test_a_key_for_another_system_is_shown_once(self, client, survey, designer, go):
        page = go(f"{BASE}/ways/new/api")

        page = client.send(page, {"name": "Call centre", "unit": ""})

        secret, collector = page.one("#secret").text, collector_of("api")
        assert collector.secret_hash == hash_of_token(secret)
        assert collector.name == "Call centre"
        later = client.get_page(f"{BASE}/ways/{collector.key}")
        assert secret not in later.html
        assert "Make a new secret" in later.text

    def test_a_new_secret_ends_the_former_and_closing_ends_both(self, client, survey, designer, go):
        page = client.send(go(f"{BASE}/ways/new/api"), {"name": "Call centre", "unit": ""})
        first, key = page.one("#secret").text, collector_of("api").key
        page = client.get_page(f"{BASE}/ways/{key}/secret")
        assert collector_of("api").secret_hash == hash_of_token(first)

        second = client.send(page).one("#secret").text
        assert collector_of("api").secret_hash == hash_of_token(second) != hash_of_token(first)
        client.send(client.get_page(f"{BASE}/ways/{key}/close"))

        assert collector_of("api").secret_hash is None
        assert "This way in is closed." in client.get_page(f"{BASE}/ways/{key}").text

    def test_a_link_has_no_secret_to_renew_and_one_that_is_open_is_not_opened(self, client, survey, designer, go):
        key = collector_of("link").key
        go(BASE)

        for page in ("secret", "open"):
            assert client.get_page(f"{BASE}/ways/{key}/{page}").path == f"{BASE}/ways/{key}"

    def test_a_way_into_another_survey_is_not_found(self, client, factories, service, survey, designer, go):
        other = factories.survey(service=service, slug="other")
        key = db.session.query(Collector).filter_by(survey_id=other.id).one().key
        go(BASE)

        for path in ("", "/secret", "/close"):
            client.get_page(f"{BASE}/ways/{key}{path}", status=404)


class TestInvitations:
    def test_people_are_invited_from_a_list_and_reminded(self, client, survey, designer, go, invited_round, send):
        page = go(f"{BASE}/ways/{invited_round}")

        page = send(page, "recipients", b"address,name\r\na@example.org,A\r\nb@example.org,B\r\na@example.org,A\r\n")

        assert "2 people will be invited. Left out: 1 twice in the list." in page.html
        assert page.one("#invited").text.startswith("2 people were invited: 2 invitations wait, 0 are sent")
        with transaction() as session:
            for row in session.query(Invitation):
                row.state, row.sent_at, row.not_before = "sent", now(), now() - timedelta(days=8)
        response = client.request(
            "POST",
            f"{BASE}/ways/{invited_round}/reminders",
            data={"csrf_token": page.csrf_token},
            follow_redirects=True,
        )
        assert "2 people will be reminded." in response.get_data(as_text=True)

    def test_addresses_are_on_no_page(self, client, survey, designer, go, invited_round, send):
        page = send(go(f"{BASE}/ways/{invited_round}"), "recipients", b"address\r\nsecret.person@example.org\r\n")

        assert "secret.person" not in page.html

    def test_a_wrong_row_is_named_without_its_words_and_nobody_is_invited(
        self, client, survey, designer, go, invited_round, send
    ):
        rows = b"address\r\na@example.org\r\nnot an address\r\nnor this\r\n"

        page = send(go(f"{BASE}/ways/{invited_round}"), "recipients", rows, status=400)

        said = page.one(".govuk-error-summary").text
        assert "line 3: this is not an e-mail address" in said
        assert "line 4: this is not an e-mail address" in said
        assert "not an address\r" not in said
        assert db.session.query(Invitation).count() == 0

    def test_no_file_is_told(self, client, survey, designer, go, invited_round):
        page = go(f"{BASE}/ways/{invited_round}")

        response = client.request(
            "POST", f"{BASE}/ways/{invited_round}/recipients", data={"csrf_token": page.csrf_token}
        )

        assert client._page(response, 400).error_for("recipients") == "Choose a file"

    def test_a_link_takes_no_invitations(self, client, survey, designer, go, send):
        key = collector_of("link").key
        page = go(f"{BASE}/ways/{key}")

        page = send(page, "recipients", b"address\r\na@example.org\r\n", status=400)

        assert "this way into the survey is not for invitations" in page.text
        response = client.request("POST", f"{BASE}/ways/{key}/reminders", data={"csrf_token": page.csrf_token})
        assert response.status_code == 400

    def test_a_round_about_another_unit_is_told(self, client, factories, service, survey, designer, go, invited_round):
        factories.unit(service=service, slug="north")
        page = go(f"{BASE}/ways/new/invitation")

        page = client.send(page, {"name": "Spring", "unit": "north"}, status=400)

        assert "choose another name" in page.error_for("name")

    @pytest.fixture
    def invited_round(self, survey):
        with transaction() as session:
            found = invitations.round_of(session, survey=session.get_one(Survey, survey.id), name="Spring")
            return found.key


class TestVolumes:
    def test_what_is_stated_is_how_many_were_offered_it(self, client, survey, designer, go, send):
        key = collector_of("link").key
        page = go(f"{BASE}/ways/{key}?from=2026-05-01&to=2026-05-31")

        page = send(page, "volumes", b"since,until,offered\r\n2026-05-01,2026-05-31,1250\r\n")

        assert "One period is stated." in page.html
        page = client.get_page(f"{BASE}/ways/{key}?from=2026-05-01&to=2026-05-31")
        assert page.all("#figures div")[0] == "Offered 1,250"

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (b"2026-05-31,2026-05-01,5", "line 2: the period ends before it begins"),
            (b"2026-05-01,2026-05-31,many", "line 2: offered is a whole number"),
            (b"2026-05-01,2026-05-31,5\r\n2026-05-31,2026-06-02,5", "overlap"),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_is_kept(self, client, survey, designer, go, send, rows, said):
        page = go(f"{BASE}/ways/{collector_of('link').key}")

        page = send(page, "volumes", b"since,until,offered\r\n" + rows, status=400)

        assert said in page.error_for("volumes")
        assert db.session.query(Volume).count() == 0


class TestResults:
    def test_each_question_has_a_sentence_a_table_and_its_standard_wording(self, factories, service, designer, go):
        standard = {"instrument": "gds-satisfaction", "only": ["satisfaction"]}
        survey = factories.survey(service=service, slug="visit", questions=[standard, CHOICE, MANY, NPS, TEXT])
        for number in range(20):
            answers = {
                "satisfaction": 5 if number < 15 else 2,
                "channel": "online" if number < 12 else "phone",
                "many": ["online", "phone"] if number < 4 else ["online"],
                "nps": 10 if number < 10 else 3,
            }
            factories.submission(survey=survey, answers=answers)

        page = go(f"{BASE}/results")

        assert page.one("#submissions").text.startswith("20 submissions.")
        said = {each["data-question"]: " ".join(each.text.split()) for each in page.soup.select("[data-question]")}
        assert "75% were satisfied or very satisfied (between 53% and 89%), of 20." in said["satisfaction"]
        assert "standard wording gds-satisfaction/overall" in said["satisfaction"]
        assert "Most often: Online, 60% of 20 answers (between 39% and 78%)." in said["channel"]
        assert "Most often chosen: Online, by 100% of the 20 who answered" in said["many"]
        assert "Net Promoter Score +0" in said["nps"]
        assert "Fewer than 10 answered" in said["improve"]
        rows = page.soup.select("[data-question=channel] tbody tr")
        assert [" ".join(row.text.split()) for row in rows] == ["Online 12 60% 39% to 78%", "By phone 8 40% 22% to 61%"]

    def test_under_ten_no_figure_is_shown_nor_sent(self, client, factories, survey, designer, go):
        for _ in range(9):
            factories.submission(survey=survey, answers={"channel": "online"})

        page = go(f"{BASE}/results")

        assert "Fewer than 10 submissions" in page.text
        assert page.soup.select("svg.chart, figure") == []
        assert "9" not in page.one("#submissions").text
        for row in rows_of(client.request("GET", f"{BASE}/results.csv")):
            assert row["answered"] == "fewer than 10"
            assert row["n"] == row["value"] == ""

    def test_the_file_has_the_figures_of_the_page(self, client, factories, survey, designer, go):
        for number in range(20):
            factories.submission(
                survey=survey, answers={"satisfaction": 4, "channel": "online" if number < 12 else "phone"}
            )
        go(BASE)

        rows = rows_of(client.request("GET", f"{BASE}/results.csv"))

        shares = {
            (row["question"], row["answer"]): (row["n"], row["value"]) for row in rows if row["figure"] == "share"
        }
        assert shares["channel", "online"] == ("12", "0.6")
        assert shares["channel", "phone"] == ("8", "0.4")
        (mean,) = [row for row in rows if row["figure"] == "mean"]
        assert (mean["question"], mean["value"]) == ("satisfaction", "4.0")

    def test_language_unit_way_version_and_days_narrow_them(self, client, factories, service, survey, designer, go):
        unit = factories.unit(service=service, slug="north", name={"en": "North"})
        with transaction() as session:
            found = session.get_one(Survey, survey.id)
            raw = definition(RATING, CHOICE, TEXT) | {"languages": ["en"]}
            publishing.collect(session, survey=found, kind="link")
            publishing.publish(session, survey=found, definition=raw)
        for number in range(24):
            factories.submission(
                survey=survey,
                answers={"channel": "online"},
                unit=unit if number < 12 else None,
            )
        way = db.session.query(Collector).filter_by(survey_id=survey.id).order_by(Collector.id).first().key
        go(BASE)

        for asked, submissions in (
            ("", "24 submissions."),
            ("unit=north", "12 submissions."),
            ("version=2", "24 submissions."),
            ("language=en", "24 submissions."),
            (f"way={way}", "24 submissions."),
            ("from=2026-05-04&to=2026-05-04", "24 submissions."),
        ):
            page = client.get_page(f"{BASE}/results?{asked}")
            assert page.one("#submissions").text.startswith(submissions), asked
        assert "Nothing was sent yet." in client.get_page(f"{BASE}/results?from=2026-06-01").text
        for asked in ("version=9", "language=xx", "unit=x", "way=x"):
            client.get_page(f"{BASE}/results?{asked}", status=404)
        page = client.get_page(f"{BASE}/results?from=yesterday", status=400)
        assert page.error_for("from") == "Enter the dates as day, month and year"

    def test_the_comments_are_one_click_away(self, factories, survey, designer, go):
        for number in range(12):
            factories.comment(survey=survey, text=f"Slow {number}")

        page = go(f"{BASE}/results")

        said = page.one("[data-question=improve]")
        assert "service=repairs" in said.select_one("a")["href"]

    def test_a_viewer_may_read_them(self, factories, survey, sign_in):
        factories.person(roles=["viewer"], email="v@example.org")

        page = sign_in("v@example.org", f"{BASE}/results")

        assert "Nothing was sent yet." in page.text
        assert page.all(".app-parts__item") == ["Overview", "Versions", "Ways in", "Results"]

    def test_before_anything_is_published_there_are_none(self, client, service, designer, go, factories):
        with transaction() as session:
            survey = publishing.create(session, service=session.get_one(type(service), service.id), slug="visit")
            proposing.propose(session, survey=survey, definition=definition(RATING), by=None)

        assert "Nothing was sent yet." in go(f"{BASE}/results").text
        assert "There is no way into this survey yet." in client.get_page(f"{BASE}/ways").text


def collector_of(kind):
    db.session.rollback()
    return db.session.query(Collector).filter_by(kind=kind).order_by(Collector.id).first()


def rows_of(response):
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.data.decode("utf-8-sig"))))


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def designer(factories, organisation):
    return factories.person(roles=["designer"], email="d@example.org")


@pytest.fixture
def go(sign_in):
    return lambda path: sign_in("d@example.org", path)


@pytest.fixture
def happen(survey):
    """Let things happen on the survey's link today."""

    def count(*, abandoned=None, **events):
        collector = collector_of("link")
        day = db.session.get_one(Organisation, survey.organisation_id).day_of(now())
        place = Place(survey.service_id, 0, collector.id, "en", day)
        with transaction() as session:
            for event, n in events.items():
                post(session, of_way(place, event) * n)
            for question, n in (abandoned or {}).items():
                post(session, of_way(place, "abandoned", question or None) * n)

    return count


@pytest.fixture
def send(client):
    """Send a file with one of the page's forms."""

    def post_file(page, field, content, status=200):
        path = page.path.partition("?")[0]
        data = {"csrf_token": page.csrf_token, field: FileStorage(BytesIO(content), "list.csv")}
        response = client.request("POST", f"{path}/{field}", data=data, follow_redirects=True)
        return client._page(response, status)

    return post_file
