"""The one script tag that a site pastes."""

import json
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, send_from_directory

from models import db
from surveys.queries import survey_of_key
from web import access
from web.assets import YEAR
from web.headers import keep_for
from web.language import choices, offer, told

bp = Blueprint("loader", __name__)

# Short, so that a mended loader reaches every site within the hour.
LOADER_SECONDS = 3600


@bp.get("/embed/v1.js")
@access.public
def v1() -> Response:
    """Send the loader. It counts nothing and sets nothing."""
    keep_for(LOADER_SECONDS)
    return _send("embed/v1.js")


@bp.get("/embed/v1.<fingerprint>.js")
@access.public
def pinned(fingerprint: str) -> Response:
    """Send the loader of one release, for sites that pin it with ``integrity``."""
    keep_for(YEAR, immutable=True)
    return _send(f"embed/v1.{fingerprint}.js")


@bp.get("/embed/example/<key>")
@access.public
def example(key: str) -> str:
    """Show the window in an invented page, as a site's visitors would meet it, with the lines to paste."""
    survey = survey_of_key(db.session(), key, kinds={"widget"})
    offer(survey.definition.in_languages)
    integrity: dict[str, str] = json.loads((_folder() / "integrity.json").read_text())
    return render_template(
        "widget/example.html",
        key=key,
        origin=current_app.config["PUBLIC_ORIGIN"],
        integrity=integrity,
        header_name=told(survey.organisation),
        demonstration=survey.demonstration,
        title=told(survey.definition.title),
        languages=choices(),
    )


def _folder() -> Path:
    folder: Path = current_app.extensions["assets"]
    return folder


def _send(name: str) -> Response:
    response = send_from_directory(_folder(), name, mimetype="text/javascript")
    # Read by any page: a script with `integrity` is asked for with CORS.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
