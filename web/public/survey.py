"""A survey as pages: one question a page, check your answers, thanks."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from jobs import later
from jobs.analysis import analyse_waiting
from models import db, transaction
from surveys import drafts, routing, submissions
from surveys.errors import DraftNotFoundError, IncompleteError, SurveyNotFoundError
from surveys.queries import OpenSurvey, as_begun, open_survey, survey_of_key
from surveys.questions import Question
from web import access
from web.forms import form_for
from web.language import choices, in_reader_language, language
from web.limits import limiter

bp = Blueprint("public", __name__)

# In the session, by survey: the token of the draft, the way in, and the reference of what was sent.
TOKENS, WAYS, SENT = "drafts", "ways", "sent"

OFTEN = "120 per minute"


@bp.get("/s/<slug>")
@access.public
def start(slug: str) -> ResponseReturnValue:
    """Lead to the first question; ``?via=`` names the way in."""
    survey = open_survey(db.session(), slug)
    via = request.args.get("via")
    if via and survey_of_key(db.session(), via).slug != slug:
        raise SurveyNotFoundError(slug)
    if via or slug in session.get(WAYS, {}):
        # Who comes by the plain address did not come by the way of whoever used this browser before.
        _remember(WAYS, slug, via or None)
    return redirect(url_for("public.answer_page", slug=survey.slug, number=1, lang=_lang()))


@bp.route("/s/<slug>/<int:number>", methods=["GET", "POST"])
@access.public
@limiter.limit(OFTEN, methods=["POST"])
def answer_page(slug: str, number: int) -> ResponseReturnValue:
    """Ask one question and keep its answer."""
    survey = _survey(slug)
    question = _question(survey, number)
    content = drafts.opened(_draft(survey))
    form = form_for(question, content.answers.get(question.key))
    if not form.validate_on_submit():
        page = _page(survey, question, number, form)
        return (page, 400) if form.errors else page
    token = session.get(TOKENS, {}).get(slug) or drafts.new_token()
    with transaction() as database:
        draft = drafts.find(database, token, lock=True)
        if draft is None and submissions.sent_with(database, token):
            # What this browser's token stood for has been sent, from another tab: this is a new answer.
            token = drafts.new_token()
        content = drafts.opened(draft)
        drafts.save(
            database,
            token=token,
            survey=survey,
            mode="page",
            language=language(),
            content=content.with_answer(question.key, form.answer.answer),
        )
    _remember(TOKENS, slug, token)
    return redirect(_next(survey, number))


@bp.route("/s/<slug>/check", methods=["GET", "POST"])
@access.public
@limiter.limit(OFTEN, methods=["POST"])
def check(slug: str) -> ResponseReturnValue:
    """Show all answers before they are sent; send them."""
    survey = _survey(slug)
    form = FlaskForm()
    if form.validate_on_submit():
        return _send(survey)
    answers = drafts.opened(_draft(survey)).answers
    missing = routing.first_missing(survey.definition, answers)
    if missing is not None:
        return redirect(_page_of(survey, missing.key))
    lines = [_line(survey, question, answers.get(question.key)) for question in survey.definition.questions]
    back = url_for("public.answer_page", slug=slug, number=len(survey.definition.questions))
    return render_template("public/check.html", form=form, lines=lines, back_url=back, **_frame(survey))


@bp.get("/s/<slug>/sent")
@access.public
def sent(slug: str) -> ResponseReturnValue:
    """Say thank you."""
    survey = _survey(slug)
    reference = session.get(SENT, {}).get(slug)
    if reference is None:
        return redirect(url_for("public.start", slug=slug))
    return render_template("public/sent.html", reference=reference, **_frame(survey))


def go_on(survey: OpenSurvey, *, token: str, via: str, lang: str) -> str:
    """Let this browser go on with a draft begun in the window; return the address of what is to be asked next."""
    _remember(WAYS, survey.slug, via)
    _remember(TOKENS, survey.slug, token)
    draft = drafts.find(db.session(), token)
    survey = as_begun(db.session(), survey, draft)
    following = routing.next_unasked(survey.definition, drafts.opened(draft).answers)
    if following is None:
        return url_for("public.check", slug=survey.slug, lang=lang)
    number = routing.page_number(survey.definition, following.key)
    return url_for("public.answer_page", slug=survey.slug, number=number, lang=lang)


def _send(survey: OpenSurvey) -> ResponseReturnValue:
    token = session.get(TOKENS, {}).get(survey.slug)
    if token is None:
        # Sent a moment ago from the same browser (a double press), or the cookie is gone.
        if session.get(SENT, {}).get(survey.slug):
            return redirect(url_for("public.sent", slug=survey.slug))
        raise DraftNotFoundError
    try:
        with transaction() as database:
            reference = submissions.send(database, token=token).reference
    except IncompleteError as error:
        return redirect(_page_of(survey, error.question))
    later(analyse_waiting)
    _remember(SENT, survey.slug, reference)
    _remember(TOKENS, survey.slug, None)
    return redirect(url_for("public.sent", slug=survey.slug))


def _survey(slug: str) -> OpenSurvey:
    """Return the survey, by the way in that the person came, in the version that they began with."""
    survey = open_survey(db.session(), slug)
    via = session.get(WAYS, {}).get(slug)
    if via:
        survey = survey_of_key(db.session(), via)
    return as_begun(db.session(), survey, _draft(survey))


def _draft(survey: OpenSurvey) -> Any:
    token = session.get(TOKENS, {}).get(survey.slug)
    return drafts.find(db.session(), token) if token else None


def _question(survey: OpenSurvey, number: int) -> Any:
    if not 1 <= number <= len(survey.definition.questions):
        raise SurveyNotFoundError(survey.slug)
    return survey.definition.questions[number - 1]


def _next(survey: OpenSurvey, number: int) -> str:
    following = None if "change" in request.args else routing.after(survey.definition, number)
    if following is None:
        return url_for("public.check", slug=survey.slug)
    return url_for("public.answer_page", slug=survey.slug, number=following)


def _page_of(survey: OpenSurvey, key: str) -> str:
    return url_for("public.answer_page", slug=survey.slug, number=routing.page_number(survey.definition, key), change=1)


def _page(survey: OpenSurvey, question: Question, number: int, form: Any) -> str:
    if "change" in request.args:
        back: str | None = url_for("public.check", slug=survey.slug)
    else:
        back = url_for("public.answer_page", slug=survey.slug, number=number - 1) if number > 1 else None
    return render_template(
        "public/question.html",
        form=form,
        question=question,
        number=number,
        count=len(survey.definition.questions),
        back_url=back,
        **_frame(survey),
    )


def _line(survey: OpenSurvey, question: Question, answer: Any) -> dict[str, object]:
    label = question.label_of(answer) if answer is not None else None
    return {
        "question": in_reader_language(question.text),
        "answer": None if answer is None else in_reader_language(label) if label else str(answer),
        "change": _page_of(survey, question.key),
    }


def _frame(survey: OpenSurvey) -> dict[str, object]:
    return {
        "title": in_reader_language(survey.definition.title),
        "header_name": in_reader_language(survey.organisation),
        "demonstration": survey.demonstration,
        "languages": choices(),
    }


def _lang() -> str | None:
    return language() if "lang" in request.args else None


def _remember(name: str, slug: str, value: str | None) -> None:
    kept = dict(session.get(name, {}))
    if value is None:
        kept.pop(slug, None)
    else:
        kept[slug] = value
    session[name] = kept
