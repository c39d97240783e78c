"""Setting papers and pictures. What people wrote goes to Typst as data; no source is ever made of it."""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from exports.papers.contents import Paper, as_data
from exports.papers.errors import PaperError

# The only folder that the sources may read.
SOURCES = Path(__file__).parent / "sources"
# A picture's own pixels, of which 96 make an inch, and two for each: sharp on a screen of double density too.
PIXELS_PER_INCH = 96 * 2
# Typst keeps what it worked out for the last ten documents, some megabytes of each, and no two papers are the same.
KEPT_BY_TYPST = 10


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that are inside the library: the same paper on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(paper: Paper) -> bytes:
    """Return a paper as a tagged PDF that keeps to PDF/UA-1; the same paper gives the same bytes.

    Raises:
        PaperError: It cannot be set, or not so that everybody can read it (a picture that says nothing in words).
    """
    # A paper is of a day: at which second it was set is nobody's business, and would make each file another.
    made_at = datetime.combine(paper.made_on, time(), UTC)
    data = json.dumps(as_data(paper))
    try:
        return _set("paper.typ", inputs={"paper": data}, format="pdf", pdf_standards=["ua-1"], timestamp=made_at)
    finally:
        _forget()


def png(svg: str) -> bytes:
    """Return a chart's SVG as a PNG, for mail programs, which draw no SVG: twice as many pixels as it is wide.

    Raises:
        PaperError: It is not a picture.
    """
    return _set("picture.typ", inputs={"picture": svg}, format="png", ppi=PIXELS_PER_INCH)


def _forget() -> None:
    """Let what was worked out for the last paper go: a process that serves pages would hold 80 MB more for ever."""
    for _ in range(KEPT_BY_TYPST + 1):
        _set("nothing.typ", inputs={}, format="svg")


def _set(source: str, *, inputs: dict[str, str], **how: Any) -> bytes:
    try:
        found = typst.compile(
            str(SOURCES / source),
            root=str(SOURCES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            **how,
        )
    except typst.TypstError as error:
        # Not chained: diagnostics quote what they are about.
        raise PaperError(error.message) from None
    assert isinstance(found, bytes)
    return found
