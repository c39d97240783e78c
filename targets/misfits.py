"""Why levels, days and places of a target do not fit together, as classes that know their facts."""

from collections.abc import Sequence
from datetime import date
from math import inf

from targets.bounds import Bounds
from targets.errors import TargetError
from words import Message


class NotFiniteError(TargetError):
    """A level is no number that a chart can show."""

    def __init__(self) -> None:
        super().__init__(Message("Levels and weights must be numbers."))


class OutOfBoundsError(TargetError):
    """A level is one that no figure of the measure can have; ``field`` says which of the target's levels it is."""

    def __init__(self, field: str, level: float, measure: str, bounds: Bounds) -> None:
        values = {"field": field, "level": f"{level:.15g}", "measure": measure, "least": f"{bounds.least:g}"}
        super().__init__(
            Message("“%(field)s” is %(level)s, and what %(measure)s costs cannot be below %(least)s.", values)
            if bounds.most == inf
            else Message(
                "“%(field)s” is %(level)s, and figures of %(measure)s lie between %(least)s and %(most)s.",
                {**values, "most": f"{bounds.most:g}"},
            )
        )
        self.field, self.level, self.bounds = field, level, bounds


class BaselineAfterDueError(TargetError):
    """The target is due before, or on, the day of its baseline."""

    def __init__(self, baseline_on: date, due: date) -> None:
        super().__init__(
            Message(
                "The target is due on %(due)s, which is not after its baseline of %(baseline)s.",
                {"due": due, "baseline": baseline_on},
            )
        )
        self.baseline_on, self.due = baseline_on, due


class HalfBaselineError(TargetError):
    """A baseline has a level and no day, or a day and no level."""

    def __init__(self) -> None:
        super().__init__(Message("A baseline needs both a level and the day on which it was measured."))


class StretchError(TargetError):
    """The stretch level is not further than the level on the side that is better."""

    def __init__(self, level: float, stretch: float, better: str) -> None:
        values = {"stretch": f"{stretch:g}", "level": f"{level:g}"}
        super().__init__(
            {
                "higher": Message(
                    "The stretch level %(stretch)s must be above the level %(level)s, since higher is better.", values
                ),
                "lower": Message(
                    "The stretch level %(stretch)s must be below the level %(level)s, since lower is better.", values
                ),
            }.get(better, Message("There is no stretch level where neither higher nor lower is better."))
        )
        self.level, self.stretch, self.better = level, stretch, better


class MilestoneError(TargetError):
    """A milestone is not after the one before it, after the baseline and before the target's date."""

    def __init__(self, on: date) -> None:
        super().__init__(
            Message(
                "The milestone of %(on)s must lie after the one before it, after the baseline, and before the "
                "target's date.",
                {"on": on},
            )
        )
        self.on = on


class OtherTargetError(TargetError):
    """A unit's target is about something else than the target that it is a part of."""

    def __init__(self, key: str, parent: str) -> None:
        super().__init__(
            Message(
                "The target %(key)s must have the measure and the agreement of the target %(parent)s, of which it is "
                "a part.",
                {"key": key, "parent": parent},
            )
        )
        self.key, self.parent = key, parent


class LoneUnitError(TargetError):
    """A target names a unit and no target that it is a part of, or such a target and no unit."""

    def __init__(self, key: str) -> None:
        super().__init__(
            Message(
                "The target %(key)s must name both a unit and the target of which it is a part, or neither.",
                {"key": key},
            )
        )
        self.key = key


class UnitAstrayError(TargetError):
    """The unit does not deliver the measure's service, or does not lie below the unit of the target above."""

    def __init__(self, unit: str, parent: str) -> None:
        super().__init__(
            Message(
                "The unit %(unit)s does not belong below the target %(parent)s: it delivers another service, or lies "
                "in another part of the organisation.",
                {"unit": unit, "parent": parent},
            )
        )
        self.unit, self.parent = unit, parent


class UnitTwiceError(TargetError):
    """The unit has a target below the same target already."""

    def __init__(self, unit: str, parent: str) -> None:
        super().__init__(
            Message("The unit %(unit)s has a part of the target %(parent)s already.", {"unit": unit, "parent": parent})
        )
        self.unit, self.parent = unit, parent


class PartCycleError(TargetError):
    """Targets are parts of one another in a circle, or one of itself; ``keys`` are those on it."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(
            Message("The targets %(keys)s are parts of one another in a circle.", {"keys": ", ".join(keys)})
            if len(keys) > 1
            else Message("The target %(key)s is a part of itself.", {"key": keys[0]})
        )
        self.keys = tuple(keys)
