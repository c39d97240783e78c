"""Windows on surveys, and the tickets of the conversations held in them."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from models import db
from surveys.errors import DefinitionError, SurveyNotFoundError
from surveys.queries import OpenSurvey, previewed, survey_of_key
from web import previews
from web.language import offer

# From one message to the next, of which each brings a new one: a conversation is closed after half an hour of silence,
# and a window that was opened may wait a while for its first word.
TICKET_SECONDS = 2 * 3600


@dataclass(frozen=True)
class Window:
    """A window on a survey: ``name`` is what the tickets of its conversations are bound to.

    ``address`` is what its addresses are made of: {"key": key} of a collector, or {"preview": ticket}.
    """

    name: str
    address: dict[str, Any]
    survey: OpenSurvey


def window(*, key: str | None, preview: str | None) -> Window:
    """Find the window of a collector's key or of a preview's ticket; the session acts for its organisation.

    Raises:
        SurveyNotFoundError: If there is none.
        SurveyClosedError: If the survey takes no more answers.
    """
    found = _preview(preview) if preview is not None else _window(str(key))
    offer(found.survey.definition.in_languages)
    return found


def _window(key: str) -> Window:
    return Window(key, {"key": key}, survey_of_key(db.session(), key, kinds={"widget"}))


def _preview(ticket: str) -> Window:
    slug = previews.slug_of(ticket)
    try:
        return Window(f"preview {slug}", {"preview": ticket}, previewed(db.session(), slug))
    except DefinitionError as error:
        raise SurveyNotFoundError(slug) from error


def ticket_for(name: str, token: str) -> str:
    """Return the ticket that a draft's token travels in, bound to one window."""
    return str(_tickets().dumps([name, token]))


def token_of(ticket: object, name: str) -> str | None:
    """Return the draft's token that a ticket carries; None if it is forged, too old, or of another window."""
    try:
        signed, token = _tickets().loads(str(ticket), max_age=TICKET_SECONDS)
    except (BadSignature, ValueError):
        return None
    return str(token) if signed == name else None


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="conversation")
