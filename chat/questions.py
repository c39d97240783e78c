"""What a person asks the service: whether a message asks something, and what is said where an article answers it."""

from dataclasses import replace

from articles.answering import Answer
from chat import comments, confirming, moves
from chat.plain import bare
from chat.steps import SURE, Step, Turn
from nlp.risk import is_urgent
from nlp.understanding import Meaning
from words import Message

ANSWER = Message("This is what the service says about it:")

ASKING = frozenset({"ask_question", "case_status"})
# Under these, words that look like a question may be one all the same: an open question takes anything for its answer.
PERHAPS_ASKING = frozenset({"answer", "feedback", "complain", "suggest", "unclear"})
# A longer message tells something, whatever it begins with.
MOST_WORDS = 15
MARKS = ("?", "؟")
# "Why" is not among them: "why do you never open on Saturdays" tells the service something.
BEGINNINGS = (
    "how", "when", "what", "whats", "where", "wheres", "who", "which", "can i", "can we", "can you", "can someone",
    "can my", "could i", "could you", "may i", "do i", "do you", "do we", "does", "is it", "is there", "is the",
    "are you", "are there", "are the", "will you", "will it", "have you got", "have i got",
    "sut", "pryd", "beth", "ble", "pwy", "faint", "oes", "ydy", "ydych", "ydw i", "alla i", "allaf i", "ga i", "gaf i",
    "كيف", "متي", "متى", "اين", "أين", "ماذا", "هل", "كم",
)  # fmt: skip
_BEGINNINGS = tuple(f"{bare(each)} " for each in BEGINNINGS)


def is_asking(said: str, meaning: Meaning) -> bool:
    """Whether a message asks the service something, or may: then its articles are searched for an answer.

    Never where somebody may be at risk: where help is comes before anything else.
    """
    if meaning.intent == "urgent" or is_urgent(said):
        return False
    unsure = meaning.intent in PERHAPS_ASKING or meaning.confidence < SURE
    return meaning.intent in ASKING or (unsure and looks_like_question(said))


def looks_like_question(said: str) -> bool:
    """Whether a short message is put as a question."""
    words = f"{bare(said)} "
    short = len(words.split()) <= MOST_WORDS
    return short and (said.rstrip().endswith(MARKS) or words.startswith(_BEGINNINGS))


def answered(turn: Turn, found: Answer, *, surely: bool = True) -> Step:
    """Return what is said where an article answers. The question stays open.

    Where it is not sure that anything was asked, the words may be a comment: whether they are to be kept as one is
    asked as well, so that nothing said is lost.
    """
    replies = (ANSWER, found.text)
    if surely or not comments.has_room(turn.here):
        return replace(moves.stay(turn.here, turn.question, *replies), answer=found)
    return replace(confirming.ask(turn, "pass_on", *replies, words=turn.said), answer=found)
