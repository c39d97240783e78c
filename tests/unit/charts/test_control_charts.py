import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import (
    NARROW,
    WIDTH,
    Break,
    ChartError,
    ControlNames,
    ControlPoint,
    Segment,
    StateNames,
    Words,
    control_chart,
)
from charts.states import STATES
from tests.drawings import SVG, lines, marks, outside, overlaps, part, texts, value_at

STATE_NAMES = StateNames("No unusual change", "Improvement", "Concern", "Unusual", "Not certain yet")
NAMES = ControlNames(
    value="Satisfied",
    centre="Average",
    limits="Process limits",
    lower="Lower limit",
    upper="Upper limit",
    near="Near limits",
    trial="Trial limits",
    target="Target",
    state="What it shows",
    note="What changed",
    states=STATE_NAMES,
)
WORDS = Words("Satisfied by month", "It rose in December.", "Month", "not known", lambda value: f"{value:g}")
# The test vector of the field's own package: limits with its screening of moving ranges.
VECTOR = (52, 55, 49, 53, 50, 54, 51, 56, 48, 53, 52, 70)
LIMITS = Segment(0, 53.5833, 42.4113, 64.7553, near=(46.1353, 61.0313))
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestControlChart:
    def test_points_and_limits_stand_at_their_values(self):
        svg = draw(VECTOR, segments=[LIMITS], target=[60] * 12).svg

        value = value_at(svg, float)
        assert [value(y) for _, y, _, _ in marks(svg)] == pytest.approx(VECTOR, abs=0.01)
        levels = {
            kind: [value(line[0][1]) for line in lines(svg, kind)] for kind in ("lower", "centre", "upper", "near")
        }
        assert levels["lower"] == pytest.approx([42.4113], abs=0.01)
        assert levels["centre"] == pytest.approx([53.5833], abs=0.01)
        assert levels["upper"] == pytest.approx([64.7553], abs=0.01)
        assert levels["near"] == pytest.approx([46.1353, 61.0313], abs=0.01)
        assert [value(y) for line in lines(svg, "target") for _, y in line] == pytest.approx([60] * 14, abs=0.01)

    def test_periods_are_evenly_apart(self):
        places = [x for x, _, _, _ in marks(draw(VECTOR).svg)]

        assert [right - left for left, right in pairwise(places)] == pytest.approx(
            [places[1] - places[0]] * 11, abs=0.02
        )

    def test_a_gap_is_no_zero_and_is_not_joined_over(self):
        svg = draw([50, 51, None, 52, 53, 54]).svg

        assert [len(line) for line in lines(svg, "series")] == [2, 3]
        assert len(marks(svg)) == 5

    def test_points_are_joined_over_new_limits_but_the_limits_are_not(self):
        svg = draw([50, 51, 60, 61], segments=[Segment(0, 50, 45, 55), Segment(2, 60, 55, 65, label="New hours")]).svg

        assert [len(line) for line in lines(svg, "series")] == [4]
        first, second = lines(svg, "centre")
        assert first[1][0] < second[0][0]
        assert "New hours" in texts(svg, "breaks")

    def test_neither_points_nor_limits_are_joined_over_a_break(self):
        svg = draw([50, 51, 60, 61], segments=[Segment(0, 50, 45, 65)], breaks=[Break(2, "New <pipeline>")]).svg

        assert [len(line) for line in lines(svg, "series")] == [2, 2]
        places = [x for x, _, _, _ in marks(svg)]
        first, second = lines(svg, "upper")
        assert places[1] < first[1][0] < second[0][0] < places[2]
        assert "New <pipeline>" in texts(svg, "breaks")

    def test_a_break_that_brings_new_limits_is_one_line_with_both_reasons(self):
        drawn = draw([50, 51, 60], segments=[Segment(0, 50, 45, 65), Segment(1, 55, 50, 60, label="Rebase")],
                     breaks=[Break(1, "Pipeline")])  # fmt: skip

        assert texts(drawn.svg, "breaks") == ["Pipeline · Rebase"]
        assert [row[-1] for row in drawn.table.rows] == ["", "Pipeline · Rebase", ""]

    def test_many_breaks_close_together_are_all_labelled_and_none_touches_another(self):
        labels = ["Opening hours changed", "A second office", "New forms everywhere", "Comments analysed anew"]
        segments = [
            Segment(0, 50, 45, 55),
            *(Segment(9 + n, 50, 45, 55, label=label) for n, label in enumerate(labels)),
        ]

        for width in (NARROW, WIDTH):
            svg = draw(VECTOR + (50,), segments=segments, width=width).svg
            assert sorted(texts(svg, "breaks")) == sorted(labels)
            assert (overlaps(svg), outside(svg)) == ([], [])

    def test_a_trajectory_follows_its_levels_and_is_named_at_its_end(self):
        svg = draw([50, 51, None, None], target=[50, 52, 54, 56]).svg

        value = value_at(svg, float)
        (line,) = lines(svg, "target")
        assert [value(y) for _, y in line] == pytest.approx([50, 50, 52, 54, 56, 56], abs=0.01)
        assert texts(svg, "ends") == ["Target 56"]
        assert "Target" not in texts(svg, "names")

    def test_a_target_whose_name_is_too_long_for_the_line_stands_in_the_legend(self):
        svg = draw(VECTOR, target=[60] * 12, width=NARROW, names=replace(NAMES, target="What was agreed in 2024")).svg

        assert texts(svg, "ends") == []
        assert "What was agreed in 2024" in texts(svg, "names")

    def test_levels_close_together_are_named_without_touching(self):
        svg = draw([50, 50, 50], segments=[Segment(0, 50, 49.9, 50.1)], target=[50] * 3).svg

        assert sorted(texts(svg, "ends")) == ["49.9", "50", "50.1", "Target 50"]
        assert overlaps(svg) == []

    def test_figures_that_are_all_the_same_lie_inside_the_axis_and_their_level_is_named_once(self):
        svg = draw([1.0, 1.0], segments=[Segment(0, 1.0, 1.0, 1.0)], bounds=(0, 1)).svg

        ticks = [float(tick) for tick in texts(svg, "grid")]
        assert (ticks[0], ticks[-1]) == (0, 1)
        assert texts(svg, "ends") == ["1"]

    def test_the_limits_of_a_single_period_can_be_seen(self):
        ((start, end),) = lines(draw([50], segments=[Segment(0, 50, 45, 55)]).svg, "upper")

        assert end[0] - start[0] > 100

    @pytest.mark.parametrize(
        ("state", "shape"),
        [("common_cause", "circle"), ("improvement", "diamond"), ("concern", "square"), ("neutral", "triangle")],
    )
    @pytest.mark.parametrize("count", [12, 72])
    def test_a_state_is_told_by_shape_besides_colour(self, state, shape, count):
        chart = draw([50] * (count - 1) + [ControlPoint(70, state)])

        assert [mark[2] for mark in marks(chart.svg)] == ["circle"] * (count - 1) + [shape]
        assert len({(look.corners, look.turn) for look in STATES.values()}) == 4

    def test_the_legend_names_only_what_occurs(self):
        plain = draw([50, 51]).svg
        full = draw(
            [
                ControlPoint(50),
                ControlPoint(70, "concern"),
                ControlPoint(50, uncertain=True),
                ControlPoint(None, "neutral"),
            ],
            segments=[LIMITS],
        ).svg

        assert texts(plain, "names") == ["No unusual change"]
        assert texts(full, "names") == [
            "No unusual change", "Concern", "Not certain yet", "Average", "Process limits", "Near limits",
        ]  # fmt: skip

    def test_uncertain_points_and_those_of_trial_limits_are_hollow(self):
        drawn = draw(
            [ControlPoint(50), ControlPoint(51, uncertain=True), ControlPoint(60), ControlPoint(70, "concern")],
            segments=[Segment(0, 50, 45, 55), Segment(2, 60, 55, 65, trial=True)],
        )

        assert [mark[3] for mark in marks(drawn.svg)] == [False, True, True, True]
        assert marks(drawn.svg)[3][2] == "square"
        dashes = [
            one.get("stroke-dasharray") for root in part(drawn.svg, "upper") for one in root.iter(f"{SVG}polyline")
        ]
        assert len(set(dashes)) == 2
        assert "Trial limits" in texts(drawn.svg, "names")
        assert [row[-1] for row in drawn.table.rows] == [
            "No unusual change",
            "No unusual change · Not certain yet",
            "No unusual change · Trial limits",
            "Concern · Trial limits",
        ]

    def test_the_legend_says_of_trial_limits_only_that_they_are(self):
        trial = [Segment(0, 50, 45, 55, trial=True)]

        final = draw([ControlPoint(50), ControlPoint(51)], segments=trial)
        both = draw([ControlPoint(50), ControlPoint(51, uncertain=True)], segments=trial)

        assert texts(final.svg, "names") == ["No unusual change", "Trial limits", "Average"]
        assert texts(both.svg, "names") == ["No unusual change", "Not certain yet", "Trial limits", "Average"]

    def test_what_is_not_judged_yet_has_no_state_and_no_limits(self):
        drawn = draw([ControlPoint(50), ControlPoint(90, None, "so far", uncertain=True)], segments=[LIMITS])

        assert drawn.table.rows[1][2:] == (*["not known"] * 3, "so far · Not certain yet")

    def test_the_table_has_a_row_for_each_period(self):
        chart = draw(
            [ControlPoint(52), ControlPoint(None), ControlPoint(70, "improvement", "Above the upper limit")],
            segments=[Segment(1, 53.5, 42.5, 64.5)],
            target=[60, 61, None],
        )

        assert chart.table.columns == (
            "Month", "Satisfied", "Average", "Lower limit", "Upper limit", "Target", "What it shows",
        )  # fmt: skip
        assert chart.table.rows == (
            ("P0", "52", "not known", "not known", "not known", "60", "No unusual change"),
            ("P1", "not known", "53.5", "42.5", "64.5", "61", "not known"),
            ("P2", "70", "53.5", "42.5", "64.5", "not known", "Improvement · Above the upper limit"),
        )
        assert chart.summary == "It rose in December."

    def test_a_point_says_what_it_shows_when_pointed_at(self):
        svg = draw([ControlPoint(70, "concern", "Above the upper limit")]).svg

        (mark,) = part(svg, "series")
        assert [title.text for title in mark.iter(f"{SVG}title")] == [
            "P0 · Satisfied 70 · Concern · Above the upper limit"
        ]

    def test_what_is_special_is_drawn_over_what_is_not(self):
        svg = draw([ControlPoint(70, "concern"), ControlPoint(70), ControlPoint(70)]).svg

        (series,) = part(svg, "series")
        assert [one.tag.removeprefix(SVG) for one in series] == ["polyline", "circle", "circle", "polygon"]

    @pytest.mark.parametrize("width", [NARROW, WIDTH])
    @pytest.mark.parametrize(
        "values",
        [
            (),
            (None,),
            (5,),
            (0,),
            (7, 7, 7),
            (0, 0),
            (1e15, 2e15),
            (-5, 5),
            (-1e100, 1e100),
            (1e-9, 2e-9),
            (None, 3, None),
        ],
        ids=str,
    )
    def test_any_numbers_stay_inside_the_picture(self, values, width):
        svg = draw(values, segments=[Segment(0, 5, -5, 9)] if values else [], width=width).svg

        assert (outside(svg), overlaps(svg)) == ([], [])
        assert len(marks(svg)) == sum(value is not None for value in values)

    def test_a_chart_without_figures_says_so(self):
        assert texts(draw([]).svg) == ["not known"]
        assert "not known" in texts(draw([None, None], segments=[LIMITS]).svg)

    def test_a_figure_that_has_no_room_at_its_line_is_left_out_rather_than_cut(self):
        words = replace(WORDS, number=lambda value: f"{value:,.0f} pounds a year")

        svg = draw([1e15, 2e15], segments=[Segment(0, 1e15, 5e14, 2e15)], words=words, width=NARROW).svg

        assert texts(svg, "ends") == []

    def test_no_word_is_its_own(self):
        words = Words("", "", "", "", lambda value: "#")
        names = ControlNames(*["@"] * 10, StateNames(*["@"] * 5))
        points = [ControlPoint(1, state, "@", uncertain=True) for state in STATES]

        svg = draw(
            points, segments=[Segment(0, 1, 0, 2, (0.5, 1.5), trial=True)], target=[1] * 4, words=words, names=names
        ).svg

        assert set("".join(text or "" for text in texts(svg))) <= set("#@ P0123")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"points": [ControlPoint(1)]},
            {"points": [ControlPoint(1), ControlPoint(float("nan"))]},
            {"points": [ControlPoint(1), ControlPoint(1e101)]},
            {"points": [ControlPoint(1), ControlPoint(1, "red")]},
            {"target": [1]},
            {"target": [1, float("inf")]},
            {"breaks": [Break(0, "x")]},
            {"breaks": [Break(2, "x")]},
            {"segments": [Segment(2, 1, 0, 2)]},
            {"segments": [Segment(-1, 1, 0, 2)]},
            {"segments": [Segment(0, 1, 0, 2), Segment(0, 1, 0, 2)]},
            {"segments": [Segment(1, 1, 0, 2), Segment(0, 1, 0, 2)]},
            {"segments": [Segment(0, 1, 2, 0)]},
            {"segments": [Segment(0, 1, 0, 2, near=(1.5, 0.5))]},
            {"segments": [Segment(0, float("nan"), 0, 2)]},
            {"chart_id": "1"},
        ],
        ids=str,
    )
    def test_it_refuses_what_it_cannot_draw(self, wrong):
        right = {"chart_id": "c", "periods": ["Jan", "Feb"], "points": [ControlPoint(1), ControlPoint(2)]}

        with pytest.raises(ChartError):
            control_chart(words=WORDS, names=NAMES, **(right | wrong))

    @FEW
    @given(st.data())
    def test_whatever_is_finite_is_drawn_inside_the_picture_with_every_text_apart(self, data):
        process = data.draw(processes)

        chart = control_chart(chart_id="c", words=WORDS, names=NAMES, **process)

        assert (outside(chart.svg), overlaps(chart.svg)) == ([], [])
        assert len(marks(chart.svg)) == sum(point.value is not None for point in process["points"])
        assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
        assert len(chart.table.rows) == len(process["periods"])
        assert not re.search(r"nan|inf\b", chart.svg)


