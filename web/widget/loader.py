"""The one script tag that a site pastes."""

import json
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request, send_from_directory

from models import db
from surveys.queries import survey_of_key
from web import access
from web.assets import YEAR
from web.headers import keep_for
from web.language import choices, offer, reading, told
from web.widget import helpful
from web.widget.colours import is_readable, style

bp = Blueprint("loader", __name__)

# Short, so that a mended loader reaches every site within the hour.
LOADER_SECONDS = 3600
# A button in the corner, the conversation in the page itself, or first the bar "Was this page helpful?".
MODES = ("button", "inline", "helpful")


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


@bp.get("/embed/colour/<colour>.css")
@access.public
def colour_of(colour: str) -> Response:
    """Send the style sheet of a site's own colour; there is none of a colour that cannot be read."""
    if not is_readable(colour):
        abort(404)
    keep_for(YEAR, immutable=True)
    return Response(style(colour), mimetype="text/css")


@bp.get("/embed/example/<key>")
@access.public
def example(key: str) -> str:
    """Show the window in an invented page, as a site's visitors would meet it, with the lines to paste."""
    survey = survey_of_key(db.session(), key, kinds={"widget"})
    offer(survey.definition.in_languages)
    mode = request.args.get("mode", MODES[0])
    if mode not in MODES:
        abort(404)
    manifest: dict[str, str] = json.loads((_folder() / "manifest.json").read_text())
    integrity: dict[str, str] = json.loads((_folder() / "integrity.json").read_text())
    return render_template(
        "widget/example.html",
        key=key,
        origin=current_app.config["PUBLIC_ORIGIN"],
        integrity=integrity,
        pinned=manifest["embed/v1.js"],
        mode=mode,
        modes=MODES,
        asks_for_yes_or_no=helpful.fits(
            survey.definition, survey.setting(language=reading(), mode="conversation", seed=0)
        ),
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
