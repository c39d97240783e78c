import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import (
    NARROW,
    WIDTH,
    ChartError,
    FunnelLimit,
    FunnelNames,
    FunnelUnit,
    StateNames,
    Words,
    funnel_chart,
)
from charts.boxes import Box, clipped
from charts.states import STATES
from tests.drawings import SVG, boxes, lines, marks, outside, overlaps, part, texts, value_at

NAMES = FunnelNames(
    people=lambda count: f"{count:g}",
    count="People who answered",
    value="Satisfied",
    centre="All together",
    inner="95 % limits",
    outer="99.8 % limits",
    state="What it shows",
    states=StateNames("Within the limits", "Better", "Worse", "Unusual", "Between the limits"),
)
WORDS = Words("Satisfied by office", "One office stands out.", "Office", "not known", lambda value: f"{value:g}")
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestFunnelChart:
    def test_units_stand_at_their_value_over_their_number_of_people(self):
        svg = draw([unit("A", 100, 0.8), unit("B", 400, 0.7), unit("C", 250, 0.9)], centre=0.8).svg

        value = value_at(svg, float)
        (left, high, *_), (middle, top, *_), (right, low, *_) = marks(svg)
        assert [value(y) for y in (high, top, low)] == pytest.approx([0.8, 0.9, 0.7], abs=0.001)
        assert (middle - left) / (right - left) == pytest.approx(0.5, abs=0.001)
        assert value(lines(svg, "centre")[0][0][1]) == pytest.approx(0.8, abs=0.001)

    def test_the_number_of_people_begins_at_zero(self):
        svg = draw([unit("A", 100, 0.8), unit("B", 400, 0.7)]).svg

        (left, *_), (right, *_) = marks(svg)
        zero = next(float(one.get("x")) for one in part(svg, "grid")[1].iter(f"{SVG}text") if one.text == "0")
        assert (right - zero) / (left - zero) == pytest.approx(4, abs=0.01)

    def test_limits_stand_at_their_values(self):
        limits = limits_of(0.8, range(50, 401, 10))

        svg = draw([unit("A", 100, 0.8), unit("B", 100, 0.8), unit("C", 400, 0.8)], limits=limits, centre=0.8).svg

        value = value_at(svg, float)
        (left, *_), _, (right, *_) = marks(svg)
        for kind, lower, upper in (("inner", 0.7164, 0.8722), ("outer", 0.6641, 0.9074)):
            levels = [value(y) for line in lines(svg, kind) for x, y in line if abs(x - left) < 0.02]
            assert sorted(levels) == pytest.approx([lower, upper], abs=0.001)
            assert max(x for line in lines(svg, kind) for x, _ in line) == pytest.approx(right, abs=0.02)

    def test_the_inner_limits_are_dashed_and_the_outer_ones_solid(self):
        svg = draw([unit("A", 100, 0.8)], limits=limits_of(0.8, range(10, 200, 10))).svg

        dashes = {
            kind: {one.get("stroke-dasharray") for root in part(svg, kind) for one in root.iter(f"{SVG}polyline")}
            for kind in ("inner", "outer")
        }
        assert dashes["outer"] == {None}
        assert None not in dashes["inner"]
        assert texts(svg, "names") == ["Within the limits", "95 % limits", "99.8 % limits"]

    def test_limits_at_a_handful_of_people_do_not_press_the_units_together(self):
        units = [unit(f"Office {n}", 500 + n, 0.78 + n / 500) for n in range(20)]

        svg = draw([*units, unit("Tiny", 2, 0.8)], limits=limits_of(0.8, range(1, 600)), centre=0.8).svg

        value = value_at(svg, float)
        rules = [float(one.get("y1")) for one in part(svg, "grid")[0].iter(f"{SVG}line")]
        assert value(max(rules)) >= 0.65
        assert value(min(rules)) <= 0.95
        heights = [y for line in lines(svg, "outer") for _, y in line]
        assert min(rules) - 0.1 <= min(heights) <= max(heights) <= max(rules) + 0.1

    def test_a_share_has_no_axis_beyond_all_and_none(self):
        svg = draw([unit("A", 3, 1.0), unit("B", 5, 0.0)], limits=limits_of(0.5, range(1, 6)), centre=0.5).svg

        ticks = [float(one.text) for one in part(svg, "grid")[0].iter(f"{SVG}text")]
        assert (ticks[0], ticks[-1]) == (0, 1)

    def test_units_outside_the_limits_are_named_and_others_are_not(self):
        svg = draw([unit("Usual", 100, 0.8), unit("Poor", 200, 0.5, "concern"), unit("Odd", 150, 0.9, "neutral")]).svg

        assert sorted(texts(svg, "labels")) == ["Odd", "Poor"]

    def test_names_touch_neither_one_another_nor_any_point(self):
        units = [unit(f"Office {n}", 100 + 37 * n % 300, 0.5 + n / 100, "concern") for n in range(20)]

        for width in (NARROW, WIDTH):
            svg = draw(units, centre=0.8, width=width).svg
            names = [box for box in boxes(svg) if box[4].startswith("Office")]
            assert len(names) >= 3
            assert overlaps(svg) == []
            for x, y, _, _ in marks(svg):
                assert not any(left < x < right and top < y < bottom for left, top, right, bottom, _ in names)

    def test_the_farthest_from_the_centre_is_named_first(self):
        units = [unit(f"Office {n}", 100, 0.6 + n / 1000, "concern") for n in range(30)]

        assert "Office 0" in texts(draw(units, centre=0.8).svg, "labels")

    @pytest.mark.parametrize(
        ("state", "shape"),
        [("common_cause", "circle"), ("improvement", "diamond"), ("concern", "square"), ("neutral", "triangle")],
    )
    def test_a_state_is_told_by_shape_besides_colour(self, state, shape):
        svg = draw([unit("A", 10, 0.5, state), unit("B", 20, 0.5, state, uncertain=True)]).svg

        assert [(mark[2], mark[3]) for mark in marks(svg)] == [(shape, False), (shape, True)]

    def test_a_unit_without_a_figure_is_in_the_table_only(self):
        chart = draw([unit("A", 0, None), unit("B", 20, 0.5, "concern", why="Below 99.8 %", uncertain=True)])

        assert len(marks(chart.svg)) == 1
        assert chart.table.columns == ("Office", "People who answered", "Satisfied", "What it shows")
        assert chart.table.rows == (
            ("A", "0", "not known", "not known"),
            ("B", "20", "0.5", "Worse · Below 99.8 % · Between the limits"),
        )

    def test_a_chart_without_units_says_so(self):
        assert "not known" in texts(draw([]).svg)
        assert "not known" in texts(draw([unit("A", 0, None)], limits=limits_of(0.8, range(1, 9)), centre=0.8).svg)

    def test_no_word_is_its_own(self):
        words = Words("", "", "", "", lambda value: "#")
        names = FunnelNames(lambda count: "#", *["@"] * 6, StateNames(*["@"] * 5))
        units = [FunnelUnit("@", 1, 1, state, "@", uncertain=True) for state in STATES]

        svg = draw(
            units, limits=[FunnelLimit(1, 0, 1, 2, 3), FunnelLimit(2, 0, 1, 2, 3)], centre=1, words=words, names=names
        ).svg

        assert set("".join(text or "" for text in texts(svg))) <= set("#@")

    @pytest.mark.parametrize("width", [NARROW, WIDTH])
    @pytest.mark.parametrize(
        "units",
        [[], [(0, 0)], [(1, 0.5)], [(10, 0.5), (10, 0.5)], [(1e100, 1e100), (1, -1e100)], [(1e-9, 1e-9)]],
        ids=str,
    )
    def test_any_numbers_stay_inside_the_picture(self, units, width):
        units = [unit(f"Office {n}", count, value, "concern") for n, (count, value) in enumerate(units)]

        svg = draw(units, limits=limits_of(0.8, range(1, 30)), centre=0.8, width=width).svg

        assert (outside(svg), overlaps(svg)) == ([], [])
        assert len(marks(svg)) == len(units)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"units": [FunnelUnit("A", -1, 0.5)]},
            {"units": [FunnelUnit("A", float("nan"), 0.5)]},
            {"units": [FunnelUnit("A", 1, float("inf"))]},
            {"units": [FunnelUnit("A", 1, 1, "red")]},
            {"limits": [FunnelLimit(1, 1, 2, 3, float("nan"))]},
            {"limits": [FunnelLimit(1, 2, 1, 3, 4)]},
            {"limits": [FunnelLimit(2, 1, 2, 3, 4), FunnelLimit(1, 1, 2, 3, 4)]},
            {"limits": [FunnelLimit(-1, 1, 2, 3, 4)]},
            {"centre": float("nan")},
            {"chart_id": ""},
        ],
        ids=str,
    )
    def test_it_refuses_what_it_cannot_draw(self, wrong):
        with pytest.raises(ChartError):
            funnel_chart(words=WORDS, names=NAMES, **({"chart_id": "c", "units": []} | wrong))

    @FEW
    @given(st.data())
    def test_whatever_is_finite_is_drawn_inside_the_picture_with_every_text_apart(self, data):
        units = data.draw(st.lists(drawn_units, max_size=20))

        chart = draw(
            units,
            limits=data.draw(drawn_limits),
            centre=data.draw(st.none() | numbers),
            width=data.draw(st.sampled_from([NARROW, WIDTH])),
        )

        assert (outside(chart.svg), overlaps(chart.svg)) == ([], [])
        assert len(marks(chart.svg)) == sum(one.value is not None for one in units)
        assert len(chart.table.rows) == len(units)
        assert not re.search(r"nan|inf\b", chart.svg)


