"""Counts kept in the transaction that changes what is counted, and the one place where counts become figures."""

from tallies.counting import Change, Place, of_insight, of_submission, post
from tallies.figures import FEWEST_SHOWN, Share, share
from tallies.queries import Count, by_day, totals
from tallies.recount import Difference, differences

__all__ = [
    "FEWEST_SHOWN",
    "Change",
    "Count",
    "Difference",
    "Place",
    "Share",
    "by_day",
    "differences",
    "of_insight",
    "of_submission",
    "post",
    "share",
    "totals",
]
