"""An error class becomes a page: the only place that knows statuses."""

import structlog
from flask import Flask, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from surveys.errors import DraftNotFoundError, SurveyClosedError, SurveyNotFoundError
from web.language import choices
from web.logs import request_id

log = structlog.get_logger()

# An error's template and status; more specific classes first.
PAGES: dict[type[Exception], tuple[str, int]] = {
    SurveyClosedError: ("errors/closed.html", 410),
    SurveyNotFoundError: ("errors/404.html", 404),
    DraftNotFoundError: ("errors/token.html", 400),
    CSRFError: ("errors/token.html", 400),
}

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
    for kind in PAGES:
        app.register_error_handler(kind, _known)
    app.register_error_handler(HTTPException, _status)
    app.register_error_handler(Exception, _unknown)


def problem(status: int, detail: str) -> Response:
    """Return an answer for a script instead of a page (RFC 9457)."""
    response = jsonify({"type": "about:blank", "title": detail, "status": status, "detail": detail})
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _known(error: Exception) -> tuple[str, int]:
    template, status = next(page for kind, page in PAGES.items() if isinstance(error, kind))
    facts = {"survey_title": error.title, "closed_on": error.closed_on} if isinstance(error, SurveyClosedError) else {}
    return _page(template, **facts), status


def _status(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    return _page(BY_STATUS.get(status, "errors/400.html" if status < 500 else "errors/500.html")), status


def _unknown(_error: Exception) -> tuple[str, int]:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise
    log.exception("request.failed", endpoint=request.endpoint)
    return _page("errors/500.html", reference=request_id()), 500


def _page(template: str, **facts: object) -> str:
    return render_template(template, languages=choices(), **facts)
