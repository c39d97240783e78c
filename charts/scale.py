"""From values to places on the picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A straight scale.

    Attributes:
        ticks: Round values, rising, at least two; the first and last bound the scale.
        start: Pixel of the first tick.
        end: Pixel of the last.
    """

    ticks: tuple[float, ...]
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (value - low) / (high - low) * (self.end - self.start)


def ticks_over(values: Sequence[float], *, from_zero: bool = True, about: int = 4) -> tuple[float, ...]:
    """Return round ticks, about ``about`` + 1 of them, that enclose the values.

    Whole values get whole ticks, so that no axis speaks of half a comment. No values, or all the same,
    still give a scale of some height.
    """
    low, high = min(values, default=0.0), max(values, default=0.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    largest = max(abs(low), abs(high))
    if high - low <= 1e-9 * largest or largest < 1e-100:
        padding = 0.1 * largest if largest >= 1e-100 else 1.0
        low, high = (low, high + padding) if low >= 0 else (low - padding, high)
    step = _round_up((high - low) / about)
    if all(float(value).is_integer() for value in values):
        step = max(step, 1.0) if step != 2.5 else 5.0
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Twelve figures: 3 x 0.1 is then 0.3 and not 0.30000000000000004.
    return tuple(float(f"{place * step:.12g}") for place in range(first, max(last, first + 1) + 1))


def _round_up(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next((nice * power for nice in STEPS if nice * power >= step * (1 - 1e-9)), 10 * power)
