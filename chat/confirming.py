"""What is done only after a yes: ending, deleting what was said, passing on words that were no answer, sending."""

from dataclasses import replace

from chat import commands, comments, handing_over, moves
from chat.steps import SURE, Effect, Noted, Pending, Quick, Reply, State, Step, Turn
from nlp.risk import is_urgent
from nlp.understanding import Meaning
from words import Message

ASK: dict[Pending, Message] = {
    "stop": Message("Do you want to stop here? What you have said is kept."),
    "delete": Message("Do you want to delete all that you have said here? It cannot be brought back."),
    "pass_on": Message("I can pass it on to the people who run this service. Shall I?"),
    "send": Message("Is that right? Say what to change, or send it."),
    "reach": handing_over.HOW,
}
BUTTONS: dict[Pending, tuple[Quick, ...]] = {
    "stop": (commands.STOP_HERE, commands.GO_ON),
    "delete": (commands.DELETE_IT, commands.KEEP_IT),
    "pass_on": (commands.PASS_IT_ON, commands.GO_ON),
    "send": (commands.SEND_IT,),
    "reach": (handing_over.NO_THANKS,),
}
STOPPED = Message("Thank you. What you said is kept, and this conversation is at its end.")
NOTHING_SAID = Message("Thank you. You have answered nothing, so there is nothing to keep.")
DELETED = Message("It is done: what you said here is deleted.")
NOTED_IT = Message("I noted it:")
IN_YOUR_WORDS = Message("in your words")
NOT_PASSED_ON = Message("I did not pass on what you wrote before.")
ALL_RIGHT = Message("All right, let us go on.")
NOTED = Message("I noted:")
CHANGE_HOW = Message(
    "You can change what you have answered: press “Change” beside it, or say what it should be, "
    "such as “no, I meant 2 hours”."
)

_INTENTS: dict[Pending, str] = {"stop": "stop", "delete": "delete_data", "pass_on": "human", "send": "yes"}


def ask(turn: Turn, pending: Pending, *before: Reply, words: str = "") -> Step:
    """Ask whether something is to be done; the question stays open meanwhile."""
    state = turn.here.state.remembering(pending=pending, words=words)
    return moves.stay(turn.here, turn.question, *before, ASK[pending], state=state, quick=BUTTONS[pending])


def settled(turn: Turn, meaning: Meaning | None) -> Step | None:
    """Return what follows where a message says yes or no to what is pending; None where it is about something else."""
    pending = turn.before.pending
    # Where help is comes before anything that waits.
    if not pending or is_urgent(turn.said):
        return None
    if pending == "reach":
        return handing_over.settled(turn, meaning)
    said = commands.answer_to(pending, turn.said)
    if said is None and meaning is not None and meaning.confidence >= SURE and not meaning.values:
        said = {"yes": True, _INTENTS[pending]: True, "no": False}.get(meaning.intent)
    if said is None:
        return None
    if not said and pending == "send":
        return moves.stay(turn.here, turn.question, CHANGE_HOW)
    return _DONE[pending](turn) if said else moves.stay(turn.here, turn.question, ALL_RIGHT)


def stopped(turn: Turn) -> Step:
    """End with what was given."""
    state, way = turn.here.state, turn.here.way
    something = way.kept(state.answers) or state.memory.case
    return Step(state, way, (STOPPED if something else NOTHING_SAID,), None, effects=(Effect("stop"),))


def unsettled(turn: Turn, following: Step) -> Step:
    """Keep the words that waited to be passed on as a comment, where the person said neither yes nor no to that."""
    # Whoever asks for a person hands over all that was said.
    if turn.before.pending != "pass_on" or any(effect.kind in {"delete", "case"} for effect in following.effects):
        return following
    state, question = comments.kept(following, following.state, turn.before.words)
    if question is None:
        return following.after(NOT_PASSED_ON)
    if following.asked is not None and question.key == following.asked.key:
        # What comes next to the same question is put below these words.
        state = state.remembering(more=question.key)
    noted = Noted(NOTED_IT, ((question.text, (IN_YOUR_WORDS,)),))
    return replace(following, state=state, way=moves.way_of(following, state)).after(noted)


def _deleted(turn: Turn) -> Step:
    return Step(State(), moves.way_of(turn.here, State()), (DELETED,), None, effects=(Effect("delete"),))


def _sent(turn: Turn) -> Step:
    return moves.go_on_from(turn.here, turn.here.state)


_DONE = {"stop": stopped, "delete": _deleted, "pass_on": handing_over.question, "send": _sent}
