"""Funnel charts: units over the number of people behind each figure, with the limits of chance."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from charts.axes import Frame, across_grid, frame_of, no_figures, polyline, value_grid
from charts.boxes import Box, Point, clipped
from charts.figures import Chart, ChartError, Table, Words, check_id, check_values
from charts.labels import Ground, Spot, name_spots
from charts.legend import Key, legend, stroke
from charts.scale import Scale, ticks_around, ticks_over
from charts.states import State, StateNames, check_states, mark, state_keys
from charts.svg import INK, QUIET, SMALL, WIDTH, element, fit, hint, picture, text, width_of

PLOT, UNDER, MARGIN, BESIDE = 290.0, 54.0, 10.0, 6.0
WIDEST = 0.27  # of the width, for the ticks on the left and for the name of a unit
CROWD = 60  # above so many units, smaller points
CENTRE, INNER, OUTER = (INK, None, 1.5), (QUIET, "7 4", 1.5), (QUIET, None, 1.5)


@dataclass(frozen=True)
class FunnelUnit:
    """One unit's figure.

    Attributes:
        name: In the reader's language.
        count: Of the people behind the figure; not negative.
        value: None where it is not known: in the table only.
        state: Fixes shape and colour; a unit of any but ``common_cause`` is named in the picture.
        why: What puts it into its state, in the reader's language; in the hint and the table.
        uncertain: Drawn hollow, such as one between the inner and the outer limits.
    """

    name: str
    count: float
    value: float | None
    state: State = "common_cause"
    why: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class FunnelLimit:
    """The limits at one number of people, from the lowest to the highest, in the values' unit.

    The inner ones are those of 95 %, the outer ones those of 99.8 %.
    """

    count: float
    outer_lower: float
    inner_lower: float
    inner_upper: float
    outer_upper: float


@dataclass(frozen=True)
class FunnelNames:
    """What the parts of a funnel chart are called, in the reader's language.

    ``count`` and ``value`` stand at the axes; ``people`` formats a number of people.
    """

    people: Callable[[float], str]
    count: str
    value: str
    centre: str
    inner: str
    outer: str
    state: str
    states: StateNames


@dataclass(frozen=True)
class _Given:
    words: Words
    names: FunnelNames
    units: Sequence[FunnelUnit]
    limits: Sequence[FunnelLimit]
    centre: float | None

    @property
    def drawn(self) -> list[tuple[FunnelUnit, float]]:
        """The units whose value is known, with it."""
        return [(unit, unit.value) for unit in self.units if unit.value is not None]


def funnel_chart(
    *,
    chart_id: str,
    words: Words,
    names: FunnelNames,
    units: Sequence[FunnelUnit],
    limits: Sequence[FunnelLimit] = (),
    centre: float | None = None,
    bounds: tuple[float, float] | None = None,
    width: float = WIDTH,
) -> Chart:
    """Draw units as points over the number of people behind them; those outside the limits are named.

    The value axis has room for every unit, and for the limits at the unit in the middle: those at a handful
    of people reach so far that they would press all others together, and are cut off at the edge.

    Args:
        chart_id: Unique on the page.
        words: What the chart says.
        names: What its parts are called.
        units: In the order of the table.
        limits: By rising number of people, close enough for a smooth curve.
        centre: The figure of all together; None where not known.
        bounds: The least and the most that the figure can be, such as 0 and 1 of a share: the axis stops there.
        width: Of the view box, in pixels at the picture's own size; ``NARROW`` for a phone's.

    Raises:
        ChartError: A number is not finite or above 1e100, a count negative, a state not known, or limits are
            not in order.
    """
    given = _Given(words, names, units, limits, centre)
    _check(chart_id, given)
    keys, top = legend(_keys(given), width - MARGIN, SMALL)
    frame, counts = _frame(given, bounds, top + 24, width)
    drawn = picture(
        keys,
        *_content(given, frame, counts),
        chart_id=chart_id,
        kind="funnel",
        title=words.title,
        summary=words.summary,
        height=frame.bottom + UNDER,
        width=width,
        direction="ltr",
    )
    return Chart(drawn, words.summary, _table(given))


def _check(chart_id: str, given: _Given) -> None:
    check_id(chart_id)
    check_values("a unit", [unit.value for unit in given.units])
    check_values("the centre", [given.centre])
    check_states(unit.state for unit in given.units)
    counts = [unit.count for unit in given.units] + [one.count for one in given.limits]
    check_values("a number of people", counts)
    if any(count < 0 for count in counts):
        raise ChartError("a number of people is negative")
    for one in given.limits:
        levels = [one.outer_lower, one.inner_lower, one.inner_upper, one.outer_upper]
        check_values("a limit", levels)
        if levels != sorted(levels):
            raise ChartError(f"limits are not in order: {one}")
    rising = [one.count for one in given.limits]
    if rising != sorted(set(rising)):
        raise ChartError("limits come by rising number of people")


def _frame(given: _Given, bounds: tuple[float, float] | None, top: float, width: float) -> tuple[Frame, Scale]:
    """Return the frame of the values, and the scale of the numbers of people."""
    values = [value for _, value in given.drawn]
    middle = median([unit.count for unit, _ in given.drawn] or [one.count for one in given.limits] or [0])
    seen = next((one for one in given.limits if one.count >= middle), None)
    levels = [*values, *((seen.outer_lower, seen.outer_upper) if seen else ()), given.centre]
    ticks = ticks_around([level for level in levels if level is not None], bounds=bounds)
    most = [unit.count for unit, _ in given.drawn] or [one.count for one in given.limits[-1:]]
    end = width_of(_centre_label(given, width), SMALL)
    right = width - MARGIN - (end + BESIDE if end else 0)
    frame = frame_of(ticks, given.words.number, 0, right=right, width=width, widest=WIDEST * width)
    counts = Scale(ticks_over([max(most, default=0)]), frame.left, frame.right)
    return Frame(Scale(ticks, top + PLOT, top), (), frame.left, frame.right, width), counts


def _centre_label(given: _Given, width: float) -> str:
    """Return the figure at the end of the centre line; nothing where it is not known, or has no room."""
    label = "" if given.centre is None else given.words.number(given.centre)
    return label if width_of(label, SMALL) <= WIDEST * width else ""


def _keys(given: _Given) -> list[Key]:
    names = given.names
    entries = (
        (names.centre, CENTRE, given.centre is not None),
        (names.inner, INNER, len(given.limits) > 1),
        (names.outer, OUTER, len(given.limits) > 1),
    )
    states = state_keys(names.states, [(unit.state, unit.uncertain) for unit, _ in given.drawn])
    return [*states, *(Key(name, stroke(*look)) for name, look, occurs in entries if occurs)]


def _content(given: _Given, frame: Frame, counts: Scale) -> Iterator[str]:
    words, names, bottom = given.words, given.names, frame.bottom
    known = bool(given.drawn or given.limits)
    yield value_grid(frame, words.number, labelled=known, widest=WIDEST * frame.width)
    yield across_grid(counts, bottom, bottom + 5, names.people, labelled=known, width=frame.width)
    axis = fit(names.count, frame.width - 2 * MARGIN, SMALL)
    half = width_of(axis, SMALL) / 2 + 2
    middle = min(max((frame.left + frame.right) / 2, half), frame.width - half)
    yield text(axis, middle, bottom + 45, size=SMALL, fill=QUIET, anchor="middle")
    yield text(fit(names.value, frame.width - 2 * MARGIN, SMALL), MARGIN, frame.top - 12, size=SMALL, fill=QUIET)
    curves = _curve_places(given, frame, counts)
    yield _curves(curves)
    yield from _centre(given, frame)
    yield from _points(given, frame, counts, [*_centre_places(given, frame), *curves["outer"], *curves["inner"]])
    if not given.drawn:
        yield no_figures(words.missing, frame.left, frame.right, (frame.top + bottom) / 2)


def _curve_places(given: _Given, frame: Frame, counts: Scale) -> dict[str, list[list[Point]]]:
    """Return what of the limits lies in the plot: per name, its lines."""
    curves = (
        ("outer", [one.outer_lower for one in given.limits]),
        ("inner", [one.inner_lower for one in given.limits]),
        ("inner", [one.inner_upper for one in given.limits]),
        ("outer", [one.outer_upper for one in given.limits]),
    )
    found: dict[str, list[list[Point]]] = {"outer": [], "inner": []}
    for name, levels in curves:
        points = [(counts(one.count), frame.values(level)) for one, level in zip(given.limits, levels, strict=True)]
        found[name] += clipped(points, frame.plot)
    return found


def _curves(curves: dict[str, list[list[Point]]]) -> str:
    parts = []
    for name, lines in curves.items():
        colour, dash, thick = OUTER if name == "outer" else INNER
        drawn = [polyline(line, colour, dash=dash, thick=thick) for line in lines]
        parts.append(element("g", *drawn, class_=f"chart__{name}") if drawn else "")
    return element("g", *parts, class_="chart__limits") if any(parts) else ""


def _centre_places(given: _Given, frame: Frame) -> list[list[Point]]:
    if given.centre is None:
        return []
    y = frame.values(given.centre)
    return [[(frame.left, y), (frame.right, y)]]


def _centre(given: _Given, frame: Frame) -> Iterator[str]:
    colour, dash, thick = CENTRE
    for line in _centre_places(given, frame):
        yield element("g", polyline(line, colour, dash=dash, thick=thick), class_="chart__centre")
        label, y = _centre_label(given, frame.width), line[0][1] + 5
        yield element("g", text(label, frame.right + BESIDE, y, size=SMALL), class_="chart__ends") if label else ""


def _points(given: _Given, frame: Frame, counts: Scale, lines: Sequence[Sequence[Point]]) -> Iterator[str]:
    words, names = given.words, given.names
    radius = 4.5 if len(given.drawn) <= CROWD else 3.0
    middle = frame.top if given.centre is None else frame.values(given.centre)
    places = [(unit, counts(unit.count), frame.values(value), value) for unit, value in given.drawn]
    # What is special is drawn last: a crowd of ordinary points must not cover it.
    places.sort(key=lambda place: place[0].state != "common_cause")
    marks, spots = [], []
    for unit, x, y, value in places:
        facts = (
            f"{names.count} {names.people(unit.count)}",
            f"{names.value} {words.number(value)}",
            given.names.states.said(unit.state, unit.why, uncertain=unit.uncertain),
        )
        marks.append(mark(unit.state, x, y, hint(unit.name, *facts), radius=radius, hollow=unit.uncertain))
        if unit.state != "common_cause":
            spots.append(Spot(x, y, fit(unit.name, WIDEST * 1.3 * frame.width, SMALL)))
    yield element("g", *marks, class_="chart__series") if marks else ""
    spots.sort(key=lambda spot: (-abs(spot.y - middle), spot.x, spot.name))
    # A name beside a point on the edge reaches over it, but not as far as the axes' own labels.
    room = Box(frame.left, frame.top - 6, frame.right, frame.bottom + 10)
    yield name_spots(spots, Ground(room, [(x, y) for _, x, y, _ in places], radius + 1.5, lines))


def _table(given: _Given) -> Table:
    words, names = given.words, given.names
    rows = []
    for unit in given.units:
        shown = (
            (words.missing, words.missing)
            if unit.value is None
            else (words.number(unit.value), given.names.states.said(unit.state, unit.why, uncertain=unit.uncertain))
        )
        rows.append((unit.name, names.people(unit.count), *shown))
    return Table((words.heading, names.count, names.value, names.state), tuple(rows))
