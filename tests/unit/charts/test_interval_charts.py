import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import NARROW, WIDTH, ChartError, IntervalNames, IntervalRow, StateNames, Words, interval_chart
from charts.states import STATES
from tests.drawings import SVG, boxes, corners, lines, marks, outside, overlaps, parsed, part, texts

NAMES = IntervalNames(
    value="Satisfied",
    interval="95 % interval",
    lower="From",
    upper="To",
    reference="All together",
    state="What it shows",
    states=StateNames("Not different", "Better", "Worse", "Unusual", "Few answers"),
)
WORDS = Words("Satisfied by office", "Offices differ little.", "Office", "not known", lambda value: f"{value:g}")
ROWS = (
    IntervalRow("Ely", 0.8, 0.7112, 0.8666, "improvement"),
    IntervalRow("Rye", 0.65, 0.5, 0.75),
    IntervalRow("Hove", 0.5, 0.42, 0.58, "concern", "Below all together", uncertain=True),
)
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestIntervalChart:
    @pytest.mark.parametrize("width", [NARROW, WIDTH])
    def test_points_intervals_and_the_whole_stand_at_their_values(self, width):
        svg = draw(ROWS, reference=0.66, width=width).svg

        value = value_across(svg)
        by_row = sorted(marks(svg), key=lambda point: point[1])
        assert [value(x) for x, _, _, _ in by_row] == pytest.approx([0.8, 0.65, 0.5], abs=0.001)
        for row, (start, end) in zip(ROWS, intervals(svg), strict=True):
            assert value(start[0]) == pytest.approx(row.lower, abs=0.001)
            assert value(end[0]) == pytest.approx(row.upper, abs=0.001)
        (line,) = lines(svg, "reference")
        assert [value(x) for x, _ in line] == pytest.approx([0.66, 0.66], abs=0.001)

    def test_rows_keep_the_order_they_are_given_in(self):
        svg = draw(ROWS).svg

        assert texts(svg, "rows") == ["Ely", "Rye", "Hove"]
        heights = [start[1] for start, _ in intervals(svg)]
        assert heights == sorted(heights)

    @pytest.mark.parametrize(
        ("state", "shape"),
        [("common_cause", "circle"), ("improvement", "diamond"), ("concern", "square"), ("neutral", "triangle")],
    )
    def test_a_state_is_told_by_shape_besides_colour(self, state, shape):
        svg = draw([IntervalRow("Ely", 1, 0, 2, state), IntervalRow("Rye", 1, 0, 2, state, uncertain=True)]).svg

        assert sorted((mark[2], mark[3]) for mark in marks(svg)) == [(shape, False), (shape, True)]

    def test_the_legend_names_only_what_occurs(self):
        assert texts(draw(ROWS[1:2]).svg, "names") == ["Not different", "95 % interval"]
        assert texts(draw(ROWS, reference=0.6).svg, "names") == [
            "Not different", "Better", "Worse", "Few answers", "95 % interval", "All together",
        ]  # fmt: skip

    def test_a_long_name_is_whole_on_a_phone_and_keeps_out_of_the_plot_on_a_desk(self):
        rows = [IntervalRow("Office of the northern district", 1, 0, 2)]

        assert texts(draw(rows, width=NARROW).svg, "rows") == ["Office of the northern district"]
        svg = draw(rows, width=WIDTH).svg
        (name,) = [box for box in boxes(svg) if box[4].startswith("Office")]
        assert name[2] < min(start[0] for start, _ in intervals(svg))

    def test_the_table_has_a_row_for_each_unit(self):
        table = draw([*ROWS, IntervalRow("Wem", None, None, None)]).table

        assert table.columns == ("Office", "Satisfied", "From", "To", "What it shows")
        assert table.rows == (
            ("Ely", "0.8", "0.7112", "0.8666", "Better"),
            ("Rye", "0.65", "0.5", "0.75", "Not different"),
            ("Hove", "0.5", "0.42", "0.58", "Worse · Below all together · Few answers"),
            ("Wem", "not known", "not known", "not known", "not known"),
        )

    def test_a_unit_without_a_figure_says_so(self):
        svg = draw([IntervalRow("Wem", None, None, None)]).svg

        assert texts(svg) == ["Wem", "not known"]

    def test_a_chart_without_rows_says_so(self):
        assert texts(draw([]).svg) == ["not known"]

    def test_no_word_is_its_own(self):
        words = Words("", "", "", "", lambda value: "#")
        rows = [IntervalRow("@", 1, 0, 2, state, "@", uncertain=True) for state in STATES]

        svg = draw(rows, reference=1, words=words, names=IntervalNames(*["@"] * 6, StateNames(*["@"] * 5))).svg

        assert set("".join(text or "" for text in texts(svg))) <= set("#@")
        hints = [title.text or "" for title in parsed(svg).iter(f"{SVG}title")]
        assert set("".join(hints)) <= set("#@ ·–")

    @pytest.mark.parametrize("width", [NARROW, WIDTH])
    @pytest.mark.parametrize(
        "figures",
        [[(0, 0, 0)], [(5, 5, 5)] * 3, [(0, -1e100, 1e100)], [(1e-9, 1e-9, 2e-9)], [(1, 1, 1), (1e15, 0, 2e15)]],
        ids=str,
    )
    def test_any_numbers_stay_inside_the_picture(self, figures, width):
        svg = draw([IntervalRow("Ely", *row) for row in figures], reference=figures[0][0], width=width).svg

        assert (outside(svg), overlaps(svg)) == ([], [])
        assert len(marks(svg)) == len(figures)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"rows": [IntervalRow("Ely", 1, None, None)]},
            {"rows": [IntervalRow("Ely", 1, 0, None)]},
            {"rows": [IntervalRow("Ely", 1, 2, 3)]},
            {"rows": [IntervalRow("Ely", 1, 0, float("inf"))]},
            {"rows": [IntervalRow("Ely", float("nan"), 0, 1)]},
            {"rows": [IntervalRow("Ely", 1, 0, 2, "red")]},
            {"reference": float("nan")},
            {"chart_id": "a b"},
        ],
        ids=str,
    )
    def test_it_refuses_what_it_cannot_draw(self, wrong):
        with pytest.raises(ChartError):
            interval_chart(words=WORDS, names=NAMES, **({"chart_id": "c", "rows": []} | wrong))

    @FEW
    @given(st.data())
    def test_whatever_is_finite_is_drawn_inside_the_picture_with_every_text_apart(self, data):
        rows = data.draw(st.lists(drawn_rows, max_size=15))

        chart = draw(
            rows,
            reference=data.draw(st.none() | numbers),
            from_zero=data.draw(st.booleans()),
            width=data.draw(st.sampled_from([NARROW, WIDTH])),
        )

        assert (outside(chart.svg), overlaps(chart.svg)) == ([], [])
        assert len(marks(chart.svg)) == sum(row.value is not None for row in rows)
        assert len(chart.table.rows) == len(rows)
        assert not re.search(r"nan|inf\b", chart.svg)


