"""Labels over places of a picture, each at the head of its own line, none over another."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.svg import PAPER, QUIET, SMALL, element, fit, text, width_of

ROW = 19.0
EDGE, BESIDE, GAP = 4.0, 4.0, 8.0


@dataclass(frozen=True)
class Flag:
    """A label at a place.

    Attributes:
        x: Of the line, in pixels.
        label: In the reader's language; cut if it is wider than the picture.
    """

    x: float
    label: str


@dataclass(frozen=True)
class Placed:
    """Where a flag is drawn: its text from ``start`` to ``end``, in the row ``row`` above the lowest, 0."""

    flag: Flag
    text: str
    start: float
    end: float
    row: int

    @property
    def pushed(self) -> bool:
        """Whether the picture's edge keeps the text from beginning at its line."""
        return self.start < self.flag.x + BESIDE


def place(flags: Sequence[Flag], width: float) -> list[Placed]:
    """Return the flags from right to left, the left ones higher, so that no line runs through a text."""
    placed: list[Placed] = []
    for flag in sorted(flags, key=lambda one: one.x, reverse=True):
        label = fit(flag.label, width - 2 * EDGE, SMALL)
        length = width_of(label, SMALL)
        start = max(min(flag.x + BESIDE, width - EDGE - length), EDGE)
        taken = [one.row for one in placed if one.end + GAP > min(start, flag.x) and _left(one) < start + length + GAP]
        placed.append(Placed(flag, label, start, start + length, max(taken, default=-1) + 1))
    return placed


def rows_of(placed: Sequence[Placed]) -> int:
    """Return how many rows the flags take."""
    return max((one.row for one in placed), default=-1) + 1


def draw(placed: Sequence[Placed], top: float, bottom: float) -> str:
    """Return the flags over a plot between two heights; the rows go up from ``top``."""
    lines, labels = [], []
    for one in placed:
        base = top - 10 - one.row * ROW
        lines.append(
            element("line", x1=one.flag.x, x2=one.flag.x, y1=base - 12, y2=bottom, stroke=QUIET, stroke_dasharray="3 3")
        )
        # The text's own ground, for the rare line that the picture's edge pushes it over.
        ground = element("rect", x=one.start - 1, y=base - 14, width=one.end - one.start + 2, height=ROW, fill=PAPER)
        # A text that the edge pushed back ends there, however wide the reader's font is.
        x, anchor = (one.end, "end") if one.pushed else (one.start, None)
        labels.append(element("g", ground, text(one.text, x, base, size=SMALL, fill=QUIET, anchor=anchor)))
    return element("g", *lines, *labels, class_="chart__breaks") if placed else ""


def _left(one: Placed) -> float:
    return min(one.start, one.flag.x)
