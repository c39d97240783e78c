"""Leads a conversation through a survey."""

from chat.dialogue import THANKS, Reply, State, Step, begin, ended, reopen, resume, step

__all__ = ["THANKS", "Reply", "State", "Step", "begin", "ended", "reopen", "resume", "step"]
