"""How often one visitor may ask, counted in the queue server over all processes."""

import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_login import current_user

from jobs import once_within

# Of every page that is limited, before each process counts for itself.
PATIENCE_SECONDS = 0.2


def visitor() -> str:
    """Return a name for the visitor that means nothing tomorrow: no address is kept, not even for a minute."""
    day = datetime.now(UTC).date().isoformat()
    return _nameless(f"{day} {_network(request.remote_addr or '')}")


def account() -> str:
    """Return a name for the account that somebody tries to sign in to, which does not say whose it is."""
    return _nameless(f"account {request.form.get('email', '').strip().lower()}")


def mailbox() -> str:
    """Return a name for the address that somebody wants a link mailed to, which does not say whose it is."""
    return _nameless(f"mailbox {request.form.get('address', '').strip().lower()}")


def signed_in() -> str:
    """Return a name for whoever is signed in, which does not say who."""
    return _nameless(f"person {current_user.get_id() if current_user.is_authenticated else ''}")


def _network(address: str) -> str:
    """Return the address, of IPv6 its network: one visitor has all the addresses of a /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def _nameless(text: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:24]


limiter = Limiter(key_func=visitor, headers_enabled=False)


# A paper takes a web process some tenths of a second.
papers_an_hour = limiter.shared_limit("120 per hour", scope="papers", key_func=signed_in)


def register(app: Flask, *, redis_url: str) -> None:
    """Count in the queue server; where it does not answer, each process counts for itself."""
    app.config["RATELIMIT_STORAGE_URI"] = f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url
    # One that is there but says nothing is as good as away.
    app.config["RATELIMIT_STORAGE_OPTIONS"] = once_within(PATIENCE_SECONDS)
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_KEY_PREFIX"] = "yousaid"
    limiter.init_app(app)
