"""Insights: no page tells of a few people's comments, neither alone nor by difference; the comments stay listed."""

from datetime import date

import pytest

from exports.runs import _figures
from insights import queries
from insights.complaining import most_complained
from insights.queries import Filter
from models import Collector, Organisation, db, transaction
from tallies import Place, of_insight, of_submission, post

PIPELINE = "example-1"
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 9)
PERIOD = "from=2026-05-01&to=2026-06-30"
FEW = "Fewer than 10 submissions: too few to show any figure."


class TestTheWhole:
    @pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
    def test_figures_begin_with_ten(self, wrote, opened, n, shown):
        wrote(n)

        found = opened()

        assert (FEW in found.text) != shown
        assert bool(found.all("dl.app-figures")) == bool(found.all("#theme-table")) == shown
        assert bool(found.all(".app-charts")) == shown
        assert "Read all comments" in found.text

    def test_few_people_who_wrote_much_are_few(self, wrote, opened):
        wrote(9, comments=3)

        assert FEW in opened().text

    def test_a_unit_is_hidden_beside_a_small_one(self, wrote, units, opened):
        wrote(20, unit=units["north"])
        wrote(3, unit=units["south"])

        assert submissions(opened()) == "23"
        assert "it would tell of a few people" in opened("unit=north").one("#too-few").text
        assert FEW in opened("unit=south").text

    def test_another_language_of_few_is_not_counted_out(self, wrote, opened):
        wrote(20)
        wrote(2, sentiment=None, themes=())

        found = opened()

        assert "and others in languages that are not analysed yet" in found.text
        assert "and 2 in" not in found.text

    def test_another_language_of_many_is(self, wrote, opened):
        wrote(20)
        wrote(12, sentiment=None, themes=())

        assert "and 12 in languages that are not analysed yet" in opened().text


class TestThemes:
    def test_those_of_few_are_named_without_figures(self, wrote, opened):
        wrote(12)
        wrote(4, themes=(("cost", "neg"),))
        wrote(9, themes=(("access", "pos"),))

        found = opened()

        (row,) = found.soup.select("#theme-table tbody tr")
        assert row["data-theme"] == "waiting"
        assert "no target" in row.text
        assert found.one("#left-out").text.count("Fewer than 10") == 1
        assert len(found.soup.select("#left-out a")) == 2
        assert [figure for figure in ("4", "9") if figure in found.one("#left-out").text] == []

    def test_their_own_page_says_why(self, wrote, opened):
        wrote(12)
        wrote(4, themes=(("cost", "neg"),))

        assert "12 comments speak of it." in opened(path="/waiting").text
        few = opened(path="/cost")
        assert "Fewer than 10 comments speak of it" in few.one("#too-few").text
        assert "(4)" not in few.text
        assert few.all(".app-chart") == []

    def test_a_unit_is_not_the_difference_of_two(self, wrote, units, opened):
        for unit, n in (("north", 20), ("south", 5)):
            wrote(n, unit=units[unit])
            wrote(30, unit=units[unit], themes=())

        assert [theme_count(opened(asked)) for asked in ("", "unit=north", "unit=south")] == ["25", None, None]


class TestMonths:
    def test_a_month_of_few_takes_another_along(self, wrote, opened):
        wrote(20, on=MAY)
        wrote(3, on=JUNE)

        found = opened()

        assert submissions(found) == "23"
        assert "20" not in found.one("#no-months").text
        assert "Comments a month" not in found.text

    def test_a_month_in_which_few_wrote_much_is_one_of_few(self, wrote, opened):
        wrote(20, on=MAY)
        wrote(2, comments=10, on=JUNE)

        found = opened()

        assert theme_count(found) == "40"
        assert "Comments a month" not in found.text

    def test_months_of_many_are_drawn(self, wrote, opened):
        wrote(20, on=MAY)
        wrote(11, on=JUNE)

        assert {"20", "11"} <= set(opened().all(".app-charts td"))


class TestOneFigureEverywhere:
    def test_the_mail_says_what_the_page_says(self, wrote, service, opened):
        wrote(12)
        wrote(4, themes=(("cost", "neg"),))
        chosen = queries.Filter(service.id, date(2026, 5, 1), date(2026, 6, 30), PIPELINE)

        lines = {each.theme: _figures(each) for each in queries.theme_summaries(db.session(), chosen)}

        assert lines["waiting"].startswith(f"{theme_count(opened())} comments, 100% negative")
        assert lines["cost"] == "fewer than 10 comments or submissions, so no figures are given"


def submissions(page):
    return page.soup.select("dl.app-figures .app-figure__value")[0].text


def theme_count(page):
    """Return how many comments speak of waiting, None where the page does not say."""
    found = page.soup.select("#theme-table [data-theme=waiting] td")
    return found[0].text if found else None


class TestWhatIsComplainedOfMost:
    def test_it_is_what_the_themes_page_shows(self, wrote, units, service):
        for place, (theme, n) in enumerate([("waiting", 40), ("cost", 12), ("access", 30), ("safety", 12)]):
            wrote(n, themes=((theme, "neg"),), unit=list(units.values())[place % 2])
        wrote(50, themes=(("staff_manner", "pos"),), sentiment="positive", unit=units["north"])
        wrote(3, themes=(("access", "neg"), ("privacy", "neg")), unit=units["south"])
        chosen = Filter(service.id, date(2026, 5, 1), date(2026, 6, 30), PIPELINE)
        shown = {
            each.theme: each.negative
            for each in queries.theme_summaries(db.session(), chosen)
            if each.decision == "shown" and each.negative >= 10
        }

        found = most_complained(db.session(), chosen, most=10, least=10)

        assert found == shown
        assert list(most_complained(db.session(), chosen, most=3, least=10)) == ["waiting", "access", "cost"]

    def test_one_that_is_hidden_takes_no_place(self, wrote, service):
        wrote(40)
        wrote(5, themes=(("cost", "neg"),))
        wrote(3, themes=(("access", "neg"),))
        wrote(20, themes=(("access", "pos"),), sentiment="positive")
        chosen = Filter(service.id, date(2026, 5, 1), date(2026, 6, 30), PIPELINE)

        assert most_complained(db.session(), chosen, most=2, least=1) == {"waiting": 40, "access": 3}

    def test_of_few_people_there_is_none(self, wrote, service):
        wrote(9, comments=3)
        chosen = Filter(service.id, date(2026, 5, 1), date(2026, 6, 30), PIPELINE)

        assert most_complained(db.session(), chosen, most=3, least=10) == {}


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def units(factories, service):
    return {name: factories.unit(service=service, slug=name) for name in ("north", "south")}


@pytest.fixture
def wrote(service, survey, organisation):
    """Count that so many people sent comments, somewhere, and what was found in them."""
    with transaction() as session:
        session.get_one(Organisation, organisation.id).shown_pipeline = PIPELINE

    def count(n, *, comments=1, unit=None, on=MAY, sentiment="negative", themes=(("waiting", "neg"),)):
        way = db.session.query(Collector).order_by(Collector.id.desc()).filter_by(kind="link").first()
        place = Place(service.id, unit.id if unit else 0, way.id, "en", on)
        with transaction() as session:
            post(session, of_submission(place, mode="page", answers={}) * n)
            post(session, of_insight(place, pipeline=PIPELINE, sentiment=sentiment, themes=themes) * n * comments)

    return count


@pytest.fixture
def opened(client, factories, organisation, sign_in):
    factories.person(roles=["viewer"], email="v@example.org")
    sign_in("v@example.org")
    return lambda asked="", path="": client.get_page(f"/manage/insights{path}?{PERIOD}&{asked}")
