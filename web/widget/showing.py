"""What the window is told of where a conversation stands."""

from collections.abc import Callable, Mapping
from typing import Any

import chat
from chat import Reply, Step
from surveys import piping
from surveys.questions import Question
from web.language import in_reader_language, shown, worded
from web.widget.controls import chosen, control, type_of
from words import Message, Plural, Words

PREVIEW_ENDED = Message("This is the end of the preview. Nothing was kept.")


def state(step: Step, *, turn: str, preview: bool = False) -> dict[str, Any]:
    """Return what was said, what is asked, and what can be changed, in the reader's language."""
    text = _filler(step)
    answered = [] if step.asked is None else _answered(step)
    return {
        "replies": [
            {"id": f"{turn}-{number}", "text": _said(reply, text, preview=preview)}
            for number, reply in enumerate(step.replies, start=1)
        ],
        "ask": None if step.asked is None else _ask(step, step.asked, text) | {"begun": step.begun},
        "answered": [
            {"key": question.key, "question": text(question.text), "answer": _shown(question, answer, text)}
            for question, answer in answered
        ],
        # How each of them is answered anew.
        "asks": {question.key: _ask(step, question, text) for question, _ in answered},
        "finished": step.asked is None,
    }


def _shown(question: Question, answer: Any, text: Callable[[Words], str]) -> str:
    return shown([text(piece) if isinstance(piece, Mapping) else piece for piece in question.shown(answer)])


def _filler(step: Step) -> Callable[[Words], str]:
    """Return what puts a text into the reader's language, and the answers given before into it."""

    def words_of(key: str) -> str | None:
        pieces = piping.shown_of(step.way.known, step.state.answers, key)
        return None if pieces is None else shown(pieces)

    return lambda words: piping.filled(in_reader_language(words), words_of)


def _answered(step: Step) -> list[tuple[Question, Any]]:
    """Return the questions of the way that are answered: what is no longer asked is left out."""
    answers = step.state.answers
    return [(each, answers[each.key]) for each in step.way.questions if answers.get(each.key) is not None]


def _ask(step: Step, question: Question, text: Callable[[Words], str]) -> dict[str, Any]:
    phrasing = question.phrasing()
    return {
        "key": question.key,
        "type": type_of(question),
        "text": text(question.text),
        "hint": text(question.hint),
        "phrasing": worded(phrasing) if phrasing else "",
        "optional": not question.required,
        "chosen": chosen(question, step.state.answers.get(question.key)),
        **control(question, text),
    }


def _said(reply: Reply, text: Callable[[Words], str], *, preview: bool) -> str:
    if preview and reply == chat.THANKS:
        return worded(PREVIEW_ENDED)
    return worded(reply) if isinstance(reply, Message | Plural) else text(reply)