class TestClipped:
    BOX = Box(0, 0, 10, 10)

    @pytest.mark.parametrize(
        ("points", "parts"),
        [
            ([(1, 1), (9, 9)], [[(1, 1), (9, 9)]]),
            ([(-5, 5), (15, 5)], [[(0, 5), (10, 5)]]),
            ([(5, -5), (5, 5), (5, 15)], [[(5, 0), (5, 5), (5, 10)]]),
            ([(2, 5), (2, 15), (4, 15), (4, 5)], [[(2, 5), (2, 10)], [(4, 10), (4, 5)]]),
            ([(-5, 20), (20, 20)], []),
            ([(-5, 5), (5, 15)], [[(0, 10), (0, 10)]]),
            ([(5, 5)], []),
        ],
    )
    def test_a_line_ends_at_the_edges(self, points, parts):
        assert list(clipped(points, self.BOX)) == parts

    def test_numbers_of_any_size_stay_inside(self):
        ((start, end),) = clipped([(-math.inf, 5), (1e300, 5.0)], self.BOX)

        assert (start, end) == ((0, 5), (10, 5))

    @given(st.lists(st.tuples(st.floats(allow_nan=False), st.floats(allow_nan=False)), max_size=5))
    def test_what_is_left_never_leaves_the_box(self, points):
        assert all(self.BOX.holds(place) for line in clipped(points, self.BOX) for place in line)


