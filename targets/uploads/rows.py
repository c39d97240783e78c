"""The rows of a file of figures, before anything of them is understood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sheets import CsvRows, MissingColumnError, XlsxRows, read_sheet
from targets.interchange.faults import Fault, FaultsError
from words import Message

COLUMNS = ("measure", "unit", "period", "value", "numerator", "denominator", "n")
NEEDED = ("measure", "period")
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Given:
    """A row that is not blank: its number, as spreadsheets count them, and the cells by column, without blanks around.

    A column that the file has not is empty.
    """

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Read:
    """What a file says. ``comma_is_unclear``: semicolons part its cells, as where decimals are written with a comma."""

    rows: tuple[Given, ...]
    comma_is_unclear: bool


def read(path: Path) -> Read:
    """Read a file of figures: CSV, or the first worksheet of an XLSX workbook. The case of column names is no matter.

    Raises:
        SheetError: If it cannot be read, or has no column for the measure, the period or the figure.
        FaultsError: If it has a column that is unknown or there twice, no row, or more than 100,000.
    """
    sheet = read_sheet(path, percents=True)
    names = [column.lower() for column in sheet.columns]
    missing = [column for column in _needed(names) if column not in names]
    if missing:
        raise MissingColumnError(path.name, sheet.header_line, missing, sheet.columns)
    faults = [_unknown(column) for column, name in zip(sheet.columns, names, strict=True) if name not in COLUMNS]
    faults += [Message("“%(field)s” is there twice.", {"field": name}) for name in COLUMNS if names.count(name) > 1]
    if faults:
        raise FaultsError(Fault(f"row {sheet.header_line}", "", message) for message in faults)
    rows = tuple(islice(_rows(sheet, names), MOST_ROWS + 1))
    if not rows:
        raise FaultsError([Fault("", "", Message("The file has no figure under the names of its columns."))])
    if len(rows) > MOST_ROWS:
        most = Message("The file has more than %(most)s figures; divide it.", {"most": f"{MOST_ROWS:,}"})
        raise FaultsError([Fault("", "", most)])
    return Read(rows, isinstance(sheet, CsvRows) and sheet.delimiter == ";")


def _needed(names: Sequence[str]) -> tuple[str, ...]:
    if "value" in names:
        return NEEDED
    return (*NEEDED, *(("numerator", "denominator") if {"numerator", "denominator"} & set(names) else ("value",)))


def _unknown(column: str) -> Message:
    return Message(
        "There is no column “%(column)s” of figures; the columns are: %(known)s.",
        {"column": column[:64], "known": ", ".join(COLUMNS)},
    )


def _rows(sheet: CsvRows | XlsxRows, names: Sequence[str]) -> Iterator[Given]:
    for row in sheet:
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {name: cell.strip() for name, cell in zip(names, row.cells.values(), strict=True)}
        if any(cells.values()):
            yield Given(row.line, cells)
