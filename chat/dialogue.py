"""A conversation is a survey with manners: a pure function from what was said to what is said next.

It asks ``surveys.routing`` what comes next and what counts, as the pages do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chat import reading
from chat.plain import bare
from surveys import routing
from surveys.definition import Definition
from surveys.errors import AnswerError
from surveys.questions import OTHER, ChoiceQuestion, ConsentQuestion, Question
from surveys.routing import Route, Setting
from words import Message, Plural, Words

Reply = Message | Plural | Words

SKIPS = frozenset({"skip", "pass", "hepgor", "تخطي", "تخط"})
DECLINES = frozenset(
    {"no", "nope", "no thanks", "no thank you", "none", "n a", "na", "dim", "dim diolch", "لا", "لا شكرا"}
)
BACKS = frozenset({"back", "go back", "yn ol", "nol", "رجوع", "عودة"})

THANKS = Message("Thank you. Your feedback has been sent.")
NOTHING_TO_SKIP = Message("This one is needed, so that the rest can be understood.")
NOTHING_BEFORE = Message("This is the first question.")
AGAIN = Message("Of course. Here it is again.")
CONSENT_NEEDED = Message("We can only go on if you agree. If you would rather not, close this window.")


@dataclass(frozen=True)
class State:
    """Where a conversation stands: the answers so far (None: passed over)."""

    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What follows: the state, what is said, what is asked next (None: all is answered).

    ``way`` is the way that the answers lead. ``begun`` is what was chosen where only the words of one's own are
    lacking: what is said next to the same question is taken for them.
    """

    state: State
    way: Route
    replies: tuple[Reply, ...]
    asked: Question | None
    begun: Any = None


def begin(definition: Definition, *, setting: Setting) -> Step:
    """Return the opening of a conversation. That what is sent is kept, the window itself says above it."""
    return _go_on(definition, State(), setting)


def resume(definition: Definition, state: State, *, setting: Setting) -> Step:
    """Return where a conversation stands, with nothing new said: what was said just before is said again."""
    way = routing.route(definition, state.answers, setting)
    question, _ = _open(way, state.answers)
    before: list[str] = []
    for each in way.questions:
        if question is not None and each.key == question.key:
            break
        before = [] if each.asks else [*before, each.key]
    answers = {key: answer for key, answer in state.answers.items() if key not in before}
    return _go_on(definition, State(answers), setting)


def reopen(definition: Definition, state: State, *, setting: Setting) -> Step:
    """Return where a conversation stands whose answers may all have been given elsewhere: then the last is open."""
    here = resume(definition, state, setting=setting)
    keys = [question.key for question in here.way.questions if question.key in state.answers and question.asks]
    if here.asked is not None or not keys:
        return here
    answers = {key: answer for key, answer in state.answers.items() if key != keys[-1]}
    return resume(definition, State(answers), setting=setting)


def ended(definition: Definition, *, setting: Setting) -> Step:
    """Return the end of a conversation whose answers were sent."""
    return Step(State(), routing.route(definition, {}, setting), (THANKS,), None)


def step(
    definition: Definition,
    state: State,
    *,
    setting: Setting,
    said: str,
    value: Any = None,
    asked: str | None = None,
) -> Step:
    """Return what follows from what the person said.

    Args:
        definition: The survey.
        state: Where the conversation stands.
        setting: What conditions may know besides the answers.
        said: The person's words, or those on the button that they pressed.
        value: What a button or another control stands for, as ``question.parse`` reads it ("" for none); None where
            the words are to be read.
        asked: The question that the words answer, as the window saw it; None for the one that is open. Where it was
            answered already (a late or repeated message), the answer is changed.
    """
    # Statements before the open question were said when it was asked.
    here = _go_on(definition, state, setting)
    question = _meant(here, asked)
    if question is None and here.asked is None:
        return here
    if question is None:
        return Step(here.state, here.way, (routing.NOT_ASKED,), here.asked)
    option = reading.option_of(question, said) if _is_typed(said, value) else None
    if option is None and _is_typed(said, value):
        if bare(said) in BACKS:
            return _back(here, question)
        # "No" under an open question is an answer; under one with options it declines.
        if bare(said) in SKIPS or (bare(said) in DECLINES and not question.is_comment):
            return _skip(here, question)
    if value is None or (option is not None and isinstance(question, ChoiceQuestion)):
        return _read(here, question, said=said)
    return _take(here, question, value)


def _go_on(definition: Definition, state: State, setting: Setting) -> Step:
    """Return what comes next. Statements that stand before the next question are said and passed over."""
    way = routing.route(definition, state.answers, setting)
    replies: list[Reply] = []
    question, fault = _open(way, state.answers)
    while question is not None and not question.asks:
        replies += [text for text in (question.text, question.hint) if text]
        state = State({**state.answers, question.key: None})
        question, fault = _open(way, state.answers)
    if fault is not None:
        replies.append(fault)
    if question is None:
        replies.append(way.full.message if way.full else THANKS)
    return Step(state, way, tuple(replies), question)


def _open(way: Route, answers: Mapping[str, Any]) -> tuple[Question | None, Reply | None]:
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


def _meant(here: Step, asked: str | None) -> Question | None:
    """Return the question that is answered; None for one that is not asked, given the other answers."""
    known = {question.key for question in here.way.known.definition.questions if question.asks}
    if asked is None or asked not in known:
        return here.asked
    return next((question for question in here.way.questions if question.key == asked), None)


def _is_typed(said: str, value: Any) -> bool:
    """Whether the words were written, so that they may be a command: also as the words for an option of one's own."""
    return value is None or (isinstance(value, Mapping) and value.get(OTHER) == said)


def _read(here: Step, question: Question, *, said: str) -> Step:
    try:
        raw = reading.raw_of(question, said)
    except AnswerError as error:
        return Step(here.state, here.way, (error.message,), question)
    return _take(here, question, raw)


def _take(here: Step, question: Question, raw: object) -> Step:
    """Take what was given for a question as a page of this question alone would."""
    definition, setting = here.way.known.definition, here.way.known.setting
    # A way of its own: reading lets it learn the answer, which may not count.
    way = routing.route(definition, here.state.answers, setting)
    page = next(stop for stop in way.stops if question.key in {each.key for each in stop.questions})
    answers, faults = routing.take(page._replace(questions=(question,)), way, {question.key: raw})
    if not faults:
        return _go_on(definition, State({**here.state.answers, **answers}), setting)
    fault: Reply = faults[question.key]
    if isinstance(question, ConsentQuestion) and fault == question.missing():
        fault = CONSENT_NEEDED
    begun = reading.chosen_in(raw) if reading.lacks_words(question, raw) else None
    return Step(here.state, here.way, (fault,), question, begun)


def _skip(here: Step, question: Question) -> Step:
    if question.required:
        return Step(here.state, here.way, (NOTHING_TO_SKIP,), question)
    definition, setting = here.way.known.definition, here.way.known.setting
    return _go_on(definition, State({**here.state.answers, question.key: None}), setting)


def _back(here: Step, question: Question) -> Step:
    """Take the answer before this question away and ask for it again; what is hidden is not gone back to."""
    asked = [each.key for each in here.way.questions if each.asks]
    before = [key for key in asked[: asked.index(question.key)] if key in here.state.answers]
    if not before:
        return Step(here.state, here.way, (NOTHING_BEFORE,), question)
    answers = {key: answer for key, answer in here.state.answers.items() if key != before[-1]}
    way = routing.route(here.way.known.definition, answers, here.way.known.setting)
    again = next(each for each in way.questions if each.key == before[-1])
    return Step(State(answers), way, (AGAIN,), again)
