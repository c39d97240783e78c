"""Files that are there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sheets.errors import UnwritableFileError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield an empty file in the same folder that takes the place of ``path`` when the block succeeds.

    After an error in the block it is removed, and what was at ``path`` stays as it was.

    Raises:
        UnwritableFileError: The folder is missing or cannot be written.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        # Not tempfile: its files are private to the user, and an export should follow the umask.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield temporary
        _put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _put_in_place(temporary: Path, path: Path) -> None:
    try:
        _flush_to_disk(temporary)
        temporary.replace(path)
        _flush_to_disk(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error


def _flush_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> UnwritableFileError:
    return UnwritableFileError(path.name, (error.strerror or "unknown reason").lower())
