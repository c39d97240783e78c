"""Agreements, measures, targets and who answers for them."""
