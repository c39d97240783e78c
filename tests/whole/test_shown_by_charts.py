"""What the pages' rules find of what is hidden in the demonstration: over 100 seeds, counts alone."""

from datetime import date
from statistics import mean

import pytest

from benchmarks import variation
from demo.counting import Cell, cell_chances, counts
from demo.rates import RATES
from demo.story import generate

UNTIL = date(2026, 6, 1)


class TestWhatIsPlanted:
    def test_the_bad_unit_is_named_by_the_funnel(self, found):
        assert found.bad_unit >= 95

    def test_no_other_unit_is_named_with_it(self, found):
        assert found.also_apart <= 5

    def test_the_step_is_flagged_within_eight_periods(self, found):
        assert found.in_time >= 95

    def test_the_last_chart_still_shows_the_step(self, found):
        assert found.at_last >= 95

    def test_steady_series_cry_wolf_about_as_often_as_the_rules_are_known_to(self):
        rates = [figure for figure in variation.steady() if "1,000 points" in figure.name]

        assert len(rates) == 2
        assert all(0.5 < figure.ratio < 1.5 for figure in rates)


class TestCounts:
    def test_the_same_seed_counts_the_same(self):
        assert counts(seed=3, until=UNTIL) == counts(seed=3, until=UNTIL) != counts(seed=4, until=UNTIL)

    def test_they_are_as_many_as_asked_for(self):
        assert sum(counts(seed=3, until=UNTIL, submissions=700).values()) == 700

    def test_their_chances_are_those_of_the_submissions(self):
        told = [each for seed in range(2) for each in generate(seed=seed, until=UNTIL)]
        chances = cell_chances(UNTIL)

        assert sum(chances.values()) == pytest.approx(1)
        for unit in (unit for rates in RATES.values() for unit in rates.units):
            here = [each for each in told if each.unit == unit]
            part = sum(chance for cell, chance in chances.items() if cell.unit == unit)
            points = sum(cell.satisfaction * chance for cell, chance in chances.items() if cell.unit == unit) / part
            assert len(here) / len(told) == pytest.approx(part, abs=0.008)
            assert mean(each.satisfaction for each in here) == pytest.approx(points, abs=0.17)

    def test_a_month_has_the_chance_of_its_days(self):
        chances = cell_chances(UNTIL)
        told = list(generate(seed=5, until=UNTIL))

        for month in {cell.month for cell in chances}:
            part = sum(chance for cell, chance in chances.items() if cell.month == month)
            here = sum(each.given_at.date().replace(day=1) == month for each in told)
            assert here / len(told) == pytest.approx(part, abs=0.012)

    def test_cells_are_named(self):
        assert next(iter(cell_chances(UNTIL))) == Cell("centre-hilltop", date(2024, 12, 1), 1)


@pytest.fixture(scope="module")
def found():
    return variation.found()
