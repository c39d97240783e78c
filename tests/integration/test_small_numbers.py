"""Results: whatever is opened, page and file tell nothing of a few people, neither alone nor by difference."""

import csv
from datetime import date
from io import StringIO
from itertools import combinations, product

import pytest

from models import Collector, Survey, db, transaction
from surveys import invitations, publishing
from surveys.counted import Filters
from surveys.summaries import results
from tallies import FEWEST_SHOWN, Place, of_submission, post
from tests.factories import IN_WELSH, definition

BASE = "/manage/surveys/visit"
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 9)
CENTRE = {"key": "centre", "type": "place", "text": {"en": "Which centre?"}}


class TestOnePersonIsNotReadOff:
    def test_an_invitation_round_of_one(self, survey, answered, ways, read):
        answered(12, 4, way=ways["link"])
        answered(1, 1, way=ways["round"])

        assert read() == 13
        assert read(f"way={ways['round'].key}") == "fewer than 10"
        assert read(f"way={ways['link'].key}") == "not shown"

    def test_a_unit_with_one(self, survey, answered, units, read):
        answered(20, 5, unit=units["north"])
        answered(1, 1, unit=units["south"])

        assert (read(), read("unit=north"), read("unit=south")) == (21, "not shown", "fewer than 10")

    def test_a_third_unit_is_hidden_with_a_small_one(self, survey, answered, units, read):
        for name, n in (("north", 20), ("east", 30), ("south", 5)):
            answered(n, 5, unit=units[name])

        assert [read(f"unit={name}") for name in units] == ["not shown", 30, "fewer than 10"]

    def test_a_language_with_one(self, survey, answered, read):
        answered(20, 5)
        answered(1, 1, language="cy")

        assert (read(), read("language=en"), read("language=cy")) == (21, "not shown", "fewer than 10")

    def test_a_version_with_one(self, survey, answered, read):
        answered(20, 5)
        with transaction() as session:
            found = session.get_one(Survey, survey.id)
            publishing.publish(session, survey=found, definition=definition(*IN_WELSH, languages=("en", "cy")))
        answered(1, 1, version=2)

        assert (read(), read("version=1"), read("version=2")) == (21, "not shown", "fewer than 10")

    def test_a_day_with_one(self, client, survey, answered, read):
        answered(20, 5)
        answered(1, 1, on=date(2026, 5, 9))

        assert read() == read("to=2026-05-08") == read("from=2026-05-09") == 21
        page = client.get_page(f"{BASE}/results?from=2026-05-09")
        assert page.one("#from")["value"] == "2026-05-01"
        assert "Months are counted whole." in page.text

    def test_a_month_with_one(self, survey, answered, read):
        answered(20, 5)
        answered(1, 1, on=JUNE)

        assert (read(), read("to=2026-05-31"), read("from=2026-06-01")) == (21, "not shown", "fewer than 10")

    def test_months_with_many_are_shown(self, survey, answered, read):
        answered(20, 5)
        answered(12, 1, on=JUNE)

        assert (read("to=2026-05-31"), read("from=2026-06-30")) == (20, 12)

    def test_two_filters_together(self, survey, answered, units, read):
        for unit, language, n in (("north", "en", 20), ("north", "cy", 5), ("south", "en", 20), ("south", "cy", 20)):
            answered(n, 5, unit=units[unit], language=language)

        assert (read("unit=north"), read("language=cy")) == (25, 25)
        assert read("unit=north&language=cy") == "fewer than 10"
        for both in ("unit=north&language=en", "unit=south&language=cy", "unit=south&language=en"):
            assert read(both) == "not shown"

    def test_a_question_that_few_were_asked_is_decided_by_itself(self, survey, answered, units, read):
        answered(12, 5, unit=units["north"], channel="phone")
        answered(20, 5, unit=units["south"])
        answered(3, 5, unit=units["south"], channel="phone")

        assert (read("unit=north"), read("unit=south")) == (12, 23)
        assert read(question="channel") == 15
        assert read("unit=north", question="channel") == "not shown"

    def test_a_place_that_few_named_has_no_row(self, client, factories, service, units, answered, read):
        factories.survey(service=service, slug="where", questions=[CENTRE])
        for name, n in (("north", 20), ("east", 30), ("south", 1)):
            answered(n, None, unit=units[name], centre=name)

        page = client.get_page("/manage/surveys/where/results")
        rows = client.request("GET", "/manage/surveys/where/results.csv").get_data(as_text=True)

        assert [row.split()[0] for row in page.all("#result-1 tbody tr")] == ["East"]
        assert "Left out, because too few named them or one beside them: North, South" in page.text
        assert ("centre,Which centre?,,1,51,share,east" in rows, "north" in rows, "south" in rows) == (
            True,
            False,
            False,
        )

    def test_within_a_question_of_ten_or_more_each_answer_is_shown(self, client, survey, answered, read):
        answered(9, 5)
        answered(1, 1)

        assert read() == 10
        assert client.get_page(f"{BASE}/results").all("#result-1 tbody tr")[-1] == "Very dissatisfied 1 10% 2% to 40%"

    def test_the_page_says_why(self, client, survey, answered, ways, read):
        answered(12, 4, way=ways["link"])
        answered(1, 1, way=ways["round"])

        page = client.get_page(f"{BASE}/results?way={ways['link'].key}")

        assert page.one("#submissions").text.startswith("How many were sent is not shown")
        assert page.all("#result-1 > p")[0].startswith("Not shown: it would tell what a few people answered")
        assert not page.soup.select("figure")


