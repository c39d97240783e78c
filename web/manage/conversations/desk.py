"""What the pages about one survey's conversations begin with."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext

from models import db
from surveys import managing
from surveys.definition import Definition
from surveys.queries import units_of
from surveys.questions import PlaceQuestion, Question
from web.language import in_reader_language
from web.manage.frame import MAY_FOLLOW, frame
from web.manage.surveys.desk import Desk, day_of, desk, title_of

__all__ = ["MAY_FOLLOW", "Desk", "bp", "day_of", "framed", "intent_names", "questions_now", "survey_desk"]

bp = Blueprint("conversations", __name__, url_prefix="/manage/conversations")


def survey_desk(slug: str) -> Desk:
    """Return the survey at an address, for somebody who may follow its conversations."""
    return desk(slug, *MAY_FOLLOW)


def framed(found: Desk, current: str) -> dict[str, Any]:
    """Return what the pages of one survey's conversations want to be given."""
    published = managing.versions(db.session(), found.survey)
    proposed = managing.proposal(db.session(), found.survey)
    return {
        "desk": found,
        "title": title_of(found, published, proposed),
        "current": current,
        "day_of": day_of,
        **frame("conversations"),
    }


def questions_now(found: Desk) -> list[Question]:
    """Return the questions that the survey asks now, in order; none where nothing is published."""
    published = managing.versions(db.session(), found.survey)
    definition = managing.version(db.session(), found.survey, published[0].number) if published else None
    return list(definition.questions) if definition else []


def question_of(definition: Definition, key: str, found: Desk) -> Question | None:
    """Return a question of a definition, one of place with the places to choose from; None if there is none."""
    question = next((each for each in definition.questions if each.key == key), None)
    if isinstance(question, PlaceQuestion):
        return question.model_copy(update={"units": units_of(db.session(), found.survey.service_id)})
    return question


def text_of(definition: Definition, key: str) -> str:
    """Return a question's wording for the reader; its key where it is not asked."""
    question = next((each for each in definition.questions if each.key == key), None)
    return in_reader_language(question.text) if question else key


def intent_names() -> dict[str, str]:
    """Return what a message may want, in words, in the order in which it is offered."""
    return {
        "answer": gettext("Answers the question"),
        "feedback": gettext("Says something about the service"),
        "complain": gettext("Complains"),
        "praise": gettext("Praises"),
        "suggest": gettext("Suggests something"),
        "yes": gettext("Says yes"),
        "no": gettext("Says no"),
        "dont_know": gettext("Does not know"),
        "skip": gettext("Wants to skip the question"),
        "back": gettext("Wants to go back"),
        "change": gettext("Wants to change an answer"),
        "repeat": gettext("Wants to hear the question again"),
        "why": gettext("Asks why this is asked"),
        "ask_question": gettext("Asks something"),
        "case_status": gettext("Asks how their case stands"),
        "human": gettext("Wants to talk to a person"),
        "use_form": gettext("Wants the form instead"),
        "language": gettext("Wants another language"),
        "stop": gettext("Wants to stop"),
        "delete_data": gettext("Wants what they said deleted"),
        "greet": gettext("Greets"),
        "thank": gettext("Says thank you"),
        "urgent": gettext("May be at risk"),
        "abuse": gettext("Is abusive"),
        "unclear": gettext("Unclear"),
    }
