"""Variation between periods and between units, told from chance: pure functions over figures."""

from targets.variation.best import Gain, Standard, standard_of_the_best
from targets.variation.comparing import (
    Comparison,
    Comparisons,
    Rank,
    adjusted,
    change_of_share,
    compare_means,
    compare_shares,
    rank_shares,
)
from targets.variation.decomposing import Decomposition, decompose
from targets.variation.dispersion import Dispersion, Kind, dispersion_of
from targets.variation.funnel import Funnel, FunnelLimits, FunnelPoint, State, funnel_limits, funnel_plot
from targets.variation.moving_ranges import FEWEST_FOR_LIMITS, Limits, moving_range_limits
from targets.variation.outlying import outlying
from targets.variation.special_causes import (
    MAKING_DATA_COUNT,
    PLOT_THE_DOTS,
    Cause,
    Rules,
    Signal,
    known_rates,
    signals,
)
from targets.variation.trajectory import Course, Milestone, Trajectory, course, plan_trajectory
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
    "Comparison",
    "Comparisons",
    "Course",
    "Decomposition",
    "Dispersion",
    "Funnel",
    "FunnelLimits",
    "FunnelPoint",
    "Gain",
    "Kind",
    "Limits",
    "Milestone",
    "Point",
    "Rank",
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
    "adjusted",
    "change_of_share",
    "compare_means",
    "compare_shares",
    "course",
    "decompose",
    "dispersion_of",
    "funnel_limits",
    "funnel_plot",
    "known_rates",
    "moving_range_limits",
    "outlying",
    "plan_trajectory",
    "rank_shares",
    "signals",
    "standard_of_the_best",
    "xmr_chart",
]
