"""Leads a conversation through a survey."""

from chat.confirming import STOPPED
from chat.dialogue import begin, ended, reopen, resume, step, to_analyse, to_understand
from chat.moves import THANKS
from chat.steps import Effect, Memory, Noted, Quick, Reply, State, Step

__all__ = [
    "STOPPED",
    "THANKS",
    "Effect",
    "Memory",
    "Noted",
    "Quick",
    "Reply",
    "State",
    "Step",
    "begin",
    "ended",
    "reopen",
    "resume",
    "step",
    "to_analyse",
    "to_understand",
]
