"""What an XLSX workbook's parts say: which worksheets it has, its texts, which numbers are dates.

A workbook is a ZIP of XML. Nothing of it is trusted: what it unpacks to is bounded, and a part that declares a
document type (the way to make entities that grow) is refused. Office Open XML: ECMA-376, part 1.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from sheets.errors import DamagedWorkbookError, UnreadableFileError, WorkbookTooLargeError

UNPACKED_LIMIT = 512 * 1024 * 1024  # bytes, of all parts together
TEXTS_LIMIT = 64 * 1024 * 1024  # characters of the texts that all worksheets share, held in memory
CHUNK = 64 * 1024

# Numbers in these built-in formats are dates or times (ECMA-376, 18.8.30).
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_OF_DATES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")

# RuntimeError: a part is encrypted, or packed in a way that nobody uses. The others: a part lacks what it must have.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    RuntimeError,
    LookupError,
    ValueError,
    OverflowError,
)

Start = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True)
class Workbook:
    """What is known of a workbook before its rows are read.

    Attributes:
        sheets: Part of each worksheet by its name, in the tabs' order, without the hidden ones.
        texts: The shared texts.
        dates: Styles whose numbers are dates.
        from_1904: Whether days are counted from 1904, not from 1900.
    """

    sheets: Mapping[str, str]
    texts: list[str]
    dates: frozenset[int]
    from_1904: bool


@contextmanager
def unpacked(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a workbook whose size is bounded; whatever is wrong with it is one error.

    Raises:
        UnreadableFileError, DamagedWorkbookError, WorkbookTooLargeError
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
                raise WorkbookTooLargeError(path.name)
            yield archive
    except OSError as error:
        raise UnreadableFileError(path.name, (error.strerror or "unknown reason").lower()) from error
    except _DAMAGED as error:
        raise DamagedWorkbookError(path.name) from error


def read_workbook(archive: zipfile.ZipFile, file: str) -> Workbook:
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

    _parse(archive, "xl/workbook.xml", start)
    parts = _targets(archive)
    return Workbook(
        {name: parts[part] for name, part in sheets if part in parts},
        _texts(archive, file),
        _date_styles(archive),
        facts["from_1904"],
    )


def parser_of(start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> expat.XMLParserType:
    """Return a parser that gives tags without their namespace and refuses document types."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold (``_x000D_``) put back; NUL is left out."""
    return _ESCAPED.sub(_characters, text) if "_x" in text else text


def _characters(found: re.Match[str]) -> str:
    units = b"".join(int(code, 16).to_bytes(2, "little") for code in re.findall("_x(....)_", found[0]))
    return units.decode("utf-16-le", "replace").replace("\0", "")


def _refuse_document_type(*_declared: object) -> None:
    raise ValueError("a document type is declared")


def _nothing(*_given: object) -> None:
    pass


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Start,
    end: Callable[[str], None] = _nothing,
    text: Callable[[str], None] = _nothing,
) -> None:
    parser = parser_of(start, end, text)
    with archive.open(part) as stream:
        for chunk in chunks(stream):
            parser.Parse(chunk)
        parser.Parse(b"", True)


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what a stream holds, piece by piece."""
    return iter(lambda: stream.read(CHUNK), b"")


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the worksheets' parts by the ids that the workbook calls them by."""
    targets: dict[str, str] = {}

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship" and given["Type"].endswith("/worksheet"):
            target = given["Target"]
            targets[given["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    _parse(archive, "xl/_rels/workbook.xml.rels", start)
    return targets


def _texts(archive: zipfile.ZipFile, file: str) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    # Inside <si> the pieces stand in <t>; those in <rPh> say how the others are pronounced.
    inside: list[str] = []
    size = 0

    def start(tag: str, _given: dict[str, str]) -> None:
        inside.append(tag)

    def text(piece: str) -> None:
        nonlocal size
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(piece)
            size += len(piece)
            if size > TEXTS_LIMIT:
                raise WorkbookTooLargeError(file)

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            texts.append(unescaped("".join(pieces)))
            pieces.clear()

    if "xl/sharedStrings.xml" in archive.namelist():
        _parse(archive, "xl/sharedStrings.xml", start, end, text)
    return texts


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            formats[int(given["numFmtId"])] = given["formatCode"]
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            styles.append(int(given.get("numFmtId", "0")))
        inside.append(tag)

    def end(_tag: str) -> None:
        inside.pop()

    if "xl/styles.xml" in archive.namelist():
        _parse(archive, "xl/styles.xml", start, end)
    return frozenset(
        number for number, style in enumerate(styles) if style in _BUILT_IN_DATES or _is_date(formats.get(style, ""))
    )


def _is_date(code: str) -> bool:
    elapsed = re.search(r"\[(h+|m+|s+)\]", code, re.IGNORECASE)
    return bool(elapsed or re.search("[dmyhs]", _NOT_OF_DATES.sub("", code.partition(";")[0]).lower()))
