"""Everything for staff, under /manage."""

from flask import Flask

from web.manage import analysis, articles, cases, conversations, insights, praise, probes, sign_in, surveys, targets


def register(app: Flask) -> None:
    """Add the staff's pages."""
    sign_in.register(app)
    app.register_blueprint(insights.bp)
    app.register_blueprint(analysis.bp)
    app.register_blueprint(praise.bp)
    app.register_blueprint(cases.bp)
    app.register_blueprint(articles.bp)
    app.register_blueprint(probes.bp)
    app.register_blueprint(surveys.bp)
    app.register_blueprint(conversations.bp)
    app.register_blueprint(targets.bp)
