"""Columns that lie encrypted: what a citizen wrote, until it is cleaned, and drafts until they are sent."""

import hashlib
import hmac
import json
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

NONCE_BYTES = 12
KEYS_KEPT = 1024

# The first byte of what is sealed says how: another cipher or a second key can come without guessing.
# The first form is under the data key itself; the second under a key derived from it for one person's draft.
FIRST_FORM, SECOND_FORM = b"\x01", b"\x02"


class LockedError(RuntimeError):
    """The data key was not given to this process."""


class SealBrokenError(RuntimeError):
    """A sealed value was made with another key, or was changed."""

    def __init__(self, purpose: str) -> None:
        super().__init__(f"a sealed {purpose} does not open with DATA_KEY")
        self.purpose = purpose


class Keyring:
    """The one data key of this process, and the keys derived from it."""

    def __init__(self) -> None:
        self._cipher: AESGCM | None = None
        self._data_key = b""
        # One draft's key is wanted for each of its messages.
        self._derived = lru_cache(maxsize=KEYS_KEPT)(self._derive)

    def unlock(self, data_key: bytes) -> None:
        """Take the key (32 bytes)."""
        self._cipher = AESGCM(data_key)
        self._data_key = data_key
        self._derived.cache_clear()

    def seal(self, value: bytes, purpose: str, *, whose: str = "") -> bytes:
        """Return ``value`` encrypted with AES-256-GCM; it opens for the same ``purpose`` only.

        With ``whose``, it is encrypted under a key of that name's own.
        """
        nonce = secrets.token_bytes(NONCE_BYTES)
        form = SECOND_FORM if whose else FIRST_FORM
        return form + nonce + self._cipher_of(whose).encrypt(nonce, value, purpose.encode())

    def unseal(self, sealed: bytes, purpose: str, *, whose: str = "") -> bytes:
        """Return what was sealed, for ``whose`` if it was sealed so.

        Raises:
            SealBrokenError: If the key or the purpose is another, or the bytes were changed.
        """
        form, nonce, rest = sealed[:1], sealed[1 : NONCE_BYTES + 1], sealed[NONCE_BYTES + 1 :]
        if form not in {FIRST_FORM, SECOND_FORM}:
            raise SealBrokenError(purpose)
        cipher = self._cipher_of(whose if form == SECOND_FORM else "")
        try:
            return cipher.decrypt(nonce, rest, purpose.encode())
        except (InvalidTag, ValueError) as error:  # the latter where it is too short to be one
            raise SealBrokenError(purpose) from error

    def fingerprint(self, purpose: str, text: str) -> str:
        """Return what finds ``text`` again without keeping it: hexadecimal, 64 digits, keyed for ``purpose``."""
        return hmac.new(self._derived(f"fingerprint {purpose}"), text.encode(), hashlib.sha256).hexdigest()

    def _cipher_of(self, whose: str) -> AESGCM:
        if self._cipher is None:
            raise LockedError("DATA_KEY was not given to this process")
        return AESGCM(self._derived(f"one {whose}")) if whose else self._cipher

    def _derive(self, use: str) -> bytes:
        if not self._data_key:
            raise LockedError("DATA_KEY was not given to this process")
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"yousaid {use}".encode()).derive(self._data_key)


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
