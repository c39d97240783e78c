"""What chance alone would make: tails of the normal, Student's and Fisher's distributions, and the gamma's quantiles.

The process that serves pages carries no numerical library; these few agree with one to nine places.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

# From this shape on the expansion is right to eight places; up to here the sums are short.
MANY = 300
# More terms than any of the sums below takes.
TERMS = 100_000
SMALLEST = 1e-300
CLOSE = 1e-15


def normal_both_tails(z: float) -> float:
    """Return the chance that a standard normal value lies further from 0 than ``z`` does."""
    return math.erfc(abs(z) / math.sqrt(2))


def student_both_tails(t: float, freedom: float) -> float:
    """Return the chance that Student's t lies further from 0 than ``t``; ``freedom`` is above 0, and not always whole.

    Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.1.
    """
    square = t * t
    return _beta_share(freedom / (freedom + square), square / (freedom + square), freedom / 2, 0.5)


def fisher_upper_tail(ratio: float, between: float, within: float) -> float:
    """Return the chance that a ratio of variances is above ``ratio``, with both degrees of freedom.

    Abramowitz & Stegun, 26.6.2.
    """
    of_ratio = between * ratio
    return _beta_share(within / (within + of_ratio), of_ratio / (within + of_ratio), within / 2, between / 2)


def gamma_quantile(shape: float, share: float) -> float:
    """Return what ``share`` of a gamma distribution of scale 1 lies below: half of chi-squared's, for 2 x shape.

    Args:
        shape: Above 0. A number of events: a Poisson count of n or more is as likely as a gamma value of shape n below
            the count's mean.
        share: Between 0 and 1, neither included.

    Newton's method on the sums of Abramowitz & Stegun 6.5.29 and 6.5.31; from a shape of 300 on, the expansion of
    Goldberg & Levine 1946 (Annals of Mathematical Statistics 17(2)).
    """
    if shape >= MANY:
        return _expansion(shape, share)
    at = _start(shape, share)
    if at < SMALLEST:
        return at
    low, high = 0.0, math.inf
    for _ in range(200):
        gap = _gamma_share(at, shape) - share
        low, high = (at, high) if gap < 0 else (low, at)
        slope = math.exp((shape - 1) * math.log(at) - at - math.lgamma(shape))
        better = at - gap / slope if slope else math.inf
        if not low < better < high:
            better = 2 * low if math.isinf(high) else (low + high) / 2
        if abs(better - at) <= 4 * CLOSE * at:
            break
        at = better
    return at


def _start(shape: float, share: float) -> float:
    """Return about where the quantile lies: by a normal cube root, or as if nothing but x^shape were in it."""
    if shape >= 1:
        root = 1 - 1 / (9 * shape) + NormalDist().inv_cdf(share) / (3 * math.sqrt(shape))
        if root > 0:
            return float(shape * root**3)
    return math.exp((math.log(share) + math.lgamma(shape + 1)) / shape)


def _expansion(shape: float, share: float) -> float:
    z, freedom = NormalDist().inv_cdf(share), 2 * shape
    terms = (
        freedom,
        math.sqrt(2 * freedom) * z,
        2 * (z**2 - 1) / 3,
        (z**3 - 7 * z) / (9 * math.sqrt(2 * freedom)),
        -(6 * z**4 + 14 * z**2 - 32) / (405 * freedom),
        (9 * z**5 + 256 * z**3 - 433 * z) / (4860 * math.sqrt(2) * freedom**1.5),
    )
    return math.fsum(terms) / 2


def _gamma_share(x: float, shape: float) -> float:
    """Return the share of a gamma distribution below ``x``."""
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for step in range(1, TERMS):
            term *= x / (shape + step)
            total += term
            if term < CLOSE * total:
                break
        return scale * total
    return 1 - scale / _fraction(x + 1 - shape, lambda step: (step * (shape - step), x + 2 * step + 1 - shape))


def _beta_share(x: float, rest: float, a: float, b: float) -> float:
    """Return the share of a beta distribution below ``x``, where ``rest`` is 1 - x (Abramowitz & Stegun 26.5.8)."""
    if not x or not rest:
        return 1.0 if x else 0.0
    scale = math.exp(a * math.log(x) + b * math.log(rest) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b))
    if x >= (a + 1) / (a + b + 2):
        return 1 - scale / b / _fraction(1.0, lambda step: (_beta_term(step, rest, b, a), 1.0))
    return scale / a / _fraction(1.0, lambda step: (_beta_term(step, x, a, b), 1.0))


def _beta_term(step: int, x: float, a: float, b: float) -> float:
    m = step // 2
    if step % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _fraction(first: float, term: Callable[[int], tuple[float, float]]) -> float:
    """Return first + a1 / (b1 + a2 / (b2 + ...)), where ``term`` gives a and b of each step (Lentz's method)."""
    value = above = first
    below = 0.0
    for step in range(1, TERMS):
        a, b = term(step)
        below = 1 / (b + a * below or SMALLEST)
        above = b + a / above or SMALLEST
        value *= above * below
        if abs(above * below - 1) < CLOSE:
            break
    return value
