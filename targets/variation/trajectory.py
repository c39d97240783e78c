"""A target's trajectory: where it wants the measure to be on each day, and whether the measure is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from targets.variation.errors import BeforeBaselineError, DueBeforeBaselineError, MilestoneError
from targets.variation.moving_ranges import present

Course = Literal["ahead", "on_course", "behind", "cannot_tell"]


@dataclass(frozen=True)
class Milestone:
    """A level to have been reached on a day, in the measure's own unit."""

    on: date
    level: float


@dataclass(frozen=True)
class Trajectory:
    """From the baseline (the first step) by milestones to the level on the day when it is due (the last step).

    Between two steps the level moves evenly from day to day.
    """

    steps: tuple[Milestone, ...]

    @property
    def baseline(self) -> Milestone:
        """What the measure was when the target was set."""
        return self.steps[0]

    @property
    def end(self) -> Milestone:
        """The level of the target, and when it is due."""
        return self.steps[-1]

    def level_on(self, on: date) -> float:
        """Return the level wanted on a day, in the measure's own unit; from the day it is due, that of the target.

        Raises:
            BeforeBaselineError: If the day lies before the baseline.
        """
        if on < self.baseline.on:
            raise BeforeBaselineError(on, self.baseline.on)
        for step, following in pairwise(self.steps):
            if on < following.on:
                part = (on - step.on).days / (following.on - step.on).days
                return step.level + part * (following.level - step.level)
        return self.end.level

    def levels_on(self, days: Sequence[date]) -> list[float | None]:
        """Return the level for each of the days, None before the baseline: a chart's moving target."""
        return [None if on < self.baseline.on else self.level_on(on) for on in days]


def plan_trajectory(
    *, baseline: float, baseline_on: date, level: float, due: date, milestones: Sequence[Milestone] = ()
) -> Trajectory:
    """Return the trajectory from a baseline to a level.

    Args:
        baseline: What the measure was, in its own unit.
        baseline_on: The day of which that was so.
        level: What it is to be.
        due: The day on which it is to be so, later than the baseline.
        milestones: Levels on the way, in order of their days, each between the baseline and the day it is due. Without
            any it is a straight line.

    Raises:
        DueBeforeBaselineError: If the target is due on or before the day of its baseline.
        MilestoneError: If a milestone does not lie after the step before it and before the target is due.
        NotANumberError: If a level is infinite, no number, or greater than 1e100.
    """
    if due <= baseline_on:
        raise DueBeforeBaselineError(baseline_on, due)
    before = baseline_on
    for milestone in milestones:
        if not before < milestone.on < due:
            raise MilestoneError(milestone.on, before, due)
        before = milestone.on
    steps = (Milestone(baseline_on, baseline), *milestones, Milestone(due, level))
    present(step.level for step in steps)
    return Trajectory(steps)


def course(
    of: Trajectory, *, on: date, low: float | None, high: float | None, better: Literal["higher", "lower"]
) -> Course:
    """Return whether a measure is where its trajectory wants it.

    Args:
        of: The trajectory.
        on: The day of the latest observation: the last day of its period.
        low: The lower end of the observation's interval, in the measure's own unit; None where there is none. A figure
            that is exact (a cost from the accounts) has itself at both ends.
        high: The upper end, likewise.
        better: Which way is improvement.

    Returns:
        ``ahead`` or ``behind`` where the whole interval is better or worse than the level wanted on the day. Else the
        level lies in it: ``on_course``, unless there is no interval, or it is so wide that the baseline lies in it as
        well and something other than the baseline is wanted: then one ``cannot_tell`` progress from none.

    Raises:
        BeforeBaselineError: If the day lies before the baseline.
        NotANumberError: If an end is infinite, no number, or greater than 1e100.
    """
    wanted, baseline = of.level_on(on), of.baseline.level
    present((low, high))
    if low is None or high is None:
        return "cannot_tell"
    if low > wanted:
        return "ahead" if better == "higher" else "behind"
    if high < wanted:
        return "behind" if better == "higher" else "ahead"
    return "cannot_tell" if wanted != baseline and low <= baseline <= high else "on_course"