numbers = st.one_of(st.floats(-1e100, 1e100), st.floats(0, 1), st.integers(-1000, 1000))
labels = st.text(st.characters(codec="utf-8"), max_size=60)
drawn_rows = st.builds(
    lambda name, figures, state, why, uncertain: IntervalRow(
        name, figures[1], figures[0], figures[2], state, why, uncertain
    ),
    labels,
    st.just((None, None, None)) | st.lists(numbers, min_size=3, max_size=3).map(sorted),
    st.sampled_from(list(STATES)),
    labels,
    st.booleans(),
)


def draw(rows, *, words=WORDS, names=NAMES, **more):
    return interval_chart(chart_id="c", words=words, names=names, rows=rows, **more)


def intervals(svg):
    """Return the start and the end of each interval, row by row."""
    (group,) = part(svg, "intervals")
    return [corners(row.find(f"{SVG}polyline")) for row in group]


def value_across(svg):
    """Return the function from a place across to a value, read off the ticks."""
    (grid,) = part(svg, "grid")
    rules = [float(one.get("x1")) for one in grid.iter(f"{SVG}line")]
    ticks = [float(one.text) for one in grid.iter(f"{SVG}text")]
    assert len(ticks) == len(rules)
    return lambda x: ticks[0] + (x - rules[0]) / (rules[-1] - rules[0]) * (ticks[-1] - ticks[0])
