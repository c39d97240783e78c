"""What citizens say of a target: figures as the insights pages have them, quotes, and of its own unit alone."""

from datetime import date, timedelta

import pytest

from models import ALL_UNITS, Measure, Target, transaction
from targets import linking, observing
from targets.observing import Figure

MARCH = date(2026, 3, 1)


@pytest.mark.usefixtures("figures", "comments")
class TestEvidence:
    def test_each_theme_has_its_figure_and_three_newest_quotes(self, target, manager, sign_in, client):
        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert "Comments of 1 March 2026 to 31 March 2026." in page.text
        assert "14 comments speak of it." in page.text
        assert [quote.p.text for quote in page.soup.select("blockquote")] == [
            f"The wait was slow, no. {number}" for number in (13, 12, 11)
        ]
        link = page.one('h3 a[href*="/insights/waiting"]')
        there = client.get_page(link["href"])
        said = " ".join(there.one(".govuk-body-l").text.split())
        assert said in " ".join(page.text.split())

    def test_what_says_most_of_the_target_comes_first_and_each_says_how_much(self, target, owner, manager, sign_in):
        with transaction() as session:
            named = session.get_one(Target, target.id)
            for theme, weight in (("staff_manner", 1.0), ("waiting", 0.3)):
                linking.decide(session, target=named, theme=theme, state="confirmed", weight=weight, by=owner)

        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert [each.text for each in page.soup.select("h3.govuk-heading-s")][:2] == [
            "Staff manner",
            "Waiting and timeliness",
        ]
        assert "It is what the target is about. No comment speaks of it." in page.text
        assert "It says something about it. 14 comments speak of it." in page.text

    def test_a_units_part_has_those_of_its_unit_alone(self, part, north, record, manager, sign_in):
        record(north.id)

        page = sign_in("m@example.org", "/manage/targets/in-time-north")

        assert "Fewer than 10 comments speak of it" in page.text or "is not shown" in page.text
        assert len(page.soup.select("blockquote")) == 2
        assert {"North" in quote.text for quote in page.soup.select("blockquote")} == {True}

    def test_an_owner_without_a_role_reads_them_and_is_led_nowhere_else(self, target, owner, sign_in):
        page = sign_in("o@example.org", "/manage/targets/in-time")

        assert len(page.soup.select("blockquote")) == 3
        assert page.soup.select('a[href*="/insights"]') == []


@pytest.fixture
def owner(factories, organisation):
    return factories.person(roles=[], email="o@example.org")


@pytest.fixture
def north(factories, service):
    return factories.unit(service=service, slug="north", name={"en": "North"})


@pytest.fixture
def target(factories, service, owner):
    measure = factories.measure(service=service, key="in-time", name={"en": "Done in time"})
    return factories.target(service=service, owner=owner, themes=["waiting"], measure=measure, key="in-time")


@pytest.fixture
def part(factories, service, owner, target, north):
    known = {"service": service, "owner": owner, "measure": target.measure, "agreement": target.agreement}
    return factories.target(**known, themes=[], key="in-time-north", unit=north, parent=target)


@pytest.fixture
def record(target):
    def recorded(unit_id):
        figure = Figure(period_on=MARCH, unit_id=unit_id, value=70, numerator=70, denominator=100, n=100)
        with transaction() as session:
            measure = session.get_one(Measure, target.measure_id)
            observing.record(session, measure=measure, figures=[figure], source="upload")

    return recorded


@pytest.fixture
def figures(record):
    record(ALL_UNITS)


@pytest.fixture
def comments(factories, service, north, analyse):
    survey = factories.survey(service=service)
    south = factories.unit(service=service, slug="south", name={"en": "South"})
    for number in range(14):
        factories.comment(
            survey=survey,
            text=f"The wait was slow, no. {number}",
            given_on=MARCH + timedelta(days=number),
            unit=north if number in (0, 1) else south,
        )
    factories.comment(survey=survey, text="The wait was slow in April", given_on=date(2026, 4, 2), unit=north)
    analyse()
