"""Rectangles of a picture, and what of a line lies in one."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]

FARTHEST = 1e7


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Return whether they have any room in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        """Return whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def inside(self, other: "Box") -> bool:
        """Return whether it lies in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def clipped(points: Sequence[Point], box: Box) -> Iterator[list[Point]]:
    """Yield the stretches of a line through ``points`` that lie in the box, cut off at its edges."""
    stretch: list[Point] = []
    for one, other in pairwise(_near(point) for point in points):
        part = _part(one, other, box)
        if part is None:
            continue
        start, end = part
        if stretch and stretch[-1] != start:
            yield stretch
            stretch = []
        stretch = [*(stretch or [start]), end]
    if stretch:
        yield stretch


def strewn(points: Sequence[Point], stride: float) -> Iterator[Point]:
    """Yield places on a line through ``points``, no farther than ``stride`` apart, without its last point."""
    for (x, y), (to_x, to_y) in pairwise(points):
        count = int(math.hypot(to_x - x, to_y - y) / stride) + 1
        for step in range(count):
            yield x + (to_x - x) * step / count, y + (to_y - y) * step / count


def _part(one: Point, other: Point, box: Box) -> tuple[Point, Point] | None:
    """Return what of a straight line lies in the box (Liang and Barsky, 1984)."""
    (x, y), across, down = one, other[0] - one[0], other[1] - one[1]
    enter, leave = 0.0, 1.0
    for step, room in (
        (-across, x - box.left),
        (across, box.right - x),
        (-down, y - box.top),
        (down, box.bottom - y),
    ):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    # An end that lies inside is kept as it is, so that stretches can be joined there.
    start = _held(*one, box) if enter == 0 else _held(x + enter * across, y + enter * down, box)
    end = _held(*other, box) if leave == 1 else _held(x + leave * across, y + leave * down, box)
    return start, end


def _near(point: Point) -> Point:
    """Return a point no farther off than what can be reckoned with; none that is in a picture is moved."""
    x, y = (min(max(place, -FARTHEST), FARTHEST) for place in point)
    return x, y


def _held(x: float, y: float, box: Box) -> Point:
    """Return a point of the box's edge, whatever rounding made of it."""
    return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
