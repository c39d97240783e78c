"""Before all is sent whose last answers were only guessed: what was understood is named, and waits for a yes.

What is said meanwhile is no answer to the question that was open before: it says yes, changes an answer by naming it,
or wants something else. Nothing else is taken from it.
"""

from dataclasses import replace

from chat import moves, repairs, understood, wishes
from chat.confirming import ASK, BUTTONS, CHANGE_HOW, NOTED
from chat.steps import SURE, Memory, Noted, Reply, Step, Turn, filled
from nlp.understanding import Meaning
from surveys.questions import Question

# That all was looked at once, and what it is counted under how often an answer was none; no question is called so.
_SEEN = "?"
# So often in a row, then another way is offered.
MOST_TRIES = 3
# Wishes that are granted first; then it is asked again.
ELSEWHERE = frozenset({"stop", "delete_data", "human", "use_form", "language", "ask_question", "case_status", "abuse"})


def is_waiting(memory: Memory, here: Step) -> bool:
    """Whether a conversation waits to be sent: it was asked, and nothing else is open."""
    return memory.pending == "send" and here.asked is None


def is_asked_of(turn: Turn) -> bool:
    """Whether a message is said to "Is that right?", or to another question for a yes where all is answered."""
    pending = turn.before.pending
    return pending == "send" or (pending in {"stop", "delete", "pass_on"} and turn.here.asked is None)


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
        if not waits and not guessed and not _is_unseen(step):
            return step
        return _asked(turn, step, *(_noted(turn, step, replies) if guessed and not waits else replies))
    if moves.first_open(step.way, step.state.answers)[0] is not None:
        return step
    # Where more words are added to a comment, or something else is asked, that comes first.
    if memory.pending:
        return replace(step, alone=True)
    return step if memory.more else _asked(turn, step, *replies)


def _is_unseen(step: Step) -> bool:
    """Whether a comment that nobody was asked for was never looked at together with the rest."""
    memory = step.state.memory
    comments = {each.key for each in step.way.questions if each.is_comment}
    return _SEEN not in memory.met and bool(memory.assumed & comments)


def _how(turn: Turn) -> Step:
    """Say how answers are changed; the third time in a row, offer another way."""
    tries = turn.here.state.memory.repairs
    times = tries.get(_SEEN, 0) + 1
    state = turn.here.state.remembering(repairs={**tries, _SEEN: times})
    if times < MOST_TRIES:
        return moves.stay(turn.here, turn.question, CHANGE_HOW, state=state)
    return moves.stay(turn.here, turn.question, repairs.ANOTHER_WAY, state=state, quick=repairs.OTHER_WAYS)


def _asked(turn: Turn, step: Step, *replies: Reply) -> Step:
    question = _shown(step, turn.question.key)
    # The key tells an answer to this from a change of another answer.
    met = step.state.memory.met | {_SEEN}
    state = step.state.remembering(pending="send", words=question.key, met=met)
    quick = (*(each for each in step.quick if each not in BUTTONS["send"]), *BUTTONS["send"])
    return replace(step, state=state, asked=question, replies=(*replies, ASK["send"]), quick=quick)


def _shown(step: Step, key: str) -> Question:
    return next((each for each in step.way.questions if each.key == key), last_of(step))


def _noted(turn: Turn, step: Step, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Return the replies with how the open question was taken to be answered, unless it is words, or is named there."""
    question = turn.question
    if question.is_comment or question.key not in filled(turn.here.state, step.state):
        return replies
    line = (question.text, tuple(question.shown(step.state.answers[question.key])))
    noted = next((each for each in replies if isinstance(each, Noted) and each.heading == NOTED), None)
    if noted is None:
        return (Noted(NOTED, (line,)), *replies)
    if question.text in [text for text, _ in noted.lines]:
        return replies
    return tuple(replace(each, lines=(line, *noted.lines)) if each is noted else each for each in replies)
