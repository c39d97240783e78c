"""A survey as pages: its questions page by page, check your answers, thanks."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from jobs import later
from jobs.analysis import analyse_waiting
from models import db, new_token, transaction
from surveys import drafts, submissions
from surveys.errors import IncompleteError, SurveyNotFoundError
from surveys.queries import OPEN_TO_ALL, OpenSurvey, survey_of_key
from surveys.routing import Stop
from web import access
from web.forms import ASKED, PageForm, form_for
from web.language import reading
from web.limits import limiter
from web.public.answering import Answering, answering, count_opened, way_of
from web.public.remembering import INVITATIONS, OPENED, SENT, TOKENS, WAYS, recall, remember
from web.public.rendering import own, render_page
from web.public.showing import Texts, answer_lines, field_views, frame

bp = Blueprint("public", __name__)

OFTEN = "120 per minute"


@bp.get("/s/<slug>")
@access.public
def start(slug: str) -> ResponseReturnValue:
    """Ask the questions of the first page; ``?via=`` names the way in."""
    via = request.args.get("via")
    if via and survey_of_key(db.session(), via, kinds=OPEN_TO_ALL).slug != slug:
        raise SurveyNotFoundError(slug)
    if via and recall(INVITATIONS, slug):
        # Whoever comes by another way may be somebody else than who was invited.
        remember(INVITATIONS, slug, None)
        remember(TOKENS, slug, None)
    if via or (recall(WAYS, slug) and not recall(INVITATIONS, slug)):
        # Who comes by the plain address did not come by the way of whoever used this browser before.
        remember(WAYS, slug, via or None)
    here = answering(slug)
    count_opened(here)
    stop = here.way.stops[0]
    return _page(here, stop, form_for(stop, here.answers), action=here.address(stop, lang=_lang()))


@bp.route("/s/<slug>/<int:number>", methods=["GET", "POST"])
@access.public
@limiter.limit(OFTEN, methods=["POST"])
def answer_page(slug: str, number: int) -> ResponseReturnValue:
    """Ask the questions of one page and keep the answers."""
    here = answering(slug)
    if not 1 <= number <= len(here.survey.definition.pages):
        raise SurveyNotFoundError(slug)
    stop = here.way.stop(number)
    if stop is None:
        # Nobody with these answers is asked this.
        due = here.due()
        return redirect(here.address(due) if due else url_for("public.check", slug=slug))
    if request.method == "POST" and request.form.get(ASKED) != _asked(here, stop):
        # Another version was published meanwhile, or another tab has changed what is asked here.
        return _page(here, stop, form_for(stop, here.answers, fresh=True), changed=True), 409
    form = form_for(stop, here.answers)
    if request.method != "POST":
        count_opened(here)
        return _page(here, stop, form)
    answers = form.take(here.way) if form.validate_on_submit() else None
    if answers is None:
        return _page(here, stop, form), 400
    return redirect(_next(_save(here, answers), number))


@bp.route("/s/<slug>/check", methods=["GET", "POST"])
@access.public
@limiter.limit(OFTEN, methods=["POST"])
def check(slug: str) -> ResponseReturnValue:
    """Show all answers before they are sent; send them."""
    here = answering(slug)
    form = FlaskForm()
    if form.validate_on_submit():
        return _send(here)
    wanting = here.wanting()
    if wanting is not None:
        return redirect(_change(here, wanting.key))
    text = Texts(here)
    lines, answers = answer_lines(here, text, lambda key: _change(here, key))
    return render_page(
        "public/check.html",
        frame(here),
        back_url=here.address(here.way.stops[-1]) if here.way.stops else None,
        lines=lines,
        full=text(here.way.full.message) if here.way.full else None,
        for_everyone=not text.quotes,
        texts=answers,
    )


@bp.get("/s/<slug>/sent")
@access.public
def sent(slug: str) -> ResponseReturnValue:
    """Say thank you."""
    here = answering(slug)
    reference = recall(SENT, slug)
    if reference is None:
        return redirect(url_for("public.start", slug=slug))
    return render_page("public/sent.html", frame(here), for_everyone=True, texts=[reference], reference=own(0))


def go_on(survey: OpenSurvey, *, token: str, via: str, lang: str | None) -> str:
    """Let this browser go on with a draft begun elsewhere; return the address of what is to be asked next."""
    remember(WAYS, survey.slug, via)
    return take_up(survey.slug, token=token, lang=lang)


def take_up(slug: str, *, token: str, lang: str | None) -> str:
    """Let this browser go on with a draft; return the address of what is to be asked next."""
    remember(TOKENS, slug, token)
    here = answering(slug)
    due = here.due()
    if due is None:
        return url_for("public.check", slug=slug, lang=lang)
    return here.address(due, lang=lang)


def _save(here: Answering, answers: dict[str, Any]) -> Answering:
    """Keep a page's answers; return where the person stands then."""
    token = here.token
    with transaction() as database:
        draft = drafts.find(database, token, lock=True)
        was_deleted = draft is None and drafts.was_deleted(database, token)
        if was_deleted or (draft is None and submissions.sent_with(database, token)):
            # What this browser's token stood for has been sent, or deleted, from another tab: this is a new answer.
            token = new_token()
        before = drafts.opened(draft) if draft or was_deleted else here.content
        content = before.with_answers(answers)
        way = way_of(here.survey, token, content)
        reached = way.next_unasked(content.answers)
        drafts.save(
            database,
            draft=draft,
            token=token,
            survey=here.survey,
            mode="page",
            language=reading(),
            content=content,
            reached=reached.key if reached else None,
        )
    remember(TOKENS, here.slug, token)
    return replace(here, token=token, content=content, way=way)


