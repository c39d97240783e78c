"""A request becomes a call, a result becomes a page."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect

from web import access, assets, errors, headers, health, home, language, limits, logs
from web.api import register as register_api
from web.manage import register as register_manage
from web.public import register as register_public
from web.widget import register as register_widget

csrf = CSRFProtect()


def register(app: Flask, *, redis_url: str, static: Path) -> None:
    """Give the application its pages."""
    logs.register(app)
    headers.register(app)
    language.register(app)
    assets.register(app, static)
    limits.register(app, redis_url=redis_url)
    csrf.init_app(app)
    health.register(app)
    home.register(app)
    register_public(app, csrf)
    register_widget(app, csrf)
    register_api(app, csrf)
    register_manage(app)
    access.register(app)
    errors.register(app)
