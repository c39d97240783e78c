"""A figure and its ceiling."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        ceiling: What the bare thing took or reached in the same run.
        target: What the figure must not pass.
        most_ratio, least_ratio: What its ratio to the ceiling must not pass, or must reach.
    """

    name: str
    value: float
    unit: str
    ceiling: float | None = None
    bare: str = ""
    target: float | None = None
    most_ratio: float | None = None
    least_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.ceiling if self.ceiling else None

    @property
    def met(self) -> bool:
        ratio = self.ratio
        return (
            (self.target is None or self.value <= self.target)
            and (self.most_ratio is None or ratio is None or ratio <= self.most_ratio)
            and (self.least_ratio is None or ratio is None or ratio >= self.least_ratio)
        )

    def __str__(self) -> str:
        words = [f"{self.name}: {self.value:,.3g} {self.unit}"]
        if self.ratio is not None:
            ratio = f"{self.ratio:.2f}" if self.ratio >= 0.1 else f"{self.ratio:.2g}"
            words.append(f"{ratio} x {self.bare} ({self.ceiling:,.3g} {self.unit})")
        if self.most_ratio is not None:
            words.append(f"at most {self.most_ratio:g} x wanted")
        if self.least_ratio is not None:
            words.append(f"at least {self.least_ratio:g} x wanted")
        if self.target is not None:
            words.append(f"{self.value / self.target:.2f} of the target of {self.target:g} {self.unit}")
        return "; ".join(words) + ("" if self.met else "  MISSED")


def print_all(figures: Iterable[Figure]) -> NoReturn:
    """Print figures as they come; exit status 1 where one is missed."""
    missed = 0
    for figure in figures:
        print(figure, flush=True)
        missed += not figure.met
    sys.exit(min(missed, 1))