numbers = st.one_of(st.floats(-1e100, 1e100), st.floats(0, 1), st.integers(-1000, 1000))
counts = st.one_of(st.integers(0, 5000), st.floats(0, 1e100))
labels = st.text(st.characters(codec="utf-8"), max_size=40)
drawn_units = st.builds(
    FunnelUnit, labels, counts, st.none() | numbers, st.sampled_from(list(STATES)), labels, st.booleans()
)
drawn_limits = st.lists(
    st.tuples(counts, st.lists(numbers, min_size=4, max_size=4).map(sorted)), max_size=20, unique_by=lambda one: one[0]
).map(lambda found: [FunnelLimit(count, *levels) for count, levels in sorted(found)])


def unit(name, count, value, state="common_cause", **more):
    return FunnelUnit(name, count, value, state, **more)


def limits_of(centre, counts):
    """The limits of a share, by the arcsine: sin^2(asin(sqrt(p)) +/- z / (2 sqrt(n)))."""

    def level(count, z):
        angle = math.asin(math.sqrt(centre)) + z / (2 * math.sqrt(count))
        return math.sin(min(max(angle, 0), math.pi / 2)) ** 2

    return [
        FunnelLimit(count, *(level(count, z) for z in (-3.090232, -1.959964, 1.959964, 3.090232))) for count in counts
    ]


def draw(units, *, words=WORDS, names=NAMES, **more):
    return funnel_chart(chart_id="c", words=words, names=names, units=units, **more)
