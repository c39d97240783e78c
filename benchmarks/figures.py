"""A figure and its ceiling."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure. ``ceiling`` is what the bare thing took in the same run, ``target`` what the figure must not pass."""

    name: str
    value: float
    unit: str
    ceiling: float | None = None
    bare: str = ""
    target: float | None = None

    @property
    def met(self) -> bool:
        return self.target is None or self.value <= self.target

    def __str__(self) -> str:
        words = [f"{self.name}: {self.value:,.3g} {self.unit}"]
        if self.ceiling:
            words.append(f"{self.value / self.ceiling:.2f} x {self.bare} ({self.ceiling:,.3g} {self.unit})")
        if self.target is not None:
            words.append(f"{self.value / self.target:.2f} of the target of {self.target:g} {self.unit}")
        return "; ".join(words) + ("" if self.met else "  MISSED")