def _send(here: Answering) -> ResponseReturnValue:
    if here.draft is None and recall(SENT, here.slug):
        # Sent a moment ago from the same browser: a double press.
        return redirect(url_for("public.sent", slug=here.slug))
    if here.survey.preview:
        return _end_preview(here)
    try:
        with transaction() as database:
            reference = submissions.send(database, token=here.token, language=reading()).reference
    except IncompleteError as error:
        return redirect(_change(here, error.question))
    if here.way.has_text(here.answers):
        later(analyse_waiting)
    invited = recall(INVITATIONS, here.slug) is not None
    for name, value in ((SENT, reference), (TOKENS, None), (INVITATIONS, None), (OPENED, None)):
        remember(name, here.slug, value)
    if invited:
        # An invitation is for one submission: what follows comes by the plain address.
        remember(WAYS, here.slug, None)
    return redirect(url_for("public.sent", slug=here.slug))


def _end_preview(here: Answering) -> ResponseReturnValue:
    with transaction() as database:
        submissions.discard(database, token=here.token)
    remember(TOKENS, here.slug, None)
    return render_page("public/preview_ended.html", frame(here), for_everyone=True)


def _next(here: Answering, number: int) -> str:
    """Return what comes after a page: after a change, only what was not asked yet."""
    following = here.due() if "change" in request.args else here.way.after(number)
    if following is None or ("change" in request.args and here.wanting() is None and _all_seen(here)):
        return url_for("public.check", slug=here.slug)
    return here.address(following, **({"change": 1} if "change" in request.args else {}))


def _all_seen(here: Answering) -> bool:
    return here.way.next_unasked(here.answers) is None


def _change(here: Answering, key: str) -> str:
    stop = here.way.stop_of(key) or here.due()
    return here.address(stop, change=1) if stop else url_for("public.check", slug=here.slug)


def _asked(here: Answering, stop: Stop) -> str:
    """Return what a page asks, as its form says it."""
    return " ".join([here.survey.edition, *(question.key for question in stop.questions)])


def _page(here: Answering, stop: Stop, form: PageForm, *, action: str | None = None, changed: bool = False) -> str:
    before = here.way.before(stop.number)
    if "change" in request.args:
        back: str | None = url_for("public.check", slug=here.slug)
    else:
        back = here.address(before) if before else None
    text = Texts(here)
    return render_page(
        "public/question.html",
        frame(here),
        back_url=back,
        fields=field_views(form, text),
        page_title=text(stop.page.title),
        number=here.way.place(stop.number),
        count=len(here.way.stops),
        saved=here.draft is not None and not here.survey.preview,
        action=action,
        asked=_asked(here, stop),
        changed=changed,
        for_everyone=not (text.quotes or form.says_something()),
    )


def _lang() -> str | None:
    return reading() if "lang" in request.args else None
