"""Boards of targets: an agreement's, a service's, a unit's, and what an owner without a role sees."""

from datetime import date

import pytest

from models import Measure, transaction
from targets import observing
from targets.observing import Figure


class TestAnAgreement:
    def test_it_says_what_it_is_about_and_where_its_targets_stand(self, board, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets/agreements/psa-homes")

        text = " ".join(page.text.split())
        assert page.heading == "Homes in good repair"
        for said in (
            "What breaks is mended once",
            "Cut the wait",
            "Director of Homes",
            "How we mend",
            "2 targets: 1 behind, 1 without a figure.",
            "50.0% where its course wants",
            "value for money",
        ):
            assert said in text
        assert "None of the agreement's targets is for value for money." not in text

    def test_one_that_delivers_another_says_which(self, board, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets/agreements/sda-homes")

        assert page.soup.select_one("dl a").text == "Homes in good repair"
        assert "No target flows from it." in page.text

    def test_one_of_another_service_is_not_there(self, board, factories, sign_in, client):
        factories.person(roles=["viewer"], service=factories.service(slug="other"), email="v@example.org")

        sign_in("v@example.org", "/manage/targets")

        for path in ("agreements/psa-homes", "agreements/none", "services/repairs", "units/north", "units/none"):
            assert client.request("GET", f"/manage/targets/{path}").status_code == 404


class TestAServiceAndAUnit:
    def test_a_service_shows_its_whole_targets_and_where_its_units_stand(self, board, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets/services/repairs")

        assert page.heading == "Repairs"
        assert [row["data-target"] for row in page.soup.select("tr[data-target]")] == ["in-time", "cost"]
        assert "2 targets: 1 behind, 1 without a figure." in page.one("#so-what").text
        assert "1 target: 1 without a figure." in page.one('tr[data-unit="north"]').text

    def test_a_region_shows_the_parts_of_its_units(self, board, manager, sign_in, client):
        sign_in("m@example.org", "/manage/targets")

        region = client.get_page("/manage/targets/units/coast")
        assert region.heading == "Coast"
        assert [row["data-target"] for row in region.soup.select("tr[data-target]")] == ["in-time-north"]
        assert client.request("GET", "/manage/targets?unit=north").location == "/manage/targets/units/north"
        assert client.request("GET", "/manage/targets?service=repairs").location == "/manage/targets/services/repairs"


class TestAPart:
    def test_it_stands_in_its_whole_with_its_figure_and_leads_back_to_it(self, board, manager, sign_in, client):
        whole = sign_in("m@example.org", "/manage/targets/in-time")

        assert [row["data-target"] for row in whole.soup.select("tr[data-target]")] == ["in-time-north"]
        part = client.get_page("/manage/targets/in-time-north")
        assert part.one('.govuk-caption-l a[href="/manage/targets/in-time"]').text == "the whole target"

    def test_who_may_not_see_the_whole_is_not_led_to_it(self, board, factories, north, sign_in):
        factories.person(roles=["viewer"], unit=north, email="north@example.org")

        page = sign_in("north@example.org", "/manage/targets/in-time-north")

        assert page.soup.select('.govuk-caption-l a[href="/manage/targets/in-time"]') == []


class TestAnOwnerWithoutARole:
    def test_they_are_led_to_their_own_targets_and_see_no_other_page(self, board, chief, sign_in, client):
        page = sign_in("chief@example.org", "/manage/")

        assert next(row["data-target"] for row in page.soup.select("tr[data-target]")) == "in-time"
        assert page.soup.select_one('tr[data-target="cost"]') is None
        links = [link["href"] for link in page.soup.select(".govuk-service-navigation__list a")]
        assert links == ["/manage/targets"]
        assert "Only targets that you answer for are counted here." in page.one("#so-what").text
        for path in ("in-time", "in-time-north", "agreements/psa-homes", "services/repairs", "units/north"):
            assert client.request("GET", f"/manage/targets/{path}").status_code == 200, path
        assert client.request("GET", "/manage/targets/cost").status_code == 404
        for path in ("insights", "insights/all", "surveys/", "cases", "conversations", "praise", "articles"):
            assert client.request("GET", f"/manage/{path}").status_code == 403, path

    def test_who_owns_nothing_sees_nothing(self, board, factories, sign_in):
        factories.person(roles=[], email="nobody@example.org")

        assert sign_in("nobody@example.org", "/manage/targets", status=403).heading == "You cannot see this page"


@pytest.fixture
def chief(factories, organisation):
    return factories.person(roles=[], email="chief@example.org", name="Chief")


@pytest.fixture
def north(factories, service):
    coast = factories.unit(service=None, slug="coast", name={"en": "Coast"})
    return factories.unit(service=service, slug="north", name={"en": "North"}, parent=coast)


@pytest.fixture
def board(factories, service, chief, north):
    homes = factories.agreement(
        service=service,
        key="psa-homes",
        title={"en": "Homes in good repair"},
        aim={"en": "What breaks is mended once"},
        objectives=[{"en": "Cut the wait"}],
        responsible={"en": "Director of Homes"},
    )
    factories.agreement(service=service, key="sda-homes", kind="sda", parent=homes, title={"en": "How we mend"})
    measure = factories.measure(service=service, key="in-time", name={"en": "Done in time"})
    known = {"service": service, "agreement": homes, "themes": []}
    baseline = {"baseline": 70.0, "baseline_on": date(2024, 12, 31)}
    whole = factories.target(**known, **baseline, owner=chief, measure=measure, key="in-time")
    other = factories.person(roles=["owner"], service=service)
    factories.target(**known, owner=other, measure=measure, key="in-time-north", unit=north, parent=whole)
    factories.target(**known, owner=other, key="cost", value_for_money=True)
    figures = [
        Figure(period_on=date(2025, at, 1), value=50, numerator=500, denominator=1000, n=1000, low=47, high=53)
        for at in range(1, 13)
    ]
    with transaction() as session:
        observing.record(session, measure=session.get_one(Measure, measure.id), figures=figures, source="upload")
    return homes
