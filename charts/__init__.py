"""Numbers -> an SVG picture, a one-sentence summary and a data table; every word comes from the caller."""

from charts.bars import bar_chart
from charts.control import control_chart
from charts.figures import Break, Chart, ChartError, Series, Table, Words
from charts.funnel import FunnelLimit, FunnelNames, FunnelUnit, funnel_chart
from charts.lines import line_chart
from charts.process import ControlNames, ControlPoint, Segment
from charts.states import State, StateNames
from charts.svg import NARROW, WIDTH

__all__ = [
    "NARROW",
    "WIDTH",
    "Break",
    "Chart",
    "ChartError",
    "ControlNames",
    "ControlPoint",
    "FunnelLimit",
    "FunnelNames",
    "FunnelUnit",
    "Segment",
    "Series",
    "State",
    "StateNames",
    "Table",
    "Words",
    "bar_chart",
    "control_chart",
    "funnel_chart",
    "line_chart",
]
