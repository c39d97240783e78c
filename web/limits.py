"""How often one visitor may ask, counted in the queue server over all processes."""

import hashlib
import hmac
from datetime import UTC, datetime

from flask import Flask, current_app, request
from flask_limiter import Limiter


def visitor() -> str:
    """Return a name for the visitor that means nothing tomorrow: no address is kept, not even for a minute."""
    day = datetime.now(UTC).date().isoformat()
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{day} {request.remote_addr}".encode(), hashlib.sha256).hexdigest()[:24]


limiter = Limiter(key_func=visitor, headers_enabled=False)


def register(app: Flask, *, redis_url: str) -> None:
    """Count in the queue server; where it does not answer, each process counts for itself."""
    app.config["RATELIMIT_STORAGE_URI"] = f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_KEY_PREFIX"] = "yousaid"
    limiter.init_app(app)
