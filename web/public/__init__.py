"""What citizens meet as pages."""

from flask import Flask
from flask_wtf import CSRFProtect

from web.public import invitation, resuming, survey


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Add the citizens' pages. Mail programs press "no more invitations" with nothing but the link's own token."""
    app.register_blueprint(survey.bp)
    app.register_blueprint(resuming.bp)
    app.register_blueprint(invitation.bp)
    csrf.exempt(invitation.unsubscribe)
