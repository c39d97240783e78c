"""The keys over a picture: a sample of what is drawn and its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts.axes import polyline
from charts.svg import SMALL, TEXT, element, fit, text, width_of

LEFT, TOP = 8.0, 8.0
SWATCH, SWATCH_GAP, KEY_GAP = 20.0, 6.0, 20.0
ROWS = {TEXT: 28.0, SMALL: 22.0}  # a row's height, by the size of its text


@dataclass(frozen=True)
class Key:
    """One entry.

    Attributes:
        name: In the reader's language.
        sample: Draws, ``SWATCH`` wide, from the left edge and the middle height it is given, in pixels.
    """

    name: str
    sample: Callable[[float, float], str]


def legend(keys: Sequence[Key], right: float, size: int = TEXT) -> tuple[str, float]:
    """Return the keys in rows up to the edge ``right``, and the height below them, in pixels."""
    x, y, parts = LEFT, TOP, []
    for key in keys:
        name = fit(key.name, right - LEFT - SWATCH - SWATCH_GAP, size)
        width = SWATCH + SWATCH_GAP + width_of(name, size)
        if x > LEFT and x + width > right:
            x, y = LEFT, y + ROWS[size]
        parts.append(key.sample(x, y + 8))
        parts.append(text(name, x + SWATCH + SWATCH_GAP, y + 13, size=size))
        x += width + KEY_GAP
    return (element("g", *parts, class_="chart__names"), y + ROWS[size] + 8) if parts else ("", TOP)


def swatch(fill: str) -> Callable[[float, float], str]:
    """Return the sample of a bar's part."""
    return lambda x, y: element("rect", x=x, y=y - 8, width=SWATCH, height=SWATCH - 4, fill=fill)


def stroke(colour: str, dash: str | None, thick: float) -> Callable[[float, float], str]:
    """Return the sample of a line."""
    return lambda x, y: polyline([(x, y), (x + SWATCH, y)], colour, dash=dash, thick=thick)
