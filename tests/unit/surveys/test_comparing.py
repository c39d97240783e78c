"""What differs between two definitions, and which results may be read across."""

import copy

import pytest

from surveys.breaking import breaks
from surveys.comparing import compare
from surveys.definition import read_definition
from tests.factories import CHOICE, RATING, TEXT, definition

STATEMENT = {"key": "hello", "type": "statement", "text": {"en": "Hello"}, "required": False}
NPS = {"key": "nps", "type": "nps", "text": {"en": "Would you recommend us?"}}
COST = {"key": "cost", "type": "currency", "currency": "GBP", "text": {"en": "What did it cost?"}}


class TestCompare:
    def test_a_definition_does_not_differ_from_itself(self):
        found = compare(read(), read())

        assert found.same
        assert (found.unchanged, found.moved, found.rewritten) == (3, 0, 0)

    def test_questions_are_added_and_left_out(self):
        found = compare(read(RATING, CHOICE), read(RATING, TEXT))

        assert [question.key for question in found.added] == ["improve"]
        assert [question.key for question in found.removed] == ["channel"]
        assert found.unchanged == 1

    @pytest.mark.parametrize(
        ("after", "moved"),
        [
            ((STATEMENT, RATING, CHOICE, TEXT), {"hello"}),
            ((CHOICE, TEXT, STATEMENT, RATING), {"satisfaction"}),
            ((RATING, CHOICE, TEXT, STATEMENT), set()),
            ((RATING, NPS, CHOICE, TEXT, STATEMENT), set()),
            ((STATEMENT, TEXT, CHOICE), {"improve", "channel"}),
        ],
    )
    def test_only_what_left_its_place_is_moved(self, after, moved):
        found = compare(read(RATING, CHOICE, TEXT, STATEMENT), read(*after))

        assert found.moved == len(moved)
        if len(moved) == 1:
            assert {each.key for each in found.changed if each.moved} == moved

    def test_a_text_is_compared_language_by_language(self):
        found = compare(read(RATING), read(changed(RATING, text={"en": "How was it?", "ar": "كيف كان؟"})))

        changes = [(each.what, each.language, each.before, each.after) for each in found.changed[0].changes]
        assert changes == [
            ("text", "en", RATING["text"]["en"], "How was it?"),
            ("text", "cy", RATING["text"]["cy"], None),
            ("text", "ar", None, "كيف كان؟"),
        ]
        assert found.changed[0].across == "reworded"

    def test_options_are_compared_by_their_values(self):
        after = changed(
            CHOICE,
            options=[
                {"value": "post", "label": {"en": "By post"}},
                {"value": "online", "label": {"en": "On the web", "cy": "Ar-lein"}, "exclusive": True},
            ],
        )

        (found,) = compare(read(CHOICE), read(after)).changed

        assert [(each.what, each.before, each.after) for each in found.changes] == [
            ("options.phone", "By phone / Dros y ffôn", None),
            ("options.post", None, "By post"),
            ("options.online.label", "Online", "On the web"),
            ("options.online.exclusive", "false", "true"),
        ]
        assert found.across == "partly"

    def test_another_order_of_options_is_no_other_meaning(self):
        (found,) = compare(read(CHOICE), read(changed(CHOICE, options=CHOICE["options"][::-1]))).changed

        assert [(each.what, each.before, each.after) for each in found.changes] == [
            ("options", "online, phone", "phone, online")
        ]
        assert found.across == "same"

    def test_logic_is_shown_as_json_that_can_be_read(self):
        condition = {"<": [{"answer": "satisfaction"}, 3]}

        (found,) = compare(read(RATING, TEXT), read(RATING, changed(TEXT, show_if=condition))).changed

        (change,) = found.changes
        assert (change.what, change.kind, change.before) == ("show_if", "logic", None)
        assert '"answer": "satisfaction"' in change.after
        assert found.across == "same"

    def test_checks_are_compared_with_their_messages(self):
        check = {"valid_if": {">": [{"answer": "satisfaction"}, 1]}, "message": {"en": "More"}}

        (found,) = compare(read(RATING), read(changed(RATING, checks=[check]))).changed

        assert [(each.what, each.after) for each in found.changes if each.kind == "words"] == [
            ("checks.0.message", "More")
        ]
        assert [each.what for each in found.changes if each.kind == "logic"] == ["checks.0.valid_if"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (RATING, {**RATING, "points": RATING["points"][:4]}),
            (RATING, {**NPS, "key": "satisfaction"}),
            (COST, {**COST, "currency": "EUR"}),
        ],
    )
    def test_another_scale_or_type_may_not_be_read_across(self, before, after):
        (found,) = compare(read(before), read(after)).changed

        assert found.across == "no"
        assert len(breaks(read(before), read(after))) == 1

    def test_pages_calculations_quotas_and_languages_are_compared(self):
        before = whole([RATING], [TEXT])
        after = whole([RATING, TEXT], calculated=True, quota=50, languages=["en", "cy"])

        found = compare(before, after)

        assert [(part.key, part.before, part.after) for part in found.pages] == [("satisfaction", True, True)]
        assert [part.key for part in found.calculated] == ["low"]
        assert [(part.key, part.after) for part in found.quotas] == [("most", True)]
        assert [(each.what, each.before, each.after) for each in found.survey] == [("languages", "en", "en, cy")]


class TestBreaks:
    def test_what_vanishes_or_means_something_else_is_named(self):
        before = read(RATING, CHOICE, TEXT, STATEMENT)
        after = read(
            {**RATING, "points": RATING["points"][:3]}, changed(CHOICE, options=CHOICE["options"][:1] + [OTHER])
        )

        assert [str(each.message) for each in breaks(before, after)] == [
            "satisfaction had 5 points and now has 3",
            "channel no longer offers phone",
            "improve is no longer asked",
        ]

    def test_what_is_reworded_moved_added_or_offered_beside_is_none(self):
        after = read(
            TEXT, changed(CHOICE, options=[*CHOICE["options"], OTHER]), changed(RATING, text={"en": "So?"}), NPS
        )

        assert breaks(read(RATING, CHOICE, TEXT), after) == []

    def test_a_standard_wording_that_becomes_another_is_one(self):
        standard = {"instrument": "gds-satisfaction", "only": ["satisfaction"]}
        own = changed(RATING)

        assert [str(each.message) for each in breaks(read(standard), read(own))] == [
            "satisfaction was the standard wording gds-satisfaction/overall and is now –"
        ]


OTHER = {"value": "post", "label": {"en": "By post"}}


def read(*questions):
    return read_definition(definition(*questions))


def changed(question, **more):
    return {**copy.deepcopy(question), **more}


def whole(*pages, calculated=False, quota=None, languages=()):
    low = {"<": [{"answer": "satisfaction"}, 3]}
    raw = {
        "format": "yousaid-survey/1",
        "title": {"en": "Your visit"},
        "pages": [{"questions": list(page)} for page in pages],
        "languages": list(languages),
    }
    if calculated:
        raw["calculated"] = [{"key": "low", "value": low}]
    if quota:
        raw["quotas"] = [{"key": "most", "if": low, "limit": quota, "message": {"en": "Enough"}}]
    return read_definition(raw)
