"""/manage/articles: what conversations may answer with: written, published, withdrawn and deleted here."""

from datetime import datetime

import structlog
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts.people import holds_over_all, services_of
from articles import queries, saving
from articles.errors import ArticleChangedError, ArticleFaultError
from articles.queries import ArticleTexts
from articles.saving import LANGUAGES, Reach, Written
from jobs import later
from jobs.articles import read_articles
from models import Organisation, Person, Service, db, organisation_of, transaction
from web import access
from web.language import in_reader_language, worded
from web.manage.frame import MAY_DESIGN, frame

log = structlog.get_logger()

bp = Blueprint("articles", __name__, url_prefix="/manage/articles")

# What stands in the form for an article of all services.
ALL_SERVICES = "all"
FIELDS = ("service", *(f"{part}_{language}" for language in LANGUAGES for part in ("title", "body")), "source", "seen")


@bp.get("")
@access.staff(*MAY_DESIGN)
def index() -> str:
    """List the articles that the person may write, and those of all services."""
    session, found = db.session(), reach()
    return render_template(
        "manage/articles/index.html",
        lines=queries.listed(session, found),
        may_write=found.whole or bool(found.service_ids),
        organisation=session.get_one(Organisation, organisation_of(session)),
        **frame("articles"),
    )


@bp.route("/new", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def new() -> ResponseReturnValue:
    """Write an article, which nobody is shown before it is published."""
    if request.method == "GET":
        return _form(given={}, errors={})
    found = reach()
    try:
        with transaction() as session:
            article_id = saving.write(session, written=_written(found), reach=found, by=_by()).id
    except ArticleFaultError as error:
        return _refused(error)
    log.info("article.written", article=article_id, by=access.person().id)
    flash(gettext("The article is saved. Publish it when conversations may answer with it."))
    return _saved()


@bp.route("/<int(max=9223372036854775807):article_id>", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def change(article_id: int) -> ResponseReturnValue:
    """Show an article to be changed; keep what was changed."""
    found = reach()
    article = queries.one(db.session(), article_id, found)
    if request.method == "GET":
        return _form(given=_given_of(article), errors={}, article=article)
    try:
        with transaction() as session:
            saving.change(
                session, article_id=article_id, written=_written(found), reach=found, by=_by(), seen=_seen(article)
            )
    except ArticleFaultError as error:
        return _refused(error, article)
    except ArticleChangedError:
        errors = {
            "title_en": gettext("Somebody else changed this article meanwhile. Open it again, and then change it.")
        }
        return _form(given=request.form, errors=errors, article=article), 400
    log.info("article.changed", article=article_id, by=access.person().id)
    flash(gettext("The article is saved."))
    return _saved()


@bp.post("/<int(max=9223372036854775807):article_id>/publish")
@access.staff(*MAY_DESIGN)
def publish(article_id: int) -> ResponseReturnValue:
    """Let conversations answer with an article."""
    _publish(article_id, on=True)
    flash(gettext("Published. Conversations may answer with it now."))
    return _saved()


@bp.post("/<int(max=9223372036854775807):article_id>/withdraw")
@access.staff(*MAY_DESIGN)
def withdraw(article_id: int) -> ResponseReturnValue:
    """Let conversations answer with an article no more."""
    _publish(article_id, on=False)
    flash(gettext("Withdrawn. No conversation answers with it any more."))
    return redirect(url_for("articles.index"))


@bp.route("/<int(max=9223372036854775807):article_id>/delete", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def delete(article_id: int) -> ResponseReturnValue:
    """Ask whether an article is to be deleted; delete it."""
    found = reach()
    article = queries.one(db.session(), article_id, found)
    if request.method == "GET":
        return render_template(
            "manage/surveys/confirm.html",
            title=in_reader_language(article.title),
            question=gettext("Delete this article?"),
            sentences=[gettext("It cannot be brought back. To let conversations not answer with it, withdraw it.")],
            button=gettext("Delete the article"),
            back_url=url_for("articles.index"),
            **frame("articles"),
        )
    with transaction() as session:
        saving.delete(session, article_id=article_id, reach=found)
    log.info("article.deleted", article=article_id, by=access.person().id)
    flash(gettext("The article is deleted."))
    return redirect(url_for("articles.index"))


def reach() -> Reach:
    """Return whose articles the person who is signed in may write."""
    roles = frozenset(MAY_DESIGN)
    return Reach(frozenset(each.id for each in _services()), holds_over_all(access.person(), roles))


def _services() -> list[Service]:
    return services_of(db.session(), person=access.person(), roles=frozenset(MAY_DESIGN))


def _publish(article_id: int, *, on: bool) -> None:
    with transaction() as session:
        saving.publish(session, article_id=article_id, on=on, reach=reach(), by=_by())
    log.info("article.published" if on else "article.withdrawn", article=article_id, by=access.person().id)


def _by() -> Person:
    return db.session().get_one(Person, access.person().id)


def _saved() -> ResponseReturnValue:
    # Where the queue server is away, the timetable asks for it.
    later(read_articles)
    return redirect(url_for("articles.index"))


def _written(found: Reach) -> Written:
    return Written.of(
        _service_id(found),
        {language: request.form.get(f"title_{language}", "") for language in LANGUAGES},
        {language: request.form.get(f"body_{language}", "") for language in LANGUAGES},
        request.form.get("source", "").strip(),
    )


def _service_id(found: Reach) -> int | None:
    """Return the service that the form names; 0, which is nobody's, where the person may not write for it."""
    named = request.form.get("service", "")
    if named == ALL_SERVICES:
        return None if found.whole else 0
    return next((each.id for each in _services() if each.slug == named), 0)


def _seen(article: ArticleTexts) -> datetime | None:
    """Return when the article had been changed last as the form was opened."""
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return article.changed_at


def _given_of(article: ArticleTexts) -> dict[str, str]:
    slugs = {each.id: each.slug for each in _services()}
    texts = {
        f"{part}_{language}": words.get(language, "")
        for part, words in (("title", article.title), ("body", article.body))
        for language in LANGUAGES
    }
    service = ALL_SERVICES if article.service_id is None else slugs.get(article.service_id, "")
    return {**texts, "service": service, "source": article.source, "seen": article.changed_at.isoformat()}


def _refused(error: ArticleFaultError, article: ArticleTexts | None = None) -> ResponseReturnValue:
    faults = {field: worded(message) for field, message in error.faults.items()}
    in_order = {field: faults[field] for field in FIELDS if field in faults}
    return _form(given=request.form, errors=in_order, article=article), 400


def _form(*, given: object, errors: dict[str, str], article: ArticleTexts | None = None) -> str:
    return render_template(
        "manage/articles/form.html",
        article=article,
        services=_services(),
        may_choose_all=reach().whole,
        all_services=ALL_SERVICES,
        longest_body=saving.LONGEST_BODY,
        given=given,
        errors=errors,
        back_url=url_for("articles.index"),
        **frame("articles"),
    )
