from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.pieces import burden, cut, grouped, muffled

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestCut:
    def test_it_cuts_behind_a_sentence(self):
        text = "One is here. Two is there. Three"

        assert [text[start:end] for start, end in cut(text, 28)] == ["One is here. Two is there. ", "Three"]

    @FEW
    @given(st.text(max_size=300), st.integers(1, 50))
    def test_nothing_is_lost_or_too_long(self, text, limit):
        pieces = [text[start:end] for start, end in cut(text, limit)]

        assert "".join(pieces) == text
        assert all(0 < len(piece) <= limit for piece in pieces)


class TestMuffled:
    @FEW
    @given(st.text(alphabet="a!. \n", max_size=300))
    def test_every_offset_keeps(self, text):
        assert len(muffled(text)) == len(text)


class TestGrouped:
    @FEW
    @given(st.lists(st.text(max_size=40)))
    def test_order_and_number_are_kept(self, texts):
        assert [text for group in grouped(texts, size=len) for text in group] == texts


class TestBurden:
    def test_prose_weighs_about_what_it_is_long_and_code_more(self):
        prose = "The queue was longer than anybody expected that morning. " * 20
        code = '{"a": [1, {"b": "c"}], ' * 50

        assert burden(prose) < 1.1 * len(prose)
        assert burden(code) > 3 * len(code)
