"""An XLSX workbook as the ZIP of XML that it is: opened and read part by part, within bounds.

Nothing of it is trusted. A few kilobytes unpack to hundreds of megabytes, and what is cheap to write may be dear to
read: tags within tags, names by the million, tags without end. A part that declares a document type (the way to make
entities that grow) is refused.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from sheets.errors import DamagedWorkbookError, UnreadableFileError, WorkbookTooLargeError

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024

# What no spreadsheet program comes near, whatever the size of the workbook.
DEEPEST = 32  # tags open at once
MOST_NAMES = 2_000  # different names of tags and attributes in one part
LONGEST_TAG = 2 * CHUNK  # bytes

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
End = Callable[[str], None]
Text = Callable[[str], None]


@dataclass(frozen=True)
class Bounds:
    """How much of a workbook is read at most. The defaults are for who waits at a command line.

    Attributes:
        unpacked: Megabytes of all parts together.
        marks: XML tags, attributes and namespaces of the parts that are read: what the time of reading goes by.
        cells: Cells of a worksheet, each row counted up to its last that is not empty.
        texts: Texts that all worksheets share, held in memory.
        characters: Of those texts together.
    """

    unpacked: int = 512
    marks: int = 50_000_000
    cells: int = 10_000_000
    texts: int = 1_000_000
    characters: int = 64 * MEGABYTE


class Package:
    """A workbook that is open for reading.

    Attributes:
        file: Name of the file, for errors.
        bounds: How much of it is read; the marks are counted over all parts.
    """

    def __init__(self, archive: zipfile.ZipFile, file: str, bounds: Bounds) -> None:
        self.file, self.bounds = file, bounds
        self._archive, self._marks = archive, 0
        self._parts = frozenset(archive.namelist())

    def __contains__(self, part: str) -> bool:
        """Whether the workbook has a part."""
        return part in self._parts

    def refuse_beyond(self, number: int, most: int, what: str) -> None:
        """Refuse more than ``most`` of something, named in the plural.

        Raises:
            WorkbookTooLargeError
        """
        if number > most:
            raise WorkbookTooLargeError(self.file, most, what)

    def read(self, part: str, start: Start, end: End, text: Text) -> Iterator[None]:
        """Go through the XML of a part, its tags without their namespace; yield after each piece of it.

        Raises:
            WorkbookTooLargeError, DamagedWorkbookError
        """
        parser = self._parser(start, end, text)
        fed = 0
        with self._archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                # What is not parsed yet is a tag without an end, gone through anew with each piece that is added.
                self.refuse_beyond(fed - parser.CurrentByteIndex, LONGEST_TAG, "bytes in one XML tag")
                # expat and Python keep every name that they have met.
                self.refuse_beyond(len(parser.intern), MOST_NAMES, "different names of XML tags")
                yield
            parser.Parse(b"", True)
        yield

    def _parser(self, start: Start, end: End, text: Text) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        most, depth = self.bounds.marks, 0

        def opened(tag: str, given: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._marks += 1 + len(given)
            if depth > DEEPEST or self._marks > most:
                self.refuse_beyond(depth, DEEPEST, "XML tags one inside another")
                self.refuse_beyond(self._marks, most, "XML tags and attributes")
            start(tag.rpartition(" ")[2], given)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            end(tag.rpartition(" ")[2])

        prefixes: set[str | None] = set()

        def named(prefix: str | None, _uri: str) -> None:
            # These are not among the attributes.
            self._marks += 1
            prefixes.add(prefix)
            self.refuse_beyond(len(prefixes), MOST_NAMES, "names of XML namespaces")

        parser.StartElementHandler, parser.EndElementHandler = opened, closed
        parser.CharacterDataHandler = text
        parser.StartNamespaceDeclHandler = named
        parser.StartDoctypeDeclHandler = _refuse_document_type
        return parser


@contextmanager
def unpacked(path: Path, bounds: Bounds) -> Iterator[Package]:
    """Open a workbook whose size is bounded; whatever is wrong with it is one error.

    Raises:
        UnreadableFileError, DamagedWorkbookError, WorkbookTooLargeError
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > bounds.unpacked * MEGABYTE:
                raise WorkbookTooLargeError(path.name, bounds.unpacked, "megabytes when it is unpacked")
            # Others take memory by what they say of themselves, whatever they unpack to.
            if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
                raise DamagedWorkbookError(path.name)
            yield Package(archive, path.name, bounds)
    except OSError as error:
        raise UnreadableFileError(path.name, (error.strerror or "unknown reason").lower()) from error
    except _DAMAGED as error:
        raise DamagedWorkbookError(path.name) from error


def _refuse_document_type(*_declared: object) -> None:
    raise ValueError("a document type is declared")
