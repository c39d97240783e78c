"""XLSX rows in: one worksheet streamed, every error with its row."""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sheets.cells import XLSX_ROW_LIMIT, as_text
from sheets.errors import (
    CellTooLargeError,
    DamagedWorkbookError,
    EmptySheetError,
    ErrorValueError,
    FormulaError,
    MissingFileError,
    MissingWorksheetError,
    RaggedLineError,
    TooManyColumnsError,
    UnreadableFileError,
)
from sheets.reading import CELL_LIMIT, CsvRows, Row, check_header, read_csv
from sheets.xlsx_package import Bounds, Package, unpacked
from sheets.xlsx_parts import Workbook, read_workbook, unescaped

MOST_COLUMNS = 16_384  # Excel's own limit

_USUAL = Bounds()
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_WHOLE = 2**53


class XlsxRows:
    """The rows of a worksheet whose header was found sound. Iterating reads the file, each time anew.

    Attributes:
        path: The file.
        columns: Names from the header, trimmed, in order.
        sheet: The worksheet's name.
        sheets: The names of all worksheets that are not hidden, in order.
        header_line: Row of the header, counted from 1.
    """

    def __init__(
        self,
        path: Path,
        columns: tuple[str, ...],
        sheet: str,
        book: Workbook,
        header: int,
        bounds: Bounds,
        *,
        percents: bool = False,
    ) -> None:
        self.path, self.columns, self.sheet, self.sheets = path, columns, sheet, tuple(book.sheets)
        self.header_line = header
        self._book, self._bounds, self._percents = book, bounds, percents

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows after the header that are not blank, in order, a few of them in memory.

        Raises:
            SheetError: At the first row that is unsound; the rows before it have been yielded.
        """
        with unpacked(self.path, self._bounds) as package:
            for line, cells in _records(package, self._book, self.sheet, percents=self._percents):
                if line <= self.header_line:
                    continue
                if len(cells) > len(self.columns):
                    raise RaggedLineError(self.path.name, line, len(cells), len(self.columns))
                cells += [""] * (len(self.columns) - len(cells))
                yield Row(line, dict(zip(self.columns, cells, strict=True)))


def read_xlsx(
    path: Path,
    *,
    required: Sequence[str] = (),
    sheet: str | None = None,
    bounds: Bounds = _USUAL,
    percents: bool = False,
) -> XlsxRows:
    """Open a workbook and check one worksheet's header; the rows are read when the result is iterated.

    Numbers become their shortest figures, dates ISO 8601 (with the time only where there is one), truth values
    "true" and "false". The first row that is not blank names the columns.

    Args:
        path: A regular file.
        required: Columns that the header must have, in any order; it may have others.
        sheet: The worksheet's name; the first that is not hidden if None.
        bounds: How much of it is read at most.
        percents: Whether numbers in cells of a percent format become what is seen, "71.5%", and not the 0.715 kept.

    Raises:
        SheetError: The file cannot be read, exceeds a bound, or its header is empty, ambiguous or lacks a column.
    """
    if not path.is_file():
        raise UnreadableFileError(path.name, "it is a folder") if path.exists() else MissingFileError(path.name)
    with unpacked(path, bounds) as package:
        book = read_workbook(package)
        names = tuple(book.sheets)
        name = sheet if sheet is not None else next(iter(names), "")
        if name not in book.sheets:
            raise MissingWorksheetError(path.name, name, names)
        line, header = next(_records(package, book, name), (0, []))
    if not header:
        raise EmptySheetError(path.name)
    columns = tuple(cell.strip() for cell in header)
    check_header(path.name, line, columns, required)
    return XlsxRows(path, columns, name, book, line, bounds, percents=percents)


def read_sheet(
    path: Path,
    *,
    required: Sequence[str] = (),
    sheet: str | None = None,
    bounds: Bounds = _USUAL,
    percents: bool = False,
) -> CsvRows | XlsxRows:
    """Open a file of rows by what its name ends in: .xlsx, and everything else as CSV.

    ``bounds`` and ``percents`` are for XLSX.

    Raises:
        SheetError: As ``read_csv`` and ``read_xlsx``; or a worksheet is named of a file that has none.
    """
    if path.suffix.lower() in {".xls", ".xlsb", ".ods", ".numbers"}:
        raise UnreadableFileError(
            path.name, f"{path.suffix.lower()} is not read here; save it as .xlsx or as CSV UTF-8"
        )
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return read_xlsx(path, required=required, sheet=sheet, bounds=bounds, percents=percents)
    if sheet is not None:
        raise MissingWorksheetError(path.name, sheet, ())
    return read_csv(path, required=required)


def _records(
    package: Package, book: Workbook, sheet: str, *, percents: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield (row, cells up to the last that is not empty) of each row that is not blank."""
    reader = _Reader(book, package, percents=percents)
    for _piece in package.read(book.sheets[sheet], reader.start, reader.end, reader.text):
        yield from reader.taken()


