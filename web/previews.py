"""Tickets for looking at a survey before it is published: signed, so that only who was given one may."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from surveys.errors import SurveyNotFoundError

TICKET_SECONDS = 7 * 24 * 3600


def ticket_for(slug: str) -> str:
    """Return the ticket for the preview of a survey."""
    return str(_tickets().dumps(slug))


def slug_of(ticket: str) -> str:
    """Return the survey's address that a ticket is for.

    Raises:
        SurveyNotFoundError: If it is forged or too old.
    """
    try:
        return str(_tickets().loads(ticket, max_age=TICKET_SECONDS))
    except BadSignature as error:
        raise SurveyNotFoundError(ticket) from error


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="preview")
