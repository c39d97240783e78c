"""Whether targets hang together: what to put right, and a shorter list. Pure functions over the cascade and facts."""

from targets.audit.auditing import audit
from targets.audit.finding import KINDS, Complaints, Finding, Known, Limits, known_of
from targets.audit.shortening import AgreementLeft, Dropped, Shorter, shorten

__all__ = [
    "KINDS",
    "AgreementLeft",
    "Complaints",
    "Dropped",
    "Finding",
    "Known",
    "Limits",
    "Shorter",
    "audit",
    "known_of",
    "shorten",
]