numbers = st.one_of(st.floats(-1e100, 1e100), st.floats(0, 1), st.integers(-1000, 1000))
labels = st.text(st.characters(codec="utf-8"), max_size=40)


@st.composite
def processes(draw):
    count = draw(st.integers(0, 30))
    point = st.builds(ControlPoint, st.none() | numbers, st.sampled_from(list(STATES)), labels, st.booleans())
    within = st.integers(0, count - 1) if count else st.nothing()
    segments = []
    for start in sorted(draw(st.sets(within, max_size=4))) if count else ():
        lower, near, centre, far, upper = sorted(draw(st.lists(numbers, min_size=5, max_size=5)))
        segments.append(Segment(start, centre, lower, upper, draw(st.sampled_from([None, (near, far)])), draw(labels)))
    breaks = draw(st.lists(st.builds(Break, st.integers(1, count - 1), labels), max_size=3)) if count > 1 else []
    return {
        "periods": draw(st.lists(labels, min_size=count, max_size=count)),
        "points": draw(st.lists(point, min_size=count, max_size=count)),
        "segments": segments,
        "breaks": breaks,
        "target": draw(st.sampled_from([(), draw(st.lists(st.none() | numbers, min_size=count, max_size=count))])),
        "from_zero": draw(st.booleans()),
        "width": draw(st.sampled_from([NARROW, WIDTH])),
    }


processes = processes()


def draw(points, *, words=WORDS, names=NAMES, **process):
    points = [point if isinstance(point, ControlPoint) else ControlPoint(point) for point in points]
    periods = [f"P{place}" for place in range(len(points))]
    return control_chart(chart_id="c", words=words, names=names, periods=periods, points=points, **process)
