"""Units side by side: what was counted at each, and which of them have nothing to be compared by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from targets.variation.errors import CountError, NotANumberError, SameUnitError
from targets.variation.moving_ranges import GREATEST


@dataclass(frozen=True)
class UnitCount:
    """What was counted at one unit: ``numerator`` of ``denominator``.

    For a share, people of people. For a ratio of counts, events and what they are counted against. For a standardised
    ratio, what was observed and what was expected.
    """

    unit: str
    numerator: float
    denominator: float

    @property
    def value(self) -> float:
        """The share or ratio. There is none of nothing: ask only units that have a denominator."""
        return self.numerator / self.denominator


@dataclass(frozen=True)
class UnitMean:
    """The mean of ``n`` answers at one unit, and their standard deviation (the sample's, n - 1).

    One answer has no deviation: what is given for it counts for nothing.
    """

    unit: str
    n: int
    mean: float
    deviation: float


def with_figures(units: Sequence[UnitCount]) -> tuple[list[UnitCount], tuple[str, ...]]:
    """Return the units that have a denominator, and the names of those set apart because they have none.

    Raises:
        CountError: If a count is negative, no number, or beyond all measure (above 1e100, below
            1e-100), or something was counted of nothing.
        SameUnitError: If a unit stands there twice.
    """
    check_once(each.unit for each in units)
    kept, apart = [], []
    for each in units:
        if each.numerator == each.denominator == 0:
            apart.append(each.unit)
        elif (not each.numerator or _measurable(each.numerator)) and _measurable(each.denominator):
            kept.append(each)
        else:
            raise CountError(each.unit, each.numerator, each.denominator)
    return kept, tuple(apart)


def shares_with_figures(units: Sequence[UnitCount]) -> tuple[list[UnitCount], tuple[str, ...]]:
    """Return the same of shares, which are no more than the whole.

    Raises:
        CountError: As above, or if more were counted than there were.
        SameUnitError: If a unit stands there twice.
    """
    kept, apart = with_figures(units)
    for each in kept:
        if each.numerator > each.denominator:
            raise CountError(each.unit, each.numerator, each.denominator)
    return kept, apart


def means_with_figures(units: Sequence[UnitMean], *, fewest: int = 1) -> tuple[list[UnitMean], tuple[str, ...]]:
    """Return the units that have at least ``fewest`` answers, and the names of the others.

    Raises:
        CountError: If a number of answers is negative.
        NotANumberError: If a mean or deviation is no number or greater than 1e100, or a deviation negative.
        SameUnitError: If a unit stands there twice.
    """
    check_once(each.unit for each in units)
    for each in units:
        if not 0 <= each.n <= GREATEST:
            raise CountError(each.unit, each.n, each.n)
        for value in (each.mean, each.deviation) if each.n else ():
            if not abs(value) <= GREATEST or each.deviation < 0:
                raise NotANumberError(value)
    return [each for each in units if each.n >= fewest], tuple(each.unit for each in units if each.n < fewest)


def check_once(names: Iterable[str]) -> None:
    """See that no unit stands twice among those compared.

    Raises:
        SameUnitError: If one does.
    """
    seen = set()
    for name in names:
        if name in seen:
            raise SameUnitError(name)
        seen.add(name)


def _measurable(count: float) -> bool:
    return 1 / GREATEST <= count <= GREATEST
