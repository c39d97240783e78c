"""Tokens that open something: random, given out once, and kept as a hash that finds them and opens nothing."""

import hashlib
import secrets

# Other systems' secrets begin so, to be recognised where one has ended by mistake.
SECRET_PREFIX = "yousaid_"  # noqa: S105 - what every secret begins with is none


def new_token() -> str:
    """Return a token nobody can guess: 32 letters, digits, "-" and "_"."""
    return secrets.token_urlsafe(24)


def new_secret() -> str:
    """Return a secret for another system's calls."""
    return SECRET_PREFIX + new_token()


def hash_of_token(token: str) -> str:
    """Return what is kept of a token or secret. It is random and long: a plain hash tells nothing of it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
