"""How series are told apart: colour, and without colour by dash, marker and pattern."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from charts.figures import ChartError, Series
from charts.svg import PAPER, element, number


@dataclass(frozen=True)
class Look:
    """The look of one series.

    Attributes:
        colour: At least 3:1 against white, and apart from the others for colour-blind eyes.
        dash: ``stroke-dasharray`` of its line; None is solid.
        corners: Corners of its marker; 0 is a circle.
        turn: Turn of the marker, in degrees.
        hatch: Its pattern in bars: None is solid.
    """

    colour: str
    dash: str | None
    corners: int
    turn: float
    hatch: str | None


PALETTE = (
    Look("#1d70b8", None, 0, 0, None),
    Look("#b3450b", "9 4", 4, 45, "slope"),
    Look("#5c5c5c", "2 4", 3, 0, "dots"),
    Look("#1d9288", "12 4 2 4", 4, 0, "fall"),
    Look("#6b1244", "5 3", 3, 180, "lines"),
    Look("#8b6cc4", "1 3", 5, 0, "grid"),
)
TILE = 8
_HATCHES = {
    "slope": "M-2 2L2-2M0 8L8 0M6 10L10 6",
    "fall": "M-2 6L2 10M0 0L8 8M6-2L10 2",
    "lines": "M0 4H8",
    "grid": "M0 4H8M4 0V8",
}


def looks_of(series: Sequence[Series]) -> list[Look]:
    """Return a look for each series: its own, else the first that is free.

    Raises:
        ChartError: Two series ask for the same look.
    """
    taken = [one.look for one in series if one.look is not None]
    if len(set(taken)) < len(taken):
        raise ChartError(f"two series ask for the same look: {taken}")
    free = iter(place for place in range(len(PALETTE)) if place not in taken)
    return [PALETTE[next(free) if one.look is None else one.look] for one in series]


def marker(look: Look, x: float, y: float, *children: str, radius: float = 4.5, hollow: bool = False) -> str:
    """Return the series' marker around a point, with a thin white rim; a hollow one is white with a rim of colour."""
    fill, stroke, rim = (PAPER, look.colour, 1.75) if hollow else (look.colour, PAPER, 1)
    if not look.corners:
        return element("circle", *children, cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=rim)
    reach = radius * (1.3 if look.corners < 5 else 1.15)
    angles = [math.radians(look.turn - 90 + 360 / look.corners * corner) for corner in range(look.corners)]
    if look.corners == 4:
        angles = [angle + math.pi / 4 for angle in angles]
    points = " ".join(
        f"{number(x + reach * math.cos(angle))},{number(y + reach * math.sin(angle))}" for angle in angles
    )
    return element("polygon", *children, points=points, fill=fill, stroke=stroke, stroke_width=rim)


def fill_of(look: Look, chart_id: str) -> str:
    """Return the fill of the series' bars: its colour, or a reference to its pattern."""
    return look.colour if look.hatch is None else f"url(#{chart_id}-{look.hatch})"


def pattern(look: Look, chart_id: str) -> str:
    """Return the ``<pattern>`` of a look; nothing for a solid one."""
    if look.hatch is None:
        return ""
    ground = element("rect", width=TILE, height=TILE, fill=look.colour)
    if look.hatch == "dots":
        drawn = element("circle", cx=4, cy=4, r=1.5, fill=PAPER)
    else:
        drawn = element("path", d=_HATCHES[look.hatch], stroke=PAPER, stroke_width=1.5, fill="none")
    return element(
        "pattern",
        ground,
        drawn,
        id=f"{chart_id}-{look.hatch}",
        width=TILE,
        height=TILE,
        patternUnits="userSpaceOnUse",
    )
