"""Before all is sent whose last answers were only guessed: what was understood is named, and waits for a yes.

What is said meanwhile is no answer to the question that was open before: it says yes, changes an answer by naming it,
or wants something else. Nothing else is taken from it.
"""

from dataclasses import replace

from chat import moves, understood, wishes
from chat.confirming import ASK, BUTTONS, CHANGE_HOW, NOTED
from chat.steps import SURE, Memory, Noted, Reply, Step, Turn, filled
from nlp.understanding import Meaning
from surveys.questions import ChoicesQuestion, Question

# Wishes that are granted first; then it is asked again.
ELSEWHERE = frozenset({"stop", "delete_data", "human", "use_form", "language", "ask_question", "case_status", "abuse"})


def is_waiting(memory: Memory, here: Step) -> bool:
    """Whether a conversation waits to be sent: it was asked, and nothing else is open."""
    return memory.pending == "send" and here.asked is None


def last_of(step: Step) -> Question:
    """Return the last question that was asked, under whose key the window answers."""
    return [each for each in step.way.questions if each.asks][-1]


def waiting(here: Step) -> Step:
    """Return where a conversation stands that waits to be sent, with nothing new said."""
    question = _shown(here, here.state.memory.words)
    return replace(here, asked=question, replies=(ASK["send"],), quick=BUTTONS["send"])


def wanted(turn: Turn, intent: str | None) -> Step | None:
    """Return what follows from plain words that are a wish; None from all others, which answer nothing."""
    return wishes.grant(turn, intent) if intent in ELSEWHERE else None


def told(turn: Turn, meaning: Meaning | None) -> Step:
    """Return what follows from words that are neither a plain yes nor a plain wish."""
    if meaning is None:
        return _how(turn)
    if meaning.intent == "urgent":
        return wishes.grant(turn, "urgent")
    changed = understood.changed(turn, meaning)
    if changed is not None:
        return changed
    granted = wanted(turn, meaning.intent) if meaning.confidence >= SURE else None
    return granted or _how(turn)


def before(turn: Turn, step: Step, *, waits: bool) -> Step:
    """Return the step, or instead of an end the question whether all is right.

    Args:
        turn: The message.
        step: What follows from it.
        waits: Whether that was asked before, and the message is no yes to it.
    """
    memory = step.state.memory
    if {effect.kind for effect in step.effects} & {"stop", "delete"} or step.way.full or step.begun is not None:
        return step
    replies = tuple(reply for reply in step.replies if reply != moves.THANKS)
    if step.asked is None:
        guessed = memory.assumed - turn.before.assumed
        if not waits and not guessed:
            return step
        return _asked(turn, step, *(() if waits else _noted(turn, step)), *replies)
    is_whole = moves.first_open(step.way, step.state.answers)[0] is None
    # Where more words are added to a comment, or something else is asked, that comes first.
    if is_whole and not memory.pending and not memory.more:
        return _asked(turn, step, *replies)
    return step


def _how(turn: Turn) -> Step:
    return moves.stay(turn.here, turn.question, CHANGE_HOW)


def _asked(turn: Turn, step: Step, *replies: Reply) -> Step:
    question = _shown(step, turn.question.key)
    # The key tells an answer to this from a change of another answer.
    state = step.state.remembering(pending="send", words=question.key)
    quick = (*(each for each in step.quick if each not in BUTTONS["send"]), *BUTTONS["send"])
    return replace(step, state=state, asked=question, replies=(*replies, ASK["send"]), quick=quick)


def _shown(step: Step, key: str) -> Question:
    return next((each for each in step.way.questions if each.key == key), last_of(step))


def _noted(turn: Turn, step: Step) -> tuple[Reply, ...]:
    """Return how the open question was taken to be answered, unless it is words, or is named already."""
    question = turn.question
    if question.is_comment or isinstance(question, ChoicesQuestion):
        return ()
    if question.key not in filled(turn.here.state, step.state):
        return ()
    return (Noted(NOTED, ((question.text, tuple(question.shown(step.state.answers[question.key]))),)),)
