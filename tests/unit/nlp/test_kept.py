import pytest

from nlp import introductions, names

KEEP = frozenset(["housing repairs", "it", "the owen pritchard"])


def found(text: str) -> list[str]:
    spans = introductions.introduced(text, KEEP) + names.overlooked(text, KEEP)
    return [text[start:end] for start, end in sorted({(span.start, span.end) for span in spans})]


class TestKept:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("At Housing Repairs Priya Sharma was rude.", "Priya Sharma"),
            ("Priya Sharma was rude at Housing Repairs.", "Priya Sharma"),
            ("I visited with Priya Sharma today.", "Priya Sharma"),
            ("My name is Emma Lane and I waited.", "Emma Lane"),
            ("Dr David Lane was kind.", "David Lane"),
            ("My name is Karen Rayner and I waited.", "Karen Rayner"),
            ("My name is Simon Harris.", "Simon Harris"),
            ("Mrs Churchill next door is ill.", "Churchill"),
            ("Mr Burton was rude.", "Burton"),
            ("Dr Lane was kind.", "Lane"),
            ("Emma York helped me.", "Emma York"),
            ("Sarah Jones Ward 7 was rude.", "Sarah Jones Ward"),
            ("Saw Mr Ahmed Station Road", "Ahmed"),
            ("The Priya on reception was rude.", "Priya"),
        ],
    )
    def test_a_person_is_no_place_and_no_unit_beside_one(self, text, name):
        assert found(text) == [name]

    def test_two_people_are_two_where_the_last_is_called_like_a_place(self):
        assert found("I met Sarah and Tom Ward there.") == ["Sarah", "Tom Ward"]

    @pytest.mark.parametrize(
        "text",
        [
            "We waited at The Owen Pritchard for an hour.",
            "We walked in Victoria Park.",
            "Gordon Brown raised it once.",
            "Evelyn Gardens library is shut.",
            "Mr Trump said so.",
        ],
    )
    def test_a_place_a_unit_and_a_public_figure_stay(self, text):
        assert found(text) == []
