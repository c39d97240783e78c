import pytest

from nlp import names

KEEP = frozenset(["housing repairs", "it", "the owen pritchard"])


def found(text: str) -> list[str]:
    spans = names.introduced(text, KEEP) + names.overlooked(text, KEEP)
    return [text[start:end] for start, end in sorted({(span.start, span.end) for span in spans})]


class TestKept:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("At Housing Repairs Priya Sharma was rude.", "Priya Sharma"),
            ("Priya Sharma was rude at Housing Repairs.", "Priya Sharma"),
            ("I visited with Priya Sharma today.", "Priya Sharma"),
            ("My name is Emma Lane and I waited.", "Emma"),
            ("Dr David Lane was kind.", "David"),
            ("My name is Karen Rayner and I waited.", "Karen Rayner"),
            ("My name is Simon Harris.", "Simon Harris"),
            ("Mrs Churchill next door is ill.", "Churchill"),
            ("Sarah Jones Ward 7 was rude.", "Sarah Jones"),
            ("Saw Mr Ahmed Station Road", "Ahmed"),
            ("The Priya on reception was rude.", "Priya"),
        ],
    )
    def test_a_person_is_no_place_and_no_unit_beside_one(self, text, name):
        assert found(text) == [name]

    def test_two_before_a_surname_that_is_a_place_word_are_two(self):
        assert found("I met Sarah and Tom Ward there.") == ["Sarah", "Tom"]

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
