"""Lines over periods."""

from collections.abc import Iterator, Sequence

from charts.axes import (
    BOTTOM,
    HEIGHT,
    TOP,
    Frame,
    apart,
    break_line,
    frame_of,
    no_figures,
    period_labels,
    polyline,
    runs,
    value_grid,
)
from charts.figures import Break, Chart, ChartError, Series, Words, check, known, tabulate
from charts.palette import PALETTE, Look, looks_of, marker
from charts.scale import ticks_over
from charts.svg import WIDTH, element, fit, hint, picture, text, width_of

KEY, KEY_GAP, LINE_GAP = 30.0, 6.0, 22.0  # the sample beside a name; its distances
WIDEST_NAME = 160.0
MARKED = 36  # above so many periods, markers on each would hide the line


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
    words: Words, periods: Sequence[str], series: Sequence[Series], breaks: Sequence[Break], frame: Frame
) -> Iterator[str]:
    looks = looks_of(series)
    stops = {one.before for one in breaks}
    yield value_grid(frame, words.number, labelled=bool(known(series)))
    yield period_labels(frame, periods)
    for one in breaks:
        yield break_line(frame, one)
    for line, look in zip(series, looks, strict=True):
        hints = [
            hint(line.name, period, words.number(value)) if value is not None else ""
            for period, value in zip(periods, line.values, strict=True)
        ]
        yield _line(frame, line.values, look, stops, hints)
    yield _names(frame, series, looks)
    if not known(series):
        yield no_figures(words.missing, frame.left, frame.right, (TOP + BOTTOM) / 2)


def _frame(words: Words, periods: Sequence[str], series: Sequence[Series], from_zero: bool, width: float) -> Frame:
    ticks = ticks_over(known(series), from_zero=from_zero)
    names = min(max((width_of(one.name) for one in series), default=0), WIDEST_NAME)
    right = width - 16 - (KEY + KEY_GAP + names if series else 0)
    return frame_of(ticks, words.number, len(periods), right=right, width=width)


def _line(frame: Frame, values: Sequence[float | None], look: Look, stops: set[int], hints: Sequence[str]) -> str:
    parts = []
    for run in runs(values, stops):
        points = [(frame.places[place], frame.values(value)) for place, value in run]
        if len(run) > 1:
            parts.append(polyline(points, look.colour, dash=look.dash))
        if len(run) == 1 or len(values) <= MARKED:
            parts.extend(marker(look, x, y, hints[place]) for (x, y), (place, _) in zip(points, run, strict=True))
    return element("g", *parts, class_="chart__series")


def _names(frame: Frame, series: Sequence[Series], looks: Sequence[Look]) -> str:
    ends = []
    for one in series:
        last = next((value for value in reversed(one.values) if value is not None), None)
        ends.append(BOTTOM if last is None else frame.values(last))
    parts = []
    for one, look, y in zip(series, looks, apart(ends, LINE_GAP), strict=True):
        x = frame.right + 8
        parts.append(polyline([(x, y), (x + KEY - 4, y)], look.colour, dash=look.dash))
        parts.append(marker(look, x + (KEY - 4) / 2, y))
        parts.append(text(fit(one.name, WIDEST_NAME), x + KEY - 4 + KEY_GAP, y + 5))
    return element("g", *parts, class_="chart__names") if parts else ""
