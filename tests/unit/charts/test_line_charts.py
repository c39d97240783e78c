from itertools import pairwise
from xml.etree import ElementTree

import pytest

from charts import Break, ChartError, Series, Words, line_chart
from charts.palette import PALETTE

WORDS = Words(
    title="Comments by month",
    summary="Negative comments fell from 40 to 10.",
    heading="Month",
    missing="not known",
    number=lambda value: f"{value:,.0f}",
)
SVG = "{http://www.w3.org/2000/svg}"


class TestLineChart:
    def test_heights_are_in_proportion_to_the_numbers(self):
        chart = draw([Series("Positive", [0, 10, 20, 40])])

        ((first, second, third, fourth),) = lines(chart)
        assert first[1] - second[1] == pytest.approx(second[1] - third[1], abs=0.02)
        assert first[1] - fourth[1] == pytest.approx(4 * (first[1] - second[1]), abs=0.04)
        assert second[0] - first[0] == pytest.approx(fourth[0] - third[0], abs=0.02)
        assert first[1] == heights_of_ticks(chart)["0"]
        assert fourth[1] == heights_of_ticks(chart)["40"]

    def test_a_missing_value_is_a_gap_and_no_zero(self):
        chart = draw([Series("Positive", [30, 31, None, 33, 34, None, 36])])

        assert [len(line) for line in lines(chart)] == [2, 2]
        assert len(points(chart)) == 5
        assert max(y for line in lines(chart) for _, y in line) < heights_of_ticks(chart)["20"]

    def test_a_break_parts_the_line_and_says_why(self):
        chart = draw([Series("Positive", [1, 2, 3, 4])], breaks=[Break(2, "New <pipeline>")])

        assert [len(line) for line in lines(chart)] == [2, 2]
        assert "New <pipeline>" in texts(chart)

    def test_every_series_differs_in_more_than_colour(self):
        chart = draw([Series(name, [1, 2, 3]) for name in "abcdef"])

        strokes = [line.attrib for line in parsed(chart).findall(f".//{SVG}g[@class='chart__series']/{SVG}polyline")]
        assert len({stroke["stroke"] for stroke in strokes}) == 6
        assert len({stroke.get("stroke-dasharray") for stroke in strokes}) == 6

    def test_every_line_is_named_at_its_end_and_no_two_names_touch(self):
        chart = draw([Series(name, [5, 5]) for name in ("One", "Two", "Three", "Four", "Five", "Six")])

        names = [text for text in parsed(chart).iter(f"{SVG}text") if text.text in {"One", "Two", "Three", "Six"}]
        heights = sorted(float(name.get("y")) for name in names)
        assert len(heights) == 4
        assert all(high - low >= 20 for low, high in pairwise(heights))

    def test_a_look_stays_with_its_series(self):
        both = draw([Series("Positive", [1, 2]), Series("Negative", [3, 4], look=4)])
        alone = draw([Series("Negative", [3, 4], look=4)])

        assert colours(alone) == colours(both)[1:]
        assert colours(alone) == [PALETTE[4].colour]

    def test_a_series_without_a_look_takes_the_first_that_is_free(self):
        chart = draw([Series("Positive", [1, 2]), Series("Negative", [3, 4], look=0)])

        assert colours(chart) == [PALETTE[1].colour, PALETTE[0].colour]

    def test_the_table_has_every_figure(self):
        chart = draw([Series("Positive", [1000, None]), Series("Negative", [2, 0])])

        assert chart.table.columns == ("Month", "Positive", "Negative")
        assert chart.table.rows == (("P0", "1,000", "2"), ("P1", "not known", "0"))
        assert chart.summary == WORDS.summary

    def test_labels_of_many_periods_do_not_overlap(self):
        chart = draw([Series("Positive", list(range(60)))], periods=[f"January {1970 + n}" for n in range(60)])

        places = sorted(
            float(text.get("x")) for text in parsed(chart).findall(f".//{SVG}g[@class='chart__periods']/{SVG}text")
        )
        assert 3 <= len(places) <= 10
        assert all(right - left > 80 for left, right in pairwise(places))

    @pytest.mark.parametrize(
        "values",
        [
            [],
            [None],
            [5],
            [0],
            [7, 7, 7],
            [0, 0],
            [1e15, 2e15],
            [-5, 5],
            [-1e100, 1e100],
            [1e-9, 2e-9],
            [None, 3, None],
        ],
    )
    @pytest.mark.parametrize("from_zero", [True, False])
    def test_any_numbers_stay_inside_the_picture(self, values, from_zero):
        chart = draw([Series("Positive", values)], from_zero=from_zero)

        _, _, width, height = map(float, parsed(chart).get("viewBox").split())
        for x, y in points(chart) + [point for line in lines(chart) for point in line]:
            assert 0 <= x <= width
            assert 0 <= y <= height
        assert len(points(chart)) == sum(value is not None for value in values)

    @pytest.mark.parametrize("series", [[], [Series("Positive", [None, None])]])
    def test_a_chart_without_figures_says_so(self, series):
        chart = draw(series, periods=["Jan", "Feb"])

        assert "not known" in texts(chart)
        assert "1" not in texts(chart)

    def test_a_share_of_all_equal_values_does_not_stretch_to_the_edges(self):
        chart = draw([Series("Score", [4.2, 4.2])], from_zero=False, number=lambda value: f"{value:.1f}")

        assert all(28 <= y <= 300 for _, y in points(chart))

    @pytest.mark.parametrize(
        ("series", "breaks"),
        [
            ([Series("a", [1])], []),
            ([Series("a", [1, float("nan")])], []),
            ([Series("a", [1, float("inf")])], []),
            ([Series("a", [1, 2], look=6)], []),
            ([Series("a", [1, 2], look=1), Series("b", [1, 2], look=1)], []),
            ([Series(name, [1, 2]) for name in "abcdefg"], []),
            ([Series("a", [1, 2])], [Break(0, "x")]),
            ([Series("a", [1, 2])], [Break(2, "x")]),
        ],
    )
    def test_it_refuses_what_it_cannot_draw(self, series, breaks):
        with pytest.raises(ChartError):
            draw(series, periods=["Jan", "Feb"], breaks=breaks)


def draw(series, *, periods=None, breaks=(), from_zero=True, number=WORDS.number):
    if periods is None:
        periods = [f"P{place}" for place in range(len(series[0].values))]
    words = Words(WORDS.title, WORDS.summary, WORDS.heading, WORDS.missing, number)
    return line_chart(chart_id="c", words=words, periods=periods, series=series, breaks=breaks, from_zero=from_zero)


def parsed(chart):
    return ElementTree.fromstring(chart.svg)


def lines(chart):
    return [
        [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        for line in parsed(chart).findall(f".//{SVG}g[@class='chart__series']/{SVG}polyline")
    ]


def colours(chart):
    drawn = parsed(chart).findall(f".//{SVG}g[@class='chart__series']/{SVG}polyline")
    return [line.get("stroke") for line in drawn]


def points(chart):
    circles = parsed(chart).findall(f".//{SVG}g[@class='chart__series']/{SVG}circle")
    return [(float(circle.get("cx")), float(circle.get("cy"))) for circle in circles]


def texts(chart):
    return [text.text for text in parsed(chart).iter(f"{SVG}text")]


def heights_of_ticks(chart):
    grid = parsed(chart).find(f".//{SVG}g[@class='chart__grid']")
    rules = [float(rule.get("y1")) for rule in grid.iter(f"{SVG}line")]
    return dict(zip([text.text for text in grid.iter(f"{SVG}text")], rules, strict=True))
