"""What is said is kept in one form, so that a file, a form and a workbook mean the same by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.changes import LONGEST, plain, rounded
from targets.errors import LongTextError


class TestPlain:
    def test_blanks_around_and_what_nobody_sees_are_left_out(self):
        assert plain({"en": " One\r\ntwo\x0b \n", "cy": "  ", "ar": ""}) == {"en": "One\ntwo"}

    @given(st.dictionaries(st.sampled_from(["en", "cy"]), st.text(max_size=50)))
    def test_what_is_kept_is_kept_as_it_is(self, words):
        kept = plain(words)

        assert plain(kept) == kept
        assert all(text == text.strip() != "" for text in kept.values())

    def test_what_a_workbook_would_cut_is_refused(self):
        assert plain({"en": "x" * LONGEST})
        with pytest.raises(LongTextError, match="at most 10,000 characters"):
            plain({"en": "x" * (LONGEST + 1)})


class TestRounded:
    @given(st.floats(-1e300, 1e300))
    def test_fifteen_figures_are_kept(self, number):
        kept = rounded(number)

        assert kept == pytest.approx(number, rel=1e-14, abs=0)
        assert float(f"{kept:.16G}") == rounded(kept) == kept
