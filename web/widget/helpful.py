"""The bar "Was this page helpful?": which of a survey's questions the bar's Yes or No is the answer to."""

from collections.abc import Iterable
from dataclasses import dataclass

from chat import Step
from surveys.definition import Definition
from surveys.questions import ConsentQuestion, Question, ScaleQuestion, YesNoQuestion
from surveys.routing import Setting, route
from words import Words

ANSWERS = ("yes", "no")


@dataclass(frozen=True)
class FirstAnswer:
    """An answer given on the page: the question, what a control of it would send, and the label of that."""

    question: Question
    value: str
    label: Words


def question_of(questions: Iterable[Question]) -> Question | None:
    """Return the first question that Yes or No answers: one of yes and no, or a rating with two points.

    Consent is none: nobody agrees to anything by finding a page helpful.
    """
    return next((each for each in questions if _fits(each)), None)


def fits(definition: Definition, setting: Setting) -> bool:
    """Whether a survey has such a question for whoever has answered nothing yet."""
    return question_of(route(definition, {}, setting).questions) is not None


def first_answer(step: Step, wanted: str | None) -> FirstAnswer | None:
    """Return the answer that was given on the page, for the window to send; None where there is none to send."""
    question = question_of(step.way.questions)
    if question is None or wanted not in ANSWERS or step.asked is None:
        return None
    value = wanted
    if isinstance(question, ScaleQuestion):
        value = str(question.highest() if wanted == "yes" else question.lowest)
    if step.state.answers.get(question.key) == question.parse(value):
        return None
    return FirstAnswer(question, value, dict(question.offered())[value])


def _fits(question: Question) -> bool:
    if isinstance(question, ScaleQuestion):
        return len(question.labels()) == 2
    return isinstance(question, YesNoQuestion) and not isinstance(question, ConsentQuestion)
