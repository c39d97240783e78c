"""The plain moves of a conversation, by the pages' rules: going on, taking an answer, passing over, going back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chat import reading
from chat.steps import Effect, Quick, Reply, State, Step
from surveys import routing
from surveys.definition import Definition
from surveys.errors import AnswerError
from surveys.questions import ConsentQuestion, Question
from surveys.routing import Route, Setting
from words import Message

THANKS = Message("Thank you. Your feedback has been sent.")
NOTHING_TO_SKIP = Message("This one is needed, so that the rest can be understood.")
NOTHING_BEFORE = Message("This is the first question.")
AGAIN = Message("Of course. Here it is again.")
CONSENT_NEEDED = Message("We can only go on if you agree. If you would rather not, close this window.")


def go_on(definition: Definition, state: State, setting: Setting) -> Step:
    """Return what comes next. Statements that stand before the next question are said and passed over."""
    way = routing.route(definition, state.answers, setting)
    replies: list[Reply] = []
    question, fault = first_open(way, state.answers)
    while question is not None and not question.asks:
        replies += [text for text in (question.text, question.hint) if text]
        state = state.answered({question.key: None})
        question, fault = first_open(way, state.answers)
    if fault is not None:
        replies.append(fault)
    if question is None:
        replies.append(way.full.message if way.full else THANKS)
    return Step(state, way, tuple(replies), question)


def go_on_from(here: Step, state: State) -> Step:
    """Return what comes next in the same conversation."""
    return go_on(here.way.known.definition, state, here.way.known.setting)


def stay(
    here: Step,
    question: Question,
    *replies: Reply,
    state: State | None = None,
    quick: tuple[Quick, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> Step:
    """Return the same question asked again, or what comes next where answers given meanwhile hide it."""
    state = state or here.state
    way = way_of(here, state)
    again = next((each for each in way.questions if each.key == question.key), None)
    if again is None:
        return replace(go_on_from(here, state).after(*replies), quick=quick, effects=effects)
    return Step(state, way, replies, again, quick=quick, effects=effects)


def way_of(here: Step, state: State) -> Route:
    """Return the way that these answers lead. It is a new one: what reads with it lets it learn what may not count."""
    return routing.route(here.way.known.definition, state.answers, here.way.known.setting)


def first_open(way: Route, answers: Mapping[str, Any]) -> tuple[Question | None, Reply | None]:
    """Return the first question that has no answer, lacks one that it needs, or has one that no longer fits; and why.

    The latter two come about where an earlier answer was changed.
    """
    for question in way.questions:
        if question.key not in answers or (question.asks and question.required and answers[question.key] is None):
            return question, None
        if answers[question.key] is not None:
            fault = way.fault_of(question, answers[question.key])
            if fault is not None:
                return question, fault
    return None, None


def meant(here: Step, asked: str | None) -> Question | None:
    """Return the question that is answered; None for one that is not asked, given the other answers."""
    known = {question.key for question in here.way.known.definition.questions if question.asks}
    if asked is None or asked not in known:
        return here.asked
    return next((question for question in here.way.questions if question.key == asked), None)


def read(here: Step, question: Question, *, said: str) -> Step:
    """Take words as they are read without guessing."""
    try:
        raw = reading.raw_of(question, said)
    except AnswerError as error:
        return Step(here.state, here.way, (error.message,), question, refused=True)
    return take(here, question, raw)


def take(here: Step, question: Question, raw: object) -> Step:
    """Take what was given for a question, and go on; where it does not count, say why and ask again."""
    state, fault = given(here, here.state, question, raw)
    if fault is None:
        return go_on_from(here, state)
    begun = reading.chosen_in(raw) if reading.lacks_words(question, raw) else None
    return Step(here.state, here.way, (fault,), question, begun, refused=begun is None)


def given(here: Step, state: State, question: Question, raw: object) -> tuple[State, Reply | None]:
    """Read what was given for a question as a page of this question alone would; return the state and what is wrong.

    Whoever answers is no longer helped with answering, and what they answer is not assumed.
    """
    way = way_of(here, state)
    page = next(stop for stop in way.stops if question.key in {each.key for each in stop.questions})
    answers, faults = routing.take(page._replace(questions=(question,)), way, {question.key: raw})
    if not faults:
        assumed = state.memory.assumed - {question.key}
        return state.answered(answers).remembering(repairs={}, assumed=assumed), None
    fault: Reply = faults[question.key]
    if isinstance(question, ConsentQuestion) and fault == question.missing():
        fault = CONSENT_NEEDED
    return state, fault


def skip(here: Step, question: Question, *replies: Reply) -> Step:
    """Pass over a question that need not be answered."""
    if question.required:
        return Step(here.state, here.way, (NOTHING_TO_SKIP,), question)
    return go_on_from(here, here.state.answered({question.key: None}).remembering(repairs={})).after(*replies)


def back(here: Step, question: Question) -> Step:
    """Take the answer before this question away and ask for it again; what is hidden is not gone back to."""
    asked = [each.key for each in here.way.questions if each.asks]
    before = [key for key in asked[: asked.index(question.key)] if key in here.state.answers]
    if not before:
        return Step(here.state, here.way, (NOTHING_BEFORE,), question)
    state = here.state.without(before[-1])
    state = state.remembering(assumed=state.memory.assumed - {before[-1]})
    way = way_of(here, state)
    again = next(each for each in way.questions if each.key == before[-1])
    return Step(state, way, (AGAIN,), again)
