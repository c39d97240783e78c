"""Where mail goes: the URL in the installation's settings, taken apart."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from delivery.errors import DeliveryError, Kind

# Labels of at most 63 characters: the resolver raises something other than OSError on longer ones.
_HOST = re.compile(r"[0-9a-f:.]+|(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")

PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True)
class Server:
    """An SMTP server; ``scheme`` is smtp, smtps or smtp+starttls; ``user`` is None without sign-in."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str = field(repr=False)


def parse(url: str) -> Server | Path:
    """Return the server, or the folder of a file URL.

    User name and password are percent-encoded in the URL where they hold ``@ : / %``.

    Raises:
        DeliveryError: The URL is not one that mail can go to (BAD_URL, not permanent: it can be put right).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # Not chained: the parser quotes the URL, and with it the password.
        raise _bad("it is not a URL") from None
    if parts.scheme == "file":
        return _folder(parts)
    if parts.scheme not in PORTS:
        raise _bad(f"it starts with none of {', '.join(f'{scheme}://' for scheme in PORTS)} and file://")
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or port == 0:
        raise _bad("it names no server")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _bad("something follows the server; encode @ : / ? # in the password as %40 %3A %2F %3F %23")
    user = unquote(parts.username) if parts.username else None
    if (user is None) != (parts.password is None):
        raise _bad("it gives only one of user name and password")
    return Server(parts.scheme, parts.hostname, port or PORTS[parts.scheme], user, unquote(parts.password or ""))


def _folder(parts: SplitResult) -> Path:
    path = Path(unquote(parts.path))
    if parts.netloc or not parts.path or not path.is_absolute() or parts.query or parts.fragment:
        raise _bad("a folder is file:/// and its full path")
    return path


def _bad(detail: str) -> DeliveryError:
    return DeliveryError(Kind.BAD_URL, permanent=False, detail=detail)
