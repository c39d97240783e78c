"""Of one period's figures by unit, none tells what few people answered, neither alone nor with the others."""

from hypothesis import given
from hypothesis import strategies as st

from models import ALL_UNITS
from tallies import FEWEST_SHOWN
from targets.feeding import hidden_units

NORTH, SOUTH, EAST, REGION = 1, 2, 3, 4


class TestHiddenUnits:
    def test_a_small_unit_is_hidden_and_the_next_smallest_with_it(self):
        assert hidden_units({ALL_UNITS: 105, NORTH: 5, SOUTH: 30, EAST: 70}, {}) == {NORTH, SOUTH}

    def test_where_all_have_many_nothing_is(self):
        assert hidden_units({ALL_UNITS: 60, NORTH: 10, SOUTH: 50}, {}) == set()

    def test_people_of_no_unit_are_not_told_from_all_and_the_units(self):
        assert hidden_units({ALL_UNITS: 63, NORTH: 20, SOUTH: 40}, {}) == {NORTH}

    def test_many_people_of_no_unit_hide_a_small_unit_well_enough(self):
        assert hidden_units({ALL_UNITS: 100, NORTH: 5, SOUTH: 40}, {}) == {NORTH}

    def test_within_a_region_the_same_holds(self):
        people = {ALL_UNITS: 155, REGION: 105, NORTH: 5, SOUTH: 30, EAST: 70}

        assert hidden_units(people, dict.fromkeys((NORTH, SOUTH, EAST), REGION)) >= {NORTH, SOUTH}

    def test_where_all_together_are_few_nothing_is_shown(self):
        assert hidden_units({ALL_UNITS: 9, NORTH: 4, SOUTH: 5}, {}) == {ALL_UNITS, NORTH, SOUTH}

    @given(st.dictionaries(st.integers(1, 8), st.integers(0, 60), min_size=1), st.integers(0, 40))
    def test_what_is_shown_leaves_many_people_or_none(self, units, of_no_unit):
        people = {ALL_UNITS: sum(units.values()) + of_no_unit, **units}

        hidden = hidden_units(people, {})

        if ALL_UNITS not in hidden:
            left = people[ALL_UNITS] - sum(n for unit_id, n in units.items() if unit_id not in hidden)
            assert left == 0 or left >= FEWEST_SHOWN or not [n for unit_id, n in units.items() if unit_id not in hidden]
