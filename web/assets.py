"""Style sheets and scripts, under names that change with their content, so that browsers may keep them for good."""

import json
from pathlib import Path

from flask import Flask, Response, send_from_directory

from web import access
from web.headers import keep_for

YEAR = 31_536_000


class UnknownAssetError(RuntimeError):
    """The manifest knows no such file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no asset {name!r} in static/manifest.json; `make assets` builds them")
        self.name = name


def register(app: Flask, folder: Path) -> None:
    """Serve the folder's files, and give templates ``asset(name)``."""
    manifest: dict[str, str] = json.loads((folder / "manifest.json").read_text())
    kept = set(manifest.values())

    def asset(name: str) -> str:
        if name not in manifest:
            raise UnknownAssetError(name)
        return f"/static/{manifest[name]}"

    @access.public
    def static(path: str) -> Response:
        keep_for(YEAR, immutable=True) if path in kept else keep_for(3600)
        return send_from_directory(folder, path)

    app.add_url_rule("/static/<path:path>", "static", static)
    app.jinja_env.globals["asset"] = asset
    app.extensions["assets"] = folder
