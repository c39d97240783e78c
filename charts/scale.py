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


def ticks_around(
    values: Sequence[float],
    *,
    bounds: tuple[float, float] | None = None,
    from_zero: bool = False,
    about: int = 4,
) -> tuple[float, ...]:
    """Return round ticks that enclose the values, with room on both sides where all are the same.

    Args:
        values: What the scale must hold.
        bounds: The least and the most that such a figure can be, such as 0 and 1 of a share: the ticks stop
            there, unless a value lies beyond.
        from_zero: Whether the scale must show zero.
        about: How many ticks, less one.
    """
    low, high = min(values, default=0.0), max(values, default=0.0)
    shown = list(values)
    largest = max(abs(low), abs(high))
    if values and high - low <= 1e-9 * largest:
        whole = all(float(value).is_integer() for value in values)
        room = max(1.0, round(0.1 * largest)) if whole else 0.1 * largest
        shown = [low - room, high + room]
    if bounds is None:
        return ticks_over(shown, from_zero=from_zero, about=about)
    least, most = min(bounds[0], low), max(bounds[1], high)
    shown = [min(max(value, least), most) for value in shown]
    ticks = ticks_over(shown, from_zero=from_zero, about=about)
    held = sorted({min(max(tick, least), most) for tick in ticks})
    return tuple(held) if len(held) > 1 else ticks


def _round_up(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next((nice * power for nice in STEPS if nice * power >= step * (1 - 1e-9)), 10 * power)
