"""Lines over periods."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.figures import Break, Chart, ChartError, Series, Words, check, known, tabulate
from charts.palette import PALETTE, Look, looks_of, marker
from charts.scale import Scale, ticks_over
from charts.svg import INK, QUIET, RULE, SMALL, WIDTH, element, fit, hint, number, picture, text, width_of

TOP, BOTTOM, HEIGHT = 28.0, 300.0, 340.0
KEY, KEY_GAP, LINE_GAP = 30.0, 6.0, 22.0  # the sample beside a name; its distances
WIDEST_NAME, WIDEST_TICK = 160.0, 170.0
INSET = 14.0  # between an edge and the first or last point
MARKED = 36  # above so many periods, markers on each would hide the line


@dataclass(frozen=True)
class _Frame:
    """Where the lines go: a scale for values and a place for each period, between two edges."""

    values: Scale
    places: tuple[float, ...]
    left: float
    right: float
    width: float


def line_chart(
    *,
    chart_id: str,
    words: Words,
    periods: Sequence[str],
    series: Sequence[Series],
    breaks: Sequence[Break] = (),
    from_zero: bool = True,
    width: float = WIDTH,
) -> Chart:
    """Draw up to six series over the same periods, each named at its end.

    Args:
        chart_id: Unique on the page; ids inside start with it.
        words: What the chart says.
        periods: Labels in time order; those that would overlap are left out of the picture.
        series: One value per period each; None leaves a gap.
        breaks: Where figures are not comparable across.
        from_zero: Whether the axis must show zero; counts and shares should, scores need not.
        width: Of the view box, in pixels at the picture's own size; ``NARROW`` for a phone's.

    Raises:
        ChartError: See ``figures.check``; or a break lies outside the periods.
    """
    check(chart_id, series, len(periods), len(PALETTE))
    if any(not 0 < one.before < len(periods) for one in breaks):
        raise ChartError(f"a break lies before one of the periods 1 to {len(periods) - 1}: {list(breaks)}")
    content = _content(words, periods, series, breaks, _frame(words, periods, series, from_zero, width))
    drawn = picture(
        *content,
        chart_id=chart_id,
        kind="line",
        title=words.title,
        summary=words.summary,
        height=HEIGHT,
        width=width,
    )
    return Chart(drawn, words.summary, tabulate(words, periods, series))


def _content(
    words: Words, periods: Sequence[str], series: Sequence[Series], breaks: Sequence[Break], frame: _Frame
) -> Iterator[str]:
    looks = looks_of(series)
    stops = {one.before for one in breaks}
    yield _grid(frame, words, labelled=bool(known(series)))
    yield _period_labels(frame, periods)
    for one in breaks:
        yield _break(frame, one)
    for line, look in zip(series, looks, strict=True):
        hints = [
            hint(line.name, period, words.number(value)) if value is not None else ""
            for period, value in zip(periods, line.values, strict=True)
        ]
        yield _line(frame, line.values, look, stops, hints)
    yield _names(frame, series, looks)
    if not known(series):
        middle = (frame.left + frame.right) / 2
        note = fit(words.missing, frame.right - frame.left)
        yield text(note, middle, (TOP + BOTTOM) / 2, fill=QUIET, anchor="middle")


def _frame(words: Words, periods: Sequence[str], series: Sequence[Series], from_zero: bool, width: float) -> _Frame:
    ticks = ticks_over(known(series), from_zero=from_zero)
    left = 12 + min(max(width_of(words.number(tick), SMALL) for tick in ticks), WIDEST_TICK)
    names = min(max((width_of(one.name) for one in series), default=0), WIDEST_NAME)
    right = width - 16 - (KEY + KEY_GAP + names if series else 0)
    scale = Scale(ticks, BOTTOM, TOP)
    if len(periods) == 1:
        return _Frame(scale, ((left + right) / 2,), left, right, width)
    apart = (right - left - 2 * INSET) / max(len(periods) - 1, 1)
    places = tuple(left + INSET + apart * place for place in range(len(periods)))
    return _Frame(scale, places, left, right, width)


def _grid(frame: _Frame, words: Words, *, labelled: bool) -> str:
    parts = []
    for tick in frame.values.ticks:
        y = frame.values(tick)
        parts.append(element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, stroke=RULE if tick else INK))
        if not labelled:
            continue
        label = fit(words.number(tick), WIDEST_TICK, SMALL)
        parts.append(text(label, frame.left - 6, y + 5, size=SMALL, fill=QUIET, anchor="end"))
    return element("g", *parts, class_="chart__grid")


def _period_labels(frame: _Frame, periods: Sequence[str]) -> str:
    if not periods:
        return ""
    widest = max(width_of(period, SMALL) for period in periods) + 14
    apart = (frame.places[-1] - frame.places[0]) / max(len(periods) - 1, 1)
    every = max(1, -int(-widest // apart)) if apart else 1
    parts = []
    for place in range(0, len(periods), every):
        x = frame.places[place]
        label = fit(periods[place], frame.right - frame.left, SMALL)
        half = width_of(label, SMALL) / 2
        parts.append(element("line", x1=x, x2=x, y1=BOTTOM, y2=BOTTOM + 5, stroke=INK))
        middle = min(max(x, half + 2), frame.width - half - 2)
        parts.append(text(label, middle, BOTTOM + 22, size=SMALL, fill=QUIET, anchor="middle"))
    return element("g", *parts, class_="chart__periods")


def _break(frame: _Frame, one: Break) -> str:
    x = (frame.places[one.before - 1] + frame.places[one.before]) / 2
    half = min(width_of(one.label, SMALL), frame.width - 8) / 2
    return element(
        "g",
        element("line", x1=x, x2=x, y1=TOP - 6, y2=BOTTOM, stroke=QUIET, stroke_dasharray="3 3"),
        text(
            fit(one.label, 2 * half, SMALL),
            min(max(x, half + 4), frame.width - half - 4),
            TOP - 12,
            size=SMALL,
            fill=QUIET,
            anchor="middle",
        ),
        class_="chart__break",
    )


def _line(frame: _Frame, values: Sequence[float | None], look: Look, stops: set[int], hints: Sequence[str]) -> str:
    parts = []
    for run in _runs(values, stops):
        points = [(frame.places[place], frame.values(value)) for place, value in run]
        if len(run) > 1:
            parts.append(_stroke(points, look))
        if len(run) == 1 or len(values) <= MARKED:
            parts.extend(marker(look, x, y, hints[place]) for (x, y), (place, _) in zip(points, run, strict=True))
    return element("g", *parts, class_="chart__series")


def _runs(values: Sequence[float | None], stops: set[int]) -> Iterator[list[tuple[int, float]]]:
    """Yield the stretches of known values that a line may join."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if run and (value is None or place in stops):
            yield run
            run = []
        if value is not None:
            run.append((place, value))
    if run:
        yield run


