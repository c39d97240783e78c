"""Numbers -> an SVG picture, a one-sentence summary and a data table; every word comes from the caller."""

from charts.bars import bar_chart
from charts.figures import Break, Chart, ChartError, Series, Table, Words
from charts.lines import line_chart
from charts.svg import NARROW, WIDTH

__all__ = [
    "NARROW",
    "WIDTH",
    "Break",
    "Chart",
    "ChartError",
    "Series",
    "Table",
    "Words",
    "bar_chart",
    "line_chart",
]
