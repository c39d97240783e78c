"""CSV and XLSX rows in and out: errors with line numbers, limits, no formulas smuggled into a spreadsheet."""

from sheets.csv_writing import CsvWriter
from sheets.errors import (
    CellTooLargeError,
    DamagedWorkbookError,
    DuplicateColumnError,
    EmptySheetError,
    EncodingError,
    ErrorValueError,
    FormulaError,
    MissingColumnError,
    MissingFileError,
    MissingWorksheetError,
    NulByteError,
    RaggedLineError,
    RowTooLargeError,
    SheetError,
    StrayQuoteError,
    TooManyColumnsError,
    TooManyRowsError,
    UnclosedQuoteError,
    UnnamedColumnError,
    UnreadableFileError,
    UnwritableFileError,
    WorkbookTooLargeError,
)
from sheets.files import replacing
from sheets.reading import CELL_LIMIT, ROW_LIMIT, CsvRows, Row, read_csv
from sheets.xlsx_package import Bounds
from sheets.xlsx_reading import XlsxRows, read_sheet, read_xlsx
from sheets.xlsx_writing import XlsxWriter

__all__ = [
    "CELL_LIMIT",
    "ROW_LIMIT",
    "Bounds",
    "CellTooLargeError",
    "CsvRows",
    "CsvWriter",
    "DamagedWorkbookError",
    "DuplicateColumnError",
    "EmptySheetError",
    "EncodingError",
    "ErrorValueError",
    "FormulaError",
    "MissingColumnError",
    "MissingFileError",
    "MissingWorksheetError",
    "NulByteError",
    "RaggedLineError",
    "Row",
    "RowTooLargeError",
    "SheetError",
    "StrayQuoteError",
    "TooManyColumnsError",
    "TooManyRowsError",
    "UnclosedQuoteError",
    "UnnamedColumnError",
    "UnreadableFileError",
    "UnwritableFileError",
    "WorkbookTooLargeError",
    "XlsxRows",
    "XlsxWriter",
    "read_csv",
    "read_sheet",
    "read_xlsx",
    "replacing",
]
