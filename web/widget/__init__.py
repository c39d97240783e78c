"""The conversation window: the loader that a site pastes, the frame, and its turns."""

from flask import Flask
from flask_wtf import CSRFProtect

from web.widget import frame, loader


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Add the window's addresses. What it posts carries a ticket in the body, no cookie: there is none to ride on."""
    app.register_blueprint(loader.bp)
    app.register_blueprint(frame.bp)
    for view in (frame.turn, frame.stay, frame.code):
        csrf.exempt(view)
