"""A conversation is a survey with manners: a pure function from what was said to what is said next.

It asks ``surveys.routing`` what comes next and what counts, as the pages do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import nlp.understanding as nlu
from articles.answering import Answer
from chat import (
    asking,
    commands,
    confirming,
    handing_over,
    moves,
    probing,
    reading,
    repairs,
    sending,
    understood,
    wishes,
)
from chat.moves import THANKS, go_on
from chat.steps import Effect, Inbox, Memory, State, Step, Turn
from nlp import Source
from nlp.opinions import LONGEST_READ, Opinion
from nlp.risk import is_urgent
from surveys import routing
from surveys.definition import Definition
from surveys.probing import Offered
from surveys.questions import OTHER, ChoiceQuestion, Question
from surveys.routing import Setting


def begin(definition: Definition, *, setting: Setting) -> Step:
    """Return the opening of a conversation. That what is sent is kept, the window itself says above it."""
    return go_on(definition, State(), setting)


def resume(definition: Definition, state: State, *, setting: Setting) -> Step:
    """Return where a conversation stands, with nothing new said: what was said just before is said again."""
    way = routing.route(definition, state.answers, setting)
    question, _ = moves.first_open(way, state.answers)
    before: list[str] = []
    for each in way.questions:
        if question is not None and each.key == question.key:
            break
        before = [] if each.asks else [*before, each.key]
    here = probing.with_buttons(go_on(definition, state.without(*before), setting))
    pending = state.memory.pending
    if pending in {"", "send"} or here.asked is None:
        return here
    return replace(here, replies=(*here.replies, confirming.ASK[pending]), quick=confirming.BUTTONS[pending])


def reopen(definition: Definition, state: State, *, setting: Setting) -> Step:
    """Return where a conversation stands whose answers may all have been given elsewhere: then the last is open."""
    here = resume(definition, state, setting=setting)
    keys = [question.key for question in here.way.questions if question.key in state.answers and question.asks]
    if here.asked is not None or not keys:
        return here
    if state.memory.pending == "send":
        return sending.waiting(here)
    return resume(definition, state.without(keys[-1]), setting=setting)


def ended(definition: Definition, *, setting: Setting) -> Step:
    """Return the end of a conversation whose answers were sent."""
    return Step(State(), routing.route(definition, {}, setting), (THANKS,), None)


def deleted(definition: Definition, *, setting: Setting) -> Step:
    """Return the end of a conversation that was deleted as the person wished."""
    way = routing.route(definition, {}, setting)
    return Step(State(), way, (confirming.DELETED,), None, effects=(Effect("delete"),))


def step(
    definition: Definition,
    state: State,
    *,
    setting: Setting,
    said: str,
    value: Any = None,
    asked: str | None = None,
    meaning: nlu.Meaning | None = None,
    opinions: Sequence[Opinion] = (),
    offered: Offered | None = None,
    country: str = "",
    inbox: Inbox | None = None,
    found: Answer | None = None,
) -> Step:
    """Return what follows from what the person said.

    Args:
        definition: The survey, with what was asked further so far (``surveys.probed``).
        state: Where the conversation stands.
        setting: What conditions may know besides the answers.
        said: The person's words, or those on the button that they pressed.
        value: What a button or another control stands for, as ``question.parse`` reads it ("" for none); None where
            the words are to be read.
        asked: The question that the words answer, as the window saw it; None for the one that is open. Where it was
            answered already (a late or repeated message), the answer is changed.
        meaning: What the words were understood to mean; None where nobody could say: then they are read as they are.
        opinions: What the words say of each theme; none where nobody could say.
        offered: What may be asked further; None or nothing: nothing.
        country: Where somebody at risk is shown to, as ``chat.signposts`` knows it.
        inbox: What is known of the people whom something can be passed on to.
        found: What is quoted of the article that answers the words, if they ask something (see ``is_asking``).
    """
    # Statements before the open question were said when it was asked.
    here = go_on(definition, replace(state, memory=state.memory.moved_on()), setting)
    waits, memory = sending.is_waiting(state.memory, here), _addressed(state.memory, here, asked)
    question = _meant(state.memory, here, asked)
    if question is None and here.asked is None:
        return here
    if question is None:
        return Step(here.state, here.way, (routing.NOT_ASKED,), here.asked)
    turn = Turn(here, question, said, memory, country, inbox or Inbox(), found, opinions, offered or {})
    settled = confirming.settled(turn, meaning) if _is_typed(said, value) else None
    following = settled or confirming.unsettled(turn, handing_over.left(turn, _answered(turn, value, meaning)))
    return sending.before(turn, probing.settled(turn, following), waits=waits and settled is None)


def to_understand(
    definition: Definition, state: State, *, setting: Setting, said: str, value: Any = None, asked: str | None = None
) -> nlu.Said | None:
    """Return what the understanding is to be asked before ``step`` takes the same message; None where it is plain."""
    here = go_on(definition, replace(state, memory=state.memory.moved_on()), setting)
    memory, question = _addressed(state.memory, here, asked), _meant(state.memory, here, asked)
    if question is None or not _is_typed(said, value):
        return None
    turn = Turn(here, question, said, memory)
    if confirming.settled(turn, None) is not None or _plainly(turn, value) is not None:
        return None
    # "Is that right?" is about all that was answered, and no question of the survey's.
    return asking.message_of(here, said, asked=None if sending.is_asked_of(turn) else asked)


def to_analyse(
    definition: Definition,
    state: State,
    *,
    setting: Setting,
    said: str,
    asked: str | None = None,
    meaning: nlu.Meaning,
) -> Source | None:
    """Return what the analyser is to be asked about an open answer, so that it can be asked further about; else None.

    Only where something may be asked further at all, and where the message is words about the service.
    """
    here = go_on(definition, replace(state, memory=state.memory.moved_on()), setting)
    question = moves.meant(here, asked)
    if question is None or len(said) > LONGEST_READ or not understood.may_be_words(meaning):
        return None
    turn = Turn(here, question, said, state.memory)
    if not probing.may_follow(turn) or probing.is_declined(question, said, meaning):
        return None
    return Source(said, asking.asked_of(question, setting.language).text, setting.language)


def _meant(memory: Memory, here: Step, asked: str | None) -> Question | None:
    """Return the question that is answered; where all is answered and something waits for a yes, the last one."""
    found = moves.meant(here, asked)
    return sending.last_of(here) if found is None and here.asked is None and memory.pending else found


def _addressed(memory: Memory, here: Step, asked: str | None) -> Memory:
    """Return what is remembered, without "Is that right?" where another answer is being changed, or more is open."""
    if memory.pending == "send" and (here.asked is not None or asked not in {None, memory.words}):
        return memory.moved_on()
    return memory


def _answered(turn: Turn, value: Any, meaning: nlu.Meaning | None) -> Step:
    """Return what follows where nothing pending was said yes or no to."""
    if _is_typed(turn.said, value):
        return _heard(turn, value, meaning)
    # Who adds nothing to words that are kept has passed over nothing.
    return moves.go_on_from(turn.here, turn.here.state) if turn.adds else moves.take(turn.here, turn.question, value)


def _is_typed(said: str, value: Any) -> bool:
    """Whether the words were written, so that they may be a command: also as the words for an option of one's own."""
    return value is None or (isinstance(value, Mapping) and value.get(OTHER) == said)


