"""What the window is told of where a conversation stands."""

from collections.abc import Callable
from typing import Any

import chat
from chat import Noted, Reply, Step
from surveys import piping
from surveys.questions import Question
from web.language import semicolon, shown, told, told_answer
from web.told import Piece, TextData, Told
from web.widget.controls import chosen, control, line_control, type_of
from words import Message

PREVIEW_ENDED = Message("This is the end of the preview. Nothing was kept.")


def state(step: Step, *, turn: str, preview: bool = False) -> dict[str, Any]:
    """Return what was said, what is asked, and what can be changed, in the reader's language."""
    fill = _filler(step)

    def text(said: Reply) -> TextData:
        return _worded(said, fill).data

    def shown_of(question: Question, answer: Any) -> TextData:
        return told_answer(question.shown(answer), fill).data

    answered = [] if step.asked is None else _answered(step)
    return {
        "replies": [
            {"id": f"{turn}-{number}", "text": text(_of_preview(reply, preview=preview))}
            for number, reply in enumerate(step.replies, start=1)
        ],
        "ask": None if step.asked is None else _open(step, step.asked, text),
        "answered": [
            {"key": question.key, "question": text(question.text), "answer": shown_of(question, answer)}
            for question, answer in answered
        ],
        # How each of them is answered anew.
        "asks": {question.key: _ask(step, question, text) for question, _ in answered},
        # What may be pressed beside the question's own answers; ``said`` comes back as if it were typed.
        "quick": [{"said": quick.said, "label": told_answer(quick.label, fill).data} for quick in step.quick],
        "finished": step.asked is None,
        "ending": _ending(step),
    }


def _ending(step: Step) -> str:
    """Return how a conversation ended: "sent", "stopped", "empty" or "deleted"; nothing while it goes on."""
    if step.asked is not None:
        return ""
    kinds = {effect.kind for effect in step.effects}
    if "delete" in kinds:
        return "deleted"
    if "stop" in kinds:
        return "stopped" if step.way.kept(step.state.answers) or step.state.memory.case else "empty"
    return "sent"


def _worded(reply: Reply, fill: Callable[[str], str]) -> Told:
    return _noted(reply, fill) if isinstance(reply, Noted) else told(reply, fill)


def _noted(noted: Noted, fill: Callable[[str], str]) -> Told:
    """Return on one line what was understood: "I noted: How long did you wait? – 3 hours; Which office? – Leeds"."""
    pieces = list(told(noted.heading).pieces)
    for number, (question, answer) in enumerate(noted.lines):
        between = Piece(semicolon() if number else " ")
        pieces += [between, *told(question, fill).pieces, Piece(" – "), *told_answer(answer, fill).pieces]
    pieces.append(Piece("."))
    if noted.tail is not None:
        pieces += [Piece(" "), *told(noted.tail).pieces]
    return Told(tuple(pieces))


def words(step: Step, *, preview: bool = False) -> str:
    """Return all that the window shows for a step, as bare text: what is said, and what is asked next."""
    fill = _filler(step)
    replies = [str(_worded(_of_preview(reply, preview=preview), fill)) for reply in step.replies]
    asked = [] if step.asked is None or step.asks_first else [str(told(step.asked.text, fill))]
    return "\n".join([*replies, *asked])


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


def _open(step: Step, question: Question, text: Callable[[Reply], TextData]) -> dict[str, Any]:
    """Return what is asked now. How to reach the person, or whether to send it, stands in the open question's place."""
    if not step.asks_first:
        return _ask(step, question, text) | {"begun": step.begun}
    return {
        "key": question.key,
        "type": "contact" if step.asks_contact else "sending",
        "text": text(chat.ASK[step.asks_first]),
        "hint": "",
        "phrasing": "",
        "optional": False,
        "chosen": [],
        **line_control(),
        "begun": None,
    }


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


def _of_preview(reply: Reply, *, preview: bool) -> Reply:
    return PREVIEW_ENDED if preview and reply in (chat.THANKS, chat.STOPPED) else reply
