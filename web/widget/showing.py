"""What the window is told of where a conversation stands."""

from collections.abc import Callable
from typing import Any

import chat
from chat import Reply, Step
from surveys import piping
from surveys.questions import Question
from web.language import shown, told, told_answer
from web.told import TextData
from web.widget.controls import chosen, control, type_of
from words import Message

PREVIEW_ENDED = Message("This is the end of the preview. Nothing was kept.")


def state(step: Step, *, turn: str, preview: bool = False) -> dict[str, Any]:
    """Return what was said, what is asked, and what can be changed, in the reader's language."""
    fill = _filler(step)

    def text(said: Reply) -> TextData:
        return told(said, fill).data

    def shown_of(question: Question, answer: Any) -> TextData:
        return told_answer(question.shown(answer), fill).data

    answered = [] if step.asked is None else _answered(step)
    return {
        "replies": [
            {"id": f"{turn}-{number}", "text": _said(reply, text, preview=preview)}
            for number, reply in enumerate(step.replies, start=1)
        ],
        "ask": None if step.asked is None else _ask(step, step.asked, text) | {"begun": step.begun},
        "answered": [
            {"key": question.key, "question": text(question.text), "answer": shown_of(question, answer)}
            for question, answer in answered
        ],
        # How each of them is answered anew.
        "asks": {question.key: _ask(step, question, text) for question, _ in answered},
        "finished": step.asked is None,
    }


def _filler(step: Step) -> Callable[[str], str]:
    """Return what puts the answers given before into a text."""

    def words_of(key: str) -> str | None:
        pieces = piping.shown_of(step.way.known, step.state.answers, key)
        return None if pieces is None else shown(pieces)

    return lambda text: piping.filled(text, words_of)


def _answered(step: Step) -> list[tuple[Question, Any]]:
    """Return the questions of the way that are answered: what is no longer asked is left out."""
    answers = step.state.answers
    return [(each, answers[each.key]) for each in step.way.questions if answers.get(each.key) is not None]


def _ask(step: Step, question: Question, text: Callable[[Reply], TextData]) -> dict[str, Any]:
    phrasing = question.phrasing()
    return {
        "key": question.key,
        "type": type_of(question),
        "text": text(question.text),
        "hint": text(question.hint),
        "phrasing": text(phrasing) if phrasing else "",
        "optional": not question.required,
        "chosen": chosen(question, step.state.answers.get(question.key)),
        **control(question, text),
    }


def _said(reply: Reply, text: Callable[[Reply], TextData], *, preview: bool) -> TextData:
    return text(PREVIEW_ENDED if preview and reply == chat.THANKS else reply)
