"""Whether targets hang together: what to put right, and a shorter list. All but the reading is pure functions."""

from targets.audit.auditing import audit, kinds_about
from targets.audit.finding import KINDS, Complaints, Finding, Known, Limits
from targets.audit.knowing import known_to
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
    "kinds_about",
    "known_to",
    "shorten",
]
