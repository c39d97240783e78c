"""The scores that services are compared by. Each has one definition, and says where it is from."""

import math
from dataclasses import dataclass

from tallies.figures import Z_95, Figure, Share, share
from tallies.means import Counts, Mean, mean

LIKELIHOOD = range(11)
FIVE_POINTS = range(1, 6)
SEVEN_POINTS = range(1, 8)


@dataclass(frozen=True)
class Nps(Figure):
    """The Net Promoter Score, from -100 to 100, and the three shares behind it."""

    promoters: Share
    passives: Share
    detractors: Share


@dataclass(frozen=True)
class Csat(Figure):
    """Customer satisfaction: the share that chose 4 or 5 of 5."""

    satisfied: Share


@dataclass(frozen=True)
class Ces(Figure):
    """The Customer Effort Score 2.0: the mean from 1 to 7, and the share that chose 5 to 7."""

    mean: Mean
    easy: Share


@dataclass(frozen=True)
class GdsSatisfaction(Figure):
    """User satisfaction by both of its definitions; the figure itself is the service manual's.

    ``satisfied`` is the service manual's: the share satisfied or very satisfied. ``performance_platform`` is
    (mean - 1) / 4, the score that the Performance Platform showed. They differ: a page names the one it shows.
    """

    satisfied: Share
    performance_platform: Figure


@dataclass(frozen=True)
class FriendsAndFamily(Figure):
    """The Friends and Family Test: the share that said good or very good, of all that answered."""

    positive: Share


def nps(counts: Counts) -> Nps:
    """Return the Net Promoter Score of likelihoods from 0 to 10.

    9 and 10 are promoters, 7 and 8 passives, 0 to 6 detractors. The interval is the adjusted Wald interval, with three
    answers more: n' = n + 3, p' = (P + 0.75) / n', d' = (D + 0.75) / n', z sqrt((p' + d' - (p' - d')^2) / n') to both
    sides of p' - d' (Sauro and Lewis, measuringu.com/nps-three-confidence-intervals). Its centre lies nearer to 0 than
    the score does.

    Raises:
        ValueError: If something was given less than no times, or is not on the scale.
    """
    points = _on_scale(counts, LIKELIHOOD)
    n, promoters, detractors = sum(points), sum(points[9:]), sum(points[:7])
    shares = (share(promoters, n), share(n - promoters - detractors, n), share(detractors, n))
    if not n:
        return Nps(0, None, None, None, *shares)
    more = n + 3
    p, d = (promoters + 0.75) / more, (detractors + 0.75) / more
    half = Z_95 * math.sqrt((p + d - (p - d) ** 2) / more)
    low, high = max(-100.0, 100 * (p - d - half)), min(100.0, 100 * (p - d + half))
    return Nps(n, 100 * (promoters - detractors) / n, low, high, *shares)


def csat(counts: Counts) -> Csat:
    """Return customer satisfaction of ratings from 1 to 5, with Wilson's interval.

    Raises:
        ValueError: If something was given less than no times, or is not on the scale.
    """
    points = _on_scale(counts, FIVE_POINTS)
    satisfied = share(sum(points[3:]), sum(points))
    return Csat(*_figure_of(satisfied), satisfied)


def ces(counts: Counts) -> Ces:
    """Return the effort score of agreement from 1 to 7: the mean by Student's t, and the share 5 to 7 by Wilson.

    Raises:
        ValueError: If something was given less than no times, or is not on the scale.
    """
    points = _on_scale(counts, SEVEN_POINTS)
    found = mean(counts, scale=(1, 7))
    return Ces(found.n, found.value, found.low, found.high, found, share(sum(points[4:]), sum(points)))


def satisfaction_gds(counts: Counts) -> GdsSatisfaction:
    """Return user satisfaction of ratings from 1 (very dissatisfied) to 5 (very satisfied), by both definitions.

    Raises:
        ValueError: If something was given less than no times, or is not on the scale.

    GOV.UK service manual, "Measuring user satisfaction"; alphagov/backdrop, user_satisfaction.py.
    """
    points = _on_scale(counts, FIVE_POINTS)
    satisfied = share(sum(points[3:]), sum(points))
    found = mean(counts, scale=(1, 5))
    value, low, high = (None if end is None else (end - 1) / 4 for end in (found.value, found.low, found.high))
    return GdsSatisfaction(*_figure_of(satisfied), satisfied, Figure(found.n, value, low, high))


def friends_and_family(counts: Counts, *, dont_know: int) -> FriendsAndFamily:
    """Return the Friends and Family Test of ratings from 1 (very poor) to 5 (very good).

    Those who do not know are among all who answered, as the instrument has it.

    Raises:
        ValueError: If something was given less than no times, or is not on the scale.
    """
    points = _on_scale(counts, FIVE_POINTS)
    if dont_know < 0:
        raise ValueError(f"'Don't know' was given {dont_know} times")
    positive = share(sum(points[3:]), sum(points) + dont_know)
    return FriendsAndFamily(*_figure_of(positive), positive)


def _on_scale(counts: Counts, scale: range) -> list[int]:
    """Return how often each point of the scale was given, in order."""
    points = [0] * len(scale)
    for value, n in counts.items():
        if value not in scale:
            raise ValueError(f"{value} is not on the scale from {scale[0]} to {scale[-1]}")
        if n < 0:
            raise ValueError(f"{value} was given {n} times")
        points[int(value) - scale[0]] += n
    return points


def _figure_of(found: Share) -> tuple[int, float | None, float | None, float | None]:
    return (found.of, found.value, found.low, found.high) if found.of else (0, None, None, None)
