import re
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import (
    NARROW,
    ChartError,
    ControlNames,
    ControlPoint,
    FunnelLimit,
    FunnelNames,
    FunnelUnit,
    IntervalNames,
    IntervalRow,
    Segment,
    Series,
    StateNames,
    Words,
    bar_chart,
    control_chart,
    funnel_chart,
    interval_chart,
    line_chart,
)
from charts.palette import PALETTE
from charts.scale import ticks_around, ticks_over
from charts.states import STATES
from charts.svg import INK, QUIET

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "</title><script>alert(1)</script>\" onload='x' & \x00\x0b\ud800"
CHARTS = (
    lambda chart_id="c", name="Positive", label="Waiting", words=None: line_chart(
        chart_id=chart_id,
        words=words or plain_words(),
        periods=[label] * 3,
        series=[Series(name, [1, None, 3]), Series("Other", [2, 2, 2])],
    ),
    lambda chart_id="c", name="Positive", label="Waiting", words=None: bar_chart(
        chart_id=chart_id,
        words=words or plain_words(),
        rows=[label] * 3,
        series=[Series(name, [1, None, 3]), Series("Other", [2, 2, 2])],
    ),
    lambda chart_id="c", name="Positive", label="Waiting", words=None: control_chart(
        chart_id=chart_id,
        words=words or plain_words(),
        names=ControlNames(*[name] * 10, StateNames(*[name] * 5)),
        periods=[label] * 3,
        points=[ControlPoint(1, "concern", name), ControlPoint(None), ControlPoint(3, uncertain=True)],
        segments=[Segment(0, 1, 0, 2, (0.5, 1.5), name), Segment(2, 1, 0, 2, None, name, trial=True)],
        target=[2, 2, 2],
    ),
    lambda chart_id="c", name="Positive", label="Waiting", words=None: funnel_chart(
        chart_id=chart_id,
        words=words or plain_words(),
        names=FunnelNames((words or plain_words()).number, *[name] * 6, StateNames(*[name] * 5)),
        units=[FunnelUnit(label, 10, 1, "concern", name), FunnelUnit(label, 20, 3, uncertain=True)],
        limits=[FunnelLimit(10, 0, 1, 2, 3), FunnelLimit(20, 0, 1, 2, 3)],
        centre=2,
    ),
    lambda chart_id="c", name="Positive", label="Waiting", words=None: interval_chart(
        chart_id=chart_id,
        words=words or plain_words(),
        names=IntervalNames(*[name] * 6, StateNames(*[name] * 5)),
        rows=[IntervalRow(label, 1, 0, 2, "concern", name), IntervalRow(label, None, None, None)],
        reference=2,
    ),
)
every_chart = pytest.mark.parametrize("draw", CHARTS, ids=["line", "bar", "control", "funnel", "interval"])


class TestEveryChart:
    @every_chart
    def test_it_is_named_and_described(self, draw):
        root = ElementTree.fromstring(draw("waiting").svg)

        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == "waiting-title waiting-summary"
        assert (root[0].tag, root[0].get("id"), root[0].text) == (f"{SVG}title", "waiting-title", "A title")
        assert (root[1].tag, root[1].get("id"), root[1].text) == (
            f"{SVG}desc",
            "waiting-summary",
            "A summary.",
        )

    @every_chart
    def test_two_on_a_page_share_no_id_and_refer_only_to_their_own(self, draw):
        first, second = draw("a"), draw("b")

        ids = [re.findall(r'\bid="([^"]+)"', chart.svg) for chart in (first, second)]
        assert len(set(ids[0] + ids[1])) == len(ids[0] + ids[1])
        assert set(re.findall(r"url\(#([^)]+)\)", first.svg)) <= set(ids[0])

    @pytest.mark.parametrize(("draw", "names"), [(line_chart, "periods"), (bar_chart, "rows")], ids=["line", "bar"])
    def test_a_narrow_one_keeps_its_size_of_text_and_all_its_parts_inside(self, draw, names):
        series = [Series("Negative", [12, 48]), Series("Positive", [30, 7])]
        root = ElementTree.fromstring(
            draw(chart_id="c", words=plain_words(), series=series, width=NARROW, **{names: ["Nov 25", "Dec 25"]}).svg
        )

        assert root.get("viewBox").split()[2] == str(NARROW)
        for part in root.iter():
            assert 0 <= float(part.get("x", 0)) + float(part.get("width", 0)) <= NARROW
        assert min(float(text.get("font-size")) for text in root.iter(f"{SVG}text")) >= 14

    @every_chart
    def test_a_strict_content_security_policy_lets_all_of_it_through(self, draw):
        root = ElementTree.fromstring(draw().svg)

        for part in root.iter():
            assert part.tag.removeprefix(SVG) not in {"style", "script", "foreignObject", "image", "use", "a"}
            assert not [name for name in part.attrib if name == "style" or name.startswith("on") or "href" in name]

    @every_chart
    def test_no_text_becomes_markup(self, draw):
        words = Words(NASTY, NASTY, NASTY, NASTY, lambda value: f"{value}{NASTY}")

        svg = draw(name=NASTY, label=NASTY, words=words).svg

        html5lib.HTMLParser(strict=True).parseFragment(svg)
        tags = {part.tag for part in ElementTree.fromstring(svg).iter()}
        assert f"{SVG}script" not in tags

    @every_chart
    def test_the_same_numbers_make_the_same_picture(self, draw):
        assert draw() == draw()

    @every_chart
    def test_all_text_is_readable(self, draw):
        texts = list(ElementTree.fromstring(draw().svg).iter(f"{SVG}text"))

        assert texts
        assert {text.get("font-size") for text in texts} <= {"14", "16"}
        assert {text.get("fill") for text in texts} <= {INK, QUIET}

    @every_chart
    def test_no_word_is_its_own(self, draw):
        words = Words("", "", "", "", lambda value: "#")

        texts = ElementTree.fromstring(draw(name="@", label="@", words=words).svg).iter(f"{SVG}text")

        assert {text.text for text in texts} <= {"#", "@", "@ #", "Other", None}

    @every_chart
    @pytest.mark.parametrize("chart_id", ["", "1a", "a b", 'a"', "a\n", "é"])
    def test_it_refuses_an_id_that_a_page_could_not_use(self, draw, chart_id):
        with pytest.raises(ChartError):
            draw(chart_id)


