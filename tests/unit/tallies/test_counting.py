from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallies import RESPONDENTS, Change, Place, counted_values, of_submission, of_way

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)
PLACE = Place(service_id=1, unit_id=2, collector_id=3, language="cy", day=date(2026, 5, 4))


class TestCountedValues:
    @pytest.mark.parametrize(
        ("value", "counted"),
        [
            (True, ("yes",)),
            (False, ("no",)),
            (4, ("4",)),
            (-3, ("-3",)),
            (0, ("0",)),
            (4.0, ("4",)),
            (-0.0, ("0",)),
            (12.5, ("12.5",)),
            (0.1, ("0.1",)),
            (1e-06, ("0.000001",)),
            (1e20, ("100000000000000000000",)),
            (100.0, ("100",)),
            ("online", ("online",)),
            ("2026-05-04", ("2026-05-04",)),
            ([], (RESPONDENTS,)),
            (["signs", "stairs"], (RESPONDENTS, "signs", "stairs")),
            (("signs",), (RESPONDENTS, "signs")),
            (["signs", "signs"], (RESPONDENTS, "signs")),
            ({"chosen": "other", "other": True}, ("other",)),
            ({"chosen": ["signs", "other"], "other": True}, (RESPONDENTS, "signs", "other")),
        ],
    )
    def test_each_kind_of_answer_has_its_values(self, value, counted):
        assert counted_values(value) == counted

    @pytest.mark.parametrize(
        "value",
        [
            None,
            {},
            {"other": True},
            {"chosen": None},
            {"chosen": {"chosen": "a"}},
            [None],
            [["a"]],
            float("nan"),
            1e400,
        ],
    )
    def test_what_is_no_closed_answer_is_refused(self, value):
        with pytest.raises(ValueError, match="cannot be counted"):
            counted_values(value)

    @FEW
    @given(st.integers(-(10**15), 10**15), st.integers(0, 6))
    def test_a_number_is_the_same_value_whole_or_with_decimals(self, figures, places):
        number = float(Decimal(figures).scaleb(-places))
        (text,) = counted_values(number)

        assert float(text) == number
        assert set(text) <= set("-0123456789.")
        assert "." not in text or text[-1] not in ".0"
        if number.is_integer():
            assert counted_values(int(number)) == (text,)


class TestOfSubmission:
    def test_it_counts_itself_and_each_value_under_its_version(self):
        answers = {"satisfaction": 4, "problems": ["signs", "stairs"]}

        assert of_submission(PLACE, mode="page", answers=answers, version=3) == [
            Change(PLACE, "submissions", "page", version=3),
            Change(PLACE, "question:satisfaction", "4", version=3),
            Change(PLACE, "question:problems", RESPONDENTS, version=3),
            Change(PLACE, "question:problems", "signs", version=3),
            Change(PLACE, "question:problems", "stairs", version=3),
        ]

    def test_without_a_version_it_is_not_known(self):
        assert [change.version for change in of_submission(PLACE, mode="page", answers={"a": "b"})] == [0, 0]

    def test_what_is_too_long_to_keep_is_refused_and_not_repeated(self):
        with pytest.raises(ValueError) as refused:
            of_submission(PLACE, mode="page", answers={"name": "secret " * 12})

        assert str(refused.value) == "what is counted of a question:name is longer than 80 characters"

    def test_a_subject_that_is_too_long_is_refused(self):
        with pytest.raises(ValueError, match="longer than 80"):
            of_submission(PLACE, mode="page", answers={"k" * 72: "yes"})


class TestOfWay:
    @pytest.mark.parametrize("event", ["opened", "started", "completed"])
    def test_an_event_is_counted_under_the_way(self, event):
        assert of_way(PLACE, event) == [Change(PLACE, "way", event)]

    def test_abandoning_names_the_question(self):
        assert of_way(PLACE, "abandoned", "satisfaction") == [Change(PLACE, "way", "abandoned:satisfaction")]

    def test_or_that_it_is_not_known(self):
        assert of_way(PLACE, "abandoned") == [Change(PLACE, "way", "abandoned:")]

    @pytest.mark.parametrize(("event", "question"), [("offered", None), ("", None), ("opened", "satisfaction")])
    def test_what_does_not_happen_is_refused(self, event, question):
        with pytest.raises(ValueError, match="does not happen on a way in"):
            of_way(PLACE, event, question)
