"""/manage/conversations: how the conversations of each survey go, and what was not understood in them."""

from web.manage.conversations import leaving, listing, modes, transcripts, words
from web.manage.conversations.desk import bp

__all__ = ["bp", "leaving", "listing", "modes", "transcripts", "words"]