class _Reader:
    """Takes the events of a worksheet's XML and makes rows of them."""

    def __init__(self, book: Workbook, package: Package, *, percents: bool) -> None:
        self._percents = book.percents if percents else frozenset()
        self._book, self._package, self._file = book, package, package.file
        self._cells_before = 0
        self._done: list[tuple[int, list[str]]] = []
        self._cells: list[str] = []
        self._row = 0
        self._column = 0
        self._kind, self._style = "n", 0
        self._inside: list[str] = []
        self._pieces: list[str] = []
        self._size = 0

    def taken(self) -> list[tuple[int, list[str]]]:
        """Return the rows that are complete, and forget them."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._inside.append(tag)
        if tag == "row":
            self._begin_row(given)
        elif tag == "c":
            self._begin_cell(given)
        elif tag == "f":
            raise FormulaError(self._file, self._row, self._column)

    def text(self, piece: str) -> None:
        # A value stands in <v>, a text of the cell's own in <is><t>, beside how it is pronounced in <rPh>.
        if self._inside[-1] in {"v", "t"} and "rPh" not in self._inside:
            self._pieces.append(piece)
            self._size += len(piece)
            if self._size > CELL_LIMIT:
                raise CellTooLargeError(self._file, self._row, _letters(self._column), CELL_LIMIT)

    def end(self, tag: str) -> None:
        self._inside.pop()
        if tag == "c":
            value = self._value("".join(self._pieces)) if self._pieces else ""
            if value:
                # The empty ones before it take memory and time like any other.
                self._package.refuse_beyond(self._cells_before + self._column, self._package.bounds.cells, "cells")
                self._cells += [""] * (self._column - 1 - len(self._cells)) + [value]
        elif tag == "row":
            self._cells_before += len(self._cells)
            if any(cell.strip() for cell in self._cells):
                self._done.append((self._row, self._cells))

    def _begin_row(self, given: dict[str, str]) -> None:
        row = int(given.get("r", self._row + 1))
        if not self._row < row <= XLSX_ROW_LIMIT + 1:
            raise DamagedWorkbookError(self._file)
        self._row, self._column, self._cells = row, 0, []

    def _begin_cell(self, given: dict[str, str]) -> None:
        column = _number(given["r"]) if "r" in given else self._column + 1
        if column <= self._column:
            raise DamagedWorkbookError(self._file)
        if column > MOST_COLUMNS:
            raise TooManyColumnsError(self._file, self._row, MOST_COLUMNS)
        self._column, self._kind = column, given.get("t", "n")
        self._style, self._pieces, self._size = int(given.get("s", "0")), [], 0

    def _value(self, written: str) -> str:
        match self._kind:
            case "s":
                return self._book.texts[_index(written, len(self._book.texts))]
            case "inlineStr" | "str":
                return unescaped(written)
            case "b":
                return "true" if written.strip() == "1" else "false"
            case "e":
                raise ErrorValueError(self._file, self._row, self._column)
            case "d":
                return written.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
            case _:
                return self._figure(float(written))

    def _figure(self, number: float) -> str:
        if not math.isfinite(number):
            raise DamagedWorkbookError(self._file)
        if self._style in self._book.dates and 0 <= number < 2_958_466:
            return _moment(number, from_1904=self._book.from_1904)
        if self._style in self._percents:
            # Fifteen figures, as a workbook shows at most: 0.57 times 100 is not 56.99999999999999.
            return f"{number * 100:.15g}%"
        return str(int(number)) if number.is_integer() and abs(number) <= _WHOLE else as_text(number)


def _moment(serial: float, *, from_1904: bool) -> str:
    """Return a day, a time of day or both, from days since the epoch; fractions are rounded to a second."""
    if serial < 1 and not from_1904:
        return str((datetime(1900, 1, 1) + timedelta(seconds=round(serial * 86_400))).time())  # noqa: DTZ001 - no zone
    # Day 60 is 29 February 1900, which never was.
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < 60 else 30)  # noqa: DTZ001 - no zone
    moment = epoch + timedelta(seconds=round(serial * 86_400))
    return as_text(moment).removesuffix(" 00:00:00")


def _number(reference: str) -> int:
    """Return the number of a cell's column, from 1: "B7" is 2."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError("no reference of a cell")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _index(written: str, many: int) -> int:
    index = int(written)
    if not 0 <= index < many:
        raise ValueError("no such text")
    return index
