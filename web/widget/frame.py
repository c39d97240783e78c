"""The conversation's frame and its turns."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

import chat
from chat.dialogue import Reply
from jobs import later
from jobs.analysis import analyse_waiting
from models import db, transaction
from surveys import drafts, submissions
from surveys.errors import SurveyClosedError, SurveyNotFoundError
from surveys.queries import OpenSurvey, as_begun, survey_of_key
from surveys.questions import TextQuestion
from web import access
from web.errors import problem
from web.headers import allow_framing_by
from web.language import direction, in_reader_language, language, worded
from web.limits import limiter
from web.public.survey import go_on
from words import Message

bp = Blueprint("widget", __name__)

TICKET_SECONDS = 12 * 3600
LONGEST_ID = 64


@dataclass(frozen=True)
class Said:
    """One message of a person's, as the window sent it."""

    token: str
    text: str
    asked: str | None
    turn: str


LEFT_ALONE = Message(
    "This conversation was closed because nothing was said for 30 minutes. What you had said is kept. "
    "Close the window and open it again to say more."
)


class TurnError(Exception):
    """A turn could not be taken; ``message`` is for the person."""

    def __init__(self, status: int, message: Message) -> None:
        super().__init__(message.text)
        self.status, self.message = status, message


@bp.get("/w/<key>")
@access.public
def frame(key: str) -> ResponseReturnValue:
    """Open a conversation: the first turn stands in the page, nothing is stored yet."""
    survey = survey_of_key(db.session(), key)
    allow_framing_by(survey.origins)
    step = chat.begin(survey.definition)
    ticket = _tickets().dumps([key, drafts.new_token()])
    return render_template(
        "widget/frame.html",
        title=in_reader_language(survey.definition.title),
        organisation=in_reader_language(survey.organisation),
        demonstration=survey.demonstration,
        token=ticket,
        turns_url=url_for("widget.turn", key=key, lang=language()),
        form_url=url_for("widget.form", key=key, ticket=ticket, lang=language()),
        privacy_url=url_for("privacy"),
        state=_state(survey, step, turn="0"),
        language=language(),
        text_direction=direction(),
    )


@bp.get("/w/<key>/form")
@access.public
def form(key: str) -> ResponseReturnValue:
    """Lead to the same survey as pages, and on with the answers that the window's ticket stands for."""
    survey = survey_of_key(db.session(), key)
    token = _token_of(request.args.get("ticket"), key)
    if token is not None and drafts.find(db.session(), token) is not None:
        return redirect(go_on(survey, token=token, via=key, lang=language()))
    return redirect(url_for("public.start", slug=survey.slug, via=key, lang=language()))


@bp.post("/w/<key>/turns")
@access.public
@limiter.limit("60 per minute")
def turn(key: str) -> ResponseReturnValue:
    """Take one message and answer it."""
    try:
        survey = survey_of_key(db.session(), key)
        said = _said(key)
        survey, step = _take(survey, said)
    except TurnError as error:
        return problem(error.status, worded(error.message))
    except (SurveyClosedError, SurveyNotFoundError):
        return problem(410, worded(Message("This conversation is closed. Nothing more can be sent.")))
    if step.asked is None:
        later(analyse_waiting)
    return jsonify(_state(survey, step, turn=said.turn))


def _take(survey: OpenSurvey, said: Said) -> tuple[OpenSurvey, chat.Step]:
    with transaction() as session:
        draft = drafts.find(session, said.token, lock=True)
        sent = None if draft else submissions.sent_with(session, said.token)
        if sent is not None and sent.partial:
            raise TurnError(409, LEFT_ALONE)
        if sent is not None:
            return survey, chat.Step(chat.State(), (chat.THANKS,), None)
        survey = as_begun(session, survey, draft)
        content, definition = drafts.opened(draft), survey.definition
        if content.turn == said.turn:
            # Sent again because the answer got lost on the way: nothing is taken twice.
            return survey, chat.resume(definition, chat.State(content.answers))
        step = chat.step(definition, chat.State(content.answers), said=said.text, asked=said.asked)
        kept = replace(content, answers=step.state.answers, turn=said.turn)
        drafts.save(session, token=said.token, survey=survey, mode="conversation", language=language(), content=kept)
        if step.asked is None:
            submissions.send(session, token=said.token)
    return survey, step


def _said(key: str) -> Said:
    # The address that the frame was asked for under, which on one's own machine may be another name of it.
    own = {current_app.config["PUBLIC_ORIGIN"], request.host_url.rstrip("/")}
    if request.headers.get("Origin") not in {None, *own}:
        raise TurnError(403, Message("This conversation can only be held in its own window."))
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None  # nested thousands of times over
    if not isinstance(body, dict):
        raise TurnError(400, Message("Your message could not be read. Try again."))
    text, asked, turn = body.get("said"), body.get("asked"), body.get("turn")
    if not isinstance(text, str) or not isinstance(turn, str) or not 0 < len(turn) <= LONGEST_ID:
        raise TurnError(400, Message("Your message could not be read. Try again."))
    token = _token_of(body.get("token"), key)
    if token is None:
        raise TurnError(403, Message("This window was open too long. Close it and open it again."))
    return Said(token, text, asked if isinstance(asked, str) else None, turn)


def _token_of(ticket: object, key: str) -> str | None:
    """Return the draft's token that a ticket carries; None if it is forged, too old, or of another window."""
    try:
        signed_key, token = _tickets().loads(str(ticket), max_age=TICKET_SECONDS)
    except (BadSignature, ValueError):
        return None
    return str(token) if signed_key == key else None


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="conversation")


def _state(survey: OpenSurvey, step: chat.Step, *, turn: str) -> dict[str, Any]:
    return {
        "replies": [
            {"id": f"{turn}-{number}", "text": _text(reply)} for number, reply in enumerate(step.replies, start=1)
        ],
        "ask": _ask(step),
        "answered": _answered(survey, step),
        "finished": step.asked is None,
    }


def _ask(step: chat.Step) -> dict[str, Any] | None:
    question = step.asked
    if question is None:
        return None
    return {
        "key": question.key,
        "type": getattr(question, "type", "text"),
        "text": in_reader_language(question.text),
        "hint": in_reader_language(question.hint),
        "optional": not question.required,
        "options": [{"value": value, "label": in_reader_language(label)} for value, label in question.offered()],
        "max_length": question.max_length if isinstance(question, TextQuestion) else 200,
    }


def _answered(survey: OpenSurvey, step: chat.Step) -> list[dict[str, str]]:
    lines = []
    for question in survey.definition.questions:
        answer = step.state.answers.get(question.key)
        if answer is not None:
            label = question.label_of(answer)
            text = in_reader_language(label) if label else str(answer)
            lines.append({"key": question.key, "question": in_reader_language(question.text), "answer": text})
    return lines


def _text(reply: Reply) -> str:
    return worded(reply) if isinstance(reply, Message) else in_reader_language(reply)
