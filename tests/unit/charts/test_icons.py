import re

import html5lib
import pytest

from charts import ChartError, assurance_icon, variation_icon
from charts.states import STATES
from tests.drawings import SVG, corners, parsed, shape_of

VARIATIONS = (
    "common_cause", "improvement_high", "improvement_low", "concern_high", "concern_low", "neutral_high", "neutral_low",
)  # fmt: skip
ASSURANCES = ("pass", "fail", "inconsistent", "empty")
ICONS = [(variation_icon, kind) for kind in VARIATIONS] + [(assurance_icon, kind) for kind in ASSURANCES]
every_icon = pytest.mark.parametrize(("icon", "kind"), ICONS, ids=[kind for _, kind in ICONS])


class TestIcons:
    @every_icon
    def test_it_is_an_image_with_the_name_it_was_given(self, icon, kind):
        root = parsed(icon(kind, title="Nothing <unusual> & fine"))

        assert root.get("role") == "img"
        assert root.get("aria-label") == root[0].text == "Nothing <unusual> & fine"
        assert root[0].tag == f"{SVG}title"

    @every_icon
    def test_it_may_stand_on_a_page_many_times(self, icon, kind):
        assert not re.search(r'\bid="', icon(kind, title="x"))

    @every_icon
    def test_a_strict_content_security_policy_lets_all_of_it_through(self, icon, kind):
        for part in parsed(icon(kind, title="x")).iter():
            assert part.tag.removeprefix(SVG) in {"svg", "title", "circle", "polygon", "polyline", "text"}
            assert not [name for name in part.attrib if name == "style" or name.startswith("on") or "href" in name]

    @every_icon
    def test_no_text_becomes_markup(self, icon, kind):
        svg = icon(kind, title="</title><script>alert(1)</script>\" onload='x' & \x00\ud800")

        html5lib.HTMLParser(strict=True).parseFragment(svg)
        assert f"{SVG}script" not in {part.tag for part in parsed(svg).iter()}

    @pytest.mark.parametrize(
        ("icon", "kind", "letter"),
        [
            (variation_icon, "common_cause", ""),
            (variation_icon, "improvement_high", "H"),
            (variation_icon, "improvement_low", "L"),
            (variation_icon, "concern_high", "H"),
            (variation_icon, "concern_low", "L"),
            (variation_icon, "neutral_high", "H"),
            (variation_icon, "neutral_low", "L"),
            (assurance_icon, "pass", "P"),
            (assurance_icon, "fail", "F"),
            (assurance_icon, "inconsistent", "?"),
            (assurance_icon, "empty", ""),
        ],
    )
    def test_it_bears_the_letter_that_the_field_knows(self, icon, kind, letter):
        assert "".join(text.text for text in parsed(icon(kind, title="x")).iter(f"{SVG}text")) == letter

    def test_no_two_are_the_same_in_black_and_white(self):
        drawn = [re.sub(r"#[0-9a-f]{6}|chart-icon--[a-z-]+", "", icon(kind, title="x")) for icon, kind in ICONS]

        assert len(set(drawn)) == len(ICONS)

    @pytest.mark.parametrize(
        ("kind", "state", "shape"),
        [("improvement_high", "improvement", "diamond"), ("concern_low", "concern", "square"),
         ("neutral_high", "neutral", "triangle")],
    )  # fmt: skip
    def test_its_point_is_that_of_the_control_chart(self, kind, state, shape):
        (point,) = parsed(variation_icon(kind, title="x")).iter(f"{SVG}polygon")

        points = corners(point)
        assert shape_of(points, sum(x for x, _ in points) / len(points)) == shape
        assert point.get("fill") == STATES[state].colour

    def test_its_line_rises_to_what_is_high_and_falls_to_what_is_low(self):
        for kind, way in (("improvement_high", -1), ("concern_low", 1)):
            (line,) = parsed(variation_icon(kind, title="x")).iter(f"{SVG}polyline")
            assert (corners(line)[-1][1] - corners(line)[0][1]) * way > 0

    @pytest.mark.parametrize(
        ("icon", "kind", "title"),
        [(variation_icon, "pass", "x"), (assurance_icon, "high", "x"), (variation_icon, "common_cause", " ")],
    )
    def test_it_refuses_an_icon_that_is_not_known_or_has_no_name(self, icon, kind, title):
        with pytest.raises(ChartError):
            icon(kind, title=title)
