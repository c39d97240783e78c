"""The conversation's frame, its turns, and what else the window asks for."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RequestLimit

import chat
from jobs import later
from jobs.analysis import analyse_waiting, redact_transcripts
from models import Draft, db, new_token, now, transaction
from surveys import drafts, submissions, transcripts, ways
from surveys.errors import SurveyClosedError, SurveyNotFoundError
from surveys.queries import as_begun, survey_of_key
from surveys.transcripts import Spoken
from web import access
from web.errors import problem
from web.headers import allow_framing_by
from web.language import asked, choices, comma, direction, language, reading, told, worded
from web.limits import limiter
from web.public.survey import go_on
from web.widget import helpful, turns
from web.widget.colours import OURS, is_readable
from web.widget.showing import state
from web.widget.showing import words as words_of
from web.widget.turns import TurnError
from web.widget.windows import Window, ticket_for, token_of, window
from words import Message

bp = Blueprint("widget", __name__)

CLOSED = Message("This conversation is closed. Nothing more can be sent.")
# What a conversation may lead to: the address opens in a new tab.
LINKS = {"form": Message("Use the form instead"), "privacy": Message("How we use what you say")}
# What is said where somebody sends more than a person can, or many people do behind one address.
FLOODED = Message(
    "You have sent a lot of messages in a short time. Wait %(seconds)s seconds, then send this one again. "
    "Nothing that you said is lost."
)
# After so many seconds of silence the window says that the conversation is about to be closed.
WARN_SECONDS = 25 * 60


@dataclass(frozen=True)
class Opened:
    """A window being shown: the conversation's token, its draft if something was said, and where it stands."""

    token: str
    draft: Draft | None
    step: chat.Step


def _flooded(limit: RequestLimit) -> Response:
    """Say when the next message can be sent; what was typed stays in the window."""
    # The library rounds the end of the minute up.
    seconds = min(limit.limit.get_expiry(), max(1, math.ceil(limit.reset_at - time.time())))
    response = make_response(problem(429, worded(replace(FLOODED, values={"seconds": seconds}))))
    response.headers["Retry-After"] = str(seconds)
    return response


@bp.get("/w/<key>")
@bp.get("/w/preview/<preview>")
@access.public
def frame(key: str | None = None, preview: str | None = None) -> ResponseReturnValue:
    """Open a conversation; with its ticket, go on with it. The first turn stands in the page."""
    found = window(key=key, preview=preview)
    allow_framing_by(found.survey.origins)
    token = token_of(request.args.get("ticket"), found.name)
    if token is None and not found.survey.preview and _is_person():
        with transaction() as session:
            ways.count(session, survey=found.survey, event="opened", language=reading())
    opened = _open(found, token)
    before = _before(found, opened.draft)
    themed = request.args.get("colour", "")
    return render_template(
        "widget/frame.html",
        title=told(found.survey.definition.title),
        organisation=told(found.survey.organisation),
        demonstration=found.survey.demonstration,
        preview=found.survey.preview,
        privacy_url=url_for("privacy"),
        state=state(opened.step, turn="0", preview=found.survey.preview),
        before=before,
        asks_again=_asks_again(opened, before),
        first=_first(opened.step),
        inline="inline" in request.args,
        colour=themed if themed != OURS and is_readable(themed) else None,
        warn_after=_seconds_left(opened.draft),
        warn_seconds=WARN_SECONDS,
        comma=comma(),
        language=language(),
        text_direction=direction(),
        **_addresses(found, ticket_for(found.name, opened.token)),
    )


@bp.get("/w/<key>/form")
@access.public
def form(key: str) -> ResponseReturnValue:
    """Lead to the same survey as pages, and on with the answers that the window's ticket stands for."""
    survey = survey_of_key(db.session(), key, kinds={"widget"})
    token = token_of(request.args.get("ticket"), key)
    if token is not None and drafts.find(db.session(), token) is not None:
        return redirect(go_on(survey, token=token, via=key, lang=asked()))
    return redirect(url_for("public.start", slug=survey.slug, via=key, lang=asked()))


@bp.post("/w/<key>/turns")
@bp.post("/w/preview/<preview>/turns")
@access.public
@limiter.limit("60 per minute", on_breach=_flooded)
def turn(key: str | None = None, preview: str | None = None) -> ResponseReturnValue:
    """Take one message and answer it."""
    try:
        found = window(key=key, preview=preview)
        said = turns.said_in(found)
        survey, step = turns.take(found.survey, said)
    except TurnError as error:
        return problem(error.status, worded(error.message))
    except (SurveyClosedError, SurveyNotFoundError):
        return problem(410, worded(CLOSED))
    if step.asked is None and not survey.preview:
        # Where the queue server is away, nobody waits for that twice.
        _ = later(analyse_waiting) and later(redact_transcripts)
    ticket = ticket_for(found.name, said.token)
    return jsonify(
        state(step, turn=said.turn, preview=survey.preview)
        | {"token": ticket, "links": _links(step, found, ticket), "go_to": _go_to(step, found, ticket)}
        | {"reference": _reference(said.token) if step.asked is None and not survey.preview else None}
    )


