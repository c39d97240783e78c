"""No view that may be shown, taken from another, leaves a handful of people."""

from datetime import date
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tallies import FEWEST_SHOWN, Cell, Respondents, View

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
LAST = {MAY: date(2026, 5, 31), JUNE: date(2026, 6, 30), JULY: date(2026, 7, 31)}
# A region (1) with two offices, and an office without a region. Each way in is one office's.
NORTH, EAST, SOUTH = 2, 3, 4
PARENTS = {NORTH: 1, EAST: 1}
UNIT_OF = {10: NORTH, 11: NORTH, 12: EAST, 13: SOUTH, 14: 1}

CELLS = st.builds(
    lambda way, language, version: Cell(UNIT_OF[way], way, language, version),
    st.sampled_from(sorted(UNIT_OF)),
    st.sampled_from(["en", "cy"]),
    st.sampled_from([1, 2]),
)
COUNTS = st.one_of(st.integers(1, 12), st.integers(1, 60))
TABLES = st.dictionaries(CELLS, st.dictionaries(st.sampled_from([MAY, JUNE, JULY]), COUNTS, min_size=1), min_size=1)

UNITS = {
    "all": None,
    "region": {1, NORTH, EAST},
    "region alone": {1},
    "north": {NORTH},
    "east": {EAST},
    "south": {SOUTH},
}
# What each choice is parted into, along its own dimension.
PARTS = {
    "units": (
        UNITS,
        [
            ("all", ["region", "south"]),
            ("region", ["region alone", "north", "east"]),
            ("all", ["region alone", "north", "east", "south"]),
        ],
    ),
    "collectors": ({"all": None, **{way: {way} for way in UNIT_OF}}, [("all", list(UNIT_OF))]),
    "languages": ({"all": None, "en": {"en"}, "cy": {"cy"}}, [("all", ["en", "cy"])]),
    "versions": ({"all": None, 1: {1}, 2: {2}}, [("all", [1, 2])]),
}
SPANS = {
    (): (None, None),
    **{(first, last): (first, LAST[last]) for first, last in product(LAST, LAST) if first <= last},
}


def view(names, span):
    chosen = {name: PARTS[name][0][value] for name, value in zip(PARTS, names, strict=True)}
    since, until = SPANS[span]
    return View(**chosen, since=since, until=until)


