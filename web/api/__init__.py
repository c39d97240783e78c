"""What other systems use: sending submissions, asking what a survey asks, and the documents that describe both."""

from flask import Flask
from flask_wtf import CSRFProtect

from web.api import calls, documents


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Add the addresses. A call carries its secret in a header and no cookie, so that there is none to ride on."""
    for blueprint in (calls.bp, documents.bp):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
