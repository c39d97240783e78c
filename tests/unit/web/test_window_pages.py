"""What of the page around a window is kept, and which colours a window takes."""

import pytest

from surveys.drafts import Page
from web.widget.colours import OURS, contrast_to_white, is_readable, style
from web.widget.pages import LONGEST_ADDRESS, LONGEST_TITLE, page_in

SITE = "https://www.example.org"
ORIGINS = {SITE, "http://localhost:8000"}


class TestPageIn:
    @pytest.mark.parametrize(
        ("url", "kept"),
        [
            (f"{SITE}/badges", f"{SITE}/badges"),
            (SITE, f"{SITE}/"),
            (f"{SITE}/badges?name=jane&dob=1950#me", f"{SITE}/badges"),
            (f"{SITE}/badges#me", f"{SITE}/badges"),
            ("http://localhost:8000/x", "http://localhost:8000/x"),
            (f"{SITE}/caf%C3%A9", f"{SITE}/caf%C3%A9"),
            (f"{SITE}/accounts/jane@example.org/bins", f"{SITE}/accounts/[ref]/bins"),
            (f"{SITE}/accounts/jane%40example.org", f"{SITE}/accounts/[ref]"),
            (f"{SITE}/2026/claim-123456", f"{SITE}/2026/[ref]"),
        ],
    )
    def test_it_is_the_address_without_query_and_fragment(self, url, kept):
        assert page_in({"url": url, "title": "Badges"}, origins=ORIGINS) == Page(kept, "Badges")

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/badges",
            "https://www.example.org.evil.example/",
            "https://www.example.org@evil.example/",
            "https://jane:secret@www.example.org/",
            "http://www.example.org/",
            "https://www.example.org:444/",
            "https://WWW.example.org/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://[/",
            "/badges",
            "",
            f"{SITE}/<script>",
            f"{SITE}/a b",
            f"{SITE}/\u202egnp.exe",
            f"{SITE}/\x00",
            f"{SITE}/" + "x" * LONGEST_ADDRESS,
        ],
    )
    def test_of_another_site_or_malformed_it_is_left_out(self, url):
        assert page_in({"url": url, "title": "x"}, origins=ORIGINS) is None

    @pytest.mark.parametrize("told", [None, 7, [], "x", {}, {"url": None}, {"url": ["x"]}, {"title": "x"}])
    def test_where_nothing_is_told_there_is_none(self, told):
        assert page_in(told, origins=ORIGINS) is None

    @pytest.mark.parametrize(
        ("title", "kept"),
        [
            ("  Blue\n badges ", "Blue badges"),
            ("\u202eegdab\u202c eulB", "egdab eulB"),
            ("\x00\x1b[31m", "[31m"),
            ("x" * 1000, "x" * LONGEST_TITLE),
            ("Claim 123456 of jane@example.org, 2026", "Claim [ref] of [ref] 2026"),
            ("\ud800", ""),
            (None, ""),
            ({"en": "x"}, ""),
        ],
    )
    def test_the_title_is_one_short_line_of_what_can_be_seen(self, title, kept):
        assert page_in({"url": SITE, "title": title}, origins=ORIGINS) == Page(f"{SITE}/", kept)


class TestColours:
    def test_ours_can_be_read(self):
        assert is_readable(OURS)

    @pytest.mark.parametrize(("colour", "contrast"), [("000000", 21.0), ("ffffff", 1.0), ("767676", 4.54)])
    def test_contrast_is_as_wcag_defines_it(self, colour, contrast):
        assert round(contrast_to_white(colour), 2) == contrast

    @pytest.mark.parametrize(
        "colour", ["777777", "ffcc00", "FFFFFF", "", "red", "10505", "10505cc", "10505c}", "１０５０５ｃ"]
    )
    def test_what_cannot_be_read_or_is_no_colour_is_none(self, colour):
        assert not is_readable(colour)

    def test_the_style_sheet_gives_the_window_its_colour_and_a_darker_one(self):
        assert style("7a1f5c") == ":root{--brand:#7a1f5c;--brand-dark:#551540}\n"