@bp.post("/w/<key>/stay")
@bp.post("/w/preview/<preview>/stay")
@access.public
@limiter.limit("60 per minute")
def stay(key: str | None = None, preview: str | None = None) -> ResponseReturnValue:
    """Keep a silent conversation open for another half hour."""
    try:
        found = window(key=key, preview=preview)
        token = turns.token_in(found)
        turns.stay(token)
    except TurnError as error:
        return problem(error.status, worded(error.message))
    except (SurveyClosedError, SurveyNotFoundError):
        return problem(410, worded(CLOSED))
    return jsonify({"open": True, "token": ticket_for(found.name, token)})


@bp.post("/w/<key>/code")
@access.public
@limiter.limit("20 per minute")
def code(key: str) -> ResponseReturnValue:
    """Give the code with which another device goes on."""
    try:
        given = turns.code_for(turns.token_in(window(key=key, preview=None)))
    except TurnError as error:
        return problem(error.status, worded(error.message))
    except (SurveyClosedError, SurveyNotFoundError):
        return problem(410, worded(CLOSED))
    return jsonify({"code": given, "address": f"{current_app.config['PUBLIC_ORIGIN']}/resume"})


def _open(found: Window, token: str | None) -> Opened:
    draft = drafts.find(db.session(), token) if token else None
    if token is None or draft is None:
        # What its ticket stood for was sent or deleted, or nothing was said yet.
        token = token if token and not _is_over(token) else new_token()
    survey = as_begun(db.session(), found.survey, draft)
    content = drafts.opened(draft)
    setting = turns.setting_of(survey, content, token)
    return Opened(token, draft, chat.reopen(survey.definition, turns.state_of(content), setting=setting))


def _before(found: Window, draft: Draft | None) -> list[Spoken]:
    """Return what was said already, for somebody who loads the window again."""
    if draft is None:
        return []
    session = db.session()
    definition = as_begun(session, found.survey, draft).definition
    return transcripts.spoken(session, draft=draft, definition=definition)


def _asks_again(opened: Opened, before: Sequence[Spoken]) -> bool:
    """Whether what was said last is not what is asked now: the question was asked in another language, for example."""
    if opened.step.asked is None or not before:
        return True
    return not before[-1].text.endswith(words_of(opened.step).rsplit("\n", 1)[-1])


def _reference(token: str) -> str | None:
    """Return what the person may ask about what they sent by; None where nothing is kept."""
    sent = submissions.sent_with(db.session(), token)
    return sent.reference if sent is not None else None


def _is_over(token: str) -> bool:
    session = db.session()
    return submissions.sent_with(session, token) is not None or drafts.was_deleted(session, token)


def _addresses(found: Window, ticket: str) -> dict[str, object]:
    """Return the conversation's ticket and the addresses that the window asks."""
    here, lang = found.address, reading()
    kept = not found.survey.preview
    return {
        "token": ticket,
        "turns_url": url_for("widget.turn", **here, **_looks(), lang=lang),
        "stay_url": url_for("widget.stay", **here, lang=lang),
        "code_url": url_for("widget.code", **here, lang=lang) if kept else None,
        "form_url": url_for("widget.form", **here, ticket=ticket, lang=lang) if kept else None,
        "languages": [
            {**choice, "url": url_for("widget.frame", **here, **_looks(), ticket=ticket, lang=choice["code"])}
            for choice in choices()
        ],
    }


def _first(step: chat.Step) -> dict[str, object] | None:
    """Return the answer that was given on the page around the window, as the window is to send it."""
    given = helpful.first_answer(step, request.args.get("helpful"))
    if given is None:
        return None
    return {"asked": given.question.key, "value": given.value, "label": told(given.label).data}


def _looks() -> dict[str, Any]:
    """Return what the site wants of the window's look, for the window's own links."""
    return {name: request.args[name] for name in ("colour", "inline") if name in request.args}


def _links(step: chat.Step, found: Window, ticket: str) -> list[dict[str, object]]:
    """Return the links that go with what was said."""
    urls = {"form": _addresses(found, ticket)["form_url"], "privacy": url_for("privacy")}
    kinds = [effect.kind for effect in step.effects]
    links = [{"label": worded(LINKS[kind]), "url": urls[kind]} for kind in LINKS if kind in kinds and urls[kind]]
    if step.answer is not None:
        # The page that says more, by the article's title.
        links.insert(0, {"label": told(step.answer.title).data, "url": step.answer.source})
    return links


def _go_to(step: chat.Step, found: Window, ticket: str) -> str | None:
    """Return the window's address in the language that the person wants to go on in."""
    wanted = [effect.payload["code"] for effect in step.effects if effect.kind == "language"]
    return url_for("widget.frame", **found.address, **_looks(), ticket=ticket, lang=wanted[0]) if wanted else None


def _seconds_left(draft: Draft | None) -> int | None:
    """Return how long it is until the warning; None where nothing was said that could be closed."""
    if draft is None:
        return None
    return max(0, WARN_SECONDS - int((now() - draft.touched_at).total_seconds()))


def _is_person() -> bool:
    """Whether somebody opens the window, rather than a browser that fetches ahead what they may never look at."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method == "GET" and not any("prefetch" in purpose.lower() for purpose in purposes)
