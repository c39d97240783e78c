"""XLSX rows out, in constant memory."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
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
        self._widths = [len(column) for column in self._columns]
        self._open: AbstractContextManager[None]
        self._sheet: Any
        self._day: Any
        self._moment: Any

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
        values = in_order(cells, self._columns)
        texts = [as_text(value) for value in values]
        if self.rows == XLSX_ROW_LIMIT:
            raise TooManyRowsError(self._path.name, XLSX_ROW_LIMIT)
        self.rows += 1
        for column, (value, text) in enumerate(zip(values, texts, strict=True)):
            self._write_cell(column, value, text)
        if self.rows <= ROWS_MEASURED:
            self._widths = [max(pair) for pair in zip(self._widths, map(len, texts), strict=True)]

    def _write_cell(self, column: int, value: object, text: str) -> None:
        match value:
            case bool():
                self._sheet.write_boolean(self.rows, column, value)
            case int() if abs(value) <= EXACT_INTEGER:
                self._sheet.write_number(self.rows, column, value)
            case float() | Decimal():
                self._sheet.write_number(self.rows, column, float(value))
            case datetime() if value.year >= 1900:
                self._sheet.write_datetime(self.rows, column, value.replace(tzinfo=None), self._moment)
            case date() if value.year >= 1900 and not isinstance(value, datetime):
                self._sheet.write_datetime(self.rows, column, value, self._day)
            case _ if text:
                self._sheet.write_string(self.rows, column, xlsx_text(text))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # Rows wait in a folder beside the file, not in the system's: it may be small, or others may read it.
        with (
            replacing(self._path) as target,
            TemporaryDirectory(prefix=".", dir=self._path.parent) as folder,
        ):
            book = Workbook(str(target), {**OPTIONS, "tmpdir": folder})
            book.set_properties({"title": legal_in_xml(self._title)})
            self._day = book.add_format({"num_format": "yyyy-mm-dd"})
            self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
            self._sheet = book.add_worksheet(_tab_name(self._title))
            with closing(self._sheet.row_data_fh):
                self._write_header(book.add_format({"bold": True}))
                yield
                self._set_widths()
                try:
                    book.close()
                except FileCreateError as error:
                    raise UnwritableFileError(self._path.name, str(error)) from error

    def _write_header(self, bold: Any) -> None:
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._columns):
            self._sheet.write_string(0, column, xlsx_text(name), bold)

    def _set_widths(self) -> None:
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))


def _tab_name(title: str) -> str | None:
    name = legal_in_xml(_NOT_IN_TAB_NAMES.sub(" ", title))
    # At most 31 UTF-16 code units, no apostrophe at either end; "History" is Excel's own.
    name = name.encode("utf-16-le")[:62].decode("utf-16-le", errors="ignore").strip(" '")
    return None if not name or name.lower() == "history" else name
