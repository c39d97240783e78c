"""Which themes move together with a measure: pure functions over figures, period by period.

What is compared are steps from one period to the next, so that two things which both merely grow are not taken for
one. That two move together says neither why nor which comes of which: a person decides.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tallies import period_after
from targets.variation import adjusted
from targets.variation.distributions import student_both_tails

# Whether the figure moves in the same period as the comments, or one later.
LAGS = (0, 1)
# A year of periods in a row has so many steps.
FEWEST_STEPS = 11
# Of the targets to which no theme belongs, fewer than this part is suggested any by chance.
FALSE_DISCOVERIES = 0.03
# Decimals of a step: what lies beyond is how a computer writes thirds, and would part steps that are equal.
EXACT = 9


@dataclass(frozen=True)
class Movement:
    """How a theme and a measure move together.

    ``correlation`` is Spearman's, of steps, from -1 to 1: below 0 the figure falls when the theme is spoken of more.
    ``lag`` is by how many periods the figure comes later. ``p`` is how likely chance alone would make a correlation as
    far from 0, at any of the lags; ``fair`` the same with the other themes of the target allowed for.
    """

    correlation: float
    lag: int
    steps: int
    p: float
    fair: float = 1.0


def moving_together(
    themes: Mapping[str, Mapping[date, float]],
    figures: Mapping[date, float],
    *,
    cadence: str,
    breaks: Collection[date] = (),
    false_discoveries: float = FALSE_DISCOVERIES,
) -> dict[str, Movement]:
    """Return the themes that move together with a measure by more than chance, in order of theme.

    Args:
        themes: Theme -> first day of a period -> how much it was spoken of.
        figures: First day of a period -> the measure's figure. What is missing is not there.
        cadence: "month" or "quarter".
        breaks: First days of periods whose figures are not comparable with those before them.
        false_discoveries: Of the themes found, the part that may be by chance (Benjamini and Hochberg).
    """
    found = {theme: comove(rates, figures, cadence=cadence, breaks=breaks) for theme, rates in themes.items()}
    known = {theme: each for theme, each in sorted(found.items()) if each is not None}
    fair = adjusted([each.p for each in known.values()])
    return {
        theme: Movement(each.correlation, each.lag, each.steps, each.p, p)
        for (theme, each), p in zip(known.items(), fair, strict=True)
        if p <= false_discoveries
    }


def comove(
    rates: Mapping[date, float], figures: Mapping[date, float], *, cadence: str, breaks: Collection[date] = ()
) -> Movement | None:
    """Return how a theme and a measure move together at the lag at which they do so most surely.

    None where there are fewer than eleven steps in common at each lag, or one of the two never moves.
    """
    own, others = _steps(rates, cadence, ()), _steps(figures, cadence, breaks)
    tried = []
    for lag in LAGS:
        pairs = [
            (own[at], others[_later(at, lag, cadence)]) for at in sorted(own) if _later(at, lag, cadence) in others
        ]
        if len(pairs) >= FEWEST_STEPS:
            correlation, p = spearman([pair[0] for pair in pairs], [pair[1] for pair in pairs])
            if correlation is not None:
                tried.append(Movement(correlation, lag, len(pairs), p))
    if not tried:
        return None
    best = min(tried, key=lambda each: (each.p, each.lag))
    # Whoever tries twice is lucky twice as often (Bonferroni).
    return Movement(best.correlation, best.lag, best.steps, min(1.0, best.p * len(tried)))


def spearman(first: Sequence[float], second: Sequence[float]) -> tuple[float | None, float]:
    """Return the rank correlation of two series in order of time, and how likely chance makes one as far from 0.

    Args:
        first: Length n >= 3.
        second: As long, at the same times.

    Returns:
        From -1 to 1, and p by Student's t. Where neighbours of both series are alike, or both the opposite, as steps
        are, chance makes greater correlations: that many fewer count, n / (1 + 2 r1 r1'), with the correlations of
        neighbours (never more than n). None and 1 where a series never moves.

    Bartlett 1935, Journal of the Royal Statistical Society 98(3), to the first term.
    """
    ranks, others = _ranks(first), _ranks(second)
    correlation = _product(ranks, others)
    if correlation is None:
        return None, 1.0
    alike = (_product(ranks, ranks, apart=1) or 0.0) * (_product(others, others, apart=1) or 0.0)
    freedom = len(ranks) / (1 + 2 * max(0.0, alike)) - 2
    if freedom <= 0:
        return correlation, 1.0
    rest = 1 - correlation * correlation
    if rest <= 0:
        return correlation, 0.0
    return correlation, student_both_tails(correlation * math.sqrt(freedom / rest), freedom)


def _steps(values: Mapping[date, float], cadence: str, breaks: Collection[date]) -> dict[date, float]:
    """Return by how much each period differs from the one before, where both are known and comparable."""
    steps: dict[date, float] = {}
    for at, value in values.items():
        after = period_after(at, cadence)
        if after in values and after not in breaks:
            steps[after] = round(values[after] - value, EXACT)
    return steps


def _later(at: date, lag: int, cadence: str) -> date:
    for _ in range(lag):
        at = period_after(at, cadence)
    return at


def _ranks(values: Sequence[float]) -> list[float]:
    """Return each value's place from 1; those that are equal share the mean of theirs."""
    ordered = sorted(values)
    first: dict[float, int] = {}
    count: dict[float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
        count[value] = count.get(value, 0) + 1
    return [first[value] + (count[value] - 1) / 2 for value in values]


def _product(first: Sequence[float], second: Sequence[float], *, apart: int = 0) -> float | None:
    """Return Pearson's correlation, of each value with the one ``apart`` places later; None where one never moves."""
    n = len(first)
    mean, other = math.fsum(first) / n, math.fsum(second) / n
    one, two = [value - mean for value in first], [value - other for value in second]
    size = math.sqrt(math.fsum(value * value for value in one) * math.fsum(value * value for value in two))
    if not size:
        return None
    along = math.fsum(a * b for a, b in zip(one[: n - apart], two[apart:], strict=True))
    return max(-1.0, min(1.0, along / size))
