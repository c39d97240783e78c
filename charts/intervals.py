"""Interval charts: units in a ranked list, each figure with its interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.axes import across_grid, no_figures, polyline
from charts.figures import Chart, ChartError, Table, Words, check_id, check_values
from charts.legend import Key, legend, stroke
from charts.scale import Scale, ticks_around
from charts.states import STATES, State, StateNames, check_states, mark, state_keys
from charts.svg import INK, QUIET, SMALL, TEXT, WIDTH, element, fit, hint, picture, text, width_of

EDGE, MARGIN, UNDER = 8.0, 24.0, 34.0
BESIDE = 14.0  # between a name and the plot
BROAD = 480.0  # from this width on, names stand beside their intervals; on a phone, above them
WIDEST = 0.36  # of the width, for the names beside
CAP, THICK = 5.0, 2.5
REFERENCE, INTERVAL = (INK, "6 3", 1.5), (QUIET, None, THICK)


@dataclass(frozen=True)
class IntervalRow:
    """One unit's figure with its interval.

    Attributes:
        name: In the reader's language; cut in the picture if it has no room.
        value: None where it is not known.
        lower: End of the interval; known wherever the value is.
        upper: The other end.
        state: Fixes shape and colour.
        why: What puts it into its state, in the reader's language; in the hint and the table.
        uncertain: Drawn hollow.
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    state: State = "common_cause"
    why: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class IntervalNames:
    """What the parts of an interval chart are called, in the reader's language; ``reference`` is the whole."""

    value: str
    interval: str
    lower: str
    upper: str
    reference: str
    state: str
    states: StateNames


@dataclass(frozen=True)
class _Given:
    words: Words
    names: IntervalNames
    rows: Sequence[IntervalRow]
    reference: float | None


@dataclass(frozen=True)
class _Sheet:
    """Where the rows go.

    Attributes:
        values: The scale, running across.
        top: Of the first row, in pixels.
        row: Height of a row.
        base: From a row's top to the base of its name.
        bar: From a row's top to the middle of its interval.
        names: Room for a name.
    """

    values: Scale
    top: float
    row: float
    base: float
    bar: float
    names: float
    width: float


def interval_chart(
    *,
    chart_id: str,
    words: Words,
    names: IntervalNames,
    rows: Sequence[IntervalRow],
    reference: float | None = None,
    bounds: tuple[float, float] | None = None,
    from_zero: bool = False,
    width: float = WIDTH,
) -> Chart:
    """Draw a point with its interval for each unit, and the figure of the whole as a line through all.

    Args:
        chart_id: Unique on the page.
        words: What the chart says.
        names: What its parts are called.
        rows: In the order shown; the caller ranks them.
        reference: The figure of all together; None where not known.
        bounds: The least and the most that the figure can be, such as 0 and 1 of a share: the axis stops there.
        from_zero: Whether the axis must show zero.
        width: Of the view box, in pixels at the picture's own size; ``NARROW`` for a phone's.

    Raises:
        ChartError: A value has no interval around it: a rank without one would lie. Or a number is not finite
            or above 1e100, or a state not known.
    """
    given = _Given(words, names, rows, reference)
    _check(chart_id, given)
    keys, top = legend(_keys(given), width - EDGE, SMALL)
    sheet = _sheet(given, top + (0 if reference is None else 16), bounds, from_zero, width)
    bottom = sheet.top + max(len(rows), 1) * sheet.row
    drawn = picture(
        keys,
        *_content(given, sheet, bottom),
        chart_id=chart_id,
        kind="interval",
        title=words.title,
        summary=words.summary,
        height=bottom + UNDER,
        width=width,
        direction="ltr",
    )
    return Chart(drawn, words.summary, _table(given))


def _check(chart_id: str, given: _Given) -> None:
    check_id(chart_id)
    check_values("the reference", [given.reference])
    check_states(row.state for row in given.rows)
    for row in given.rows:
        check_values(f"row {row.name!r}", [row.value, row.lower, row.upper])
        if row.value is None:
            continue
        if row.lower is None or row.upper is None or not row.lower <= row.value <= row.upper:
            raise ChartError(f"a rank needs an interval around its value: {row}")


