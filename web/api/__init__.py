"""What other systems use: submissions to surveys, targets and their figures, and the documents that describe them."""

from flask import Flask
from flask_wtf import CSRFProtect

from web.api import calls, documents, figures


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Add the addresses. A call carries its secret in a header and no cookie, so that there is none to ride on."""
    for blueprint in (calls.bp, documents.bp, figures.bp):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
