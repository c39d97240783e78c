"""Figures of measures as a file, in: a row a figure, as people fill in spreadsheets (docs/targets.md)."""

from targets.uploads.amounts import Amount
from targets.uploads.recording import Outcome, apply
from targets.uploads.rows import Given, Read, read

__all__ = ["Amount", "Given", "Outcome", "Read", "apply", "read"]
