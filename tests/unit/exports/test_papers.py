"""Papers: every word that was given, in the order given, read as text, whatever it is; pictures as they are drawn."""

import re
import struct
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from charts import NARROW, WIDTH, Series, Words, line_chart
from exports.papers import Grid, Heading, Items, Lead, Lines, Paper, PaperError, Sketch, Terms, pdf, png

DAY = date(2026, 11, 28)
# One letter after another as they are written; none that joins with its neighbours or turns them round.
PLAIN = st.text(
    st.characters(codec="ascii", categories=("L", "N", "P", "S")) | st.sampled_from("ŵŷŴâêîôûéß€£–“”"), min_size=1
)


class TestPdf:
    def test_it_says_everything_in_order(self):
        blocks = (
            Lead("Where it stands", "The line.", ("First.", "Second."), alarm=True),
            Heading("Over time"),
            Sketch(drawing(), "Waiting", "It fell."),
            Grid("As a table", ("Month", "Days"), (("May", "12"), ("June", "9"))),
            Items(("North", "South")),
            Heading("Version 1", level=3),
            Terms((("Owner", "Head of Repairs"),)),
            Lines(("Small print.",), small=True),
        )

        text = read(paper(*blocks))

        expected = (
            "Repairs Done in time Where it stands The line. First. Second. Over time It fell. As a table Month Days "
            "May 12 June 9 North South Version 1 Owner Head of Repairs Small print. A council Page 1 of 1"
        )
        places = [text.find(word) for word in expected.split(" ")]
        assert -1 not in places
        assert squeezed("Month Days May 12 June 9") in squeezed(text)

    @given(words=PLAIN)
    @example(words='#read("/etc/passwd")')
    @example(words="]#panic()[")
    @example(words="}")
    @example(words="$ sum_0^1")
    @example(words="\\u{41}")
    @example(words="= = - + / // /* */")
    @example(words="https://example.org/")
    @example(words="{page} {pages}")
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_nothing_that_people_wrote_is_read_as_source(self, words):
        text = squeezed(read(paper(Heading(words), Lines((words,)), Terms(((words, words),)), Items((words,)))))

        assert text.count(squeezed(words)) >= 5

    def test_a_long_table_goes_on_with_its_head_on_every_page(self):
        rows = tuple((f"Unit {at}", str(at)) for at in range(200))

        found = PdfReader(BytesIO(pdf(paper(Grid("All", ("Place of work", "Figure"), rows)))))

        assert len(found.pages) > 2
        assert all("Place of work" in page.extract_text() for page in found.pages)
        assert f"Page 2 of {len(found.pages)}" in found.pages[1].extract_text()

    def test_welsh_and_arabic_letters_are_there(self):
        found = pdf(paper(Lines(("Gŵyl y tŷ, ŴŶ", "خدمة الإصلاح"))))

        page = PdfReader(BytesIO(found)).pages[0]
        fonts = {font["/BaseFont"].partition("+")[2] for font in objects(page["/Resources"]["/Font"])}
        assert "Gŵyl y tŷ, ŴŶ" in page.extract_text()
        assert any(name.startswith("DejaVuSansMono") for name in fonts)

    def test_it_takes_the_readers_language(self):
        found = PdfReader(BytesIO(pdf(paper(language="cy"))))

        assert found.trailer["/Root"]["/Lang"] == "cy"

    def test_the_same_paper_has_the_same_bytes(self):
        blocks = (Sketch(drawing(), "Waiting", "It fell."),)

        assert pdf(paper(*blocks)) == pdf(paper(*blocks))

    def test_many_papers_take_no_more_memory_than_some(self):
        def set_some(first: int) -> int:
            for number in range(first, first + 12):
                rows = tuple((f"Unit {number} {at}", f"{number * at}") for at in range(60))
                pdf(paper(Grid("", ("Unit", "Figure"), rows)))
            return memory()

        some = set_some(0)

        assert set_some(12) - some < 15_000

    def test_what_cannot_be_set_is_named_without_its_words(self):
        with pytest.raises(PaperError) as caught:
            pdf(paper(Sketch("<svg secret", "Waiting", "It fell.")))

        assert "secret" not in str(caught.value)


class TestPng:
    @pytest.mark.parametrize("width", [NARROW, WIDTH])
    def test_it_is_as_wide_as_the_drawing_at_double_density(self, width):
        found = png(drawing(width))

        assert found.startswith(b"\x89PNG\r\n")
        assert abs(struct.unpack(">I", found[16:20])[0] - 2 * width) <= 1

    def test_what_is_no_picture_is_refused(self):
        with pytest.raises(PaperError):
            png("no picture")


def paper(*blocks: Any, language: str = "en") -> Paper:
    return Paper("Done in time", "Repairs", language, DAY, "A council", "Page {page} of {pages}", blocks)


def read(given: Paper) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf(given))).pages)


def memory() -> int:
    """Return what this process holds, in kB."""
    said = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    assert said
    return int(said[1])


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", text)


def objects(found: Any) -> list[Any]:
    return [each.get_object() for each in found.values()]


def drawing(width: float = WIDTH) -> str:
    words = Words("Waiting", "It fell.", "Month", "none", lambda value: f"{value:g}")
    return line_chart(
        chart_id="waiting", words=words, periods=["May", "June"], series=[Series("Days", [12, 9])], width=width
    ).svg
