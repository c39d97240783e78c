"""Codes of languages: which of those offered somebody reads, and what is known of each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from words.languages import direction_of, first_nearest, known, nearest, own_name

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
SOME = ["en", "pt", "pt-BR", "ur", "zh-Hant", "zh-Hans", "sr-Latn"]


class TestNearest:
    @pytest.mark.parametrize(
        ("wanted", "offered", "found"),
        [
            ("pl", ["en", "pl"], "pl"),
            ("PL", ["en", "pl"], "pl"),
            ("en-GB", ["cy", "en"], "en"),
            ("pt", ["en", "pt-BR"], "pt-BR"),
            ("pt-PT", ["en", "pt-BR"], "pt-BR"),
            ("pt_br", ["pt", "pt-BR"], "pt-BR"),
            ("pt-PT", ["pt-BR", "pt"], "pt"),
            # What is read in one script may be unreadable in another.
            ("zh-TW", ["zh-Hans", "zh-Hant"], "zh-Hant"),
            ("zh", ["zh-Hant"], None),
            ("pa-PK", ["pa"], None),
            ("ur-PK", ["ur"], "ur"),
            ("no", ["en", "nb"], "nb"),
            ("nb-NO", ["en", "no"], "no"),
            ("iw", ["en", "he"], "he"),
            ("de", ["en"], None),
            ("e", ["en"], None),
            ("", ["en"], None),
            ("*", ["en"], None),
            ("pt-" + "x" * 100, ["pt"], None),
            ("pl", [], None),
        ],
    )
    def test_a_reader_is_given_what_they_read(self, wanted, offered, found):
        assert nearest(wanted, offered) == found

    def test_the_first_wish_that_can_be_met_is(self):
        assert first_nearest(["de", "ur-IN", "en"], ["en", "ur"]) == "ur"
        assert first_nearest(["de"], ["en", "ur"]) is None

    @FEW
    @given(st.text(max_size=12) | st.from_regex(r"[a-zA-Z]{2}([-_][a-zA-Z0-9]{2,4}){0,2}", fullmatch=True))
    def test_whatever_is_asked_for_nothing_else_than_an_offered_one_is_given(self, wanted):
        assert nearest(wanted, SOME) in {None, *SOME}

    @FEW
    @given(st.sampled_from(SOME))
    def test_what_is_offered_is_its_own_nearest(self, code):
        assert nearest(code, SOME) == code


class TestCodes:
    @pytest.mark.parametrize("code", ["en", "cy", "pl", "ur", "pt-BR", "zh-Hant", "zh-Hant-HK", "es-419", "rom"])
    def test_a_language_is_known(self, code):
        assert known(code)

    @pytest.mark.parametrize("code", ["", "qq", "PL", "pt-br", "pt_BR", "en-XQ", "zh-Hant-XQ", "en-GB-x-y", "english"])
    def test_what_is_none_is_not(self, code):
        assert not known(code)

    def test_each_is_named_as_its_speakers_name_it(self):
        assert [own_name(code) for code in ("en", "cy", "ar", "pl", "ur", "pt-BR", "rom", "qq")] == [
            "English",
            "Cymraeg",
            "العربية",
            "polski",
            "اردو",
            "português (Brasil)",
            "Romany",
            "qq",
        ]

    @pytest.mark.parametrize(
        "code", ["ar", "ur", "fa", "he", "he-IL", "yi", "ps", "dv", "pa-Arab", "ur-XQ", "tr-Arab", "man-Nkoo"]
    )
    def test_these_are_written_from_the_right(self, code):
        assert direction_of(code) == "rtl"

    @pytest.mark.parametrize("code", ["en", "cy", "pl", "pa", "rom", "qq", "", "ur-Latn"])
    def test_others_are_not(self, code):
        assert direction_of(code) == "ltr"