def _sheet(given: _Given, top: float, bounds: tuple[float, float] | None, from_zero: bool, width: float) -> _Sheet:
    values = [value for row in given.rows if row.value is not None for value in (row.value, row.lower, row.upper)]
    known = [value for value in (*values, given.reference) if value is not None]
    broad = width >= BROAD
    ticks = ticks_around(known, bounds=bounds, from_zero=from_zero, about=4 if broad else 3)
    if not broad:
        scale = Scale(ticks, EDGE + 2 * CAP, width - MARGIN)
        return _Sheet(scale, top, 46, 17, 30, width - 2 * EDGE, width)
    widest = min(max((width_of(row.name, TEXT) for row in given.rows), default=0), WIDEST * width)
    return _Sheet(Scale(ticks, EDGE + widest + BESIDE, width - MARGIN), top, 30, 20, 15, widest, width)


def _keys(given: _Given) -> list[Key]:
    drawn = [row for row in given.rows if row.value is not None]
    states = state_keys(given.names.states, [(row.state, row.uncertain) for row in drawn])
    lines = [Key(given.names.interval, stroke(*INTERVAL))] if drawn else []
    return [*states, *lines, *([] if given.reference is None else [Key(given.names.reference, stroke(*REFERENCE))])]


def _content(given: _Given, sheet: _Sheet, bottom: float) -> Iterator[str]:
    scale, number = sheet.values, given.words.number
    known = given.reference is not None or any(row.value is not None for row in given.rows)
    yield across_grid(scale, sheet.top, bottom, number, labelled=known, width=sheet.width)
    if given.reference is not None:
        yield _reference(number(given.reference), scale(given.reference), sheet, bottom)
    intervals, marks, labels = [], [], []
    for place, row in enumerate(given.rows):
        y = sheet.top + place * sheet.row
        labels.append(text(fit(row.name, sheet.names), EDGE, y + sheet.base, halo=True))
        if row.value is None or row.lower is None or row.upper is None:
            note = fit(given.words.missing, scale.end - scale.start - 5, SMALL)
            labels.append(text(note, scale.start + 5, y + sheet.bar + 5, size=SMALL, fill=QUIET, halo=True))
            continue
        note = hint(
            row.name,
            number(row.value),
            f"{number(row.lower)} – {number(row.upper)}",
            given.names.states.said(row.state, row.why, uncertain=row.uncertain),
        )
        middle = y + sheet.bar
        intervals.append(_interval(scale(row.lower), scale(row.upper), middle, STATES[row.state].colour, note))
        marks.append(mark(row.state, scale(row.value), middle, note, hollow=row.uncertain))
    yield element("g", *labels, class_="chart__rows") if labels else ""
    yield element("g", *intervals, class_="chart__intervals") if intervals else ""
    yield element("g", *marks, class_="chart__series") if marks else ""
    if not given.rows:
        yield no_figures(given.words.missing, EDGE, sheet.width - EDGE, sheet.top + sheet.bar + 5)


def _reference(shown: str, x: float, sheet: _Sheet, bottom: float) -> str:
    colour, dash, thick = REFERENCE
    line = polyline([(x, sheet.top - 4), (x, bottom)], colour, dash=dash, thick=thick)
    label = fit(shown, sheet.width - 2 * EDGE, SMALL)
    half = width_of(label, SMALL) / 2 + 2
    middle = min(max(x, half), sheet.width - half)
    return element(
        "g", line, text(label, middle, sheet.top - 8, size=SMALL, anchor="middle"), class_="chart__reference"
    )


def _interval(start: float, end: float, y: float, colour: str, note: str) -> str:
    caps = [polyline([(x, y - CAP), (x, y + CAP)], colour, thick=THICK - 0.5) for x in (start, end)]
    return element("g", note, polyline([(start, y), (end, y)], colour, thick=THICK), *caps)


def _table(given: _Given) -> Table:
    words, names = given.words, given.names
    rows = []
    for row in given.rows:
        if row.value is None or row.lower is None or row.upper is None:
            rows.append((row.name, *[words.missing] * 4))
        else:
            figures = (words.number(value) for value in (row.value, row.lower, row.upper))
            rows.append((row.name, *figures, given.names.states.said(row.state, row.why, uncertain=row.uncertain)))
    return Table((words.heading, names.value, names.lower, names.upper, names.state), tuple(rows))
