"""What citizens meet as pages."""

from flask import Flask

from web.public import survey


def register(app: Flask) -> None:
    """Add the citizens' pages."""
    app.register_blueprint(survey.bp)