class TestWhateverIsOpened:
    @pytest.mark.parametrize("step", [3, 7, 11])
    def test_no_two_views_differ_by_a_few_people(self, survey, answered, units, ways, step):
        places = product(units.values(), ways.values(), ("en", "cy"), (MAY, JUNE))
        for number, (unit, way, language, on) in enumerate(places):
            answered(number * step % 23, 1 + number % 5, unit=unit, way=way, language=language, on=on)

        opened = {}
        for asked in product((None, *units.values()), (None, *ways.values()), (None, "en", "cy"), (None, MAY, JUNE)):
            unit, way, language, month = asked
            found = results(db.session(), survey=survey, filters=self.filters(*asked))
            opened[unit and unit.id, way and way.id, language, month] = found

        for one, other in combinations(opened, 2):
            differing = [place for place in range(4) if one[place] != other[place]]
            if len(differing) == 1 and None in (one[differing[0]], other[differing[0]]):
                for left, right in zip(opened[one].summaries, opened[other].summaries, strict=True):
                    if left.shown and right.shown:
                        assert abs(left.n - right.n) == 0 or abs(left.n - right.n) >= FEWEST_SHOWN
        assert all(each.n >= FEWEST_SHOWN for found in opened.values() for each in found.summaries if each.n)
        assert any(not found.shown for found in opened.values())

    def filters(self, unit, way, language, month):
        return Filters(
            unit_ids=(unit.id,) if unit else None,
            collector_ids=(way.id,) if way else None,
            languages=(language,) if language else None,
            since=month and month.replace(day=1),
            until=month and month.replace(day={5: 31, 6: 30}[month.month]),
        )