class TestPalette:
    @pytest.mark.parametrize("look", [*PALETTE, *STATES.values()], ids=lambda look: look.colour)
    def test_every_colour_stands_out_from_white(self, look):
        assert contrast_with_white(look.colour) >= 3

    @pytest.mark.parametrize("colour", [INK, QUIET])
    def test_every_colour_of_text_is_readable_on_white(self, colour):
        assert contrast_with_white(colour) >= 4.5

    def test_no_two_looks_share_a_dash_a_marker_or_a_pattern(self):
        assert len({look.dash for look in PALETTE}) == len(PALETTE)
        assert len({(look.corners, look.turn) for look in PALETTE}) == len(PALETTE)
        assert len({look.hatch for look in PALETTE}) == len(PALETTE)

    def test_no_two_states_share_a_shape_and_none_is_red_or_green(self):
        assert len({(look.corners, look.turn) for look in STATES.values()}) == len(STATES)
        for look in STATES.values():
            red, green, blue = (int(look.colour[place : place + 2], 16) for place in (1, 3, 5))
            assert not green > 1.2 * max(red, blue)
            assert not red > 2.5 * max(green, blue)

    # Machado, Oliveira and Fernandes 2009, severity 1.
    @pytest.mark.parametrize(
        "matrix",
        [
            ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
            ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
            ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
        ],
        ids=["protanopia", "deuteranopia", "tritanopia"],
    )  # fmt: skip
    @pytest.mark.parametrize(
        "looks",
        [PALETTE[:3], [STATES["common_cause"], STATES["improvement"], STATES["concern"]]],
        ids=["series", "states"],
    )
    def test_the_first_three_differ_for_colour_blind_eyes(self, matrix, looks):
        seen = [
            lab([sum(weight * part for weight, part in zip(row, linear(look.colour), strict=True)) for row in matrix])
            for look in looks
        ]

        for one, other in [(0, 1), (0, 2), (1, 2)]:
            assert sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5 > 10


class TestTicks:
    @pytest.mark.parametrize(
        ("values", "ticks"),
        [
            ([], (0, 1)),
            ([0, 0], (0, 1)),
            ([1, 3], (0, 1, 2, 3)),
            ([9], (0, 5, 10)),
            ([0.1, 0.7], (0, 0.2, 0.4, 0.6, 0.8)),
            ([62], (0, 20, 40, 60, 80)),
            ([-5, 5], (-5, 0, 5)),
        ],
    )
    def test_they_are_round_and_whole_for_whole_numbers(self, values, ticks):
        assert ticks_over(values) == ticks

    @given(st.lists(st.floats(-1e100, 1e100), max_size=6), st.booleans())
    def test_they_rise_few_and_enclose_every_value(self, values, from_zero):
        ticks = ticks_over(values, from_zero=from_zero)

        assert 2 <= len(ticks) <= 8
        assert list(ticks) == sorted(set(ticks))
        room = 1e-6 * (ticks[-1] - ticks[0])
        assert all(ticks[0] - room <= value <= ticks[-1] + room for value in values)

    @pytest.mark.parametrize(
        ("values", "bounds", "ticks"),
        [
            ([1.0, 1.0, 1.0], (0, 1), (0, 1)),
            ([0.98, 0.98], (0, 1), (0.85, 0.9, 0.95, 1)),
            ([0.0], (0, 1), (0, 1)),
            ([52, 52], None, (45, 50, 55, 60)),
            ([52.5], None, (45, 50, 55, 60)),
            ([-98, -60], (-100, 100), (-100, -90, -80, -70, -60)),
            ([1.1, 4.9], (1, 5), (1, 2, 3, 4, 5)),
            ([2.0, 9.7], (1, 10), (2, 4, 6, 8, 10)),
            ([0.9, 1.05], (0, 1), (0.9, 0.95, 1, 1.05)),
        ],
    )
    def test_those_around_values_leave_room_and_stop_where_no_figure_can_be(self, values, bounds, ticks):
        assert ticks_around(values, bounds=bounds) == pytest.approx(ticks)

    @given(
        st.lists(st.floats(-1e100, 1e100), max_size=6),
        st.none() | st.tuples(st.floats(-1e100, 1e100), st.floats(-1e100, 1e100)).map(lambda two: tuple(sorted(two))),
        st.booleans(),
    )
    def test_those_around_values_enclose_each_of_them(self, values, bounds, from_zero):
        ticks = ticks_around(values, bounds=bounds, from_zero=from_zero)

        assert len(ticks) >= 2
        assert list(ticks) == sorted(set(ticks))
        room = 1e-6 * (ticks[-1] - ticks[0])
        assert all(ticks[0] - room <= value <= ticks[-1] + room for value in values)


def plain_words():
    return Words("A title", "A summary.", "Heading", "not known", lambda value: f"{value:g}")


def linear(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast_with_white(colour):
    red, green, blue = linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def lab(rgb):
    red, green, blue = (min(max(part, 0), 1) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
