"""Keys of other systems that read targets or send figures: opened, renewed, closed, and whose call it is."""

import secrets
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import SCOPES, ApiKey, Service, across_organisations, hash_of_token, new_secret, set_organisation
from targets.errors import TargetError
from words import Message


class UnknownSecretError(TargetError):
    """No key has this secret."""

    def __init__(self) -> None:
        super().__init__(Message("This key opens nothing; it may have been renewed."))


class ScopeError(TargetError):
    """The key may not do this."""

    def __init__(self, scope: str) -> None:
        super().__init__(Message("This key does not hold the scope %(scope)s.", {"scope": scope}))
        self.scope = scope


def open_key(
    session: Session, *, name: str, scopes: Collection[str], service: Service | None = None
) -> tuple[ApiKey, str]:
    """Open a key; return it with the secret that its calls carry, which is never known again.

    Raises:
        ValueError: If no scope is named, or one that there is not.
    """
    if not scopes or set(scopes) - set(SCOPES):
        raise ValueError(f"scopes must be among {SCOPES}")
    key = ApiKey(
        service_id=service.id if service else None,
        key=secrets.token_urlsafe(12),
        name=name,
        scopes=[scope for scope in SCOPES if scope in scopes],
    )
    session.add(key)
    return key, renew(session, key=key)


def renew(session: Session, *, key: ApiKey) -> str:
    """Return a new secret for a key; the former one opens nothing from now on."""
    secret = new_secret()
    key.secret_hash = hash_of_token(secret)
    session.flush()
    return secret


def close(session: Session, *, key: ApiKey) -> None:
    """Let a key open nothing from now on."""
    key.secret_hash = None
    session.flush()


def key_of(session: Session, *, secret: str, scope: str) -> ApiKey:
    """Return the key that a secret belongs to, letting the session act for its organisation.

    Raises:
        UnknownSecretError: If there is none.
        ScopeError: If it does not hold the scope.
    """
    with across_organisations(session, "api secret"):
        key = session.scalar(select(ApiKey).where(ApiKey.secret_hash == hash_of_token(secret)))
    if key is None:
        raise UnknownSecretError
    set_organisation(session, key.organisation_id)
    if scope not in key.scopes:
        raise ScopeError(scope)
    return key
