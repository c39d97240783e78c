"""Rows become a file, whole or not at all, with its row count and checksum."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sheets import CsvWriter, XlsxWriter, replacing

FORMATS = ("csv", "xlsx")

CONTENT_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Written:
    """A file that was written: its rows without the header, and the SHA-256 of its bytes in hexadecimal."""

    rows: int
    checksum: str


def write(
    path: Path, *, kind: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]], title: str
) -> Written:
    """Write the rows to ``path`` in one of ``FORMATS``.

    Raises:
        sheets.SheetError: If the file cannot be written; nothing is left behind then.
    """
    if kind == "xlsx":
        with XlsxWriter(path, columns, title) as book:
            for row in rows:
                book.write(row)
        return Written(book.rows, _checksum(path))
    # The mark at the front lets spreadsheet programs see that this is UTF-8.
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = CsvWriter(stream, columns)
        for row in rows:
            writer.write(row)
    return Written(writer.rows, _checksum(path))


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
