"""How fast the product is, each figure beside a bare ceiling of the same run: ``python -m benchmarks``."""

from benchmarks.figures import Figure

__all__ = ["Figure"]
