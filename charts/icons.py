"""The icons of variation ("is it changing?") and assurance ("can it be relied on to meet the target?").

The field knows them by letter and colour: H and L for high and low, P and F for passing and falling short, "?"
for hit or miss. Ours say the same by shape, too, so that they can be told apart in black and white: the point
on the line is that of the control chart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from charts.axes import polyline
from charts.boxes import Point
from charts.figures import ChartError
from charts.states import STATES, State, mark
from charts.svg import FONT, INK, PAPER, QUIET, element, escape

Variation = Literal[
    "common_cause", "improvement_high", "improvement_low", "concern_high", "concern_low", "neutral_high", "neutral_low"
]
Assurance = Literal["pass", "fail", "inconsistent", "empty"]

SIZE, MIDDLE, RADIUS = 48.0, 24.0, 21.5


@dataclass(frozen=True)
class _Sign:
    """What a circle of a state's colour holds: a letter and a line, with the state's point on it.

    ``at`` is the middle of the letter's base; a ``dashed`` line stands for a target. All in pixels of the
    view box.
    """

    state: State
    letter: str
    at: Point
    size: float
    line: tuple[Point, ...]
    point: Point
    dashed: bool = False


def _changing(state: State, *, high: bool) -> _Sign:
    if high:
        return _Sign(state, "H", (16, 23), 17, ((10, 33), (19, 33), (31, 19)), (31, 19))
    return _Sign(state, "L", (16, 37), 17, ((10, 15), (19, 15), (31, 29)), (31, 29))


def _assuring(state: State, letter: str) -> _Sign:
    return _Sign(state, letter, (MIDDLE, 25), 22, ((8.5, 34), (39.5, 34)), (MIDDLE, 34), dashed=True)


_VARIATION: Mapping[str, _Sign] = {
    "common_cause": _Sign(
        "common_cause", "", (MIDDLE, MIDDLE), 17, ((9, 26), (16, 19), (24, 29), (32, 19), (39, 25)), (24, 29)
    ),
    "improvement_high": _changing("improvement", high=True),
    "improvement_low": _changing("improvement", high=False),
    "concern_high": _changing("concern", high=True),
    "concern_low": _changing("concern", high=False),
    "neutral_high": _changing("neutral", high=True),
    "neutral_low": _changing("neutral", high=False),
}
_ASSURANCE: Mapping[str, _Sign | None] = {
    "pass": _assuring("improvement", "P"),
    "fail": _assuring("concern", "F"),
    "inconsistent": _assuring("common_cause", "?"),
    "empty": None,
}


def variation_icon(kind: Variation, *, title: str) -> str:
    """Return the icon that says whether and how a measure is changing.

    Args:
        kind: What the last points of its control chart show.
        title: What the icon says, in the reader's language; it is the icon's name.

    Raises:
        ChartError: There is no such icon, or it has no name.
    """
    return _icon(_VARIATION, kind, title)


def assurance_icon(kind: Assurance, *, title: str) -> str:
    """Return the icon that says whether a measure can be relied on to meet its target; see ``variation_icon``.

    ``empty`` is for a measure without a target.
    """
    return _icon(_ASSURANCE, kind, title)


def _icon(signs: Mapping[str, _Sign | None], kind: str, title: str) -> str:
    if kind not in signs:
        raise ChartError(f"there is no icon for {kind!r}")
    if not title.strip():
        raise ChartError(f"the icon {kind!r} has no name")
    # Named by a label and not by reference: a board shows the same icon many times, and ids would be the same, too.
    return element(
        "svg",
        element("title", escape(title)),
        *_content(signs[kind]),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart-icon chart-icon--{kind.replace('_', '-')}",
        viewBox=f"0 0 {SIZE:g} {SIZE:g}",
        width=SIZE,
        height=SIZE,
        role="img",
        aria_label=title,
        font_family=FONT,
        direction="ltr",
    )


def _content(sign: _Sign | None) -> list[str]:
    if sign is None:
        return [_circle(QUIET, "4 4")]
    (x, y), colour = sign.at, STATES[sign.state].colour
    parts = [_circle(colour, None)]
    if sign.dashed:
        parts.append(polyline(sign.line, INK, dash="5 2", thick=2))
    else:
        parts.append(polyline(sign.line, colour))
    if sign.letter:
        look = {"font_weight": "bold", "fill": INK, "text_anchor": "middle"}
        parts.append(element("text", escape(sign.letter), x=x, y=y, font_size=sign.size, **look))
    return [*parts, mark(sign.state, *sign.point, radius=5)]


def _circle(colour: str, dash: str | None) -> str:
    return element(
        "circle",
        cx=MIDDLE,
        cy=MIDDLE,
        r=RADIUS,
        fill=PAPER,
        stroke=colour,
        stroke_width=4,
        stroke_dasharray=dash,
    )
