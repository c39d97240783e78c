"""Security headers: a strict policy with a nonce, and for each page who may frame it."""

import secrets
from collections.abc import Sequence

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response


def csp_nonce() -> str:
    """Return the nonce of this response, for the few scripts that stand in a page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def allow_framing_by(origins: Sequence[str]) -> None:
    """Let this response be framed by pages of these exact origins (and of this installation)."""
    g.frame_ancestors = ("'self'", *origins)


def keep_for(seconds: int, *, immutable: bool = False) -> None:
    """Let browsers keep this response; it is the same for everyone."""
    g.cache_control = f"public, max-age={seconds}" + (", immutable" if immutable else "")


def keep_privately() -> None:
    """Let whoever asked keep this response, if they ask each time whether it is still the same (its ETag)."""
    g.cache_control = "private, no-cache"


def register(app: Flask) -> None:
    """Put the headers on every response."""
    app.after_request(_add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def _add_headers(response: Response) -> Response:
    ancestors = " ".join(g.get("frame_ancestors", ("'none'",)))
    policy = [
        "default-src 'none'",
        f"script-src 'self' 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        f"frame-ancestors {ancestors}",
    ]
    response.headers["Content-Security-Policy"] = "; ".join(policy)
    if ancestors == "'none'":
        response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if not request.path.startswith(("/embed/", "/static/")):
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    # What was not found may be there in a moment.
    kept = g.get("cache_control", "no-store") if response.status_code < 400 else "no-store"
    response.headers["Cache-Control"] = kept
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
