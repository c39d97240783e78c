"""Control charts: one measure over periods, with the limits of its own chance variation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from charts import flags
from charts.axes import Frame, apart, frame_of, no_figures, period_labels, polyline, runs, value_grid
from charts.figures import Break, Chart, Words
from charts.flags import Flag, Placed
from charts.legend import SWATCH, Key, legend, stroke
from charts.palette import PALETTE
from charts.process import ControlNames, ControlPoint, Process, Segment, check_process, process_table
from charts.scale import Scale, ticks_around
from charts.states import mark, state_keys
from charts.svg import INK, QUIET, SMALL, WIDTH, element, hint, picture, text, width_of

PLOT, UNDER = 250.0, 40.0  # heights of the plot, and of what is below it
MARGIN, BESIDE, LINE_GAP = 10.0, 6.0, 17.0
WIDEST, WIDEST_TICK = 0.27, 0.3  # of the width, for the names of lines on the right and the ticks on the left
CLEAR = 1.5  # between the limits of one stretch and the next
CENTRE, LIMITS, TRIAL, NEAR = (INK, None, 1.5), (QUIET, "7 4", 1.5), (QUIET, "3 5", 1.5), (QUIET, "1 4", 1.0)
TARGET = (PALETTE[4].colour, "12 4 2 4", 2.0)
SERIES = "#6f777b"


def control_chart(
    *,
    chart_id: str,
    words: Words,
    names: ControlNames,
    periods: Sequence[str],
    points: Sequence[ControlPoint],
    segments: Sequence[Segment] = (),
    breaks: Sequence[Break] = (),
    target: Sequence[float | None] = (),
    bounds: tuple[float, float] | None = None,
    from_zero: bool = False,
    width: float = WIDTH,
) -> Chart:
    """Draw a measure with its centre line and limits; each point's state is told by shape and colour.

    Args:
        chart_id: Unique on the page.
        words: What the chart says; ``missing`` stands for figures and limits that are not known.
        names: What its parts are called.
        periods: Labels in time order; those that would overlap are left out of the picture.
        points: One per period.
        segments: In time order; none where there are no limits yet. Points are joined across them.
        breaks: Where figures are not comparable across; neither points nor limits are joined there.
        target: One level per period, or nothing; a trajectory where they differ.
        bounds: The least and the most that the figure can be, such as 0 and 1 of a share: the axis stops there,
            unless a limit lies beyond.
        from_zero: Whether the axis must show zero.
        width: Of the view box, in pixels at the picture's own size; ``NARROW`` for a phone's.

    Raises:
        ChartError: Lengths differ; a value is not finite or above 1e100; limits are not in order; a state
            is not known; segments are not in order; or a break or segment lies outside the periods.
    """
    given = Process(words, names, periods, points, segments, breaks, target)
    check_process(chart_id, given)
    keys, top = legend(_keys(given, WIDEST * width), width - MARGIN, SMALL)
    frame, placed = _frame(given, bounds, from_zero, width, top)
    drawn = picture(
        keys,
        *_content(given, frame, placed),
        chart_id=chart_id,
        kind="control",
        title=words.title,
        summary=words.summary,
        height=frame.bottom + UNDER,
        width=width,
        direction="ltr",
    )
    return Chart(drawn, words.summary, process_table(given))


def _keys(given: Process, widest: float) -> list[Key]:
    names, segments = given.names, given.segments
    drawn = [(point.state, point.uncertain) for point in given.points if point.value is not None]
    limited = [one for one in segments if one.lower is not None or one.upper is not None]
    entries = (
        (names.centre, CENTRE, any(one.centre is not None for one in segments)),
        (names.limits, LIMITS, any(not one.trial for one in limited)),
        (names.near, NEAR, any(one.near for one in segments)),
        (names.target, TARGET, _level(given) is not None and not _target_label(given, widest)),
    )
    lines = [Key(name, stroke(*look)) for name, look, occurs in entries if occurs]
    # Limits on trial are dashed, and the points that they judge are hollow: one name for both.
    if any(given.on_trial(place) for place, point in enumerate(given.points) if point.value is not None):
        lines.insert(0, Key(names.trial, _trial))
    return [*state_keys(names.states, drawn), *lines]


def _trial(x: float, y: float) -> str:
    return stroke(*TRIAL)(x, y) + mark("common_cause", x + SWATCH / 2, y, hollow=True)


def _frame(
    given: Process, bounds: tuple[float, float] | None, from_zero: bool, width: float, top: float
) -> tuple[Frame, list[Placed]]:
    ticks, count = ticks_around(given.figures(), bounds=bounds, from_zero=from_zero), len(given.periods)
    ends = (BESIDE + width_of(label, SMALL) for _, label in _ends(given, WIDEST * width))
    right = width - MARGIN - max(ends, default=0)
    frame = frame_of(ticks, given.words.number, count, right=right, width=width, widest=WIDEST_TICK * width)
    placed = flags.place([Flag(frame.before(place), label) for place, label in given.notes().items()], width)
    # The flags decide where the plot begins; where they stand is known first, from side to side.
    top += 10 + flags.rows_of(placed) * flags.ROW
    return replace(frame, values=Scale(ticks, top + PLOT, top)), placed


def _content(given: Process, frame: Frame, placed: Sequence[Placed]) -> Iterator[str]:
    yield value_grid(frame, given.words.number, labelled=bool(given.figures()), widest=WIDEST_TICK * frame.width)
    yield period_labels(frame, given.periods)
    yield flags.draw(placed, frame.top, frame.bottom)
    yield _limits(given, frame)
    yield _target(given, frame)
    yield _points(given, frame)
    ends = _ends(given, WIDEST * frame.width)
    heights = apart([frame.values(value) for value, _ in ends], LINE_GAP, frame.top, frame.bottom)
    labels = [text(label, frame.right + BESIDE, y + 5, size=SMALL) for y, (_, label) in zip(heights, ends, strict=True)]
    yield element("g", *labels, class_="chart__ends") if labels else ""
    if all(point.value is None for point in given.points):
        yield no_figures(given.words.missing, frame.left, frame.right, (frame.top + frame.bottom) / 2)


def _limits(given: Process, frame: Frame) -> str:
    parts = []
    stops = {one.before for one in given.breaks} | {one.start for one in given.segments}
    edges = [*sorted(stop for stop in stops if given.segment(stop)), len(given.periods)]
    for start, end in pairwise(edges):
        one = given.segment(start)
        assert one is not None
        near = one.near or (None, None)
        limits = TRIAL if one.trial else LIMITS
        entries = (
            ("lower", one.lower, limits),
            ("near", near[0], NEAR),
            ("centre", one.centre, CENTRE),
            ("near", near[1], NEAR),
            ("upper", one.upper, limits),
        )
        left, right = frame.before(start) + CLEAR, frame.before(end) - CLEAR
        for name, value, (colour, dash, thick) in entries:
            if value is not None:
                y = frame.values(value)
                line = polyline([(left, y), (right, y)], colour, dash=dash, thick=thick)
                parts.append(element("g", line, class_=f"chart__{name}"))
    return element("g", *parts, class_="chart__limits") if parts else ""


def _target(given: Process, frame: Frame) -> str:
    lines = []
    colour, dash, thick = TARGET
    for run in runs(given.target, set()):
        points = [(frame.places[place], frame.values(value)) for place, value in run]
        # A level holds for its whole period: so a single one can be seen, too.
        points = [(points[0][0] - frame.half, points[0][1]), *points, (points[-1][0] + frame.half, points[-1][1])]
        lines.append(polyline(points, colour, dash=dash, thick=thick))
    return element("g", *lines, class_="chart__target") if lines else ""


def _points(given: Process, frame: Frame) -> str:
    names, number = given.names, given.words.number
    lines: list[str] = []
    marks: list[str] = []
    special: list[str] = []
    radius = min(max(0.84 * frame.half, 1.5), 4.5)
    for run in runs([point.value for point in given.points], {one.before for one in given.breaks}):
        places = [(frame.places[place], frame.values(value)) for place, value in run]
        if len(run) > 1:
            lines.append(polyline(places, SERIES, thick=1.5 if radius > 3 else 1))
        for (x, y), (place, value) in zip(places, run, strict=True):
            point = given.points[place]
            note = hint(given.periods[place], f"{names.value} {number(value)}", given.said(place))
            drawn = mark(point.state, x, y, note, radius=radius, hollow=given.hollow(place))
            # What is special is drawn last: a crowd of ordinary points must not cover it.
            (marks if point.state in (None, "common_cause") else special).append(drawn)
    return element("g", *lines, *marks, *special, class_="chart__series") if marks or special else ""


def _ends(given: Process, widest: float) -> list[tuple[float, str]]:
    """Return the levels that are named on the right, and their names; a figure is never cut."""
    last, level = given.segments[-1] if given.segments else None, _level(given)
    limits = (last.upper, last.centre, last.lower) if last else ()
    ends = [(value, given.words.number(value)) for value in dict.fromkeys(limits) if value is not None]
    if level is not None:
        ends.append((level, _target_label(given, widest)))
    return [(value, label) for value, label in ends if label and width_of(label, SMALL) <= widest]


def _level(given: Process) -> float | None:
    """Return the last level of the target."""
    return next((value for value in reversed(given.target) if value is not None), None)


def _target_label(given: Process, widest: float) -> str:
    """Return what the target's line is called at its end; nothing where there is no room, or no target."""
    level = _level(given)
    if level is None:
        return ""
    labels = (f"{given.names.target} {given.words.number(level)}", given.names.target)
    return next((label for label in labels if width_of(label, SMALL) <= widest), "")