class TestRespondents:
    def test_a_view_that_leaves_out_one_person_is_hidden(self):
        of = table({(NORTH, 10, "en", 1): 12, (NORTH, 11, "en", 1): 1})

        assert of.decide(View()) == "shown"
        assert of.decide(View(collectors={11})) == "few"
        assert of.decide(View(collectors={10})) == "others"

    def test_all_ways_of_a_kind_are_a_view_of_their_own(self):
        counts = {10: 20, 11: 30, 12: 40, 13: 6}
        kinds = {10: "page", 11: "page", 12: "conversation", 13: "conversation"}
        of = Respondents({Cell(0, way, "en", 1): {MAY: n} for way, n in counts.items()}, kinds=kinds)

        assert of.decide(View(collectors={10, 11})) == "shown"
        assert of.decide(View(collectors={12, 13})) == "shown"
        # Of a kind whose number is shown, one way tells of the other.
        assert [of.decide(View(collectors={way})) for way in counts] == ["shown", "shown", "others", "few"]
        assert of.decide(View(collectors={10, 12})) == "others"

    def test_a_kind_that_few_came_by_hides_another(self):
        kinds = {10: "page", 11: "page", 12: "conversation", 13: "api"}
        counts = {10: 20, 11: 30, 12: 9, 13: 60}
        of = Respondents({Cell(0, way, "en", 1): {MAY: n} for way, n in counts.items()}, kinds=kinds)

        assert of.decide(View(collectors={12})) == "few"
        assert [of.decide(View(collectors=ways)) for ways in ({10, 11}, {13})] == ["others", "shown"]

    def test_three_units_of_which_one_is_small_hide_two(self):
        counts = {(NORTH, 10): 20, (EAST, 12): 30, (SOUTH, 13): 5}
        of = Respondents({Cell(unit, way, "en", 1): {MAY: n} for (unit, way), n in counts.items()})

        assert [of.decide(View(units={unit})) for unit in (NORTH, EAST, SOUTH)] == ["others", "shown", "few"]

    def test_a_region_that_is_hidden_hides_one_of_its_offices(self):
        of = table({(NORTH, 10, "en", 1): 20, (EAST, 12, "en", 1): 30, (SOUTH, 13, "en", 1): 5})

        found = {name: of.decide(View(units=units)) for name, units in UNITS.items()}
        assert found["region"] == found["north"] == "others"
        assert (found["south"], found["east"], found["all"]) == ("few", "shown", "shown")

    def test_a_way_of_a_unit_is_not_the_unit_less_another(self):
        of = table(
            {
                (NORTH, 10, "en", 1): 20,
                (NORTH, 11, "en", 1): 5,
                (EAST, 12, "en", 1): 6,
                (SOUTH, 13, "en", 1): 50,
            }
        )

        shown = [of.decide(View(units={NORTH})), of.decide(View(collectors={10}))]
        assert shown != ["shown", "shown"]

    def test_two_filters_together_are_decided_too(self):
        of = table(
            {
                (NORTH, 10, "en", 1): 20,
                (NORTH, 10, "cy", 1): 5,
                (SOUTH, 13, "en", 1): 20,
                (SOUTH, 13, "cy", 1): 20,
            }
        )

        assert of.decide(View(units={NORTH})) == of.decide(View(languages={"cy"})) == "shown"
        assert {of.decide(View(units={u}, languages={code})) for u in (NORTH, SOUTH) for code in ("en", "cy")} == {
            "few",
            "others",
        }

    def test_large_groups_hide_nothing(self):
        of = table({(unit, way, code, 1): 10 for way, unit in UNIT_OF.items() for code in ("en", "cy")})

        assert {of.decide(view(names, ())) for names in product(*(PARTS[each][0] for each in PARTS))} == {"shown"}

    def test_where_nobody_answered_nothing_is_hidden(self):
        assert Respondents({}).decide(View()) == "shown"
        assert table({(NORTH, 10, "en", 1): 12}).decide(View(languages={"cy"})) == "shown"

    def test_a_month_is_shown_where_no_month_has_few(self):
        of = Respondents({Cell(NORTH, 10, "en", 1): {MAY: 12, JUNE: 11}})

        assert of.decide(View(since=MAY, until=LAST[MAY])) == of.decide(View(since=JUNE)) == "shown"

    def test_a_month_with_few_takes_another_of_its_quarter_along(self):
        of = Respondents({Cell(NORTH, 10, "en", 1): {MAY: 3, JUNE: 11, JULY: 12}})

        assert of.decide(View(until=LAST[MAY])) == "few"
        assert of.decide(View(since=JUNE)) == of.decide(View(since=JUNE, until=LAST[JUNE])) == "others"
        assert of.decide(View(since=JULY)) == of.decide(View(until=LAST[JUNE])) == "shown"

    def test_a_unit_with_a_month_of_few_is_shown_over_all(self):
        of = Respondents({Cell(NORTH, 10, "en", 1): {MAY: 12, JUNE: 3}, Cell(SOUTH, 13, "en", 1): {MAY: 30, JUNE: 30}})

        assert of.decide(View(units={NORTH})) == "shown"
        assert of.decide(View(units={NORTH}, since=MAY, until=LAST[MAY])) == "others"
        assert of.decide(View(since=MAY, until=LAST[MAY])) == "shown"

    def test_years_are_shown_where_months_are_not(self):
        months = {date(2025 + month // 12, month % 12 + 1, 1): 2 for month in range(18)}
        of = Respondents(
            {Cell(NORTH, 10, "en", 1): months, Cell(SOUTH, 13, "en", 1): dict.fromkeys(months, 40)},
        )

        assert of.decide(View(units={NORTH}, until=date(2025, 12, 31))) == "shown"
        assert of.decide(View(units={NORTH}, until=date(2025, 6, 30))) == "others"

    def test_a_view_of_other_than_whole_months_is_refused(self):
        for asked in ({"since": date(2026, 5, 2)}, {"until": date(2026, 5, 30)}):
            with pytest.raises(ValueError, match="whole months"):
                View(**asked)
        assert View(until=date.max).covers(MAY)

    def test_choices_that_are_no_view_are_hidden(self):
        of = table({(NORTH, 10, "en", 1): 20, (EAST, 12, "en", 1): 20, (SOUTH, 13, "en", 1): 20})

        assert of.decide(View(units={EAST, SOUTH})) == "others"

    def test_units_above_one_another_in_a_circle_do_no_harm(self):
        of = Respondents(
            {Cell(NORTH, 10, "en", 1): {MAY: 20}, Cell(EAST, 12, "en", 1): {MAY: 30}}, parents={2: 3, 3: 2}
        )

        assert of.decide(View()) == "shown"


class TestWhateverIsOpened:
    """The promise: by taking one figure from others along one dimension, nobody finds 1 to 9 people."""

    @FEW
    @given(TABLES)
    @example({Cell(NORTH, 10, "en", 1): {MAY: 12}, Cell(NORTH, 11, "en", 1): {MAY: 1}})
    @example({Cell(NORTH, 10, "en", 1): {MAY: 20, JUNE: 9}, Cell(EAST, 12, "cy", 2): {MAY: 9, JULY: 30}})
    def test_no_few_people_are_the_difference_of_what_is_shown(self, counts):
        of = Respondents(counts, parents=PARENTS)
        shown = {
            (names, span): of.n(view(names, span))
            for names in product(*(PARTS[each][0] for each in PARTS))
            for span in SPANS
            if of.decide(view(names, span)) == "shown"
        }

        assert not [key for key, n in shown.items() if 0 < n < FEWEST_SHOWN]
        for (names, span), n in shown.items():
            for place, (_, lines) in enumerate(PARTS.values()):
                for whole, parts in lines:
                    if names[place] == whole:
                        others = [(*names[:place], part, *names[place + 1 :]) for part in parts]
                        left = n - sum(shown.get((each, span), 0) for each in others)
                        hidden = [each for each in others if (each, span) not in shown]
                        assert left == 0 or left >= FEWEST_SHOWN
                        assert len(hidden) != 1
            for other in SPANS:
                if (names, other) in shown and within(other, span):
                    assert not 0 < n - shown[names, other] < FEWEST_SHOWN
        for names in {names for names, _ in shown if (names, ()) in shown}:
            months = [shown[names, (month, month)] for month in LAST if (names, (month, month)) in shown]
            assert not 0 < shown[names, ()] - sum(months) < FEWEST_SHOWN

    def test_a_survey_that_is_very_large_is_parted_by_longer_times(self, monkeypatch):
        months = dict.fromkeys((MAY, JUNE, JULY), 20)
        counts = {Cell(unit, way, "en", 1): months for way, unit in UNIT_OF.items()}

        found = []
        for most in (15, 10, 5, 4):
            monkeypatch.setattr("tallies.views.MOST_GROUPS", most)
            of = Respondents(counts, parents=PARENTS)
            found.append([of.decide(View(since=since)) for since in (JUNE, JULY, MAY)])

        assert found == [
            ["shown", "shown", "shown"],
            ["others", "shown", "shown"],
            ["others", "others", "shown"],
            ["others", "others", "shown"],
        ]

    @FEW
    @given(TABLES)
    def test_what_is_shown_of_a_table_does_not_hang_on_the_order_it_is_read_in(self, counts):
        backwards = dict(reversed(counts.items()))

        for names in product(UNITS, ["all"], ["all", "en"], ["all"]):
            asked = view(names, ())
            assert Respondents(counts, parents=PARENTS).decide(asked) == Respondents(backwards, parents=PARENTS).decide(
                asked
            )


def table(counts):
    return Respondents({Cell(*cell): {MAY: n} for cell, n in counts.items()}, parents=PARENTS)


def within(inner, outer):
    return not outer or (inner and outer[0] <= inner[0] and inner[1] <= outer[1])
