"""What figures of a measure can be at all: a share lies between 0 and 100, a cost is not below 0."""

import math
from dataclasses import dataclass

from targets.formulas import FORMULAS

MONEY = "£$€"
PERCENT = "%"
WHOLE = 100.0


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a figure can be, both included, in the measure's own unit of measure."""

    least: float
    most: float

    def hold(self, value: float) -> bool:
        """Whether a value can be a figure."""
        return self.least <= value <= self.most


def is_share(unit_of_measure: str) -> bool:
    """Whether figures are shares of a whole, in percent."""
    return unit_of_measure == PERCENT


def is_cost(unit_of_measure: str, better: str) -> bool:
    """Whether figures are costs: money of which more is not better."""
    # What is saved or earned, where more is better, may be below nothing.
    return better != "higher" and any(sign in unit_of_measure for sign in MONEY)


def bounds(unit_of_measure: str, better: str, formula: str | None) -> Bounds:
    """Return what figures of a measure can be; the scale of the formula where feedback makes them."""
    known = FORMULAS.get(formula or "")
    if known is not None:
        return Bounds(known.least, known.most)
    if is_share(unit_of_measure):
        return Bounds(0.0, WHOLE)
    if is_cost(unit_of_measure, better):
        return Bounds(0.0, math.inf)
    return Bounds(-math.inf, math.inf)
