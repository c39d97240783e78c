import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.understanding.wording import is_welsh, plain


class TestPlain:
    @pytest.mark.parametrize(
        ("said", "wanted"),
        [
            ("Twenty-five minutes", "25 minutes"),
            ("a hundred and twenty", "120"),
            ("two and a half hours", "2.5 hours"),
            ("half a dozen", "6"),
            ("fourty minuts", "40 minutes"),
            ("on the twenty first", "on the 21st"),
            ("Tuseday", "tuesday"),
            ("1,250 people", "1250 people"),
            ("didn’t", "didnt"),
            ("٤ من ٥", "4 من 5"),
            ("hlf an hr", "half an hour"),
        ],
    )
    def test_number_words_and_misspelt_words_of_time_are_put_right(self, said, wanted):
        assert plain(said) == wanted

    @pytest.mark.parametrize("said", ["no one answered", "the green one", "this one", "one of them", "the second one"])
    def test_a_one_that_does_not_count_is_no_figure(self, said):
        assert "1 " not in f"{plain(said)} ".replace("2nd", "")

    @pytest.mark.parametrize(
        ("said", "wanted"),
        [("tua dwy awr", "tua 2 awr"), ("tri deg pump munud", "35 munud"), ("ugain munud", "20 munud")],
    )
    def test_welsh_numbers_count_in_welsh(self, said, wanted):
        assert plain(said) == wanted

    def test_english_words_that_look_welsh_stay(self):
        assert plain("the petrol pump was shut") == "the petrol pump was shut"

    @settings(deadline=None)
    @given(st.text(max_size=80))
    def test_any_text_is_taken(self, said):
        assert isinstance(plain(said), str)


class TestIsWelsh:
    def test_it_tells_by_common_words(self):
        assert is_welsh("Roedd y staff yn garedig iawn")
        assert not is_welsh("The staff were very kind")
        assert not is_welsh("")