def _heard(turn: Turn, value: Any, meaning: nlu.Meaning | None) -> Step:
    """Return what follows from words that were written."""
    plain = _plainly(turn, value)
    if plain is not None:
        return plain
    if is_urgent(turn.said):
        # Where help is must depend neither on a worker that answers in time, nor on what it makes of the words.
        return wishes.grant(turn, "urgent")
    if sending.is_asked_of(turn):
        return sending.told(turn, meaning)
    if meaning is not None:
        if probing.is_declined(turn.question, turn.said, meaning):
            return probing.declined(turn)
        return understood.follow(turn, meaning)
    unread = handing_over.unread(turn)
    if unread is not None:
        return unread
    if turn.question.is_comment:
        return understood.worded(turn)
    return understood.unread(turn)


def _plainly(turn: Turn, value: Any) -> Step | None:
    """Return what follows from words that need no understanding: a command, or an answer as it is; None from others."""
    here, question, said = turn.here, turn.question, turn.said
    if sending.is_asked_of(turn):
        return sending.wanted(turn, commands.named(said, is_comment=False))
    if value is None and not turn.adds and probing.is_declined(question, said):
        return probing.declined(turn)
    option = reading.option_of(question, said)
    command = commands.named(said, is_comment=question.is_comment) if option is None else None
    if command is not None:
        return wishes.grant(turn, command)
    if turn.before.pending == "reach" and option is None:
        # What is said to another question is not read as an answer to this one.
        return None
    if value is not None and (option is None or not isinstance(question, ChoiceQuestion)):
        return moves.take(here, question, value)
    if question.is_comment:
        return None
    readings = asking.readings_of(question, said)
    if len(readings) > 1:
        # Two hours, or two minutes? That is for the person to say, and not to be guessed.
        step = repairs.repaired(turn, question.missing())
        return replace(step, quick=step.quick or readings)
    plain = moves.read(here, question, said=readings[0].said if readings else said)
    return plain if plain.state is not here.state or plain.begun is not None else None
