"""XLSX rows out, in constant memory."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from sheets.cells import XLSX_ROW_LIMIT, as_text, check_columns, in_order, legal_in_xml, xlsx_text
from sheets.errors import TooManyRowsError, UnwritableFileError
from sheets.files import replacing

NARROWEST, WIDEST, ROWS_MEASURED = 10, 60, 200  # characters, characters, rows that decide a column's width
EXACT_INTEGER = 2**53  # a spreadsheet's number is a double: beyond, the last figures would be lost
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "use_zip64": True,
}
_NOT_IN_TAB_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Worksheet:
    """A worksheet to be written: what its tab says, its header, and its rows, a value for every column in each."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, object]]


class XlsxWriter:
    """A context manager that writes one worksheet; the file appears when the block ends without an error.

    Numbers, truth values and dates are typed cells. Texts are never formulas or links; above 32,767
    characters they are cut with the mark "… [cut]", and control characters that XML forbids are removed.
    An aware datetime keeps its clock time and loses its zone, which a worksheet cannot hold: convert first.

    Attributes:
        rows: How many rows were written, without the header.
    """

    def __init__(self, path: Path, columns: Sequence[str], title: str) -> None:
        """Name the file.

        Args:
            path: Where the file shall be; one that is there is replaced.
            columns: The header, in order.
            title: The document's title; the worksheet's tab shows what fits of it.

        Raises:
            ValueError: A column is empty or named twice.
        """
        self._path, self._columns, self._title = path, check_columns(columns), title
        self.rows = 0
        self._open: AbstractContextManager[None]
        self._sheet: _Worksheet

    def __enter__(self) -> Self:
        """Write the header. Raises UnwritableFileError if the folder is missing or cannot be written."""
        self._open = self._writing()
        self._open.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def write(self, cells: Mapping[str, object]) -> None:
        """Write one row.

        Args:
            cells: A value for every column: text, number, truth value, date, datetime, UUID or None.

        Raises:
            ValueError: A column is missing or unknown, or a number is not finite.
            TypeError: A value is of another kind.
            TooManyRowsError: The worksheet is full.
        """
        self._sheet.write(cells)
        self.rows = self._sheet.rows

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with _book(self._path, self._title) as book, book.sheet(self._title, self._columns) as self._sheet:
            yield


def write_workbook(path: Path, title: str, sheets: Iterable[Worksheet]) -> None:
    """Write a workbook of several worksheets, as ``XlsxWriter`` writes one; the file appears once all are written.

    Raises:
        ValueError: A column is empty or named twice, a row does not match, or a number is not finite.
        TypeError: A value is of a kind that no cell has.
        SheetError: The file cannot be written, or a worksheet is full.
    """
    with _book(path, title) as book:
        for each in sheets:
            with book.sheet(each.name, check_columns(each.columns)) as sheet:
                for row in each.rows:
                    sheet.write(row)


class _Book:
    """A workbook that is being written."""

    def __init__(self, book: Any, file: str) -> None:
        self._book, self._file = book, file
        self._bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.open = ExitStack()

    @contextmanager
    def sheet(self, name: str, columns: tuple[str, ...]) -> Iterator["_Worksheet"]:
        sheet = self._book.add_worksheet(_tab_name(name))
        # Its rows wait in a file until the book is closed.
        self.open.enter_context(closing(sheet.row_data_fh))
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(columns):
            sheet.write_string(0, column, xlsx_text(heading), self._bold)
        written = _Worksheet(sheet, columns, self, self._file)
        yield written
        written.set_widths()


class _Worksheet:
    """A worksheet that is being written."""

    def __init__(self, sheet: Any, columns: tuple[str, ...], book: _Book, file: str) -> None:
        self._sheet, self._columns, self._book, self._file = sheet, columns, book, file
        self._widths = [len(column) for column in columns]
        self.rows = 0

    def write(self, cells: Mapping[str, object]) -> None:
        values = in_order(cells, self._columns)
        texts = [as_text(value) for value in values]
        if self.rows == XLSX_ROW_LIMIT:
            raise TooManyRowsError(self._file, XLSX_ROW_LIMIT)
        self.rows += 1
        for column, (value, text) in enumerate(zip(values, texts, strict=True)):
            self._write_cell(column, value, text)
        if self.rows <= ROWS_MEASURED:
            self._widths = [max(pair) for pair in zip(self._widths, map(len, texts), strict=True)]

    def set_widths(self) -> None:
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))

    def _write_cell(self, column: int, value: object, text: str) -> None:
        match value:
            case bool():
                self._sheet.write_boolean(self.rows, column, value)
            case int() if abs(value) <= EXACT_INTEGER:
                self._sheet.write_number(self.rows, column, value)
            case float() | Decimal():
                self._sheet.write_number(self.rows, column, float(value))
            case datetime() if value.year >= 1900:
                self._sheet.write_datetime(self.rows, column, value.replace(tzinfo=None), self._book.moment)
            case date() if value.year >= 1900 and not isinstance(value, datetime):
                self._sheet.write_datetime(self.rows, column, value, self._book.day)
            case _ if text:
                self._sheet.write_string(self.rows, column, xlsx_text(text))


@contextmanager
def _book(path: Path, title: str) -> Iterator[_Book]:
    # Rows wait in a folder beside the file, not in the system's: it may be small, or others may read it.
    with (
        replacing(path) as target,
        TemporaryDirectory(prefix=".", dir=path.parent) as folder,
    ):
        book = Workbook(str(target), {**OPTIONS, "tmpdir": folder})
        book.set_properties({"title": legal_in_xml(title)})
        written = _Book(book, path.name)
        with written.open:
            yield written
            try:
                book.close()
            except FileCreateError as error:
                raise UnwritableFileError(path.name, str(error)) from error


def _tab_name(title: str) -> str | None:
    name = legal_in_xml(_NOT_IN_TAB_NAMES.sub(" ", title))
    # At most 31 UTF-16 code units, no apostrophe at either end; "History" is Excel's own.
    name = name.encode("utf-16-le")[:62].decode("utf-16-le", errors="ignore").strip(" '")
    return None if not name or name.lower() == "history" else name
