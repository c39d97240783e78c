"""Answers for operators' machines."""

from flask import Flask, current_app, jsonify
from werkzeug.wrappers import Response

from models import is_ready
from web import access


def register(app: Flask) -> None:
    """Add the two addresses."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@access.public
def healthz() -> Response:
    """Say that this process answers."""
    return jsonify({"status": "ok"})


@access.public
def readyz() -> Response:
    """Say whether surveys can be answered: the database is there, with its tables as this code knows them."""
    ready = is_ready(current_app.extensions["tables"])
    response = jsonify({"status": "ready" if ready else "the database is not ready"})
    response.status_code = 200 if ready else 503
    return response
