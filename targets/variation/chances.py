"""How likely chance alone would make as great a difference between two groups of people."""

import math

from tallies.means import Mean
from targets.variation.distributions import normal_both_tails, student_both_tails

# Where fewer people than these would be expected in a cell of the table, the normal distribution is not to be trusted.
FEWEST_EXPECTED = 5
# Tables that are as likely as the one found, but for rounding, count among those that are no likelier.
AS_LIKELY = 1 + 1e-7


def shares_differ(n: int, of: int, other_n: int, other_of: int) -> float:
    """Return how likely two shares of one true share would lie as far apart as ``n / of`` and ``other_n / other_of``.

    By the pooled test of two proportions; by Fisher's exact test, of both sides, where fewer than five people would be
    expected in a cell. Both groups have somebody, and nobody is in both.
    """
    total, yes = of + other_of, n + other_n
    if yes in {0, total}:
        return 1.0
    if min(of, other_of) * min(yes, total - yes) < FEWEST_EXPECTED * total:
        return _exact(n, of, yes, total)
    pooled = yes / total
    deviation = math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / other_of))
    return normal_both_tails((n / of - other_n / other_of) / deviation)


def means_differ(first: Mean, second: Mean) -> float:
    """Return how likely two means of one true mean would lie as far apart, by Welch's test.

    Args:
        first: A mean of two answers or more.
        second: Likewise, of other people.

    Raises:
        ValueError: If a mean is of fewer than two answers.
    """
    if first.value is None or second.value is None or first.deviation is None or second.deviation is None:
        raise ValueError("a mean of fewer than two answers has no deviation")
    a, b = first.deviation * first.deviation / first.n, second.deviation * second.deviation / second.n
    gap = first.value - second.value
    if not a + b:
        return 0.0 if gap else 1.0
    freedom = 1 / ((a / (a + b)) ** 2 / (first.n - 1) + (b / (a + b)) ** 2 / (second.n - 1))
    return student_both_tails(gap / math.sqrt(a + b), freedom)


def _exact(n: int, of: int, yes: int, total: int) -> float:
    """Return the chance of the tables with the same margins that are no likelier than the one found (Fisher)."""
    least, most = max(0, of - (total - yes)), min(of, yes)
    # Each table from the one before it, so that nothing of the size of a factorial is rounded.
    logs = [0.0]
    for here in range(least, most):
        logs.append(logs[-1] + math.log((yes - here) * (of - here) / ((here + 1) * (total - yes - of + here + 1))))
    likeliest, found = max(logs), logs[n - least] + math.log(AS_LIKELY)
    among = math.fsum(math.exp(each - likeliest) for each in logs)
    return min(1.0, math.fsum(math.exp(each - likeliest) for each in logs if each <= found) / among)
