"""/manage/conversations/<survey>/words: what was not understood, to be taught with one click, and what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import structlog
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from chat.asking import asked_of
from models import Survey, db, transaction
from nlp.understanding import INTENTS, Asked
from surveys.conversations import misunderstood, teaching
from surveys.conversations.misunderstood import Words
from surveys.questions import Question
from web import access
from web.language import worded
from web.manage.conversations.desk import (
    Desk,
    bp,
    framed,
    intent_names,
    question_of,
    questions_now,
    survey_desk,
    text_of,
)
from web.manage.frame import MAY_FOLLOW
from web.manage.paging import LINES_A_PAGE, asked_page
from web.manage.surveys.desk import MAY_DESIGN, by
from words.languages import direction_of

log = structlog.get_logger()

# The largest key that a database keeps.
LAST_KEY = 2**63 - 1
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Line:
    """Words that were not understood, the wording of their question, and what they may be said to answer."""

    words: Words
    question: str
    options: tuple[tuple[str, str], ...]


@bp.get("/<slug>/words")
@access.staff(*MAY_FOLLOW)
def words(slug: str) -> ResponseReturnValue:
    """List what was not understood by question, the most frequent first, and what was taught of it."""
    return _show(survey_desk(slug), {})


@bp.post("/<slug>/words/<uuid:message_id>")
@access.staff(*MAY_DESIGN)
def teach(slug: str, message_id: UUID) -> ResponseReturnValue:
    """Keep what a message means as an example for the understanding."""
    found = survey_desk(slug)
    if not found.may_design:
        abort(403)
    heard = misunderstood.heard(db.session(), survey=found.survey, message_id=message_id)
    question = question_of(heard.definition, heard.asked, found) if heard else None
    if heard is None or question is None:
        abort(404)
    asked = asked_of(question, heard.language)
    intent = next((each for each in INTENTS if each == request.form.get("intent")), None)
    if intent is None:
        return _show(found, {message_id: gettext("Choose what the words mean")}), 400
    try:
        with transaction() as session:
            made = teaching.teach(
                session,
                survey=session.get_one(Survey, found.survey.id),
                asked=asked,
                said=heard.said,
                language=heard.language,
                intent=intent,
                value=_value(asked, request.form.get("value", "")),
                by=by(session),
            )
            example_id = made.id
    except teaching.WrongExampleError as error:
        return _show(found, {message_id: worded(error.message)}), 400
    log.info("understanding.taught", survey=found.survey.id, example=example_id, by=access.person().id)
    flash(gettext("Kept as an example. The understanding learns from it when it is trained next."))
    return redirect(url_for("conversations.words", slug=slug, page=asked_page()))


@bp.post("/<slug>/examples/<int:example_id>/undo")
@access.staff(*MAY_DESIGN)
def undo(slug: str, example_id: int) -> ResponseReturnValue:
    """Delete an example; the words are listed again where they are kept still."""
    found = survey_desk(slug)
    if not found.may_design:
        abort(403)
    if example_id > LAST_KEY:
        abort(404)
    with transaction() as session:
        gone = teaching.undo(session, survey=session.get_one(Survey, found.survey.id), example_id=example_id)
    if gone:
        log.info("understanding.undone", survey=found.survey.id, example=example_id, by=access.person().id)
        flash(gettext("The example is deleted."))
    else:
        flash(gettext("This example had been deleted already."))
    return redirect(url_for("conversations.words", slug=slug))


def _show(found: Desk, errors: Mapping[UUID, str]) -> str:
    session, page = db.session(), asked_page()
    taught = teaching.taught(session, survey=found.survey)
    known = frozenset((each.asked, teaching.fingerprint(each.said)) for each in taught)
    open_ = misunderstood.misunderstood(session, survey=found.survey, taught=known)
    order = {question.key: place for place, question in enumerate(questions_now(found))}
    # By question in the survey's order, and of one question as often as they were said.
    open_.sort(key=lambda each: order.get(each.asked, len(order)))
    first = (page - 1) * LINES_A_PAGE
    return render_template(
        "manage/conversations/words.html",
        lines=[_line(found, each) for each in open_[first : first + LINES_A_PAGE]],
        more=len(open_) > first + LINES_A_PAGE,
        any=bool(open_),
        page=page,
        taught=taught,
        errors={str(key): error for key, error in errors.items()},
        given=request.form,
        intents=intent_names(),
        most=misunderstood.MOST,
        direction_of=direction_of,
        **framed(found, "words"),
    )


def _line(found: Desk, one: Words) -> Line:
    heard = misunderstood.heard(db.session(), survey=found.survey, message_id=one.message_id)
    assert heard is not None
    question = question_of(heard.definition, one.asked, found)
    return Line(one, text_of(heard.definition, one.asked), _options(question, one.language))


def _options(question: Question | None, language: str) -> tuple[tuple[str, str], ...]:
    """Return the answers that words may mean, as (value in the form, label)."""
    if question is None:
        return ()
    asked = asked_of(question, language)
    if asked.type == teaching.YES_NO:
        return (("yes", gettext("Yes")), ("no", gettext("No")))
    return tuple((option, option) for option in asked.options)


def _value(asked: Asked, given: str) -> str | bool | None:
    if asked.type == teaching.YES_NO:
        return YES_NO.get(given)
    return given or None
