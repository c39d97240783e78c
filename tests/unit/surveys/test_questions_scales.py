"""Points of a scale: ratings, agreement and the standard scores."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from surveys.questions.scales import AGREEMENT
from tests.questions import POINTS, fault, question

RATING = question("rating")


class TestEveryScale:
    @pytest.mark.parametrize(("kind", "lowest", "highest"), [
        ("rating", 1, 5), ("likert", 1, 5), ("csat", 1, 5), ("ces", 1, 7), ("nps", 0, 10),
    ])  # fmt: skip
    def test_its_points_are_whole_numbers(self, kind, lowest, highest):
        scale = question(kind)

        assert [scale.parse(str(point)) for point in range(lowest, highest + 1)] == [*range(lowest, highest + 1)]
        assert fault(scale, lowest - 1) == fault(scale, highest + 1) == "Select one of the answers"
        assert scale.domain().values == tuple(Decimal(point) for point in range(lowest, highest + 1))
        assert sorted(int(value) for value, _ in scale.offered()) == [*range(lowest, highest + 1)]

    @pytest.mark.parametrize(("given", "point"), [
        ("1", 1), (" 5\n", 5), (3, 3), (4.0, 4), ("04", 4), ("٣", 3), ("４", 4), ("\u202a4\u202c", 4),
    ])  # fmt: skip
    def test_a_figure_of_any_alphabet_will_do(self, given, point):
        assert RATING.parse(given) == point

    @pytest.mark.parametrize(
        "wrong", ["0", "6", "-1", "+4", "4.0", "1e0", "four", "²", "0004", "1 2", 0, -3, 1.5, "9" * 5_000, 10**300]
    )
    def test_anything_else_is_refused(self, wrong):
        assert fault(RATING, wrong) == "Select one of the answers"

    @pytest.mark.parametrize("wrong", [True, [4], {"point": 4}])
    def test_so_is_what_is_no_figure_at_all(self, wrong):
        assert fault(RATING, wrong) == "Answer in words or figures"


class TestScaleQuestion:
    def test_the_points_are_offered_best_first(self):
        assert [value for value, _ in RATING.offered()] == ["5", "4", "3", "2", "1"]
        assert RATING.label_of(5) == POINTS[4]
        assert RATING.label_of(9) is None

    def test_points_known_by_their_numbers_are_offered_in_order(self):
        scale = question("rating", points=[{"en": "Bad", "cy": "Gwael"}, {}, {"en": "Good"}])

        assert scale.offered() == [
            ("1", {"en": "1 – Bad", "cy": "1 – Gwael"}),
            ("2", {"en": "2"}),
            ("3", {"en": "3 – Good"}),
        ]

    @pytest.mark.parametrize(
        "points", [[], [{"en": "One"}], [{"en": "x"}] * 12, [{"EN": "x"}, {}], [{"en": "x" * 2_001}, {}]]
    )
    def test_there_are_two_to_eleven_points_in_known_languages(self, points):
        with pytest.raises(ValidationError):
            question("rating", points=points)


class TestNpsQuestion:
    def test_its_ends_have_words(self):
        labels = dict(question("nps").offered())

        assert list(labels) == [str(point) for point in range(11)]
        assert (labels["0"]["en"], labels["5"]["en"], labels["10"]["en"]) == (
            "0 – Not at all likely",
            "5",
            "10 – Extremely likely",
        )


class TestUsualWords:
    def test_agreement_runs_from_strong_disagreement(self):
        assert question("likert").shown(1) == [AGREEMENT[0]]
        assert question("likert").offered()[0][1]["en"] == "Strongly agree"

    def test_they_are_known_to_be_the_products(self):
        assert [place for place, _ in question("likert").usual_texts()] == [f"points.{at}" for at in range(5)]
        assert question("likert", points=POINTS).usual_texts() == []
        assert [place for place, _ in question("nps", low={"en": "Never"}).texts()] == ["text", "low"]
        assert [place for place, _ in question("nps", low={"en": "Never"}).usual_texts()] == ["high"]

    @pytest.mark.parametrize(("kind", "points"), [("csat", POINTS[:4]), ("ces", POINTS)])
    def test_a_standard_score_has_its_number_of_points(self, kind, points):
        with pytest.raises(ValidationError):
            question(kind, points=points)
