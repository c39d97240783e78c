"""What a value becomes in a cell, whatever the kind of file."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

CUT_MARK = "… [cut]"
XLSX_CELL_LIMIT = 32_767  # UTF-16 code units: Excel's own limit
XLSX_ROW_LIMIT = 1_048_575  # without the header

# What spreadsheets take for the start of a formula, with the full-width forms that some of them fold.
_FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def check_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns as a tuple. Raises ValueError if there are none, or one is empty or twice there."""
    if not columns or not all(columns) or len(set(columns)) != len(columns):
        raise ValueError(f"columns must be named, each once: {list(columns)!r}")
    return tuple(columns)


def in_order(cells: Mapping[str, object], columns: Sequence[str]) -> list[object]:
    """Return the values in the columns' order. Raises ValueError if a column is missing or unknown."""
    if cells.keys() != set(columns):
        missing, unknown = set(columns) - cells.keys(), cells.keys() - set(columns)
        raise ValueError(f"cells do not match the columns: missing {missing!r}, unknown {unknown!r}")
    return [cells[column] for column in columns]


def as_text(value: object) -> str:
    """Return the text of a value: "" for None, "true" and "false", ISO 8601, numbers with a point.

    Raises:
        ValueError: The number is not finite.
        TypeError: A cell cannot hold such a value.
    """
    match value:
        case None:
            return ""
        case str():
            return str.__str__(value)
        case bool():
            return "true" if value else "false"
        case float() | Decimal() if not math.isfinite(value):
            raise ValueError(f"a cell cannot hold {value}; give None for a figure that is not known")
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case int() | float() | Decimal() | UUID():
            return str(value)
    raise TypeError(f"a cell cannot hold a {type(value).__name__}")


def csv_text(value: object) -> str:
    """Return the text for a CSV cell, with an apostrophe before what a spreadsheet would run as a formula.

    A plain number such as -3.5 stays.
    """
    text = unguarded_text(value)
    guard = text and text[0] in _FORMULA_STARTS and not _PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if guard else text


def unguarded_text(value: object) -> str:
    """Return the text for a CSV cell as it is. NUL and lone surrogates, which no reader takes, become U+FFFD."""
    text = as_text(value)
    return text if text.isascii() and "\0" not in text else _UNWRITABLE.sub("\ufffd", text)


def legal_in_xml(text: str) -> str:
    r"""Return the text without the characters that XML forbids, every line end as \\n."""
    return _ILLEGAL_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def xlsx_text(text: str) -> str:
    """Return the text for an XLSX string cell: legal in XML, cut with a visible mark."""
    text = legal_in_xml(text)
    if 2 * len(text) > XLSX_CELL_LIMIT:
        units = text.encode("utf-16-le")
        if len(units) > 2 * XLSX_CELL_LIMIT:
            kept = units[: 2 * (XLSX_CELL_LIMIT - len(CUT_MARK))]
            text = kept.decode("utf-16-le", errors="ignore") + CUT_MARK
    return text
