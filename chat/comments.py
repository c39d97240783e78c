"""Words that belong to no question asked: they are kept as the comment that the survey has room for."""

from chat import moves
from chat.steps import Reply, State, Step
from surveys.questions import ProbeQuestion, Question, TextQuestion


def kept(here: Step, state: State, said: str) -> tuple[State, Question | None]:
    """Return the state with the words as a comment, and the question that took them; None where none can.

    It is the first open text question without an answer, else the last that still has room.
    """
    texts = [each for each in moves.way_of(here, state).questions if _is_open(each)]
    for question in texts:
        if state.answers.get(question.key) is None:
            taken, fault = moves.given(here, state, question, said)
            if fault is None:
                return _assumed(taken, question), question
    for question in reversed(texts):
        if state.answers.get(question.key) is not None:
            taken, fault = added(here, state, question, said)
            if fault is None:
                return taken, question
    return state, None


def added(here: Step, state: State, question: Question, said: str) -> tuple[State, Reply | None]:
    """Return the state with the words put below those that the comment has already, and what is wrong with that."""
    before = state.answers.get(question.key)
    was_assumed = question.key in state.memory.assumed
    taken, fault = moves.given(here, state, question, said if before is None else f"{before}\n{said}")
    return (_assumed(taken, question) if was_assumed and fault is None else taken), fault


def has_room(here: Step) -> bool:
    """Whether the survey asks for a comment at all."""
    return any(isinstance(each, TextQuestion) for each in here.way.questions)


def _is_open(question: Question) -> bool:
    """Whether a question takes whatever is said; a probe is about one thing."""
    return isinstance(question, TextQuestion) and not isinstance(question, ProbeQuestion)


def _assumed(state: State, question: Question) -> State:
    return state.remembering(assumed=state.memory.assumed | {question.key})
