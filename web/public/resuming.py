"""Saving answers to come back later, on this device or another; and looking at a survey before it is published."""

from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from jobs import later
from jobs.resuming import send_resume_mail
from models import Collector, Draft, Survey, db, transaction
from surveys import drafts, queries, resuming
from surveys.errors import AnswerError, DraftNotFoundError
from web import access, previews
from web.language import asked, choices, reading, worded
from web.limits import limiter, mailbox
from web.public.answering import Answering, answering
from web.public.remembering import PREVIEWS, TOKENS, WAYS, recall, remember
from web.public.showing import frame
from web.public.survey import take_up

bp = Blueprint("resuming", __name__)

# A code has 25^8 values; at this rate nobody finds one by trying.
GUESSES = "10 per minute; 60 per hour"
# From wherever: whoever wants a link needs one or two, and nobody else's mailbox is to be filled.
LINKS_TO_A_MAILBOX = "5 per day"
LONGEST_CODE = 40


@bp.route("/s/<slug>/save", methods=["GET", "POST"])
@access.public
@limiter.limit(GUESSES, methods=["POST"])
@limiter.limit(LINKS_TO_A_MAILBOX, methods=["POST"], key_func=mailbox)
def save(slug: str) -> ResponseReturnValue:
    """Show the code that opens the answers elsewhere; mail a link with it; keep the answers for seven days more."""
    here = answering(slug)
    if here.draft is None or here.survey.preview:
        return redirect(url_for("public.start", slug=slug))
    form = FlaskForm()
    if not form.validate_on_submit():
        with transaction() as database:
            draft = _draft(here)
            code = drafts.give_code(database, draft=draft)
            drafts.touch(database, draft=draft)
        return _save_page(here, form, code=code)
    address = request.form.get("address", "")[:400]
    try:
        with transaction() as database:
            draft = _draft(here)
            code = drafts.give_code(database, draft=draft)
            wanted = resuming.ask(database, draft=draft, address=address, language=reading())
            ids = {"organisation_id": wanted.organisation_id, "mail_id": wanted.id}
    except AnswerError as error:
        with transaction() as database:
            code = drafts.give_code(database, draft=_draft(here))
        return _save_page(here, form, code=code, error=worded(error.message), address=address), 400
    later(send_resume_mail, **ids)
    return _save_page(here, form, code=code, mailed=True)


@bp.route("/resume", methods=["GET", "POST"])
@access.public
@limiter.limit(GUESSES, methods=["POST"], exempt_when=lambda: not _given_code())
def resume() -> ResponseReturnValue:
    """Take a code, from the form or from a mailed link. A link is good until the answers are sent, for any device.

    A link alone takes nothing up: whoever follows one is told what it does, and presses the button.
    """
    form = FlaskForm()
    given = _given_code()
    if request.method == "GET":
        return _resume_page(form, code=given)
    if not form.validate():
        return _resume_page(form, code=given), 400
    try:
        draft = drafts.of_code(db.session(), given)
    except DraftNotFoundError:
        error = gettext(
            "Enter the code as it was shown to you. Answers that were sent or deleted have no code any more."
        )
        return _resume_page(form, error=error, code=given), 400
    slug, via = _way_of(draft)
    token = drafts.opened(draft).token
    assert token is not None
    remember(WAYS, slug, via)
    return redirect(take_up(slug, token=token, lang=asked()))


@bp.get("/preview/<ticket>")
@access.public
def preview(ticket: str) -> ResponseReturnValue:
    """Let whoever was given the ticket answer a survey as it is proposed; nothing is kept."""
    slug = previews.slug_of(ticket)
    if request.args.get("as") == "conversation":
        return redirect(f"/w/preview/{ticket}")
    queries.previewed(db.session(), slug)
    remember(PREVIEWS, slug, ticket)
    remember(TOKENS, slug, None)
    return redirect(url_for("public.start", slug=slug))


@bp.get("/s/<slug>/leave-preview")
@access.public
def leave_preview(slug: str) -> ResponseReturnValue:
    """Forget that this browser previews a survey."""
    if recall(PREVIEWS, slug):
        remember(PREVIEWS, slug, None)
        remember(TOKENS, slug, None)
    return redirect(url_for("home"))


def _draft(here: Answering) -> Draft:
    draft = drafts.find(db.session(), here.token, lock=True)
    if draft is None:
        raise DraftNotFoundError
    return draft


def _given_code() -> str:
    return (request.form.get("code") or request.args.get("code") or "")[:LONGEST_CODE]


def _way_of(draft: Draft) -> tuple[str, str | None]:
    """Return the survey's address and the way in that a draft came by."""
    if draft.collector_id is None:
        raise DraftNotFoundError
    collector = db.session.get_one(Collector, draft.collector_id)
    return db.session.get_one(Survey, collector.survey_id).slug, collector.key


def _save_page(
    here: Answering, form: FlaskForm, *, code: str, error: str | None = None, address: str = "", mailed: bool = False
) -> str:
    draft = drafts.find(db.session(), here.token)
    expires = drafts.expires_at(draft).astimezone(ZoneInfo(here.survey.time_zone)) if draft else None
    due = here.due()
    return render_template(
        "public/save.html",
        form=form,
        code=code,
        spelt=" ".join(code.replace("-", "")),
        until=expires,
        error=error,
        address=address,
        mailed=mailed,
        back_url=here.address(due) if due else url_for("public.check", slug=here.slug),
        **{**frame(here), "expires_at": None},
    )


def _resume_page(form: FlaskForm, *, error: str | None = None, code: str = "") -> str:
    return render_template("public/resume.html", form=form, error=error, code=code, languages=choices())
