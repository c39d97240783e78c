"""Puts the web application together from settings."""

import gc
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

import jobs
import logs
import models
import settings as settings_module
import web
from embedded import environment
from exports.runs import Post
from settings import Settings

HERE = Path(__file__).parent

# Generous for the longest comment in any script, percent-encoded; far too small to hurt.
LARGEST_BODY = 256 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application.

    Raises:
        SettingsError: If a setting is missing or wrong.
    """
    settings = settings or settings_module.read(environment())
    app = Flask("yousaid", root_path=str(HERE), template_folder="templates", static_folder=None)
    app.config.from_mapping(_configuration(settings))
    app.extensions["settings"] = settings
    give_process(settings)
    _prepare_database(app)
    _prepare_templates(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    web.register(app, redis_url=settings.redis_url, static=HERE / "static")
    return app


def give_process(settings: Settings) -> None:
    """Tell this process which key opens what is sealed, where the queue is, and how mail is sent."""
    models.keyring.unlock(settings.data_key)
    jobs.connect(settings.redis_url, patience=settings.understanding_wait_ms / 1000)
    jobs.give_post(Post(settings.mail_url, settings.mail_sender, settings.public_url))


def create_web_app() -> Flask:
    """Return the application for a web server's process, which logs as the product does."""
    logs.configure()
    app = create_app()
    # What was made at the start stays for as long as the process does. To look through all of it for what nobody uses
    # any more would hold up an answer for a tenth of a second now and then.
    gc.collect()
    gc.freeze()
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": models.engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LARGEST_BODY,
        "MAX_FORM_PARTS": 100,
        # The prefix makes browsers refuse the cookie unless it is Secure and from this very host.
        "SESSION_COOKIE_NAME": "__Host-yousaid" if settings.https else "yousaid",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The token is the session's own and lasts as long: nobody's comment is refused for the time it took.
        "WTF_CSRF_TIME_LIMIT": None,
        # Some browsers send no referrer; the token and the cookie's SameSite say who asks.
        "WTF_CSRF_SSL_STRICT": False,
        # Our fields have their words from the questions; the library would read its catalogue anew for each form.
        "WTF_I18N_ENABLED": False,
        "PUBLIC_URL": settings.public_url,
        "PUBLIC_ORIGIN": settings.origin,
        "HTTPS": settings.https,
        "SIGNPOST_COUNTRY": settings.signpost_country,
    }


def _prepare_database(app: Flask) -> None:
    models.db.init_app(app)
    with app.app_context():
        models.prepare_engine(models.db.engine)
    Migrate(app, models.db, directory=str(HERE / "migrations"), render_as_batch=True)
    # The tables that this code knows, by the name of the last migration.
    app.extensions["tables"] = ScriptDirectory(str(HERE / "migrations")).get_current_head()


def _prepare_templates(app: Flask) -> None:
    app.jinja_options = {"extensions": ["jinja2.ext.i18n"]}
    own = FileSystemLoader(HERE / "templates")
    macros = PackageLoader("govuk_frontend_jinja")
    app.jinja_loader = ChoiceLoader([own, PrefixLoader({"govuk_frontend_jinja": macros})])
