"""CSV and XLSX rows in and out: errors with line numbers, limits, no formulas smuggled into a spreadsheet."""

from sheets.csv_writing import CsvWriter
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
    SheetError,
    StrayQuoteError,
    TooManyRowsError,
    UnclosedQuoteError,
    UnnamedColumnError,
    UnreadableFileError,
    UnwritableFileError,
)
from sheets.files import replacing
from sheets.reading import CELL_LIMIT, ROW_LIMIT, CsvRows, Row, read_csv
from sheets.xlsx_writing import XlsxWriter

__all__ = [
    "CELL_LIMIT",
    "ROW_LIMIT",
    "CellTooLargeError",
    "CsvRows",
    "CsvWriter",
    "DuplicateColumnError",
    "EmptySheetError",
    "EncodingError",
    "MissingColumnError",
    "MissingFileError",
    "NulByteError",
    "RaggedLineError",
    "Row",
    "RowTooLargeError",
    "SheetError",
    "StrayQuoteError",
    "TooManyRowsError",
    "UnclosedQuoteError",
    "UnnamedColumnError",
    "UnreadableFileError",
    "UnwritableFileError",
    "XlsxWriter",
    "read_csv",
    "replacing",
]
