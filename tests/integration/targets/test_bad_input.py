"""What is wrong or odd in uploaded figures: the page of the target says what is true of it, and no chart lies."""

from datetime import date

import pytest

from models import db, transaction
from targets.interchange.faults import FaultsError
from targets.uploads import recording, rows
from tests.integration.test_praise import sign_out

PAGE = "/manage/targets/one"
HEAD = "measure,period,value,numerator,denominator,n"


class TestThePage:
    def test_a_denominator_of_0_is_a_gap_and_the_figure_before_counts(self, upload, share, sign_in):
        upload("one,2026-01,,70,100,", "one,2026-02,,0,0,", "one,2026-03,,72,100,")

        page = sign_in("m@example.org", PAGE)

        assert "72.0% in Mar 2026" in page.one("#so-what").text
        assert "no figure" in table(page)["Feb 2026"]
        assert lines(page) == []  # nothing is joined across the gap

    def test_only_denominators_of_0_are_no_figure(self, upload, share, sign_in):
        upload("one,2026-01,,0,0,")

        page = sign_in("m@example.org", PAGE)

        assert "There is no figure yet." in page.text
        assert page.soup.select("svg.chart--control") == []

    def test_of_one_figure_nothing_is_said_to_change(self, upload, share, sign_in):
        upload("one,2026-01,,70,100,")

        page = sign_in("m@example.org", PAGE)

        assert "Too few figures to tell. Cannot be told: too few figures." in page.one("#so-what").text
        assert page.soup.select(".chart__limits, .app-signs svg") == []
        assert "By chance alone" not in page.text

    def test_figures_that_are_all_the_same_have_limits_of_no_width(self, upload, share, sign_in):
        upload(*(f"one,2025-{month:02},,70,100," for month in range(1, 13)), "one,2026-01,,70,100,")

        page = sign_in("m@example.org", PAGE)

        assert "No unusual change. All figures that make its limits are the same." in page.text
        assert "between 70.0% and 70.0%" not in page.text

    def test_few_figures_have_limits_on_trial(self, upload, share, sign_in):
        upload(*(f"one,2025-{month:02},,{70 + month % 2},100," for month in range(1, 9)))

        page = sign_in("m@example.org", PAGE)

        assert "By fewer than 12 figures, and so on trial, it lies between" in page.text

    def test_missing_months_are_gaps(self, upload, share, sign_in):
        upload(*(f"one,2025-{month:02},,{70 + month},100," for month in (1, 2, 3, 7, 8, 9)))

        page = sign_in("m@example.org", PAGE)

        shown = table(page)
        assert len(shown) == 9
        assert all("no figure" in shown[f"{month} 2025"] for month in ("Apr", "May", "Jun"))
        assert [line["points"].count(",") for line in lines(page)] == [3, 3]

    def test_periods_that_stand_twice_are_refused_and_change_nothing(self, upload, share, sign_in):
        with pytest.raises(FaultsError) as caught:
            upload("one,2026-01,,70,100,", "one,January 2026,,80,100,")
        assert ["row 3" in str(fault).lower() for fault in caught.value.faults] == [True]

        assert "There is no figure yet." in sign_in("m@example.org", PAGE).text

    def test_negative_costs_are_refused_and_change_nothing(self, upload, cost, sign_in):
        upload("one,2026-01,12.50,,,")
        with pytest.raises(FaultsError) as caught:
            upload("one,2026-01,-3,,,")
        assert "A cost cannot be below 0" in str(caught.value.faults[0].message)

        page = sign_in("m@example.org", PAGE)
        assert "£12.50 in Jan 2026" in page.one("#so-what").text
        assert page.soup.select("#revised") == []

    def test_an_owner_who_left_is_said_to_have(self, upload, share, owner, sign_in, client):
        upload("one,2026-01,,70,100,")
        with transaction() as session:
            session.merge(owner).active = False

        page = sign_in("m@example.org", PAGE)

        assert "Nobody: the owner has left" in page.text
        sign_out(client, page)
        page = sign_in("o@example.org", PAGE, status=200)
        assert page.heading == "Sign in"


def table(page):
    """Return the rows of the chart's table by their period."""
    rows = page.soup.select("details table")[0].select("tbody tr")
    return {row.select_one("th").text: row.get_text(" ", strip=True) for row in rows}


def lines(page):
    return page.soup.select_one("svg.chart--control").select(".chart__series > polyline")


@pytest.fixture(autouse=True)
def manager(factories, service):
    return factories.person(roles=["manager"], service=service, email="m@example.org")


@pytest.fixture
def owner(factories, service):
    return factories.person(roles=["owner"], service=service, email="o@example.org")


@pytest.fixture
def share(factories, service, owner):
    measure = factories.measure(service=service, key="one")
    return factories.target(service=service, owner=owner, themes=[], measure=measure, key="one")


@pytest.fixture
def cost(factories, service, owner):
    measure = factories.measure(service=service, key="one", unit_of_measure="£", better="lower")
    return factories.target(service=service, owner=owner, themes=[], measure=measure, key="one", level=10)


@pytest.fixture
def upload(organisation, tmp_path):
    def uploaded(*lines):
        path = tmp_path / "figures.csv"
        path.write_text("\n".join([HEAD, *lines]))
        try:
            with transaction() as session:
                recording.apply(session, rows.read(path), today=date(2026, 6, 1))
        finally:
            db.session.rollback()

    return uploaded
