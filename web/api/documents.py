"""The documents that describe the API, and what a kind of problem means; for everybody."""

from typing import Any

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from surveys.schema import definition_schema
from web import access, problems
from web.api.openapi import document
from web.headers import keep_for
from web.language import worded
from web.limits import limiter
from web.problems import ProblemError

bp = Blueprint("api_documents", __name__, url_prefix="/api/v1")

# Short, so that a mended document is seen within the hour.
KEEP_SECONDS = 3600

rarely_enough = limiter.shared_limit("120 per minute", scope="api documents")


@bp.get("/openapi.json")
@access.public
@rarely_enough
def openapi() -> Response:
    """Send the OpenAPI document."""
    return _kept(document())


@bp.get("/survey-definition.schema.json")
@access.public
@rarely_enough
def definition() -> Response:
    """Send the JSON Schema of survey definitions."""
    return _kept(definition_schema())


@bp.get("/problems/<name>")
@access.public
@rarely_enough
def problem(name: str) -> Response:
    """Say what a kind of problem means, and what to do."""
    kind = problems.KINDS.get(name)
    if kind is None:
        return problems.answer(ProblemError(problems.NOT_FOUND))
    body = {"type": kind.type, "title": worded(kind.title), "status": kind.status, "detail": worded(kind.detail)}
    return problems.in_its_language(jsonify(body))


def _kept(body: dict[str, Any]) -> Response:
    response = jsonify(body)
    response.add_etag()
    keep_for(KEEP_SECONDS)
    return response.make_conditional(request)
