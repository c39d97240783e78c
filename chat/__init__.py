"""Leads a conversation through a survey."""

from chat.confirming import ASK, STOPPED
from chat.dialogue import begin, deleted, ended, reopen, resume, step, to_analyse, to_understand
from chat.handing_over import HOW, masked
from chat.moves import THANKS
from chat.questions import is_asking
from chat.steps import Effect, Inbox, Memory, Noted, Quick, Reply, State, Step, filled

__all__ = [
    "ASK",
    "HOW",
    "STOPPED",
    "THANKS",
    "Effect",
    "Inbox",
    "Memory",
    "Noted",
    "Quick",
    "Reply",
    "State",
    "Step",
    "begin",
    "deleted",
    "ended",
    "filled",
    "is_asking",
    "masked",
    "reopen",
    "resume",
    "step",
    "to_analyse",
    "to_understand",
]
