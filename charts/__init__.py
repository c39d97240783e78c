"""Numbers -> an SVG picture, a one-sentence summary and a data table; every word comes from the caller."""

from charts.bars import bar_chart
from charts.control import control_chart
from charts.figures import Break, Chart, ChartError, Series, Table, Words
from charts.funnel import FunnelLimit, FunnelNames, FunnelUnit, funnel_chart
from charts.icons import Assurance, Variation, assurance_icon, variation_icon
from charts.intervals import IntervalNames, IntervalRow, interval_chart
from charts.lines import line_chart
from charts.process import ControlNames, ControlPoint, Segment
from charts.states import State, StateNames
from charts.svg import NARROW, WIDTH

__all__ = [
    "NARROW",
    "WIDTH",
    "Assurance",
    "Break",
    "Chart",
    "ChartError",
    "ControlNames",
    "ControlPoint",
    "FunnelLimit",
    "FunnelNames",
    "FunnelUnit",
    "IntervalNames",
    "IntervalRow",
    "Segment",
    "Series",
    "State",
    "StateNames",
    "Table",
    "Variation",
    "Words",
    "assurance_icon",
    "bar_chart",
    "control_chart",
    "funnel_chart",
    "interval_chart",
    "line_chart",
    "variation_icon",
]
