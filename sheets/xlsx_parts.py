"""What an XLSX workbook's parts say: which worksheets it has, its texts, which numbers are dates or percentages.

Office Open XML: ECMA-376, part 1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sheets.reading import CELL_LIMIT
from sheets.xlsx_package import End, Package, Start, Text

MOST_STYLES = 65_536  # Excel has 65,490 formats of cells
LONGEST_FORMAT = 255  # characters, as in Excel

# Numbers in these built-in formats are dates or times (ECMA-376, 18.8.30).
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN_PERCENTS = frozenset((9, 10))
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")


@dataclass(frozen=True)
class Workbook:
    """What is known of a workbook before its rows are read.

    Attributes:
        sheets: Part of each worksheet by its name, in the tabs' order, without the hidden ones.
        texts: The shared texts.
        dates: Styles whose numbers are dates.
        percents: Styles whose numbers are shown a hundred times as large, with the sign.
        from_1904: Whether days are counted from 1904, not from 1900.
    """

    sheets: Mapping[str, str]
    texts: list[str]
    dates: frozenset[int]
    percents: frozenset[int]
    from_1904: bool


def read_workbook(package: Package) -> Workbook:
    """Read everything but the rows."""
    sheets: list[tuple[str, str]] = []
    facts = {"from_1904": False}

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet" and given.get("state", "visible") == "visible":
            # The attribute r:id, whichever namespace "r" is of.
            part = next((value for name, value in given.items() if name.endswith(" id")), "")
            sheets.append((given["name"], part))
        elif tag == "workbookPr":
            facts["from_1904"] = given.get("date1904") in {"1", "true"}

    _parse(package, "xl/workbook.xml", start)
    parts = _targets(package)
    return Workbook(
        {name: parts[part] for name, part in sheets if part in parts},
        _texts(package),
        *_date_and_percent_styles(package),
        facts["from_1904"],
    )


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold (``_x000D_``) put back; NUL is left out."""
    return _ESCAPED.sub(_characters, text) if "_x" in text else text


def _characters(found: re.Match[str]) -> str:
    units = b"".join(int(code, 16).to_bytes(2, "little") for code in re.findall("_x(....)_", found[0]))
    return units.decode("utf-16-le", "replace").replace("\0", "")


def _nothing(*_given: object) -> None:
    pass


def _parse(package: Package, part: str, start: Start, end: End = _nothing, text: Text = _nothing) -> None:
    for _piece in package.read(part, start, end, text):
        pass


def _targets(package: Package) -> dict[str, str]:
    """Return the worksheets' parts by the ids that the workbook calls them by."""
    targets: dict[str, str] = {}

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship" and given["Type"].endswith("/worksheet"):
            target = given["Target"]
            targets[given["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    _parse(package, "xl/_rels/workbook.xml.rels", start)
    return targets


def _texts(package: Package) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    # Inside <si> the pieces stand in <t>; those in <rPh> say how the others are pronounced.
    inside: list[str] = []
    bounds = package.bounds
    size = before = 0

    def start(tag: str, _given: dict[str, str]) -> None:
        inside.append(tag)

    def text(piece: str) -> None:
        nonlocal size
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(piece)
            size += len(piece)
            package.refuse_beyond(size, bounds.characters, "characters of text")
            package.refuse_beyond(size - before, CELL_LIMIT, "characters in one cell")

    def end(tag: str) -> None:
        nonlocal before
        inside.pop()
        if tag == "si":
            package.refuse_beyond(len(texts) + 1, bounds.texts, "texts")
            texts.append(unescaped("".join(pieces)))
            pieces.clear()
            before = size

    if "xl/sharedStrings.xml" in package:
        _parse(package, "xl/sharedStrings.xml", start, end, text)
    return texts


def _date_and_percent_styles(package: Package) -> tuple[frozenset[int], frozenset[int]]:
    dates, percents = set(_BUILT_IN_DATES), set(_BUILT_IN_PERCENTS)
    styles: list[int] = []
    inside: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            if _is_date(given["formatCode"][:LONGEST_FORMAT]):
                dates.add(int(given["numFmtId"]))
            elif "%" in _LITERAL.sub("", given["formatCode"][:LONGEST_FORMAT]):
                percents.add(int(given["numFmtId"]))
            package.refuse_beyond(len(dates) + len(percents), MOST_STYLES, "formats of numbers")
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            styles.append(int(given.get("numFmtId", "0")))
            package.refuse_beyond(len(styles), MOST_STYLES, "formats of cells")
        inside.append(tag)

    def end(_tag: str) -> None:
        inside.pop()

    if "xl/styles.xml" in package:
        _parse(package, "xl/styles.xml", start, end)
    return _among(styles, dates), _among(styles, percents)


def _among(styles: list[int], formats: set[int]) -> frozenset[int]:
    return frozenset(number for number, style in enumerate(styles) if style in formats)


def _is_date(code: str) -> bool:
    elapsed = re.search(r"\[(h+|m+|s+)\]", code, re.IGNORECASE)
    return bool(elapsed or re.search("[dmyhs]", _LITERAL.sub("", code.partition(";")[0]).lower()))
