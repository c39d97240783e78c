"""Horizontal bars, stacked."""

from collections.abc import Sequence

from charts.axes import across_grid
from charts.figures import Chart, ChartError, Series, Words, check, known, tabulate
from charts.legend import LEFT, Key, legend, swatch
from charts.palette import PALETTE, fill_of, looks_of, pattern
from charts.scale import Scale, ticks_over
from charts.svg import PAPER, QUIET, SMALL, WIDTH, element, fit, hint, picture, text, width_of

MARGIN = 24.0
ROW, BAR, BAR_TOP = 56.0, 24.0, 24.0  # a row's height, its bar's, and the bar's place below the row's name
RIM = 2.0  # white between segments: neighbours need not contrast with one another


def bar_chart(
    *, chart_id: str, words: Words, rows: Sequence[str], series: Sequence[Series], width: float = WIDTH
) -> Chart:
    """Draw a bar per row, made of up to six series, with its figures in it where they fit.

    Args:
        chart_id: Unique on the page; ids inside start with it.
        words: What the chart says.
        rows: A name per bar, such as themes, in the order shown.
        series: One value per row each, not negative; None where not known.
        width: Of the view box, in pixels at the picture's own size; ``NARROW`` for a phone's.

    Raises:
        ChartError: See ``figures.check``; or a value is negative.
    """
    check(chart_id, series, len(rows), len(PALETTE))
    if any(value < 0 for value in known(series)):
        raise ChartError("a stacked bar cannot show a value below zero")
    looks = looks_of(series)
    fills = [fill_of(look, chart_id) for look in looks]
    keys = [Key(one.name, swatch(fill)) for one, fill in zip(series, fills, strict=True)]
    names, top = legend(keys, width - MARGIN)
    bottom = top + max(len(rows), 1) * ROW
    totals = [sum(one.values[place] or 0 for one in series) for place in range(len(rows))]
    scale = Scale(ticks_over(totals), LEFT, width - MARGIN)
    patterns = element("defs", *(pattern(look, chart_id) for look in looks if look.hatch))
    grid = across_grid(scale, top, bottom, words.number, labelled=bool(known(series)), width=width)
    content = [patterns, names, grid]
    for place, name in enumerate(rows):
        content.append(_row(name, place, series, fills, scale, top + place * ROW, words))
    if not rows:
        note = fit(words.missing, scale.end - LEFT)
        content.append(text(note, width / 2, top + ROW / 2, fill=QUIET, anchor="middle"))
    drawn = picture(
        *content,
        chart_id=chart_id,
        kind="bar",
        title=words.title,
        summary=words.summary,
        height=bottom + 30,
        width=width,
    )
    return Chart(drawn, words.summary, tabulate(words, rows, series))


def _row(
    name: str,
    place: int,
    series: Sequence[Series],
    fills: Sequence[str],
    scale: Scale,
    y: float,
    words: Words,
) -> str:
    label = fit(name, scale.end - LEFT - 8)
    # The name's own ground keeps the rules of the grid out of its letters.
    ground = element("rect", x=LEFT + 1, y=y + 2, width=width_of(label) + 6, height=20, fill=PAPER)
    parts, before = [ground, text(label, LEFT + 5, y + 18)], 0.0
    for one, fill in zip(series, fills, strict=True):
        value = one.values[place]
        if value:
            shown = words.number(value)
            parts.append(_segment(scale(before), scale(before + value), y, fill, shown, hint(one.name, name, shown)))
            before += value
    if all(one.values[place] is None for one in series):
        parts.append(text(words.missing, LEFT + 5, y + BAR_TOP + 17, fill=QUIET))
    return element("g", *parts, class_="chart__row")


def _segment(start: float, end: float, y: float, fill: str, shown: str, note: str) -> str:
    width = max(end - start - RIM, 1.0)
    parts = [element("rect", x=start, y=y + BAR_TOP, width=width, height=BAR, fill=fill)]
    plate = width_of(shown, SMALL) + 8
    if plate + 8 <= width:
        # A plate, so that the figure is dark on white whatever the pattern.
        middle = start + width / 2
        parts.append(
            element("rect", x=middle - plate / 2, y=y + BAR_TOP + 3, width=plate, height=BAR - 6, rx=2, fill=PAPER)
        )
        parts.append(text(shown, middle, y + BAR_TOP + 17, size=SMALL, anchor="middle"))
    return element("g", note, *parts)
