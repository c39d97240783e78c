"""Variation between periods and between units, told from chance: pure functions over figures."""

from targets.variation.best import Gain, Standard, standard_of_the_best
from targets.variation.decomposing import Decomposition, decompose
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
from targets.variation.trajectory import Course, Milestone, Trajectory, course, trajectory
from targets.variation.units import UnitCount, UnitMean
from targets.variation.xmr import Assurance, Better, Chart, Point, Rebase, Segment, Variation, xmr_chart

__all__ = [
    "Assurance",
    "Better",
    "Cause",
    "Chart",
    "Course",
    "Decomposition",
    "Dispersion",
    "FEWEST_FOR_LIMITS",
    "Funnel",
    "FunnelLimits",
    "FunnelPoint",
    "Gain",
    "Kind",
    "Limits",
    "MAKING_DATA_COUNT",
    "Milestone",
    "PLOT_THE_DOTS",
    "Point",
    "Rebase",
    "Rules",
    "Segment",
    "Signal",
    "Standard",
    "State",
    "Trajectory",
    "UnitCount",
    "UnitMean",
    "Variation",
    "course",
    "decompose",
    "dispersion",
    "funnel",
    "funnel_limits",
    "known_rates",
    "moving_range_limits",
    "signals",
    "standard_of_the_best",
    "trajectory",
    "xmr_chart",
]