class TestComparing:
    def test_a_question_s_figure_stands_beside_those_of_the_other_units(self, client, survey, answered, units, read):
        for name, n, satisfaction in (("north", 20, 5), ("east", 30, 4), ("south", 40, 2)):
            answered(n, satisfaction, unit=units[name], channel="online" if name == "north" else "phone")

        page = client.get_page(f"{BASE}/results?by=unit")

        assert [option.text for option in page.soup.select("#by option[selected]")] == ["Unit"]
        assert page.all("#result-1 [aria-labelledby=compared-1] tbody tr") == [
            "North 5 5 to 5 20", "East 4 4 to 4 30", "South 2 2 to 2 40",
        ]  # fmt: skip
        found = results(db.session(), survey=survey, by="unit").summaries[0]
        assert [(part.n, part.score.value) for part in found.parts] == [(20, 5.0), (30, 4.0), (40, 2.0)]
        shares = page.all("#result-2 [aria-labelledby=compared-2] tbody tr")
        assert [row.split()[:2] for row in shares] == [["North", "0%"], ["East", "100%"], ["South", "100%"]]
        assert "Share of “By phone”" in page.one("#result-2").text

    @pytest.mark.parametrize("by", ["unit", "way", "language"])
    def test_small_groups_are_hidden_with_another(self, client, survey, answered, units, ways, by, read):
        answered(30, 5, unit=units["north"], way=ways["link"])
        answered(25, 5, unit=units["north"], way=ways["link"])
        answered(4, 1, unit=units["south"], way=ways["round"], language="cy")

        page = client.get_page(f"{BASE}/results?by={by}")

        rows = page.all("#result-1 [aria-labelledby=compared-1] tbody tr")
        assert len(rows) == 2
        assert all("Fewer than 10" in row or "Not shown" in row for row in rows)
        assert not [row for row in rows if "55" in row]
        assert {row["answered"] for row in rows_of(client, f"by={by}") if row["group"]} == {
            "fewer than 10",
            "not shown",
        }

    def test_the_file_has_the_groups(self, client, survey, answered, units, read):
        answered(20, 5, unit=units["north"])
        answered(30, 4, unit=units["south"])

        rows = [
            row for row in rows_of(client, "by=unit") if row["question"] == "satisfaction" and row["figure"] == "mean"
        ]

        assert [(row["compared_by"], row["group"], row["n"], row["value"]) for row in rows] == [
            ("", "", "50", "4.4"),
            ("unit", "North", "20", "5.0"),
            ("unit", "South", "30", "4.0"),
        ]

    def test_versions_are_compared(self, client, survey, answered, read):
        answered(20, 5)
        with transaction() as session:
            found = session.get_one(Survey, survey.id)
            publishing.publish(session, survey=found, definition=definition(*IN_WELSH, languages=("en", "cy")))
        answered(10, 4, version=2)

        page = client.get_page(f"{BASE}/results?by=version")

        assert page.all("#result-1 [aria-labelledby=compared-1] tbody th") == ["Version 1", "Version 2"]

    def test_what_cannot_be_compared_is_not_found_or_not_offered(self, client, survey, answered, units, read):
        client.get_page(f"{BASE}/results?by=mood", status=404)
        page = client.get_page(f"{BASE}/results?unit=north")

        assert "unit" not in [option["value"] for option in page.soup.select("#by option")]


def rows_of(client, asked, slug="visit"):
    response = client.request("GET", f"/manage/surveys/{slug}/results.csv?{asked}")
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.data.decode("utf-8-sig"))))


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit", questions=IN_WELSH, languages=("en", "cy"))


@pytest.fixture
def units(factories, service):
    names = ("north", "east", "south")
    return {name: factories.unit(service=service, slug=name, name={"en": name.title()}) for name in names}


@pytest.fixture
def ways(survey):
    """The survey's link and a round of invitations."""
    with transaction() as session:
        made = invitations.round_of(session, survey=session.get_one(Survey, survey.id), name="Round")
    link = db.session.query(Collector).filter_by(survey_id=survey.id, kind="link").one()
    return {"link": link, "round": db.session.get_one(Collector, made.id)}


@pytest.fixture
def answered(service):
    """Count that so many people answered something, somewhere."""

    def count(n, satisfaction, *, unit=None, way=None, language="en", version=1, on=MAY, **answers):
        if way is None:
            way = db.session.query(Collector).order_by(Collector.id.desc()).filter_by(kind="link").first()
        place = Place(service.id, unit.id if unit else 0, way.id, language, on)
        given = answers | ({"satisfaction": satisfaction} if satisfaction else {})
        with transaction() as session:
            post(session, of_submission(place, mode="page", answers=given, version=version) * n)

    return count


@pytest.fixture
def read(client, factories, organisation, sign_in):
    """Return how many answered, as page and file say alike under some filters; or what the file says instead."""
    factories.person(roles=["viewer"], email="v@example.org")
    sign_in("v@example.org")

    def figure(asked="", question="satisfaction"):
        rows = [row for row in rows_of(client, asked) if row["question"] == question]
        said = rows[0]["answered"]
        text = client.get_page(f"{BASE}/results?{asked}").one(f"[data-question={question}]").text
        assert (f"{said} answered." in " ".join(text.split())) == said.isdecimal()
        assert said.isdecimal() or not any(row["n"] or row["value"] for row in rows)
        return int(said) if said.isdecimal() else said

    return figure
