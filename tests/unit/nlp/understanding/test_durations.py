import pytest

from nlp.understanding.durations import durations, in_words, none_at_all
from nlp.understanding.found import Text
from nlp.understanding.wording import plain


def read(said):
    return [one.value for one in durations(Text(in_words(plain(said))))]


class TestDurations:
    @pytest.mark.parametrize(
        ("said", "minutes"),
        [
            ("about three hours", 180),
            ("an hour and a half", 90),
            ("hour and ten", 70),
            ("half an hour", 30),
            ("three quarters of an hour", 45),
            ("a quarter of an hour", 15),
            ("two and a quarter hours", 135),
            ("2h30", 150),
            ("1hr 20", 80),
            ("1.5hrs", 90),
            ("90mins", 90),
            ("3 weeks", 30_240),
            ("a fortnight", 20_160),
            ("a couple of days", 2_880),
            ("3 days and 4 hours", 4_560),
            ("from 9 till half 11", 150),
            ("I got there at 9 and left at half past 11", 150),
            ("appointment for 2.30 and they took me at 3.15", 45),
            ("hanner awr", 30),
            ("dwy awr a hanner", 150),
            ("awr a hanner", 90),
        ],
    )
    def test_they_are_read_in_minutes(self, said, minutes):
        assert read(said) == [minutes]

    @pytest.mark.parametrize(
        ("said", "low", "high"),
        [
            ("between two and three hours", 120, 180),
            ("20-25 min", 20, 25),
            ("an hour or two", 60, 120),
            ("ten or fifteen minutes", 10, 15),
        ],
    )
    def test_a_range_has_both_ends(self, said, low, high):
        assert read(said) == [{"min": low, "max": high}]

    @pytest.mark.parametrize(
        "said", ["a week ago", "I am 81 years old", "every two weeks", "flat 3, 12 Mill Lane", "9/10"]
    )
    def test_what_is_no_duration_is_none(self, said):
        assert read(said) == []

    @pytest.mark.parametrize("said", ["straight in", "no wait at all", "didn't wait at all", "ddim aros"])
    def test_none_at_all_is_nothing(self, said):
        assert none_at_all(plain(said)).value == 0
