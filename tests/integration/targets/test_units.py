"""How units differ on a target's page: shares and means, ranks with their range, where the variation lies."""

import re
from datetime import date

import pytest

from models import ALL_UNITS, Measure, transaction
from tallies import ces, nps
from targets import observing
from targets.observing import Figure
from tests.papers import squeezed, text_of

MARCH = date(2026, 3, 1)


class TestShares:
    def test_no_rank_stands_without_its_range(self, share, sign_in, client):
        share({"north": (900, 1000), "south": (700, 1000), "east": (880, 1000), "west": (885, 1000)})

        page = sign_in("m@example.org", "/manage/targets/one")

        places = [cell.text for cell in page.soup.select("td[data-label='Places it may have']")]
        assert places == ["1 to 3 of 4", "4 of 4", "1 to 3 of 4", "1 to 3 of 4"]
        paper = squeezed(text_of(client, "/manage/targets/one/report.pdf"))
        assert all(squeezed(each) in paper for each in [*places, page.one("#between").text])
        # Nowhere else is a place told: no rank, no "1st", no "first of".
        assert not re.search(r"\b\d+(st|nd|rd|th)\b|[Rr]ank(?!s)", page.text)

    def test_the_one_that_lies_apart_is_named_where_the_target_stands_and_on_the_boards(self, share, sign_in, client):
        share({"north": (900, 1000), "south": (700, 1000), "east": (880, 1000), "west": (885, 1000)})

        page = sign_in("m@example.org", "/manage/targets/one")

        sentence = "Further from the others than chance would explain: South."
        assert sentence in page.one("#so-what").text
        assert squeezed(sentence) in squeezed(text_of(client, "/manage/targets/one/report.pdf"))
        lead = client.get_page("/manage/targets/services/repairs").one("#so-what").get_text(" ", strip=True)
        assert re.search(r"South: Measure \d+ , 70.0% in the last year of figures, the others 88.8%", lead)

    def test_it_is_said_where_the_variation_lies(self, share, sign_in):
        share({"north": (900, 1000), "south": (700, 1000), "east": (880, 1000)})

        said = sign_in("m@example.org", "/manage/targets/one").one("#between").text

        assert re.search(r"differ by, [\d.]+% lies between units \([\d.]+% to \d+%\)", said)
        assert "chance alone would make" in said

    def test_where_all_are_alike_nothing_is_made_of_them(self, share, sign_in):
        share({"north": (100, 100), "south": (100, 100)})

        page = sign_in("m@example.org", "/manage/targets/one")

        assert page.one("#between").text == "Nothing differs between people, nor between units."
        assert {cell.text for cell in page.soup.select("td[data-label='Places it may have']")} == {"1 to 2 of 2"}


class TestWithoutComparison:
    def test_a_whole_without_counts_takes_none_away(self, record, sign_in):
        record({"north": _share(900, 1000), "south": _share(700, 1000), "": {"value": 80.0}})

        page = sign_in("m@example.org", "/manage/targets/one")

        assert [row.text for row in page.soup.select("#units tbody th")] == ["North", "South"]
        assert page.soup.select("#not-compared") == []

    @pytest.mark.parametrize(
        ("figures", "more", "said"),
        [
            ({"north": {"value": 90.0}, "south": {"value": 70.0}}, {}, "figures of North, South do not say"),
            (
                {"north": {"value": 12.0}, "south": {"value": 14.0}},
                {"unit_of_measure": "minutes"},
                "that takes figures",
            ),
        ],
    )
    def test_it_is_said_why_there_is_none(self, record, sign_in, client, figures, more, said):
        record({**figures, "": {"value": 80.0}}, **more)

        page = sign_in("m@example.org", "/manage/targets/one")

        assert said in page.one("#not-compared").text
        assert page.soup.select("#units") == []
        assert squeezed(page.one("#not-compared").text) in squeezed(text_of(client, "/manage/targets/one/report.pdf"))


class TestMeans:
    @pytest.mark.parametrize("formula", ["ces", "nps"])
    def test_units_stand_beside_one_another_with_ranges(self, answers, sign_in, client, formula):
        good, bad = {7: 60, 6: 40}, {1: 60, 2: 30, 7: 10}
        if formula == "nps":
            good, bad = {10: 60, 9: 30, 7: 10}, {3: 50, 10: 50}
        answers(formula, {"north": good, "south": bad, "east": good, "west": {6: 5}})

        page = sign_in("m@example.org", "/manage/targets/one")

        rows = {row.select_one("th").text: row.get_text(" ", strip=True) for row in page.soup.select("#units tbody tr")}
        assert set(rows) == {"North", "South", "East"}
        assert "More than chance" in rows["South"]
        assert "Further from the others than chance would explain: " in page.text
        assert len(page.soup.select("svg.chart--interval")) == 2
        assert page.soup.select("svg.chart--funnel") == []
        assert "lies between units" in page.one("#between").text
        assert "could be told from the others: West." in page.text
        assert "Units serve different people" in page.text
        paper = squeezed(text_of(client, "/manage/targets/one/report.pdf"))
        figures = [each for row in rows.values() for each in re.findall(r"[\d.]+", row)]
        figures += re.findall(r"[\d.]+%", page.one("#between").text)
        assert [each for each in figures if each not in paper] == []

    def test_one_unit_alone_is_compared_with_nobody(self, answers, sign_in):
        answers("ces", {"north": {7: 60, 6: 40}})

        assert sign_in("m@example.org", "/manage/targets/one").soup.select("#units") == []


@pytest.fixture(autouse=True)
def manager(factories, service):
    return factories.person(roles=["manager"], service=service, email="m@example.org")


@pytest.fixture
def record(factories, service):
    def recorded(figures, **more):
        measure = factories.measure(service=service, **more)
        owner = factories.person(roles=["owner"], service=service)
        factories.target(service=service, owner=owner, themes=[], measure=measure, key="one", level=6)
        made = []
        for slug, figure in figures.items():
            unit_id = ALL_UNITS
            if slug:
                unit_id = factories.unit(service=service, slug=slug, name={"en": slug.title()}).id
            made.append(Figure(period_on=MARCH, unit_id=unit_id, **figure))
        with transaction() as session:
            known = session.get_one(Measure, measure.id)
            observing.record(session, measure=known, figures=made, source="feedback" if "formula" in more else "upload")

    return recorded


@pytest.fixture
def share(record):
    def shares(units):
        every = units | {"": tuple(map(sum, zip(*units.values(), strict=True)))}
        record({slug: _share(n, of) for slug, (n, of) in every.items()})

    return shares


@pytest.fixture
def answers(record):
    def means(formula, units):
        score, unit_of_measure = (ces if formula == "ces" else nps), "points"
        every = {}
        for counts in units.values():
            for value, n in counts.items():
                every[value] = every.get(value, 0) + n
        figures = {slug: _figure(score(counts)) for slug, counts in {**units, "": every}.items()}
        figures |= {"west": figures["west"] | {"shown": False}} if "west" in figures else {}
        record(figures, formula=formula, parameters={"question": "ease"}, unit_of_measure=unit_of_measure)

    return means


def _share(n, of):
    return {"value": 100 * n / of, "numerator": n, "denominator": of, "n": of}


def _figure(found):
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n}
