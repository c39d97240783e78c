"""What is done where a message was not understood: say so, then help with examples, then lead to another way."""

from dataclasses import replace

from chat import commands, moves, reading
from chat.asking import type_of
from chat.steps import Reply, Step, Turn
from surveys.errors import AnswerError
from surveys.questions import CesQuestion, CsatQuestion, LikertQuestion, NpsQuestion, Question, ScaleQuestion
from words import Message

NOT_UNDERSTOOD = Message("I did not understand that.")
PRESS_ONE = Message("Press one of the answers, or say one of them in the same words.")
ANOTHER_WAY = Message(
    "We do not seem to understand each other. You can answer in the form instead, or ask for a person."
)

OTHER_WAYS = (commands.USE_FORM, commands.TALK_TO_PERSON, commands.STOP_HERE)

# What can be said, by the type that the understanding knows a question by.
EXAMPLES: dict[str, Message] = {
    "duration": Message("You can say it like this: “45 minutes”, “2 hours 30 minutes” or “3 days”."),
    "date": Message("You can say it like this: “27 3 2026” or “27 March 2026”."),
    "number": Message("You can say it in figures, like this: “12”."),
    "yes_no": Message("You can say “yes” or “no”, or press one of the answers."),
    "choice": PRESS_ONE,
    "unit": PRESS_ONE,
    "email": Message("It looks like this: name@example.com"),
    "phone": Message("It looks like this: 01632 960 001. Numbers from abroad begin with + and the country's code."),
    "text": Message("Any words of your own will do. There is no right or wrong answer."),
}


def repaired(turn: Turn, *why: Reply, here: Step | None = None) -> Step:
    """Ask again, with more help each time that it fails in a row: what was wrong, examples, another way."""
    here = here or turn.here
    key, repairs = turn.question.key, here.state.memory.repairs
    times = repairs.get(key, 0) + 1
    state = here.state.remembering(repairs={**repairs, key: times})
    if times == 1:
        step = moves.stay(here, turn.question, *why, state=state)
    elif times == 2:
        step = moves.stay(here, turn.question, *why, example_for(turn.question), state=state)
    else:
        step = moves.stay(here, turn.question, ANOTHER_WAY, state=state, quick=OTHER_WAYS)
    return replace(step, refused=True)


def not_understood(turn: Turn, *, here: Step | None = None) -> Step:
    """Say that a message was not understood, and what is wanted."""
    return repaired(turn, NOT_UNDERSTOOD, *fault_in(turn), here=here)


def fault_in(turn: Turn) -> tuple[Reply, ...]:
    """Return why the words, read without guessing, are no answer."""
    try:
        turn.question.parse(reading.raw_of(turn.question, turn.said))
    except AnswerError as error:
        return (error.message,)
    return (turn.question.missing(),)


def example_for(question: Question) -> Message:
    """Return what can be said to a question."""
    if isinstance(question, ScaleQuestion | NpsQuestion | CsatQuestion | LikertQuestion | CesQuestion):
        values = {"low": question.lowest, "high": question.highest()}
        return Message("You can say a number from %(low)s to %(high)s, or press one of the answers.", values)
    return EXAMPLES[type_of(question)]
