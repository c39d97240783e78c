from xml.etree import ElementTree

import pytest

from charts import ChartError, Series, Words, bar_chart
from charts.svg import WIDTH

WORDS = Words("Themes", "Waiting is named most.", "Theme", "not known", lambda value: f"{value:,.0f}")
SVG = "{http://www.w3.org/2000/svg}"


class TestBarChart:
    def test_lengths_are_in_proportion_to_the_numbers(self):
        chart = draw(["Waiting", "Staff"], [Series("Positive", [100, 50]), Series("Negative", [40, 80])])

        scale = (WIDTH - 32) / 150  # pixels for one comment: the axis ends at 150
        assert lengths(chart) == pytest.approx([scale * value for value in (100, 40, 50, 80)], abs=2.1)

    def test_parts_of_a_bar_follow_one_another_without_touching(self):
        chart = draw(["Waiting"], [Series("Positive", [100]), Series("Mixed", [None]), Series("Negative", [40])])

        (first, second) = segments(chart)
        end = float(first.get("x")) + float(first.get("width"))
        assert 1 <= float(second.get("x")) - end <= 3

    def test_every_series_differs_in_more_than_colour(self):
        chart = draw(["Waiting"], [Series(name, [10]) for name in "abcdef"])

        fills = [segment.get("fill") for segment in segments(chart)]
        ids = [pattern.get("id") for pattern in parsed(chart).iter(f"{SVG}pattern")]
        assert len(set(fills)) == 6
        assert [fill for fill in fills if fill.startswith("url")] == [f"url(#{name})" for name in ids]
        assert len(ids) == 5

    def test_figures_stand_in_the_bars_where_they_fit(self):
        chart = draw(["Waiting"], [Series("Positive", [1000]), Series("Negative", [3])])

        assert "1,000" in texts(chart)
        assert "3" not in texts(chart)
        assert chart.table.rows == (("Waiting", "1,000", "3"),)

    def test_a_row_without_figures_says_so(self):
        chart = draw(["Waiting", "Staff"], [Series("Positive", [None, 3]), Series("Negative", [None, None])])

        assert texts(chart).count("not known") == 1
        assert chart.table.rows == (("Waiting", "not known", "not known"), ("Staff", "3", "not known"))

    def test_a_zero_is_no_missing_figure(self):
        chart = draw(["Waiting"], [Series("Positive", [0])])

        assert (segments(chart), texts(chart).count("not known")) == ([], 0)
        assert chart.table.rows == (("Waiting", "0"),)

    @pytest.mark.parametrize("values", [[], [5], [0], [7, 7], [1e15, 1], [1e100, 1e-9], [None, 2]])
    def test_any_numbers_stay_inside_the_picture(self, values):
        chart = draw([f"Theme {n}" for n in range(len(values))], [Series("a", values), Series("b", values)])

        _, _, width, height = map(float, parsed(chart).get("viewBox").split())
        for segment in segments(chart):
            assert float(segment.get("x")) + float(segment.get("width")) <= width
            assert float(segment.get("y")) + float(segment.get("height")) <= height
        assert len(segments(chart)) == 2 * sum(bool(value) for value in values)

    def test_a_chart_without_rows_says_so(self):
        assert texts(draw([], [])) == ["not known"]

    def test_a_legend_of_long_names_wraps(self):
        chart = draw(["Waiting"], [Series(f"A rather long name of series {n}", [1]) for n in range(6)])

        keys = parsed(chart).findall(f".//{SVG}g[@class='chart__names']/{SVG}text")
        assert len({key.get("y") for key in keys}) == 3
        assert len({key.get("x") for key in keys}) == 2

    def test_it_refuses_a_value_below_zero(self):
        with pytest.raises(ChartError, match="below zero"):
            draw(["Waiting"], [Series("Positive", [-1])])


def draw(rows, series):
    return bar_chart(chart_id="c", words=WORDS, rows=rows, series=series)


def parsed(chart):
    return ElementTree.fromstring(chart.svg)


def segments(chart):
    return parsed(chart).findall(f".//{SVG}g[@class='chart__row']/{SVG}g/{SVG}rect[@height='24']")


def lengths(chart):
    return [float(segment.get("width")) for segment in segments(chart)]


def texts(chart):
    return [text.text for text in parsed(chart).iter(f"{SVG}text")]
