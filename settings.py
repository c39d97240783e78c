"""Settings: read once from the environment, checked at start-up, frozen. Documented in docs/settings.md."""

import base64
import binascii
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis

from delivery import DeliveryError
from delivery.address import parse as parse_mail_url
from delivery.mail import parse_address

DATA_KEY_BYTES = 32
SHORTEST_SECRET = 32
# For which there is a text that shows somebody at risk where help is.
SIGNPOST_COUNTRIES = ("GB",)
# Who mail comes from where none leaves the machine.
LOCAL_SENDER = "yousaid@localhost"


class SettingsError(Exception):
    """A setting is missing or cannot be right. The text names the setting, never its value."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.name, self.reason = name, reason


@dataclass(frozen=True)
class Settings:
    """What one installation is told from outside. See docs/settings.md for each."""

    database_url: str
    redis_url: str
    secret_key: str
    data_key: bytes
    public_url: str
    instance: Path
    port: int = 8000
    mail_url: str | None = None
    mail_sender: str = LOCAL_SENDER
    web_workers: int = 2
    trusted_proxies: int = 0
    signpost_country: str = ""
    understanding_wait_ms: int = 400

    @property
    def https(self) -> bool:
        """Whether citizens reach the pages over https, so that cookies can be Secure."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def origin(self) -> str:
        """Scheme, host and port of the public address, as browsers write an origin."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: If one is missing or wrong.
    """
    port = _whole_number(environ, "PORT", 8000, lowest=1, highest=65535)
    public_url = environ.get("PUBLIC_URL") or f"http://127.0.0.1:{port}"
    _check_public_url(public_url)
    mail_url = _mail_url(environ.get("MAIL_URL", "").strip())
    return Settings(
        database_url=_database_url(_required(environ, "DATABASE_URL")),
        redis_url=_redis_url(_required(environ, "REDIS_URL")),
        secret_key=_secret_key(environ),
        data_key=_data_key(environ),
        public_url=public_url.rstrip("/"),
        instance=Path(environ.get("INSTANCE") or "instance").resolve(),
        port=port,
        mail_url=mail_url,
        mail_sender=_mail_sender(environ.get("MAIL_SENDER", "").strip(), mail_url),
        web_workers=_whole_number(environ, "WEB_WORKERS", 2, lowest=1, highest=64),
        trusted_proxies=_whole_number(environ, "TRUSTED_PROXIES", 0, lowest=0, highest=5),
        signpost_country=_signpost_country(environ.get("SIGNPOST_COUNTRY", "").strip()),
        understanding_wait_ms=_whole_number(environ, "UNDERSTANDING_WAIT_MS", 400, lowest=0, highest=2000),
    )


def _required(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise SettingsError(name, "is not set. `yousaid run` makes what a single machine needs by itself.")
    return value


def _whole_number(environ: Mapping[str, str], name: str, default: int, *, lowest: int, highest: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdecimal() and lowest <= int(text) <= highest):
        raise SettingsError(name, f"must be a whole number from {lowest} to {highest}.")
    return int(text)


def _signpost_country(code: str) -> str:
    if code and code not in SIGNPOST_COUNTRIES:
        raise SettingsError("SIGNPOST_COUNTRY", f"must be one of: {', '.join(SIGNPOST_COUNTRIES)}; or not set.")
    return code


def _database_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg{separator}{rest}"
    if scheme in {"sqlite", "postgresql+psycopg"}:
        return url
    raise SettingsError("DATABASE_URL", "must begin with postgresql:// or sqlite://.")


def _redis_url(url: str) -> str:
    reason = "must be redis://, rediss:// or unix://, with a server or a path, and a number for the database."
    try:
        # Nothing is sent yet; and not chained, since the client quotes what it cannot read.
        Redis.from_url(url)
        parts = urlsplit(url)
        port = parts.port
    except (ValueError, TypeError):
        raise SettingsError("REDIS_URL", reason) from None
    place = parts.path.strip("/")
    # The client takes database 0 for whatever it cannot read as a number.
    known = bool(place) if parts.scheme == "unix" else parts.hostname and port != 0 and (place or "0").isdecimal()
    if not known:
        raise SettingsError("REDIS_URL", reason)
    return url


def _mail_url(url: str) -> str | None:
    if not url:
        return None
    try:
        parse_mail_url(url)
    except DeliveryError as error:
        raise SettingsError("MAIL_URL", f"cannot be used: {error.detail}.") from None
    return url


def _mail_sender(sender: str, mail_url: str | None) -> str:
    if not sender:
        if mail_url is None or mail_url.startswith("file:"):
            return LOCAL_SENDER
        raise SettingsError("MAIL_SENDER", "is not set: say which address the mail to MAIL_URL comes from.")
    try:
        parse_address(sender, "it")
    except DeliveryError:
        raise SettingsError("MAIL_SENDER", "must be one address, such as feedback@example.gov.uk.") from None
    return sender


def _secret_key(environ: Mapping[str, str]) -> str:
    key = _required(environ, "SECRET_KEY")
    if len(key) < SHORTEST_SECRET:
        raise SettingsError("SECRET_KEY", f"must have at least {SHORTEST_SECRET} characters.")
    return key


def _data_key(environ: Mapping[str, str]) -> bytes:
    text = _required(environ, "DATA_KEY")
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != DATA_KEY_BYTES:
        raise SettingsError("DATA_KEY", f"must be {DATA_KEY_BYTES} random bytes in base64.")
    return key


def _check_public_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known or not parts.hostname:
        raise SettingsError("PUBLIC_URL", "must be the full address that citizens use, with https://.")
    if not url.isascii():
        raise SettingsError("PUBLIC_URL", "must have its server in ASCII, as browsers send it (xn--…).")
    if "@" in parts.netloc:
        raise SettingsError("PUBLIC_URL", "must not have a user name or password.")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise SettingsError("PUBLIC_URL", "must not have a path.")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        # Without https the cookies could not be Secure, and answers would travel in the clear.
        raise SettingsError("PUBLIC_URL", "may use http:// only on this machine itself (127.0.0.1, localhost).")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
