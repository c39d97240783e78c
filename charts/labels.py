"""Names beside points, none over another name, over a point or beyond the plot."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.boxes import Box, Point, strewn
from charts.svg import QUIET, SMALL, element, text, width_of

NEAR, STEP, STEPS = 9.0, 15.0, 5
ABOVE, BELOW = 11.0, 5.0  # how far a line of text reaches over and under its base
MIDDLE = 5.0  # from a text's middle to its base
STRIDE = 3.0  # between the places of a line that are looked at


@dataclass(frozen=True)
class Spot:
    """A point that has a name."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Ground:
    """What a name must respect.

    Attributes:
        plot: What it may not leave.
        points: Places of all points, in pixels.
        radius: How far a point reaches.
        lines: Each a row of places; a name stays off them where there is a choice.
    """

    plot: Box
    points: Sequence[Point]
    radius: float
    lines: Sequence[Sequence[Point]] = ()


def name_spots(spots: Sequence[Spot], ground: Ground) -> str:
    """Return the names of the spots, the first ones placed first.

    A name that finds no room near its point is left out. One that stands away from its point is tied to it
    by a thin line that crosses no other point or name.
    """
    taken = [_around(point, ground.radius) for point in ground.points]
    lines = [place for line in ground.lines for place in strewn(line, STRIDE)]
    ties, names = [], []
    for spot in spots:
        found = _room(spot, taken, lines, ground)
        if found is None:
            continue
        taken.append(found)
        end = _tie(spot, found)
        if end:
            taken += [_around(place, 1) for place in strewn([end, (spot.x, spot.y)], STRIDE)]
            share = ground.radius / math.dist((spot.x, spot.y), end)
            x, y = spot.x + (end[0] - spot.x) * share, spot.y + (end[1] - spot.y) * share
            ties.append(element("line", x1=x, y1=y, x2=end[0], y2=end[1], stroke=QUIET, stroke_width=0.75))
        names.append(text(spot.name, found.left, found.bottom - BELOW, size=SMALL, halo=True))
    return element("g", *ties, *names, class_="chart__labels") if names else ""


def _room(spot: Spot, taken: Sequence[Box], lines: Sequence[Point], ground: Ground) -> Box | None:
    """Return the best place that is free; one off the lines where there is any."""
    free = [
        box
        for box in _places(spot)
        if box.inside(ground.plot) and not any(map(box.touches, taken)) and _is_told(spot, box, taken, ground)
    ]
    clear = (box for box in free if not any(box.holds(place) for place in lines))
    return next(clear, free[0] if free else None)


def _places(spot: Spot) -> Iterator[Box]:
    """Yield where a name may stand, the best place first: beside its point, over and under it, farther away."""
    width = width_of(spot.name, SMALL)
    right, left, middle = spot.x + NEAR, spot.x - NEAR - width, spot.x - width / 2
    yield _box(right, spot.y + MIDDLE, width)
    yield _box(left, spot.y + MIDDLE, width)
    yield _box(middle, spot.y - NEAR, width)
    yield _box(middle, spot.y + NEAR + 2 * MIDDLE, width)
    for step in range(1, STEPS + 1):
        for start in (right, left):
            for way in (-1, 1):
                yield _box(start, spot.y + MIDDLE + way * step * STEP, width)


def _anchor(spot: Spot, box: Box) -> Point:
    """Return the place of a name's edge that the eye goes to from its point."""
    if box.left < spot.x < box.right:
        return spot.x, box.bottom if box.bottom < spot.y else box.top
    return (box.left - 1 if box.left > spot.x else box.right + 1), box.bottom - BELOW - MIDDLE


def _tie(spot: Spot, box: Box) -> Point | None:
    """Return where the line from a point to its name ends; None where the name stands straight beside it."""
    x, y = _anchor(spot, box)
    return None if x == spot.x or abs(y - spot.y) < 1 else (x, y)


def _is_told(spot: Spot, box: Box, taken: Sequence[Box], ground: Ground) -> bool:
    """Return whether a name can only be read as that of its point: no other is nearer, and no tie is crossed."""
    end = _tie(spot, box)
    if end is None:
        anchor = _anchor(spot, box)
        near = math.dist(anchor, (spot.x, spot.y))
        return not any(math.dist(anchor, point) < near for point in ground.points)
    own = _around((spot.x, spot.y), ground.radius)
    places = list(strewn([(spot.x, spot.y), end], STRIDE))
    return not any(one.holds(place) for place in places for one in taken if one != own)


def _around(point: Point, radius: float) -> Box:
    return Box(point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)


def _box(left: float, base: float, width: float) -> Box:
    return Box(left, base - ABOVE, left + width, base + BELOW)
