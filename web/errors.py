"""An error class becomes a page: the only place that knows statuses."""

import structlog
from flask import Flask, abort, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from articles.errors import ArticleNotFoundError
from followup.queries import CaseNotFoundError
from insights.praise import PraiseNotFoundError
from surveys.errors import DraftNotFoundError, SurveyClosedError, SurveyNotFoundError
from surveys.invitations import AlreadyAnsweredError
from surveys.probing import ThemeNotFoundError
from web import problems
from web.headers import allow_framing_by
from web.language import choices, worded
from web.logs import request_id
from words import Message

log = structlog.get_logger()

# An error's template and status; more specific classes first.
PAGES: dict[type[Exception], tuple[str, int]] = {
    SurveyClosedError: ("errors/closed.html", 410),
    AlreadyAnsweredError: ("public/invitation_answered.html", 410),
    SurveyNotFoundError: ("errors/404.html", 404),
    PraiseNotFoundError: ("errors/404.html", 404),
    CaseNotFoundError: ("errors/404.html", 404),
    ArticleNotFoundError: ("errors/404.html", 404),
    ThemeNotFoundError: ("errors/404.html", 404),
    DraftNotFoundError: ("errors/token.html", 400),
    CSRFError: ("errors/token.html", 400),
}

# For scripts that ask for JSON: what the page would say, in a line.
SENTENCES = {
    403: Message("You cannot see this page"),
    404: Message("Page not found"),
    413: Message("What you sent is too large"),
    429: Message("Wait a few minutes and then try again."),
    500: Message("Sorry, there is a problem with the service"),
}
NOT_UNDERSTOOD = Message("Something in what your browser sent could not be understood.")

BY_STATUS = {
    400: "errors/400.html",
    403: "errors/403.html",
    404: "errors/404.html",
    405: "errors/400.html",
    413: "errors/413.html",
    429: "errors/429.html",
}


def register(app: Flask) -> None:
    """Show a page for each error, in the reader's language, with nothing of the error's own text."""
    app.before_request(_refuse_nul)
    for kind in PAGES:
        app.register_error_handler(kind, _known)
    app.register_error_handler(HTTPException, _status)
    app.register_error_handler(Exception, _unknown)


def problem(status: int, detail: str) -> Response:
    """Return an answer for a script instead of a page (RFC 9457)."""
    response = jsonify({"type": "about:blank", "title": detail, "status": status, "detail": detail})
    response.status_code = status
    response.content_type = "application/problem+json"
    return problems.in_its_language(response)


def _refuse_nul() -> None:
    # No address of ours holds a NUL character, and PostgreSQL cannot even look for one.
    if "\0" in request.path or any("\0" in value for values in request.args.listvalues() for value in values):
        abort(404)


def _known(error: Exception) -> tuple[str, int]:
    if isinstance(error, SurveyClosedError) and request.endpoint == "widget.frame":
        # The window says so itself, in the page that it stands in.
        allow_framing_by(error.origins)
    template, status = next(page for kind, page in PAGES.items() if isinstance(error, kind))
    return _page(template, **_facts(error)), status


def _facts(error: Exception) -> dict[str, object]:
    if not isinstance(error, SurveyClosedError):
        return {}
    return {"survey_title": error.title, "closed_on": error.closed_on, "way_alone": error.way_alone}


def _status(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
    status = error.code or 500
    # What exceeds a limit may bring an answer of its own.
    if status < 400 or error.response is not None:
        return error
    if problems.in_api():
        return problems.of_status(error)
    if request.accept_mimetypes.best_match(["text/html", "application/problem+json"]) == "application/problem+json":
        return problem(status, worded(SENTENCES.get(status, NOT_UNDERSTOOD)))
    return _page(BY_STATUS.get(status, "errors/400.html" if status < 500 else "errors/500.html")), status


def _unknown(_error: Exception) -> tuple[str, int] | Response:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise
    log.exception("request.failed", endpoint=request.endpoint)
    if problems.in_api():
        return problems.of_status(InternalServerError())
    return _page("errors/500.html", reference=request_id()), 500


def _page(template: str, **facts: object) -> str:
    return render_template(template, languages=choices(), **facts)
