"""Columns that lie encrypted: what a citizen wrote, until it is cleaned, and drafts until they are sent."""

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

NONCE_BYTES = 12

# The first byte of what is sealed says how: another cipher or a second key can come without guessing.
FIRST_FORM = b"\x01"


class LockedError(RuntimeError):
    """The data key was not given to this process."""


class SealBrokenError(RuntimeError):
    """A sealed value was made with another key, or was changed."""

    def __init__(self, purpose: str) -> None:
        super().__init__(f"a sealed {purpose} does not open with DATA_KEY")
        self.purpose = purpose


class Keyring:
    """The one data key of this process."""

    def __init__(self) -> None:
        self._cipher: AESGCM | None = None

    def unlock(self, data_key: bytes) -> None:
        """Take the key (32 bytes)."""
        self._cipher = AESGCM(data_key)

    def seal(self, value: bytes, purpose: str) -> bytes:
        """Return ``value`` encrypted with AES-256-GCM; it opens for the same ``purpose`` only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FIRST_FORM + nonce + self._open_cipher().encrypt(nonce, value, purpose.encode())

    def unseal(self, sealed: bytes, purpose: str) -> bytes:
        """Return what was sealed.

        Raises:
            SealBrokenError: If the key or the purpose is another, or the bytes were changed.
        """
        form, nonce, rest = sealed[:1], sealed[1 : NONCE_BYTES + 1], sealed[NONCE_BYTES + 1 :]
        if form != FIRST_FORM:
            raise SealBrokenError(purpose)
        try:
            return self._open_cipher().decrypt(nonce, rest, purpose.encode())
        except (InvalidTag, ValueError) as error:  # the latter where it is too short to be one
            raise SealBrokenError(purpose) from error

    def _open_cipher(self) -> AESGCM:
        if self._cipher is None:
            raise LockedError("DATA_KEY was not given to this process")
        return self._cipher


keyring = Keyring()


class Sealed(TypeDecorator[Any]):
    """A JSON value that lies encrypted. Replace the value to change it: changes inside it are not seen."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Seal the value."""
        return None if value is None else keyring.seal(json.dumps(value).encode(), self.purpose)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Open the value."""
        return None if value is None else json.loads(keyring.unseal(value, self.purpose))
