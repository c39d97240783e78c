from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from charts.boxes import Box, strewn
from charts.labels import Ground, Spot, name_spots
from charts.svg import SMALL, width_of

PLOT = Box(40, 20, 600, 320)
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestNameSpots:
    def test_a_lonely_point_is_named_on_its_right(self):
        (name,), ties = drawn([Spot(100, 100, "Ely")], [(100, 100)])

        assert (name.left, ties) == (109, [])

    def test_a_point_at_the_edge_is_named_on_its_left(self):
        (name,), _ = drawn([Spot(598, 100, "Ely")], [(598, 100)])

        assert name.right < 598

    def test_a_name_keeps_off_a_line_where_it_can(self):
        line = [(40, 100), (600, 100)]

        (name,), _ = drawn([Spot(100, 100, "Ely")], [(100, 100)], lines=[line])

        assert not any(name.holds(place) for place in strewn(line, 1))

    def test_a_name_without_any_room_is_left_out(self):
        crowd = [(x, y) for x in range(40, 600, 8) for y in range(20, 320, 8)]

        assert drawn([Spot(104, 100, "Ely")], crowd) == ([], [])

    @FEW
    @given(st.lists(st.tuples(st.integers(40, 600), st.integers(20, 320)), unique=True, max_size=25))
    def test_no_name_touches_another_or_a_point_and_no_tie_crosses_another(self, points):
        names, ties = drawn([Spot(x, y, f"Office {place}") for place, (x, y) in enumerate(points)], points)

        assert all(name.inside(PLOT) for name in names)
        assert not any(one.touches(other) for one, other in combinations(names, 2))
        assert not any(name.holds(point) for name in names for point in points)
        assert not any(crosses(*pair) for pair in combinations(ties, 2))


def drawn(spots, points, lines=()):
    """Return the boxes of the names, and the ties as pairs of places."""
    svg = name_spots(spots, Ground(PLOT, points, 6.0, lines))
    root = ElementTree.fromstring(svg or "<g/>")
    names = []
    for one in root.iter("text"):
        left, base = float(one.get("x")), float(one.get("y"))
        names.append(Box(left, base - 10, left + width_of(one.text, SMALL), base + 4))
    ties = [
        tuple((float(one.get(f"x{end}")), float(one.get(f"y{end}"))) for end in (1, 2)) for one in root.iter("line")
    ]
    return names, ties


def crosses(one, other):
    def side(start, end, point):
        return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])

    (a, b), (c, d) = one, other
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
