"""Setting papers and pictures. What people wrote goes to Typst as data; no source is ever made of it."""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from exports.papers.contents import Paper, as_data
from exports.papers.errors import PaperError

# The only folder that the sources may read.
SOURCES = Path(__file__).parent / "sources"
# A picture's own pixels, of which 96 make an inch, and two for each: sharp on a screen of double density too.
PIXELS_PER_INCH = 96 * 2


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
    try:
        found = typst.compile(
            str(SOURCES / "paper.typ"),
            root=str(SOURCES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"paper": json.dumps(as_data(paper))},
            timestamp=made_at,
        )
    except typst.TypstError as error:
        # Not chained: diagnostics quote what they are about.
        raise PaperError(error.message) from None
    assert isinstance(found, bytes)
    return found


def png(svg: str) -> bytes:
    """Return a chart's SVG as a PNG, for mail programs, which draw no SVG: twice as many pixels as it is wide.

    Raises:
        PaperError: It is not a picture.
    """
    try:
        found = typst.compile(
            str(SOURCES / "picture.typ"),
            root=str(SOURCES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="png",
            ppi=PIXELS_PER_INCH,
            sys_inputs={"picture": svg},
        )
    except typst.TypstError as error:
        raise PaperError(error.message) from None
    assert isinstance(found, bytes)
    return found
