"""What a paper holds: texts in the reader's language, each piece saying what it is and not how it looks."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Heading:
    """A heading under the paper's title; ``level`` is 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Lines:
    """Paragraphs; ``small`` ones are notes to what stands before."""

    texts: tuple[str, ...]
    small: bool = False


@dataclass(frozen=True)
class Lead:
    """What to read first: a heading, one strong line, and what follows from it. ``alarm`` sets it off."""

    heading: str
    line: str
    texts: tuple[str, ...]
    alarm: bool = False


@dataclass(frozen=True)
class Items:
    """A list of things without an order."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """What is said of each term, in order."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sketch:
    """A chart: its SVG as the page has it, what it is called, and the sentence that says the same without it."""

    svg: str
    title: str
    summary: str


@dataclass(frozen=True)
class Grid:
    """A table with a header row; the first column names the rows, all others but ``texts`` (from 0) hold figures.

    ``caption`` is empty where a heading right before says it. Every row is as long as ``columns``. ``strong`` are
    (row, column) of cells that matter most.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int] = frozenset()
    strong: frozenset[tuple[int, int]] = frozenset()


Block = Heading | Lines | Lead | Items | Terms | Sketch | Grid


@dataclass(frozen=True)
class Paper:
    """A whole paper.

    Attributes:
        title: What it is about; the document's own title too.
        caption: What it belongs to, over the title; may be empty.
        language: Code of the language of its words.
        made_on: The day that it says, and that stands in the file as its date.
        foot: What stands at the foot of each page.
        page_of: Says which page of how many; ``{page}`` and ``{pages}`` are put in.
        blocks: What stands in it, in order.
    """

    title: str
    caption: str
    language: str
    made_on: date
    foot: str
    page_of: str
    blocks: tuple[Block, ...]


def as_data(paper: Paper) -> dict[str, Any]:
    """Return a paper as JSON's values; each block names its kind."""
    found = _data(paper)
    assert isinstance(found, dict)
    return found


def _data(value: Any) -> Any:
    if is_dataclass(value):
        named = {field.name: _data(getattr(value, field.name)) for field in fields(value)}
        return named | {"kind": type(value).__name__.lower()}
    if isinstance(value, frozenset):
        return [_data(each) for each in sorted(value)]
    if isinstance(value, tuple):
        return [_data(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
