"""Means of figures that were given as answers, with what lies around them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeAlias

from tallies.figures import Figure
from tallies.student import t_95

Number: TypeAlias = int | Decimal
# Value -> how many gave it. (A mapping's keys are invariant: each kind is named.)
Counts: TypeAlias = Mapping[int, int] | Mapping[Decimal, int] | Mapping[Number, int]


@dataclass(frozen=True)
class Mean(Figure):
    """The mean of ``n`` answers (``value``), its interval, and how the answers lie; None where they cannot tell."""

    deviation: float | None = None
    least: float | None = None
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None
    most: float | None = None


def as_numbers(counts: Mapping[str, int]) -> dict[Decimal, int]:
    """Return counts as they are kept (value -> how often), with each value as the number that it is.

    Raises:
        ValueError: If a value is no number.
    """
    numbers: dict[Decimal, int] = {}
    for text, n in counts.items():
        number = _number(text)
        numbers[number] = numbers.get(number, 0) + n
    return numbers


def mean(counts: Counts, *, scale: tuple[Number, Number] | None = None) -> Mean:
    """Return the mean with its 95 % interval by Student's t, the standard deviation, and the quartiles.

    Args:
        counts: Value -> how many gave it.
        scale: The least and greatest value that can be given, if there are: the interval does not go beyond.

    Returns:
        All in the unit of the values. Sums are exact and rounded once. The deviation is the sample's (n - 1). Quartiles
        lie between neighbours in proportion (Hyndman & Fan 1996, definition 7). One answer has neither deviation nor
        interval; where all are alike, the interval is that one value.

    Raises:
        ValueError: If something was given less than no times, or lies off the scale.
    """
    given = _in_order(counts, scale)
    n = sum(times for _, times in given)
    if not n:
        return Mean(0, None, None, None)
    centre = sum(value * times for value, times in given) / n
    least, lower, median, upper, most = (float(_quantile(given, n, Fraction(part, 4))) for part in range(5))
    if n == 1:
        return Mean(n, float(centre), None, None, None, least, lower, median, upper, most)
    variance = sum(times * (value - centre) ** 2 for value, times in given) / (n - 1)
    half = t_95(n - 1) * math.sqrt(variance / n)
    low, high = float(centre) - half, float(centre) + half
    if scale is not None:
        low, high = max(low, float(scale[0])), min(high, float(scale[1]))
    return Mean(n, float(centre), low, high, math.sqrt(variance), least, lower, median, upper, most)


def _in_order(counts: Counts, scale: tuple[Number, Number] | None) -> list[tuple[Fraction, int]]:
    for value, n in counts.items():
        if n < 0:
            raise ValueError(f"{value} was given {n} times")
        if scale is not None and not scale[0] <= value <= scale[1]:
            raise ValueError(f"{value} is not on the scale from {scale[0]} to {scale[1]}")
    return sorted((Fraction(value), n) for value, n in counts.items() if n)


def _quantile(given: list[tuple[Fraction, int]], n: int, share: Fraction) -> Fraction:
    """Return what ``share`` of the answers lie below; ``given`` is in order."""
    place = (n - 1) * share
    below = _at(given, math.floor(place))
    return below + (_at(given, math.ceil(place)) - below) * (place - math.floor(place))


def _at(given: list[tuple[Fraction, int]], place: int) -> Fraction:
    """Return the answer at a place, counted from 0, of all answers in order."""
    for value, times in given:
        if place < times:
            return value
        place -= times
    raise IndexError(place)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return number
