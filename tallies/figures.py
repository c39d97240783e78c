"""The functions that turn counts into shares and intervals, so that page, file and mail show one figure."""

import math
from dataclasses import dataclass

# A share of fewer than this many is not shown: it would say more of one person than of the service.
FEWEST_SHOWN = 10

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """``n`` of ``of``, as a share from 0 to 1 with its 95 % interval."""

    n: int
    of: int
    value: float
    low: float
    high: float

    @property
    def shown(self) -> bool:
        """Whether there are enough to show the share at all."""
        return self.of >= FEWEST_SHOWN


@dataclass(frozen=True)
class Figure:
    """A figure over ``n`` answers with its 95 % interval; None where ``n`` answers cannot tell.

    ``value`` is None where nobody answered, ``low`` and ``high`` where there is no interval.
    """

    n: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to show the figure at all."""
        return self.n >= FEWEST_SHOWN


def share(n: int, of: int) -> Share:
    """Return the share with its Wilson interval at 95 %.

    Args:
        n: How many, 0 <= n <= of.
        of: Out of how many. Nothing of nothing is a share of 0 that may be anything from 0 to 1.

    Raises:
        ValueError: If n is negative or above ``of``.

    Wilson 1927; the centre is (p + z^2/2n) / (1 + z^2/n), the half-width z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n).
    """
    if not 0 <= n <= of:
        raise ValueError(f"{n} of {of} is no share")
    return Share(n, of, n / of if of else 0.0, *wilson(n, of))


def wilson(n: int, of: int, z: float = Z_95) -> tuple[float, float]:
    """Return the ends of the Wilson interval of ``n`` of ``of``, 0 <= n <= of; of nothing it is from 0 to 1.

    Args:
        n: How many.
        of: Out of how many.
        z: How many standard deviations it takes: 1.96 for 95 %, more where several intervals are to hold together.
    """
    if of == 0:
        return 0.0, 1.0
    p, z2 = n / of, z**2
    scale = 1 + z2 / of
    centre = (p + z2 / (2 * of)) / scale
    half = z * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / scale
    low = 0.0 if n == 0 else max(0.0, centre - half)
    high = 1.0 if n == of else min(1.0, centre + half)
    return low, high
