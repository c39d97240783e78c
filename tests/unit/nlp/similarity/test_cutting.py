"""Articles are cut into sentences, and quoted in whole ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.similarity.cutting import LONGEST_EXTRACT, extract, paragraphs, sentences

LONG = "Sentence number one is here. " * 12
TWO = f"The desk is open from 8 am to 6.30 pm. On Thursdays it is open until 8 pm.\n\n{LONG}The fee is £20."


class TestCutting:
    def test_paragraphs_are_parted_by_empty_lines(self):
        assert paragraphs(" One.\n\n  \nTwo,\nstill two.\n") == ["One.", "Two,\nstill two."]

    @pytest.mark.parametrize(
        ("paragraph", "expected"),
        [
            ("Open to 6.30 pm. On Fridays to 5 pm.", ["Open to 6.30 pm.", "On Fridays to 5 pm."]),
            ("Bring a form, e.g. the P45. It is free!", ["Bring a form, e.g. the P45.", "It is free!"]),
            ("Take:\n- a pen\n- a form", ["Take:", "- a pen", "- a form"]),
            ("هل هو مجاني؟ نعم.", ["هل هو مجاني؟", "نعم."]),
        ],
    )
    def test_sentences_end_where_another_begins(self, paragraph, expected):
        assert sentences(paragraph) == expected


class TestQuoting:
    def test_it_begins_with_the_paragraph_and_ends_with_a_sentence(self):
        assert extract(TWO, 1) == "The desk is open from 8 am to 6.30 pm. On Thursdays it is open until 8 pm."

    def test_a_sentence_too_far_down_begins_it_itself(self):
        assert extract(TWO, 14) == "The fee is £20."

    def test_an_article_that_is_no_longer_than_that_is_quoted_whole(self):
        short = "Gutters are cleaned each autumn.\n\nWe do not clean those of homes that you own."

        assert extract(short, 1) == " ".join(short.split())

    def test_a_sentence_that_there_is_not_gives_the_beginning(self):
        assert extract(TWO, 99) == extract(TWO, 0)

    def test_one_sentence_that_is_too_long_ends_behind_a_word(self):
        quoted = extract("word " * 200, 0)

        assert quoted.endswith("word…")
        assert len(quoted) <= LONGEST_EXTRACT

    @given(st.text(max_size=2_000), st.integers(0, 50))
    def test_it_is_never_longer_and_never_empty(self, body, sentence):
        quoted = extract(body, sentence)

        assert len(quoted) <= LONGEST_EXTRACT
        assert bool(quoted) == any(sentences(each) for each in paragraphs(body))
