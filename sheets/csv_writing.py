"""CSV rows out."""

import csv
from collections.abc import Mapping, Sequence
from typing import TextIO

from sheets.cells import check_columns, csv_text, in_order, unguarded_text


class CsvWriter:
    """Writes RFC 4180 rows to a text stream; the header at once.

    The stream is the caller's: open it with ``encoding="utf-8", newline=""`` (``utf-8-sig`` for people who
    open it in Excel), and close it. A cell that a spreadsheet would run as a formula gets an apostrophe in
    front; a plain number such as -3.5 does not. Only rows that go back to whoever gave them may go unguarded.

    Attributes:
        rows: How many rows were written, without the header.
    """

    def __init__(self, stream: TextIO, columns: Sequence[str], *, guarded: bool = True) -> None:
        """Write the header. Raises ValueError if a column is empty or named twice."""
        self._columns = check_columns(columns)
        # A lone column is quoted throughout: its empty cell is not a blank line, its header no delimiter.
        lone = len(self._columns) == 1
        self._writer = csv.writer(stream, quoting=csv.QUOTE_ALL if lone else csv.QUOTE_MINIMAL, lineterminator="\r\n")
        self._text = csv_text if guarded else unguarded_text
        self._writer.writerow(map(self._text, self._columns))
        self.rows = 0

    def write(self, cells: Mapping[str, object]) -> None:
        """Write one row.

        Args:
            cells: A value for every column: text, number, truth value, date, datetime, UUID or None.

        Raises:
            ValueError: A column is missing or unknown, or a number is not finite.
            TypeError: A value is of another kind.
        """
        self._writer.writerow([self._text(value) for value in in_order(cells, self._columns)])
        self.rows += 1
