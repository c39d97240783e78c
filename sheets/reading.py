"""CSV rows in: streamed, strict, every error with its line."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sheets.errors import (
    CellTooLargeError,
    DuplicateColumnError,
    EmptySheetError,
    EncodingError,
    MissingColumnError,
    MissingFileError,
    NulByteError,
    RaggedLineError,
    RowTooLargeError,
    StrayQuoteError,
    UnclosedQuoteError,
    UnnamedColumnError,
    UnreadableFileError,
)

CELL_LIMIT = 1024 * 1024  # characters
ROW_LIMIT = 4 * CELL_LIMIT

_QUOTED = re.compile(r'"[^"]*"?')
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One record.

    Attributes:
        line: Physical line, counted from 1, on which the record starts.
        cells: Column to text, in the header's order; nothing is trimmed, an empty cell is "".
    """

    line: int
    cells: dict[str, str]


class CsvRows:
    """The rows of a CSV file whose header was found sound. Iterating reads the file, each time anew.

    Attributes:
        path: The file.
        columns: Names from the header, trimmed, in order.
        delimiter: "," or ";" or a tab.
        header_line: Physical line, counted from 1, on which the header starts.
    """

    def __init__(self, path: Path, columns: tuple[str, ...], delimiter: str, header_line: int) -> None:
        self.path, self.columns = path, columns
        self.delimiter, self.header_line = delimiter, header_line

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows after the header in the file's order, holding one in memory.

        Raises:
            SheetError: At the first line that is unsound; the rows before it have been yielded.
        """
        with _opened(self.path) as lines:
            for line, cells in _records(lines, self.delimiter, len(self.columns)):
                if line <= self.header_line:
                    continue
                if len(cells) != len(self.columns):
                    raise RaggedLineError(self.path.name, line, len(cells), len(self.columns))
                if max(map(len, cells)) > CELL_LIMIT:
                    self._name_large_cell(line, cells)
                yield Row(line, dict(zip(self.columns, cells, strict=True)))

    def _name_large_cell(self, line: int, cells: list[str]) -> None:
        column = next(name for name, cell in zip(self.columns, cells, strict=True) if len(cell) > CELL_LIMIT)
        raise CellTooLargeError(self.path.name, line, column, CELL_LIMIT)


def read_csv(path: Path, *, required: Sequence[str] = ()) -> CsvRows:
    """Open a CSV file and check its header; the rows are read when the result is iterated.

    UTF-8 with or without byte order mark, or UTF-16 with one. The delimiter is the comma; where the header
    has none outside quotation marks, it is the semicolon or tab, whichever the header has more of. Blank
    lines are skipped. A line of delimiters only is a row of empty cells.

    Args:
        path: A regular file (it is read more than once, so not a pipe).
        required: Columns that the header must have, in any order; it may have others.

    Raises:
        SheetError: The file cannot be read, or its header is empty, ambiguous or lacks a column.
    """
    with _opened(path) as lines:
        delimiter = _delimiter(next((line for line in lines if line.strip()), ""))
    with _opened(path) as lines:
        number, header = next(_records(lines, delimiter, 0), (0, []))
    if not header:
        raise EmptySheetError(path.name)
    columns = tuple(name.strip() for name in header)
    check_header(path.name, number, columns, required)
    return CsvRows(path, columns, delimiter, number)


class _Lines:
    """Physical lines of a text stream, decoded and checked; knows where the current record started."""

    def __init__(self, stream: TextIO, file: str, encoding: str) -> None:
        self._stream, self._encoding = stream, encoding
        self.file, self.count, self.start, self._size = file, 0, 1, 0

    def begin_record(self) -> None:
        self.start, self._size = self.count + 1, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            # Bounded, so that a file without line ends is refused before it fills the memory.
            line = self._stream.readline(ROW_LIMIT - self._size + 1)
        except UnicodeDecodeError as error:
            raise EncodingError(self.file, self.count + 1, self._encoding) from error
        if not line:
            raise StopIteration
        self.count += 1
        self._size += len(line)
        if self._size > ROW_LIMIT:
            raise RowTooLargeError(self.file, self.start, ROW_LIMIT)
        if "\0" in line:
            raise NulByteError(self.file, self.count)
        # Undecodable bytes arrive as surrogates, so that the line at fault is known and not only its block.
        if not line.isascii() and _SURROGATE.search(line):
            raise EncodingError(self.file, self.count, self._encoding)
        return line


@contextmanager
def _opened(path: Path) -> Iterator[_Lines]:
    try:
        if not path.is_file():
            _name_what_it_is(path)
        with path.open("rb") as raw:
            utf16 = raw.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        encoding, errors = ("utf-16", "surrogatepass") if utf16 else ("utf-8-sig", "surrogateescape")
        with path.open(encoding=encoding, errors=errors, newline="") as stream:
            yield _Lines(stream, path.name, "UTF-16" if utf16 else "UTF-8")
    except OSError as error:
        raise UnreadableFileError(path.name, (error.strerror or "unknown reason").lower()) from error


def _name_what_it_is(path: Path) -> None:
    if not path.exists():
        raise MissingFileError(path.name)
    raise UnreadableFileError(path.name, "it is a folder" if path.is_dir() else "it is not a regular file")


def _records(lines: _Lines, delimiter: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it starts, cells) of each record that is not blank."""
    # The limit is one for the whole process: only ever raised. What holds are the limits checked here.
    csv.field_size_limit(max(csv.field_size_limit(), ROW_LIMIT))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            kind = UnclosedQuoteError if "end of data" in str(error) else StrayQuoteError
            raise kind(lines.file, lines.start) from error
        if cells and not (len(cells) == 1 != width and not cells[0].strip()):
            yield lines.start, cells


def _delimiter(header: str) -> str:
    bare = _QUOTED.sub("", header)
    return "," if "," in bare else max(",;\t", key=bare.count)


def check_header(file: str, line: int, columns: tuple[str, ...], required: Sequence[str]) -> None:
    """Refuse a header with a column that is unnamed, named twice, or missing though required."""
    seen: set[str] = set()
    for position, column in enumerate(columns, start=1):
        if not column:
            raise UnnamedColumnError(file, line, position)
        if column in seen:
            raise DuplicateColumnError(file, line, column)
        seen.add(column)
    missing = [column for column in required if column not in seen]
    if missing:
        raise MissingColumnError(file, line, missing, columns)
