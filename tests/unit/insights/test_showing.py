"""No figure about comments is of a few people, and none is left by taking one from another."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.showing import Showing
from tallies import FEWEST_SHOWN, NOT_ANALYSED, SENTIMENT, SUBMISSIONS, Cell

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
MONTHS = tuple(date(2025, month, 1) for month in (11, 12)) + (date(2026, 1, 1),)
# A region (1) with two offices, and an office without a region.
REGION, NORTH, EAST, SOUTH = 1, 2, 3, 4
PARENTS = {NORTH: REGION, EAST: REGION}
VIEWS = {"all": None, "region": (REGION, NORTH, EAST), "north": (NORTH,), "east": (EAST,), "south": (SOUTH,)}
# What each view is parted into.
PARTED = (("all", ("region", "south")), ("region", ("north", "east")))
WAITING = "theme:waiting"
TABLES = st.dictionaries(
    st.sampled_from([NORTH, EAST, SOUTH]),
    st.dictionaries(st.sampled_from(MONTHS), st.one_of(st.integers(1, 12), st.integers(1, 60)), min_size=1),
    min_size=1,
)


class TestPeriod:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            ({}, {"all": "shown", "north": "shown", "south": "shown"}),
            ({NORTH: 9}, {"all": "few", "north": "few", "south": "shown"}),
            ({NORTH: 10}, {"all": "shown", "north": "shown", "south": "shown"}),
            ({NORTH: 20, SOUTH: 3}, {"all": "shown", "region": "others", "north": "others", "south": "few"}),
            ({NORTH: 20, EAST: 30, SOUTH: 40}, dict.fromkeys(VIEWS, "shown")),
            ({NORTH: 3, EAST: 30, SOUTH: 40}, {"all": "shown", "region": "shown", "north": "few", "east": "others"}),
        ],
    )
    def test_a_theme_is_decided_over_all_units(self, counts, expected):
        table = {unit: {MONTHS[0]: n} for unit, n in counts.items()}

        found = {name: showing(VIEWS[name], {WAITING: table}).period(WAITING) for name in expected}

        assert found == expected

    def test_few_submissions_hide_what_many_comments_say(self):
        few = Showing(places({SUBMISSIONS: {NORTH: {MONTHS[0]: 9}}, SENTIMENT: {NORTH: {MONTHS[0]: 30}}}))

        assert (few.whole(), few.period(SENTIMENT), few.month(SENTIMENT, MONTHS[0])) == ("few", "few", "few")

    def test_each_subject_is_decided_by_itself(self):
        found = showing(None, {SENTIMENT: {NORTH: {MONTHS[0]: 30}}, NOT_ANALYSED: {NORTH: {MONTHS[0]: 2}}})

        assert (found.period(SENTIMENT), found.period(NOT_ANALYSED)) == ("shown", "few")


class TestMonth:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            ((20, 30, 40), ("shown", "shown", "shown")),
            ((20, 30, 9), ("others", "shown", "few")),
            ((5, 5, 40), ("few", "few", "shown")),
            ((4, 5, 40), ("few", "few", "others")),
            ((0, 30, 40), ("shown", "shown", "shown")),
        ],
    )
    def test_a_small_one_takes_the_next_smallest_along(self, counts, expected):
        found = showing(None, {SENTIMENT: {NORTH: dict(zip(MONTHS, counts, strict=True))}})

        assert tuple(found.month(SENTIMENT, month) for month in MONTHS) == expected


class TestSubtraction:
    @FEW
    @given(TABLES)
    def test_nothing_shown_is_of_few(self, table):
        for units in VIEWS.values():
            found = showing(units, {WAITING: table})
            inside = {unit: months for unit, months in table.items() if units is None or unit in units}
            n = sum(sum(months.values()) for months in inside.values())
            assert found.period(WAITING) != "shown" or not 0 < n < FEWEST_SHOWN
            for month in MONTHS:
                n = sum(months.get(month, 0) for months in inside.values())
                assert found.month(WAITING, month) != "shown" or not 0 < n < FEWEST_SHOWN

    @FEW
    @given(TABLES)
    def test_a_total_less_its_shown_parts_leaves_nobody_or_enough(self, table):
        for month in (None, *MONTHS):
            shown = {name: n for name in VIEWS if (n := figure(table, name, month)) is not None}
            for whole, parts in PARTED:
                if whole in shown:
                    assert enough(shown[whole] - sum(shown.get(part, 0) for part in parts))
        for name in VIEWS:
            whole = figure(table, name, None)
            if whole is not None:
                assert enough(whole - sum(figure(table, name, month) or 0 for month in MONTHS))


def showing(units, tables):
    """Return what decides where so many were sent that only the subjects' own counts matter."""
    many = {SUBMISSIONS: {unit: dict.fromkeys(MONTHS, 100) for unit in (NORTH, EAST, SOUTH)}}
    return Showing(places(many | tables), PARENTS, units)


def places(tables):
    return {
        subject: {Cell(unit, 0, "", 0): months for unit, months in table.items()} for subject, table in tables.items()
    }


def figure(table, name, month):
    """Return how many comments a view shows of a theme, None where it shows none."""
    units = VIEWS[name]
    found = showing(units, {WAITING: table})
    if (found.month(WAITING, month) if month else found.period(WAITING)) != "shown":
        return None
    return sum(
        n
        for unit, months in table.items()
        if units is None or unit in units
        for day, n in months.items()
        if month in {None, day}
    )


def enough(n):
    return n == 0 or n >= FEWEST_SHOWN
