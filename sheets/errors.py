"""What can be wrong with a sheet, as classes that know their facts.

``str()`` of each is one plain sentence for the person who supplied the file. It names the file and the
line and never quotes a cell: a cell may hold what a citizen wrote.
"""

from collections.abc import Sequence

SHOWN_COLUMNS = 12


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name[:60]}"' for name in names[:SHOWN_COLUMNS])
    return f"{shown} and {len(names) - SHOWN_COLUMNS:,} more" if len(names) > SHOWN_COLUMNS else shown


class SheetError(Exception):
    """A sheet cannot be read or written.

    Attributes:
        file: Name of the file, without its folder.
        line: Physical line, counted from 1, on which the record starts; None where no line is to blame.
    """

    def __init__(self, file: str, what: str, line: int | None = None) -> None:
        super().__init__(f"{file}: {what}" if line is None else f"{file}, line {line}: {what}")
        self.file, self.line = file, line


class MissingFileError(SheetError):
    """There is no file at the path."""

    def __init__(self, file: str) -> None:
        super().__init__(file, "there is no such file")


class UnreadableFileError(SheetError):
    """The path is a folder or a device, or the system refuses to read it. ``reason`` says which."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, f"cannot be read: {reason}")
        self.reason = reason


class UnwritableFileError(SheetError):
    """The system refuses to write the file. ``reason`` says why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, f"cannot be written: {reason}")
        self.reason = reason


class EmptySheetError(SheetError):
    """The file has no header line."""

    def __init__(self, file: str) -> None:
        super().__init__(file, "is empty; its first line must name the columns")


class EncodingError(SheetError):
    """A line is not text in the ``encoding`` expected: UTF-8, or UTF-16 after its byte order mark."""

    def __init__(self, file: str, line: int, encoding: str) -> None:
        what = f'is not {encoding} text; save the file as "CSV UTF-8" and try again'
        super().__init__(file, what, line)
        self.encoding = encoding


class NulByteError(SheetError):
    """A line holds a NUL byte, as other kinds of file and damaged ones do."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(file, "contains a NUL byte, so this is not a sound CSV file", line)


class UnclosedQuoteError(SheetError):
    """A record opens a quotation mark and the file ends before it is closed."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(file, "opens a quotation mark that is never closed", line)


class StrayQuoteError(SheetError):
    """A quoted cell goes on after its closing quotation mark."""

    def __init__(self, file: str, line: int) -> None:
        what = "has text after a closing quotation mark; inside a cell, write a quotation mark twice"
        super().__init__(file, what, line)


class RaggedLineError(SheetError):
    """A record has ``found`` cells, the header ``expected``."""

    def __init__(self, file: str, line: int, found: int, expected: int) -> None:
        super().__init__(file, f"has {_cells(found)} where the header has {expected:,}", line)
        self.found, self.expected = found, expected


class MissingColumnError(SheetError):
    """The header lacks the columns in ``missing``; ``columns`` are those that it has."""

    def __init__(self, file: str, line: int, missing: Sequence[str], columns: Sequence[str]) -> None:
        noun = "column" if len(missing) == 1 else "columns"
        super().__init__(file, f"has no {noun} {_listed(missing)}; it has {_listed(columns)}", line)
        self.missing, self.columns = tuple(missing), tuple(columns)


class DuplicateColumnError(SheetError):
    """The header names ``column`` twice."""

    def __init__(self, file: str, line: int, column: str) -> None:
        super().__init__(file, f"names the column {_listed([column])} twice", line)
        self.column = column


class UnnamedColumnError(SheetError):
    """The header leaves the column at ``position``, counted from 1, without a name."""

    def __init__(self, file: str, line: int, position: int) -> None:
        super().__init__(file, f"gives column {position:,} no name", line)
        self.position = position


class CellTooLargeError(SheetError):
    """A cell of ``column`` has more than ``limit`` characters."""

    def __init__(self, file: str, line: int, column: str, limit: int) -> None:
        what = f"has a cell of more than {limit:,} characters in the column {_listed([column])}"
        super().__init__(file, what, line)
        self.column, self.limit = column, limit


class RowTooLargeError(SheetError):
    """A record has more than ``limit`` characters, most often because a quotation mark is not closed."""

    def __init__(self, file: str, line: int, limit: int) -> None:
        what = f"starts a row of more than {limit:,} characters; a quotation mark may not be closed"
        super().__init__(file, what, line)
        self.limit = limit


class TooManyRowsError(SheetError):
    """More rows were written than a worksheet can hold; ``limit`` counts them without the header."""

    def __init__(self, file: str, limit: int) -> None:
        super().__init__(file, f"has more than the {limit:,} rows that a worksheet can hold; use CSV")
        self.limit = limit


class DamagedWorkbookError(SheetError):
    """The file is no XLSX workbook, or one that is broken, locked with a password, or made to do harm."""

    def __init__(self, file: str) -> None:
        super().__init__(file, "is not a sound XLSX workbook; if it has a password, remove it, or save it as CSV UTF-8")


class WorkbookTooLargeError(SheetError):
    """The workbook has more than ``limit`` of ``what``, in the plural: more than is read here."""

    def __init__(self, file: str, limit: int, what: str) -> None:
        super().__init__(file, f"has more than {limit:,} {what}, the most that is read here; save it as CSV UTF-8")
        self.limit, self.what = limit, what


class MissingWorksheetError(SheetError):
    """The workbook has no worksheet ``sheet``; ``sheets`` are those that it has."""

    def __init__(self, file: str, sheet: str, sheets: Sequence[str]) -> None:
        has = f"it has {_listed(sheets)}" if sheets else "it has none"
        super().__init__(file, f"has no worksheet {_listed([sheet])}; {has}")
        self.sheet, self.sheets = sheet, tuple(sheets)


class TooManyColumnsError(SheetError):
    """A row has a cell beyond the last column that a worksheet can have; ``limit`` counts them."""

    def __init__(self, file: str, line: int, limit: int) -> None:
        super().__init__(file, f"has more than {limit:,} columns", line)
        self.limit = limit


class FormulaError(SheetError):
    """A cell of the column numbered ``column``, from 1, is worked out by a formula, which is never run here."""

    def __init__(self, file: str, line: int, column: int) -> None:
        what = f"has a formula in column {column:,}; paste its value in its place and try again"
        super().__init__(file, what, line)
        self.column = column


class ErrorValueError(SheetError):
    """A cell of the column numbered ``column``, from 1, holds what a spreadsheet shows as #N/A or #VALUE!."""

    def __init__(self, file: str, line: int, column: int) -> None:
        super().__init__(file, f"has an error value such as #N/A in column {column:,}", line)
        self.column = column
