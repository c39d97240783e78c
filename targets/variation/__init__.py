"""Variation between periods and between units, told from chance: pure functions over figures."""

from targets.variation.dispersion import Dispersion, Kind, dispersion
from targets.variation.funnel import Funnel, FunnelLimits, FunnelPoint, State, funnel, funnel_limits
from targets.variation.moving_ranges import FEWEST_FOR_LIMITS, Limits, moving_range_limits
from targets.variation.special_causes import (
    MAKING_DATA_COUNT,
    PLOT_THE_DOTS,
    Cause,
    Rules,
    Signal,
    known_rates,
    signals,
)
from targets.variation.units import UnitCount, UnitMean
from targets.variation.xmr import Assurance, Better, Chart, Point, Rebase, Segment, Variation, xmr_chart

__all__ = [
    "FEWEST_FOR_LIMITS",
    "MAKING_DATA_COUNT",
    "PLOT_THE_DOTS",
    "Assurance",
    "Better",
    "Cause",
    "Chart",
    "Dispersion",
    "Funnel",
    "FunnelLimits",
    "FunnelPoint",
    "Kind",
    "Limits",
    "Point",
    "Rebase",
    "Rules",
    "Segment",
    "Signal",
    "State",
    "UnitCount",
    "UnitMean",
    "Variation",
    "dispersion",
    "funnel",
    "funnel_limits",
    "known_rates",
    "moving_range_limits",
    "signals",
    "xmr_chart",
]
