"""A line of log for each request, with its id, and without anything that says who asked."""

import secrets
import time

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

log = structlog.get_logger()


def register(app: Flask) -> None:
    """Log each request under an id that error pages and answers carry."""
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Return the id of this request, to be quoted to whoever runs the installation."""
    current: str = g.get("request_id", "")
    return current


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    # The rule, not the path: a path may hold a key or a token. No address, no agent, no query.
    rule = request.url_rule.rule if request.url_rule else "none"
    milliseconds = round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None
    log.info("request", method=request.method, rule=rule, status=response.status_code, ms=milliseconds)
    return response