def _stroke(points: Sequence[tuple[float, float]], look: Look) -> str:
    return element(
        "polyline",
        points=" ".join(f"{number(x)},{number(y)}" for x, y in points),
        fill="none",
        stroke=look.colour,
        stroke_width=2.5,
        stroke_linejoin="round",
        stroke_dasharray=look.dash,
    )


def _names(frame: _Frame, series: Sequence[Series], looks: Sequence[Look]) -> str:
    ends = []
    for one in series:
        last = next((value for value in reversed(one.values) if value is not None), None)
        ends.append(BOTTOM if last is None else frame.values(last))
    parts = []
    for one, look, y in zip(series, looks, _apart(ends), strict=True):
        x = frame.right + 8
        parts.append(_stroke([(x, y), (x + KEY - 4, y)], look))
        parts.append(marker(look, x + (KEY - 4) / 2, y))
        parts.append(text(fit(one.name, WIDEST_NAME), x + KEY - 4 + KEY_GAP, y + 5))
    return element("g", *parts, class_="chart__names") if parts else ""


def _apart(ends: Sequence[float]) -> list[float]:
    """Return the heights moved as little as it takes for names not to touch, inside the picture."""
    order = sorted(range(len(ends)), key=lambda place: (ends[place], place))
    moved = list(ends)
    lowest = TOP
    for place in order:
        moved[place] = max(moved[place], lowest)
        lowest = moved[place] + LINE_GAP
    highest = BOTTOM
    for place in reversed(order):
        moved[place] = min(moved[place], highest)
        highest = moved[place] - LINE_GAP
    return moved
