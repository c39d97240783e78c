"""Free text, long and short."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import AnswerError
from surveys.questions import FreeText, is_blank
from tests.questions import fault, question

FEW = settings(max_examples=100, deadline=None, derandomize=True, database=None)

COMMENT = question("text", max_length=10)
LINE = question("short_text", max_length=10)


class TestTextQuestion:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [("a\r\nb\rc", "a\nb\nc"), ("a\0b", "ab"), (" a ", " a "), ("\ud800a", "?a"), ("👩‍👩‍👧", "👩‍👩‍👧"),
         ("x" * 10, "x" * 10), ("🚌" * 10, "🚌" * 10), (7, "7"), (1.5, "1.5"), ("a\x85b\x9fc", "abc"),
         ("a\ufffeb", "ab"),
         ("\U0001fae8", "\U0001fae8"), ("<b>hi</b>", "<b>hi</b>"), ("{name}", "{name}"), ("عربي", "عربي"),
         ("١٢", "١٢")],
    )  # fmt: skip
    def test_it_is_kept_as_written_without_what_nobody_can_read(self, given, kept):
        assert COMMENT.parse(given) == kept

    @pytest.mark.parametrize(("length", "words"), [(11, "11"), (2_000, "2,000"), (100_000, "100,000")])
    def test_one_too_long_says_how_long_it_is_and_may_be(self, length, words):
        assert fault(COMMENT, "x" * length) == f"Your comment must have 10 characters or fewer. It has {words}"

    @pytest.mark.parametrize("wrong", [True, [], ["a"], {"a": 1}, 1e999])
    def test_what_is_neither_words_nor_a_figure_is_refused(self, wrong):
        assert fault(COMMENT, wrong) == "Answer in words or figures"

    def test_it_is_a_comment_that_is_not_counted_and_has_no_column(self):
        assert COMMENT.texts_of("Rain") == [FreeText("text", "Rain")]
        assert COMMENT.closed("Rain") is None
        assert COMMENT.columns() == COMMENT.cells(None) == []

    @FEW
    @given(st.text(st.characters(), max_size=30))
    def test_it_never_fails_otherwise_than_by_an_answer_error(self, given):
        try:
            kept = COMMENT.parse(given)
        except AnswerError:
            return
        assert kept.encode() and len(kept) <= 10
        assert not is_blank(kept)
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in kept if character not in "\n\t")

    @FEW
    @given(st.text(st.characters(), min_size=1, max_size=10))
    def test_reading_again_what_was_kept_changes_nothing(self, given):
        for asked in (COMMENT, LINE):
            try:
                kept = asked.parse(given)
            except AnswerError:
                continue
            assert asked.parse(kept) == kept

    @FEW
    @given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"]), min_size=1, max_size=10))
    def test_no_visible_character_is_lost(self, given):
        if not is_blank(given):
            assert COMMENT.parse(given) == given


class TestShortTextQuestion:
    @pytest.mark.parametrize(
        ("given", "kept"), [(" a\n b ", "a b"), ("x" * 10 + "\n", "x" * 10), (" x" * 5, "x x x x x")]
    )
    def test_it_is_one_line(self, given, kept):
        assert LINE.parse(given) == kept

    def test_one_too_long_says_how_long_it_is_and_may_be(self):
        assert fault(LINE, "x" * 11) == "Your answer must have 10 characters or fewer. It has 11"

    def test_nothing_is_asked_for(self):
        assert fault(LINE, "\u200b\n") == "Enter an answer"
