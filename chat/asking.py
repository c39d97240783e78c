"""How a survey's questions are put to the understanding, and how what it found becomes what a question reads.

Nothing is decided here: whether something is an answer, ``question.parse`` alone says.
"""

import re
from collections.abc import Mapping
from typing import Any

import nlp.understanding as nlu
from chat import moves, reading
from chat.plain import in_ascii_figures
from chat.steps import Quick, Step
from nlp.understanding import AskedType, Value
from surveys import piping
from surveys.errors import AnswerError
from surveys.questions import (
    OTHER,
    ChoicesQuestion,
    ConsentQuestion,
    DurationQuestion,
    Question,
    ScaleQuestion,
    YesNoQuestion,
)
from words import Message, in_language

_TAKEN_BACK = r"\s*(?:(?:oh|oops|wait|hang on|sorry|no|nope|na|nage)\b[\s,.!]*)"
_OTHERWISE = r"(?:actually\b|make (?:it|that)\b|change (?:it|that|my)\b|that should\b|it should\b|correction\b)"
_MEANT = r"i (?:mean|meant)\b"
_CORRECTS = re.compile(rf"{_TAKEN_BACK}+{_OTHERWISE}|{_TAKEN_BACK}*{_MEANT}|\s*correction\b")
# Under an open question these begin what somebody thinks should be otherwise; under others they take back.
_CORRECTS_AN_ANSWER = re.compile(
    r"\s*(?:actually\b|make (?:it|that)\b|change (?:it|that|my)\b)|\s*(?:oh|oops|wait|hang on|sorry)\b[\s,.!]*no\b"
)

WHICH = Message("Which of the two is nearer?")

# Each of the surveys' types as the understanding knows it; scales are told apart by their points.
_TYPES: dict[str, AskedType] = {
    "choice": "choice",
    "choices": "choice",
    "yes_no": "yes_no",
    "consent": "yes_no",
    # How far somebody agrees is no praise: only the labels say what is meant.
    "likert": "choice",
    "ces": "choice",
    "nps": "rating_0_10",
    "csat": "rating_1_5",
    "text": "text",
    "short_text": "text",
    "number": "number",
    "currency": "number",
    "duration": "duration",
    "date": "date",
    "email": "email",
    "phone": "phone",
    "postcode": "text",
    "place": "unit",
}


def asked_of(question: Question, language: str) -> nlu.Asked:
    """Return a question as the understanding sees it, in a language.

    What earlier answers would be put into its text is left out, and so is the option of one's own: only the person
    can say what that is.
    """
    kind = type_of(question)
    options: tuple[str, ...] = ()
    if kind in {"choice", "unit"}:
        options = tuple(in_language(label, language) for value, label in question.offered() if value != OTHER)
    text = piping.filled(in_language(question.text, language), lambda _: None)
    return nlu.Asked(question.key, kind, text, options)


def type_of(question: Question) -> AskedType:
    """Return the type that the understanding knows a question by."""
    if isinstance(question, ScaleQuestion):
        points = (question.lowest, question.highest())
        if points == (1, 5):
            return "rating_1_5"
        if points in {(0, 10), (1, 10)}:
            return "rating_0_10"
        return "number" if question.numbered() else "choice"
    return _TYPES.get(str(getattr(question, "type", "")), "text")


def message_of(here: Step, said: str, *, asked: str | None) -> nlu.Said:
    """Return what the understanding is to be asked about a message: the open question, then all that it may answer.

    Questions that are answered come last, since a message may change them. Comments and consent are never among the
    others: the one is whatever is said, the other nobody gives in passing.
    """
    question, setting = moves.meant(here, asked), here.way.known.setting
    if question is not None and question is here.asked and is_correction(said, question):
        # "No, I meant satisfied" is said of the answer before.
        question = _answered_last(here) or question
    others = [each for each in here.way.questions if is_taken_in_passing(each) and each is not question]
    others.sort(key=lambda each: here.state.answers.get(each.key) is not None)
    wanted = None if question is None else asked_of(question, setting.language)
    return nlu.Said(said, setting.today, wanted, tuple(asked_of(each, setting.language) for each in others))


def is_correction(said: str, question: Question) -> bool:
    """Whether words said to a question begin as those do that take back what was said before it."""
    words = said.casefold()
    return bool(_CORRECTS.match(words) or (not question.is_comment and _CORRECTS_AN_ANSWER.match(words)))


def _answered_last(here: Step) -> Question | None:
    """Return the question that was answered last, of those that words may change; None if there is none."""
    asked = {each.key: each for each in here.way.questions if is_taken_in_passing(each)}
    answered = [key for key, answer in here.state.answers.items() if answer is not None and key in asked]
    return asked[answered[-1]] if answered else None


def is_taken_in_passing(question: Question) -> bool:
    """Whether a question may be answered without having been asked."""
    return question.asks and not question.is_comment and not isinstance(question, ConsentQuestion)


def found_for(question: Question, values: Mapping[str, Value]) -> Value | None:
    """Return what was found for a question, or None."""
    key = f"{question.key}_minutes" if isinstance(question, DurationQuestion) else question.key
    return values.get(key)


def raw_of(question: Question, value: Value) -> object:
    """Return what ``question.parse`` is to read for a value that was found.

    Raises:
        AnswerError: If it is a range with two ends: a question holds one answer, and which, the person says.
    """
    if isinstance(value, dict):
        low, high = value["min"], value["max"]
        if low != high:
            raise AnswerError(question.key, WHICH)
        return raw_of(question, low)
    if isinstance(value, bool):
        return ("yes" if value else "no") if isinstance(question, YesNoQuestion) else str(value)
    if isinstance(value, float) and isinstance(question, DurationQuestion):
        # Half a minute more or less is nothing that anybody counted.
        return round(value)
    if not question.offered():
        return value
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    option = _named(question, text)
    return [option] if isinstance(question, ChoicesQuestion) else option


def ends_of(question: Question, value: Value) -> tuple[Quick, ...]:
    """Return both ends of a range as words to press; none where the question cannot hold both."""
    if not isinstance(value, dict):
        return ()
    try:
        answers = [question.parse(raw_of(question, end)) for end in (value["min"], value["max"])]
    except AnswerError:
        return ()
    return tuple(Quick(_as_typed(question, answer), tuple(question.shown(answer))) for answer in answers)


def readings_of(question: Question, said: str) -> tuple[Quick, ...]:
    """Return what a bare figure may stand for where there are several units, as words to press; else none.

    "2" is two hours or two minutes; "50" only minutes where no more than two days are taken.
    """
    figure = in_ascii_figures(said.strip()).rstrip(".!")
    if not isinstance(question, DurationQuestion) or len(question.units) == 1 or not reading.FIGURE.fullmatch(figure):
        return ()
    answers: list[int | None] = []
    for unit in question.units:
        try:
            answers.append(question.parse({unit: figure}))
        except AnswerError:
            continue
    return tuple(Quick(_as_typed(question, each), tuple(question.shown(each))) for each in dict.fromkeys(answers))


def _as_typed(question: Question, answer: Any) -> str:
    """Return words that are read as this answer without guessing."""
    return f"{answer} minutes" if isinstance(question, DurationQuestion) else str(answer)


def _named(question: Question, text: str) -> str:
    """Return the option with this label in any language; the text itself where none has it."""
    exact = [value for value, label in question.offered() if text in label.values()]
    if len(exact) == 1:
        return exact[0]
    return reading.option_of(question, text) or text
