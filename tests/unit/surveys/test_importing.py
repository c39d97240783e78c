from datetime import date

import pytest

from surveys.definition import read_definition
from surveys.importing import MappingError, RowFault, matching, read_mapping, template
from surveys.importing.days import ISO, day_of, pattern_of
from surveys.importing.loosening import loosened
from surveys.routing import Setting, take_all
from tests.factories import CHOICE, RATING, TEXT, definition
from words import Message, Plural

SETTING = Setting(today=date(2026, 5, 4), mode="import")
LOW = {"<": [{"answer": "satisfaction"}, 3]}


class TestDays:
    @pytest.mark.parametrize(
        ("written", "text", "day"),
        [
            (ISO, "2024-05-03", date(2024, 5, 3)),
            (ISO, "2024-5-3", date(2024, 5, 3)),
            (ISO, "2024-05-03 14:30:00", date(2024, 5, 3)),
            (ISO, "2024-05-03T14:30", date(2024, 5, 3)),
            ("DD/MM/YYYY", "03/05/2024", date(2024, 5, 3)),
            ("DD/MM/YYYY", "3/5/2024 9:05", date(2024, 5, 3)),
            ("MM/DD/YYYY", "03/05/2024", date(2024, 3, 5)),
            ("DD.MM.YYYY", "03.05.2024", date(2024, 5, 3)),
            ("YYYYMMDD", "20240503", date(2024, 5, 3)),
            (ISO, "2024-02-30", None),
            (ISO, "03/05/2024", None),
            (ISO, "0000-01-01", None),
            (ISO, "٢٠٢٤-٠٥-٠٣", None),
            (ISO, "", None),
            ("DD/MM/YYYY", "03.05.2024", None),
            ("DD/MM/YYYY", "03/05/24", None),
        ],
    )
    def test_a_day_is_read_as_its_format_has_it(self, written, text, day):
        assert day_of(text, pattern_of(written)) == day

    @pytest.mark.parametrize("written", ["", "DD/MM", "DD/MM/YY", "DD/DD/YYYY", "DD/MM/YYYY HH", "(DD)MM/YYYY", "day"])
    def test_other_formats_are_refused(self, written):
        with pytest.raises(ValueError, match="DD, MM and YYYY"):
            pattern_of(written)


class TestMappings:
    def test_headings_that_are_keys_need_none(self):
        found = matching(["satisfaction", "given_on", "unit", "clerk"], read_definition(definition()))

        assert list(found.columns) == ["satisfaction"]
        assert found.headings() == {"satisfaction", "given_on", "unit"}
        assert found.language is None and found.reference is None

    def test_a_question_keeps_its_name_from_what_headings_mean(self):
        asked = read_definition(definition({**TEXT, "key": "unit"}))

        found = matching(["unit", "given_on"], asked)

        assert list(found.columns) == ["unit"] and found.unit is None

    def test_a_template_can_be_read(self):
        printed = template(read_definition(definition(RATING, {**CHOICE, "other": {"en": "Another"}}, TEXT)))

        assert read_mapping(printed).headings() == {
            "satisfaction", "channel", "channel.other", "improve", "given_on", "unit", "reference",
        }  # fmt: skip

    @pytest.mark.parametrize("raw", [None, 1, "x", [], {}, {"columns": []}, {"columns": {"a": 1}, "given_on": 5}])
    def test_what_is_none_is_refused_with_its_places(self, raw):
        with pytest.raises(MappingError) as caught:
            read_mapping(raw)

        assert caught.value.faults and all(": " in fault for fault in caught.value.faults)


class TestLoosening:
    def test_what_has_no_column_need_not_be_answered(self):
        assert read(definition(), {"improve": "Fine"}) == ({"improve": "Fine"}, set())

    def test_what_has_one_still_must_be(self):
        assert read(definition(), {"satisfaction": "", "improve": "Fine"})[1] == {"satisfaction"}

    def test_a_condition_on_what_has_no_column_hides_nothing_and_requires_nothing(self):
        asked = definition(RATING, {**TEXT, "required": True, "show_if": LOW})

        assert read(asked, {"improve": "Fine"}) == ({"improve": "Fine"}, set())
        assert read(asked, {"improve": ""}) == ({}, set())

    def test_a_condition_on_what_has_one_holds_unless_loose(self):
        asked = definition(RATING, {**TEXT, "show_if": LOW})
        given = {"satisfaction": "5", "improve": "Fine"}

        assert read(asked, given)[1] == {"improve"}
        assert read(asked, given, loose=True) == ({"satisfaction": 5, "improve": "Fine"}, set())

    def test_a_condition_may_lean_on_it_through_a_calculated_value(self):
        asked = definition(RATING, {**TEXT, "show_if": {"calculated": "low"}}) | {
            "calculated": [{"key": "low", "value": LOW}]
        }

        assert read(asked, {"improve": "Fine"}) == ({"improve": "Fine"}, set())
        assert read(asked, {"satisfaction": "5", "improve": "Fine"})[1] == {"improve"}

    def test_after_a_jump_that_cannot_be_known_nothing_must_be_answered(self):
        pages = [
            {"questions": [RATING], "jumps": [{"if": LOW, "to": "improve"}, {"to": "end"}]},
            {"questions": [CHOICE]},
            {"questions": [TEXT]},
        ]
        asked = {"format": "yousaid-survey/1", "title": {"en": "Visit"}, "pages": pages}

        assert read(asked, {"channel": "", "improve": "Fine"}) == ({"improve": "Fine"}, set())
        assert read(asked, {"satisfaction": "5", "channel": "phone"})[1] == {"channel"}

    def test_options_are_offered_whose_condition_cannot_be_known(self):
        phone = {**CHOICE["options"][1], "show_if": LOW}
        asked = definition(RATING, {**CHOICE, "options": [CHOICE["options"][0], phone]})

        assert read(asked, {"channel": "phone"}) == ({"channel": "phone"}, set())
        assert read(asked, {"satisfaction": "5", "channel": "phone"})[1] == {"channel"}

    def test_the_published_definition_stays_as_it_was(self):
        asked = read_definition(definition())

        loosened(asked, known=(), loose=True)

        assert asked == read_definition(definition())


class TestFaults:
    @pytest.mark.parametrize(
        ("message", "sentence"),
        [
            (Message("Select %(what)s", {"what": "one"}), "Select one"),
            (Plural("Select %(count)s answer", "Select %(count)s answers", 2), "Select 2 answers"),
            ({"cy": "Rhy hir", "en": "Too long"}, "Too long"),
        ],
    )
    def test_each_is_one_line_with_its_place(self, message, sentence):
        assert str(RowFault(1_234, "How was it?", message)) == f"line 1,234, How was it?: {sentence}"


def read(asked, given, *, loose=False):
    """Return the answers that a row gives, and the questions that are wrong in it."""
    taken, wrong = take_all(loosened(read_definition(asked), known=given, loose=loose), given, SETTING)
    return {key: answer for key, answer in taken.items() if answer is not None}, set(wrong)
