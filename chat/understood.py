"""What follows from what a message was understood to mean.

Nothing said is lost and nothing is guessed silently: what was taken without having been asked for is named, can be
changed, and is not asked again; what could not be read is asked for with more help each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chat import asking, comments, moves, probing, questions, repairs, wishes
from chat.confirming import CHANGE_HOW, IN_YOUR_WORDS, NOTED
from chat.plain import bare
from chat.steps import SURE, Noted, Quick, Reply, State, Step, Turn
from nlp.understanding import Meaning
from surveys.errors import AnswerError
from surveys.questions import (
    ChoicesQuestion,
    DateQuestion,
    DurationQuestion,
    EmailQuestion,
    NumberQuestion,
    PhoneQuestion,
    PostcodeQuestion,
    Question,
    Shown,
)
from words import Message, Words

CHANGED = Message("I changed it:")
SAY_IF_WRONG = Message("Say so if anything is wrong.")
NO_ROOM_FOR_COMMENTS = Message("I cannot keep that, since this survey asks for no comments.")

# So many words under a question that wants none tell something, beside the few that each answer in them needs.
MORE_THAN_AN_ANSWER = 10
WORDS_OF_AN_ANSWER = 3
OPINIONS = frozenset({"feedback", "complain", "praise", "suggest"})
# Under these the words are no answer, whatever they name.
EMPTY = frozenset({"why", "repeat", "back", "use_form", "greet", "delete_data", "urgent", "abuse"})
# Under an open text question these are its answer too: nobody can tell a plain "no" from a comment.
WORDS = OPINIONS | {"answer", "yes", "no"}
# These are wanted besides an answer that the message gives.
BESIDES = frozenset({"stop", "human", "ask_question", "case_status", "language"})

# Of these an answer has the figures that were said, or is the words themselves.
_AS_SAID = (DateQuestion, DurationQuestion, NumberQuestion, EmailQuestion, PhoneQuestion, PostcodeQuestion)

Line = tuple[Words, tuple[Shown, ...]]


@dataclass(frozen=True)
class Heard:
    """What was taken of a message: ``lines`` are what is to be named; ``fault`` is why the open question's was not."""

    state: State
    lines: tuple[Line, ...] = ()
    answered: bool = False
    fault: Reply | None = None
    quick: tuple[Quick, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing in the message was even meant for a question."""
        return not (self.lines or self.answered or self.fault)


def follow(turn: Turn, meaning: Meaning) -> Step:
    """Return what follows from a message that was understood so."""
    if meaning.intent == "urgent":
        # However unsure: to be shown where help is does no harm.
        return wishes.grant(turn, "urgent")
    if meaning.values and asking.is_correction(turn.said, turn.question):
        meaning = replace(meaning, intent="change")
    heard = Heard(turn.here.state) if meaning.intent in EMPTY else _taken(turn, meaning)
    if heard.is_nothing and turn.found is not None and questions.is_asking(turn.said, meaning):
        surely = meaning.intent in questions.ASKING and meaning.confidence >= SURE
        return questions.answered(turn, turn.found, surely=surely)
    if heard.is_nothing and (meaning.intent == "unclear" or meaning.confidence < SURE):
        return _unsure(turn, meaning)
    if meaning.intent == "change":
        return _changed(turn, heard, meaning)
    if meaning.intent in OPINIONS or meaning.intent in {"answer", "unclear"} or _is_comment(turn, meaning):
        return _given(turn, heard, meaning)
    if heard.fault is not None or (heard.answered and meaning.intent not in BESIDES):
        return _told(turn, heard)
    return _granted(turn, heard, meaning)


def may_be_words(meaning: Meaning) -> bool:
    """Whether a message under an open text question may be taken for its answer."""
    return meaning.intent in WORDS or (meaning.intent not in EMPTY and meaning.confidence < SURE)


def worded(turn: Turn, heard: Heard | None = None) -> Step:
    """Take the whole message for the open text question, beside what was taken of it for others."""
    heard = heard or Heard(turn.here.state)
    here, question = replace(turn.here, state=heard.state), turn.question
    if turn.adds:
        state, fault = comments.added(here, heard.state, question, turn.said)
        # It was asked about now.
        state = state.remembering(assumed=state.memory.assumed - {question.key})
    else:
        state, fault = moves.given(here, heard.state, question, turn.said)
    if fault is not None:
        return moves.stay(here, question, *_noted(heard), fault)
    return probing.go_on(turn, here, state).after(*_noted(heard))


def unread(turn: Turn) -> Step:
    """Read words that nobody has understood as they are; more of them than an answer has are kept as a comment too."""
    step = moves.read(turn.here, turn.question, said=turn.said)
    if step.state is not turn.here.state or not _tells_more(turn):
        return step
    state, question = comments.kept(turn.here, turn.here.state, turn.said)
    if question is None:
        return step
    noted = Noted(NOTED, ((question.text, (IN_YOUR_WORDS,)),))
    return replace(moves.stay(turn.here, turn.question, noted, *step.replies, state=state), begun=step.begun)


def _taken(turn: Turn, meaning: Meaning) -> Heard:
    """Take each value for its question, as a page would: the open one first, then the others in the survey's order."""
    heard = _asked_taken(turn, meaning)
    others = [each.key for each in turn.here.way.known.definition.questions if each.key != turn.question.key]
    for key in others:
        # What was taken before may show or hide it.
        question = next((each for each in moves.way_of(turn.here, heard.state).questions if each.key == key), None)
        if question is not None and _may_take(question, heard.state, meaning):
            heard = _one_taken(turn, heard, question, meaning)
    return heard


def _asked_taken(turn: Turn, meaning: Meaning) -> Heard:
    question, state = turn.question, turn.here.state
    value = None if question.is_comment else asking.found_for(question, meaning.values)
    if value is None or meaning.intent in {"skip", "dont_know"}:
        return Heard(state)
    try:
        raw = asking.raw_of(question, value)
    except AnswerError as error:
        quick = asking.ends_of(question, value)
        why: Reply = error.message if quick else repairs.fault_in(turn)[0]
        return Heard(state, fault=why, quick=quick)
    taken, fault = moves.given(turn.here, state, question, raw)
    if fault is not None:
        return Heard(state, fault=fault)
    # What words were taken to mean is named: of several options they may name more, of points and of yes or no another.
    is_said = isinstance(question, _AS_SAID) or _is_named(question, taken, turn.said)
    lines = () if is_said else (_line(question, taken),)
    return Heard(taken, lines, answered=True)


def _may_take(question: Question, state: State, meaning: Meaning) -> bool:
    """Whether a question may be answered in passing: it is not answered yet, or what was said is to change it."""
    return asking.is_taken_in_passing(question) and (
        state.answers.get(question.key) is None or meaning.intent == "change"
    )


def _one_taken(turn: Turn, heard: Heard, question: Question, meaning: Meaning) -> Heard:
    value = asking.found_for(question, meaning.values)
    if value is None:
        return heard
    try:
        taken, fault = moves.given(turn.here, heard.state, question, asking.raw_of(question, value))
    except AnswerError as error:
        taken, fault = heard.state, error.message
    if fault is not None:
        # It is asked when its turn comes; only who wanted to change it must know that it was not changed.
        return replace(heard, fault=fault) if meaning.intent == "change" else heard
    taken = taken.remembering(assumed=taken.memory.assumed | {question.key})
    return replace(heard, state=taken, lines=(*heard.lines, _line(question, taken)))


def _line(question: Question, state: State) -> Line:
    return question.text, tuple(question.shown(state.answers[question.key]))


def _is_named(question: Question, state: State, said: str) -> bool:
    """Whether a message has the words of the one answer that it was taken for, in any language."""
    shown, words = question.shown(state.answers[question.key]), set(bare(said).split())
    return not isinstance(question, ChoicesQuestion) and all(
        any(set(bare(text).split()) <= words for text in _texts(each)) for each in shown
    )


def _texts(shown: Shown) -> tuple[str, ...]:
    if isinstance(shown, str):
        return (shown,)
    if isinstance(shown, Message):
        return (shown.text,)
    return tuple(shown.values()) if isinstance(shown, Mapping) else ()


def _noted(heard: Heard) -> tuple[Reply, ...]:
    return (Noted(NOTED, heard.lines, SAY_IF_WRONG),) if heard.lines else ()


def _unsure(turn: Turn, meaning: Meaning, why: Message | None = None) -> Step:
    """Ask again. Under an open text question words count the second time, and at once if only the intent is unsure."""
    question = turn.question
    again = turn.here.state.memory.repairs.get(question.key, 0) > 0
    if question.is_comment and (again or (meaning.confidence < SURE and meaning.intent != "unclear")):
        return worded(turn)
    if why is not None:
        return repairs.repaired(turn, why)
    if question.is_comment or not _tells_more(turn, len(meaning.values)):
        return repairs.not_understood(turn)
    state, kept = comments.kept(turn.here, turn.here.state, turn.said)
    noted = () if kept is None else (Noted(NOTED, ((kept.text, (IN_YOUR_WORDS,)),)),)
    return repairs.not_understood(turn, here=replace(turn.here, state=state)).after(*noted)


def _tells_more(turn: Turn, answers: int = 0) -> bool:
    """Whether a message has more words than the answers in it need: "three hours in Leeds, and the man was rude".

    What is said to a question for contact details is kept nowhere else.
    """
    if isinstance(turn.question, EmailQuestion | PhoneQuestion | PostcodeQuestion):
        return False
    return len(turn.said.split()) - WORDS_OF_AN_ANSWER * answers >= MORE_THAN_AN_ANSWER


def _is_comment(turn: Turn, meaning: Meaning) -> bool:
    return turn.question.is_comment and meaning.intent in WORDS


def _given(turn: Turn, heard: Heard, meaning: Meaning) -> Step:
    """Follow an answer, or words about the service."""
    if turn.question.is_comment:
        shown = {each.key for each in moves.way_of(turn.here, heard.state).questions}
        # What was taken in passing must not hide the question whose answer these words are.
        return worded(turn, heard if turn.question.key in shown else None)
    if meaning.intent in OPINIONS or _tells_more(turn, len(meaning.values)):
        state, question = comments.kept(turn.here, heard.state, turn.said)
        if question is not None:
            heard = replace(heard, state=state, lines=(*heard.lines, (question.text, (IN_YOUR_WORDS,))))
        elif meaning.intent in OPINIONS:
            if heard.is_nothing:
                return repairs.repaired(turn, NO_ROOM_FOR_COMMENTS)
            return _told(turn, heard).after(NO_ROOM_FOR_COMMENTS)
    if heard.is_nothing:
        return repairs.not_understood(turn)
    return _told(turn, heard)


def changed(turn: Turn, meaning: Meaning) -> Step | None:
    """Return what follows where words name another answer to what is answered already; None where they name none."""
    heard, correction = Heard(turn.here.state), replace(meaning, intent="change")
    for key in [each.key for each in turn.here.way.known.definition.questions]:
        question = next((each for each in moves.way_of(turn.here, heard.state).questions if each.key == key), None)
        if question is not None and asking.is_taken_in_passing(question):
            before = heard.state.answers.get(key)
            taken = _one_taken(turn, heard, question, correction)
            if taken.fault is not None or taken.state.answers.get(key) != before:
                heard = taken
    if heard.is_nothing:
        return None
    said: tuple[Reply, ...] = (Noted(CHANGED, heard.lines),) if heard.lines else ()
    if heard.fault is not None:
        return replace(moves.stay(turn.here, turn.question, *said, heard.fault, state=heard.state), quick=heard.quick)
    return moves.go_on_from(turn.here, heard.state).after(*said)


def _granted(turn: Turn, heard: Heard, meaning: Meaning) -> Step:
    """Name what was taken, and do what else the person wants."""
    here = replace(turn.here, state=heard.state)
    if not heard.answered:
        return wishes.grant(replace(turn, here=here), meaning.intent).after(*_noted(heard))
    step = moves.go_on_from(here, heard.state)
    if step.asked is None and meaning.intent == "stop":
        return step.after(*_noted(heard))
    if step.asked is None:
        # All is answered, and what else they want is not lost with it.
        here = replace(step, asked=turn.question, replies=())
        return wishes.grant(replace(turn, here=here), meaning.intent).after(*_noted(heard))
    then = wishes.grant(replace(turn, here=step, question=step.asked), meaning.intent)
    return then.after(*_noted(heard), *step.replies)


def _told(turn: Turn, heard: Heard) -> Step:
    """Name what was taken, and go on; where the open question has no answer yet, it stays open."""
    here = replace(turn.here, state=heard.state)
    if heard.fault is not None:
        step = repairs.repaired(turn, heard.fault, here=here)
        return replace(step.after(*_noted(heard)), quick=heard.quick or step.quick)
    if heard.answered:
        return moves.go_on_from(here, heard.state).after(*_noted(heard))
    return moves.stay(here, turn.question, *_noted(heard))


def _changed(turn: Turn, heard: Heard, meaning: Meaning) -> Step:
    """Name what was changed; where nothing was, say how it can be. "Change the hours" may be a comment, though."""
    if heard.is_nothing and turn.question.is_comment:
        return _unsure(turn, meaning, CHANGE_HOW)
    if heard.is_nothing:
        return wishes.grant(turn, "change")
    here = replace(turn.here, state=heard.state)
    said: tuple[Reply, ...] = (Noted(CHANGED, heard.lines),) if heard.lines else ()
    if heard.fault is not None:
        return replace(moves.stay(here, turn.question, *said, heard.fault), quick=heard.quick, refused=True)
    if heard.answered:
        return moves.go_on_from(here, heard.state).after(*said)
    return moves.stay(here, turn.question, *said)
