"""What cannot be reckoned with, as classes that know their facts. The messages are for the programmer."""

from datetime import date


class VariationError(Exception):
    """Figures, rules or days that no variation can be told of."""


class NotANumberError(VariationError):
    """A figure is infinite, no number at all, or too large to be reckoned with."""

    def __init__(self, value: float) -> None:
        super().__init__(f"{value!r} is no figure")
        self.value = value


class OffScaleError(VariationError):
    """A value lies off the scale that its measure has; an end is None where the scale has none."""

    def __init__(self, value: float, floor: float | None, ceiling: float | None) -> None:
        super().__init__(f"{value} is not on the scale from {floor} to {ceiling}")
        self.value, self.floor, self.ceiling = value, floor, ceiling


class RulesError(VariationError):
    """A chart cannot follow the rules: ``parameter`` has a value that means nothing."""

    def __init__(self, parameter: str, value: float) -> None:
        super().__init__(f"{parameter} cannot be {value}")
        self.parameter, self.value = parameter, value


class RebaseError(VariationError):
    """Limits cannot start anew at ``at``: not a later point of the series than the one before."""

    def __init__(self, at: int, points: int) -> None:
        super().__init__(f"limits cannot start anew at point {at} of {points}")
        self.at, self.points = at, points


class NoReasonError(VariationError):
    """Limits were to start anew at ``at`` and nobody said why."""

    def __init__(self, at: int) -> None:
        super().__init__(f"limits start anew at point {at} without a reason")
        self.at = at


class TargetsPerPointError(VariationError):
    """A moving target has not one level for each point."""

    def __init__(self, levels: int, points: int) -> None:
        super().__init__(f"{levels} levels of the target for {points} points")
        self.levels, self.points = levels, points


class CountError(VariationError):
    """What was counted at a unit cannot be: below nothing, more than there were, or half a person."""

    def __init__(self, unit: str, numerator: float, denominator: float) -> None:
        super().__init__(f"{unit} cannot have {numerator} of {denominator}")
        self.unit, self.numerator, self.denominator = unit, numerator, denominator


class SameUnitError(VariationError):
    """A unit stands twice among those that are compared."""

    def __init__(self, unit: str) -> None:
        super().__init__(f"{unit} stands there twice")
        self.unit = unit


class TooFewUnitsError(VariationError):
    """There are fewer units with figures than a comparison needs."""

    def __init__(self, units: int, needed: int) -> None:
        super().__init__(f"{units} units with figures, of at least {needed}")
        self.units, self.needed = units, needed


class TooFewAnswersError(VariationError):
    """There are fewer answers than it takes to tell units apart from people."""

    def __init__(self, answers: int, needed: int) -> None:
        super().__init__(f"{answers} answers, of at least {needed}")
        self.answers, self.needed = answers, needed


class DueBeforeBaselineError(VariationError):
    """A target is due on or before the day of its baseline."""

    def __init__(self, baseline_on: date, due: date) -> None:
        super().__init__(f"due on {due:%d %B %Y}, with a baseline of {baseline_on:%d %B %Y}")
        self.baseline_on, self.due = baseline_on, due


class BeforeBaselineError(VariationError):
    """A trajectory was asked for a day before its baseline."""

    def __init__(self, on: date, baseline_on: date) -> None:
        super().__init__(f"{on:%d %B %Y} lies before the baseline of {baseline_on:%d %B %Y}")
        self.on, self.baseline_on = on, baseline_on


class MilestoneError(VariationError):
    """A milestone does not lie after the step before it (``after``) and before the target is due."""

    def __init__(self, on: date, after: date, due: date) -> None:
        super().__init__(f"a milestone on {on:%d %B %Y}, after {after:%d %B %Y} and due on {due:%d %B %Y}")
        self.on, self.after, self.due = on, after, due
