"""What pictures over periods share: the frame, its grid, the periods' labels, breaks and lines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from charts.boxes import Box
from charts.figures import Break
from charts.scale import Scale
from charts.svg import INK, QUIET, RULE, SMALL, TEXT, element, fit, number, text, width_of

TOP, BOTTOM, HEIGHT = 28.0, 300.0, 340.0
WIDEST_TICK = 170.0
INSET = 14.0  # between an edge and the first or last point


@dataclass(frozen=True)
class Frame:
    """Where the lines go: a scale for values and a place for each period, between two edges, in pixels."""

    values: Scale
    places: tuple[float, ...]
    left: float
    right: float
    width: float

    @property
    def top(self) -> float:
        """The height of the highest value."""
        return self.values.end

    @property
    def bottom(self) -> float:
        """The height of the lowest value, where the periods' axis is."""
        return self.values.start

    @property
    def plot(self) -> Box:
        """The whole of it."""
        return Box(self.left, self.top, self.right, self.bottom)

    @property
    def half(self) -> float:
        """Half the distance of two periods, as far as there is room beside the first and the last."""
        if len(self.places) < 2:
            return (self.right - self.left) / 2
        return min((self.places[1] - self.places[0]) / 2, INSET)

    def before(self, place: int) -> float:
        """Return the middle between a period and the one before it; of the first, where its share begins."""
        if place == 0:
            return self.places[0] - self.half
        if place == len(self.places):
            return self.places[-1] + self.half
        return (self.places[place - 1] + self.places[place]) / 2


def frame_of(
    ticks: tuple[float, ...],
    shown: Callable[[float], str],
    count: int,
    *,
    right: float,
    width: float,
    widest: float = WIDEST_TICK,
) -> Frame:
    """Return the frame for ``count`` periods, with room on the left for the ticks as they are ``shown``."""
    left = 12 + min(max(width_of(shown(tick), SMALL) for tick in ticks), widest)
    scale = Scale(ticks, BOTTOM, TOP)
    if count == 1:
        return Frame(scale, ((left + right) / 2,), left, right, width)
    apart = (right - left - 2 * INSET) / max(count - 1, 1)
    places = tuple(left + INSET + apart * place for place in range(count))
    return Frame(scale, places, left, right, width)


def value_grid(frame: Frame, shown: Callable[[float], str], *, labelled: bool, widest: float = WIDEST_TICK) -> str:
    """Return a rule for each tick, and its label where the chart has any figures."""
    parts = []
    for tick in frame.values.ticks:
        y = frame.values(tick)
        parts.append(element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, stroke=RULE if tick else INK))
        if not labelled:
            continue
        label = fit(shown(tick), widest, SMALL)
        parts.append(text(label, frame.left - 6, y + 5, size=SMALL, fill=QUIET, anchor="end"))
    return element("g", *parts, class_="chart__grid")


def across_grid(
    scale: Scale, top: float, bottom: float, shown: Callable[[float], str], *, labelled: bool, width: float
) -> str:
    """Return an upright rule for each tick of a scale that runs across, and labels under those that have room."""
    parts, free = [], 0.0
    widest = max(width_of(shown(tick), SMALL) for tick in scale.ticks) + 10
    apart = (scale.end - scale.start) / (len(scale.ticks) - 1)
    every = max(1, -int(-widest // apart))
    for place, tick in enumerate(scale.ticks):
        x = scale(tick)
        parts.append(element("line", x1=x, x2=x, y1=top, y2=bottom, stroke=RULE if tick else INK))
        if labelled and place % every == 0:
            label = fit(shown(tick), scale.end - scale.start, SMALL)
            half = width_of(label, SMALL) / 2
            middle = min(max(x, half + 2), width - half - 2)
            if middle - half < free:  # the picture's edge pushed this one or the last
                continue
            free = middle + half + 4
            parts.append(text(label, middle, bottom + 18, size=SMALL, fill=QUIET, anchor="middle"))
    return element("g", *parts, class_="chart__grid")


def period_labels(frame: Frame, periods: Sequence[str]) -> str:
    """Return the labels under the axis; those that would overlap are left out."""
    if not periods:
        return ""
    widest = max(width_of(period, SMALL) for period in periods) + 14
    apart = (frame.places[-1] - frame.places[0]) / max(len(periods) - 1, 1)
    every = max(1, -int(-widest // apart)) if apart else 1
    parts, free = [], 0.0
    for place in range(0, len(periods), every):
        x = frame.places[place]
        label = fit(periods[place], frame.right - frame.left, SMALL)
        half = width_of(label, SMALL) / 2
        middle = min(max(x, half + 2), frame.width - half - 2)
        if middle - half < free:  # the picture's edge pushed this one or the last
            continue
        free = middle + half + 4
        parts.append(element("line", x1=x, x2=x, y1=frame.bottom, y2=frame.bottom + 5, stroke=INK))
        parts.append(text(label, middle, frame.bottom + 22, size=SMALL, fill=QUIET, anchor="middle"))
    return element("g", *parts, class_="chart__periods")


def break_line(frame: Frame, one: Break) -> str:
    """Return a dotted line between two periods, with its label above."""
    x = frame.before(one.before)
    half = min(width_of(one.label, SMALL), frame.width - 8) / 2
    return element(
        "g",
        element("line", x1=x, x2=x, y1=frame.top - 6, y2=frame.bottom, stroke=QUIET, stroke_dasharray="3 3"),
        text(
            fit(one.label, 2 * half, SMALL),
            min(max(x, half + 4), frame.width - half - 4),
            frame.top - 12,
            size=SMALL,
            fill=QUIET,
            anchor="middle",
        ),
        class_="chart__break",
    )


def runs(values: Sequence[float | None], stops: set[int]) -> Iterator[list[tuple[int, float]]]:
    """Yield the stretches of known values that a line may join, as (place, value)."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if run and (value is None or place in stops):
            yield run
            run = []
        if value is not None:
            run.append((place, value))
    if run:
        yield run


def polyline(points: Sequence[tuple[float, float]], colour: str, *, dash: str | None = None, thick: float = 2.5) -> str:
    """Return a line through points, in pixels."""
    return element(
        "polyline",
        points=" ".join(f"{number(x)},{number(y)}" for x, y in points),
        fill="none",
        stroke=colour,
        stroke_width=thick,
        stroke_linejoin="round",
        stroke_dasharray=dash,
    )


def apart(heights: Sequence[float], gap: float, top: float = TOP, bottom: float = BOTTOM) -> list[float]:
    """Return the heights moved as little as it takes for names not to touch, inside the frame."""
    order = sorted(range(len(heights)), key=lambda place: (heights[place], place))
    moved = list(heights)
    lowest = top
    for place in order:
        moved[place] = max(moved[place], lowest)
        lowest = moved[place] + gap
    highest = bottom
    for place in reversed(order):
        moved[place] = min(moved[place], highest)
        highest = moved[place] - gap
    return moved


def no_figures(words: str, left: float, right: float, y: float) -> str:
    """Return the sentence that stands in a picture without any figures."""
    return text(fit(words, right - left), (left + right) / 2, y, size=TEXT, fill=QUIET, anchor="middle")
