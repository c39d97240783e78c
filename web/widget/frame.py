"""The conversation's frame, its turns, and what else the window asks for."""

from dataclasses import dataclass

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import chat
from jobs import later
from jobs.analysis import analyse_waiting, redact_transcripts
from models import Draft, db, now, transaction
from surveys import drafts, submissions, ways
from surveys.errors import SurveyClosedError, SurveyNotFoundError
from surveys.queries import as_begun, survey_of_key
from web import access
from web.errors import problem
from web.headers import allow_framing_by
from web.language import asked, choices, comma, direction, language, reading, told, worded
from web.limits import limiter
from web.public.survey import go_on
from web.widget import turns
from web.widget.showing import state
from web.widget.turns import TurnError
from web.widget.windows import Window, ticket_for, token_of, window
from words import Message

bp = Blueprint("widget", __name__)

CLOSED = Message("This conversation is closed. Nothing more can be sent.")
# What a conversation may lead to: the address opens in a new tab.
LINKS = {"form": Message("Use the form instead"), "privacy": Message("How we use what you say")}
# After so many seconds of silence the window says that the conversation is about to be closed.
WARN_SECONDS = 25 * 60


@dataclass(frozen=True)
class Opened:
    """A window being shown: the conversation's token, its draft if something was said, and where it stands."""

    token: str
    draft: Draft | None
    step: chat.Step


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
    return render_template(
        "widget/frame.html",
        title=told(found.survey.definition.title),
        organisation=told(found.survey.organisation),
        demonstration=found.survey.demonstration,
        preview=found.survey.preview,
        privacy_url=url_for("privacy"),
        state=state(opened.step, turn="0", preview=found.survey.preview),
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
@limiter.limit("60 per minute")
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
        | {"links": _links(step, found, ticket), "go_to": _go_to(step, found, ticket)}
    )


@bp.post("/w/<key>/stay")
@bp.post("/w/preview/<preview>/stay")
@access.public
@limiter.limit("60 per minute")
def stay(key: str | None = None, preview: str | None = None) -> ResponseReturnValue:
    """Keep a silent conversation open for another half hour."""
    try:
        turns.stay(turns.token_in(window(key=key, preview=preview)))
    except TurnError as error:
        return problem(error.status, worded(error.message))
    except (SurveyClosedError, SurveyNotFoundError):
        return problem(410, worded(CLOSED))
    return jsonify({"open": True})


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
        # What its ticket stood for was sent, or nothing was said yet.
        token = token if token and not submissions.sent_with(db.session(), token) else drafts.new_token()
    survey = as_begun(db.session(), found.survey, draft)
    content = drafts.opened(draft)
    setting = turns.setting_of(survey, content, token)
    return Opened(token, draft, chat.reopen(survey.definition, turns.state_of(content), setting=setting))


def _addresses(found: Window, ticket: str) -> dict[str, object]:
    """Return the conversation's ticket and the addresses that the window asks."""
    here, lang = found.address, reading()
    kept = not found.survey.preview
    return {
        "token": ticket,
        "turns_url": url_for("widget.turn", **here, lang=lang),
        "stay_url": url_for("widget.stay", **here, lang=lang),
        "code_url": url_for("widget.code", **here, lang=lang) if kept else None,
        "form_url": url_for("widget.form", **here, ticket=ticket, lang=lang) if kept else None,
        "languages": [
            {**choice, "url": url_for("widget.frame", **here, ticket=ticket, lang=choice["code"])}
            for choice in choices()
        ],
    }


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
    return url_for("widget.frame", **found.address, ticket=ticket, lang=wanted[0]) if wanted else None


def _seconds_left(draft: Draft | None) -> int | None:
    """Return how long it is until the warning; None where nothing was said that could be closed."""
    if draft is None:
        return None
    return max(0, WARN_SECONDS - int((now() - draft.touched_at).total_seconds()))


def _is_person() -> bool:
    """Whether somebody opens the window, rather than a browser that fetches ahead what they may never look at."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method == "GET" and not any("prefetch" in purpose.lower() for purpose in purposes)
