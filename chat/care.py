"""What is said to somebody who may be at risk, and to somebody who is abusive."""

from chat import comments, moves, signposts
from chat.steps import State, Step, Turn
from words import Message

STILL = Message("Please turn to one of those named above if anybody may be in danger.")
KEPT = Message("What you wrote is kept.")
NOT_AT_ONCE = Message("Nobody reads it at once, so please do not wait for an answer here.")
CALM = Message("You may be angry, and you may say so. Please tell us about the service, so that it can be put right.")


def signpost(turn: Turn) -> Step:
    """Say where help is, before anything else. The words are kept, and the question stays open.

    Where the message before was urgent too, the numbers still stand above.
    """
    state, is_kept = _kept(turn, turn.here.state.remembering(urgent=True))
    first = STILL if turn.before.urgent else signposts.for_country(turn.country)
    return moves.stay(turn.here, turn.question, first, *([KEPT] if is_kept else []), NOT_AT_ONCE, state=state)


def _kept(turn: Turn, state: State) -> tuple[State, bool]:
    """Return the state with the words as a comment, and whether there was room for them."""
    if turn.question.is_comment:
        taken, fault = comments.added(turn.here, state, turn.question, turn.said)
        if fault is None:
            # What comes next to the same question is put below these words.
            return taken.remembering(more=turn.question.key), True
    state, took = comments.kept(turn.here, state, turn.said)
    return state, took is not None


def calm(turn: Turn) -> Step:
    """Meet abuse once; afterwards the question is asked as if nothing had been said."""
    memory = turn.here.state.memory
    if "abuse" in memory.met:
        return moves.stay(turn.here, turn.question)
    return moves.stay(turn.here, turn.question, CALM, state=turn.here.state.remembering(met=memory.met | {"abuse"}))
