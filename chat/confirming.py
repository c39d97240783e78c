"""What is done only after a yes: ending, deleting what was said, keeping words that were no answer as a comment."""

from chat import commands, comments, moves
from chat.steps import Effect, Noted, Pending, Quick, Reply, State, Step, Turn
from nlp.understanding import Meaning
from words import Message

# Below this, what somebody wants is not known.
SURE = 0.45

ASK: dict[Pending, Message] = {
    "stop": Message("Do you want to stop here? What you have said is kept."),
    "delete": Message("Do you want to delete all that you have said here? It cannot be brought back."),
    "pass_on": Message("I can note it as a comment instead, for the people who run the service. Shall I?"),
}
BUTTONS: dict[Pending, tuple[Quick, ...]] = {
    "stop": (commands.STOP_HERE, commands.GO_ON),
    "delete": (commands.DELETE_IT, commands.KEEP_IT),
    "pass_on": (commands.NOTE_IT, commands.GO_ON),
}
STOPPED = Message("Thank you. What you said is kept, and this conversation is at its end.")
NOTHING_SAID = Message("Thank you. You have answered nothing, so there is nothing to keep.")
DELETED = Message("It is done: what you said here is deleted.")
NOTED_IT = Message("I noted it:")
IN_YOUR_WORDS = Message("in your words")
NO_ROOM = Message("There is no room for it. You can write a shorter one.")
ALL_RIGHT = Message("All right, let us go on.")

_INTENTS: dict[Pending, str] = {"stop": "stop", "delete": "delete_data", "pass_on": "human"}


def ask(turn: Turn, pending: Pending, *before: Reply, words: str = "") -> Step:
    """Ask whether something is to be done; the question stays open meanwhile."""
    state = turn.here.state.remembering(pending=pending, words=words)
    return moves.stay(turn.here, turn.question, *before, ASK[pending], state=state, quick=BUTTONS[pending])


def settled(turn: Turn, meaning: Meaning | None) -> Step | None:
    """Return what follows where a message says yes or no to what is pending; None where it is about something else."""
    pending = turn.before.pending
    if not pending:
        return None
    said = commands.answer_to(pending, turn.said)
    if said is None and meaning is not None and meaning.confidence >= SURE and not meaning.values:
        said = {"yes": True, _INTENTS[pending]: True, "no": False}.get(meaning.intent)
    if said is None:
        return None
    return _DONE[pending](turn) if said else moves.stay(turn.here, turn.question, ALL_RIGHT)


def stopped(turn: Turn) -> Step:
    """End with what was given."""
    state, way = turn.here.state, turn.here.way
    return Step(state, way, (STOPPED if way.kept(state.answers) else NOTHING_SAID,), None, effects=(Effect("stop"),))


def _deleted(turn: Turn) -> Step:
    return Step(State(), moves.way_of(turn.here, State()), (DELETED,), None, effects=(Effect("delete"),))


def _passed_on(turn: Turn) -> Step:
    effects = (Effect("person", {"words": turn.before.words}),)
    state, question = comments.kept(turn.here, turn.here.state, turn.before.words)
    if question is None:
        return moves.stay(turn.here, turn.question, NO_ROOM, effects=effects)
    noted = Noted(NOTED_IT, ((question.text, (IN_YOUR_WORDS,)),))
    if question.key == turn.question.key:
        step = moves.go_on_from(turn.here, state).after(noted)
        return Step(step.state, step.way, step.replies, step.asked, effects=effects)
    return moves.stay(turn.here, turn.question, noted, state=state, effects=effects)


_DONE = {"stop": stopped, "delete": _deleted, "pass_on": _passed_on}
