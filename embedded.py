"""The embedded shape: one machine, SQLite, a queue server of its own, keys made once. Everything lies in instance/."""

import base64
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

# A unix socket's path may not be longer than about 100 bytes, whatever the folder it lies in.
LONGEST_SOCKET_PATH = 100


def environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the settings of the embedded shape, as environment variables; those in ``environ`` win.

    Where DATABASE_URL is set, the installation is not embedded, and nothing is added or written.
    """
    if environ.get("DATABASE_URL"):
        return dict(environ)
    instance = Path(environ.get("INSTANCE") or "instance").resolve()
    # What citizens wrote, passwords and keys lie in here: nobody else of this machine looks in.
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    instance.chmod(0o700)
    (instance / "outbox").mkdir(mode=0o700, exist_ok=True)
    own = {
        "INSTANCE": str(instance),
        "DATABASE_URL": f"sqlite:///{instance / 'yousaid.db'}",
        "REDIS_URL": f"unix://{socket_path(instance)}",
        # Without a mail server, what would be mailed can be read in a folder.
        "MAIL_URL": (instance / "outbox").as_uri(),
        **_keys(instance / "keys.json"),
    }
    return own | {name: value for name, value in environ.items() if value}


def socket_path(instance: Path) -> Path:
    """Return where the queue server listens: in instance/, or where that path is too long, in a private folder."""
    path = instance / "queue" / "valkey.sock"
    if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(os.fsencode(instance)).hexdigest()[:12]
        path = Path(tempfile.gettempdir()) / f"yousaid-{os.getuid()}-{name}" / "valkey.sock"
    return path


def _keys(path: Path) -> dict[str, str]:
    if not path.exists():
        keys = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATA_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        new = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(keys, stream)
        try:
            # Whoever was first wins: two commands may start at once, and a second key would unlock nothing.
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    loaded: dict[str, str] = json.loads(path.read_text())
    return loaded
